// Resources: the tree, one made, linked, moved, restricted and deleted; who has access; other eyes; files.
import { expect, folder, hydrated, signIn, start, test, watch } from "./console";

const TREE = "/projects/ward-capacity/resources";

test("the tree opens level by level, keeps what is open in the address, and is searched", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/ward-capacity");
  await hydrated(page);
  await page.getByRole("link", { name: "Resources", exact: true }).click();
  const list = page.getByRole("region", { name: "Resources" });
  await expect(list.getByRole("link", { name: "Bed occupancy", exact: true })).toBeVisible();
  await expect(list.getByText("also in Trial readout")).toBeVisible();
  await expect(list.getByText("Occupancy, May 2024")).toHaveCount(0);
  await page.getByRole("link", { name: "Open Bed occupancy" }).click();
  await expect(page).toHaveURL(/open=dataset%3Abed-occupancy/);
  await expect(list.getByText("Occupancy, May 2024")).toBeVisible();
  await page.getByRole("link", { name: "Close Bed occupancy" }).click();
  await expect(list.getByText("Occupancy, May 2024")).toHaveCount(0);
  await page.goBack();
  await expect(list.getByText("Occupancy, May 2024")).toBeVisible();

  await page.getByRole("searchbox", { name: "Search resources" }).fill("june");
  await expect(page).toHaveURL(/q=june/);
  await expect(list.getByText("in Bed occupancy")).toBeVisible();
  await expect(list.locator("mark").first()).toHaveText(/june/i);
  await page.getByRole("searchbox", { name: "Search resources" }).fill("nothing is called this");
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
});

test("a resource is made, changed, taken back, linked, and deleted with what is only in it", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto(`${TREE}/new`);
  await hydrated(page);
  await page.getByLabel("Type").selectOption("dataset");
  await page.getByLabel("Name (optional)").fill("Triage notes");
  await page.getByLabel("Identifier").fill("triage");
  await page.getByLabel("Attributes").fill("not json");
  await page.getByRole("button", { name: "Create resource" }).click();
  await expect(page.getByText(/Write a JSON object/)).toBeVisible();
  await expect(page.getByLabel("Name (optional)")).toHaveValue("Triage notes");
  await page.getByLabel("Attributes").fill('{"tier": "gold"}');
  await page.getByRole("button", { name: "Create resource" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Triage notes" })).toBeVisible();
  await expect(page.getByText("The resource is there, and yours.")).toBeVisible();

  await page.getByRole("link", { name: "New resource" }).click();
  await expect(page.getByLabel("What it is in")).toHaveValue("dataset:triage");
  await page.getByLabel("Name (optional)").fill("May");
  await page.getByRole("button", { name: "Create resource" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "May" })).toBeVisible();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Triage notes" }).click();
  await expect(page.getByRole("region", { name: "What is in it" }).getByRole("link", { name: "May" })).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).last().click();
  await page.getByLabel("Owner").fill("nobody.at.all");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/Nobody here is called nobody\.at\.all/)).toBeVisible();
  await page.getByLabel("Owner").fill("clara");
  await page.getByRole("radio", { name: /^Restricted/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The resource is saved.")).toBeVisible();
  await expect(page.getByText("Clara Rossi").first()).toBeVisible();
  await expect(page.getByText("Restricted", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
  await expect(page.getByText("Restricted", { exact: true })).toHaveCount(0);

  await page.getByRole("link", { name: "Settings" }).last().click();
  await page.getByLabel("In", { exact: true }).fill("project:ward-capacity\nproject:nowhere");
  await page.getByRole("button", { name: "Link or move" }).click();
  await expect(page.getByText(/One of them is not there, or you may not see it/)).toBeVisible();
  await page.getByLabel("In", { exact: true }).fill("project:ward-capacity\nproject:trial-readout");
  await page.getByRole("button", { name: "Link or move" }).click();
  await expect(page.getByText("The resource is saved.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Trial readout" })).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).last().click();
  await expect(page.getByText(/1 × file/)).toBeVisible();
  await expect(page.getByText("Among it: May.")).toBeVisible();
  await page.getByRole("link", { name: "Delete…" }).click();
  await expect(page.getByRole("region", { name: "Delete" }).getByText(/lose something in 2 places/)).toBeVisible();
  await page.getByLabel(/to confirm/).fill("Triage notes");
  await page.getByRole("button", { name: "Delete for ever" }).click();
  await expect(page.getByText("The resource is deleted")).toBeVisible();
  await expect(page.getByText("Triage notes")).toHaveCount(0);
});

