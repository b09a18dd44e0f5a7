// The navigation: changed by those who may, seen first as whoever holds a role, marked where one is.
import { expect, hydrated, signIn, test } from "./console";

test("an entry is seen as others would see it, saved, and shown to whom it is for", async ({ page, browser, site }) => {
  await signIn(page, "admin");
  await page.goto("/settings/navigation");
  await hydrated(page);
  await page.getByRole("link", { name: "New entry" }).click();
  await page.getByLabel("Label").fill("Reports");
  await page.getByLabel("Leads to").fill("javascript:alert(1)");
  await page.getByRole("button", { name: "See how it would look" }).click();
  await expect(page.getByText(/write a path such as/i)).toBeVisible();
  await page.getByLabel("Leads to").fill("https://reports.example/");
  await page.getByLabel("Place").fill("15");
  await page.getByLabel("Permission 1", { exact: true }).fill("report:fly");
  await page.getByRole("button", { name: "See how it would look" }).click();
  await expect(page.getByText(/the catalog has no/i)).toBeVisible();
  await page.getByLabel("Permission 1", { exact: true }).fill("report:publish");
  await page.getByLabel("Permission 1, on").selectOption("project");
  await page.getByLabel("For somebody who holds").selectOption({ label: "Viewer" });
  await page.getByRole("button", { name: "See how it would look" }).click();
  const preview = page.getByRole("group", { name: "Preview" });
  await expect(preview.getByText("Projects")).toBeVisible();
  await expect(preview.getByText("Reports")).toHaveCount(0);
  await page.getByLabel("For somebody who holds").selectOption({ label: "Maintainer" });
  await page.getByRole("button", { name: "See how it would look" }).click();
  await expect(preview.getByText("Reports")).toBeVisible();
  await page.getByRole("button", { name: "Save the entry" }).click();
  await expect(page.getByText("The navigation is saved.")).toBeVisible();

  // Who may publish somewhere has it in the menu; who only reads has not.
  const seen = async (name: string) => {
    const context = await browser.newContext({ baseURL: site.url });
    const other = await context.newPage();
    await signIn(other, name);
    await other.goto("/");
    await hydrated(other);
    const links = await other.getByRole("navigation", { name: "Main" }).getByRole("link").all();
    const found = await Promise.all(links.map(async (link) => [(await link.textContent())?.trim(), await link.getAttribute("href"), await link.getAttribute("rel")]));
    await context.close();
    return found;
  };
  expect(await seen("amara")).toContainEqual(["Reports", "https://reports.example/", "external noopener"]);
  expect((await seen("priya")).map(([label]) => label)).not.toContain("Reports");
});

test("links stand in groups, one in another, and the page one is on is marked", async ({ page }) => {
  await signIn(page, "admin");
  const add = async (label: string, href: string, inside: string, place: string) => {
    await page.goto("/settings/navigation/new");
    await hydrated(page);
    await page.getByLabel("Label").fill(label);
    await page.getByLabel("Leads to").fill(href);
    if (inside) await page.getByLabel("Is in").selectOption({ label: inside });
    await page.getByLabel("Place").fill(place);
    await page.getByRole("button", { name: "See how it would look" }).click();
    await page.getByRole("button", { name: "Save the entry" }).click();
    await expect(page.getByText("The navigation is saved.")).toBeVisible();
  };
  await add("Work", "", "", "11");
  await add("Forecast", "/projects/demand-forecast", "Work", "1");
  await add("Its members", "/projects/demand-forecast/members", "Forecast", "1");
  await page.goto("/projects/demand-forecast/members");
  await hydrated(page);
  const main = page.getByRole("navigation", { name: "Main" });
  const heading = main.locator(".frame-heading:visible");
  await expect(heading).toHaveText(["Work"]);
  await expect(main.locator("[aria-current]:visible")).toHaveText(["Its members"]);
  await main.getByRole("link", { name: "Forecast" }).click();
  await page.waitForURL("**/projects/demand-forecast");
  await expect(main.locator("[aria-current]:visible")).toHaveText(["Forecast"]);

  // The feature is off here: what hangs on it is not shown, and neither is a heading over nothing.
  await page.goto("/settings/navigation");
  await hydrated(page);
  await page.getByRole("link", { name: "Forecast" }).last().click();
  await page.getByLabel("Feature", { exact: false }).first().fill("beta");
  await page.getByRole("button", { name: "See how it would look" }).click();
  await expect(page.getByRole("group", { name: "Preview" }).getByText("Work")).toHaveCount(0);
  await page.getByRole("button", { name: "Save the entry" }).click();
  await expect(page.getByText("feature beta: off")).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(heading).toHaveCount(0);

  await page.getByText("As the console brings it…").click();
  await page.getByRole("button", { name: "Put it back" }).click();
  await expect(page.getByText("feature beta: off")).toHaveCount(0);
});
