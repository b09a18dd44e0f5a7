// Accounts: made, given terms, suspended; people moved between them; consultancies seen from both sides.
import { expect, hydrated, signIn, test } from "./console";

test("an account is made, renamed, given terms, and its seats are kept", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/accounts");
  await hydrated(page);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Accounts" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("row").filter({ hasText: "Lumen Health" })).toContainText("Healthcare");
  await page.getByRole("link", { name: "New account" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Kestrel Labs");
  await page.getByLabel("Identifier").fill("kestrel");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Kestrel Labs" })).toBeVisible();
  await expect(page.getByText("The account is there.")).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).click();
  const told = page.getByRole("region", { name: "Terms" }).locator("[role=status]");
  await page.getByLabel("Labels").fill("Trial\nTrial\nLab");
  await expect(told.getByText("Nobody gains or loses anything by this.")).toBeVisible();
  await page.getByLabel("Seats").fill("many");
  await page.getByRole("button", { name: "Save terms" }).click();
  await expect(page.getByText(/Write a whole number/)).toBeVisible();
  await expect(page.getByLabel("Labels")).toHaveValue("Trial\nTrial\nLab");
  await page.getByLabel("Seats").fill("0");
  await page.getByRole("button", { name: "Save terms" }).click();
  await expect(page.getByText("The account is saved.")).toBeVisible();
  await expect(page.getByText("0 of 0 seats taken")).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByLabel("Labels")).toHaveValue("Trial\nLab");

  await page.goto("/people/priya/move");
  await hydrated(page);
  await page.getByLabel("Account").selectOption({ label: "Kestrel Labs" });
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText(/all 0 seats of this account are taken/i)).toBeVisible();
  await expect(page.getByRole("region", { name: "What it would do" }).getByText("Loses").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Move/ })).toHaveCount(0);
});

test("moving somebody shows what they lose and gain, and does it", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people/anh");
  await hydrated(page);
  await page.getByRole("link", { name: "Move to another account…" }).click();
  await page.getByLabel("Account").selectOption({ label: "Meridian Foods" });
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page).toHaveURL(/to=account%3Ameridian/);
  const outlook = page.getByRole("region", { name: "What it would do" });
  await expect(outlook.getByText("Gains").first()).toBeVisible();
  await expect(outlook.getByText("Loses").first()).toBeVisible();
  await page.getByRole("button", { name: /^Move / }).click();
  await expect(page.getByText("They belong to the account now")).toBeVisible();
  await expect(page.getByRole("region", { name: "About the person" })).toContainText("Meridian Foods");
  await page.goto("/accounts/meridian?q=anh");
  await expect(page.getByRole("region", { name: "Who belongs to it" }).getByRole("row").nth(1)).toBeVisible();
});

test("a suspended account says so, and its people can do nothing", async ({ page, browser, site }) => {
  await signIn(page, "admin");
  await page.goto("/accounts/aalto/settings");
  await hydrated(page);
  const told = page.getByRole("region", { name: "Terms" }).locator("[role=status]");
  await page.getByLabel("Seats").fill("99");
  await expect(told).toBeHidden();
  await page.getByRole("radio", { name: /^Suspended/ }).check();
  await expect(told.getByText(/^\d+ people lose something in \d+ places\.$/)).toBeVisible();
  await expect(told.getByText("Loses").first()).toBeVisible();
  await page.getByRole("button", { name: "Save terms" }).click();
  await expect(page.getByText("The account is saved.")).toBeVisible();
  await expect(page.getByText("its people can do nothing until that is lifted", { exact: false })).toBeVisible();
  const other = await browser.newPage();
  await other.goto(`${site.url}/sign-in`);
  await other.getByLabel("User name or e-mail").fill("mikko");
  await other.getByLabel("Password", { exact: true }).fill("only-for-this-demo");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText(/do not go together/)).toBeVisible();
  await other.close();
  await page.goto("/accounts/aalto/settings");
  await hydrated(page);
  await page.getByRole("radio", { name: /^Active/ }).check();
  await page.getByRole("button", { name: "Save terms" }).click();
  await expect(page.getByText("The account is saved.")).toBeVisible();
});

test("who may see an account and not set its terms is not offered to", async ({ page }) => {
  await signIn(page, "rosa");
  await page.goto("/accounts");
  await expect(page.getByRole("link", { name: "Meridian Foods" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Lumen Health" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "New account" })).toHaveCount(0);
  await page.goto("/accounts/meridian/settings");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Meridian Foods");
  await expect(page.getByLabel("Seats")).toHaveCount(0);
  await page.goto("/accounts/lumen");
  await expect(page.getByText(/There is no such page, or you may not see it/i)).toBeVisible();
  await page.goto("/accounts/new");
  await expect(page.getByText(/account:create/)).toBeVisible();
});