test("who gains and who loses by a resource's settings is told while they are written", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/supplier-quality/resources/dataset%3Acomplaints/settings");
  await hydrated(page);
  const about = page.getByRole("region", { name: "About it" });
  const told = about.locator("[role=status]:not(.menu-note)");
  const save = about.getByRole("button", { name: "Save" });
  await expect(told).toBeHidden();
  await expect(about.getByRole("button", { name: "See what it would do" })).toBeHidden();
  const owner = await about.getByLabel("Owner").inputValue();
  await about.getByLabel("Owner").fill("sione");
  await expect(told.getByText("1 person gains something in 1 place.")).toBeVisible();
  // How many they are hangs on what other journeys gave to roles meanwhile.
  const gain = told.getByRole("listitem").filter({ hasText: "Sione Tupou:" });
  await expect(gain).toContainText(/update, delete datasets|\d+ permissions/);
  await about.getByLabel("Description").fill("Nobody's access hangs on this");
  await expect(save).toBeEnabled();
  await about.getByLabel("Owner").fill("nobody.at.all");
  await expect(about.getByText(/Nobody here is called nobody\.at\.all/)).toBeVisible();
  await about.getByLabel("Owner").fill(owner);
  await expect(told).toBeHidden();
  await about.getByLabel("Attributes").fill('{"shelf": 3}');
  await expect(told.getByText("Nobody gains or loses anything by this.")).toBeVisible();
  await about.getByLabel("Attributes").fill("");

  // What is being asked holds the button back; what comes too late is not told.
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route("**/rpc/check_node", async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest("**/rpc/check_node");
  await about.getByLabel("Owner").fill("sione");
  await asked;
  await expect(told).toHaveAttribute("aria-busy", "true");
  await expect(save).toBeDisabled();
  await about.getByLabel("Owner").fill(owner);
  await expect(save).toBeEnabled();
  const late = page.waitForResponse("**/rpc/check_node");
  release();
  await (await late).finished();
  await expect(told).toBeHidden();
  await page.unroute("**/rpc/check_node");

  // In a project that is open to everybody, everybody has it; taken out of its own, some lose it.
  const where = page.getByRole("region", { name: "Where it is" });
  await where.getByLabel("In", { exact: true }).fill("project:supplier-quality\nproject:handbook");
  await expect(where.getByText(/Everybody gains something in \d+ places?/)).toBeVisible();
  await where.getByLabel("In", { exact: true }).fill("project:handbook");
  await expect(where.getByText(/people lose something in \d+ places?/)).toBeVisible();
  await expect(where.getByText(/used .* in the last 30 days|None of them used/)).toBeVisible();
  await where.getByLabel("In", { exact: true }).fill("project:nowhere");
  await expect(where.getByText(/One of them is not there, or you may not see it/)).toBeVisible();

  await about.getByLabel("Owner").fill("sione");
  await save.click();
  await expect(page.getByText("The resource is saved.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("It was taken back")).toBeVisible();
});

test("who has access is told with all their ways, and what others would see", async ({ page }) => {
  await signIn(page, "ingrid");
  await page.goto(`${TREE}/dataset%3Abed-occupancy`);
  await hydrated(page);
  const who = page.getByRole("region", { name: "Who has access" });
  await expect(who.getByRole("row").filter({ hasText: "Clara Rossi" })).toBeVisible();
  const before = await who.getByRole("row").count();
  await who.getByLabel("Who may").selectOption("delete");
  await who.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/can=delete/);
  await expect(async () => expect(await who.getByRole("row").count()).toBeLessThan(before)).toPass();
  const others = page.getByRole("region", { name: "What others would see" });
  await expect(others.getByText("Nothing: for them it is not there.")).toHaveCount(2);
  await page.goto(`${TREE}?as=anyone`);
  await expect(page.getByText("This is what anyone sees without signing in.")).toBeVisible();
  await expect(page.getByText("They see nothing here")).toBeVisible();
});

test("a public project is shown to anyone but for what is restricted", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/open-nutrition/resources");
  await hydrated(page);
  const list = page.getByRole("region", { name: "Resources" });
  await expect(list.getByRole("link", { name: "Nutrition sources", exact: true })).toBeVisible();
  await expect(list.getByText("Restricted")).toBeVisible();
  await page.getByLabel("View as").selectOption("anyone");
  await expect(page).toHaveURL(/as=anyone/);
  await expect(list.getByRole("link", { name: "Nutrition explorer", exact: true })).toBeVisible();
  await expect(list.getByRole("link", { name: "Nutrition sources", exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "Back to your own view" }).click();
  await expect(list.getByRole("link", { name: "Nutrition sources", exact: true })).toBeVisible();
});

test("a file is tried, mended and imported; it comes back as it was exported", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/platform-metrics/resources/import");
  await hydrated(page);
  const rows = "id,name,parents\ndataset:latency,Latency,\nfile:latency-may,May,dataset:latncy\n";
  await page.getByLabel("From a file").setInputFiles({ name: "r.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
  await expect(page.getByLabel("Rows")).toHaveValue(rows);
  await page.getByRole("button", { name: "See what it would do" }).click();
  const verdict = page.getByRole("region", { name: "What it would do" });
  await expect(verdict.getByText("1 created · 0 changed · 0 unchanged · 1 refused")).toBeVisible();
  await expect(verdict.getByText(/dataset:latncy is not known/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Import/ })).toHaveCount(0);
  await page.getByLabel("Rows").fill(rows.replace("latncy", "latency"));
  await page.getByRole("button", { name: "See what it would do" }).click();
  await page.getByRole("button", { name: "Import 2 resources" }).click();
  await expect(page.getByText("The file is imported.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Latency", exact: true })).toBeVisible();
  const exported = await page.request.get("/projects/platform-metrics/resources.csv");
  const text = await exported.text();
  expect(text).toContain('"file:latency-may","May"');
  await page.goto("/projects/platform-metrics/resources/import");
  await hydrated(page);
  await page.getByLabel("Rows").fill(text);
  await page.getByRole("button", { name: "See what it would do" }).click();
  await expect(verdict.getByText("All of it is so already: there is nothing to do.")).toBeVisible();
});

