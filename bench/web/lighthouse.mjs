/* lighthouse.mjs TIRAGE - what Lighthouse says of the pages, as a Markdown table: the example's front page, an album of
 * 100 pictures, the first page of one of 2000, and a récitale story, texts gzipped, each visited five times as a phone
 * (Lighthouse's default: a slow CPU and a slow network are simulated) and five times as a desktop computer. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "./host.mjs";

const RUNS = 5;
const PICTURES = 100, MANY = 2000;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const tirage = resolve(process.argv[2]);
const require = createRequire(resolve(process.env.LIGHTHOUSE, "package.json"));
const load = async name => import(pathToFileURL(require.resolve(name)));
const { default: lighthouse, desktopConfig } = await load("lighthouse");
const { launch } = await load("chrome-launcher");

const work = mkdtempSync(join(tmpdir(), "tirage-lighthouse."));
const run = (...args) => execFileSync(tirage, args, { stdio: ["ignore", "ignore", "inherit"] });

function plain() {
    const photos = join(work, "plain");

    run("example", photos, "-q");
    const views = readdirSync(join(photos, "Lake country")).filter(name => name.endsWith(".jpg"));
    for (const n of [PICTURES, MANY]) {
        const album = join(photos, String(n));

        mkdirSync(album);
        for (let i = 0; i < n; i++)
            copyFileSync(join(photos, "Lake country", views[i % views.length]), join(album, `${1000 + i}.jpg`));
    }
    return photos;
}

function story() {
    const photos = join(work, "story");

    run("example", photos, "-q");
    for (const name of readdirSync(photos).filter(name => name !== "Lake country"))
        rmSync(join(photos, name), { recursive: true });
    writeFileSync(join(photos, "settings.yaml"), "title: Lakes\nsub_title: Six days on foot\nlang: en\n");
    writeFileSync(join(photos, "Lake country", "settings.yaml"), `title: Lake country
description: Six days at the lakes
date: 2020-05-17
cover: view 01.jpg
sections:
  - {type: full-picture, image: view 01.jpg, text: {title: Lake country, sub_title: Six days}}
  - type: pictures-group
    images:
      - [view 02.jpg, view 03.jpg]
      - [view 04.jpg, view 05.jpg, view 06.jpg]
  - {type: paragraph, title: Words, text: "<p>Some words.</p>"}
`);
    return photos;
}

async function publish(photos) {
    run("build", photos, "-o", `${photos}-site`, "-q");
    return serve(`${photos}-site`);
}

const sorted = numbers => [...numbers].sort((a, b) => a - b);
const median = numbers => sorted(numbers)[(numbers.length - 1) / 2];
const spread = numbers => {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];

    return least === most ? String(least) : `${median(numbers)} (${least}–${most})`;
};

process.on("exit", () => rmSync(work, { recursive: true, force: true }));
const [plainUrl, storyUrl] = [await publish(plain()), await publish(story())];
const pages = [["front page", plainUrl], [`album of ${PICTURES}`, `${plainUrl}${PICTURES}/`],
    [`album of ${MANY}`, `${plainUrl}${MANY}/`], ["story", `${storyUrl}Lake%20country/`]];
const browser = await launch({ chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"] });
const failed = new Map();

console.log(`| page | as | ${CATEGORIES.join(" | ")} | largest paint, s | layout shift |`);
console.log(`|---|---|${"---|".repeat(CATEGORIES.length + 2)}`);
for (const [name, url] of pages)
    for (const [form, config] of [["phone", undefined], ["desktop", desktopConfig]]) {
        const results = [];

        for (let i = 0; i < RUNS; i++)
            results.push((await lighthouse(url, { port: browser.port, logLevel: "error", onlyCategories: CATEGORIES }, config)).lhr);
        const scores = CATEGORIES.map(c => spread(results.map(r => Math.round(r.categories[c].score * 100))));
        const audit = (id, scale) => spread(results.map(r => Number((r.audits[id].numericValue / scale).toFixed(2))));
        console.log(`| ${name} | ${form} | ${scores.join(" | ")} | ${audit("largest-contentful-paint", 1000)} | ` +
            `${audit("cumulative-layout-shift", 1)} |`);
        for (const result of results)
            for (const { id, title, score, scoreDisplayMode } of Object.values(result.audits))
                if (score !== null && score < 0.9 && !["informative", "metricSavings"].includes(scoreDisplayMode))
                    failed.set(`${name}, ${form}: ${id}`, title);
    }
browser.kill();
for (const [where, title] of failed)
    console.error(`${where}: ${title}`);
process.exit();
