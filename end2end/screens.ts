// Every screen of the console, in one place: what is checked for access and what is pictured.
import type { Page } from "@playwright/test";

export interface Screen {
  /** Its name in tests, and of its picture. */
  name: string;
  path: string;
  /** Who is signed in; nobody on the signed-out pages. */
  as?: string;
  /** Does it stand on a one-time link instead of an address of its own? */
  link?: "set-up" | "reset";
  /** Brings the screen into the state it is named after. */
  reach?: (page: Page) => Promise<void>;
  /** A state of a screen that is in the list already: checked, and not pictured. */
  state?: boolean;
}

const PROJECT = "/projects/ward-capacity";

async function refusedSignIn(page: Page): Promise<void> {
  await page.getByLabel("User name or e-mail").fill("nobody");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText(/do not go together/).waitFor();
}

async function badPerson(page: Page): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill("New Person");
  await page.getByLabel("User name").fill("not a user name");
  await page.locator("[name=password]").fill("four words are enough");
  await page.getByRole("button", { name: "Create person" }).click();
  await page.locator("[aria-invalid=true]").first().waitFor();
}

/** The person's menu. */
async function openMenu(page: Page): Promise<void> {
  await page.locator("header summary").click();
  await page.locator("header .menu-sheet").waitFor();
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Find/ }).fill("forecast");
  await page.getByRole("option", { name: /Demand forecast/ }).waitFor();
}

async function openSwitch(page: Page): Promise<void> {
  await page.getByTitle("Go to another project").click();
  await page.getByRole("link", { name: "Fleet telemetry" }).waitFor();
}

/** The first thing in the page's own content that unfolds. */
async function unfold(page: Page): Promise<void> {
  await page.locator("main .panel summary").first().click();
  await page.locator("main .panel details[open]").first().waitFor();
}

/** A file with a row of each kind, tried. */
async function tryRows(page: Page): Promise<void> {
  const rows = "id,name,parents,restricted\ndataset:intake,Intake,,\nfile:intake-may,May,dataset:intake,\ndataset:rosters,Rosters,,true\ndashboard:late,Late,,true\n";
  await page.getByLabel("Rows").fill(rows);
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("heading", { name: "What it would do" }).waitFor();
  await page.locator("button[aria-busy]").waitFor({ state: "detached" });
}

