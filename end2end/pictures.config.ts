// Pictures of every screen, for docs/screenshots; `make screenshots` runs it.
import { defineConfig } from "@playwright/test";
import journeys from "./playwright.config";

export default defineConfig({
  testDir: "pictures",
  outputDir: "test-results/pictures",
  // One after the other on one demo: what one leaves in the audit log is on the next one's picture.
  workers: 1,
  reporter: "list",
  use: journeys.use,
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
    { name: "phone", use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, hasTouch: true, isMobile: true } },
  ],
});
