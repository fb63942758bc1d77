/* map.test.mjs - the map of an album and the timeline of a large one: with mouse, finger and keyboard, without scripts,
 * from a disk, in languages of the other direction. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { SOURCE_DIR, axe, build, folder, open, photo, serve, write } from "./support.mjs";

const SHOTS = process.env.SHOTS;
const shoot = async (page, name) => SHOTS && page.screenshot({ path: join(SHOTS, `map-${name}.png`) });

const source = folder(), out = folder();
const plain = join(folder(), "plain.jpg");
photo(plain, 300, 200);
const locate = (lines) => execFileSync("python3", [join(SOURCE_DIR, "tests/cli/locate.py"), plain], { input: lines.join("\n"), cwd: source });
const pad = (n) => String(n).padStart(2, "0");
const trip = [[45.92, 6.87], [45.92, 6.87], [45.9, 6.9], [46.55, 7.98], [46.6, 9.6], [43.3, 5.4]]
    .map(([lat, lon], i) => `trip/t${i}.jpg 2020-05-0${i + 1}T10:00:00 ${lat} ${lon}`);
const years = Array.from({ length: 420 }, (_, i) => `years/y${i}.jpg ${2015 + Math.floor(i / 60)}-${pad(i % 60 / 5 + 1 | 0)}-05T10:00:00 ` +
    `${i % 120 - 55} ${i * 7 % 360 - 180}`);
const months = Array.from({ length: 210 }, (_, i) => `months/m${pad(i)}.jpg 2021-${pad(i / 30 + 1 | 0)}-05T10:00:00`);
locate([...trip, ...years, ...months]);
write(join(source, "album.md"), "---\nalbum_map: true\ntimeline: true\n---\n# Journeys\n");
build(source, out);
const site = await serve(out);

const arabic = folder();
write(join(source, "album.md"), "---\nalbum_map: true\ntimeline: true\nlang: ar\n---\n# Journeys\n");
build(source, arabic);
const arabicSite = await serve(arabic);

async function violations(page) {
    await page.addScriptTag({ path: axe });
    const report = await page.evaluate(() => globalThis.axe.run({ rules: { "target-size": { enabled: true } } }));
    return report.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`);
}
const boxes = (locator) => locator.evaluateAll((all) => all.map((e) => e.getBoundingClientRect().toJSON()));
const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
const done = async (page) => {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
};

for (const [name, width, height, colorScheme] of [["desktop", 1280, 900, "light"], ["phone", 360, 740, "dark"]])
    test(`dots of a ${name} are apart, inside and large enough`, async () => {
        for (const [what, url] of [["trip", `${site}trip/index.html`], ["years", `${site}years/index.html`], ["root", `${site}index.html`],
            ["arabic", `${arabicSite}trip/index.html`]]) {
            const page = await open({ viewport: { width, height }, colorScheme });
            await page.goto(url);
            const chart = (await boxes(page.locator(".chart")))[0], dots = await boxes(page.locator(".chart a"));
            assert.ok(dots.length >= (what === "years" ? 20 : 2), `${dots.length} dots`);
            for (const [i, dot] of dots.entries()) {
                assert.ok(dot.width >= 24 && dot.height >= 24, JSON.stringify(dot));
                assert.ok(dot.left >= chart.left && dot.right <= chart.right && dot.top >= chart.top && dot.bottom <= chart.bottom);
                assert.ok(dots.slice(i + 1).every((other) => apart(dot, other)), "two dots overlap");
            }
            assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), width);
            /* The months of a bar and dots of a phone may be smaller. */
            assert.deepEqual((await violations(page)).filter((v) => what !== "years" || !v.startsWith("target-size")), []);
            await page.locator("#map").scrollIntoViewIfNeeded();
            await shoot(page, `${what}-${name}`);
            await done(page);
        }
    });

