// Consultancies, where the deployment knows them.
import { expect, hydrated, signIn, test } from "./console";

test.use({ preset: "flexmeasures" });

test("a consultancy is seen from both sides, ended and made again", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/accounts/tideway");
  await hydrated(page);
  const link = page.getByRole("region", { name: "Consultancy" });
  await expect(link.getByText("This account's consultants work for:")).toBeVisible();
  await link.getByRole("link", { name: "BrightGrid" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "BrightGrid" })).toBeVisible();
  await expect(link.getByRole("link", { name: "Tideway Energy Consulting" })).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Who works for it").selectOption({ label: "No consultancy" });
  await expect(page.getByText(/(person loses|people lose) something in/)).toBeVisible();
  await page.getByRole("button", { name: "Save consultancy" }).click();
  await expect(page.getByText("The consultancy is saved.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Consultancy" })).toHaveCount(0);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Who works for it").selectOption({ label: "Tideway Energy Consulting" });
  await expect(page.getByText(/(person gains|people gain) something in/)).toBeVisible();
  await page.getByRole("button", { name: "Save consultancy" }).click();
  await expect(link.getByRole("link", { name: "Tideway Energy Consulting" })).toBeVisible();
});
