/* pages.test.cjs - the pages themselves: layout, accessibility, validity, weight, and that they need neither
 * scripts nor a server. */
"use strict";
const assert = require("node:assert/strict");
const {execFileSync} = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const {pathToFileURL} = require("node:url");
const zlib = require("node:zlib");
const {after, before, test} = require("node:test");
const {plain, shapes, story, serve, visit, close, shoot, PHOTOS, hasFfmpeg} = require("./site.cjs");

const packages = require("node:module").createRequire(path.join(process.env.WEB, "package.json"));
const AXE = fs.readFileSync(packages.resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [[320, 640], [768, 1024], [1280, 800], [3840, 2160]];
const sites = {}; /* name -> {out, url} */
const pages = {"front": ["plain", ""], "album": ["plain", "Lake%20country/"], "many": ["plain", "Many/"],
               "index": ["story", ""], "story": ["story", "Lake%20country/"], "arabic": ["arabic", "Lake%20country/"]};
const at = name => `${sites[pages[name][0]].url}${pages[name][1]}index.html`;
const file = name => path.join(sites[pages[name][0]].out, decodeURIComponent(pages[name][1]), "index.html");

before(async () => {
    for (const [name, out] of [["plain", plain()], ["story", story()], ["arabic", story("ar")], ["shapes", shapes()]])
        sites[name] = {out, url: await serve(out)};
});
after(close);

async function done(page) {
    assert.deepEqual(page.wrongs, []);
    await page.context().close();
}

/* Places of the pictures in rows. */
const places = () => [...document.querySelectorAll(".rows li, .row figure")].map(e => {
    const r = e.getBoundingClientRect();

    return {left: r.left, right: r.right, top: r.top, bottom: r.bottom};
});

const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;

for (const name of Object.keys(pages))
    test(`layout of ${name}`, async () => {
        const page = await visit(at(name));

        for (const [width, height] of WIDTHS) {
            await page.setViewportSize({width, height});
            await page.waitForLoadState("networkidle");
            await shoot(page, `${name}-${width}`);
            assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), width);
            const rows = await page.evaluate(places);
            for (const [i, a] of rows.entries()) {
                assert.ok(a.left >= -1 && a.right <= width + 1, `at ${width}: ${JSON.stringify(a)}`);
                assert.ok(rows.slice(i + 1).every(b => apart(a, b)), `two pictures overlap at ${width}`);
            }
        }
        await done(page);
    });

/* What axe-core finds wrong, a line for each. */
async function violations(page) {
    await page.evaluate(AXE);
    const report = await page.evaluate(() => globalThis.axe.run());

    return report.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).slice(0, 3).join(" ")}`);
}

for (const name of Object.keys(pages))
    for (const colorScheme of ["light", "dark"])
        test(`${name} is accessible, ${colorScheme}`, async () => {
            const page = await visit(at(name), {colorScheme});

            await shoot(page, `${name}-${colorScheme}`);
            assert.deepEqual(await violations(page), []);
            await done(page);
        });

for (const [name, options, keys] of [["with information", {}, "i"], ["with its keys", {}, "?"], ["on a phone", {viewport: {width: 360, height: 740}}, ""],
                                      ["zoomed", {}, "+"], ["in forced colours", {forcedColors: "active"}, "i"],
                                      ["at 200 %", {viewport: {width: 640, height: 400}, deviceScaleFactor: 2}, "i"]])
    test(`the viewer is accessible ${name}`, async () => {
        const page = await visit(`${at("story")}#view%2002.jpg`, options);

        for (const key of keys)
            await page.keyboard.press(key);
        await page.waitForFunction(() => document.getAnimations().every(a => a.playState !== "running"));
        await shoot(page, `viewer ${name}`);
        assert.deepEqual(await violations(page), []);
        const {width, height} = page.viewportSize();
        for (const box of await page.evaluate(() => [...document.querySelectorAll(".v-box :is(button, a)")]
            .filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().toJSON())))
            assert.ok(box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height && box.width >= 24, JSON.stringify(box));
        await done(page);
    });

test(`an album of ${PHOTOS} pictures is light`, async () => {
    const html = fs.readFileSync(file("many"), "utf8");
    const assets = [...html.matchAll(/(?:href|src)="([^"]*\.(?:css|js))"/g)].map(m => path.join(path.dirname(file("many")), m[1]));
    const gzip = data => zlib.gzipSync(data).length;
    const weights = [gzip(html), ...assets.map(asset => gzip(fs.readFileSync(asset)))];
    const viewer = assets.findIndex(asset => asset.endsWith(".js"));

    assert.equal(assets.length, 2);
    assert.ok(weights.reduce((a, b) => a + b) <= 24576, weights.join());
    assert.ok(weights[viewer + 1] <= 10240, weights.join());
    console.log(`HTML, CSS, JS: ${weights.join(", ")} bytes`);
});

