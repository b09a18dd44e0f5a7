// Pattern policies on a phone.
import { expect, hydrated, signIn, test } from "./console";

test.use({ preset: "nexus" });

test("an address is tried and a policy is looked at with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/policies");
  await hydrated(page);
  const form = page.getByRole("region", { name: "Try an address" });
  await form.getByLabel("Who").fill("admin");
  await form.getByRole("combobox", { name: "does" }).selectOption("run");
  await form.getByLabel("on the address").fill("path:plugins/alpha");
  await form.getByRole("button", { name: "Try" }).click();
  await expect(form.getByText(/: path:plugins\/\[ab\]\* decided, because/)).toBeVisible();
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  expect(await fits()).toBe(true);
  await page.getByRole("link", { name: "Change path:users/?" }).click();
  await page.getByLabel("Pattern").fill("path:users/*");
  await page.getByRole("button", { name: "See what it would do" }).click();
  const told = page.getByRole("region", { name: "What it would do" });
  await expect(told.getByText("New: read on path:users/* needs data:read")).toBeVisible();
  expect(await fits()).toBe(true);
  await told.getByRole("button", { name: "Save the policies" }).click();
  await expect(page.getByText("The policies are saved.")).toBeVisible();
});
