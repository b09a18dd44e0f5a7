// The console can be put on a home screen, and looks at home there.
import { chromium, type Page } from "@playwright/test";
import config from "../playwright.config";
import { expect, folder, test } from "./console";

interface Manifest {
  name: string;
  display: string;
  start_url: string;
  icons: { src: string; sizes: string; type: string; purpose: string }[];
}

test("a browser offers to install it", async ({ site }) => {
  // A context of its own counts as private browsing, where nothing can be installed.
  const place = folder();
  const context = await chromium.launchPersistentContext(place.path, config.use?.launchOptions);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${site.url}/sign-in`);
  const browser = await context.newCDPSession(page);
  const { errors, data } = await browser.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? "{}") as Manifest;
  expect(manifest).toMatchObject({ name: "Bailiwick", display: "standalone", start_url: "/" });
  const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
  expect(installabilityErrors).toEqual([]);
  await context.close();
  place.remove();
});

/** Width and height of a PNG, from its first chunk (RFC 2083, section 11.2.1). */
function size(png: Buffer): string {
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

test("its icons are there, in the sizes they say", async ({ page, request }) => {
  const manifest = (await (await request.get("/manifest.webmanifest")).json()) as Manifest;
  for (const purpose of ["any", "maskable"]) {
    expect(manifest.icons.filter((icon) => icon.purpose === purpose).map((icon) => icon.sizes)).toEqual(["192x192", "512x512"]);
  }
  for (const icon of manifest.icons) {
    const answer = await request.get(icon.src);
    expect(answer.headers()["content-type"]).toBe(icon.type);
    expect(size(await answer.body()), icon.src).toBe(icon.sizes);
  }
  await page.goto("/sign-in");
  const touch = await page.locator("link[rel=apple-touch-icon]").getAttribute("href");
  expect(size(await (await request.get(touch ?? "")).body())).toBe("180x180");
});

/** A colour as the screen shows it. */
function shown(page: Page, colour: string): Promise<number[]> {
  return page.evaluate((colour) => {
    const canvas = document.createElement("canvas").getContext("2d");
    if (!canvas) throw new Error("no canvas");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }, colour);
}

test("the frame of the browser has the colour of the page", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto("/sign-in");
    const frame = await page.locator(`meta[name=theme-color][media*=${colorScheme}]`).getAttribute("content");
    const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await shown(page, frame ?? ""), colorScheme).toEqual(await shown(page, ground));
  }
});
