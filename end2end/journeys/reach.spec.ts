// What axe cannot see: fingers, narrow screens, large text, other directions, forced colours, no motion.
import type { Page } from "@playwright/test";
import { SCREENS } from "../screens";
import { expect, test } from "./stage";

test.use({ trace: "off" });

/** What is too small for a finger: everything that can be hit, measured by where a touch arrives (WCAG 2.2, 2.5.5). */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEAST = 43.5;
    const clickable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=option], [role=switch], [role=tab], [role=menuitem]";
    const isSeen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && (element as HTMLElement).checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
    };
    /** A link in a sentence is as high as its line (the inline exception of 2.5.8). */
    const isProse = (element: Element) => {
      const block = element.parentElement?.closest("p, li, dd, td, label");
      return getComputedStyle(element).display === "inline" && (block?.textContent ?? "").trim().length > (element.textContent ?? "").trim().length;
    };
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(clickable)) {
      if (!isSeen(element) || isProse(element) || element.classList.contains("frame-skip")) continue;
      element.scrollIntoView({ block: "center", inline: "center" });
      const labels = (element as HTMLInputElement).labels ?? [];
      const owners = [element, ...labels];
      const hits = (x: number, y: number) => {
        const at = document.elementFromPoint(x, y);
        return at !== null && owners.some((owner) => owner.contains(at));
      };
      const box = element.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const reach = (dx: number, dy: number) => {
        let far = 0;
        while (far < 44 && hits(x + dx * (far + 1), y + dy * (far + 1))) far++;
        return far;
      };
      // Below an open menu or dialog nothing is meant to be hit, as far as it reaches.
      const corners = [[box.left, box.top], [box.right, box.top], [box.left, box.bottom], [box.right, box.bottom], [x, y]] as const;
      const over = corners.map(([x, y]) => document.elementFromPoint(x, y)?.closest("dialog, .menu-sheet")).find((found) => found);
      if (over && !over.contains(element)) continue;
      if (!hits(x, y)) {
        found.push(`${element.outerHTML.slice(0, 90)}: covered`);
        continue;
      }
      const [width, height] = [reach(-1, 0) + reach(1, 0) + 1, reach(0, -1) + reach(0, 1) + 1];
      if (width < LEAST || height < LEAST) found.push(`${width}×${height}: ${element.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}

/** What does not fit: a page wider than its window, and text that its box cuts off without saying so. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.querySelectorAll("body *")].filter((element) => {
        const box = element.getBoundingClientRect();
        const scrolls = element.closest(".overflow-x-auto, .matrix-frame");
        return box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1) && !scrolls;
      });
      found.push(`${root.scrollWidth - root.clientWidth} px too wide: ${wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 90)).join(" | ")}`);
    }
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const style = getComputedStyle(element);
      if (!/hidden|clip/.test(style.overflowX) || style.clipPath !== "none" || element.matches("svg, input, select, textarea")) continue;
      // What is left out is marked by an ellipsis, and there in full where the row leads.
      const cut = style.textOverflow !== "ellipsis" && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1;
      if (cut) found.push(`cut: ${element.outerHTML.slice(0, 90)}`);
    }
    return found;
  });
}

for (const screen of SCREENS) {
  test(`it fits: ${screen.name}`, async ({ page, stage, isMobile }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await stage.open(page, screen);
    expect.soft(await misfits(page), "as it is").toEqual([]);
    if (isMobile) {
      expect.soft(await smallTargets(page), "a finger hits it").toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect.soft(await misfits(page), "320 px").toEqual([]);
    } else {
      await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      expect.soft(await misfits(page), "letters twice as large").toEqual([]);
      await page.evaluate(() => (document.documentElement.style.fontSize = ""));
    }
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    expect.soft(await misfits(page), "from right to left").toEqual([]);
  });
}
