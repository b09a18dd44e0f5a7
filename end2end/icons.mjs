// Draws the icons of the installed console in public/icons from the product's mark, with Chromium. scripts/icons runs it.
import { chromium } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../public/icons");

/** The mark on ink: `corner` rounds the sheet, `size` is how much of it the mark takes. */
const drawing = (corner, size) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100%" height="100%">
  <rect width="100" height="100" rx="${corner}" fill="#1d2740"/>
  <svg x="${50 - size / 2}" y="${50 - size / 2}" width="${size}" height="${size}" viewBox="3 1.5 28 28">
    <g fill="none" stroke="#efece4" stroke-width="3" stroke-linejoin="round" stroke-linecap="round">
      <path d="M6 4v24"/><path d="M11 4.5h10.5l2.5 9.2H11z"/>
    </g>
    <path fill="#e0b45c" stroke="#e0b45c" stroke-width="3" stroke-linejoin="round" d="M11 18.8h14.3l2.2 8.7H11z"/>
  </svg>
</svg>`;

const icons = [
  { name: "sheet-192", pixels: 192, svg: drawing(22, 60) },
  { name: "sheet-512", pixels: 512, svg: drawing(22, 60) },
  // Launchers cut these to any shape that leaves the circle of 80 % in the middle (W3C, Web App Manifest, "maskable").
  { name: "full-192", pixels: 192, svg: drawing(0, 50) },
  { name: "full-512", pixels: 512, svg: drawing(0, 50) },
  { name: "touch-180", pixels: 180, svg: drawing(0, 58) },
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
for (const { name, pixels, svg } of icons) {
  const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  await page.screenshot({ path: `${folder}/${name}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
