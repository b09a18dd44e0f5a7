// The audit log: followed live, and looked into as of a day.
import { expect, hydrated, signIn, test } from "./console";

test("new lines appear by themselves while the log is followed", async ({ page, browser, baseURL }) => {
  await signIn(page, "admin");
  await page.goto("/audit");
  await hydrated(page);
  const follow = page.getByRole("button", { name: "Follow live" });
  await follow.click();
  await expect(page.getByRole("button", { name: "Following" })).toHaveAttribute("aria-pressed", "true");

  const other = await browser.newContext({ baseURL });
  await signIn(await other.newPage(), "noor");
  await expect(page.locator("details").filter({ hasText: /Noor .* signed in/ }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Following" })).toBeVisible();
  await other.close();
});

test("the log as it was up to a day", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/audit");
  await hydrated(page);
  await page.getByLabel("Up to the day").fill("2020-02-29");
  await expect(page.getByText("Nothing found")).toBeVisible();
  await expect(page).toHaveURL(/until=2020-02-29/);
  await page.getByLabel("Up to the day").fill("");
  await expect(page.locator("details").filter({ hasText: "signed in" }).first()).toBeVisible();
});
