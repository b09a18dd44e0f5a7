// Route guards: a request is tried, a route written, seen, in force at once, ambiguous ones refused, changed and removed.
import { expect, hydrated, signIn, test } from "./console";
import type { Locator, Page } from "@playwright/test";

test.use({ preset: "calminer" });

const SCENARIO = "/api/projects/copper-12/scenarios/copper-12-base";

function told(page: Page): Locator {
  return page.getByRole("region", { name: "What it would do" });
}

function row(page: Page, route: string): Locator {
  return page.getByRole("region", { name: "All routes" }).getByRole("listitem").filter({ has: page.getByRole("link", { name: `Change ${route}`, exact: true }) });
}

async function tried(page: Page, who: string, method: string, address: string): Promise<Locator> {
  const form = page.getByRole("region", { name: "Try a request" });
  await form.getByLabel("Who").fill(who);
  await form.getByRole("combobox", { name: "Method" }).selectOption(method);
  await form.getByLabel("Address").fill(address);
  await form.getByRole("button", { name: "Try" }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get("address")).toBe(address);
  await expect.poll(() => new URL(page.url()).searchParams.get("who") ?? "").toBe(who);
  await expect.poll(() => new URL(page.url()).searchParams.get("method")).toBe(method);
  return form.getByRole("status");
}

test("a request is tried: which route takes it and why, what it needs, and what is answered", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/catalog");
  await hydrated(page);
  await page.getByRole("link", { name: "Change routes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Routes" })).toBeVisible();

  let answer = await tried(page, "admin", "GET", `https://calminer.example:8443${SCENARIO}?view=1`);
  await expect(answer.getByText(/^200 /)).toContainText("is let through");
  await expect(answer.getByRole("row").nth(1)).toContainText("scenario:read on scenario:copper-12-base under project:copper-12");
  await expect(answer.getByText("{scenario} is copper-12-base")).toBeVisible();
  const routes = answer.getByRole("list").last().getByRole("listitem");
  await expect(routes.nth(0)).toContainText("decides");
  await expect(routes.nth(1)).toContainText("it names the method and its path is narrower");

  // A scenario of another project is not there, whoever asks.
  answer = await tried(page, "admin", "GET", "/api/projects/zinc-east/scenarios/copper-12-base");
  await expect(answer.getByText(/^404 /)).toContainText("is told that there is nothing");
  await expect(answer.getByText(/scenario:copper-12-base does not lie under project:zinc-east/)).toBeVisible();

  answer = await tried(page, "", "GET", SCENARIO);
  await expect(answer.getByText(/^401 /)).toContainText("Whoever is not signed in is asked to sign in");

  answer = await tried(page, "admin", "GET", "/api/projects/%2e%2e/scenarios/x");
  await expect(answer.getByText(/^403 /)).toContainText("No route can take this: the path has a segment of dots");
  answer = await tried(page, "admin", "GET", "/elsewhere");
  await expect(answer.getByText(/^403 /)).toContainText("No route takes GET /elsewhere");
  await tried(page, "nobody.at.all", "GET", SCENARIO);
  await expect(page.getByText(/There is nobody called nobody\.at\.all whom you may ask about/)).toBeVisible();

  // Somebody who reads and does not write is refused, and why is a link away.
  answer = await tried(page, "solveig", "PUT", SCENARIO);
  await expect(answer.getByText(/^403 /)).toContainText("is refused");
  await expect(answer.getByRole("row").nth(1)).toContainText("They do not hold it, and may read scenario:copper-12-base.");
  await answer.getByRole("link", { name: "Why?" }).click();
  await expect(page).toHaveURL(/\/access\?.*can=scenario%3Aupdate/);
});

