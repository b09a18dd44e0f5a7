// A project with 100,000 members: scrolling without a blank row, choosing all that fit, a job over a restart.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { type Console, expect, folder, hydrated, signIn, start, test as base, watch } from "./console";

const test = base.extend<object, { crowd: Console & { again: () => Promise<Console> } }>({
  crowd: [
    async ({}, use) => {
      const place = folder();
      const first = await start(["--demo=standard"], place.path);
      await first.stop();
      execFileSync(resolve(__dirname, "../../scripts/fill-members"), [first.database, "100000"]);
      let site = await start([], place.path);
      const port = Number(new URL(site.url).port);
      const again = async () => {
        await site.stop("SIGKILL");
        site = await start([], place.path, {}, port);
        return site;
      };
      await use({ ...site, again });
      await site.stop();
      place.remove();
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

test.describe.configure({ mode: "serial" });
test.setTimeout(240_000);

test("no row is blank while one scrolls through thousands", async ({ browser, crowd }) => {
  const context = await browser.newContext({ baseURL: crowd.url, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const complaints = await watch(page);
  await signIn(page, "admin");
  await page.goto("/projects/crowd/members");
  await hydrated(page);
  await expect(page.getByText("100,001 members")).toBeVisible();
  let blanks = 0;
  for (let step = 0; step < 110; step++) {
    await page.mouse.wheel(0, 1500);
    // Whatever is at this line of the window is a row with a name in it, or above or below the list.
    blanks += await page.evaluate(
      () =>
        new Promise<number>((done) =>
          requestAnimationFrame(() => {
            const table = document.querySelector("table.members")?.getBoundingClientRect();
            let blank = 0;
            for (let y = 20; y < innerHeight; y += 40) {
              if (!table || y < table.top + 60 || y > table.bottom - 20) continue;
              const row = document.elementFromPoint(innerWidth / 2, y)?.closest("tr");
              if (row && (row.matches(".row-gap") || !row.textContent?.trim())) blank += 1;
            }
            done(blank);
          }),
        ),
    );
  }
  expect(blanks).toBe(0);
  const rows = await page.locator("tr.member").count();
  const loaded = await page.locator("table.members tbody").count();
  expect(loaded, "many pages came").toBeGreaterThan(10);
  expect(rows, "few rows are kept").toBeLessThan(loaded * 50);
  await page.evaluate(() => scrollTo(0, 0));
  await expect(page.locator("tr.member").first()).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test("all that fit are chosen, and their job goes on after the tab is closed and the server was killed", async ({ browser, crowd }) => {
  const context = await browser.newContext({ baseURL: crowd.url });
  const page = await context.newPage();
  await signIn(page, "admin");
  await page.goto("/projects/crowd/members?q=meyer+99");
  await hydrated(page);
  await page.getByRole("checkbox", { name: "Choose everybody in the list so far" }).check();
  const bar = page.getByRole("region", { name: "Those chosen" });
  const all = bar.getByRole("button", { name: /Choose all [\d,]+ that fit/ });
  const number = /all ([\d,]+)/.exec((await all.textContent()) ?? "")?.[1];
  await all.click();
  await bar.getByRole("link", { name: "Change roles…" }).click();
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "Contributor" });
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { name: `Change ${number} members` })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What it would do" })).toBeVisible();
  await page.getByRole("button", { name: "Change them" }).click();
  await expect(page).toHaveURL(/jobs\/job_/);
  const address = page.url();
  await page.close();
  await crowd.again();
  const later = await context.newPage();
  await signIn(later, "admin").catch(() => {});
  await later.goto(address);
  await expect(later.getByText(`Done: ${number}`)).toBeVisible({ timeout: 120_000 });
  await later.getByRole("button", { name: "Take it back" }).click();
  await expect(later.getByRole("heading", { level: 1, name: "Take back an earlier change" })).toBeVisible();
  await context.close();
});
