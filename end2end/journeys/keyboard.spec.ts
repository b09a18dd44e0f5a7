// Without a mouse: everything is reached by Tab, in the order it is read, and done by Enter, Space and arrows.
import type { Locator, Page } from "@playwright/test";
import { expect, hydrated, PASSWORD, test } from "./console";

/** Goes on by Tab until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let stop = 0; stop < 60; stop++) {
    if (await target.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${target}`);
}

test("signing in, going to a project's members, changing one, and signing out", async ({ page }) => {
  await page.goto("/sign-in");
  await hydrated(page);
  await tabTo(page, page.getByLabel("User name or e-mail"));
  await page.keyboard.type("ingrid");
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /^Hello/ })).toBeVisible();
  await hydrated(page);

  // The way past the navigation is the first stop, and leads into the page.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();

  await tabTo(page, page.getByRole("link", { name: "Ward capacity" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Ward capacity" })).toBeVisible();
  // A page that arrived has the focus: Tab goes on from its top.
  await expect(page.locator("main")).toBeFocused();
  await tabTo(page, page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Members" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/members");
  await expect(page.getByRole("link", { name: "Clara Rossi" })).toBeVisible();
  await tabTo(page, page.getByRole("link", { name: "Clara Rossi" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Clara Rossi" })).toBeVisible();

  const menu = page.locator("header summary");
  await page.keyboard.press("Home");
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await tabTo(page, menu);
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: "Profile" }));
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "Profile" })).toBeHidden();
  await expect(menu, "Escape gives the focus back").toBeFocused();
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Sign out" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sign-in**");
});
