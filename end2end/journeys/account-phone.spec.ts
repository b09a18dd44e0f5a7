// Accounts on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("an account is found and looked at with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/");
  await hydrated(page);
  const main = page.getByRole("navigation", { name: "Main" });
  await main.getByText("More").click();
  await main.getByRole("link", { name: "Accounts" }).click();
  await page.getByRole("searchbox", { name: "Search accounts" }).fill("lumen");
  await expect(page.getByRole("link", { name: "Meridian Foods" })).toHaveCount(0);
  await page.getByRole("link", { name: "Lumen Health" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Lumen Health" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Clara Rossi" })).toBeVisible();
});
