// Pattern policies: tried, written, seen with who gains, saved, and what adds nothing pointed out.
import { expect, hydrated, signIn, test } from "./console";
import type { Locator, Page } from "@playwright/test";

test.use({ preset: "nexus" });

function told(page: Page): Locator {
  return page.getByRole("region", { name: "What it would do" });
}

function row(page: Page, pattern: string): Locator {
  return page.getByRole("region", { name: "All policies" }).getByRole("listitem").filter({ has: page.getByText(pattern, { exact: true }) });
}

async function tried(page: Page, who: string, action: string, address: string): Promise<Locator> {
  const form = page.getByRole("region", { name: "Try an address" });
  await form.getByLabel("Who").fill(who);
  await form.getByRole("combobox", { name: "does" }).selectOption(action);
  await form.getByLabel("on the address").fill(address);
  await form.getByRole("button", { name: "Try" }).click();
  await expect(page).toHaveURL(new RegExp(encodeURIComponent(address).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  return form;
}

test("an address is tried: which policies match, which one decided, and why not", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/roles");
  await hydrated(page);
  await page.getByRole("link", { name: "Policies" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Policies" })).toBeVisible();
  const form = await tried(page, "admin", "read", "path:projects/secret-7");
  await expect(form.getByText(/may read on path:projects\/secret-7: path:projects\/\* decided, because they hold data:read/)).toBeVisible();
  const rows = form.getByRole("row");
  await expect(rows.nth(1)).toContainText("decided");
  await expect(rows.nth(2)).toContainText("data:admin");
  await expect(rows.nth(3)).toContainText("no");
  await tried(page, "adele", "update", "path:users/7");
  await expect(form.getByText(/No policy that matches path:users\/7 says what update needs: nobody may/)).toBeVisible();
  await tried(page, "", "read", "path:projects/secret-7");
  await expect(form.getByText("Whoever holds data:read or data:admin on the whole system may read on path:projects/secret-7.")).toBeVisible();
  await tried(page, "nobody.at.all", "read", "path:projects/7");
  await expect(form.getByText(/There is nobody called nobody\.at\.all whom you may ask about/)).toBeVisible();
  await tried(page, "admin", "read", "data:7");
  await expect(form.getByText(/it is never allowed/)).toBeVisible();
});

test("a policy is written, seen, in force at once, found to shadow another, changed and taken away", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/policies");
  await hydrated(page);
  await expect(row(page, "path:projects/secret*").getByText(/meets path:projects\/\*, which needs data:read, at path:projects\/secret for one/)).toBeVisible();
  await page.getByRole("link", { name: "New policy" }).click();
  await page.getByLabel("Pattern").fill("path:projects/[a");
  await page.getByLabel("Read needs").selectOption("read=data:read");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText(/is not closed/)).toBeVisible();
  await page.getByLabel("Pattern").fill("path:reports/*");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("New: read on path:reports/* needs data:read")).toBeVisible();
  await expect(told(page).getByText(/gains? something in 1 place/)).toBeVisible();
  await told(page).getByLabel("Reason").fill("reports are for readers");
  await told(page).getByRole("button", { name: "Save the policies" }).click();
  await expect(page.getByText("The policies are saved.")).toBeVisible();
  const form = await tried(page, "admin", "read", "path:reports/2026");
  await expect(form.getByText(/: path:reports\/\* decided, because/)).toBeVisible();

  // A second one, inside the first, adds nothing: that is said before and after.
  await page.getByRole("link", { name: "New policy" }).click();
  await page.getByLabel("Pattern").fill("path:reports/20??");
  await page.getByLabel("Read needs").selectOption("read=data:read");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("adds nothing", { exact: true })).toBeVisible();
  await told(page).getByRole("button", { name: "Save the policies" }).click();
  await expect(row(page, "path:reports/20??").getByText(/whatever it matches, path:reports\/\* matches too/)).toBeVisible();

  await page.getByRole("link", { name: "Change path:reports/20??" }).click();
  await expect(page.getByLabel("Pattern")).toHaveValue("path:reports/20??");
  await page.getByLabel("Read needs").selectOption("read=data:admin");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told(page).getByText("No longer: read on path:reports/20?? needs data:read")).toBeVisible();
  await told(page).getByRole("button", { name: "Save the policies" }).click();
  await expect(page.getByText("The policies are saved.")).toBeVisible();
  for (const pattern of ["path:reports/20??", "path:reports/*"]) {
    await page.getByRole("link", { name: `Remove ${pattern}` }).click();
    await expect(told(page).getByText(new RegExp(`No longer: read on ${pattern.replace(/[*?]/g, "\\$&")}`))).toBeVisible();
    await told(page).getByRole("button", { name: "Save the policies" }).click();
    await expect(page.getByText("The policies are saved.")).toBeVisible();
    await expect(row(page, pattern)).toHaveCount(0);
  }
  await page.goto("/audit");
  await expect(page.getByText(/changed the catalog: path:reports/).first()).toBeVisible();
});

test("who may not see what the system protects sees no policies", async ({ page }) => {
  await signIn(page, "yuki");
  await page.goto("/policies");
  await expect(page.getByRole("heading", { name: "All policies" })).toHaveCount(0);
});
