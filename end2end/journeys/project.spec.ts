// A project's settings: who gains and who loses by opening, closing and archiving it, before that is done.
import { expect, hydrated, signIn, test } from "./console";

test("who may visit a project is changed after who gains and loses was told", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/trial-readout/settings");
  await hydrated(page);
  const about = page.getByRole("region", { name: "About the project" });
  const told = about.locator("[role=status]");
  const saved = page.getByText("The project is saved.");
  await about.getByLabel("Description").fill("Results of the asthma study, second year");
  await expect(told).toBeHidden();
  await about.getByRole("radio", { name: /^Internal/ }).check();
  await expect(told.getByText(/^Everybody gains something in \d+ places\.$/)).toBeVisible();
  await about.getByRole("radio", { name: /^Private/ }).check();
  await expect(told).toBeHidden();
  await about.getByRole("radio", { name: /^Internal/ }).check();
  await expect(told.getByText(/^Everybody gains/)).toBeVisible();
  await about.getByRole("button", { name: "Save" }).click();
  await expect(saved).toBeVisible();
  await expect(about.getByLabel("Description")).toHaveValue("Results of the asthma study, second year");
  await expect(told).toBeHidden();
  await about.getByRole("radio", { name: /^Private/ }).check();
  await expect(told.getByText(/^Everybody loses something in \d+ places\.$/)).toBeVisible();
  await expect(told.getByText(/used .* in the last 30 days|None of them used/)).toBeVisible();
  await about.getByRole("button", { name: "Save" }).click();
  await expect(told).toBeHidden();
});

test("a project is archived and made usable again, each after a look", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/projects/trial-readout/settings");
  await hydrated(page);
  const archive = page.getByRole("region", { name: "Archive", exact: true });
  await archive.getByRole("link", { name: "Archive…" }).click();
  await expect(archive.getByText(/people lose something in \d+ places/)).toBeVisible();
  await archive.getByRole("link", { name: "Leave it as it is" }).click();
  await expect(archive.getByRole("button", { name: "Archive the project" })).toHaveCount(0);
  await archive.getByRole("link", { name: "Archive…" }).click();
  await archive.getByRole("button", { name: "Archive the project" }).click();
  const archived = page.getByRole("region", { name: "This project is archived" });
  await archived.getByRole("link", { name: "Make it usable again…" }).click();
  await expect(archived.getByText(/people gain something in \d+ places/)).toBeVisible();
  await archived.getByRole("button", { name: "Make it usable again" }).click();
  await expect(archive.getByRole("link", { name: "Archive…" })).toBeVisible();
  await expect(archive.getByText(/lose something/)).toHaveCount(0);
});
