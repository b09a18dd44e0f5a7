// Modes that people set in their system: forced colours, reduced motion, and a direction of reading that a language sets.
import type { Locator, Page } from "@playwright/test";
import { expect, hydrated } from "./console";
import { test } from "./stage";

const PROJECT = "/projects/ward-capacity";

/** Is a state drawn? The same element with it and without it must not look the same, and not by weight alone. */
async function isDrawn(element: Locator, without: (element: HTMLElement) => void): Promise<boolean> {
  await element.evaluate((element: HTMLElement) => (element.style.fontWeight = "500"));
  const [page, box] = [element.page(), await element.boundingBox()];
  if (!box) return false;
  const around = { x: Math.max(0, box.x - 12), y: Math.max(0, box.y - 4), width: box.width + 16, height: box.height + 8 };
  const before = await page.screenshot({ clip: around });
  await element.evaluate(without);
  return !before.equals(await page.screenshot({ clip: around }));
}

test("with forced colours states are still told apart", async ({ page, stage }) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await stage.become(page.context(), "ingrid");
  await page.goto(`${PROJECT}/members/add`);
  await hydrated(page);
  const uncheck = (element: HTMLElement) => ((element as HTMLInputElement).checked = false);
  const role = page.locator("main fieldset input").first();
  await role.check();
  await page.locator("h1").click();
  expect(await isDrawn(role, uncheck), "which choice is made").toBe(true);

  await page.goto(`${PROJECT}/members/user%3Aclara`);
  await hydrated(page);
  const box = page.locator("main input[type=checkbox]:checked").first();
  expect(await isDrawn(box, uncheck), "what is ticked").toBe(true);

  await page.goto(PROJECT);
  await hydrated(page);
  const notHere = (element: HTMLElement) => element.removeAttribute("aria-current");
  expect(await isDrawn(page.locator(".tab[aria-current]"), notHere), "which tab is open").toBe(true);
  await page.goto("/projects");
  await hydrated(page);
  expect(await isDrawn(page.locator(".frame-link[aria-current]:visible"), notHere), "where one is").toBe(true);

  await stage.become(page.context(), "admin");
  await page.goto("/people/new");
  await hydrated(page);
  const field = page.getByLabel("User name");
  await field.evaluate((element) => element.setAttribute("aria-invalid", "true"));
  expect(await isDrawn(field, (element) => element.removeAttribute("aria-invalid")), "which field is wrong").toBe(true);
});

/** What has the focus, and whether one sees that. */
function focused(page: Page): Promise<{ name: string; ring: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    // The ring may be around what the element is part of: a card that is its label, a field with an icon.
    const around = [element, element.closest("label"), element.closest(".picker")].filter((one) => one !== null);
    const ring = around.some((one) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
    return { name: element.outerHTML.slice(0, 80), ring };
  });
}

for (const forcedColors of ["none", "active"] as const) {
  test(`the focus is seen wherever it is, forced colours ${forcedColors}`, async ({ page, stage }) => {
    await page.emulateMedia({ forcedColors, reducedMotion: "reduce" });
    await stage.become(page.context(), "ingrid");
    for (const path of [PROJECT, `${PROJECT}/members`, `${PROJECT}/members/add`, `${PROJECT}/audit`, `${PROJECT}/settings`, "/profile"]) {
      await page.goto(path);
      await hydrated(page);
      const unseen: string[] = [];
      for (let stop = 0; stop < 16; stop++) {
        await page.keyboard.press("Tab");
        const { name, ring } = await focused(page);
        if (!ring && !name.startsWith("<body")) unseen.push(name);
      }
      expect.soft(unseen, path).toEqual([]);
    }
  });
}

test("who wants no motion gets none", async ({ page, stage }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.addInitScript(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    for (const kind of ["animationstart", "transitionrun"]) {
      document.addEventListener(kind, (event) => moved.push(`${kind} on ${(event.target as Element).outerHTML.slice(0, 80)}`), true);
    }
  });
  const moved = () => page.evaluate(() => (window as unknown as { moved: string[] }).moved);
  await stage.become(page.context(), "admin");
  await page.goto("/projects?saved=project");
  await hydrated(page);
  await expect(page.getByRole("status").getByText("The project is saved.")).toBeVisible();
  await page.locator("header summary").click();
  await page.locator(".frame-nav").getByRole("link", { name: "Audit" }).click();
  await page.waitForURL("**/audit");
  await page.locator("main summary").first().click();
  await page.locator("main summary").first().hover();
  expect(await moved()).toEqual([]);

  // The same with motion, so that a silent test is seen.
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/projects?saved=project");
  await hydrated(page);
  await expect.poll(moved).not.toEqual([]);
});

test("in a language from right to left the layout is mirrored", async ({ page, stage }) => {
  await stage.become(page.context(), "ingrid");
  await page.goto(`${PROJECT}/members`);
  await hydrated(page);
  const places = async () => {
    const middle = async (element: Locator) => {
      const box = await element.boundingBox();
      return box ? box.x + box.width / 2 : NaN;
    };
    const [nav, name, heading] = [page.locator(".frame-nav"), page.locator(".frame-bar > a"), page.locator("h1")];
    return { nav: await middle(nav), name: await middle(name), heading: await middle(heading) };
  };
  const before = await places();
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  const after = await places();
  const width = page.viewportSize()?.width ?? 0;
  for (const part of ["nav", "name", "heading"] as const) {
    // A scroll bar's width of play.
    expect(Math.abs(after[part] - (width - before[part])), part).toBeLessThan(20);
  }
});