test("a map is not mirrored where a language runs from right to left", async () => {
    const places = [];
    for (const url of [site, arabicSite]) {
        const page = await open({ viewport: { width: 1280, height: 900 } });
        await page.goto(`${url}trip/index.html`);
        const [chart] = await boxes(page.locator(".chart"));
        places.push((await boxes(page.locator(".chart a"))).map((dot) => Math.round(dot.left - chart.left)));
        await done(page);
    }
    assert.deepEqual(places[0], places[1]);
});

test("a dot of several pictures opens them, and each the viewer", async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${site}trip/index.html`);
    const dot = page.locator(".chart a", { hasText: "3" });
    await dot.click();
    const panel = page.locator(".place:visible");
    assert.equal(await panel.count(), 1);
    assert.equal(await panel.locator("img").count(), 3);
    assert.ok(await dot.isVisible());
    const seen = (await boxes(page.locator(".place:visible")))[0];
    assert.ok(seen.top > 0 && seen.top < 900, "the panel is not in view");
    await shoot(page, "panel");
    assert.deepEqual(await violations(page), []);
    await panel.locator("a").nth(1).click();
    await page.locator("dialog.viewer").waitFor();
    await page.waitForURL(/#t1\.jpg$/);
    await page.goBack();
    await page.locator("dialog.viewer").waitFor({ state: "detached" });
    await page.waitForURL(/#map:1$/);
    await panel.locator("a").nth(2).click();
    await page.keyboard.press("Escape");
    await page.locator("dialog.viewer").waitFor({ state: "detached" });
    await page.waitForURL(/#map:1$/);
    assert.ok((await boxes(panel))[0].top > 0);
    assert.ok(await panel.isVisible());
    await panel.locator("p a").click();
    assert.equal(await page.locator(".place:visible").count(), 0);
    await done(page);
});

test("the keyboard goes from a dot to its pictures", async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${site}trip/index.html`);
    const dot = page.locator(".chart a", { hasText: "3" });
    for (let i = 0; i < 20 && !await dot.evaluate((e) => e === document.activeElement); i++)
        await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".place:visible").waitFor();
    await page.keyboard.press("Tab");
    assert.ok(await page.locator(".place:visible a").first().evaluate((e) => e === document.activeElement));
    await page.keyboard.press("Enter");
    await page.locator("dialog.viewer").waitFor();
    await page.waitForURL(/#t0\.jpg$/);
    await done(page);
});

test("a dot of one picture opens it; one of an album leads there", async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${site}trip/index.html`);
    await page.locator(".chart a[href='#t5.jpg']").click();
    await page.locator("dialog.viewer").waitFor();
    await page.goto(`${site}index.html#map`);
    await page.locator(".chart a[href='years/index.html']").first().click();
    await page.waitForURL(`${site}years/index.html`);
    await done(page);
});

test("pictures on other pages of an album open there", async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${site}years/index.html`);
    const link = page.locator(".place a[href^='page-3.html#']").first();
    const name = (await link.getAttribute("href")).split("#")[1];
    await page.goto(`${site}years/index.html#${await link.evaluate((e) => e.closest(".place").id)}`);
    await link.click();
    await page.locator("dialog.viewer").waitFor();
    await page.waitForURL((url) => url.href.endsWith(`page-3.html#${name}`));
    await done(page);
});

