// What the console costs a browser: Lighthouse, layout shift, bytes before the first use, time from a press to the next
// paint. Prints each figure with its limit and PASS or FAIL, and fails if one is over. `make budgets` runs it on the
// binary that is shipped; BAILIWICK_BINARY names another.
import { chromium } from "@playwright/test";
import lighthouse from "lighthouse";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SCORES = { performance: 90, accessibility: 100, "best-practices": 100 };
/** Cumulative layout shift, without a unit (web.dev, "CLS"). */
const SHIFT = 0.05;
/** Kilobytes over the wire before the first use, heads of answers included. */
const FIRST_LOAD = 450;
/** Milliseconds from a press to the next paint (web.dev, "INP"), on a CPU slowed down so many times. */
const NEXT_PAINT = 100;
const SLOWED = 4;
/** Runs of which the median counts; odd numbers. */
const PRESSES = 7;
const LIGHTHOUSES = 3;
/** A busy machine only ever adds to a time: what is over is pressed again, so many times in all, and the least counts. */
const ROUNDS = 3;

const PAGES = [
  { name: "sign-in", path: "/sign-in" },
  { name: "home", path: "/", as: "ingrid" },
  { name: "members", path: "/projects/ward-capacity/members", as: "ingrid" },
  { name: "matrix", path: "/roles", as: "admin" },
];

let over = false;

function check(what, figure, limit, unit, note = "", least = false) {
  const held = least ? figure >= limit : figure <= limit;
  over ||= !held;
  const shown = (number) => `${unit === "" ? number.toFixed(3) : Math.round(number * 10) / 10}`;
  console.log(`${held ? "PASS" : "FAIL"}  ${what.padEnd(44)}${shown(figure).padStart(8)} ${unit.padEnd(4)} ${least ? "at least" : "at most "} ${shown(limit)} ${unit}${note}`);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Starts the demo and waits until it is ready. */
async function start(binary) {
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), "bailiwick-budgets-"))];
  const environment = {
    PATH: process.env.PATH,
    BAILIWICK_LISTEN: `127.0.0.1:${port}`,
    BAILIWICK_DATABASE_URL: `sqlite:${join(folder, "budgets.db")}`,
    BAILIWICK_LOG_LEVEL: "warn",
  };
  const child = spawn(binary, ["serve", "--demo"], { cwd: folder, env: environment, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((done) => child.on("exit", done));
  const url = `http://localhost:${port}`;
  for (let tries = 0; !(await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false)); tries++) {
    if (child.exitCode !== null || tries > 300) throw new Error(`${binary} does not start`);
    await wait(50);
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}

async function signIn(url, login) {
  const answer = await fetch(`${url}/rpc/sign_in`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: url, accept: "application/json" },
    body: new URLSearchParams({ login, password: "only-for-this-demo", next: "/" }).toString(),
  });
  const cookie = /bailiwick=[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0];
  if (!cookie) throw new Error(`${login} cannot sign in: ${answer.status}`);
  return cookie;
}

/** Scores and layout shift of a page on a phone, on a slow network, with nothing in the cache. */
async function judge(page, url, cookie, port) {
  const runs = [];
  const good = ({ scores, shift }) => shift <= SHIFT && Object.entries(SCORES).every(([name, least]) => scores[name] >= least);
  // Once is enough where it is good; a busy machine gets another two.
  while (runs.length < LIGHTHOUSES && !(runs.length === 1 && good(runs[0]))) {
    const options = { port, logLevel: "error", onlyCategories: Object.keys(SCORES), extraHeaders: cookie ? { Cookie: cookie } : undefined };
    const { lhr } = await lighthouse(url + page.path, options);
    if (lhr.runtimeError) throw new Error(`${page.name}: ${lhr.runtimeError.message}`);
    const scores = Object.fromEntries(Object.keys(SCORES).map((name) => [name, Math.round(lhr.categories[name].score * 100)]));
    runs.push({ scores, shift: lhr.audits["cumulative-layout-shift"].numericValue, lhr });
  }
  const note = runs.length > 1 ? `   median of ${runs.length}` : "";
  for (const [name, least] of Object.entries(SCORES)) {
    check(`Lighthouse, ${name}, ${page.name}`, median(runs.map((run) => run.scores[name])), least, "of 100", note, true);
  }
  check(`layout shift, ${page.name}`, median(runs.map((run) => run.shift)), SHIFT, "", note);
  const { lhr } = runs[runs.length - 1];
  const audits = lhr.audits;
  const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "speed-index"];
  console.log(`        ${times.map((name) => `${audits[name].title} ${audits[name].displayValue}`).join(", ")}`);
  for (const name of Object.keys(SCORES)) {
    if (runs.some((run) => run.scores[name] < SCORES[name])) {
      const lost = lhr.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9);
      for (const { id } of lost) console.log(`        ${id}: ${audits[id].displayValue ?? audits[id].title}`);
    }
  }
}

