// Members on a phone: nothing wider than the screen, targets that a finger finds.
import { expect, hydrated, signIn, test } from "./console";

const PAGES = ["", "?tab=groups", "?q=priya&role=viewer", "/also", "/history", "/add", "/change?all=1&order=give&to=viewer", "/user%3Apriya"];

for (const width of [390, 320]) {
  test(`members at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await signIn(page, "admin");
    for (const path of PAGES) {
      await page.goto(`/projects/demand-forecast/members${path}`);
      await hydrated(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(wide, path).toBeLessThanOrEqual(0);
    }
    await page.goto("/projects/demand-forecast/members");
    await hydrated(page);
    for (const target of ["tr.member summary", "tr.member .pick", ".page-link"]) {
      const box = await page.locator(target).first().boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), target).toBeGreaterThanOrEqual(43.9);
    }
    await page.locator("tr.member .pick").first().click();
    await expect(page.getByRole("region", { name: "Those chosen" })).toBeVisible();
  });
}
