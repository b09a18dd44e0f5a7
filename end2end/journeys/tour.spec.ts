// The five-minute tour: sign in, make a project, add people, edit the matrix, see who gains and loses, save, audit.
import { expect, hydrated, signIn, test } from "./console";

test("an administrator makes a project, gives access and finds it in the audit log", async ({ page }, info) => {
  const name = `Tour ${info.project.name} ${info.workerIndex}`;
  await signIn(page, "admin");
  await hydrated(page);

  await page.goto("/projects/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: /create/i }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const path = new URL(page.url()).pathname;

  await page.goto(`${path}/members/add`);
  await hydrated(page);
  for (const who of ["Priya", "Jonas"]) {
    await page.getByRole("combobox", { name: "People, groups and accounts" }).fill(who);
    await page.getByRole("listbox", { name: "Matches" }).getByRole("option").first().click();
  }
  await page.locator("input[name='roles[]'][value=viewer]").check();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.waitForURL(new RegExp(`${path}/members(\\?.*)?$`));
  await expect(page.getByText("Priya", { exact: false }).first()).toBeVisible();

  await page.goto(`${path}/members/user%3Ajonas`);
  await hydrated(page);
  await page.getByLabel("Contributor").check();
  await page.getByRole("button", { name: /save/i }).first().click();
  await expect(page.getByText(/roles are saved/i)).toBeVisible();

  await page.goto(`${path}/audit`);
  await expect(page.getByText(/Jonas/).first()).toBeVisible();
});

test("a role is changed on a page of its own", async ({ page }, info) => {
  const name = `Steward ${info.project.name} ${info.workerIndex}`;
  await signIn(page, "admin");
  await page.goto("/projects/port-delays/roles");
  await hydrated(page);
  await page.getByRole("link", { name: "New role" }).click();
  await hydrated(page);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create the role" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await hydrated(page);
  await page.getByRole("link", { name: "Permission by permission" }).click();
  await page.locator("#cell-dataset-read").selectOption({ label: "On all" });
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("button", { name: "Save the role" }).click();
  await expect(page.getByText("The role is saved.")).toBeVisible();
});

test("what is typed badly is said at its field and kept", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people/new");
  await hydrated(page);
  await page.getByLabel("Name", { exact: true }).fill("New Person");
  await page.getByLabel("User name").fill("not a user name");
  await page.locator("[name=password]").fill("four words are enough");
  await page.getByRole("button", { name: /create|add/i }).click();
  await expect(page.getByText(/2 to 64 letters/)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("New Person");
});

test("nothing is wider than the screen", async ({ page }) => {
  await signIn(page, "admin");
  for (const path of ["/", "/projects", "/projects/demand-forecast", "/projects/demand-forecast/members", "/projects/demand-forecast/roles", "/projects/demand-forecast/settings", "/people", "/roles", "/roles/viewer", "/audit", "/profile"]) {
    await page.goto(path);
    await hydrated(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});
