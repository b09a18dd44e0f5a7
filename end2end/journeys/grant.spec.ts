// Grants of every kind: written, told in words, seen first, made, changed, removed, taken back; and what is refused.
import { expect, hydrated, signIn, test } from "./console";
import type { Locator, Page } from "@playwright/test";

/** Writes a condition into its row. */
async function condition(page: Page, number: number, kind: string, name = "", role = ""): Promise<void> {
  await page.getByLabel(`Condition ${number}`, { exact: true }).selectOption({ label: kind });
  if (role) await page.getByLabel(`Role of condition ${number}`).selectOption({ label: role });
  if (name) await page.getByLabel(`Which, in condition ${number}`).fill(name);
}

function told(page: Page): Locator {
  return page.getByRole("region", { name: "What it means" });
}

test("everybody in an account who looks after a group gets a role, said in words while it is written", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/demand-forecast/members");
  await hydrated(page);
  await page.getByRole("navigation", { name: "Members" }).getByRole("link", { name: /Access by rule/ }).click();
  await page.getByRole("link", { name: "New grant" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New grant" })).toBeVisible();
  await expect(told(page).getByText("Say for whom it is")).toBeVisible();
  await condition(page, 1, "belongs to the account", "Aalto");
  await expect(page.locator("#offers0 option[value='Aalto Logistics']")).toBeAttached();
  await condition(page, 1, "belongs to the account", "Aalto Logistics");
  await page.getByLabel("They get the role").selectOption({ label: "Viewer" });
  await expect(told(page).getByText(/^Everybody who belongs to the account Aalto Logistics may read the project Demand forecast, and whatever Viewer may on what is below\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Add another condition" }).click();
  await condition(page, 2, "looks after the group", "Port desk");
  await page.getByLabel("Or on a day").fill("2099-03-03");
  const sentence =
    "Everybody who belongs to the account Aalto Logistics and looks after the group Port desk may read the project Demand forecast, and whatever Viewer may on what is below until 3 Mar 2099.";
  await expect(told(page).getByText(sentence)).toBeVisible();
  await expect(told(page).getByText("That is 1 person now: Yasmin")).toBeVisible();
  await expect(told(page).getByText(/^1 person gains something in \d+ places\.$/)).toBeVisible();
  await told(page).getByLabel("Reason").fill("the port study");
  await told(page).getByRole("button", { name: "Make the grant" }).click();
  await expect(page.getByText("The grant is made.")).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: "looks after the group Port desk" });
  await expect(row).toContainText("until 3 Mar 2099");
  await expect(row).toContainText("1 person: Yasmin");

  // It keeps its page, its history, and what it is while it is changed.
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Grant" })).toBeVisible();
  await expect(told(page).getByText("It is so already.")).toBeVisible();
  await expect(page.getByLabel("Which, in condition 1")).toHaveValue("Aalto Logistics");
  await page.getByLabel("Condition 2", { exact: true }).selectOption({ label: "Choose…" });
  await expect(told(page).getByText(/people gain something/)).toBeVisible();
  await told(page).getByRole("button", { name: "Save the grant" }).click();
  await expect(page.getByText("The grant is saved.")).toBeVisible();
  const wider = page.getByRole("listitem").filter({ hasText: "Everybody who belongs to the account Aalto Logistics" });
  await expect(wider).toContainText("until 3 Mar 2099");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
  await row.getByRole("link").click();
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByRole("listitem")).toHaveCount(3);
  await expect(history.getByText("the port study")).toBeVisible();

  const remove = page.getByRole("region", { name: "Remove", exact: true });
  await expect(remove.getByText(/^1 person loses something/)).toBeVisible();
  await expect(remove.getByText(/used (it )?in the last 30 days/)).toBeVisible();
  await expect(remove.getByText(/asked in the last 30 days/)).toBeVisible();
  await remove.getByText("Remove…").click();
  await remove.getByRole("button", { name: "Remove the grant" }).click();
  await expect(page.getByText("The grant is removed.")).toBeVisible();
  await expect(row).toHaveCount(0);
});

test("a system role is given on the page of system grants, and everybody is warned of", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/");
  await hydrated(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Grants" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "System grants" })).toBeVisible();
  await page.getByRole("link", { name: "New grant" }).click();
  await condition(page, 1, "is anyone at all");
  await expect(page.getByLabel("Which, in condition 1")).toBeHidden();
  await page.getByLabel("They get the role").selectOption({ label: "Auditor" });
  await expect(told(page).getByText("even without signing in")).toBeVisible();
  await condition(page, 1, "is signed in");
  await expect(told(page).getByText("of every account, now and later")).toBeVisible();
  await condition(page, 1, "holds a role on", "project:ward-capacity", "Owner");
  await expect(told(page).getByText("Everybody who holds Owner on Ward capacity holds Auditor on the whole system.")).toBeVisible();
  await told(page).getByRole("button", { name: "Make the grant" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "holds Owner on Ward capacity" });
  await expect(row).toContainText("Auditor");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "System grants" })).toBeVisible();
});

