/* search.test.mjs - the search, in a real browser: with the keyboard, from a disk, on phones, in other languages. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { start } from "./driver.mjs";
import { axe, build, folder, open, photo, serve, write } from "./support.mjs";

const { SHOTS } = process.env;
const shoot = (page, name) => SHOTS && page.screenshot({ path: join(SHOTS, `search-${name}.png`) });
const source = folder(), out = folder();
for (const name of ["a b.jpg", "IMG_0001.jpg", "IMG_0002.jpg", "x#y.jpg"])
    photo(join(source, "lake", name), 300, 200);
for (let i = 0; i < 410; i++)
    photo(join(source, "many", `n${i}.jpg`), 30, 20);
photo(join(source, "many", "IMG_20200503_101010.jpg"), 30, 20);
photo(join(source, "secret", "s.jpg"), 300, 200);
photo(join(source, "away", "gone.jpg"), 300, 200);
write(join(source, "album.md"), "---\nsearch: true\n---\n# Journeys\n");
write(join(source, "lake", "album.md"), "---\ntitle: Lake of Łódź\n---\n");
write(join(source, "lake", "captions.txt"), "a b.jpg: Sunset 東京 \"quoted\"\n");
write(join(source, "secret", "album.md"), "---\npassword: pass\n---\n");
write(join(source, "away", "album.md"), "---\nhidden: true\n---\n");
build(source, out);
const site = await serve(out);

const other = async (front) => {
    const made = folder();
    write(join(source, "album.md"), `---\nsearch: true\n${front}\n---\n# Journeys\n`);
    build(source, made);
    return serve(made);
};
const arabic = await other("lang: ar"), german = await other("lang: de"), night = await other("theme: night\nnight_mode: true"),
    exposure = await other("theme: exposure\nnight_mode: true");

const titles = (page) => page.locator(".found li b").allTextContents();
const status = (page) => page.locator(".found [role=status]");
const focus = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.tagName);
/* Types it, and waits for what is found. */
const search = async (page, text, found) => {
    if (!await page.locator(".search input").evaluate((input) => input === document.activeElement))
        await page.keyboard.press("/");
    await page.locator(".search input").fill(text);
    await page.waitForFunction((n) => {
        const panel = document.querySelector(".found");
        return !panel.hidden && panel.querySelectorAll("li").length === Math.min(n, 60) &&
            (/[\d٠-٩]+/.exec(panel.querySelector("[role=status]").textContent) !== null) === n > 0;
    }, found);
};
const visit = async (url, options = { viewport: { width: 1280, height: 900 } }) => {
    const page = await open(options);
    await page.goto(url);
    return page;
};
const done = async (page) => {
    assert.deepEqual(page.complaints.filter((text) => !text.startsWith("Autofocus")), []);
    await page.context().close();
};
/* What is below the results has no size to speak of. */
async function violations(page) {
    await page.addScriptTag({ path: axe });
    const reports = await page.evaluate(async () => [await globalThis.axe.run(),
        await globalThis.axe.run(".search", { runOnly: ["target-size"], rules: { "target-size": { enabled: true } } })]);
    return reports.flatMap((report) => report.violations).map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`);
}

for (const [name, url] of [["over http", site], ["from a disk", `${pathToFileURL(out)}/`]])
    test(`words lead to albums and pictures ${name}`, async () => {
        const page = await visit(`${url}index.html`);
        assert.ok(page.requests.every((request) => !/search-(index|words|photos)/.test(request)), "it is asked for before anybody searches");
        await search(page, "lodz", 1);
        assert.deepEqual(await titles(page), ["Lake of Łódź"]);
        await search(page, "SUNS", 1);
        assert.deepEqual(await titles(page), ["Sunset 東京 \"quoted\""]);
        for (const [query, found] of [["京", 1], ["東京", 1], ["lake sunset", 1], ["img lake", 2], ["img_0001", 1], ["2020-05", 1],
            ["may 2020", 1], ["May", 1], ["3.5.2020", 1], ["june", 0], ["n40 many", 11], ["x y", 1], ["gone", 0], ["secret", 0], ["away", 0],
            ["n", 410]])
            await search(page, query, found);
        await search(page, "x#y", 1);
        await page.keyboard.press("Enter");
        await page.locator("dialog.viewer").waitFor();
        await page.waitForURL(/lake\/index\.html#x%23y\.jpg$/);
        await done(page);
    });

test("the keyboard alone goes to a result and back", async () => {
    const page = await visit(`${site}lake/index.html`);
    await page.keyboard.press("/");
    assert.equal(await page.locator(".search input").inputValue(), "");
    await search(page, "img", 3);
    assert.equal(await status(page).textContent(), "Found: 3");
    await page.keyboard.press("ArrowDown");
    assert.match(await focus(page), /^IMG 0001/);
    await page.keyboard.press("End");
    assert.match(await focus(page), /^IMG 20200503 101010many/);
    await page.keyboard.press("ArrowDown");
    assert.match(await focus(page), /^IMG 20200503/);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focus(page), "INPUT");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    assert.equal(await focus(page), "INPUT");
    assert.ok(await page.locator(".found").isHidden());
    await search(page, "img", 3);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("dialog.viewer").waitFor();
    await page.waitForURL(/lake\/index\.html#IMG_0002\.jpg$/);
    assert.ok(await page.locator(".found").isHidden());
    await page.keyboard.press("/"); /* nothing while the viewer is open */
    assert.ok(await page.locator("dialog.viewer").isVisible());
    await page.keyboard.press("Escape");
    await page.locator("dialog.viewer").waitFor({ state: "detached" });
    await done(page);
});

test("pictures on other pages of an album open there", async () => {
    const page = await visit(`${site}index.html`);
    await search(page, "n399", 1);
    const href = await page.locator(".found a").getAttribute("href");
    assert.match(href, /many\/page-[23]\.html#n399\.jpg$/);
    await page.locator(".found a").click();
    await page.locator("dialog.viewer").waitFor();
    await done(page);
});

test("in Firefox, with the keyboard alone", { skip: !process.env.FIREFOX && "no Firefox" }, async () => {
    const browser = await start("firefox");
    try {
        for (const url of [site, `${pathToFileURL(out)}/`]) {
            const page = await browser.visit(`${url}index.html`);
            await page.keyboard.press("/");
            await page.keyboard.type("sunset lodz");
            await page.waitForFunction(() => document.querySelectorAll(".found li").length === 1);
            await page.keyboard.press("ArrowDown");
            await page.keyboard.press("Enter");
            await page.waitForSelector("dialog.viewer[open]");
            await page.waitForFunction(() => /lake\/index\.html#a%20b\.jpg$/.test(location.href));
            assert.deepEqual(page.complaints, []);
            await page.browserContext().close();
        }
    } finally {
        await browser.close();
    }
});

test("sixty results are shown, and more on demand", async () => {
    const page = await visit(`${site}index.html`);
    await search(page, "n", 410);
    const more = page.locator(".found > button");
    await more.waitFor();
    assert.equal(await more.textContent(), "Show more: 350");
    await more.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".found li").length === 120);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll(".found a")].indexOf(document.activeElement)), 60);
    await page.mouse.click(20, 600);
    assert.ok(await page.locator(".found").isHidden());
    await done(page);
});

test("closed, basic and script-less pages have no field", async () => {
    const page = await visit(`${site}secret/index.html`);
    assert.equal(await page.locator(".search").count(), 0);
    await done(page);
    const plain = await visit(`${site}index.html`, { javaScriptEnabled: false });
    assert.ok(await plain.locator(".search").isHidden());
    await done(plain);
});

test("without an index it says so", async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.route(/search-words/, (route) => route.abort());
    await page.goto(`${site}index.html`);
    await page.keyboard.press("/");
    await page.keyboard.type("lake");
    await page.waitForFunction(() => /index/.test(document.querySelector(".found [role=status]").textContent));
    await page.unroute(/search-words/);
    await search(page, "lake", 1);
    page.complaints = page.complaints.filter((text) => !/search-words|ERR_FAILED/.test(text));
    await done(page);
});

test("the months of the page's language", async () => {
    for (const [url, query] of [[german, "Mai 2020"], [arabic, "مايو ٢٠٢٠"]]) {
        const page = await visit(`${url}index.html`);
        await search(page, query, 1);
        assert.equal((await titles(page))[0], "IMG 20200503 101010");
        await done(page);
    }
});

for (const [name, width, height, colorScheme] of [["desktop", 1280, 900, "light"], ["phone", 360, 740, "dark"]])
    test(`on a ${name} nothing is covered, cut off or wrong`, async () => {
        for (const [what, url] of [["paper", site], ["night", night], ["exposure", exposure], ["arabic", arabic]])
            for (const path of ["index.html", "lake/index.html"]) {
                const page = await visit(`${url}${path}`, { viewport: { width, height }, colorScheme });
                const shown = await page.locator(".search > :visible").first().boundingBox();
                for (const box of await page.locator("header :is(h1, .night, nav a):visible").evaluateAll((all) => all.map((e) => {
                    const range = document.createRange();
                    range.selectNodeContents(e);
                    return range.getBoundingClientRect().toJSON();
                })))
                    assert.ok(box.right <= shown.x || box.left >= shown.x + shown.width || box.top >= shown.y + shown.height ||
                        box.bottom <= shown.y, `${what} ${path}: the field is over others: ${JSON.stringify([box, shown])}`);
                if (name === "phone")
                    await page.locator(".search > button").click();
                await page.locator(".search input").focus();
                await search(page, "img", 3);
                await page.waitForTimeout(200);
                await shoot(page, `${what}-${path.split("/")[0].replace(".html", "")}-${name}`);
                assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), width);
                assert.deepEqual(await violations(page), []);
                const panel = await page.locator(".found").boundingBox();
                assert.ok(panel.x >= 0 && panel.x + panel.width <= width && panel.y + panel.height <= height, JSON.stringify(panel));
                await page.keyboard.press("Escape");
                if (name === "phone")
                    assert.equal(await page.evaluate(() => document.activeElement.tagName), "BUTTON");
                await done(page);
            }
    });

test("they weigh little", () => {
    const assets = readdirSync(join(out, "tirage-assets"));
    const weight = (...names) => names.reduce((sum, name) => sum +
        gzipSync(readFileSync(join(out, "tirage-assets", assets.find((a) => name.test(a)))), { level: 9 }).length, 0);
    assert.ok(weight(/^style-.*css$/, /^search-.{8}\.css$/) <= 8192, "style sheets");
    assert.ok(weight(/^search-.{8}\.js$/) <= 6656, "script");
});