for (const name of ["plain", "story", "arabic"])
    test(`the pages of ${name} are valid`, () => {
        const bin = path.join(process.env.WEB, "node_modules/.bin/html-validate");
        const config = path.join(process.env.SOURCE_DIR, "tests/web/htmlvalidate.json");

        execFileSync(bin, ["--config", config, path.join(sites[name].out, "**/*.html")], {stdio: ["ignore", "inherit", "inherit"]});
    });

test("a placeholder is 64 bytes at most, and every picture has one", () => {
    const images = fs.readFileSync(file("many"), "utf8").match(/<img [^>]*>/g);

    assert.equal(images.length, PHOTOS);
    for (const image of images) {
        const [style] = image.match(/ style="--c:#[0-9a-f]{6},#[0-9a-f]{6}"/);
        assert.ok(style.length <= 64);
    }
});

for (const [name, at] of [["an album", () => `${sites.plain.url}Many/`], ["portraits", () => `${sites.shapes.url}tall/`],
                          ["wide pictures", () => `${sites.shapes.url}wide/`],
                          ...hasFfmpeg ? [["videos", () => `${sites.shapes.url}videos/`]] : []])
    test(`few pictures are asked for before scrolling ${name}`, async t => {
        const page = await visit(at());
        if (name === "videos" && !await page.evaluate(() => "loading" in HTMLVideoElement.prototype))
            return t.skip("this browser asks for all posters at once");
        const asked = page.asked.filter(url => url.endsWith(".jpg")), n = asked.length;

        console.log(`${n} pictures before scrolling`);
        assert.ok(n > 3 && n <= 36, String(n)); /* seven rows: two windows and a half, as browsers look ahead */
        if (name === "an album") /* no larger files than their places need */
            assert.ok(asked.filter(url => url.includes("-480x")).length > n / 2 &&
                      asked.every(url => /-(480|640|960)x/.test(url)), asked.join("\n"));
        await done(page);
    });

for (const name of ["front", "many", "story"])
    test(`nothing jumps on ${name}`, async () => {
        const page = await visit(at(name));

        await page.evaluate(() => {
            globalThis.shift = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => globalThis.shift += e.value))
                .observe({type: "layout-shift", buffered: true});
        });
        for (let i = 0; i < 8; i++) {
            await page.mouse.wheel(0, 600);
            await page.waitForTimeout(60);
        }
        /* Titles of stories are in the middle, and move to their places when their font arrives. */
        const shift = await page.evaluate(() => globalThis.shift);

        assert.ok(shift <= (name === "story" ? .02 : 0), String(shift));
        await done(page);
    });

test("webp is taken where there is some", async () => {
    const page = await visit(at("story"));
    const taken = await page.evaluate(() => [...document.images].filter(i => i.complete && i.naturalWidth).map(i => i.currentSrc));

    assert.ok(taken.length > 2 && taken.every(url => url.endsWith(".webp")), taken.join());
    await done(page);
});

test("without scripts every picture is a link that works", async () => {
    const page = await visit(at("album"), {javaScriptEnabled: false});

    await page.locator("figure > a").first().click();
    await page.waitForURL(/view%2001-[^/]*\.jpg$/);
    await page.goBack();
    assert.ok(await page.getByText("The lake at dawn").isVisible());
    await page.context().close();
    const told = await visit(at("story"), {javaScriptEnabled: false});
    await told.locator(".info summary").first().click();
    assert.ok(await told.getByText("Nikon D90").first().isVisible());
    await told.context().close();
});

test("from a disk it is the same", async () => {
    const page = await visit(pathToFileURL(file("album")).href);

    await page.locator("figure > a").first().click();
    await page.waitForSelector("dialog.viewer[open]");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator(".v-count").textContent(), "2 / 7");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector("dialog.viewer"));
    await page.locator(".next a").click();
    await page.waitForURL(/Winter%20walk/);
    assert.equal(await page.locator("h1").textContent(), "Winter walk");
    await done(page);
});

test("day and night are switched and remembered", async () => {
    const page = await visit(at("story"), {colorScheme: "light"});
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const day = await ground();

    await page.locator("#night").check();
    assert.notEqual(await ground(), day);
    await page.reload();
    assert.notEqual(await ground(), day);
    await done(page);
});

test("on paper there is no navigation and no script's work", async () => {
    const page = await visit(at("album"));

    await page.emulateMedia({media: "print"});
    assert.equal(await page.locator("nav").first().isVisible(), false);
    assert.ok(await page.getByText("The lake at dawn").isVisible());
    await done(page);
});
