// Everything works without script.
import { expect, signIn, test } from "./console";

test("sign in, make a project, add a member, change a role, see it in the audit log, sign out", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/new");
  await page.getByLabel("Name", { exact: true }).fill("Without script");
  await page.getByRole("button", { name: /create/i }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Without script" })).toBeVisible();
  const path = new URL(page.url()).pathname;

  await page.goto(`${path}/members/add`);
  await page.locator("[name=who]").fill("priya");
  await page.locator("input[name='roles[]'][value=viewer]").check();
  await page.getByRole("button", { name: /add/i }).click();
  await expect(page.getByText("Priya", { exact: false }).first()).toBeVisible();

  await page.goto("/roles/viewer?part=cells");
  await page.locator("#cell-report-delete").selectOption({ label: "On one's own" });
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText("New: May delete reports they own.")).toBeVisible();
  await page.getByLabel(/Reason/).fill("no script needed");
  await page.getByRole("button", { name: "Save the role" }).click();
  await expect(page.getByText("The role is saved.")).toBeVisible();

  await page.goto("/audit");
  const told = page.locator("details").filter({ hasText: "no script needed" });
  await told.locator("summary").click();
  await expect(told.getByText("no script needed")).toBeVisible();
});

test("what was typed comes back with the error", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("User name or e-mail").fill("ines");
  await page.getByLabel("Password", { exact: true }).fill("wrong password here");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(/do not go together/)).toBeVisible();
  await expect(page.getByLabel("User name or e-mail")).toHaveValue("ines");
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  expect(page.url()).not.toContain("wrong");
});

test("the matrix can be read", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/demand-forecast/roles");
  await expect(page.getByRole("treegrid", { name: "Permissions by role" })).toBeVisible();
});
