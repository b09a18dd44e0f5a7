// Resources on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("the tree is opened and a resource looked at with a finger", async ({ page }) => {
  await signIn(page, "ingrid");
  await page.goto("/projects/ward-capacity/resources");
  await hydrated(page);
  await page.getByRole("link", { name: "Open Rosters" }).click();
  await page.getByRole("link", { name: "Roster june" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Roster june" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Who has access" }).getByRole("row").nth(1)).toBeVisible();
});

test("who gains by opening a report is told before it is saved", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/supplier-quality/resources/report%3Aaudit-spring/settings");
  await hydrated(page);
  const about = page.getByRole("region", { name: "About it" });
  await about.getByRole("radio", { name: /^Public/ }).tap();
  await expect(about.getByText("Everybody gains something in 1 place.")).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await about.getByRole("radio", { name: /^Nobody more/ }).tap();
  await expect(about.getByText(/gains something/)).toHaveCount(0);
});