test("a route is written, seen, in force at once, refused where it is ambiguous, changed and taken away", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/policies");
  await hydrated(page);
  await page.getByRole("link", { name: "Routes", exact: true }).click();
  await page.getByRole("link", { name: "New route" }).click();
  await page.getByLabel("Path").fill("/api/{kind}/copper-12");
  await page.getByLabel("Permission").first().selectOption("project:read");
  await page.getByLabel("On", { exact: true }).first().fill("project:copper-12");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText(/both take GET \/api\/projects\/copper-12, and neither is more specific/)).toBeVisible();
  await expect(told(page).getByRole("button", { name: "Save the routes" })).toHaveCount(0);

  await page.getByLabel("Path").fill("/reports/{report}/");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText(/Begin the path with \/, end it without one/)).toBeVisible();
  await expect(page.getByLabel("Path")).toHaveAttribute("aria-invalid", "true");

  await page.getByLabel("Path").fill("/reports/{report}");
  await page.getByLabel("Methods").fill("get, HEAD");
  await page.getByLabel("Permission").first().selectOption("report:read");
  await page.getByLabel("On", { exact: true }).first().fill("report:{report}");
  await page.getByLabel("The application verifies nesting").check();
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("New: GET, HEAD /reports/{report} needs report:read on report:{report}")).toBeVisible();
  await expect(told(page).getByText(/So far such requests are refused/)).toBeVisible();
  await expect(told(page).getByText(/whoever writes the address chooses whose rights count/)).toBeVisible();
  await told(page).getByLabel("Reason").fill("reports have pages of their own");
  await told(page).getByRole("button", { name: "Save the routes" }).click();
  await expect(page.getByText("The routes are saved.")).toBeVisible();
  const written = "GET, HEAD /reports/{report}";
  await expect(row(page, written).getByText("the application verifies nesting")).toBeVisible();
  let answer = await tried(page, "admin", "GET", "/reports/none");
  await expect(answer.getByText(/There is no report:none/)).toBeVisible();

  // Two narrower ones that take all of it: it never decides, and that is said.
  for (const method of ["GET", "HEAD"]) {
    await page.getByRole("link", { name: "New route" }).click();
    await page.getByLabel("Path").fill("/reports/{report}");
    await page.getByLabel("Methods").fill(method);
    await page.getByLabel("Permission").first().selectOption("report:read");
    await page.getByLabel("On", { exact: true }).first().fill("system");
    await page.getByRole("button", { name: "See what it would do" }).click();
    await expect(told(page).getByText(/So far GET, HEAD \/reports\/\{report\} decides such requests/)).toBeVisible();
    await told(page).getByRole("button", { name: "Save the routes" }).click();
    await expect(page.getByText("The routes are saved.")).toBeVisible();
    await expect(row(page, `${method} /reports/{report}`)).toBeVisible();
  }
  await expect(row(page, written).getByText("never decides")).toBeVisible();
  answer = await tried(page, "admin", "GET", "/reports/none");
  await expect(answer.getByText(/^200 /)).toBeVisible();

  await page.getByRole("link", { name: "Change HEAD /reports/{report}", exact: true }).click();
  await expect(page.getByLabel("Methods")).toHaveValue("HEAD");
  await page.getByLabel("Permission").first().selectOption("settings:manage");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("No longer: HEAD /reports/{report} needs report:read on system")).toBeVisible();
  await told(page).getByRole("button", { name: "Save the routes" }).click();
  await expect(page.getByText("The routes are saved.")).toBeVisible();
  await expect(row(page, "HEAD /reports/{report}").getByText("settings:manage")).toBeVisible();
  for (const route of ["HEAD /reports/{report}", "GET /reports/{report}", written]) {
    await page.getByRole("link", { name: `Remove ${route}`, exact: true }).click();
    await expect(told(page).getByText(/From then on/)).toBeVisible();
    await told(page).getByRole("button", { name: "Save the routes" }).click();
    await expect(page.getByText("The routes are saved.")).toBeVisible();
    await expect(row(page, route)).toHaveCount(0);
  }
  await page.goto("/audit");
  await expect(page.getByText(/changed the catalog: GET, HEAD \/reports/).first()).toBeVisible();
});

test("who may not see what the system protects sees no routes", async ({ page }) => {
  await signIn(page, "bo");
  await page.goto("/routes");
  await expect(page.getByRole("heading", { name: "All routes" })).toHaveCount(0);
});
