/* viewer.test.cjs - the viewer with keyboard, fingers, history and focus. */
"use strict";
const assert = require("node:assert/strict");
const {after, before, test} = require("node:test");
const {plain, story, serve, visit, close, shoot} = require("./site.cjs");

let album, rows;

before(async () => {
    const out = plain();

    album = `${await serve(out)}Lake%20country/index.html`;
    rows = `${await serve(story("ar"))}Lake%20country/index.html`;
});
after(close);

const link = (page, n) => page.locator("figure[id] > a").nth(n);
const count = page => page.locator(".v-count").textContent();
const isOpen = page => page.locator("dialog.viewer[open]").count().then(n => n === 1);
const closed = page => page.waitForFunction(() => !document.querySelector("dialog.viewer"));

async function opened(url, options, n = 0) {
    const page = await visit(url, options);

    await link(page, n).click();
    await page.waitForSelector("dialog.viewer[open]");
    return page;
}

async function done(page) {
    assert.deepEqual(page.wrongs, []);
    await page.context().close();
}

test("keyboard", async () => {
    const page = await opened(album);

    assert.equal(await count(page), "1 / 7");
    await page.keyboard.press("ArrowRight");
    assert.equal(await count(page), "2 / 7");
    await page.keyboard.press("End");
    assert.equal(await count(page), "7 / 7");
    await page.keyboard.press("ArrowRight");
    assert.equal(await count(page), "7 / 7");
    await page.keyboard.press("Home");
    assert.equal(await count(page), "1 / 7");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await count(page), "1 / 7");
    await page.keyboard.press("f");
    await page.waitForFunction(() => document.fullscreenElement?.className === "v-box");
    await page.keyboard.press("f");
    await page.waitForFunction(() => !document.fullscreenElement);
    await page.keyboard.press("Escape");
    await closed(page);
    await done(page);
});

test("the back button closes, and one entry is enough", async () => {
    const page = await opened(album);

    assert.match(page.url(), /#view%2001\.jpg$/);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.match(page.url(), /#view%2003\.jpg$/);
    await page.goBack();
    await closed(page);
    assert.equal(page.url(), album);
    await page.goForward();
    await page.waitForSelector("dialog.viewer[open]");
    assert.equal(await count(page), "3 / 7");
    await page.locator(".v-close").click();
    await closed(page);
    await page.waitForURL(album);
    await done(page);
});

test("a link to a picture opens it, and closing stays on the page", async () => {
    const page = await visit(`${album}#view%2004.jpg`);

    assert.equal(await count(page), "4 / 7");
    await page.keyboard.press("Escape");
    await closed(page);
    assert.equal(page.url(), album);
    await done(page);
});

test("the focus stays inside and comes back to the picture", async () => {
    const page = await opened(album);

    for (const key of ["Tab", "Shift+Tab"])
        for (let i = 0; i < 8; i++) {
            await page.keyboard.press(key);
            assert.ok(await page.evaluate(() => document.querySelector(".viewer").contains(document.activeElement)));
        }
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Escape");
    await closed(page);
    assert.equal(await page.evaluate(() => document.activeElement.parentElement.id), "view%2002.jpg");
    await done(page);
});

test("the last picture leaves the focus inside", async () => {
    const page = await opened(album, {}, 5);

    await page.locator(".v-next").click();
    assert.equal(await count(page), "7 / 7");
    assert.ok(await page.evaluate(() => document.querySelector(".viewer").contains(document.activeElement)));
    await done(page);
});

test("captions are those of the page, and nothing in them is markup", async () => {
    const page = await opened(album);

    assert.equal(await page.locator(".v-caption").textContent(), "The lake at dawn Before anybody was up.");
    await shoot(page, "viewer");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator(".v-caption").textContent(), "<b>A & B</b>");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator(".v-caption").textContent(), "");
    await done(page);
});

test("neighbours are loaded before they are wanted", async () => {
    const page = await opened(album, {}, 3);

    await page.waitForLoadState("networkidle");
    const before = page.asked.length;
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.querySelector(".v-slide img").complete);
    assert.ok(!page.asked.slice(before).some(url => url.includes("view%2005")), page.asked.slice(before).join());
    await done(page);
});

