/* search.mjs TG_SEARCH_SITE - what the index of a search weighs and how soon it answers, as Markdown tables: made-up
 * photos with names of cameras, 30 % of them with a title of four words, each with three keywords of 500, in Chromium at a
 * quarter of the CPU's speed. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { serve } from "./host.mjs";

const ROUNDS = 9, SLOWER = 4, SIZES = [10000, 100000];
const maker = resolve(process.argv[2]);
const puppeteer = createRequire(resolve(process.env.LIGHTHOUSE, "package.json"))("puppeteer-core");
const work = mkdtempSync(join(tmpdir(), "tirage-search."));
const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

/* The words of the titles and keywords are made of syllables. */
const QUERIES = [["a first letter", "q"], ["three letters", "kom"], ["a whole word", "bamiko"], ["two words", "ko mi"], ["a name", "DSC00042"],
    ["a year", "2001"], ["a month and a letter", "may 2000 m"], ["nothing", "zzz"], ["all photos", "img"]];

function weigh(out) {
    const folder = join(out, "tirage-assets"), files = readdirSync(folder).filter(name => /^search-(index|words-|photos-)/.test(name));

    return [files.length, files.map(name => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length).reduce((a, b) => a + b)];
}

/* From the input to the count of what is found, and to the first rows, in milliseconds; and what was asked for until all
 * rows were there. */
const ask = (page, query) => page.evaluate(async text => {
    const input = document.querySelector(".search input"), panel = document.querySelector(".found"), list = panel.querySelector("ul");
    const status = panel.querySelector("p"), pause = ms => new Promise(done => setTimeout(done, ms));
    const set = value => {
        input.value = value;
        input.dispatchEvent(new Event("input"));
    };

    set("");
    await pause(200);
    performance.clearResourceTimings();
    status.textContent = "";
    list.replaceChildren();
    await pause(50);
    const start = performance.now(), times = {};
    await new Promise(done => {
        const look = new MutationObserver(() => {
            times.count ||= status.textContent && performance.now() - start;
            times.rows ||= list.children.length && performance.now() - start;
            if (times.rows || (times.count && !/\d/.test(status.textContent))) {
                look.disconnect();
                done();
            }
        });
        look.observe(panel, { childList: true, subtree: true, characterData: true });
        set(text);
    });
    await pause(400);
    const files = performance.getEntriesByType("resource").filter(entry => entry.name.includes("/search-"));
    return { count: times.count, rows: times.rows || times.count, found: status.textContent, files: files.length,
        bytes: files.reduce((sum, entry) => sum + entry.encodedBodySize, 0) };
}, query);

async function measure(browser, url, query) {
    const page = await browser.newPage(), session = await page.createCDPSession(), times = [];

    await page.setViewport({ width: 1280, height: 800 });
    await page.setCacheEnabled(false);
    await page.goto(url, { waitUntil: "load" });
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const first = await ask(page, query);
    for (let i = 0; i < ROUNDS; i++)
        times.push(await ask(page, query));
    await page.close();
    return { first, times };
}

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
console.log("| photos | files | bytes, gzipped | a photo | CPU seconds of all pages again | and of the index |\n|---|---|---|---|---|---|");
const sites = [];
for (const size of SIZES) {
    const out = join(work, `site${size}`);
    const [, plain, both] = String(execFileSync(maker, [join(work, `photos${size}`), out, String(size)])).split(" ").map(Number);
    const [files, bytes] = weigh(out);

    sites.push([size, await serve(out)]);
    console.log(`| ${size} | ${files} | ${bytes} | ${(bytes / size).toFixed(1)} | ${plain.toFixed(2)} | ${(both - plain).toFixed(2)} |`);
}
const tell = times => `${median(times).toFixed(1)} (${Math.max(...times).toFixed(1)})`;
console.log(`\n| at ${SLOWER}× slow-down | photos | found | first time: files, kB, ms | again: ms to the count, median (slowest) of ${ROUNDS} | ` +
    "and to the first rows |\n|---|---|---|---|---|---|");
for (const [size, url] of sites)
    for (const [name, query] of QUERIES) {
        const { first, times } = await measure(browser, url, query);

        console.log(`| ${name}: \`${query}\` | ${size} | ${/[\d,]+/.exec(first.found)?.[0] ?? 0} | ${first.files}, ${(first.bytes / 1000).toFixed(0)}, ` +
            `${first.rows.toFixed(0)} | ${tell(times.map(t => t.count))} | ${tell(times.map(t => t.rows))} |`);
    }
await browser.close();
process.exit();
