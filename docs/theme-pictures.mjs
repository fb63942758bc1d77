/* theme-pictures.mjs TIRAGE - a sheet for each theme that is built in, docs/pictures/NAME.webp: by day and night, on a
 * phone, from right to left and on paper.  `./run theme-pictures` builds the program and calls it. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { chromium } = createRequire(here("../build/web/package.json"))("playwright-core");
const tirage = process.argv[2] ?? here("../build/release/tirage");
const work = here("../build/theme-pictures/");
const MAX_BYTES = 30000, HEIGHT = 240, GAP = 8;

const run = (...args) => execFileSync(tirage, args, { stdio: ["ignore", "ignore", "inherit"] });

/* The example project, without what needs ffmpeg, and one whose words run from right to left. */
function project(theme, arabic) {
    const src = join(work, `${theme}${arabic ? "-ar" : ""}`), out = `${src}-site`;
    const edit = (name, change) => writeFileSync(join(src, name), change(readFileSync(join(src, name), "utf8")));
    run("example", src, "-q");
    cpSync(here("../examples/story"), src, { recursive: true });
    writeFileSync(join(src, "Lake country/settings.yaml"), "title: Lake country\ndate: 2025-06-21\ncover: view 01.jpg\n" +
        "sections:\n  - {type: pictures-group, images: [[view 01.jpg, view 02.jpg, view 03.jpg]]}\n");
    edit("settings.yaml", (text) => text.replace("theme: exposure", `theme: ${theme}`));
    if (arabic) {
        edit("settings.yaml", (text) => text.replace("title: Hills & lakes", "title: تلال وبحيرات\nlang: ar")
            .replace("A year of walks", "سنة من المشي").replace("en_GB", "C"));
        edit("Autumn in the hills/settings.yaml", (text) => text.replaceAll("title: Autumn in the hills", "title: الخريف في التلال")
            .replaceAll("Nine days, no rain", "تسعة أيام بلا مطر").replace("title: The way up", "title: الطريق إلى الأعلى")
            .replace(/The path leaves[^]*?from below\./, "يغادر الطريق الوادي خلف الطاحونة. <strong>أحضروا الماء.</strong> " +
                "لا يوجد ماء فوق آخر البيوت، والطريق أطول مما يبدو من الأسفل.")
            .replace("Nothing is as far as it looks.", "لا شيء بعيد كما يبدو."));
    }
    run("build", src, "-o", out, "-q");
    return out;
}

const story = "Autumn in the hills/index.html", desktop = { viewport: { width: 1280, height: 800 } };
const shots = [
    { path: story, ...desktop },
    { path: "index.html", ...desktop, colorScheme: "dark" },
    { path: story, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    { path: story, ...desktop, to: ".quote", colorScheme: "dark" },
    { path: story, ...desktop, to: ".paragraph", arabic: true },
    { path: story, viewport: { width: 794, height: 1123 }, media: "print", to: ".group" },
];

async function shoot(browser, site, { path, to, media, ...options }) {
    const page = await browser.newPage(options);
    await page.goto(pathToFileURL(join(site, path)).href);
    await page.emulateMedia({ media: media ?? "screen", colorScheme: options.colorScheme ?? "light" });
    await page.evaluate(() => document.querySelectorAll("img").forEach((image) => image.loading = "eager"));
    await page.waitForLoadState("networkidle");
    await page.evaluate((selector) => selector && scrollBy(0, document.querySelector(selector).getBoundingClientRect().top - 150), to);
    await page.evaluate(() => Promise.all([document.fonts.ready, ...[...document.images].map((image) => image.decode())]));
    const png = await page.screenshot({ animations: "disabled" });
    await page.close();
    return `<img height="${HEIGHT}" src="data:image/png;base64,${png.toString("base64")}">`;
}

async function sheet(browser, theme) {
    const sites = [false, true].map((arabic) => project(theme, arabic)), images = [];
    for (const { arabic, ...shot } of shots)
        images.push(await shoot(browser, sites[Number(Boolean(arabic))], shot));
    const page = await browser.newPage({ viewport: { width: 1000, height: 600 } });
    await page.setContent(`<!DOCTYPE html><style>body { display: grid; width: max-content; gap: ${GAP}px; margin: 0; padding: ${GAP}px; background: #8c8a87 }
        div { display: flex; gap: ${GAP}px } img { display: block }</style><body>
        <div>${images.slice(0, 3).join("")}</div><div>${images.slice(3).join("")}</div>`);
    const png = join(work, `${theme}.png`), webp = here(`pictures/${theme}.webp`);
    await page.locator("body").screenshot({ path: png });
    await page.close();
    for (let quality = 85; quality > 20; quality -= 5) {
        run("thumb", "-s", "copy", "-Q", String(quality), "-o", webp, png);
        if (statSync(webp).size <= MAX_BYTES)
            break;
    }
    console.log(`${theme}.webp: ${statSync(webp).size} bytes`);
}

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
mkdirSync(here("pictures"), { recursive: true });
const browser = await chromium.launch({
    executablePath: ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync),
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});
for (const theme of ["paper", "exposure", "night"])
    await sheet(browser, theme);
await browser.close();
