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
  await page.getByLabel("Go to another project").click();
  await page.getByRole("link", { name: "Fleet telemetry" }).waitFor();
}

/** The first thing in the page's own content that unfolds. */
async function unfold(page: Page): Promise<void> {
  await page.locator("main .panel summary").first().click();
  await page.locator("main .panel details[open]").first().waitFor();
}

/** The last one. */
async function unfoldLast(page: Page): Promise<void> {
  await page.locator("main .panel summary").last().click();
  await page.locator("main .panel details[open]").last().waitFor();
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
  { name: "roles", path: `${PROJECT}/roles`, as: "ingrid" },
  { name: "roles-system", path: "/roles", as: "admin", state: true },
  { name: "role", path: `${PROJECT}/roles/ward-analyst`, as: "ingrid" },
  { name: "people", path: "/people", as: "admin" },
  { name: "people-empty", path: "/people?q=nobody-is-called-this", as: "admin", state: true },
  { name: "person-new", path: "/people/new", as: "admin" },
  { name: "person-new-refused", path: "/people/new", as: "admin", reach: badPerson, state: true },
  { name: "person", path: "/people/clara", as: "admin" },
  { name: "person-disable", path: "/people/clara", as: "admin", reach: unfoldLast, state: true },
  { name: "person-administrator", path: "/people/ines", as: "admin", state: true },
  { name: "groups", path: "/groups", as: "admin" },
  { name: "groups-empty", path: "/groups?q=nothing-is-called-this", as: "admin", state: true },
  { name: "group-new", path: "/groups/new", as: "admin", state: true },
  { name: "group", path: "/groups/clinical", as: "admin" },
  { name: "group-take-out", path: "/groups/clinical", as: "admin", reach: unfold, state: true },
  { name: "group-add", path: "/groups/clinical/add", as: "admin", state: true },
  { name: "group-settings", path: "/groups/clinical/settings", as: "admin", reach: unfold, state: true },
  { name: "audit", path: "/audit", as: "admin" },
  { name: "audit-line", path: "/audit", as: "admin", reach: unfold, state: true },
  { name: "audit-empty", path: "/audit?q=nothing-is-called-this", as: "admin", state: true },
  { name: "project-audit", path: `${PROJECT}/audit`, as: "ingrid" },
  { name: "settings", path: `${PROJECT}/settings`, as: "ingrid" },
  { name: "settings-archive", path: `${PROJECT}/settings`, as: "ingrid", reach: unfold, state: true },
  { name: "profile", path: "/profile", as: "ingrid" },
  { name: "not-found", path: "/nowhere", as: "admin" },
  { name: "refused", path: "/audit", as: "priya" },
];