for (const [name, url] of [["without scripts", site], ["from a disk", `${pathToFileURL(out)}/`]])
    test(`map and timeline ${name}`, async () => {
        const page = await open({ javaScriptEnabled: name !== "without scripts", viewport: { width: 1280, height: 900 } });
        await page.goto(`${url}trip/index.html`);
        await page.locator(".chart a", { hasText: "3" }).click();
        assert.equal(await page.locator(".place:visible").count(), 1);
        await page.locator(".place:visible a").nth(2).click();
        if (name === "without scripts")
            assert.ok((await boxes(page.locator("figure[id='t2.jpg']")))[0].top < 900);
        else
            await page.locator("dialog.viewer").waitFor();
        await page.goto(`${url}years/index.html`);
        await page.locator(".timeline a[href='page-2.html#t:2018-05']").last().click();
        await page.waitForURL(/page-2\.html#t:2018-05$/);
        const [box] = await boxes(page.locator("[id='t:2018-05']"));
        assert.ok(box.top >= 0 && box.top < 900, `the month is at ${box.top}`);
        await done(page);
    });

test("the timeline tells the month that is seen, and is dragged along", async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    const now = page.locator(".timeline li li [aria-current]");
    await page.goto(`${site}years/page-2.html`);
    await page.locator("[id='t:2019-06']").evaluate((e) => e.scrollIntoView());
    await page.waitForFunction(() => document.querySelector(".timeline li li [aria-current]")?.textContent === "June\u00a02019");
    assert.equal(await page.locator(".timeline > ul > li > [aria-current]").textContent(), "2019");
    await shoot(page, "timeline");
    const bar = await boxes(page.locator(".timeline li li a"));
    const pictures = await boxes(page.locator(".rows li"));
    assert.ok(Math.min(...bar.map((b) => b.left)) >= Math.max(...pictures.map((p) => p.right)), "the bar is over pictures");
    const at = (text) => page.locator(".timeline li li a", { hasText: text });
    const from = (await boxes(at("June\u00a02019")))[0], to = (await boxes(at("October\u00a02018")))[0];
    await page.mouse.move(from.left + 10, from.top + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.left + 10, to.top + to.height / 2, { steps: 5 });
    await page.waitForFunction(() => Math.abs(document.getElementById("t:2018-10").getBoundingClientRect().top) < 200);
    assert.equal(await now.textContent(), "October\u00a02018");
    const other = (await boxes(at("March\u00a02015")))[0];
    await page.mouse.move(other.left + 10, other.top + other.height / 2, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/years\/index\.html#t:2015-03$/);
    await page.locator(".timeline a").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "February\u00a02015");
    await done(page);
});

test("the bar is at the other edge where a language runs from right to left", async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${arabicSite}years/page-2.html`);
    const [bar] = await boxes(page.locator(".timeline"));
    assert.ok(bar.left === 0 && bar.right <= Math.min(...(await boxes(page.locator(".rows li"))).map((p) => p.left)));
    await page.evaluate(() => scrollTo(0, 3000));
    await page.waitForTimeout(200);
    await shoot(page, "timeline-arabic");
    await done(page);
});

test("on a phone the timeline is a strip above the pictures", async () => {
    for (const [album, first] of [["months", "January\u00a02021"], ["years", "2015"]]) {
        const page = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
        await page.goto(`${site}${album}/index.html`);
        const strip = page.locator(".timeline");
        assert.equal(await strip.locator("a:visible").first().textContent(), first);
        const [box] = await boxes(strip), pictures = await boxes(page.locator(".rows li"));
        assert.ok(pictures.every((p) => apart(p, box)), "it is over pictures");
        assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), 360);
        const last = strip.locator("a:visible").last();
        await page.evaluate(() => scrollTo(0, 1e6));
        if (album === "months")
            await page.waitForFunction(() => document.querySelector(".timeline").scrollLeft > 100);
        await shoot(page, `strip-${album}`);
        const href = await last.getAttribute("href");
        await last.click();
        await page.waitForURL((url) => url.hash === `#${href.split("#")[1]}`);
        const [mark] = await boxes(page.locator(`[id='${href.split("#")[1]}']`)), [bar] = await boxes(page.locator(".timeline"));
        assert.ok(mark.top >= bar.bottom - 1 && mark.top < 740, `the month is at ${mark.top}`);
        await done(page);
    }
});

test("they weigh little", async () => {
    const assets = readdirSync(join(out, "tirage-assets"));
    const weight = (...names) => names.reduce((sum, name) => sum +
        gzipSync(readFileSync(join(out, "tirage-assets", assets.find((a) => name.test(a)))), { level: 9 }).length, 0);
    assert.ok(weight(/^style-.*css$/, /^map-.*css$/, /^timeline-.*css$/) <= 8192, "style sheets");
    assert.ok(weight(/^timeline-.*js$/) <= 1536, "script");
});
