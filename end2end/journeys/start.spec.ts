// The first hour: a set-up link, a seeded administrator, and what survives a restart.
import { execFileSync } from "node:child_process";
import { BINARY, expect, folder, hydrated, start, test, watch } from "./console";

test("without an administrator a one-time link makes the first", async ({ browser }) => {
  const place = folder();
  const site = await start([], place.path);
  const link = /http:\/\/\S+\/set-up\/\S+/.exec(site.output())?.[0];
  expect(link).toBeTruthy();
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = await watch(page);
  await page.goto(link ?? "");
  await hydrated(page);
  await page.getByLabel("Your name").fill("Ann First");
  await page.getByLabel("User name").fill("ann");
  await page.getByLabel(/E-mail/).fill("ann@example.org");
  await page.locator("[name=password]").fill("four words are enough");
  await page.locator("input[name=preset][value=calminer]").check();
  await page.getByRole("button", { name: "Create the administrator" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/set-up"));
  await page.goto(`${site.url}/roles`);
  await expect(page.getByRole("link", { name: "Analyst" }).first()).toBeVisible();
  await page.goto(link ?? "");
  await expect(page.getByText(/used up/i)).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
  await site.stop();
  place.remove();
});

test("an administrator seeded without a password is there, with its roles, and gets one by a one-time link", async ({ browser }) => {
  const place = folder();
  const seed = { BAILIWICK_SEED_ADMIN_USERNAME: "root", BAILIWICK_SEED_ADMIN_ROLES: "auditor" };
  const links = /http:\/\/\S+\/reset\/\S+/;
  let site = await start([], place.path, seed);
  const older = links.exec(site.output())?.[0] ?? "";
  await site.stop();
  site = await start([], place.path, seed);
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = await watch(page);
  await page.goto(new URL(older).pathname.replace(/^/, site.url));
  await expect(page.getByText(/used up/i), "a newer link ended it").toBeVisible();
  await page.goto(links.exec(site.output())?.[0] ?? "");
  await hydrated(page);
  await expect(page.getByText("root", { exact: true })).toBeVisible();
  await page.locator("[name=password]").fill("four words are enough");
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.waitForURL(/sign-in/);
  await page.getByLabel(/user name/i).fill("root");
  await page.locator("[name=password]").fill("four words are enough");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await expect(page.getByRole("link", { name: "People" }), "who is alone can make others").toBeVisible();
  const roles = JSON.parse(execFileSync(BINARY, ["role", "list", "--json"], { env: site.environment }).toString());
  const held = roles.filter((role: { holders: number }) => role.holders === 1).map((role: { id: string }) => role.id);
  expect(held.sort()).toEqual(["administrator", "auditor"]);
  expect(complaints).toEqual([]);
  await context.close();
  await site.stop();
  site = await start([], place.path, seed);
  expect(site.output(), "with a password there is no link any more").not.toMatch(links);
  await site.stop();
  place.remove();
});

test("the environment seeds an administrator once, and force rotates the password", async () => {
  const place = folder();
  const seed = { BAILIWICK_SEED_ADMIN_EMAIL: "root@example.org", BAILIWICK_SEED_ADMIN_PASSWORD: "first password is long" };
  const signIn = (url: string, password: string) =>
    fetch(`${url}/rpc/sign_in`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: url, accept: "application/json" },
      body: new URLSearchParams({ login: "root", password, next: "/" }).toString(),
    }).then((answer) => answer.status);
  let site = await start([], place.path, seed);
  expect(await signIn(site.url, "first password is long")).toBe(200);
  await site.stop();
  site = await start([], place.path, { ...seed, BAILIWICK_SEED_ADMIN_PASSWORD: "another password, ignored" });
  expect(await signIn(site.url, "first password is long"), "it is there: nothing changes").toBe(200);
  await site.stop();
  site = await start([], place.path, { ...seed, BAILIWICK_SEED_ADMIN_PASSWORD: "second password is long", BAILIWICK_SEED_FORCE: "true" });
  expect(await signIn(site.url, "first password is long")).not.toBe(200);
  expect(await signIn(site.url, "second password is long")).toBe(200);
  await site.stop();
  place.remove();
});
