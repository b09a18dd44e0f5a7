// Route guards on a phone.
import { expect, hydrated, signIn, test } from "./console";

test.use({ preset: "calminer" });

test("a request is tried and a route is written with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/routes");
  await hydrated(page);
  const form = page.getByRole("region", { name: "Try a request" });
  await form.getByLabel("Who").fill("admin");
  await form.getByLabel("Address").fill("/api/projects/zinc-east/scenarios/copper-12-base");
  await form.getByRole("button", { name: "Try" }).click();
  await expect(form.getByText(/does not lie under project:zinc-east/)).toBeVisible();
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= screen.width);
  expect(await fits()).toBe(true);
  await page.getByRole("link", { name: "New route" }).click();
  await page.getByLabel("Path").fill("/health");
  await page.getByLabel("Permission").first().selectOption("settings:manage");
  await page.getByLabel("On", { exact: true }).first().fill("system");
  await page.getByRole("button", { name: "See what it would do" }).click();
  const told = page.getByRole("region", { name: "What it would do" });
  await expect(told.getByText("New: /health needs settings:manage on system")).toBeVisible();
  expect(await fits()).toBe(true);
  await told.getByRole("button", { name: "Save the routes" }).click();
  await expect(page.getByText("The routes are saved.")).toBeVisible();
});
