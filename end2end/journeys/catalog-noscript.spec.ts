// The catalog without script.
import { expect, signIn, test } from "./console";

test("a type is changed without script, after it was seen what that does", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/catalog/types/report");
  await page.getByLabel("What can be done").fill("read\ncreate\nupdate\ndelete\npublish\nsign");
  await page.getByLabel("account", { exact: true }).check();
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByRole("region", { name: "What it would do" }).getByText(/sign/).first()).toBeVisible();
  await page.getByRole("button", { name: "Save to the catalog" }).click();
  await expect(page.getByText("The catalog is saved.")).toBeVisible();
  await page.goto("/catalog/types/report");
  await expect(page.getByLabel("account", { exact: true })).toBeChecked();
  await expect(page.getByLabel("What can be done")).toHaveValue("read\ncreate\nupdate\ndelete\npublish\nsign");
});
