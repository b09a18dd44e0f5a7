// The catalog: shown, changed by administrators after they saw what it would do, owned by files.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BINARY, type Console, expect, hydrated, signIn, test } from "./console";

const LAB = `name = "lab"
title = "Laboratory"
description = "What the laboratory's service protects."
[catalog]
name = "lab"
[catalog.types.sample]
parents = ["project"]
actions = ["read", "create", "freeze"]
[[role]]
id = "technician"
name = "Technician"
on = ["project"]
permissions = [["sample:read", "all"]]
`;

function run(site: Console, ...line: string[]): string {
  return execFileSync(BINARY, line, { env: site.environment, cwd: dirname(site.database) }).toString();
}

test("a type gets an action: who gains is seen first, saved as it was seen, and in the log", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/");
  await hydrated(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Catalog" }).click();
  const types = page.getByRole("region", { name: "What is in what" });
  await expect(types.getByRole("link", { name: "file", exact: true })).toBeVisible();
  await types.getByRole("link", { name: "dataset", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "dataset" })).toBeVisible();
  await expect(page.getByLabel("project", { exact: true })).toBeChecked();
  const actions = page.getByLabel("What can be done");
  await actions.fill("read\ncreate\nupdate\ndelete\nexport\nseal");
  await page.getByRole("button", { name: "See what it would do" }).click();
  const told = page.getByRole("region", { name: "What it would do" });
  // Owners hold everything that can be done with datasets, and so gain it.
  await expect(told.getByText(/\d+ people gain something in \d+ places/)).toBeVisible();
  await expect(told.getByText(/seal/).first()).toBeVisible();
  // What was looked at is what is saved: after another change it has to be looked at again.
  await actions.fill("read\ncreate\nupdate\ndelete\nexport\nseal\nburn");
  await expect(told.getByText("This is of before your last change")).toBeVisible();
  await expect(told.getByRole("button", { name: "Save to the catalog" })).toBeDisabled();
  await actions.fill("read\ncreate\nupdate\ndelete\nexport\nseal");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(told.getByText("This is of before your last change")).toHaveCount(0);
  await told.getByLabel("Reason").fill("for the archive");
  await told.getByRole("button", { name: "Save to the catalog" }).click();
  await expect(page.getByText("The catalog is saved.")).toBeVisible();
  await expect(types.getByText("read · create · update · delete · export · seal")).toBeVisible();
  await page.getByRole("link", { name: "History" }).click();
  await expect(page.getByText(/changed the catalog: dataset/).first()).toBeVisible();
  // In force: whoever holds it may do it.
  await page.goto("/access?who=user%3Aamara&can=dataset%3Aseal&on=project%3Ademand-forecast");
  await expect(page.getByText(/may/i).first()).toBeVisible();
});

test("what is in use stays: it is said what is in the way", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/catalog/types/dashboard");
  await hydrated(page);
  await expect(page.getByRole("region", { name: "Remove" }).getByText("Something is in the way:")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove the type" })).toHaveCount(0);
  await page.getByLabel("What can be done").fill("create\nupdate\ndelete");
  await page.getByRole("button", { name: "See what it would do" }).click();
  const told = page.getByRole("region", { name: "What it would do" });
  await expect(told.getByText(/Role viewer gives dashboard:read, which would be nothing/)).toBeVisible();
  await expect(told.getByText(/loses? something/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save to the catalog" })).toHaveCount(0);
});

test("a new type is made and removed again, and what cannot be read names its field", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/catalog/new");
  await hydrated(page);
  await page.getByLabel("Name", { exact: true }).fill("dataset");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText(/there is a type dataset already/i)).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("poster");
  await page.getByLabel("project", { exact: true }).check();
  await page.getByLabel("Can be public or internal").check();
  await page.getByLabel("What a new one brings").fill("everybody owner");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(page.getByText(/write creator, members or child/i)).toBeVisible();
  await page.getByLabel("What a new one brings").fill("creator owner");
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("button", { name: "Save to the catalog" }).click();
  await expect(page.getByText("The catalog is saved.")).toBeVisible();
  const types = page.getByRole("region", { name: "What is in what" });
  await types.getByRole("link", { name: "poster", exact: true }).click();
  await expect(page.getByLabel("What a new one brings")).toHaveValue("creator owner");
  await page.getByText("Remove poster…").click();
  await page.getByRole("button", { name: "Remove the type" }).click();
  await expect(page.getByText("The catalog is saved.")).toBeVisible();
  await expect(types.getByRole("link", { name: "poster", exact: true })).toHaveCount(0);
});

test("what a file owns is locked, says which file, and what differs from it is told", async ({ page, site }) => {
  writeFileSync(join(dirname(site.database), "lab.toml"), LAB);
  expect(run(site, "catalog", "plan", "lab.toml")).toContain("+ type sample");
  run(site, "catalog", "apply", "lab.toml", "--reason", "agreed");
  await signIn(page, "admin");
  await page.goto("/catalog");
  await hydrated(page);
  const files = page.getByRole("region", { name: "Owned by files" });
  await expect(files.getByText("as applied")).toBeVisible();
  await expect(page.getByRole("region", { name: "What is in what" }).getByText("owned by lab.toml")).toBeVisible();
  await page.getByRole("region", { name: "What is in what" }).getByRole("link", { name: "sample", exact: true }).click();
  await expect(page.getByText("The file lab.toml owns this")).toBeVisible();
  await expect(page.getByLabel("What can be done")).toHaveCount(0);
  await expect(page.getByText("read, create, freeze")).toBeVisible();
});

test("an auditor reads the catalog, and nobody else but administrators gets to it", async ({ page }) => {
  await signIn(page, "kwame");
  await page.goto("/catalog");
  await hydrated(page);
  await expect(page.getByRole("region", { name: "What is in what" })).toBeVisible();
  await expect(page.getByRole("link", { name: "New type" })).toHaveCount(0);
  await page.getByRole("link", { name: "report", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "report" })).toBeVisible();
  await expect(page.getByText("can be public")).toBeVisible();
  await expect(page.getByRole("button", { name: "See what it would do" })).toHaveCount(0);
  await signIn(page, "priya");
  await page.goto("/catalog");
  await expect(page.getByRole("heading", { level: 1, name: "Catalog" })).toHaveCount(0);
  await expect(page.getByText(/system:read/).first()).toBeVisible();
});

test("settings are changed by those who see what they would do", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/catalog/settings");
  await hydrated(page);
  await page.getByLabel("What the console asks for").fill("manages_members project:read");
  await page.getByRole("button", { name: "See what it would do" }).click();
  const told = page.getByRole("region", { name: "What it would do" });
  await expect(told.getByText(/Managing members would ask for project:read instead of member:update/)).toBeVisible();
  await expect(told.getByText(/people could do so somewhere who cannot now/)).toBeVisible();
});
