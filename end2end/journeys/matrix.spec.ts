// The permissions matrix: change, see who gains and loses, review, save, undo, versions, merge.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, hydrated, PASSWORD, signIn, test } from "./console";
import { cell, draft, menu, openMatrix } from "./matrix";

test("a cell is changed, its effect is seen before saving, and it is in force after", async ({ page, browser, baseURL }) => {
  await signIn(page, "admin");
  await page.goto("/roles");
  // What the page needs beside the main WebAssembly is fetched beside it, not after.
  await expect(page.locator('head link[rel="preload"][href*="parcel_load_matrix_part"]')).toHaveCount(1);
  await hydrated(page);
  const target = cell(page, "dataset:delete", "Viewer");
  await expect(target).toHaveAttribute("data-state", "none");
  await target.click();
  await expect(target).toHaveAttribute("data-change", "changed");
  await expect(target).toHaveAttribute("data-state", "all");
  // Contributor includes Viewer, so it inherits, and says from whom.
  await expect(cell(page, "dataset:delete", "Contributor")).toHaveAttribute("aria-label", /inherited from Viewer/);

  const bar = draft(page);
  await expect(bar.getByText("1 change in 1 role")).toBeVisible();
  await expect(bar.getByText(/people gain/)).toBeVisible();
  // Nothing was left behind: what is kept is this very draft.
  await expect(page.getByText(/You left/)).toBeHidden();
  const folder = resolve(__dirname, "../../docs/images");
  mkdirSync(folder, { recursive: true });
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${folder}/matrix.png` });

  await bar.getByRole("button", { name: "Review" }).click();
  await expect(bar.getByText("What you change")).toBeVisible();
  await expect(bar.getByText(/Contributor, .*include it, so/)).toBeVisible();
  const outlook = bar.locator(".outlook");
  await expect(outlook.getByText(/people gain something in/)).toBeVisible();
  await expect(outlook.getByText("delete datasets", { exact: true }).first()).toBeVisible();
  await expect(outlook.getByText(/in the last 30 days/).first()).toBeVisible();
  await bar.getByLabel(/Why/).fill("viewers tidy up, for once");
  await bar.getByRole("button", { name: "Save" }).click();
  await expect(bar).toBeHidden();
  await expect(page.getByText(/Saved\. Viewer is at version \d/).first()).toBeVisible();
  await expect(target).toHaveAttribute("aria-label", /granted, unchanged/);

  await page.goto("/audit");
  const told = page.locator("details").filter({ hasText: "viewers tidy up, for once" });
  await told.locator("summary").click();
  await expect(told.getByText("viewers tidy up, for once")).toBeVisible();

  // The next decision of somebody who was signed in all along.
  const other = await browser.newContext({ baseURL });
  const viewer = await other.newPage();
  await signIn(viewer, "priya", PASSWORD);
  await viewer.goto("/projects/demand-forecast");
  await expect(viewer.getByText("dataset").first()).toBeVisible();
  await other.close();
});

test("review takes single changes back, and what was saved is taken back by a new draft", async ({ page }) => {
  await openMatrix(page);
  await cell(page, "file:delete", "Viewer").click();
  await cell(page, "file:update", "Viewer").click();
  const bar = draft(page);
  await bar.getByRole("button", { name: "Review" }).click();
  await bar.getByRole("button", { name: "Take back file:delete" }).click();
  await expect(bar.getByText("1 change in 1 role")).toBeVisible();
  await expect(cell(page, "file:delete", "Viewer")).toHaveAttribute("data-state", "none");
  await bar.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Take it back in a new draft" }).click();
  await expect(bar.getByText("1 change in 1 role")).toBeVisible();
  await expect(cell(page, "file:update", "Viewer")).toHaveAttribute("data-change", "changed");
  await bar.getByRole("button", { name: "Save" }).click();
  await expect(bar).toBeHidden();
  await expect(cell(page, "file:update", "Viewer")).toHaveAttribute("data-state", "none");
});

test("a draft survives a reload and is offered back with its age", async ({ page }) => {
  await openMatrix(page);
  await cell(page, "report:publish", "Viewer").click();
  await expect(draft(page)).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(page.getByText(/You left 1 change in 1 role here .*(now|second|moment)/)).toBeVisible();
  await expect(draft(page)).toBeHidden();
  await page.getByRole("button", { name: "Take them up" }).click();
  await expect(cell(page, "report:publish", "Viewer")).toHaveAttribute("data-change", "changed");
  await draft(page).getByRole("button", { name: "Discard" }).click();
  await page.reload();
  await hydrated(page);
  await expect(page.getByText(/You left/)).toBeHidden();
});

test("a draft survives the end of the session", async ({ page, context }) => {
  await openMatrix(page);
  await cell(page, "report:publish", "Viewer").click();
  await context.clearCookies();
  await draft(page).getByRole("button", { name: "Save" }).click();
  const again = page.getByRole("dialog", { name: "Your session has ended" });
  await expect(again).toBeVisible();
  await again.getByLabel("User name or e-mail address").fill("admin");
  await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(again).toBeHidden();
  await expect(draft(page).getByText("1 change in 1 role")).toBeVisible();
  await page.reload();
  await hydrated(page);
  await page.getByRole("button", { name: "Take them up" }).click();
  await expect(draft(page).getByText("1 change in 1 role")).toBeVisible();
  await draft(page).getByRole("button", { name: "Discard" }).click();
});

test("two people edit one role: what differs is merged, and only the same cell is asked about", async ({ page, browser, baseURL }) => {
  await openMatrix(page);
  await cell(page, "report:delete", "Editor").click(); // all becomes own
  await cell(page, "dashboard:update", "Editor").click();

  const other = await browser.newContext({ baseURL });
  const second = await other.newPage();
  await signIn(second, "ines");
  await second.goto("/roles/editor?part=cells");
  const choose = (value: string, label: string) => second.locator("select").filter({ has: second.locator(`option[value="${value}=all"]`) }).selectOption({ label });
  await choose("dashboard:delete", "On one's own");
  await choose("dashboard:update", "Not granted here");
  await second.getByRole("button", { name: "See what it would do" }).click();
  await second.getByRole("button", { name: "Save the role" }).click();
  await expect(second.getByText("The role is saved.")).toBeVisible();
  await other.close();

  const bar = draft(page);
  await bar.getByRole("button", { name: "Save" }).click();
  const note = page.getByRole("region", { name: "What was merged" });
  await expect(note.getByText(/Editor: 2 changes by Inês/)).toBeVisible();
  await expect(note.getByText("2 changes of yours are still to be saved.", { exact: false })).toBeVisible();
  // What the other one changed is here, without a question.
  await expect(cell(page, "dashboard:delete", "Editor")).toHaveAttribute("aria-label", /granted on one's own/);
  // The cell that both changed is marked, and nothing is saved before it is settled.
  await expect(cell(page, "dashboard:update", "Editor")).toHaveAttribute("data-change", "conflict");
  await expect(note.locator("[data-conflict]")).toHaveCount(1);
  await expect(bar.getByRole("button", { name: "Save" })).toBeDisabled();
  await note.getByRole("button", { name: "Theirs: not granted" }).click();
  await expect(bar.getByText("1 change in 1 role")).toBeVisible();
  await bar.getByRole("button", { name: "Save" }).click();
  await expect(bar).toBeHidden();
  await expect(cell(page, "report:delete", "Editor")).toHaveAttribute("aria-label", /granted on one's own/);
});

test("an older version is compared and restored", async ({ page }) => {
  await openMatrix(page);
  const target = cell(page, "dashboard:delete", "Contributor");
  const before = await target.getAttribute("data-state");
  await target.click();
  await draft(page).getByRole("button", { name: "Save" }).click();
  await expect(draft(page)).toBeHidden();
  await expect(target).not.toHaveAttribute("data-state", before ?? "");

  await menu(page, "Contributor", "See its versions");
  const sheet = page.getByRole("dialog", { name: "Contributor" });
  await expect(sheet.getByText("1 difference", { exact: false })).toBeVisible();
  await expect(sheet.getByText(/dashboard:delete: .* → /)).toBeVisible();
  await sheet.getByRole("button", { name: "Version 1", exact: true }).click();
  await expect(page).toHaveURL(/role=contributor/);
  await expect(page).toHaveURL(/at=v1/);
  await sheet.getByRole("button", { name: "Restore version 1" }).click();
  await expect(target).toHaveAttribute("data-state", before ?? "");
  await expect(draft(page).getByText("1 change in 1 role")).toBeVisible();
  await draft(page).getByRole("button", { name: "Save" }).click();
  await expect(draft(page)).toBeHidden();

  // The address leads back to the sheet.
  await page.goto("/roles?role=contributor&at=v2&diff=v1");
  await hydrated(page);
  await expect(page.getByRole("dialog", { name: "Contributor" }).getByText(/dashboard:delete: .* → /)).toBeVisible();
});

test("what one does not hold cannot be given, and the page says what is missing", async ({ page }) => {
  await openMatrix(page, "/projects/demand-forecast/roles", "amara");
  const locked = page.getByRole("gridcell", { name: /, Viewer, / }).first();
  await expect(locked).toHaveAttribute("aria-readonly", "true");
  const state = await locked.getAttribute("data-state");
  await locked.click();
  await expect(locked).toHaveAttribute("data-state", state ?? "");
  await expect(page.getByText("The home of this role is elsewhere; it is changed there.").first()).toBeVisible();
  await page.goto("/roles");
  await expect(page.getByText(/role:read/).first()).toBeVisible();
});
