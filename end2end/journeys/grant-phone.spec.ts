// Grants on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("a grant is written, seen and made with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/grants/project%3Aport-delays/new");
  await hydrated(page);
  await page.getByLabel("Condition 1", { exact: true }).selectOption({ label: "belongs to an account with the label" });
  await page.getByLabel("Which, in condition 1").fill("Enterprise");
  await page.getByLabel("They get the role").selectOption({ label: "Viewer" });
  await expect(page.getByText(/^Everybody who belongs to an account labelled “Enterprise” may read the project/)).toBeVisible();
  await expect(page.getByText(/people gain something/)).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide).toBe(false);
  await page.getByRole("button", { name: "Make the grant" }).click();
  await expect(page.getByText("The grant is made.")).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: "labelled “Enterprise”" });
  await expect(row).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
  await expect(row).toHaveCount(0);
});
