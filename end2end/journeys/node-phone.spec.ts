// Resources on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("the tree is opened and a resource looked at with a finger", async ({ page }) => {
  await signIn(page, "ingrid");
  await page.goto("/projects/ward-capacity/resources");
  await hydrated(page);
  await page.getByRole("link", { name: "Open Rosters" }).click();
  await page.getByRole("link", { name: "Roster june" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Roster june" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Who has access" }).getByRole("row").nth(1)).toBeVisible();
});
