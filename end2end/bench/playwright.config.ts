// Measurements in Chromium, on a binary that is built before (scripts/bench screens).
import { defineConfig } from "@playwright/test";
import journeys from "../playwright.config";

export default defineConfig({
  ...journeys,
  testDir: ".",
  testMatch: "*.ts",
  outputDir: "../test-results/bench",
  workers: 1,
  retries: 0,
  timeout: 180_000,
  reporter: [["line"]],
  projects: [{ name: "desktop", use: { viewport: { width: 1280, height: 800 } } }],
});
