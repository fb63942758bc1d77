/* viewer.mjs TIRAGE [PHOTOS] - what pages weigh, how soon the viewer answers and how smoothly it is swiped, as Markdown
 * tables: an album of 100 pictures and the first page of one of 2000, in Chromium at a quarter of the CPU's speed.
 * PHOTOS is a folder of JPEG files; without it the example's are taken. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { serve } from "./host.mjs";

const VIEWS = [[1280, 800, 1], [1280, 800, 2], [1280, 800, 3], [390, 844, 2], [390, 844, 3], [1920, 1080, 1]];
const ROUNDS = 9, SLOWER = 4, FRAME_MS = 1000 / 60;
const tirage = resolve(process.argv[2]);
const puppeteer = createRequire(resolve(process.env.LIGHTHOUSE, "package.json"))("puppeteer-core");
const work = mkdtempSync(join(tmpdir(), "tirage-viewer."));
const run = (...args) => execFileSync(tirage, args, { stdio: ["ignore", "ignore", "inherit"] });
const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

function build() {
    const photos = join(work, "photos"), out = join(work, "site");

    run("example", photos, "-q");
    const given = process.argv[3] ?? join(photos, "Lake country");
    const files = readdirSync(given).filter(name => /\.jpe?g$/i.test(name));
    for (const n of [100, 2000]) {
        mkdirSync(join(photos, String(n)));
        for (let i = 0; i < n; i++)
            copyFileSync(join(given, files[i % files.length]), join(photos, String(n), `${1000 + i}.jpg`));
    }
    run("build", photos, "-o", out, "-q");
    return out;
}

/* Gzipped, in bytes. */
function weigh(file) {
    const html = readFileSync(file), of = suffix => [...String(html).matchAll(new RegExp(`(?:href|src)="([^"]*\\.${suffix})"`, "g"))]
        .map(([, path]) => gzipSync(readFileSync(join(dirname(file), path))).length).reduce((a, b) => a + b, 0);

    return [gzipSync(html).length, of("css"), of("js")];
}

/* What a browser asks for before the page is scrolled: pictures, bytes. */
async function firstView(browser, url, [width, height, deviceScaleFactor]) {
    const page = await browser.newPage(), sizes = [];

    await page.setViewport({ width, height, deviceScaleFactor, isMobile: width < 500 });
    page.on("response", response => /\.jpg$/.test(response.url()) && sizes.push(+response.headers()["content-length"]));
    await page.goto(url, { waitUntil: "networkidle0" });
    await page.close();
    return [sizes.length, sizes.reduce((a, b) => a + b)];
}

/* From the input to the next frame, as Event Timing has it, in milliseconds (in steps of 8, from 16). */
async function answer(page, act) {
    await page.evaluate(() => globalThis.slowest = 0);
    await act();
    await new Promise(done => setTimeout(done, 900));
    return page.evaluate(() => globalThis.slowest);
}

/* The share of frames that are missing while a finger goes to and fro. */
async function swipe(page, session) {
    const point = x => [{ x, y: 400, id: 0 }];

    await page.evaluate(() => {
        globalThis.frames = [];
        globalThis.looking = true;
        requestAnimationFrame(function look(time) {
            globalThis.frames.push(time);
            if (globalThis.looking)
                requestAnimationFrame(look);
        });
    });
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: point(900) });
    for (let i = 0; i < 60; i++) {
        await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: point(900 - 500 * Math.sin(i / 10)) });
        await new Promise(done => setTimeout(done, FRAME_MS));
    }
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await new Promise(done => setTimeout(done, 300));
    const frames = await page.evaluate(() => {
        globalThis.looking = false;
        return globalThis.frames;
    });
    const due = Math.round((frames.at(-1) - frames[0]) / FRAME_MS);
    return Math.max(0, 1 - (frames.length - 1) / due);
}

async function measure(browser, url) {
    const page = await browser.newPage(), session = await page.createCDPSession(), key = name => () => page.keyboard.press(name);
    const actions = { open: () => page.mouse.click(...place), next: key("ArrowRight"), "zoom in": key("+"), "zoom out": key("0"),
        previous: key("ArrowLeft"), close: key("Escape") };
    const times = Object.fromEntries(Object.keys(actions).map(name => [name, []])), dropped = [];

    await page.setViewport({ width: 1280, height: 800, hasTouch: true });
    await page.goto(url, { waitUntil: "networkidle0" });
    const place = await page.$eval("figure[id] > a", a => {
        const r = a.getBoundingClientRect();
        return [r.left + r.width / 2, r.top + Math.min(r.height / 2, 100)];
    });
    await page.evaluate(() => {
        new PerformanceObserver(list => {
            for (const entry of list.getEntries())
                if (entry.interactionId)
                    globalThis.slowest = Math.max(globalThis.slowest, entry.duration);
        }).observe({ type: "event", durationThreshold: 16 });
        /* Without a window Chromium may show what changed only with the next animation. */
        requestAnimationFrame(function next() {
            requestAnimationFrame(next);
        });
    });
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    for (let i = 0; i < ROUNDS; i++)
        for (const [name, act] of Object.entries(actions)) {
            times[name].push(await answer(page, act));
            if (name === "open")
                dropped.push(await swipe(page, session));
        }
    await page.close();
    return { times, dropped };
}

const out = build(), url = await serve(out);
console.log("| page, gzipped bytes | HTML | CSS | JS | together |\n|---|---|---|---|---|");
for (const [name, path] of [["front page", ""], ["album of 100", "100/"], ["album of 2000", "2000/"]]) {
    const weights = weigh(join(out, path, "index.html"));
    console.log(`| ${name} | ${weights.join(" | ")} | ${weights.reduce((a, b) => a + b)} |`);
}
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
console.log("\n| album of 100: window | pixels to one | pictures | MB |\n|---|---|---|---|");
for (const view of VIEWS) {
    const [pictures, bytes] = await firstView(browser, `${url}100/`, view);

    console.log(`| ${view[0]}×${view[1]} | ${view[2]} | ${pictures} | ${(bytes / 1e6).toFixed(2)} |`);
}
const results = [["album of 100", await measure(browser, `${url}100/`)], ["album of 2000", await measure(browser, `${url}2000/`)]];
const names = Object.keys(results[0][1].times);
console.log(`\n| answer at ${SLOWER}× slow-down, ms: median (slowest) of ${ROUNDS} | ${names.join(" | ")} | frames missing while swiping |`);
console.log(`|---|${"---|".repeat(names.length + 1)}`);
for (const [name, { times, dropped }] of results)
    console.log(`| ${name} | ${names.map(n => `${median(times[n]) || "< 16"} (${Math.max(...times[n]) || "< 16"})`).join(" | ")} | ` +
        `${(100 * median(dropped)).toFixed(1)} % |`);
await browser.close();
process.exit();
