// A picture of every screen in light and dark: docs/screenshots/<screen>-<desktop|phone>-<light|dark>.png.
import type { Page } from "@playwright/test";
import { resolve } from "node:path";
import { test } from "../journeys/stage";
import { SCREENS } from "../screens";

const FOLDER = resolve(__dirname, "../../docs/screenshots");

/** The demo was made a moment ago, at another time every time: pictures always say the same. */
function fixTimes(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const time of document.querySelectorAll("time")) {
      time.textContent = /\d{4}/.test(time.textContent ?? "") ? "1 Oct 2026" : "just now";
    }
  });
}

for (const screen of SCREENS.filter((screen) => !screen.state)) {
  test(screen.name, async ({ page, stage }, info) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await stage.open(page, screen);
    await page.evaluate(() => document.fonts.ready);
    await fixTimes(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: `${FOLDER}/${screen.name}-${info.project.name}-${colorScheme}.png`, scale: "css" });
    }
  });
}
