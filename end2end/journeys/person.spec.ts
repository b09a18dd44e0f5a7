// A person's page: what they can do, and through what.
import { expect, hydrated, signIn, test } from "./console";

test("what somebody can do is told at a glance, with every source leading to its origin", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people/dmitri");
  await hydrated(page);
  const access = page.getByRole("region", { name: "Access" });
  await expect(access.getByText(/Maintainer of \d+ project/)).toBeVisible();
  const row = access.getByRole("row").filter({ hasText: "Demand forecast" });
  await expect(row.getByRole("link", { name: /Maintainer · direct/ })).toHaveAttribute("href", /demand-forecast\/members\/user%3Admitri/);
  await expect(row.getByRole("link", { name: /account Meridian/ })).toBeVisible();
  await row.getByRole("link", { name: /group Data science/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Data science" })).toBeVisible();
  const gives = page.getByRole("region", { name: "What it gives" });
  await expect(gives.getByRole("row").filter({ hasText: "Demand forecast" })).toContainText("Contributor");
});

test("a nested group says through which group it reaches somebody", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people/amara");
  const row = page.getByRole("region", { name: "Access" }).getByRole("row").filter({ hasText: "Demand forecast" });
  await expect(row.getByRole("link", { name: /group Data science \(through Forecasting\)/ })).toBeVisible();
  const groups = page.getByRole("region", { name: "Groups" });
  await expect(groups.getByRole("listitem").filter({ hasText: "Data science" })).toContainText("through Forecasting");
});

test("an end and the whole system are told", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people/noor");
  await expect(page.getByRole("region", { name: "Access" }).getByText(/until/).first()).toBeVisible();
  await page.goto("/people/ines");
  const access = page.getByRole("region", { name: "Access" });
  await expect(access.getByText(/Administrator.* of the whole system/)).toBeVisible();
  await expect(access.getByRole("row").nth(1)).toContainText("The whole system");
});

test("where they are signed in and what they did is for those who may know", async ({ page, browser, site }) => {
  const context = await browser.newContext({ baseURL: site.url });
  const priya = await context.newPage();
  await signIn(priya, "priya");
  await context.close();
  await signIn(page, "admin");
  await page.goto("/people/priya");
  await hydrated(page);
  await expect(page.getByRole("region", { name: "Sessions" }).getByText(/Chrome/).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Recently" }).getByText(/signed in/).first()).toBeVisible();
  await page.getByRole("link", { name: "All of it in the audit log" }).click();
  await expect(page).toHaveURL(/audit\?q=user%3Apriya/);
});

test("whoever sees less of the projects is told less", async ({ page }) => {
  // Dmitri maintains projects of one account and sees the people of it; not where else they are.
  await signIn(page, "rosa");
  await page.goto("/people/dmitri");
  const access = page.getByRole("region", { name: "Access" });
  await expect(access.getByText("there may be more")).toBeVisible();
  await expect(access.getByRole("row").filter({ hasText: "Demand forecast" })).toBeVisible();
  await expect(access.getByText("Ward capacity")).toHaveCount(0);
});

test("what disabling somebody takes, and enabling gives, is told before it is done", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/people/owen");
  await hydrated(page);
  await page.getByRole("link", { name: "Disable…" }).click();
  const end = page.getByRole("region", { name: "Disable" });
  await expect(end.getByText(/^1 person loses something in \d+ places\.$/)).toBeVisible();
  await expect(end.getByText(/used it in the last 30 days|Whether it was used/).first()).toBeVisible();
  await end.getByRole("link", { name: "Leave it as it is" }).click();
  await expect(page.getByRole("button", { name: /^Disable Owen/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Disable…" }).click();
  await page.getByRole("button", { name: /^Disable Owen/ }).click();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Enable…" }).click();
  await expect(page.getByRole("region", { name: "Enable" }).getByText(/^1 person gains something in \d+ places\.$/)).toBeVisible();
  await page.getByRole("button", { name: /^Enable Owen/ }).click();
  await expect(page.getByText("Enabled", { exact: true })).toBeVisible();
});
