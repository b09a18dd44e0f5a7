// The permissions matrix: toggle, gains and losses in the browser, confirmed by the server, saved, in the audit log.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, hydrated, PASSWORD, signIn, test } from "./console";

test("a cell is toggled, its effect is seen before saving, and it is in force after", async ({ page, browser, baseURL }) => {
  await signIn(page, "admin");
  await page.goto("/roles");
  // What the page needs beside the main WebAssembly is fetched beside it, not after.
  await expect(page.locator('head link[rel="preload"][href*="split_load_matrix_part"]')).toHaveCount(1);
  await hydrated(page);
  const cell = page.getByRole("button", { name: /^dataset:delete, Viewer:/ });
  await expect(cell).toHaveAttribute("aria-label", /not granted/);
  const before = await cell.getAttribute("data-state");
  await cell.click();
  await expect(cell).toHaveAttribute("data-changed", "true");
  await expect(cell).not.toHaveAttribute("data-state", before ?? "");

  const draft = page.getByRole("region", { name: "Your changes" });
  await expect(draft.getByText("1 change in 1 role")).toBeVisible();
  await expect(draft.locator(".gain").first()).toContainText("dataset:delete");
  const folder = resolve(__dirname, "../../docs/images");
  mkdirSync(folder, { recursive: true });
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${folder}/matrix.png` });

  await draft.getByRole("button", { name: "Review" }).click();
  await expect(draft.getByText("What you change")).toBeVisible();
  await expect(draft.locator(".gain").first()).toContainText("dataset:delete");
  await draft.getByLabel(/Why/).fill("viewers tidy up, for once");
  await draft.getByRole("button", { name: "Save" }).click();
  await expect(draft).toBeHidden();
  await expect(page.getByRole("button", { name: /^dataset:delete, Viewer: granted/ })).toHaveAttribute("data-state", "all");

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

test("two people edit one role: the second keeps the draft and saves it on the newest version", async ({ page, browser, baseURL }) => {
  await signIn(page, "admin");
  await page.goto("/roles");
  await hydrated(page);
  await page.getByRole("button", { name: /^report:delete, Editor:/ }).click();

  const other = await browser.newContext({ baseURL });
  const second = await other.newPage();
  await signIn(second, "ines");
  await second.goto("/roles/editor");
  await second.locator("select").filter({ has: second.locator('option[value="dashboard:delete=all"]') }).selectOption({ label: "On one's own" });
  await second.getByRole("button", { name: "Save the role" }).click();
  await expect(second.getByText("The role is saved.")).toBeVisible();
  await other.close();

  const draft = page.getByRole("region", { name: "Your changes" });
  await draft.getByRole("button", { name: "Review" }).click();
  await expect(draft.getByText(/is at version 2/)).toBeVisible();
  await draft.getByRole("button", { name: /Load the newest/ }).click();
  const reloaded = page.getByRole("region", { name: "Your changes" });
  await expect(page.getByRole("button", { name: /^dashboard:delete, Editor: granted on one's own/ })).toBeVisible();
  await expect(reloaded.getByText("1 change in 1 role")).toBeVisible();
  await reloaded.getByRole("button", { name: "Review" }).click();
  await reloaded.getByRole("button", { name: "Save" }).click();
  await expect(reloaded).toBeHidden();
});

test("the matrix is driven by keyboard alone", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/roles");
  await hydrated(page);
  await page.locator(".cell[tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("#cell-1-1")).toBeFocused();
  await page.keyboard.press("Control+Home");
  await expect(page.locator("#cell-0-0")).toBeFocused();
  const state = await page.locator("#cell-0-0").getAttribute("data-state");
  await page.keyboard.press("Space");
  await expect(page.locator("#cell-0-0")).toHaveAttribute("data-changed", "true");
  await page.keyboard.press("Escape");
  await expect(page.locator("#cell-0-0")).toHaveAttribute("data-state", state ?? "");
  await expect(page.getByRole("region", { name: "Your changes" })).toBeHidden();
});

test("what one does not hold cannot be given, and the page says what is missing", async ({ page }) => {
  await signIn(page, "amara");
  await page.goto("/projects/demand-forecast/roles");
  await hydrated(page);
  await expect(page.getByRole("button", { name: /Viewer: / }).first()).toHaveAttribute("aria-disabled", "true");
  await page.goto("/roles");
  await expect(page.getByText(/role:read/).first()).toBeVisible();
});
