// The access explorer without script.
import { expect, signIn, test } from "./console";

test("a question is asked in words, and answered with its proofs", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/access");
  await page.getByLabel("Who", { exact: true }).fill("greta");
  await page.getByLabel("Permission").fill("dataset:update");
  await page.getByLabel("On what").fill("Promotions");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("region", { name: "Yes" })).toBeVisible();
  await expect(page.getByText(/is in Forecasting, and so holds Editor on Demand forecast/)).toBeVisible();
  await page.getByRole("link", { name: "Who can", exact: true }).click();
  await expect(page.getByRole("table").getByRole("row").filter({ hasText: "user:greta" })).toBeVisible();
});

test("a fix opens its form filled in", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/access?who=user%3Ahana&can=dashboard%3Aupdate&on=dashboard%3Aregional-demand");
  await page.getByRole("link", { name: /^Apply… Put Hana/ }).first().click();
  await expect(page.locator("textarea[name=who]")).toHaveValue("user:hana");
});
