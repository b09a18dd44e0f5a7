// The matrix as a tree grid: keyboard, folding, finding, comparing, turning, the address, files.
import AxeBuilder from "@axe-core/playwright";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, hydrated, test } from "./console";
import { cell, draft, focus, menu, openMatrix } from "./matrix";

test("the matrix is driven by keyboard alone", async ({ page }) => {
  await openMatrix(page);
  const grid = page.getByRole("treegrid");
  await expect(grid.locator("[tabindex='0']")).toHaveCount(1);
  const key = (name: string) => page.keyboard.press(name);
  const focused = page.locator(":focus");
  await focus(cell(page, "dataset:read", "Viewer"));
  await key("ArrowDown");
  await expect(focused).toHaveAttribute("aria-label", /^Dataset: create, Viewer/);
  await key("ArrowRight");
  await expect(focused).toHaveAttribute("aria-label", /^Dataset: create, /);
  await key("Home");
  await expect(focused).toHaveAttribute("aria-colindex", "2");
  await key("Home");
  await expect(focused).toHaveRole("rowheader");
  // Left leads to the type, Left again folds it, Right unfolds it.
  await key("ArrowLeft");
  await expect(focused).toContainText("Dataset");
  await key("ArrowLeft");
  await expect(page.getByRole("row", { name: /^Dataset / })).toHaveAttribute("aria-expanded", "false");
  await expect(cell(page, "dataset:read", "Viewer")).toHaveCount(0);
  await key("ArrowRight");
  await expect(cell(page, "dataset:read", "Viewer")).toHaveCount(1);
  await key("Control+End");
  await expect(focused).toHaveAttribute("aria-rowindex", /.*/).catch(() => {});
  await expect(focused).toBeVisible();
  await key("Control+Home");
  await expect(grid.locator("[tabindex='0']")).toHaveCount(1);

  // Space cycles, Escape puts back.
  const target = cell(page, "dataset:delete", "Viewer");
  await focus(target);
  await key("Space");
  await expect(target).toHaveAttribute("data-state", "all");
  await key("Space");
  await expect(target).toHaveAttribute("data-state", "own");
  await key("Space");
  await expect(target).toHaveAttribute("data-state", "none");
  await key("Space");
  await key("Escape");
  await expect(draft(page)).toBeHidden();

  // A block: selected, set, copied, pasted, undone, done again.
  await focus(cell(page, "file:create", "Viewer"));
  await key("Shift+ArrowDown");
  await expect(cell(page, "file:create", "Viewer")).toHaveAttribute("aria-selected", "true");
  await key("o");
  await expect(cell(page, "file:update", "Viewer")).toHaveAttribute("data-state", "own");
  await expect(draft(page).getByText("2 changes in 1 role")).toBeVisible();
  await key("c");
  await focus(cell(page, "dashboard:create", "Viewer"));
  await key("Escape");
  await key("v");
  await expect(cell(page, "dashboard:update", "Viewer")).toHaveAttribute("data-state", "own");
  await key("Control+z");
  await expect(cell(page, "dashboard:update", "Viewer")).toHaveAttribute("data-state", "none");
  await key("Control+Shift+Z");
  await expect(cell(page, "dashboard:update", "Viewer")).toHaveAttribute("data-state", "own");
  await key("Control+Home");
  await key(".");
  await expect(focused).toHaveAttribute("data-change", "changed");
  await key(",");
  await expect(focused).toHaveAttribute("data-change", "changed");

  // Whole rows and columns.
  await focus(cell(page, "report:read", "Viewer"));
  await key("Shift+Space");
  await expect(cell(page, "report:read", "Owner")).toHaveAttribute("aria-selected", "true");
  await key("Control+Space");
  await expect(cell(page, "dataset:read", "Viewer")).toHaveAttribute("aria-selected", "true");
  await key("Escape");

  // The popover and back, the search, the sheet.
  await key("F2");
  await expect(page.getByRole("dialog", { name: "Report: read, Viewer" })).toBeVisible();
  await key("Escape");
  await expect(cell(page, "report:read", "Viewer")).toBeFocused();
  await key("/");
  await expect(page.getByRole("searchbox", { name: "Find permissions" }).first()).toBeFocused();
  await key("Escape");
  await expect(cell(page, "report:read", "Viewer")).toBeFocused();
  await key("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await expect(sheet).toBeVisible();
  await sheet.getByLabel("Letters act while the grid has the focus").uncheck();
  await key("Escape");
  await key("a");
  await expect(cell(page, "report:read", "Viewer")).not.toHaveAttribute("data-change", "changed");
  await draft(page).getByRole("button", { name: "Discard" }).click();
});

test("a tree grid by its roles: positions from the data, levels, complete names, no complaint of axe", async ({ page }) => {
  await openMatrix(page);
  const grid = page.getByRole("treegrid", { name: "Permissions by role" });
  const rows = Number(await grid.getAttribute("aria-rowcount"));
  expect(rows).toBe(1 + (await grid.locator("tbody tr[role=row]").count()));
  await expect(grid.locator("tbody tr[role=row]").first()).toHaveAttribute("aria-level", "1");
  await expect(grid.locator("tbody tr[role=row]").nth(1)).toHaveAttribute("aria-level", "2");
  await expect(grid.locator("tbody tr[role=row]").nth(1)).toHaveAttribute("aria-rowindex", "3");
  await expect(page.getByRole("columnheader", { name: /Viewer/ })).toContainText(/\d+ (person|people)/);
  await expect(page.getByRole("gridcell", { name: /^Dataset, Viewer: 1 of \d+ granted$/ })).toHaveText(/^1\/\d+$/);
  await expect(page.locator("[aria-live=polite]").filter({ hasNot: page.locator("a") }).first()).toHaveCount(1);
  const found = await new AxeBuilder({ page }).include(".matrix-page").analyze();
  expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).slice(0, 3)}`)).toEqual([]);
});

test("a click with Shift fills a range, and a folded type keeps its count", async ({ page }) => {
  await openMatrix(page);
  await cell(page, "dashboard:create", "Viewer").click();
  await cell(page, "dashboard:delete", "Viewer").click({ modifiers: ["Shift"] });
  await expect(draft(page).getByText("3 changes in 1 role")).toBeVisible();
  const sum = page.getByRole("gridcell", { name: /^Dashboard, Viewer: 4 of 4 granted$/ });
  await expect(sum).toHaveText("4/4");
  await page.getByRole("rowheader", { name: "Dashboard", exact: true }).click();
  await expect(cell(page, "dashboard:create", "Viewer")).toHaveCount(0);
  await expect(sum).toHaveText("4/4");
  await expect(page).toHaveURL(/fold=dashboard/);
  await draft(page).getByRole("button", { name: "Discard" }).click();
});

test("finding: words in any order and tokens; only rows that differ", async ({ page }) => {
  await openMatrix(page);
  const field = page.locator("#matrix-find");
  const rows = page.locator("tr.matrix-line:not([hidden])");
  await field.fill("upd dataset");
  await expect(rows).toHaveCount(1);
  await field.fill("type:dataset risk:high");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("dataset:delete");
  await field.fill("is:inherited type:report");
  await expect(page.getByRole("rowheader", { name: /report:read/ })).toBeVisible();
  await field.fill("is:changed");
  await expect(page.getByText("Nothing fits.", { exact: false })).toBeVisible();
  await field.fill("differs:viewer,contributor type:dataset");
  await expect(page.getByRole("rowheader", { name: /dataset:create/ })).toBeVisible();
  await expect(page.getByRole("rowheader", { name: /dataset:read/ })).toHaveCount(0);
  await expect(page).toHaveURL(/q=differs:viewer,contributor/);
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole("rowheader", { name: /dataset:read/ })).toHaveCount(0);

  // The log is as young as the demo, and says so instead of calling everything unused.
  await field.fill("unused:90d");
  await expect(page.getByText("What was not used in the last 90 days is not known", { exact: false })).toBeVisible();
  await expect(rows).toHaveCount(0);
  await field.fill("unused:90");
  await expect(page.getByText("is not known", { exact: false })).toBeHidden();
});

test("roles are pinned, hidden, compared and copied from; the address tells it all", async ({ page }) => {
  await openMatrix(page);
  await menu(page, "Auditor", "Hide").catch(() => {});
  await menu(page, "Editor", "Pin in front");
  await expect(page.getByRole("columnheader").nth(1)).toContainText("Editor");
  await menu(page, "Viewer", "Compare");
  await expect(page.getByRole("columnheader")).toHaveCount(4); // corner, two roles, difference
  await page.getByRole("button", { name: "Only rows that differ" }).click();
  await expect(page.getByRole("rowheader", { name: /dataset:read/ })).toHaveCount(0);
  await expect(page.getByRole("gridcell", { name: /Editor: granted; Viewer: not granted/ }).first()).toHaveText("differs");
  await expect(page).toHaveURL(/roles=editor,viewer/);
  await page.waitForURL(/compare=1/);
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole("columnheader")).toHaveCount(4);
  await menu(page, "Viewer", "Copy from another role");
  await page.getByRole("dialog", { name: "Viewer" }).getByRole("button", { name: "Editor", exact: true }).click();
  await expect(draft(page).getByText(/changes in 1 role/)).toBeVisible();
  await draft(page).getByRole("button", { name: "Discard" }).click();
});

test("turned, roles are rows", async ({ page }) => {
  await openMatrix(page);
  await page.getByRole("button", { name: "Roles as rows" }).click();
  await expect(page.getByRole("rowheader").first()).toContainText("Auditor");
  await cell(page, "dataset:delete", "Viewer").click();
  await expect(cell(page, "dataset:delete", "Viewer")).toHaveAttribute("data-change", "changed");
  await page.waitForURL(/view=by-role/);
  await draft(page).getByRole("button", { name: "Discard" }).click();
});

test("a cell in full: its value, why, who has it, its history", async ({ page }) => {
  await openMatrix(page, "/roles?cell=dataset:read,editor");
  await cell(page, "dataset:read", "Editor").click({ button: "right" });
  const popover = page.getByRole("dialog", { name: "Dataset: read, Editor" });
  await expect(popover.getByText(/hold.* this because Editor includes Viewer/)).toBeVisible();
  await expect(popover.getByText("Who holds this role")).toBeVisible();
  await expect(popover.getByText(/Felix Baumann/)).toBeVisible();
  await popover.getByRole("radio", { name: "All" }).check({ force: true });
  await expect(draft(page).getByText("1 change in 1 role")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(cell(page, "dataset:read", "Editor")).toBeFocused();
  await draft(page).getByRole("button", { name: "Discard" }).click();
});

test("an export comes back as nothing, and a changed file as a draft, after a dry run", async ({ page }, info) => {
  await openMatrix(page);
  await page.getByRole("button", { name: "Export" }).click();
  const sheet = page.getByRole("dialog", { name: "Export and import" });
  const [csv] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name: "CSV" }).click()]);
  expect(readFileSync(await csv.path(), "utf8")).toMatch(/^Permission,.*Viewer/);
  const [markdown] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name: "Markdown" }).click()]);
  const lines = readFileSync(await markdown.path(), "utf8").trim().split("\n");
  const [head, rule, ...body] = lines.filter((line) => line.startsWith("|"));
  expect(head).toMatch(/^\| Permission \|.* Viewer \|/);
  expect(rule).toMatch(/^\|( ?:?-+:? ?\|)+$/);
  expect(body.find((line) => line.includes("dataset:read"))).toContain("all");
  const [json] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name: "JSON" }).click()]);
  const path = info.outputPath("roles.json");
  await json.saveAs(path);
  await sheet.getByLabel("File").setInputFiles(path);
  await expect(sheet.getByText("Dry run: it would change 0 cells.", { exact: false })).toBeVisible();

  const file = JSON.parse(readFileSync(path, "utf8"));
  file.roles.find((role: { id: string }) => role.id === "viewer").permissions.push(["file:delete", "own"]);
  const changed = info.outputPath("changed.json");
  writeFileSync(changed, JSON.stringify(file));
  await sheet.getByLabel("File").setInputFiles(changed);
  await expect(sheet.getByText("Dry run: it would change 1 cell.", { exact: false })).toBeVisible();
  await expect(draft(page)).toBeHidden();
  await sheet.getByRole("button", { name: "Make it my draft" }).click();
  await expect(cell(page, "file:delete", "Viewer")).toHaveAttribute("data-state", "own");
  await draft(page).getByRole("button", { name: "Discard" }).click();
});

test("on paper stands all of it, and none of the tools", async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute("data-printed", String(document.querySelectorAll("tr.matrix-line").length));
  });
  await openMatrix(page);
  const drawn = await page.locator("tr.matrix-line").count();
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("dialog", { name: "Export and import" }).getByRole("button", { name: "Print" }).click();
  const printed = async () => Number(await page.locator("body").getAttribute("data-printed"));
  await expect.poll(printed).toBeGreaterThanOrEqual(drawn);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("treegrid")).toBeVisible();
  await expect(page.locator("#matrix-find")).toBeHidden();
  await expect(page.locator(".frame-nav")).toBeHidden();
});

test("who listens hears at most one message a second, and the last one", async ({ page }) => {
  await openMatrix(page);
  await focus(cell(page, "dataset:read", "Viewer"));
  await page.evaluate(() => {
    const said: [number, string][] = [];
    Object.assign(window, { said });
    const region = document.querySelector(".matrix-status [role=status]")!;
    const listen = () => said.push([performance.now(), region.textContent ?? ""]);
    new MutationObserver(listen).observe(region, { childList: true, characterData: true, subtree: true });
  });
  const said = () => page.evaluate(() => (window as unknown as { said: [number, string][] }).said);
  for (const key of ["Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"]) {
    await page.keyboard.press(key);
  }
  await expect.poll(async () => (await said()).at(-1)?.[1]).toBe("12 cells selected");
  const heard = await said();
  for (const [number, [at]] of heard.entries()) {
    if (number > 0) expect(at - heard[number - 1][0]).toBeGreaterThan(900);
  }
});

test("read from right to left, the arrows follow the eye", async ({ page }) => {
  await openMatrix(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  const first = cell(page, "dataset:read", "Viewer");
  await focus(first);
  const before = await first.boundingBox();
  await page.keyboard.press("ArrowLeft");
  const after = await page.locator(":focus").boundingBox();
  expect(after!.x).toBeLessThan(before!.x);
  await page.keyboard.press("ArrowRight");
  await expect(first).toBeFocused();
});