test("information, map and download", async () => {
    const page = await opened(rows);

    assert.equal(await page.locator(".v-panel").isVisible(), false);
    await page.keyboard.press("i");
    assert.match(await page.locator(".v-panel").textContent(), /Nikon D90.*1\/250 s, f\/8, ISO 200.*2020-05-17 13:45/);
    assert.match(await page.locator(".v-panel a").first().getAttribute("href"), /mlat=47\.500000&mlon=8\.250000/);
    assert.equal(await page.locator(".v-info").getAttribute("aria-expanded"), "true");
    assert.match(await page.locator(".v-save").getAttribute("href"), /view%2002-.*\.jpg$/);
    await shoot(page, "viewer-info");
    await done(page);
});

test("right to left, arrows turn round", async () => {
    const page = await opened(rows);

    assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await count(page), "2 / 7");
    await page.keyboard.press("ArrowRight");
    assert.equal(await count(page), "1 / 7");
    await done(page);
});

const zoom = page => page.evaluate(() => new DOMMatrix(getComputedStyle(document.querySelector(".v-slide img")).transform).a);

test("wheel and double click zoom, the mouse pans", async () => {
    const page = await opened(album);

    await page.mouse.move(900, 400);
    await page.mouse.wheel(0, -400);
    await page.waitForFunction(() => document.querySelector(".v-zoomed"));
    const scale = await zoom(page);
    assert.ok(scale > 2 && scale <= 8, String(scale));
    const left = () => page.evaluate(() => document.querySelector(".v-slide img").getBoundingClientRect().left);
    const x = await left();
    await page.mouse.down();
    await page.mouse.move(850, 400);
    await page.mouse.up();
    assert.ok(Math.abs(await left() - x + 50) < 1.5, `${x} became ${await left()}`);
    await page.mouse.dblclick(640, 400);
    await page.waitForFunction(() => !document.querySelector(".v-zoomed"));
    await page.mouse.dblclick(640, 400);
    await page.waitForFunction(() => document.querySelector(".v-zoomed"));
    assert.equal(await count(page), "1 / 7");
    await done(page);
});

/* Fingers through the protocol: [[x, y]...] for each moment. */
async function touch(page, moments) {
    const cdp = await page.context().newCDPSession(page);
    const points = list => list.map(([x, y], id) => ({x, y, id}));

    await cdp.send("Input.dispatchTouchEvent", {type: "touchStart", touchPoints: points(moments[0])});
    for (const moment of moments.slice(1))
        await cdp.send("Input.dispatchTouchEvent", {type: "touchMove", touchPoints: points(moment)});
    await cdp.send("Input.dispatchTouchEvent", {type: "touchEnd", touchPoints: []});
}

const phone = {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true, deviceScaleFactor: 2};

test("fingers swipe and pinch", async () => {
    const page = await opened(album, phone);

    await touch(page, [[[300, 400]], [[200, 402]], [[100, 404]]]);
    assert.equal(await count(page), "2 / 7");
    await touch(page, [[[100, 400]], [[200, 402]], [[300, 404]]]);
    assert.equal(await count(page), "1 / 7");
    await touch(page, [[[160, 370], [200, 370]], [[120, 370], [240, 370]], [[100, 370], [260, 370]]]);
    assert.ok(Math.abs(await zoom(page) - 4) < .1, String(await zoom(page)));
    await shoot(page, "viewer-phone");
    await touch(page, [[[100, 370], [260, 370]], [[170, 370], [190, 370]]]);
    assert.equal(await zoom(page), 1);
    await touch(page, [[[180, 300]], [[180, 400]], [[182, 500]]]);
    await closed(page);
    await done(page);
});

test("the largest file comes when one looks closer", async () => {
    const page = await opened(rows);
    const href = await link(page, 0).evaluate(a => a.href);

    assert.ok(!page.asked.includes(href));
    await page.keyboard.press("+");
    await page.waitForFunction(url => document.querySelector(".v-slide img").currentSrc === url, href);
    await done(page);
});

test("without motion nothing moves by itself", async () => {
    const page = await opened(album, {reducedMotion: "reduce"});

    await page.keyboard.press("+");
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".v-slide img")).transitionDuration), "0s");
    await done(page);
});

test("a click with a key held is the browser's", async () => {
    const page = await visit(album);
    const other = page.context().waitForEvent("page");

    await link(page, 0).click({modifiers: ["Control"]});
    await (await other).waitForURL(/view%2001-.*\.jpg$/);
    assert.equal(await isOpen(page), false);
    await page.context().close();
});
