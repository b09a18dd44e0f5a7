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
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText("Nobody gains or loses anything.")).toBeVisible();
  await page.getByRole("button", { name: "Add 2 people or groups" }).click();
  await expect(page.getByText("They are in the group now")).toBeVisible();
  await expect(page.getByText("1 person and 1 group")).toBeVisible();
  const priya = page.getByRole("row").filter({ hasText: "Priya" });
  await expect(page.getByRole("row").filter({ hasText: "Forecasting" })).toContainText("Group of 3 people");

  await priya.getByRole("link", { name: /^Take out… Priya/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Take Priya.* out\?$/ })).toBeVisible();
  await page.getByRole("button", { name: "Take out", exact: true }).click();
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
  await page.getByRole("button", { name: "See what it would do" }).click();
  const chip = page.locator(".picker .chip", { hasText: "Data science" });
  await expect(chip).toContainText("goes round in a circle");
  await expect(page.getByRole("button", { name: /^Add / })).toHaveCount(0);
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
  await page.getByRole("link", { name: /^Take out…/ }).first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What it would do" })).toBeVisible();
  await page.getByRole("button", { name: "Take out", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("They are out of the group.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("It was taken back")).toBeVisible();
});

test("what a group takes and gives is seen before anybody joins, leaves, or it goes", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups/data-science/add");
  await hydrated(page);
  // A pasted list: somebody, somebody who is in it, and nobody.
  await page.getByRole("combobox", { name: "People and groups" }).evaluate((field) => {
    const data = new DataTransfer();
    data.setData("text", "priya\nhana\nnobody.at.all");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(page.locator(".picker .chip", { hasText: "nobody.at.all" })).toContainText("unknown");
  await expect(page.locator(".picker .chip", { hasText: "Hana" })).toContainText("already in it");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText(/^1 person gains something in \d+ places\.$/)).toBeVisible();
  await expect(page.getByText("1 of those you wrote is left out")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add 1 person or group" })).toBeVisible();

  await page.goto("/groups/data-science");
  await hydrated(page);
  const yufei = page.getByRole("row").filter({ hasText: "Yufei" }).or(page.getByRole("row").filter({ hasText: "Yu-fei" }));
  await yufei.first().getByRole("link", { name: /^Take out…/ }).click();
  await expect(page.getByText(/person loses something|Nobody gains or loses/)).toBeVisible();

  await page.goto("/groups/data-science/settings");
  await hydrated(page);
  const remove = page.getByRole("region", { name: "Delete" });
  await expect(remove.getByText(/people lose something in \d+ places/)).toBeVisible();
  await expect(remove.getByText(/used (it )?in the last 30 days/)).toBeVisible();
  const asked = remove.getByText(/^Of \d+ questions asked in the last 30 days, \d+ would be answered otherwise\./);
  await asked.click();
  await expect(remove.getByText(/asked (once|\d+ times), last/).first()).toBeVisible();
});

test("who looks after a group is chosen, seen first and taken back", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups/port-desk");
  await hydrated(page);
  await page.getByRole("link", { name: "Change admins" }).click();
  await expect(page.locator(".picker .chip", { hasText: "Yasmin" })).toBeVisible();
  const field = page.getByRole("combobox", { name: "People who look after it" });
  await field.fill("pavel");
  await page.getByRole("option", { name: /Pavel/ }).first().waitFor();
  await field.press("Enter");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("button", { name: "Let 2 people look after it" }).click();
  await expect(page.getByText("Who looks after the group is saved.")).toBeVisible();
  const admins = page.getByRole("region", { name: "Admins" });
  await expect(admins.getByText(/Pavel/)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
  await expect(admins.getByText(/Pavel/)).toHaveCount(0);
});
