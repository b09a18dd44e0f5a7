// The access explorer on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("why is asked and followed with a finger", async ({ page }) => {
  await signIn(page, "ingrid");
  await page.goto("/projects/ward-capacity/access");
  await hydrated(page);
  await page.getByRole("combobox", { name: "Permission" }).fill("dataset:read");
  await page.getByRole("option", { name: "dataset:read" }).click();
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("region", { name: "Yes" })).toBeVisible();
  const steps = page.getByRole("list", { name: "Step by step" });
  await steps.getByRole("link", { name: "Owner", exact: true }).first().click();
  await expect(page).toHaveURL(/members\/user%3Aingrid/);
});
