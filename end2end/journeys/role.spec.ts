// One role's pages: what it gives in sentences, entries with conditions, includes, holders, what is unused, versions.
import { expect, hydrated, signIn, test } from "./console";
import type { Locator, Page } from "@playwright/test";

function told(page: Page): Locator {
  return page.getByRole("region", { name: "What it would do" });
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

async function saved(page: Page, reason: string): Promise<void> {
  await told(page).getByLabel("Reason").fill(reason);
  await told(page).getByRole("button", { name: "Save the role" }).click();
  await expect(page.getByText("The role is saved.")).toBeVisible();
}

/** A condition in its row. */
async function condition(page: Page, number: number, whose: string, name: string, op: string, sort = "", value = ""): Promise<void> {
  await page.getByLabel(`Whose attribute, condition ${number}`, { exact: true }).selectOption({ label: whose });
  await page.getByLabel(`Attribute, condition ${number}`, { exact: true }).fill(name);
  await page.getByLabel(`Comparison, condition ${number}`, { exact: true }).selectOption({ label: op });
  if (sort) await page.getByLabel(`Kind of value, condition ${number}`, { exact: true }).selectOption({ label: sort });
  if (value) await page.getByLabel(`Value, condition ${number}`, { exact: true }).fill(value);
}

test("an entry on one's own, under conditions, is said in words, seen, saved, changed and taken away", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/roles/viewer");
  await expect(page.getByRole("heading", { level: 1, name: "Viewer" })).toBeVisible();
  await expect(page.getByText("May read datasets.")).toBeVisible();
  await page.getByRole("link", { name: "New entry" }).click();
  await page.getByRole("combobox", { name: "with", exact: true }).selectOption({ label: "Dataset" });
  await page.getByRole("combobox", { name: "May", exact: true }).selectOption({ label: "update" });
  await page.getByRole("combobox", { name: "on", exact: true }).selectOption({ label: "those they own" });
  const said = page.locator("[data-said]");
  await expect(said).toHaveText("May update datasets they own.");
  await page.getByRole("button", { name: "Add a condition" }).click();
  await condition(page, 1, "the resource's", "region", "is", "the text", "EU");
  await expect(said).toHaveText("May update datasets they own, if the resource's region is “EU”.");
  await page.getByRole("button", { name: "Add a condition" }).click();
  await condition(page, 2, "the person's", "mfa", "is", "yes");
  await expect(page.getByLabel("Value, condition 2", { exact: true })).toBeHidden();
  const sentence = "May update datasets they own, if the resource's region is “EU” and the person's second factor (mfa) is yes.";
  await expect(said).toHaveText(sentence);
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText(sentence)).toBeVisible();
  await expect(told(page).getByText("Nobody gains or loses anything.")).toBeVisible();
  await saved(page, "pilot in Europe");
  await expect(page.getByRole("listitem").filter({ hasText: sentence }).getByText("2 conditions")).toBeVisible();

  // It is read back into the same form; without its conditions it gives something today.
  await page.getByRole("link", { name: `Change: ${sentence}` }).click();
  await expect(page.getByLabel("Value, condition 1", { exact: true })).toHaveValue("EU");
  await expect(page.getByLabel("Attribute, condition 2", { exact: true })).toHaveValue("mfa");
  await page.getByLabel("Whose attribute, condition 1", { exact: true }).selectOption({ label: "no condition" });
  await page.getByLabel("Whose attribute, condition 2", { exact: true }).selectOption({ label: "no condition" });
  await expect(said).toHaveText("May update datasets they own.");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("No longer: " + sentence)).toBeVisible();
  await expect(told(page).getByText("New: May update datasets they own.")).toBeVisible();
  await saved(page, "for all regions");
  await page.getByRole("link", { name: "Remove: May update datasets they own." }).click();
  await expect(told(page).getByText("No longer: May update datasets they own.")).toBeVisible();
  await expect(told(page).getByText(/(loses|lose) something|Nobody gains/).first()).toBeVisible();
  await saved(page, "over");
  await expect(page.getByText("May update datasets they own.")).toHaveCount(0);

  // Every step has left a version; any two are compared, and one is gone back to.
  await page.getByRole("navigation", { name: "Role" }).getByRole("link", { name: "Versions" }).click();
  const compare = page.getByRole("region", { name: "Compare two versions" });
  await expect(compare.getByText("No longer: May update datasets they own.")).toBeVisible();
  const newest = Number(/Version (\d+)/.exec((await page.getByRole("region", { name: "All versions" }).getByRole("link").first().textContent()) ?? "")?.[1]);
  await compare.getByRole("combobox", { name: "Version", exact: true }).selectOption(String(newest - 2));
  await compare.getByRole("combobox", { name: "Compared with" }).selectOption(String(newest));
  await compare.getByRole("button", { name: "Compare" }).click();
  await expect(compare.getByText(`1 difference in version ${newest - 2}, compared with version ${newest}`)).toBeVisible();
  await expect(compare.getByText("New: " + sentence)).toBeVisible();
  await compare.getByRole("link", { name: `Go back to version ${newest - 2}…` }).click();
  await expect(told(page).getByText("New: " + sentence)).toBeVisible();
  await saved(page, "once more");
  await compare.getByRole("link", { name: /Go back/ }).waitFor({ state: "detached" });
  await open(page, "/roles/viewer");
  await page.getByRole("link", { name: `Remove: ${sentence}` }).click();
  await saved(page, "as it was");
});