/** Everything a browser fetches until the page answers, with the bytes that come over the wire. */
async function firstLoad(browser, page, url, cookie) {
  const context = await browser.newContext();
  if (cookie) await context.addCookies([cookieOf(cookie, url)]);
  const tab = await context.newPage();
  const network = await context.newCDPSession(tab);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  const [paths, sizes] = [new Map(), new Map()];
  network.on("Network.responseReceived", ({ requestId, response }) => paths.set(requestId, new URL(response.url).pathname));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await tab.goto(url + page.path, { waitUntil: "networkidle" });
  await tab.waitForFunction(() => document.documentElement.dataset.ready === "true");
  // What is fetched twice comes from the cache the second time, where there is one.
  const parts = new Map();
  for (const [id, path] of paths) if (!parts.has(path)) parts.set(path, sizes.get(id) ?? 0);
  await context.close();
  const sorted = [...parts].sort((a, b) => b[1] - a[1]);
  check(`first load, ${page.name}`, sorted.reduce((sum, [, bytes]) => sum + bytes, 0) / 1e3, FIRST_LOAD, "kB");
  for (const [path, bytes] of sorted) console.log(`        ${(bytes / 1e3).toFixed(1).padStart(6)} kB  ${path}`);
}

const cookieOf = (cookie, url) => ({ name: "bailiwick", value: cookie.slice(cookie.indexOf("=") + 1), url });

/** What people press, and how it is undone before the next time. */
const INTERACTIONS = [
  { name: "a menu", path: "/projects", as: "admin", target: "header summary", undo: "header summary" },
  { name: "a matrix toggle", path: "/roles", as: "admin", target: "[data-state]:not([aria-disabled=true])", undo: null },
  { name: "a tab", path: "/projects/ward-capacity", as: "ingrid", target: "nav[aria-label=Project] a[href$='/audit']", undo: "nav[aria-label=Project] a[href$='/ward-capacity']" },
];

/** Milliseconds from a press until its effect is on the screen. */
async function nextPaint(browser, { name, path, as, target, undo }, url, cookie) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addCookies([cookieOf(cookie, url)]);
  await context.addInitScript(() => {
    window.presses = [];
    const take = (list) => list.getEntries().forEach((entry) => entry.interactionId && window.presses.push(entry.duration));
    new PerformanceObserver(take).observe({ type: "event", durationThreshold: 16 });
  });
  const tab = await context.newPage();
  await tab.goto(url + path, { waitUntil: "networkidle" });
  await tab.waitForFunction(() => document.documentElement.dataset.ready === "true");
  const cpu = await context.newCDPSession(tab);
  await cpu.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  const press = async (selector) => {
    const thing = tab.locator(selector).first();
    await thing.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await thing.boundingBox();
    await tab.evaluate(() => (window.presses = []));
    // With the mouse itself: what clicks things looks up what is hit, within the press, for 25 ms.
    await tab.mouse.click(x + width / 2, y + height / 2);
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 400))));
    // Presses of less than 16 ms are not reported.
    return tab.evaluate(() => Math.max(16, ...window.presses));
  };
  const rounds = [];
  while (rounds.length < ROUNDS && !rounds.some((times) => median(times) <= NEXT_PAINT)) {
    const times = [];
    for (let run = 0; run < PRESSES; run++) {
      times.push(await press(target));
      if (undo) await press(undo);
    }
    rounds.push(times);
  }
  await context.close();
  const [best] = rounds.sort((one, other) => median(one) - median(other));
  const note = `   median of ${PRESSES}, ${Math.min(...best)} to ${Math.max(...best)}${rounds.length > 1 ? `, best of ${rounds.length}` : ""}`;
  check(`press to next paint, ${name}, CPU ÷ ${SLOWED}`, median(best), NEXT_PAINT, "ms", note);
}

const binary = process.env.BAILIWICK_BINARY;
if (!binary) throw new Error("BAILIWICK_BINARY: which binary?");
console.log(`${binary}, load ${readFileSync("/proc/loadavg", "utf8").split(" ")[0]}`);
const site = await start(binary);
const port = await freePort();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`] });
try {
  const cookies = { admin: await signIn(site.url, "admin"), ingrid: await signIn(site.url, "ingrid") };
  for (const page of PAGES) await firstLoad(browser, page, site.url, cookies[page.as]);
  for (const interaction of INTERACTIONS) await nextPaint(browser, interaction, site.url, cookies[interaction.as]);
  for (const page of PAGES) await judge(page, site.url, cookies[page.as], port);
} finally {
  await browser.close();
  await site.stop();
}
process.exitCode = over ? 1 : 0;
