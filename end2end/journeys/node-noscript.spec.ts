// Resources without script.
import { expect, signIn, test } from "./console";

test("the tree, a new resource and its undo work without script", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/port-delays/resources");
  await page.getByRole("link", { name: "Open Port calls" }).click();
  await expect(page.getByRole("link", { name: "Port calls Santos" })).toBeVisible();
  await page.getByLabel("View as").selectOption("anyone");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText("This is what anyone sees")).toBeVisible();
  await page.goto("/projects/port-delays/resources/new");
  await page.getByLabel("Type").selectOption("report");
  await page.getByLabel("Identifier").fill("plain report");
  await page.getByLabel("Attributes").fill("[]");
  await page.getByRole("button", { name: "Create resource" }).click();
  await expect(page.getByText(/Write a JSON object/)).toBeVisible();
  await expect(page.getByLabel("Identifier")).toHaveValue("plain report");
  await page.getByLabel("Attributes").fill("");
  await page.getByRole("button", { name: "Create resource" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "plain report" })).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).last().click();
  await page.getByRole("radio", { name: /^Public/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The resource is saved.")).toBeVisible();
  await expect(page.getByText("Set here")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
  await expect(page.getByText("Set here")).toHaveCount(0);
});

test("what a resource's settings would do is seen first without script, and nothing typed is lost", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/supplier-quality/resources/report%3Aaudit-spring/settings");
  const about = page.getByRole("region", { name: "About it" });
  await about.getByLabel("Description").fill("Typed before the look");
  await about.getByRole("radio", { name: /^Public/ }).check();
  await about.getByRole("button", { name: "See what it would do" }).click();
  await expect(about.getByText("Everybody gains something in 1 place.")).toBeVisible();
  await expect(about.getByRole("radio", { name: /^Public/ })).toBeChecked();
  await expect(about.getByLabel("Description")).toHaveValue("Typed before the look");
  await about.getByLabel("Owner").fill("nobody.at.all");
  await about.getByRole("button", { name: "See what it would do" }).click();
  await expect(about.getByText(/Nobody here is called nobody\.at\.all/)).toBeVisible();
  await about.getByLabel("Owner").fill("lucie");
  await about.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The resource is saved.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();

  await page.goto("/projects/supplier-quality/resources/report%3Aaudit-spring/settings");
  const where = page.getByRole("region", { name: "Where it is" });
  await where.getByLabel("In", { exact: true }).fill("project:handbook");
  await where.getByRole("button", { name: "See what it would do" }).click();
  await expect(where.getByText(/Everybody gains something/)).toBeVisible();
  await expect(where.getByLabel("In", { exact: true })).toHaveValue("project:handbook");
  await expect(about.getByText(/gains something/)).toHaveCount(0);
});

test("a file is tried and imported without script", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/handbook/resources/import");
  await page.getByLabel("Rows").fill("id,colour\ndataset:x,red");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText(/colour is no column/).first()).toBeVisible();
  await expect(page.getByLabel("Rows")).toHaveValue("id,colour\ndataset:x,red");
  await page.getByLabel("Rows").fill('[{"id": "dataset:rules", "name": "House rules"}]');
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText(/1 created/)).toBeVisible();
  await page.getByRole("button", { name: "Import 1 resource" }).click();
  await expect(page.getByText("The file is imported.")).toBeVisible();
  await expect(page.getByRole("link", { name: "House rules" })).toBeVisible();
});