test("what cannot be a condition is said where it stands, and what was typed stays", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/roles/viewer?part=entry&more=1");
  await page.getByRole("combobox", { name: "with", exact: true }).selectOption({ label: "Dataset" });
  await page.getByRole("combobox", { name: "May", exact: true }).selectOption({ label: "update" });
  await condition(page, 1, "the resource's", "size", "is less than", "yes");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText(/write a number or a text/)).toBeVisible();
  await expect(page.getByLabel("Attribute, condition 1", { exact: true })).toHaveValue("size");
  await expect(page.getByRole("button", { name: "Save the role" })).toHaveCount(0);
  await condition(page, 1, "the resource's", "size", "is less than", "the number", "12");
  await expect(page.locator("[data-said]")).toHaveText("May update datasets, if the resource's size is less than 12.");
});

test("what includes what is a tree of links, and no circle can be chosen", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/roles/editor?part=includes");
  const tree = page.locator("svg[aria-label='What Editor includes']");
  await expect(tree.getByRole("link", { name: "Contributor" })).toBeVisible();
  await expect(tree.getByRole("link", { name: "Viewer" })).toBeVisible();
  await expect(page.locator("svg[aria-label='What includes Editor']").getByRole("link", { name: "Owner" })).toBeVisible();
  const choose = page.getByRole("region", { name: "What it includes itself" });
  await expect(choose.getByLabel("Contributor")).toBeChecked();
  await expect(choose.getByLabel("Owner")).toHaveCount(0);
  await choose.getByLabel("Contributor").uncheck();
  await choose.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("No longer: It includes Contributor.")).toBeVisible();
  await expect(told(page).getByText(/in the last 30 days|Nobody gains/).first()).toBeVisible();
  await expect(choose.getByLabel("Contributor")).not.toBeChecked();
  await tree.getByRole("link", { name: "Viewer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Viewer" })).toBeVisible();
});

test("who holds it, through what, and what of it nobody used", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/roles/viewer?part=holders");
  const holders = page.getByRole("region", { name: "Holders" });
  await expect(holders.getByRole("row")).toHaveCount(26);
  await expect(holders.getByText(/Owner includes .*includes Viewer/).first()).toBeVisible();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.getByRole("link", { name: "First page" })).toBeVisible();
  await page.getByRole("navigation", { name: "Role" }).getByRole("link", { name: "Unused" }).click();
  // The console is too young to know.
  await expect(page.getByText(/^Unknown: the decision log does not reach back so far/)).toBeVisible();
  await page.getByRole("combobox", { name: "In the last" }).selectOption({ label: "a year" });
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page).toHaveURL(/days=365/);
  await expect(page.getByText(/^Unknown/)).toBeVisible();
});

test("an account has roles of its own, made, filled and deleted there", async ({ page }) => {
  test.slow();
  await signIn(page, "admin");
  await open(page, "/accounts/meridian");
  await page.locator("main").getByRole("link", { name: "Roles", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" }).getByText("Meridian")).toBeVisible();
  await page.getByRole("link", { name: "New role" }).click();
  await page.getByLabel("Name").fill("Report desk");
  await page.getByRole("button", { name: "Create the role" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Report desk" })).toBeVisible();
  await expect(page).toHaveURL(/\/accounts\/meridian\/roles\/report-desk/);
  await page.getByRole("navigation", { name: "Role" }).getByRole("link", { name: "Permission by permission" }).click();
  await page.locator("#cell-report-read").selectOption({ label: "On all" });
  await page.locator("#cell-report-update").selectOption({ label: "On one's own" });
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("New: May update reports they own.")).toBeVisible();
  await saved(page, "the desk reads");
  await page.getByRole("navigation", { name: "Role" }).getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Project", { exact: true }).check();
  await page.getByLabel("What it is for").fill("Looks after reports.");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("New: It may be granted on the type project.")).toBeVisible();
  await saved(page, "on projects, too");
  await open(page, "/accounts/meridian/roles/report-desk?part=settings");
  await page.getByText("Delete…").click();
  await page.getByRole("button", { name: "Delete the role" }).click();
  await expect(page.getByText("The role is deleted.")).toBeVisible();
  await expect(page).toHaveURL(/\/accounts\/meridian\/roles$/);
});

test("who may not give what an entry gives hears it before; who may not change roles only reads", async ({ page }) => {
  await signIn(page, "ingrid");
  await open(page, "/projects/ward-capacity/roles/ward-analyst?part=entry");
  await page.getByRole("combobox", { name: "with", exact: true }).selectOption({ label: "Everything" });
  await page.getByRole("combobox", { name: "May", exact: true }).selectOption({ label: "do everything" });
  await expect(page.locator("[data-said]")).toHaveText("May do everything with everything.");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText(/You cannot give|you do not hold/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save the role" })).toHaveCount(0);
  await open(page, "/projects/ward-capacity/roles/viewer");
  await expect(page.getByText("The home of this role is elsewhere; it is changed there.")).toBeVisible();
  await expect(page.getByRole("link", { name: "New entry" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /^Change/ })).toHaveCount(0);
});