test("who may read and not write is not offered to, and is told what is missing", async ({ page }) => {
  await signIn(page, "priya");
  await page.goto("/projects/demand-forecast/resources");
  await expect(page.getByRole("link", { name: "Promotions", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "New resource" })).toHaveCount(0);
  await page.goto("/projects/demand-forecast/resources/new");
  await expect(page.getByText(/dashboard:create/)).toBeVisible();
  await page.goto("/projects/demand-forecast/resources/dashboard%3Aregional-demand");
  await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
  await page.goto("/projects/demand-forecast/resources/dashboard%3Aregional-demand/settings");
  await expect(page.getByText(/dashboard:update/)).toBeVisible();
  for (const other of ["dataset%3Anone", "dataset%3Abed-occupancy", "user%3Apriya"]) {
    await page.goto(`/projects/demand-forecast/resources/${other}`);
    await expect(page.getByText(/There is no such page, or you may not see it/i)).toBeVisible();
  }
});

test("who loses a project is told before it is deleted", async ({ browser }) => {
  // On a console of its own: other journeys need the project.
  const place = folder();
  const site = await start(["--demo=standard"], place.path);
  const context = await browser.newContext({ baseURL: site.url });
  const page = await context.newPage();
  const complaints = await watch(page);
  await signIn(page, "ingrid");
  await page.goto("/projects/ward-capacity/settings");
  await hydrated(page);
  await page.getByRole("link", { name: "Delete…" }).click();
  await expect(page).toHaveURL(/delete=true/);
  const end = page.getByRole("region", { name: "Delete" });
  await expect(end.getByText(/(people lose|Everybody loses) something in \d+ places/)).toBeVisible();
  await expect(end.getByText(/used .* in the last 30 days|None of them used/)).toBeVisible();
  await end.getByRole("link", { name: "Keep it" }).click();
  await expect(page.getByRole("button", { name: "Delete for ever" })).toHaveCount(0);
  await page.getByRole("link", { name: "Delete…" }).click();
  await end.getByLabel(/to confirm/).fill("Ward capacity");
  await end.getByRole("button", { name: "Delete for ever" }).click();
  await expect(page.getByText("The project is deleted")).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
  await site.stop();
  place.remove();
});
