// Accounts on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("an account is found and looked at with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/");
  await hydrated(page);
  const main = page.getByRole("navigation", { name: "Main" });
  await main.getByText("More").click();
  await main.getByRole("link", { name: "Accounts" }).click();
  await page.getByRole("searchbox", { name: "Search accounts" }).fill("lumen");
  await expect(page.getByRole("link", { name: "Meridian Foods" })).toHaveCount(0);
  await page.getByRole("link", { name: "Lumen Health" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Lumen Health" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Clara Rossi" })).toBeVisible();
});

test("what suspending an account takes is told with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/accounts/lumen/settings");
  await hydrated(page);
  const terms = page.getByRole("region", { name: "Terms" });
  await terms.getByRole("radio", { name: /^Suspended/ }).tap();
  await expect(terms.getByText(/^\d+ people lose something in \d+ places\.$/)).toBeVisible();
  await terms.getByRole("radio", { name: /^Active/ }).tap();
  await expect(terms.getByText(/lose something/)).toHaveCount(0);
});
