/* sealed.mjs TIRAGE [PHOTOS] - how much later an album behind a password shows its first picture than an open one, as a
 * Markdown table: an album of 100 pictures in Chromium.  PHOTOS is a folder of JPEG files; without it the example's are taken. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { serve } from "./host.mjs";

const ROUNDS = 15, PHOTOS = 100;
const tirage = resolve(process.argv[2]);
const puppeteer = createRequire(resolve(process.env.LIGHTHOUSE, "package.json"))("puppeteer-core");
const work = mkdtempSync(join(tmpdir(), "tirage-sealed."));
const run = (...args) => execFileSync(tirage, args, { stdio: ["ignore", "ignore", "inherit"] });
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

function build() {
    const photos = join(work, "photos"), source = join(work, "source"), out = join(work, "site");

    run("example", photos, "-q");
    const given = process.argv[3] ?? join(photos, "Lake country"), files = readdirSync(given).filter(name => /\.jpe?g$/i.test(name));
    for (const name of ["open", "sealed"]) {
        mkdirSync(join(source, name), { recursive: true });
        for (let i = 0; i < PHOTOS; i++)
            copyFileSync(join(given, files[i % files.length]), join(source, name, `${1000 + i}.jpg`));
    }
    writeFileSync(join(source, "sealed/album.md"), "---\npassword: word\n---\n");
    run("build", source, "-o", out, "-q");
    return out;
}

/* Looks at every frame whether the first picture is drawn, and how long the password takes to become a key. */
function look() {
    const derive = crypto.subtle.deriveBits;

    crypto.subtle.deriveBits = async function (...args) {
        const from = performance.now(), bits = await derive.apply(this, args);

        globalThis.derived = performance.now() - from;
        return bits;
    };
    requestAnimationFrame(function next() {
        const img = document.querySelector("main figure img");

        if (img?.complete && img.naturalWidth > 0 && img.currentSrc && !img.currentSrc.includes("#"))
            globalThis.drawn = performance.now();
        else
            requestAnimationFrame(next);
    });
}
const noWorker = () => Object.defineProperty(navigator, "serviceWorker", { get: () => undefined });
const drawn = page => page.waitForFunction(() => globalThis.drawn).then(handle => handle.jsonValue());

/* All of a round in one browser of its own: what it keeps is of this round. */
async function round(url) {
    const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
    const visit = async (path, ...scripts) => {
        const page = await browser.newPage();

        for (const script of [look, ...scripts])
            await page.evaluateOnNewDocument(script);
        await page.setViewport({ width: 1280, height: 800 });
        await page.goto(url + path);
        return page;
    };
    const unlock = async page => {
        const from = await page.evaluate(() => {
            document.getElementById("password").value = "word";
            document.getElementById("unlock").requestSubmit();
            return performance.now();
        });
        return { all: await drawn(page) - from, key: await page.evaluate(() => globalThis.derived) };
    };
    const again = async page => {
        await page.goto(`${url}sealed/`);
        return drawn(page);
    };
    const times = {};

    await (await visit("index.html")).close(); /* what a browser needs for its first page */
    let page = await visit("open/");
    times.open = await drawn(page);
    await page.goto(`${url}open/`);
    times.openAgain = await drawn(page);
    await page.close();
    for (const [way, ...scripts] of [["blobs", noWorker], ["worker"]]) {
        page = await visit("sealed/", ...scripts);
        await new Promise(done => setTimeout(done, 500)); /* somebody types */
        const { all, key } = await unlock(page);

        times[way] = all - key;
        times.key = key;
        times[`${way}Again`] = await again(page);
        await page.close();
    }
    await browser.close();
    return times;
}

const middle = list => list.sort((a, b) => a - b)[list.length >> 1];
const url = await serve(build()), rounds = [];
for (let i = 0; i < ROUNDS; i++)
    rounds.push(await round(url));
const row = (name, key, base) => {
    const of = rounds.map(times => times[key]), than = base && rounds.map(times => times[key] - times[base]);

    console.log(`| ${name} | ${middle(of).toFixed(0)} | ${than ? middle(than).toFixed(0) : ""} |`);
};
console.log(`| album of ${PHOTOS}: ms until its first picture is drawn, median of ${ROUNDS} | all | more than the open one |\n|---|---|---|`);
row("open, first visit", "open");
row("open, again", "openAgain");
row("protected, from the password's key on, by the service worker", "worker", "open");
row("protected, again with the kept key, by the service worker", "workerAgain", "openAgain");
row("protected, from the password's key on, without it", "blobs", "open");
row("protected, again with the kept key, without it", "blobsAgain", "openAgain");
console.log(`\nThe key of a password took ${middle(rounds.map(({ key }) => key)).toFixed(0)} ms.`);
process.exit();
