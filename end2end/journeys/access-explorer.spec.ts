// The access explorer.
import { expect, hydrated, signIn, test } from "./console";
import type { Page } from "@playwright/test";

const WHY = "/access?who=user%3Ahana&can=dashboard%3Aupdate&on=dashboard%3Aregional-demand";

/** Types into a field and takes what is offered. */
async function choose(page: Page, field: string, text: string, option: RegExp): Promise<void> {
  await page.getByRole("combobox", { name: field, exact: true }).fill(text);
  await page.getByRole("option", { name: option }).first().click();
}

test("a yes comes with everything that gives it, step by step", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/access");
  await hydrated(page);
  await choose(page, "Who", "greta", /Greta/);
  await choose(page, "Permission", "dataset:upd", /^dataset:update/);
  await choose(page, "On what", "promotions", /dataset:promotions/);
  await page.getByRole("button", { name: "Ask" }).click();
  const answer = page.getByRole("region", { name: "Yes" });
  await expect(answer.getByText(/Greta.* may update Promotions \(dataset:update\)/)).toBeVisible();
  await expect(page).toHaveURL(/who=user%3Agreta&can=dataset%3Aupdate&on=dataset%3Apromotions/);
  const proofs = page.getByRole("region", { name: /gives? it/ });
  await expect(proofs.getByText(/is in Forecasting, and so holds Editor on Demand forecast/)).toBeVisible();
  // Each step leads to where it can be changed.
  const steps = proofs.getByRole("list", { name: "Step by step" }).first();
  await expect(steps.getByRole("link", { name: "Forecasting" })).toHaveAttribute("href", "/groups/forecasting");
  await expect(steps.getByRole("link", { name: "Editor" })).toHaveAttribute("href", /members\/group%3Aforecasting/);
  await expect(steps.getByRole("link", { name: "dataset:update" })).toHaveAttribute("href", /\/roles\?cell=dataset%3Aupdate%2Ceditor/);
  await steps.getByRole("link", { name: "Demand forecast" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Demand forecast" })).toBeVisible();
  await page.goBack();
  await expect(answer).toBeVisible();
  await page.goBack();
  await expect(page.getByText("Ask a question")).toBeVisible();
});

test("a no says what comes near and what would help, and applies nothing by itself", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto(WHY);
  await expect(page.getByRole("region", { name: "No" })).toBeVisible();
  await expect(page.getByText(/It reaches only what one owns, and this is Greta/)).toBeVisible();
  const owner = page.getByRole("region", { name: "What comes near" }).getByRole("link").first();
  await expect(owner).toHaveAttribute("href", /resources\/dashboard%3Aregional-demand\/settings\?owner=user%3Ahana/);
  const fixes = page.getByRole("region", { name: "What would help" });
  const fix = (text: RegExp) => fixes.getByRole("listitem").filter({ hasText: text }).getByRole("link", { name: /^Apply/ });
  // A group's form with the person in it.
  await fix(/^Put Hana.* into Forecasting, which holds Editor on Demand forecast/).click();
  await expect(page.getByRole("heading", { level: 1, name: "Add people" })).toBeVisible();
  await hydrated(page);
  await expect(page.getByRole("button", { name: /Leave out Hana/ })).toBeVisible();
  // The form for members, with the role chosen.
  await page.goto(WHY);
  await fix(/^Give Hana.* the role Editor on Demand forecast/).click();
  await hydrated(page);
  await expect(page.getByRole("checkbox", { name: /Editor/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /Viewer/ })).not.toBeChecked();
  // The matrix with the cell in a draft.
  await page.goto(WHY);
  await fix(/^Let Contributor update dashboards \(dashboard:update\)/).click();
  await expect(page.getByText(/1 change in 1 role/).first()).toBeVisible();
  // Nothing of that was done.
  await page.goto(WHY);
  await expect(page.getByRole("region", { name: "No" })).toBeVisible();
  // A resource's settings with the owner.
  await page.getByRole("region", { name: "What comes near" }).getByRole("link").first().click();
  await expect(page.getByLabel("Owner")).toHaveValue("hana");
});

test("what stopped it, what it ended by and what is cut are told apart", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/access?who=user%3Afelix&can=dataset%3Aread&on=project%3Ademand-forecast");
  const stops = page.getByRole("region", { name: "What stops it" });
  await expect(stops.getByText(/is disabled: nothing counts/)).toBeVisible();
  await expect(stops.getByRole("link")).toHaveAttribute("href", "/people/felix#switch");
  await page.goto("/access?who=user%3Atomas&can=project%3Aupdate&on=project%3Ashelf-life");
  await expect(stops.getByText(/is archived/)).toBeVisible();
  await page.goto("/access?who=anonymous&can=dataset%3Aread&on=dataset%3Anutrition-sources");
  await expect(page.getByRole("region", { name: "No" }).getByText(/not signed in/)).toBeVisible();
  await page.goto("/access?who=user%3Amalik&can=dataset%3Aexport&on=dataset%3Apromotions");
  await expect(page.getByText(/It holds only if subject.mfa eq true, and what was seen is false/)).toBeVisible();
});

