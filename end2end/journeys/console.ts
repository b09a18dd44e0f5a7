// A console of its own for every worker, and pages that fail on what people would not see.
import { type Cookie, expect, test as base, type Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const BINARY = process.env.BAILIWICK_BINARY || resolve(__dirname, "../../target/quick/bailiwick");
export const PASSWORD = "only-for-this-demo";

export interface Console {
  url: string;
  /** What it printed when it began. */
  output: () => string;
  database: string;
  environment: NodeJS.ProcessEnv;
  pid: number;
  stop: (signal?: NodeJS.Signals) => Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

/** Starts a console and waits until it is ready. */
export async function start(args: string[], folder: string, extra: NodeJS.ProcessEnv = {}, port?: number): Promise<Console> {
  const chosen = port ?? (await freePort());
  const database = join(folder, "test.db");
  const environment = {
    PATH: process.env.PATH,
    BAILIWICK_LISTEN: `127.0.0.1:${chosen}`,
    BAILIWICK_DATABASE_URL: `sqlite:${database}`,
    BAILIWICK_LOG_LEVEL: "warn",
    ...extra,
  };
  const child: ChildProcess = spawn(BINARY, ["serve", ...args], { cwd: folder, env: environment });
  let output = "";
  child.stdout?.on("data", (data) => (output += data));
  child.stderr?.on("data", (data) => (output += data));
  const ended = new Promise<void>((done) => child.on("exit", () => done()));
  const url = `http://localhost:${chosen}`;
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) break;
    if (child.exitCode !== null || tries > 300) throw new Error(`the console does not start:\n${output}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    await ended;
  };
  return { url, output: () => output, database, environment, pid: child.pid ?? 0, stop };
}

export function folder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "bailiwick-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Collects what a person would not see but we must: errors, warnings of hydration, reports of the policy. */
export async function watch(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    // A refusal is a status of a page, not a fault of it.
    if (/Failed to load resource.*(401|403|404|409|422|429)/.test(text)) return;
    if (message.type() === "error" || /hydrat|mismatch|unreachable/i.test(text)) complaints.push(`${message.type()}: ${text}`);
  });
  await page.exposeFunction("__policyReport", (text: string) => complaints.push(`policy: ${text}`)).catch(() => {});
  await page
    .addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        (window as unknown as { __policyReport: (text: string) => void }).__policyReport(`${event.violatedDirective} ${event.blockedURI}`),
      );
    })
    .catch(() => {});
  return complaints;
}

export const test = base.extend<{ complaints: string[] }, { preset: string; site: Console }>({
  preset: ["standard", { option: true, scope: "worker" }],
  site: [
    async ({ preset }, use) => {
      const place = folder();
      const site = await start([`--demo=${preset}`], place.path);
      await use(site);
      await site.stop();
      place.remove();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  complaints: [
    async ({ page }, use) => {
      const complaints = await watch(page);
      await use(complaints);
      expect(complaints, "the console stays quiet").toEqual([]);
    },
    { auto: true },
  ],
});

/** Waits until the page answers to script, where there is script. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
}

/** Sessions by console and person: signing in anew for every journey would be throttled, and rightly so. */
const sessions = new Map<string, Cookie[]>();

/** Signs in, or goes on with a session that an earlier journey began. */
export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  const key = `${new URL(page.url()).origin} ${name} ${password}`;
  const known = sessions.get(key);
  if (known) {
    await page.context().addCookies(known);
    await page.goto("/");
    // It may have been ended since.
    if (new URL(page.url()).pathname !== "/sign-in") return;
  }
  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  sessions.set(key, await page.context().cookies());
}

export { expect };
