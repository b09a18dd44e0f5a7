// Grants that cannot be changed here: a consultancy's, and the last administrator's.
import { expect, hydrated, signIn, test } from "./console";

test.use({ preset: "flexmeasures" });

test("the grant of a consultancy says where it is changed", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/accounts/brightgrid");
  await hydrated(page);
  await page.getByRole("link", { name: "Grants" }).last().click();
  const row = page.getByRole("region", { name: "Grants" }).getByRole("listitem").filter({ hasText: "Tideway" });
  await expect(row).toContainText("consultancy of BrightGrid");
  await row.getByRole("link").click();
  await expect(page.getByText("This comes from the consultancy of BrightGrid, and is changed there.")).toBeVisible();
  await expect(page.getByLabel("They get the role")).toHaveCount(0);
  await expect(page.getByText("Remove…")).toHaveCount(0);
  await page.getByRole("link", { name: "Open the settings" }).click();
  await expect(page.getByLabel("Who works for it")).toBeVisible();
});

test("the grant of the last administrator cannot be removed or ended, and it is said before", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/grants");
  await hydrated(page);
  const row = page.getByRole("region", { name: "Grants" }).getByRole("listitem").filter({ hasText: "Administrator" });
  await expect(row).toHaveCount(1);
  await row.getByRole("link").click();
  const remove = page.getByRole("region", { name: "Remove", exact: true });
  await expect(remove.getByText("Nobody would be administrator any more")).toBeVisible();
  await expect(remove.getByText("Remove…")).toHaveCount(0);
  await hydrated(page);
  await page.getByLabel("Access ends").selectOption({ label: "In 30 days" });
  const told = page.getByRole("region", { name: "What it means" });
  await expect(told.getByText("Nobody would be administrator any more")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save the grant" })).toBeHidden();
});
