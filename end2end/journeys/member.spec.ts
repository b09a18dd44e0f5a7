// Members of a project: every way in, narrowing, adding a list, changing many, and taking back.
import { expect, folder, hydrated, signIn, start, test } from "./console";

const PROJECT = "/projects/demand-forecast/members";

test("the list tells every way in, and what is left after a removal", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto(PROJECT);
  await hydrated(page);
  const tabs = page.getByRole("navigation", { name: "Members" });
  for (const name of [/^Members \d+/, /^Groups \d+/, /^Also have access \d+/, /^Expiring \d+/, /^History/])
    await expect(tabs.getByRole("link", { name })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "dmitri" });
  const ways = row.getByRole("link", { name: /·/ });
  await expect(ways.first()).toHaveText(/Maintainer · direct/);
  await expect(row.getByRole("link", { name: /group Data science/ })).toBeVisible();
  const account = row.getByRole("link", { name: /account Meridian/ });
  await expect(account).toHaveAttribute("title", /Changed elsewhere/);
  await row.locator("summary").click();
  await expect(row.getByText(/If removed: still Contributor through group Data science/)).toBeVisible();
  await account.click();
  await expect(page.getByRole("link", { name: /^Also have access/ })).toHaveAttribute("aria-current", "page");
  await expect(page.getByText(/changed on Meridian/).first()).toBeVisible();
  await page.getByRole("listitem").filter({ hasText: "group Data science" }).getByRole("link", { name: "Who is this?" }).click();
  await expect(page.getByText("Hana", { exact: false }).first()).toBeVisible();
});

test("the list is searched and narrowed, and the address says so", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto(PROJECT);
  await hydrated(page);
  await page.getByRole("searchbox").fill("priy");
  await expect(page.locator("mark").first()).toHaveText(/priy/i);
  await expect(page).toHaveURL(/q=priy/);
  await page.goto(`${PROJECT}?role=maintainer`);
  await expect(page.getByText("1 fits")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Role" })).toHaveValue("maintainer");
  await page.goto(`${PROJECT}?q=nobody+at+all`);
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await page.getByRole("link", { name: "Clear all" }).last().click();
  await expect(page.getByRole("row").filter({ hasText: "priya" })).toBeVisible();
});

test("a pasted list says whom it means before anybody is added, and adding is undone", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/port-delays/members/add");
  await hydrated(page);
  // What gives most is first.
  const known = ["owner", "maintainer", "editor", "contributor", "viewer"];
  const offered = await page.locator("input[name='roles[]']").evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  expect(offered.filter((role) => known.includes(role))).toEqual(known);
  const field = page.getByRole("combobox", { name: "People, groups and accounts" });
  await field.evaluate((input, text) => {
    const data = new DataTransfer();
    data.setData("text", text);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, "priya\nyasmin; nobody.at.all@example.org\nFleet operations");
  await expect(page.locator(".picker .chip", { hasText: "unknown" })).toHaveText(/nobody\.at\.all/);
  await expect(page.locator(".picker .chip", { hasText: "already a member" })).toBeVisible();
  await expect(page.locator(".picker .chip", { hasText: "Fleet operations" })).toBeVisible();
  await page.getByRole("button", { name: /Leave out nobody/ }).click();
  await page.locator("summary", { hasText: "What it allows: Viewer" }).click();
  await expect(page.locator("details[open] dt", { hasText: "dataset" })).toBeVisible();
  await page.locator("input[name='roles[]'][value=viewer]").check();
  await page.getByLabel("Access ends").selectOption("7");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("They are members now.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "priya" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(/taken back/)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "priya" })).toHaveCount(0);
});

test("many are chosen with Shift and by what fits, previewed, changed and taken back", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/ward-capacity/members");
  await hydrated(page);
  const rows = page.locator("tr.member input[type=checkbox]");
  await rows.first().click();
  await rows.last().click({ modifiers: ["Shift"] });
  const count = await rows.count();
  const bar = page.getByRole("region", { name: "Those chosen" });
  await expect(bar.getByRole("status")).toHaveText(`${count} chosen`);
  await expect(rows.nth(1)).toBeChecked();
  await bar.getByRole("link", { name: "Set the end…" }).click();
  await page.getByLabel("Change", { exact: true }).selectOption("give");
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "Viewer" });
  await page.getByLabel("Access ends").selectOption("30");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("heading", { name: "What it would do" })).toBeVisible();
  await expect(page.getByText(/\d+ change, \d+ do not/)).toBeVisible();
  await page.getByLabel("Reason").fill("season");
  await page.getByRole("button", { name: "Change them" }).click();
  await expect(page).toHaveURL(/members\/jobs\/job_/);
  await expect(page.getByText(`Done: ${count}`)).toBeVisible();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Results as a file" }).click()]);
  expect(file.suggestedFilename()).toMatch(/ward-capacity-job.*\.csv/);
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Take back an earlier change" })).toBeVisible();
  await page.goto("/projects/ward-capacity/members/history");
  await expect(page.getByText("season").first()).toBeVisible();
});

test("members of a discreet project see themselves", async ({ page, browser, site }) => {
  await signIn(page, "admin");
  await page.goto("/projects/supplier-quality/settings");
  await hydrated(page);
  await page.getByLabel("Members see only themselves").check();
  await page.getByRole("button", { name: "Save who sees whom" }).click();
  await expect(page.getByText("The project is saved.")).toBeVisible();
  await page.goto("/projects/supplier-quality/members");
  const names = await page.locator("tr.member a[href^='/projects/supplier-quality/members/user']").evaluateAll((links) =>
    links.map((link) => decodeURIComponent(link.getAttribute("href") ?? "").split("user:")[1]),
  );
  let seen = 0;
  for (const name of [...new Set(names)]) {
    const context = await browser.newContext({ baseURL: site.url });
    const other = await context.newPage();
    await signIn(other, name);
    await other.goto("/projects/supplier-quality/members");
    if (await other.getByText("members do not see each other").isVisible()) {
      await expect(other.locator("tr.member")).toHaveCount(1);
      seen += 1;
    }
    await context.close();
    if (seen) break;
  }
  expect(seen, "somebody there is a plain member").toBe(1);
});

test("the list is used by keyboard alone", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto(PROJECT);
  await hydrated(page);
  await page.locator("tr.member input[type=checkbox]").first().focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("region", { name: "Those chosen" })).toBeVisible();
  await page.locator("tr.member summary").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("tr.member details[open]")).toHaveCount(1);
});

test("who was active is seen after a while, and over a restart", async ({ browser }) => {
  const place = folder();
  let site = await start(["--demo=standard"], place.path);
  const context = await browser.newContext({ baseURL: site.url });
  const page = await context.newPage();
  await signIn(page, "priya");
  await page.goto("/projects/demand-forecast");
  await site.stop();
  site = await start([], place.path);
  const again = await browser.newContext({ baseURL: site.url });
  const other = await again.newPage();
  await signIn(other, "admin");
  await other.goto(`${PROJECT}?q=priya`);
  await expect(other.getByText(/^Active /)).toBeVisible();
  await context.close();
  await again.close();
  await site.stop();
  place.remove();
});
