// WCAG 2.2 AA as far as a program can tell: axe on every screen, in light and dark, on a desktop and on a phone.
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import { readFileSync } from "node:fs";
import { SCREENS } from "../screens";
import { expect, test } from "./stage";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What can differ between light and dark. */
const COLOURS = ["color-contrast", "link-in-text-block"];

test.use({ trace: "off" });

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const result = await page.evaluate(
    (options) => (window as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options),
    { resultTypes: ["violations"], ...options } as RunOptions,
  );
  return result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary}`));
}

for (const screen of SCREENS) {
  test(`nobody is kept out of: ${screen.name}`, async ({ page, stage }) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await stage.open(page, screen);
    // As high as the page: what scrolls under the bar of a phone is not out of reach, but axe thinks so.
    const [{ width, height }, whole] = [page.viewportSize() ?? { width: 0, height: 0 }, await page.evaluate(() => document.documentElement.scrollHeight)];
    if (whole > height) await page.setViewportSize({ width, height: whole });
    await page.evaluate(AXE);
    expect.soft(await violations(page, { runOnly: STANDARDS }), "light").toEqual([]);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    // Two frames, or axe may see colours of before.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect.soft(await violations(page, { runOnly: { type: "rule", values: COLOURS } }), "dark").toEqual([]);
  });
}