test("who, where and what are tables, each row with its why, and files", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/access?ask=who&can=dashboard%3Adelete&on=project%3Ademand-forecast");
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows.filter({ hasText: "user:greta" })).toBeVisible();
  await expect(rows.filter({ hasText: "user:priya" })).toHaveCount(0);
  await expect(page.getByText(/^\d+ in all$/)).toBeVisible();
  const csv = await (await page.request.get("/access.csv?ask=who&can=dashboard%3Adelete&on=project%3Ademand-forecast")).text();
  expect(csv).toContain('"user:greta"');
  expect(csv).not.toContain("priya");
  const json = await (await page.request.get("/access.json?ask=who&can=dashboard%3Adelete&on=project%3Ademand-forecast")).json();
  expect(json.withheld).toBe(false);
  expect(json.rows.length).toBe(csv.trim().split("\r\n").length - 1);
  await page.getByRole("link", { name: /^Why Greta/ }).click();
  await expect(page.getByRole("region", { name: "Yes" })).toBeVisible();
  await page.getByRole("link", { name: "Where", exact: true }).click();
  await page.getByLabel("On what type").selectOption("dashboard");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(rows.filter({ hasText: "dashboard:regional-demand" })).toBeVisible();
  await page.goto("/access?ask=what&who=user%3Apriya&on=project%3Ademand-forecast");
  await expect(rows.filter({ hasText: "member:read" })).toBeVisible();
  await expect(rows.filter({ hasText: "member:add" })).toHaveCount(0);
});

test("long lists come in pages", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/access?ask=where&who=user%3Aines&can=user%3Aread&of=user");
  const first = await page.getByRole("table").getByRole("row").nth(1).textContent();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(page.getByRole("table").getByRole("row").nth(1)).not.toHaveText(first ?? "");
});

test("a project's owner sees what is theirs to see, and that something is left out", async ({ page }) => {
  await signIn(page, "ingrid");
  await page.goto("/projects/ward-capacity/access?ask=who&can=project%3Aupdate");
  await expect(page.getByRole("table").getByRole("row").filter({ hasText: "user:ingrid" })).toBeVisible();
  await expect(page.getByText("There is more that you may not see.")).toBeVisible();
  await expect(page.getByText(/in all$/)).toHaveCount(0);
  // Administrators are none of the project's people: whether they are there is not told either.
  for (const who of ["user%3Aines", "user%3Anobody-at-all"]) {
    await page.goto(`/projects/ward-capacity/access?who=${who}&can=project%3Aupdate`);
    await expect(page.getByText(/There is no user:.* that you may ask about/)).toBeVisible();
  }
  const csv = await (await page.request.get("/projects/ward-capacity/access.csv?ask=who&can=project%3Aupdate")).text();
  expect(csv).not.toContain("ines");
  expect(csv).toContain("some of it you may not see");
});

test("a refusal leads to its own why, and one may always ask of oneself", async ({ page }) => {
  await signIn(page, "priya");
  await page.goto("/audit");
  await page.getByRole("link", { name: "Why?" }).click();
  await expect(page).toHaveURL(/\/access\?can=audit%3Aread&on=system/);
  await expect(page.getByRole("region", { name: "No" })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Apply/ })).toHaveCount(0);
  await page.goto("/access?can=dataset%3Aread&on=project%3Ademand-forecast");
  await expect(page.getByText(/holds Viewer on Demand forecast/).first()).toBeVisible();
  await page.goto("/access?who=user%3Aines&can=dataset%3Aread&on=project%3Ademand-forecast");
  await expect(page.getByText(/There is no user:ines that you may ask about/)).toBeVisible();
});

test("members, people, groups and the audit log lead to the question", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/demand-forecast/members");
  await hydrated(page);
  const row = page.getByRole("row").filter({ hasText: "Priya" });
  await row.locator("summary").last().click();
  await row.getByRole("link", { name: /^Why\?/ }).click();
  await expect(page).toHaveURL(/demand-forecast\/access\?ask=what&who=user%3Apriya/);
  await expect(page.getByText(/Everything Priya.* may do on Demand forecast/)).toBeVisible();
  await page.goto("/people/priya");
  await page.getByRole("link", { name: "Why: Demand forecast" }).click();
  await expect(page.getByText(/Everything Priya.* may do on Demand forecast/)).toBeVisible();
  await page.goto("/groups/forecasting");
  await page.getByRole("link", { name: "Why: Demand forecast" }).click();
  await expect(page).toHaveURL(/ask=who&on=project%3Ademand-forecast/);
  await page.goto("/audit?outcome=refused");
  await page.goto("/projects/demand-forecast/members/add?who=ingrid&roles=viewer");
  await hydrated(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page).toHaveURL(/members/);
  await page.goto("/audit?action=AddMember");
  await page.locator("main summary").first().click();
  await page.getByRole("link", { name: "Why? Ask it now" }).first().click();
  await expect(page.getByText(/Everything Ingrid.* may do on Demand forecast/)).toBeVisible();
});

test("the question is asked by keyboard alone", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/access");
  await hydrated(page);
  await page.getByRole("combobox", { name: "Who", exact: true }).focus();
  await page.keyboard.type("greta");
  await expect(page.getByRole("option", { name: /Greta/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option")).toHaveCount(0);
  await page.keyboard.press("Tab");
  await page.keyboard.type("dataset:");
  await expect(page.getByRole("option", { name: "dataset:create" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("combobox", { name: "Permission" })).toHaveAttribute("aria-activedescendant", "can-1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Permission" })).toHaveValue("dataset:create");
  await page.keyboard.press("Tab");
  await page.keyboard.type("promotions");
  await expect(page.getByRole("option", { name: /dataset:promotions/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("option")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Yes" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Find/ }).fill("access");
  await expect(page.getByRole("option", { name: /Access/ }).first()).toBeVisible();
});

test("a wrong question says what is wrong with it, and keeps what was written", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/access?who=nobody-of-this-name&can=dataset%3Afly&on=project%3Ademand-forecast");
  await expect(page.getByText(/There is no dataset:fly that you may ask about/)).toBeVisible();
  await hydrated(page);
  await expect(page.getByRole("combobox", { name: "Permission" })).toHaveValue("dataset:fly");
  await expect(page.getByRole("combobox", { name: "Permission" })).toHaveAttribute("aria-invalid", "true");
});
