// What is taken away while a page is open: the page says so within seconds, and the next thing is refused.
import { execFileSync } from "node:child_process";
import { BINARY, type Console, expect, hydrated, signIn, test } from "./console";

/** Another process on the same database. */
function command(site: Console, ...line: string[]): void {
  execFileSync(BINARY, line, { env: site.environment });
}

test("a page that is open says that something was taken away, and by then it is", async ({ page, browser, site }) => {
  command(site, "role", "grant", "ingrid", "viewer", "--on", "project:fleet-telemetry");
  await signIn(page, "ingrid");
  const followed = page.waitForRequest(/\/live\/rights/);
  await page.goto("/projects/fleet-telemetry");
  await hydrated(page);
  await followed;
  const notice = page.getByText("What you may do has changed.");
  // What somebody gets in addition is no news.
  command(site, "role", "grant", "ingrid", "contributor", "--on", "project:fleet-telemetry");
  await expect(page.getByRole("heading", { level: 1, name: "Fleet telemetry" })).toBeVisible();

  // An administrator takes it away, in a browser of their own.
  const context = await browser.newContext({ baseURL: site.url });
  const other = await context.newPage();
  await signIn(other, "admin");
  await other.goto("/projects/fleet-telemetry/members/user%3Aingrid");
  await hydrated(other);
  await expect(notice).toBeHidden();
  command(site, "role", "revoke", "ingrid", "contributor", "--on", "project:fleet-telemetry");
  command(site, "role", "revoke", "ingrid", "viewer", "--on", "project:fleet-telemetry");
  await expect(notice).toBeVisible();
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByText(/no such page, or you may not see it/)).toBeVisible();
  await expect(notice).toBeHidden();

  // Whoever is disabled is told, too, and is signed out everywhere.
  const again = page.waitForRequest(/\/live\/rights/);
  await page.goto("/");
  await hydrated(page);
  await again;
  await other.goto("/people/ingrid");
  await hydrated(other);
  await other.getByText("Disable…").click();
  await other.getByRole("button", { name: "Disable Ingrid" }).click();
  await expect(page.getByRole("dialog", { name: "Your session has ended" })).toBeVisible();
  await page.goto("/projects");
  await expect(page).toHaveURL(/\/sign-in/);
  command(site, "user", "enable", "ingrid");
  await context.close();
});
