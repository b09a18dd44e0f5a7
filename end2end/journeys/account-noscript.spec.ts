// Accounts without script.
import { expect, signIn, test } from "./console";

test("an account is made and given terms, and somebody moved, without script", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/accounts/new");
  await page.getByLabel("Name", { exact: true }).fill("Plain account");
  await page.getByLabel("Identifier").fill("meridian");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText(/is taken, choose another/)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Plain account");
  await page.getByLabel("Identifier").fill("plain");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Plain account" })).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Seats").fill("3");
  await page.getByRole("button", { name: "Save terms" }).click();
  await expect(page.getByText("The account is saved.")).toBeVisible();
  await page.goto("/people/jonas/move");
  await page.getByLabel("Account").selectOption({ label: "Plain account" });
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("button", { name: /^Move / }).click();
  await expect(page.getByText("They belong to the account now")).toBeVisible();
  await page.goto("/accounts/plain");
  await expect(page.getByText("1 of 3 seats taken")).toBeVisible();
});

test("what suspending an account and disabling somebody takes is seen first without script", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/accounts/aalto/settings");
  const terms = page.getByRole("region", { name: "Terms" });
  await terms.getByLabel("Seats").fill("77");
  await terms.getByRole("radio", { name: /^Suspended/ }).check();
  await terms.getByRole("button", { name: "See what it would do" }).click();
  await expect(terms.getByText(/^\d+ people lose something in \d+ places\.$/)).toBeVisible();
  await expect(terms.getByLabel("Seats")).toHaveValue("77");
  await expect(terms.getByRole("radio", { name: /^Suspended/ })).toBeChecked();
  await page.goto("/people/malik");
  await page.getByRole("link", { name: "Disable…" }).click();
  const end = page.getByRole("region", { name: "Disable" });
  await expect(end.getByText(/^1 person loses something in \d+ places\.$/)).toBeVisible();
  await end.getByRole("button", { name: "Disable Malik" }).click();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Enable…" }).click();
  const back = page.getByRole("region", { name: "Enable" });
  await expect(back.getByText(/^1 person gains something in \d+ places\.$/)).toBeVisible();
  await back.getByRole("button", { name: "Enable Malik" }).click();
  await expect(page.getByText("Enabled", { exact: true })).toBeVisible();
});
