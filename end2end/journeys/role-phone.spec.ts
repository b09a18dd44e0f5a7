// One role on a phone.
import { expect, hydrated, signIn, test } from "./console";

test("an entry is written, seen and taken away with a finger", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/roles/contributor?part=entry&more=1");
  await hydrated(page);
  await page.getByRole("combobox", { name: "with", exact: true }).selectOption({ label: "Report" });
  await page.getByRole("combobox", { name: "May", exact: true }).selectOption({ label: "read" });
  await page.getByLabel("Whose attribute, condition 1", { exact: true }).selectOption({ label: "the resource's" });
  await page.getByLabel("Attribute, condition 1", { exact: true }).fill("stage");
  await page.getByLabel("Comparison, condition 1", { exact: true }).selectOption({ label: "is one of" });
  await page.getByLabel("Kind of value, condition 1", { exact: true }).selectOption({ label: "the texts" });
  await page.getByLabel("Value, condition 1", { exact: true }).fill("draft, review");
  const sentence = "May read reports, if the resource's stage is one of “draft”, “review”.";
  await expect(page.locator("[data-said]")).toHaveText(sentence);
  await page.getByRole("button", { name: "See what it would do" }).click();
  const told = page.getByRole("region", { name: "What it would do" });
  await expect(told.getByText(sentence)).toBeVisible();
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  expect(await fits()).toBe(true);
  await told.getByRole("button", { name: "Save the role" }).click();
  await expect(page.getByText("The role is saved.")).toBeVisible();
  await page.getByRole("link", { name: `Remove: ${sentence}` }).click();
  await told.getByRole("button", { name: "Save the role" }).click();
  await expect(page.getByText(sentence)).toHaveCount(0);
  for (const part of ["includes", "holders", "unused", "versions", "settings", "cells"]) {
    await page.goto(`/roles/contributor?part=${part}`);
    await hydrated(page);
    expect(await fits(), part).toBe(true);
  }
});
