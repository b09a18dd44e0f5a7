// Groups: made, filled, searched, emptied, taken back, renamed, deleted; and what is refused.
import { expect, hydrated, signIn, test } from "./console";
import type { Page } from "@playwright/test";

async function pick(page: Page, text: string, name: string | RegExp): Promise<void> {
  const field = page.getByRole("combobox", { name: "People and groups" });
  await field.fill(text);
  await page.getByRole("option", { name }).first().waitFor();
  await field.press("Enter");
  await expect(page.locator(".picker .chip", { hasText: name })).toBeVisible();
}

test("a group is made, filled, emptied and taken back, renamed and deleted", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups");
  await hydrated(page);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Groups" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("row").filter({ hasText: "Data science" })).toContainText("3 people and 1 group");
  await page.getByRole("link", { name: "New group" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Harvest crew");
  await page.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Harvest crew" })).toBeVisible();
  await expect(page.getByText("Nobody is in it yet")).toBeVisible();

  await page.getByRole("link", { name: "Add people" }).click();
  await pick(page, "priya", /Priya/);
  await pick(page, "forecasting", "Forecasting");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("They are in the group now")).toBeVisible();
  await expect(page.getByText("1 person and 1 group")).toBeVisible();
  const priya = page.getByRole("row").filter({ hasText: "Priya" });
  await expect(page.getByRole("row").filter({ hasText: "Forecasting" })).toContainText("Group of 3 people");

  await priya.getByLabel(/Take Priya.* out…/).click();
  await priya.getByRole("button", { name: "Take out", exact: true }).click();
  await expect(page.getByText("They are out of the group.")).toBeVisible();
  await expect(priya).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
  await expect(priya).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.getByLabel("Name", { exact: true }).fill("Harvest people");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The group is saved.")).toBeVisible();
  await page.getByText("Delete…").click();
  await page.getByLabel(/to confirm/).fill("something else");
  await page.getByRole("button", { name: "Delete the group" }).click();
  await expect(page.getByText(/Write Harvest people/)).toBeVisible();
  await expect(page.getByLabel(/to confirm/)).toHaveValue("something else");
  await page.getByLabel(/to confirm/).fill("Harvest people");
  await page.getByRole("button", { name: "Delete the group" }).click();
  await expect(page.getByText("The group is deleted.")).toBeVisible();
  await expect(page.getByText("Harvest people")).toHaveCount(0);
});

test("a circle is refused before and after, and what was chosen stays", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups/forecasting/add");
  await hydrated(page);
  const field = page.getByRole("combobox", { name: "People and groups" });
  await field.fill("Data science");
  await page.getByRole("option", { name: "Data science" }).waitFor();
  await field.press("Enter");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert").getByText(/goes round in a circle/)).toBeVisible();
  await expect(page.locator(".picker .chip", { hasText: "Data science" })).toBeVisible();
});

test("who may see a group and not change it is not offered to", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups");
  await page.goto("/groups?q=nothing-is-called-this");
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await page.context().clearCookies();
  // A Maintainer reads the groups of the account, and may not change them.
  await signIn(page, "kwame");
  await page.goto("/groups/data-science");
  await expect(page.getByRole("heading", { level: 1, name: "Data science" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Add people" })).toHaveCount(0);
  await page.goto("/groups/data-science/add");
  await expect(page.getByText(/group:update/)).toBeVisible();
});

test("who is in a group is searched, and the palette finds groups", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups/clinical");
  await hydrated(page);
  await page.getByRole("searchbox", { name: "Search who is in it" }).fill("leila");
  await expect(page).toHaveURL(/q=leila/);
  await expect(page.locator("table.joined tbody tr")).toHaveCount(1);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Find/ }).fill("port desk");
  await page.getByRole("option", { name: /Port desk/ }).waitFor();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Port desk" })).toBeVisible();
});

test("taking somebody out is done by keyboard alone", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups/port-desk");
  await hydrated(page);
  await page.locator("table.joined summary").first().focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("They are out of the group.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("It was taken back")).toBeVisible();
});
