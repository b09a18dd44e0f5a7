// The matrix on a phone: two linked lists of cards, and the same draft.
import { expect, hydrated, signIn, test } from "./console";
import { draft } from "./matrix";

test("a permission is switched on its card, reviewed on the whole screen and saved", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/roles");
  await hydrated(page);
  await expect(page.getByRole("treegrid")).toBeHidden();
  await page.getByRole("link", { name: /Contributor/ }).click();
  await expect(page.getByRole("heading", { name: "Contributor" })).toBeVisible();
  const row = page.locator(".matrix-card-row").filter({ has: page.getByRole("group", { name: /^Dataset: export, Contributor/ }) });
  const box = await row.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(48);
  const choice = row.getByText("All", { exact: true });
  const target = await choice.boundingBox();
  expect(Math.min(target?.height ?? 0, target?.width ?? 0)).toBeGreaterThanOrEqual(44);
  await expect(page.getByText("Inherited from Viewer").first()).toBeVisible();
  await choice.tap();
  await expect(draft(page).getByText("1 change in 1 role")).toBeVisible();

  // On to the permission, and back to a role.
  await row.getByRole("button", { name: "Export" }).tap();
  await expect(page.getByRole("heading", { name: "Dataset: export" })).toBeVisible();
  await expect(page.getByRole("group", { name: /^Dataset: export, Contributor, granted, changed/ })).toBeVisible();
  await page.getByRole("button", { name: "Viewer", exact: true }).tap();
  await expect(page.getByRole("heading", { name: "Viewer" })).toBeVisible();

  await draft(page).getByRole("button", { name: "Review" }).click();
  await expect(draft(page).getByText("What you change")).toBeVisible();
  const screen = await draft(page).boundingBox();
  expect(screen?.height).toBeGreaterThanOrEqual(840);
  await draft(page).getByRole("button", { name: "Save" }).click();
  await expect(draft(page)).toBeHidden();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
});

test("cards fit into 320 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, "admin");
  for (const path of ["/roles", "/roles?card=role:editor", "/roles?card=permissions", "/roles?card=permission:dataset:read"]) {
    await page.goto(path);
    await hydrated(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, path).toBeLessThanOrEqual(0);
  }
});
