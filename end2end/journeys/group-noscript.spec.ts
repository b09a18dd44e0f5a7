// Groups without script: made, filled, emptied, taken back.
import { expect, signIn, test } from "./console";

test("a group is made, filled, emptied and taken back without script", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups/new");
  await page.getByLabel("Name", { exact: true }).fill("Plain crew");
  await page.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Plain crew" })).toBeVisible();
  await page.getByRole("link", { name: "Add people" }).click();
  await page.locator("[name=who]").fill("priya\nnobody.at.all");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText(/nobody\.at\.all · unknown/)).toBeVisible();
  await expect(page.getByText("1 of those you wrote is left out")).toBeVisible();
  await expect(page.locator("textarea[name=who]")).toHaveValue("priya\nnobody.at.all");
  await page.locator("textarea[name=who]").fill("priya\nForecasting");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("button", { name: "Add 2 people or groups" }).click();
  await expect(page.getByText("They are in the group now")).toBeVisible();
  const priya = page.getByRole("row").filter({ hasText: "Priya" });
  await priya.getByRole("link", { name: /^Take out…/ }).click();
  await expect(page.getByRole("heading", { name: "What it would do" })).toBeVisible();
  await page.getByRole("button", { name: "Take out", exact: true }).click();
  await expect(page.getByText("They are out of the group.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
  await expect(priya).toBeVisible();
});

test("a person's access is read without script, and leads to where it comes from", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people/amara");
  await page.getByRole("link", { name: /group Data science \(through Forecasting\)/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Data science" })).toBeVisible();
});

test("who looks after a group is written without script, and nobody is an answer too", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/groups/fleet-ops/admins");
  await expect(page.locator("textarea[name=who]")).toHaveValue("user:ruth");
  await page.locator("textarea[name=who]").fill("");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("button", { name: "Let 0 people look after it" }).click();
  await expect(page.getByText("Nobody looks after it yet.")).toBeVisible();
});
