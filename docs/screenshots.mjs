/* screenshots.mjs - makes the pictures in README.md from the demo's gallery:
 * ./run deps --web && ./run demo && node docs/screenshots.mjs */
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = name => fileURLToPath(new URL(name, import.meta.url));
const { chromium } = createRequire(here("../build/web/package.json"))("playwright-core");
const site = new URL("../build/demo/site/", import.meta.url);
const album = new URL("Lake%20country/index.html", site).href;
const pictures = [
    { name: "gallery", url: new URL("index.html", site).href, width: 1280, height: 720 },
    { name: "album", url: album, width: 1280, height: 720, colorScheme: "dark" },
    { name: "phone", url: album, width: 390, height: 720, isMobile: true, hasTouch: true },
    { name: "viewer", url: `${album}#view%2002.jpg`, width: 390, height: 720, isMobile: true, hasTouch: true },
];
const browser = await chromium.launch({
    executablePath: ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync),
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});

for (const { name, url, width, height, ...options } of pictures) {
    const page = await browser.newPage({ viewport: { width, height }, ...options });

    await page.goto(url);
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: here(`${name}.jpg`), type: "jpeg", quality: 82, animations: "disabled" });
}
await browser.close();
