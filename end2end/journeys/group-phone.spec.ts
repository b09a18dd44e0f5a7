// Groups on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("somebody is put into a group and taken out with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups/port-desk/add");
  await hydrated(page);
  await page.getByRole("combobox", { name: "People and groups" }).fill("priya");
  await page.getByRole("option", { name: /Priya/ }).click();
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("button", { name: "Add 1 person or group" }).click();
  await expect(page.getByText("They are in the group now")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "Priya" });
  await row.getByRole("link", { name: /^Take out…/ }).click();
  await expect(page.getByRole("heading", { name: "What it would do" })).toBeVisible();
  await page.getByRole("button", { name: "Take out", exact: true }).click();
  await expect(page.getByText("They are out of the group.")).toBeVisible();
  await expect(row).toHaveCount(0);
});
