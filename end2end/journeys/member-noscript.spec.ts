// Members without script: narrowing, adding, changing many, taking back.
import { expect, signIn, test } from "./console";

test("members are found, added, changed and taken back without script", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/handbook/members");
  await page.getByRole("searchbox").fill("nobody at all");
  await page.getByRole("searchbox").press("Enter");
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();

  await page.goto("/projects/handbook/members/add");
  await page.locator("[name=who]").fill("priya\njonas\nnobody.at.all");
  await page.getByRole("button", { name: "Check whom this means" }).click();
  await expect(page.getByText(/nobody\.at\.all · unknown/)).toBeVisible();
  await page.locator("[name=who]").fill("priya\njonas");
  await page.locator("input[name='roles[]'][value=viewer]").check();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("They are members now.")).toBeVisible();

  await page.goto("/projects/handbook/members");
  for (const who of ["user:priya", "user:jonas"]) await page.locator(`input[name=pick][value='${who}']`).check();
  await page.getByRole("button", { name: "Change those chosen…" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Change 2 members" })).toBeVisible();
  await page.getByLabel("Change", { exact: true }).selectOption("remove");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("2 change, 0 do not")).toBeVisible();
  await page.getByRole("button", { name: "Remove them" }).click();
  await expect(page.getByText("Done: 2")).toBeVisible();
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Take back an earlier change" })).toBeVisible();
  await page.goto("/projects/handbook/members");
  await expect(page.getByText("priya", { exact: true }).first()).toBeVisible();
});
