// Journeys on a desktop, on a phone, and without script. The binary is built before (scripts/test).
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "journeys",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: true,
  // What passes only the second time is counted as passed, and named as flaky.
  retries: 1,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000, toMatchAriaSnapshot: { pathTemplate: "{testDir}/trees/{arg}{ext}" } },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
    },
  },
  projects: [
    { name: "desktop", testIgnore: /noscript|-phone/, use: { viewport: { width: 1280, height: 800 } } },
    { name: "phone", testMatch: /phone|tour|access\.spec|reach/, use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
    { name: "noscript", testMatch: /noscript/, use: { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false } },
  ],
});
