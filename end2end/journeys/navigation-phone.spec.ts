// The navigation on a phone: a bar with the first few, and all of it behind "More".
import { expect, hydrated, signIn, test } from "./console";

test("many entries stay within reach of a thumb", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects");
  await hydrated(page);
  const main = page.getByRole("navigation", { name: "Main" });
  await expect(main.getByRole("link")).toHaveText(["Home", "Projects", "People", "Groups"]);
  await expect(main.getByRole("link", { name: "Projects" })).toHaveAttribute("aria-current", "page");
  await main.getByText("More").click();
  const audit = main.getByRole("link", { name: "Audit" });
  const box = await audit.boundingBox();
  expect(box?.height ?? 0).toBeGreaterThanOrEqual(44);
  await page.keyboard.press("Escape");
  await expect(audit).toHaveCount(0);
  await main.getByText("More").click();
  // Beside the sheet is out of it.
  await page.touchscreen.tap(200, 120);
  await expect(audit).toHaveCount(0);
  await expect(page).toHaveURL(/\/projects$/);
  await main.getByText("More").click();
  await audit.click();
  await page.waitForURL("**/audit");
  await expect(audit).toHaveCount(0);
  await expect(main.locator("summary")).toHaveAttribute("aria-current", "true");
  await page.goto("/settings/navigation");
  await hydrated(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide, "nothing scrolls sideways").toBe(false);
});

test("few entries all stand in the bar", async ({ page }) => {
  await signIn(page, "priya");
  await page.goto("/");
  await hydrated(page);
  const main = page.getByRole("navigation", { name: "Main" });
  await expect(main.getByText("More")).toHaveCount(0);
  await expect(main.getByRole("link", { name: "Projects" })).toBeVisible();
});