test("what is wrong is said at the field, and nothing that was written is lost", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/ward-capacity/members/rules");
  await page.goto("/grants/project%3Award-capacity/new");
  await hydrated(page);
  await condition(page, 1, "is in the group", "nobody.at.all");
  await page.getByLabel("They get the role").selectOption({ label: "Editor" });
  await expect(page.getByText(/There is no group called nobody\.at\.all/)).toBeVisible();
  await expect(page.getByLabel("Which, in condition 1")).toHaveValue("nobody.at.all");
  await expect(page.getByRole("button", { name: "Make the grant" })).toBeHidden();
  await condition(page, 1, "belongs to an account with the label", "Trial");
  await page.getByLabel("Or on a day").fill("2001-01-01");
  await expect(page.getByText(/Choose a day from today on/)).toBeVisible();
});

test("who may not give something hears it before, and who may not grant is told what is missing", async ({ page }) => {
  await signIn(page, "dmitri");
  await page.goto("/grants/project%3Ademand-forecast/new");
  await hydrated(page);
  await condition(page, 1, "is in the group", "Forecasting");
  await page.getByLabel("They get the role").selectOption({ label: "Owner" });
  await expect(told(page).getByText(/You cannot give or take away .* because you do not hold it there yourself/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Make the grant" })).toBeHidden();
  await page.context().clearCookies();
  await signIn(page, "priya");
  await page.goto("/projects/demand-forecast/members/rules");
  await expect(page.getByRole("link", { name: "New grant" })).toHaveCount(0);
  await page.goto("/grants/project%3Ademand-forecast/new");
  await expect(page.getByText(/member:add/)).toBeVisible();
  await page.goto("/grants");
  await expect(page.getByText(/member:read/)).toBeVisible();
});

test("what somebody else changed meanwhile is not overwritten unseen", async ({ page, context }) => {
  await signIn(page, "admin");
  await page.goto("/grants/project:fleet-telemetry/new?kind0=account&name0=Aalto%20Logistics&role=viewer");
  await hydrated(page);
  await told(page).getByRole("button", { name: "Make the grant" }).click();
  const made = page.getByRole("listitem").filter({ hasText: "Everybody who belongs to the account Aalto Logistics" });
  const address = (await made.getByRole("link").getAttribute("href")) ?? "";
  const other = await context.newPage();
  for (const [tab, day] of [[page, "2099-03-03"], [other, "2099-04-04"]] as const) {
    await tab.goto(address);
    await hydrated(tab);
    await tab.getByLabel("Or on a day").fill(day);
    await expect(told(tab).getByText(/until \d Mar|until \d Apr/)).toBeVisible();
  }
  await told(other).getByRole("button", { name: "Save the grant" }).click();
  await expect(other.getByText("The grant is saved.")).toBeVisible();
  await told(page).getByRole("button", { name: "Save the grant" }).click();
  await expect(told(page).getByText("Somebody changed this grant meanwhile.")).toBeVisible();
  // What was written is still there, and counts from what it is now.
  await expect(page.getByLabel("Or on a day")).toHaveValue("2099-03-03");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.locator("section[aria-busy]")).toHaveCount(0);
  await told(page).getByRole("button", { name: "Save the grant" }).click();
  await expect(page.getByText("The grant is saved.")).toBeVisible();
  await expect(made).toContainText("until 3 Mar 2099");
});

test("a grant is made without a mouse", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/grants/account%3Alumen/new");
  await hydrated(page);
  const go = async (target: Locator) => {
    for (let stop = 0; stop < 60; stop++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${target}`);
  };
  await go(page.getByLabel("Condition 1", { exact: true }));
  await page.keyboard.type("looks");
  await go(page.getByLabel("Which, in condition 1"));
  await page.keyboard.type("Clinical staff");
  await go(page.getByLabel("They get the role"));
  await page.keyboard.type("Audi");
  await expect(told(page).getByText("Everybody who looks after the group Clinical staff may read the account Lumen Health, and whatever Auditor may on what is below.")).toBeVisible();
  const save = page.getByRole("button", { name: "Make the grant" });
  await go(save);
  await page.keyboard.press("Enter");
  await expect(page.getByText("The grant is made.")).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: "looks after the group Clinical staff" });
  await expect(row).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expect(row).toHaveCount(0);
});
