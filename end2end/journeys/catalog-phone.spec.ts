// The catalog on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("the catalog is read and changed with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/");
  await hydrated(page);
  const main = page.getByRole("navigation", { name: "Main" });
  await main.getByText("More").click();
  await main.getByRole("link", { name: "Catalog" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Catalog" })).toBeVisible();
  // What led here has closed behind itself.
  await expect(main.getByRole("link", { name: "Catalog" })).toHaveCount(0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide, "nothing scrolls sideways").toBe(false);
  await page.getByRole("link", { name: "file", exact: true }).click();
  await page.getByLabel("What can be done").fill("read\ncreate\nupdate\ndelete\nprint");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByRole("region", { name: "What it would do" }).getByText(/print/).first()).toBeVisible();
  await page.getByRole("button", { name: "Save to the catalog" }).click();
  await expect(page.getByText("The catalog is saved.")).toBeVisible();
});
