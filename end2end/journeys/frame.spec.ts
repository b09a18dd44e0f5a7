// What is around every page: the palette, the switch between projects, undo, no connection, a session that ended.
import { expect, hydrated, PASSWORD, signIn, test } from "./console";

test("the palette goes anywhere by keyboard alone", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people");
  await hydrated(page);
  await expect(page.getByRole("button", { name: "Find anything" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /Find a project/ });
  await expect(field).toBeFocused();
  await page.keyboard.type("tide");
  await expect(page.getByText("Nothing you may open has this in its name.")).toBeVisible();
  await field.fill("forecast");
  const found = page.getByRole("option", { name: /Demand forecast/ });
  await expect(found).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Demand forecast" })).toBeVisible();
  await expect(page.locator("#main")).toBeFocused();

  await page.keyboard.press("Control+k");
  await field.fill("new project");
  await expect(page.getByRole("option", { name: /New project/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
});

test("the palette finds no more than one may see", async ({ page }) => {
  await signIn(page, "ingrid");
  await page.goto("/");
  await hydrated(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Find a project/ }).fill("a");
  await expect(page.getByRole("option").first()).toBeVisible();
  await expect(page.getByRole("option", { name: /Person|Role|Permission/ })).toHaveCount(0);
});

test("from one project to another, to the same page of it", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/demand-forecast/audit");
  await hydrated(page);
  await page.getByTitle("Go to another project").click();
  await page.getByRole("link", { name: "Fleet telemetry" }).click();
  await expect(page).toHaveURL(/\/projects\/fleet-telemetry\/audit$/);
  await expect(page.getByRole("heading", { level: 1, name: "Fleet telemetry" })).toBeVisible();
});

test("what was done just now can be undone", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people/yasmin");
  await hydrated(page);
  await page.getByText("Disable…").click();
  await page.getByRole("button", { name: "Disable Yasmin" }).click();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Enabled", { exact: true })).toBeVisible();
  await expect(page.getByText("The person can sign in again.")).toBeVisible();
});

test("without a connection the page says so until it is back", async ({ page, context }) => {
  await signIn(page, "admin");
  await hydrated(page);
  await context.setOffline(true);
  await expect(page.getByText(/^No connection\./)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/^No connection\./)).toBeHidden();
});

test("a session that ends under a form: sign in over it, and nothing typed is lost", async ({ page, context }) => {
  await signIn(page, "admin");
  await page.goto("/projects/new");
  await hydrated(page);
  await page.getByLabel("Name", { exact: true }).fill("Written before the session ended");
  await context.clearCookies();
  await page.getByRole("button", { name: "Create project" }).click();
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("User name or e-mail").fill("admin");
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Written before the session ended");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Written before the session ended" })).toBeVisible();
});

test("light or dark is chosen, shown at once and kept", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/profile");
  await hydrated(page);
  await page.getByLabel("Dark").check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "ink");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The appearance is kept in this browser.")).toBeVisible();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "ink");
  await expect(page.getByLabel("Dark")).toBeChecked();
});

test("who runs the console sees how busy it is, as drawings and as tables", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/");
  await hydrated(page);
  const drawing = page.getByRole("img", { name: /^Sign-ins\. \d+ in 14 days; \d+ sessions? (is|are) open now\.$/ });
  await expect(drawing.locator("svg rect").first()).toBeAttached();
  const figure = page.locator("figure").filter({ has: drawing });
  await figure.getByText("As a table").click();
  await expect(figure.getByRole("row")).toHaveCount(15);
  await expect(page.getByRole("img", { name: /^Decision latency\. Half within/ })).toBeVisible();
});

test("who does not run it sees no charts", async ({ page }) => {
  await signIn(page, "priya");
  await page.goto("/");
  await hydrated(page);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Priya");
  await expect(page.getByRole("figure")).toHaveCount(0);
});

test("a page has a title at every moment", async ({ page }) => {
  await page.addInitScript(() => {
    const titles: string[] = [];
    Object.assign(window, { titles });
    new MutationObserver(() => document.head && titles.push(document.title)).observe(document, { childList: true, characterData: true, subtree: true });
  });
  await signIn(page, "ingrid");
  await page.goto("/projects/ward-capacity/resources/dataset%3Award-directory");
  await hydrated(page);
  await expect(page).toHaveTitle("Ward directory · Ward capacity · Bailiwick");
  await page.getByRole("link", { name: "Projects", exact: true }).first().click();
  await expect(page).toHaveTitle("Projects · Bailiwick");
  const titles = await page.evaluate(() => [...new Set((window as unknown as { titles: string[] }).titles)]);
  expect(titles).toEqual(expect.arrayContaining(["Projects · Bailiwick"]));
  // Before the first of it was read there is none.
  expect(titles.slice(1)).not.toContain("");
});
