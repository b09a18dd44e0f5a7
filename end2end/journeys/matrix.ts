// What journeys through the matrix share.
import { expect, hydrated, signIn } from "./console";
import type { Locator, Page } from "@playwright/test";

/** The cell of a permission and a role, by its whole name. */
export function cell(page: Page, permission: string, role: string): Locator {
  const [kind, action] = permission.split(":");
  const title = kind.charAt(0).toUpperCase() + kind.slice(1);
  return page.getByRole("gridcell", { name: new RegExp(`^${title}: ${action}, ${role}, `) });
}

export function draft(page: Page): Locator {
  return page.getByRole("region", { name: "Your changes" });
}

/** Waits until the grid answers: hydrated, with its one tab stop. */
export async function openMatrix(page: Page, path = "/roles", who = "admin"): Promise<void> {
  await signIn(page, who);
  await page.goto(path);
  await hydrated(page);
  await expect(page.getByRole("treegrid")).toBeVisible();
}

/** Puts the focus on a cell without changing it. */
export async function focus(target: Locator): Promise<void> {
  await target.focus();
  await expect(target).toBeFocused();
}

export async function menu(page: Page, role: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Menu of ${role}` }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}