export const SCREENS: Screen[] = [
  { name: "sign-in", path: "/sign-in" },
  { name: "sign-in-refused", path: "/sign-in", reach: refusedSignIn, state: true },
  { name: "set-up", path: "", link: "set-up" },
  { name: "reset", path: "", link: "reset" },
  { name: "reset-used-up", path: "/reset/nothing", state: true },
  { name: "home", path: "/", as: "ingrid" },
  { name: "home-menu", path: "/", as: "admin", reach: openMenu, state: true },
  { name: "palette", path: "/projects", as: "admin", reach: openPalette, state: true },
  { name: "projects", path: "/projects", as: "admin" },
  { name: "projects-empty", path: "/projects?q=nothing-is-called-this", as: "admin", state: true },
  { name: "project-new", path: "/projects/new", as: "admin" },
  { name: "project", path: PROJECT, as: "ingrid" },
  { name: "project-switch", path: PROJECT, as: "admin", reach: openSwitch, state: true },
  { name: "members", path: `${PROJECT}/members`, as: "ingrid" },
  { name: "members-empty", path: `${PROJECT}/members?q=nobody-is-called-this`, as: "ingrid", state: true },
  { name: "members-add", path: `${PROJECT}/members/add`, as: "ingrid" },
  { name: "member", path: `${PROJECT}/members/user%3Aclara`, as: "ingrid" },
  { name: "resources", path: `${PROJECT}/resources?open=dataset%3Abed-occupancy%0Adataset%3Award-directory`, as: "ingrid" },
  { name: "resources-found", path: `${PROJECT}/resources?q=occ`, as: "ingrid", state: true },
  { name: "resources-anyone", path: `${PROJECT}/resources?as=anyone`, as: "ingrid", state: true },
  { name: "resource", path: `${PROJECT}/resources/dataset%3Award-directory`, as: "ingrid" },
  { name: "resource-new", path: `${PROJECT}/resources/new`, as: "ingrid" },
  { name: "resource-settings", path: `${PROJECT}/resources/report%3Awinter-plan/settings`, as: "ingrid" },
  { name: "resource-settings-told", path: `${PROJECT}/resources/report%3Awinter-plan/settings?owner=nobody.at.all&parents=project%3Award-capacity%0Aproject%3Atrial-readout`, as: "admin", state: true },
  { name: "resource-delete", path: `${PROJECT}/resources/report%3Awinter-plan/settings?delete=true`, as: "ingrid", state: true },
  { name: "resources-import", path: `${PROJECT}/resources/import`, as: "ingrid", reach: tryRows },
  { name: "roles", path: `${PROJECT}/roles`, as: "ingrid" },
  { name: "roles-system", path: "/roles", as: "admin", state: true },
  { name: "role-new", path: `${PROJECT}/roles/new`, as: "ingrid" },
  { name: "role", path: `${PROJECT}/roles/ward-analyst`, as: "ingrid" },
  { name: "role-entry", path: "/roles/editor?part=entry&entry=2&more=1", as: "admin", state: true },
  { name: "role-entry-told", path: "/roles/viewer?part=entry&do=entry&version=1&kind=dataset&action=update&extent=own", as: "admin", state: true },
  { name: "role-cells", path: "/roles/editor?part=cells", as: "admin", state: true },
  { name: "role-includes", path: "/roles/editor?part=includes", as: "admin", state: true },
  { name: "role-holders", path: "/roles/viewer?part=holders", as: "admin", state: true },
  { name: "role-unused", path: "/roles/viewer?part=unused", as: "admin", state: true },
  { name: "role-versions", path: "/roles/viewer?part=versions", as: "admin", state: true },
  { name: "role-settings", path: "/roles/editor?part=settings", as: "admin", state: true },
  { name: "account-roles", path: "/accounts/meridian/roles", as: "admin", state: true },
  { name: "policies-none", path: "/policies", as: "admin", state: true },
  { name: "routes-none", path: "/routes", as: "admin", state: true },
  { name: "route-new", path: "/routes?edit=new&do=put&path=%2Fapi%2Fprojects%2F%7Bp%7D%2Fdatasets%2F%7Bd%7D&methods=GET&permission=dataset%3Aread&on=dataset%3A%7Bd%7D&under=project%3A%7Bp%7D&verified=1", as: "admin" },
  { name: "route-tried", path: "/routes?who=priya&method=GET&address=%2Fapi%2Fprojects%2Fward-capacity", as: "admin", state: true },
  { name: "people", path: "/people", as: "admin" },
  { name: "people-empty", path: "/people?q=nobody-is-called-this", as: "admin", state: true },
  { name: "person-new", path: "/people/new", as: "admin" },
  { name: "person-new-refused", path: "/people/new", as: "admin", reach: badPerson, state: true },
  { name: "person", path: "/people/clara", as: "admin" },
  { name: "person-disable", path: "/people/clara?active=false", as: "admin", state: true },
  { name: "person-administrator", path: "/people/ines", as: "admin", state: true },
  { name: "groups", path: "/groups", as: "admin" },
  { name: "groups-empty", path: "/groups?q=nothing-is-called-this", as: "admin", state: true },
  { name: "group-new", path: "/groups/new", as: "admin", state: true },
  { name: "group", path: "/groups/clinical", as: "admin" },
  { name: "group-take-out", path: "/groups/clinical/take-out?who=user%3Aclara", as: "admin" },
  { name: "group-admins", path: "/groups/clinical/admins?change=1&who=user%3Amargit%0Auser%3Aclara", as: "admin", state: true },
  { name: "group-add", path: "/groups/clinical/add?who=priya%0Aclara%0Anobody.at.all", as: "admin" },
  { name: "group-settings", path: "/groups/clinical/settings", as: "admin", reach: unfold, state: true },
  { name: "grants", path: "/grants", as: "admin" },
  { name: "grants-project", path: `${PROJECT}/members/rules`, as: "ingrid" },
  { name: "grants-none", path: "/grants/group%3Aclinical", as: "admin", state: true },
  { name: "grant-new", path: "/grants/project%3Award-capacity/new?kind0=account&name0=Aalto+Logistics&kind1=group_admins&name1=Port+desk&role=editor&date=2099-03-03", as: "admin" },
  { name: "grant-new-empty", path: "/grants/system/new", as: "admin", state: true },
  { name: "grant-new-refused", path: "/grants/project%3Award-capacity/new?kind0=group&name0=nobody.at.all&role=editor", as: "admin", state: true },
  { name: "grant-new-anyone", path: "/grants/system/new?kind0=anyone&role=auditor", as: "admin", state: true },
  { name: "person-move", path: "/people/anh/move?to=account%3Ameridian", as: "admin" },
  { name: "accounts", path: "/accounts", as: "admin" },
  { name: "accounts-empty", path: "/accounts?q=nothing-is-called-this", as: "admin", state: true },
  { name: "account-new", path: "/accounts/new", as: "admin", state: true },
  { name: "account", path: "/accounts/lumen", as: "admin" },
  { name: "account-settings", path: "/accounts/lumen/settings", as: "admin" },
  { name: "account-settings-told", path: "/accounts/lumen/settings?suspended=true", as: "admin", state: true },
  { name: "access-ask", path: "/access", as: "admin", state: true },
  { name: "access-yes", path: "/access?who=user%3Agreta&can=dataset%3Aupdate&on=dataset%3Apromotions", as: "admin" },
  { name: "access-no", path: "/access?who=user%3Ahana&can=dashboard%3Aupdate&on=dashboard%3Aregional-demand", as: "admin" },
  { name: "access-who", path: "/access?ask=who&can=dataset%3Aread&on=project%3Ademand-forecast", as: "admin" },
  { name: "access-wrong", path: "/access?who=user%3Anobody&can=dataset%3Aread&on=system", as: "admin", state: true },
  { name: "project-access", path: `${PROJECT}/access?ask=who&can=project%3Aupdate`, as: "ingrid", state: true },
  { name: "catalog", path: "/catalog", as: "admin" },
  { name: "catalog-reader", path: "/catalog/types/report", as: "kwame", state: true },
  { name: "catalog-type", path: "/catalog/types/dataset?look=1&parents=project&actions=read%0Acreate%0Aupdate%0Adelete%0Aexport%0Aseal&flags=restrictable", as: "admin" },
  { name: "catalog-in-use", path: "/catalog/types/dashboard?look=1&parents=project&actions=create", as: "admin", state: true },
  { name: "catalog-settings", path: "/catalog/settings", as: "admin", state: true },
  { name: "navigation", path: "/settings/navigation?as=viewer", as: "admin" },
  { name: "navigation-entry", path: "/settings/navigation/new?look=1&label=Wiki&href=https%3A%2F%2Fwiki.example&icon=book&weight=15&as=viewer", as: "admin" },
  { name: "audit", path: "/audit", as: "admin" },
  { name: "audit-line", path: "/audit", as: "admin", reach: unfold, state: true },
  { name: "audit-empty", path: "/audit?q=nothing-is-called-this", as: "admin", state: true },
  { name: "project-audit", path: `${PROJECT}/audit`, as: "ingrid" },
  { name: "settings", path: `${PROJECT}/settings`, as: "ingrid" },
  { name: "settings-delete", path: `${PROJECT}/settings?delete=true`, as: "ingrid", state: true },
  { name: "settings-told", path: `${PROJECT}/settings?visibility=internal`, as: "ingrid", state: true },
  { name: "settings-archive", path: `${PROJECT}/settings?archived=true`, as: "ingrid", state: true },
  { name: "settings-archived", path: "/projects/shelf-life/settings?archived=false", as: "admin", state: true },
  { name: "profile", path: "/profile", as: "ingrid" },
  { name: "not-found", path: "/nowhere", as: "admin" },
  { name: "refused", path: "/audit", as: "priya" },
];
