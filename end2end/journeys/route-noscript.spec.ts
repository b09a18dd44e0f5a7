// Route guards without script.
import { expect, signIn, test } from "./console";

test.use({ preset: "calminer" });

test("a route is written and a request tried with forms alone", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/routes?edit=new");
  await page.getByLabel("Path").fill("/files/{rest...}");
  await page.getByLabel("Permission").first().selectOption("settings:manage");
  await page.getByLabel("On", { exact: true }).first().fill("system");
  await page.getByRole("button", { name: "See what it would do" }).click();
  const told = page.getByRole("region", { name: "What it would do" });
  await told.getByRole("button", { name: "Save the routes" }).click();
  const routes = page.getByRole("region", { name: "All routes" });
  await expect(routes.getByText("/files/{rest...}", { exact: true })).toBeVisible();
  const form = page.getByRole("region", { name: "Try a request" });
  await form.getByLabel("Who").fill("admin");
  await form.getByLabel("Address").fill("/files/a/b");
  await form.getByRole("button", { name: "Try" }).click();
  await expect(form.getByText(/^200 /)).toBeVisible();
});
