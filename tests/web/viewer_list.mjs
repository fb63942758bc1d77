/* viewer_list.mjs - what the viewer does, with keyboard, mouse, fingers, history and focus: the tests that run in every
 * browser. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { start } from "./driver.mjs";
import { viewerOpens } from "./press.mjs";

const { close, hasFfmpeg, paged, plain, serve, shapes, story } = createRequire(import.meta.url)("./site.cjs");
const NOW = ".v-slide:not([inert])"; /* the slide that is shown */

export function list(name) {
    const at = {}, disk = {};
    let browser;

    before(async () => {
        browser = await start(name);
        disk.plain = plain();
        disk.paged = paged();
        at.plain = await serve(disk.plain);
        at.paged = await serve(disk.paged);
        at.story = await serve(story());
        at.arabic = await serve(story("ar"));
        at.album = `${at.plain}Lake%20country/index.html`;
        at.many = `${at.plain}Many/index.html`;
        at.open = `${at.paged}open/index.html`;
    });
    after(async () => {
        await browser?.close();
        await close();
    });

    const { visit, touch } = { visit: (...a) => browser.visit(...a), touch: (...a) => browser.touch(...a) };
    const films = async () => `${await (at.shapes ??= serve(shapes()))}videos/index.html`;
    const count = page => page.$eval(".v-count", e => e.textContent);
    const address = page => page.evaluate(() => location.href);
    const until = (page, test, ...args) => page.waitForFunction(test, { timeout: 30000 }, ...args);
    const counted = (page, text) => until(page, text => document.querySelector(".v-count")?.textContent === text, text);
    const opens = page => until(page, () => document.querySelector("dialog.viewer[open]:not(.v-closing)"));
    const closes = page => until(page, () => !document.querySelector("dialog"));
    const still = page => until(page, () => document.getAnimations().every(a => a.playState !== "running"));
    const has = (page, name) => page.$eval(".viewer", (e, name) => e.classList.contains(name), name);
    const press = async (page, ...keys) => {
        for (const key of keys)
            await page.keyboard.press(key);
    };
    const matrix = (page, selector) => page.$eval(selector, e => {
        const { a, e: x, f: y } = new DOMMatrix(getComputedStyle(e).transform);
        return { zoom: a, x, y };
    });
    const picture = page => matrix(page, `${NOW} .v-picture`);
    const rect = (page, selector) => page.$eval(selector, e => {
        const { left, top, right, bottom, width, height } = e.getBoundingClientRect();
        return { left, top, right, bottom, width, height };
    });
    const done = async page => {
        assert.deepEqual(page.complaints, []);
        await page.browserContext().close();
    };
    async function opened(url, options, n = 0) {
        const page = await visit(url, options);

        await page.evaluate(n => document.querySelectorAll("figure[id] > a")[n].click(), n);
        await opens(page);
        await still(page);
        return page;
    }

    test("keyboard", async () => {
        const page = await opened(at.album);

        for (const [key, shown] of [["ArrowRight", 2], ["End", 7], ["ArrowRight", 7], ["Home", 1], ["ArrowLeft", 1]]) {
            await press(page, key);
            await counted(page, `${shown} / 7`);
        }
        await press(page, "Escape");
        await closes(page);
        await done(page);
    });

    test("a link to a picture has the keyboard, and closing stays on the page", async () => {
        const page = await visit(`${at.story}Lake%20country/index.html#view%2004.jpg`);

        await opens(page);
        assert.equal(await count(page), "3 / 7");
        await page.evaluate(() => document.activeElement.blur());
        await press(page, "ArrowRight");
        assert.equal(await count(page), "4 / 7");
        await press(page, "+");
        assert.ok(await has(page, "v-zoomed"));
        await press(page, "0", "ArrowLeft", "ArrowLeft", "i");
        assert.equal(await page.$eval("#v-panel", e => e.hidden), false);
        await press(page, "Escape");
        await closes(page);
        assert.equal(await address(page), `${at.story}Lake%20country/index.html`);
        await done(page);
    });

    test("the back button closes, and one entry is enough", async () => {
        const page = await opened(at.album);

        assert.match(await address(page), /#view%2001\.jpg$/);
        await press(page, "ArrowRight", "ArrowRight");
        await until(page, () => location.hash === "#view%2003.jpg");
        await page.evaluate(() => history.back());
        await closes(page);
        assert.equal(await address(page), at.album);
        await page.evaluate(() => history.forward());
        await opens(page);
        await counted(page, "3 / 7");
        await page.click(".v-close");
        await closes(page);
        await until(page, () => !location.hash);
        await done(page);
    });

    test("the page is where the last picture was when it is closed", async () => {
        const page = await opened(at.many);

        await press(page, "End", "Escape");
        await closes(page);
        await until(page, () => {
            const { top, bottom } = document.activeElement.getBoundingClientRect();
            return document.activeElement.closest("figure")?.id && scrollY > 1000 && top >= 0 && bottom <= innerHeight;
        });
        assert.equal(await page.evaluate(() => document.activeElement.closest("figure").id), "IMG_1099.jpg");
        await page.evaluate(() => new Promise(done => setTimeout(done, 300)));
        assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().bottom <= innerHeight));
        await done(page);
    });

    test("the page stays where it is when a picture that is half in view is closed", async () => {
        const page = await visit(at.many);
        const half = await page.evaluate(() => {
            const links = [...document.querySelectorAll("figure[id] > a")];

            scrollTo(0, 300);
            return links.findIndex(a => a.getBoundingClientRect().bottom > innerHeight);
        });
        const hidden = await page.evaluate(n => document.querySelectorAll("figure[id] > a")[n].getBoundingClientRect().bottom -
            innerHeight, half);
        await page.evaluate(n => document.querySelectorAll("figure[id] > a")[n].click(), half);
        await opens(page);
        await press(page, "Escape");
        await closes(page);
        await page.evaluate(() => new Promise(done => setTimeout(done, 300)));
        assert.ok(await page.evaluate(() => scrollY) <= 300 + Math.ceil(hidden));
        await done(page);
    });

    test("the focus stays inside and comes back to the picture", async () => {
        const page = await opened(at.album);
        const inside = () => page.$eval(".viewer", e => e.contains(document.activeElement));

        for (let i = 0; i < 8; i++) {
            await press(page, "Tab");
            assert.ok(await inside());
        }
        await page.keyboard.down("Shift");
        for (let i = 0; i < 10; i++) {
            await press(page, "Tab");
            assert.ok(await inside());
        }
        await page.keyboard.up("Shift");
        await press(page, "End", "Home", "ArrowRight");
        assert.ok(await inside());
        await press(page, "Escape");
        await closes(page);
        assert.equal(await page.evaluate(() => document.activeElement.parentElement.id), "view%2002.jpg");
        await done(page);
    });

    test("the ring of the focus is whole, and light inside", async () => {
        for (const url of [at.album, `${at.story}Lake%20country/index.html`]) {
            const page = await visit(url);

            await page.evaluate(() => document.querySelector("figure[id] > a").focus({ focusVisible: true }));
            await press(page, "Tab");
            await page.keyboard.down("Shift");
            await press(page, "Tab");
            await page.keyboard.up("Shift");
            const [outer, inner] = await page.evaluate(() => [getComputedStyle(document.activeElement),
                getComputedStyle(document.activeElement, "::after")].map(s => ({
                offset: parseFloat(s.outlineOffset) + parseFloat(s.outlineWidth), color: s.outlineColor, style: s.outlineStyle })));
            assert.equal(await page.evaluate(() => document.activeElement.matches("figure > a")), true);
            assert.deepEqual([outer.style, inner.style], ["solid", "solid"]);
            assert.ok(outer.offset <= 0 && inner.offset <= 0, "outside of what is cut off");
            assert.equal(inner.color, "rgb(255, 255, 255)");
            await done(page);
        }
    });

    test("Space does not close; = and 0 zoom", async () => {
        const page = await opened(at.album);

        await press(page, "=");
        await still(page);
        assert.equal((await picture(page)).zoom, 1.5);
        await press(page, "0");
        await still(page);
        assert.equal((await picture(page)).zoom, 1);
        await press(page, "+", "-");
        await still(page);
        assert.equal((await picture(page)).zoom, 1);
        await press(page, " ");
        assert.ok(await has(page, "v-playing"));
        await press(page, " ");
        assert.equal(await has(page, "v-playing"), false);
        await page.click(".v-play"); /* whoever clicks has the keys for the pictures */
        await press(page, " ");
        assert.equal(await has(page, "v-playing"), false);
        await done(page);
    });

    test("captions are those of the page, and nothing in them is markup", async () => {
        const page = await opened(at.album);
        const caption = () => page.$eval(`${NOW} .v-caption`, e => e.textContent);

        assert.equal(await caption(), "The lake at dawn Before anybody was up.");
        await press(page, "ArrowRight");
        assert.equal(await caption(), "<b>A & B</b>");
        await press(page, "ArrowRight");
        assert.equal(await caption(), "");
        await done(page);
    });

    test("a caption is below the picture, and upon it while it fills the window", async () => {
        const page = await opened(at.album);
        const [below, over] = [await rect(page, `${NOW} .v-caption`), await rect(page, `${NOW} .v-picture`)];

        assert.ok(below.top >= over.bottom - 1, `${below.top} is above ${over.bottom}`);
        assert.ok(below.bottom <= 801);
        await press(page, "+", "+", "+");
        await still(page);
        assert.ok((await rect(page, `${NOW} .v-caption`)).top < (await rect(page, `${NOW} .v-picture`)).bottom);
        assert.equal(Math.round((await rect(page, `${NOW} .v-caption`)).bottom), 800);
        await done(page);
    });

    const describe = (page, n) => page.evaluate(n => {
        const figure = document.querySelectorAll("figure[id]")[n], caption = document.createElement("figcaption");

        figure.querySelector("figcaption")?.remove();
        caption.textContent = "many words ".repeat(400);
        figure.append(caption);
        figure.querySelector("a").click();
    }, n);

    test("the wheel scrolls a long caption", async () => {
        const page = await visit(at.album);

        await describe(page, 2);
        await opens(page);
        await still(page);
        const { left, top } = await rect(page, `${NOW} .v-caption`);
        await page.mouse.move(left + 50, top + 50);
        await page.mouse.wheel({ deltaY: 60 });
        await until(page, now => document.querySelector(`${now} .v-caption`).scrollTop > 0, NOW);
        assert.equal((await picture(page)).zoom, 1);
        await done(page);
    });

    test("a long caption has the keyboard, a short one does not", async () => {
        const page = await visit(at.album);
        const reached = async () => {
            for (let i = 0; i < 12; i++) {
                await press(page, "Tab");
                if (await page.evaluate(() => document.activeElement.matches(".v-caption")))
                    return true;
            }
            return false;
        };

        await describe(page, 2);
        await opens(page);
        await still(page);
        assert.ok(await reached());
        await press(page, "ArrowDown");
        await until(page, now => document.querySelector(`${now} .v-caption`).scrollTop > 0, NOW);
        await press(page, "Home");
        await counted(page, "1 / 7");
        await still(page);
        assert.equal(await reached(), false);
        await done(page);
    });

    test("lines of captions are not longer than eyes follow", async () => {
        const page = await visit(at.album, { width: 1920, height: 1080 });

        await describe(page, 2);
        await opens(page);
        const width = await page.$eval(`${NOW} .v-caption`, e => {
            const range = document.createRange();

            range.selectNodeContents(e);
            return range.getBoundingClientRect().width / parseFloat(getComputedStyle(e).fontSize);
        });
        assert.ok(width <= 50, String(width));
        await done(page);
    });

    test("Tab goes on from a video with a long caption", { skip: !hasFfmpeg }, async () => {
        const page = await visit(await films());

        await describe(page, 0);
        await opens(page);
        await still(page);
        for (let i = 0; i < 20 && !await page.evaluate(() => document.activeElement.matches(".v-play")); i++)
            await press(page, "Tab");
        assert.ok(await page.evaluate(() => document.activeElement.matches(".v-play")));
        await done(page);
    });

    test("a cut caption of a row ends with a whole line", async () => {
        const page = await visit(at.album);
        const lines = await page.$eval(".rows figcaption", e => {
            e.textContent = "Words and words. ".repeat(40);
            const { bottom } = e.getBoundingClientRect(), { borderBottomWidth } = getComputedStyle(e);
            const range = document.createRange();
            range.selectNodeContents(e);
            return [...range.getClientRects()].map(r => [r.top, r.bottom, bottom - parseFloat(borderBottomWidth)]);
        });

        for (const [top, bottom, end] of lines)
            assert.ok(bottom <= end + 2.5 || top >= end - 2.5, `a line from ${top} to ${bottom} is cut at ${end}`);
        await done(page);
    });

    test("neighbours are loaded before they are wanted", async () => {
        const page = await opened(at.album, {}, 3);

        await until(page, () => [...document.querySelectorAll(".v-slide img")].length === 3 &&
            [...document.querySelectorAll(".v-slide img")].every(i => i.complete));
        const before = page.asked.length;
        await press(page, "ArrowRight");
        await still(page);
        assert.ok(!page.asked.slice(before).some(url => url.includes("view%2005")), page.asked.slice(before).join());
        await done(page);
    });

    test("zooming fetches the larger file of the format that is shown", async () => {
        const page = await visit(`${at.arabic}Lake%20country/index.html`, { width: 700, height: 500 });

        await page.evaluate(() => document.querySelector("figure[id] > a").click());
        await opens(page);
        await until(page, now => document.querySelector(`${now} img`).complete, NOW);
        const before = await page.$eval(`${NOW} img`, e => e.currentSrc);
        assert.match(before, /\.webp$/);
        const asked = page.asked.length;
        await press(page, "+", "+", "+", "+", "+", "+");
        await until(page, (now, before) => { /* while it loads, Chromium names no file */
            const { complete, currentSrc } = document.querySelector(`${now} img`);
            return complete && currentSrc !== before;
        }, NOW, before);
        assert.match(await page.$eval(`${NOW} img`, e => e.currentSrc), /\.webp$/);
        assert.deepEqual(page.asked.slice(asked).filter(url => url.includes("view%2002") && !url.endsWith(".webp")), []);
        await done(page);
    });

    test("information, map and download", async () => {
        const page = await opened(`${at.story}Lake%20country/index.html`);
        const panel = () => page.$eval("#v-panel", e => [e.hidden, e.textContent]);

        assert.equal((await panel())[0], true);
        await press(page, "i");
        assert.match((await panel())[1], /Nikon D90.*1\/250 s, f\/8, ISO 200.*2020-05-17 13:45/);
        assert.match(await page.$eval("#v-panel a", e => e.href), /mlat=47\.500000&mlon=8\.250000/);
        assert.equal(await page.$eval(".v-info", e => e.ariaExpanded), "true");
        assert.match(await page.$eval(".v-save", e => e.href), /view%2002-.*\.jpg$/);
        await page.$eval(".v-save", e => e.addEventListener("click", event => {
            event.preventDefault();
            globalThis.saved = true;
        }));
        await press(page, "d");
        await until(page, () => globalThis.saved);
        await done(page);
    });

    test("right to left, arrows and fingers turn round", async () => {
        const page = await opened(`${at.arabic}Lake%20country/index.html`);

        await press(page, "ArrowLeft");
        assert.equal(await count(page), "2 / 7");
        await still(page);
        await touch(page, [{ ms: 0, at: [[900, 400]] }, { ms: 30, at: [[700, 400]] }, { ms: 30, at: [[500, 400]] }]);
        await counted(page, "1 / 7");
        await done(page);
    });

    test("help says the keys, and Esc closes it first", async () => {
        const page = await opened(at.album);

        await page.keyboard.type("?");
        assert.match(await page.$eval("dl.v-panel", e => e.checkVisibility() && e.textContent), /Slideshow.*Full screen/);
        await press(page, "Escape");
        assert.equal(await page.$eval("dl.v-panel", e => e.hidden), true);
        await press(page, "Escape");
        await closes(page);
        await done(page);
    });

    test("a click, a wheel and a double tap zoom towards the point", async () => {
        const page = await opened(at.album);
        const { left, top, width, height } = await rect(page, `${NOW} .v-picture`);
        const [px, py] = [left + width * .3, top + height * .4];
        const share = async () => {
            const r = await rect(page, `${NOW} .v-picture`);
            return [(px - r.left) / r.width, (py - r.top) / r.height];
        };
        const near = ([a, b], words) => assert.ok(Math.abs(a - .3) < .01 && Math.abs(b - .4) < .01, `${words}: ${a}, ${b}`);

        await page.mouse.click(px, py);
        await still(page);
        assert.ok((await picture(page)).zoom >= 2);
        near(await share(), "click");
        await new Promise(done => setTimeout(done, 400));
        await page.mouse.click(px, py);
        await still(page);
        assert.equal((await picture(page)).zoom, 1);
        await page.mouse.move(px, py);
        await page.mouse.wheel({ deltaY: -300 });
        await until(page, () => document.querySelector(".v-zoomed"));
        near(await share(), "wheel");
        assert.ok((await picture(page)).zoom > 1.5);
        await press(page, "0");
        await still(page);
        await browser.tapTwice(page, px, py);
        await until(page, () => document.querySelector(".v-zoomed"));
        await still(page);
        near(await share(), "double tap");
        assert.equal(await count(page), "1 / 7");
        await done(page);
    });

    test("a double click leaves it zoomed, and another one whole", async () => {
        const page = await opened(at.album);

        await page.mouse.click(640, 300, { count: 2 });
        await still(page);
        assert.ok((await picture(page)).zoom >= 2);
        await new Promise(done => setTimeout(done, 400));
        await page.mouse.click(640, 300, { count: 2 });
        await still(page);
        assert.equal((await picture(page)).zoom, 1);
        await done(page);
    });

    test("what is zoomed follows the mouse, glides on and stays within its limits", async () => {
        const page = await opened(at.album);

        await page.mouse.move(640, 350);
        await page.mouse.wheel({ deltaY: -400 });
        await until(page, () => document.querySelector(".v-zoomed"));
        const before = await picture(page);
        await touch(page, [{ ms: 0, at: [[640, 400]] }, { ms: 50, at: [[600, 400]] }], 300);
        await still(page);
        const held = await picture(page);
        assert.ok(Math.abs(held.x - before.x + 40) < 3, `${before.x} became ${held.x}`);
        await touch(page, [{ ms: 0, at: [[600, 400]] }, { ms: 16, at: [[620, 400]] }, { ms: 16, at: [[640, 400]] },
            { ms: 16, at: [[660, 400]] }]);
        await still(page);
        const glided = await picture(page);
        assert.ok(glided.x - held.x > 90, `it stopped at ${glided.x} after ${held.x}`);
        for (let i = 0; i < 4; i++)
            await touch(page, [{ ms: 0, at: [[300, 400]] }, { ms: 16, at: [[600, 400]] }, { ms: 16, at: [[900, 400]] }]);
        await still(page);
        const { left, right } = await rect(page, `${NOW} .v-picture`);
        assert.ok(Math.abs(left) < 1.5 && right > 1280, `${left}`);
        for (let i = 0; i < 9 && await count(page) === "1 / 7"; i++) { /* to its other edge, and beyond */
            await touch(page, [{ ms: 0, at: [[900, 400]] }, { ms: 16, at: [[600, 400]] }, { ms: 16, at: [[300, 400]] }]);
            await still(page);
        }
        assert.equal(await count(page), "2 / 7");
        await press(page, "ArrowLeft");
        await still(page);
        assert.deepEqual(await picture(page), { zoom: 1, x: 0, y: 0 });
        await done(page);
    });

    test("the strip follows the finger, with both neighbours", async () => {
        const page = await opened(at.album, { touch: true }, 2);
        const during = await page.evaluate(() => {
            globalThis.seen = [];
            addEventListener("pointermove", () => globalThis.seen.push(
                new DOMMatrix(document.querySelector(".v-strip").style.transform).e));
            return document.querySelectorAll(".v-slide").length;
        });

        assert.equal(during, 3);
        await touch(page, [{ ms: 0, at: [[800, 400]] }, { ms: 50, at: [[700, 401]] }, { ms: 50, at: [[600, 402]] }], 300);
        const seen = await page.evaluate(() => globalThis.seen);
        assert.ok(seen.some(x => Math.abs(x + 200) < 2), seen.join());
        assert.equal(await count(page), "3 / 7"); /* neither far nor fast */
        await still(page);
        assert.equal((await matrix(page, ".v-strip")).x, 0);
        await done(page);
    });

    test("speed decides, or else the way", async () => {
        const page = await opened(at.album, { touch: true }, 2);
        const swipe = async (xs, ms, rest, shown) => {
            await touch(page, xs.map((x, i) => ({ ms: i ? ms : 0, at: [[x, 400]] })), rest);
            await still(page);
            assert.equal(await count(page), `${shown} / 7`, `${xs} in steps of ${ms} ms`);
        };

        await swipe([700, 660, 620, 580], 16, 0, 4); /* a short flick */
        await swipe([580, 620, 660, 700], 16, 0, 3);
        await swipe([1000, 800, 500, 250], 60, 300, 4); /* slowly, more than half */
        await swipe([1000, 800, 400, 300, 380, 460, 540], 16, 0, 4); /* and back in the end */
        await done(page);
    });

    test("fingers swipe where the arrows lie on the picture", { skip: name !== "chromium" }, async () => {
        const page = await opened(at.album, { touch: true, width: 390, height: 844 });

        await touch(page, [{ ms: 0, at: [[368, 422]] }, { ms: 50, at: [[250, 422]] }, { ms: 50, at: [[100, 422]] }]);
        await counted(page, "2 / 7");
        assert.equal(await page.$eval(".v-next", e => getComputedStyle(e).opacity), "0");
        await done(page);
    });

    test("the ends are rubber", async () => {
        const page = await opened(at.album, { touch: true });

        await page.evaluate(() => document.querySelector(".v-stage").addEventListener("pointermove", () => {
            globalThis.far = Math.max(globalThis.far ?? 0, new DOMMatrix(document.querySelector(".v-strip").style.transform).e);
        }));
        await touch(page, [{ ms: 0, at: [[200, 400]] }, { ms: 16, at: [[500, 400]] }, { ms: 16, at: [[800, 400]] }]);
        const far = await page.evaluate(() => globalThis.far);
        assert.ok(far > 50 && far < 400, String(far));
        await still(page);
        assert.equal(await count(page), "1 / 7");
        assert.equal((await matrix(page, ".v-strip")).x, 0);
        await done(page);
    });

    test("two fingers zoom around their middle", async () => {
        const page = await opened(at.album, { touch: true });

        await touch(page, [{ ms: 0, at: [[560, 350], [600, 350]] }, { ms: 30, at: [[540, 350], [620, 350]] },
            { ms: 30, at: [[520, 350], [640, 350]] }], 200);
        await still(page);
        const { zoom } = await picture(page), { left, width } = await rect(page, `${NOW} .v-picture`);
        const whole = (await page.$eval(`${NOW} .v-picture`, e => e.offsetWidth));
        assert.ok(Math.abs(zoom - 3) < .1, String(zoom));
        const share = (580 - (640 - whole / 2)) / whole;
        assert.ok(Math.abs((580 - left) / width - share) < .02, "the point went away");
        await touch(page, [{ ms: 0, at: [[480, 350], [680, 350]] }, { ms: 30, at: [[570, 350], [590, 350]] }], 200);
        await still(page);
        assert.equal((await picture(page)).zoom, 1);
        await touch(page, [{ ms: 0, at: [[480, 350], [680, 350]] }, { ms: 30, at: [[560, 350], [600, 350]] }], 200);
        await closes(page);
        await done(page);
    });

    test("a second finger ends a swipe, and a pull", { skip: name !== "chromium" }, async () => {
        const page = await opened(at.album, { touch: true }, 2);

        for (const [x, y] of [[500, 400], [800, 500]]) {
            await touch(page, [{ ms: 0, at: [[800, 400]] }, { ms: 20, at: [[x, y]] }, { ms: 20, at: [[x, y], [640, 300]] },
                { ms: 20, at: [[x, y], [640, 300]] }], 200);
            await still(page);
            assert.equal(await count(page), "3 / 7");
            assert.equal((await matrix(page, ".v-strip")).x, 0);
            assert.equal((await picture(page)).zoom, 1);
            assert.equal(await page.$eval(".v-ground", e => getComputedStyle(e).opacity), "1");
        }
        await done(page);
    });

    test("what the system cancels goes back", async () => {
        const page = await opened(at.album, {}, 2);

        await page.evaluate(() => addEventListener("pointerdown", ({ pointerId }) => globalThis.id = pointerId, true));
        for (const [x, y] of [[640, 650], [200, 300]]) {
            await page.mouse.move(640, 300);
            await page.mouse.down();
            await page.mouse.move(x, y, { steps: 5 });
            await page.evaluate(() => document.querySelector(".v-stage").dispatchEvent(
                new PointerEvent("pointercancel", { pointerId: globalThis.id, pointerType: "mouse", bubbles: true })));
            await page.mouse.up();
            await still(page);
            assert.equal(await count(page), "3 / 7");
            assert.deepEqual(await picture(page), { zoom: 1, x: 0, y: 0 });
            assert.equal((await matrix(page, ".v-strip")).x, 0);
        }
        await done(page);
    });

    test("a pinch that the system cancels closes nothing", { skip: name !== "chromium" }, async () => {
        const page = await opened(at.album, { touch: true }, 2);
        const session = await page.createCDPSession();
        const send = (type, ...xs) => session.send("Input.dispatchTouchEvent",
            { type, touchPoints: xs.map((x, id) => ({ x, y: 300, id })) });

        await send("touchStart", 400);
        await send("touchStart", 400, 800);
        await send("touchMove", 550, 650);
        await send("touchCancel");
        await still(page);
        assert.deepEqual(await picture(page), { zoom: 1, x: 0, y: 0 });
        assert.equal(await address(page), `${at.album}#view%2003.jpg`);
        await done(page);
    });

    test("a pull closes, a small one does not, and the background does", async () => {
        let page = await opened(at.album, { touch: true });

        await touch(page, [{ ms: 0, at: [[640, 300]] }, { ms: 50, at: [[640, 340]] }, { ms: 50, at: [[640, 360]] }], 300);
        await still(page);
        assert.equal((await picture(page)).y, 0);
        await touch(page, [{ ms: 0, at: [[640, 300]] }, { ms: 30, at: [[640, 400]] }, { ms: 30, at: [[640, 500]] }]);
        await closes(page);
        await done(page);
        page = await opened(at.album);
        const { right } = await rect(page, `${NOW} .v-picture`);
        await page.mouse.click((right + 1280) / 2, 250);
        await closes(page);
        await done(page);
    });

    test("it grows from the thumbnail and goes back to it", async () => {
        const page = await visit(at.album);
        const first = await page.evaluate(async now => {
            const thumb = document.querySelector("figure[id] > a img"), a = thumb.getBoundingClientRect();
            thumb.closest("a").click();
            const picture = document.querySelector(`${now} .v-picture`);
            picture.getAnimations()[0].currentTime = 0;
            const b = picture.getBoundingClientRect();
            globalThis.opacity = thumb.style.opacity;
            return [a.left - b.left, a.top - b.top, a.right - b.right, a.bottom - b.bottom];
        }, NOW);

        assert.ok(first.every(d => Math.abs(d) < 3), first.join());
        await still(page);
        assert.equal(await page.evaluate(() => globalThis.opacity), "0");
        assert.equal(await page.$eval("figure[id] > a img", e => e.style.opacity), "");
        await press(page, "ArrowRight");
        await still(page);
        const last = await page.evaluate(async now => {
            const picture = document.querySelector(`${now} .v-picture`);
            document.querySelector(".v-close").click();
            const [animation] = picture.getAnimations();
            animation.pause();
            animation.currentTime = 279.9;
            const a = document.querySelectorAll("figure[id] > a img")[1].getBoundingClientRect(), b = picture.getBoundingClientRect();
            animation.play();
            return [a.left - b.left, a.top - b.top, a.right - b.right, a.bottom - b.bottom];
        }, NOW);
        assert.ok(last.every(d => Math.abs(d) < 3), last.join());
        await closes(page);
        assert.equal(await page.$$eval("figure[id] > a img", all => all.every(e => !e.style.opacity)), true);
        await done(page);
    });

    test("what is out of view fades in", async () => {
        const page = await visit(at.many);
        const moved = await page.evaluate(now => {
            [...document.querySelectorAll("figure[id] > a")].at(-1).click();
            return document.querySelector(`${now} .v-picture`).getAnimations().length;
        }, NOW);

        assert.equal(moved, 0);
        assert.ok(await page.evaluate(() => document.querySelector(".v-box").getAnimations().length));
        await done(page);
    });

    test("only transform and opacity are animated", async () => {
        const page = await opened(at.album, { touch: true });
        const properties = () => page.evaluate(() => document.getAnimations().flatMap(a => a.effect.getKeyframes()
            .flatMap(k => Object.keys(k))).filter(k => !["offset", "computedOffset", "easing", "composite"].includes(k)));
        const all = [];

        for (const key of ["ArrowRight", "+", "0", " ", "Escape"]) {
            await press(page, key);
            all.push(...await properties());
        }
        assert.ok(all.length > 5);
        assert.deepEqual([...new Set(all)].sort(), ["opacity", "transform"]);
        await closes(page);
        await done(page);
    });

    test("inputs that come faster than frames", async () => {
        const page = await visit(at.album);
        const inOneTask = (...names) => page.evaluate(names => {
            for (const key of names)
                if (key === "click")
                    document.querySelectorAll("figure[id] > a")[2].click();
                else
                    document.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
        }, names);

        await inOneTask("click", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight");
        await until(page, () => document.querySelector("dialog:modal") && document.querySelectorAll(".v-slide").length === 3);
        assert.match(await count(page), /^5 /);
        await still(page);
        assert.equal((await rect(page, `${NOW}`)).left, 0);
        await press(page, "Escape");
        await closes(page);
        await inOneTask("click", "Escape");
        await closes(page);
        await until(page, () => document.activeElement === document.querySelectorAll("figure[id] > a")[2]);
        assert.equal(await page.evaluate(() => document.documentElement.className + document.documentElement.style.padding), "");
        await inOneTask("click");
        await until(page, () => document.querySelector("dialog:modal"));
        await inOneTask("Escape");
        await until(page, () => location.hash === "");
        await inOneTask("click"); /* while it flies, or soon after */
        await until(page, () => document.querySelector("dialog:modal:not(.v-closing)"));
        await press(page, "Escape");
        await closes(page);
        await until(page, () => document.activeElement === document.querySelectorAll("figure[id] > a")[2]);
        await done(page);
    });

    test("controls fade when the mouse rests, but not from the keyboard", async () => {
        const page = await opened(at.album);

        await page.mouse.move(600, 300);
        await page.mouse.move(610, 300);
        await until(page, () => document.querySelector(".v-idle"));
        await until(page, () => getComputedStyle(document.querySelector(".v-bar")).opacity === "0");
        await page.mouse.move(620, 300);
        assert.equal(await has(page, "v-idle"), false);
        await press(page, "Tab", "Tab");
        await new Promise(done => setTimeout(done, 4500));
        assert.equal(await has(page, "v-idle"), false);
        await done(page);
    });

    test("a tap puts the controls away", async () => {
        const page = await opened(at.album, { touch: true });

        await touch(page, [{ ms: 0, at: [[640, 300]] }]);
        await until(page, () => document.querySelector(".v-bare"));
        await touch(page, [{ ms: 0, at: [[640, 300]] }]);
        await until(page, () => !document.querySelector(".v-bare"));
        await done(page);
    });

    test("the slideshow goes on by itself, round, and stops at a touch", async () => {
        const page = await opened(at.album, {}, 6);
        const hurry = async () => {
            await until(page, () => document.querySelector(".v-progress").getAnimations()[0]?.playState === "running");
            await page.evaluate(() => document.querySelector(".v-progress").getAnimations()[0].finish());
        };

        await press(page, " ");
        assert.equal(await page.$eval(".v-play", e => e.ariaPressed), "true");
        await hurry();
        await counted(page, "1 / 7");
        await hurry();
        await counted(page, "2 / 7");
        assert.equal(await page.$eval(".v-count", e => e.ariaLive), "off");
        await page.evaluate(() => {
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        });
        assert.equal(await page.evaluate(() => document.querySelector(".v-progress").getAnimations()[0].playState), "paused");
        await page.evaluate(() => {
            delete document.hidden;
            document.dispatchEvent(new Event("visibilitychange"));
        });
        await touch(page, [{ ms: 0, at: [[640, 300]] }]);
        assert.equal(await has(page, "v-playing"), false);
        assert.equal(await count(page), "2 / 7");
        await done(page);
    });

    test("the slideshow stops for who looks closer, and for who stops a video", async () => {
        const page = await opened(at.album);

        await press(page, " ", "+");
        assert.equal(await has(page, "v-playing"), false);
        await press(page, "0", " ");
        assert.ok(await has(page, "v-playing"));
        await page.mouse.move(640, 300);
        await page.mouse.wheel({ deltaY: -60 });
        await until(page, () => !document.querySelector(".v-playing"));
        await done(page);
        if (!hasFfmpeg)
            return;
        const film = await visit(await films());

        await film.evaluate(() => { /* one that lasts */
            HTMLMediaElement.prototype.play = async () => {};
            document.querySelector("figure[id] > a").click();
        });
        await opens(film);
        await film.click(".v-play");
        await until(film, now => document.querySelector(`${now} video`).onpause, NOW);
        await film.evaluate(now => document.querySelector(`${now} video`).dispatchEvent(new Event("pause")), NOW);
        await until(film, () => !document.querySelector(".v-playing"));
        await done(film);
    });

    test("the filmstrip shows what is around, on wide screens alone", async () => {
        const page = await opened(at.many, {}, 50);
        const middle = () => rect(page, ".v-on").then(r => (r.left + r.right) / 2);

        assert.ok(Math.abs(await middle() - 640) < 1);
        const frames = (await page.$$(".v-frame")).length;
        assert.ok(frames > 15 && frames < 30, String(frames));
        const [x, y] = await page.$eval(".v-on", e => {
            const r = e.nextElementSibling.getBoundingClientRect();
            return [r.left + 20, r.top + 20];
        });
        await page.mouse.click(x, y);
        await counted(page, "52 / 100");
        await still(page);
        assert.ok(Math.abs(await middle() - 640) < 1);
        await page.setViewport({ width: 600, height: 800 });
        await until(page, () => !document.querySelector(".v-filmstrip").checkVisibility());
        await done(page);

        const near = await opened(at.album); /* it grows from its thumbnail */
        await until(near, () => document.querySelector(".v-on img"));
        assert.equal(await near.$eval(".v-on img", e => e.style.opacity), "", "the picture that was opened is not seen");
        await done(near);
    });

    test("share says that the link is copied, or asks the system", async () => {
        const page = await opened(at.album);

        await page.evaluate(() => {
            delete Navigator.prototype.share;
            Object.defineProperty(navigator, "clipboard", { value: { writeText: async text => globalThis.copied = text } });
        });
        await press(page, "s");
        await until(page, () => document.querySelector(".v-message").textContent === "Link copied");
        assert.equal(await page.$eval(".v-message", e => e.getAttribute("role")), "status");
        assert.equal(await page.evaluate(() => globalThis.copied), `${at.album}#view%2001.jpg`);
        await page.evaluate(() => Navigator.prototype.share = async data => globalThis.shared = data.url);
        await page.click(".v-share");
        assert.equal(await page.evaluate(() => globalThis.shared), `${at.album}#view%2001.jpg`);
        await done(page);
    });

    test("without a clipboard the link is copied too", async () => {
        const page = await opened(at.album);

        await page.evaluate(() => {
            delete Navigator.prototype.share;
            Object.defineProperty(navigator, "clipboard", { value: undefined });
            document.addEventListener("copy", () => globalThis.copied = document.activeElement.value);
        });
        await page.click(".v-share");
        await until(page, () => document.querySelector(".v-message").textContent);
        assert.equal(await page.evaluate(() => globalThis.copied), `${at.album}#view%2001.jpg`);
        await press(page, "ArrowRight");
        assert.equal(await count(page), "2 / 7");
        await done(page);
    });

    test("an album of many pages goes on, and closes on the right one", async () => {
        const page = await opened(at.open, {}, 199);

        assert.equal(await count(page), "200 / 405");
        await until(page, () => document.querySelectorAll(".v-slide").length === 3);
        await press(page, "ArrowRight");
        await counted(page, "201 / 405");
        assert.match(await address(page), /open\/page-2\.html#1200\.jpg$/);
        await press(page, "ArrowLeft");
        await counted(page, "200 / 405");
        await press(page, "End");
        await counted(page, "405 / 405");
        assert.match(await address(page), /open\/page-3\.html#1404\.jpg$/);
        await press(page, "Home");
        await counted(page, "1 / 405");
        await press(page, "ArrowLeft", "End");
        await counted(page, "405 / 405");
        const length = await page.evaluate(() => history.length);
        await press(page, "Escape");
        await until(page, () => /page-3\.html$/.test(location.href) && !document.querySelector("dialog") &&
            document.activeElement.closest("figure")?.id === "1404.jpg");
        assert.equal(await page.evaluate(() => history.length), length);
        await done(page);
    });

    /* Until free() is called in the page, its script gets `status` for this address, or no answer. */
    const withhold = (page, url, status) => page.evaluate((url, status) => {
        const { fetch } = globalThis;
        const freed = new Promise(done => globalThis.free = () => done(status = 0));

        globalThis.fetch = async (...args) => {
            if (args[0].includes(url) && status)
                return new Response("busy", { status });
            if (args[0].includes(url))
                await freed;
            return fetch(...args);
        };
    }, url, status);

    test("a page that the server does not give is not skipped", async () => {
        const page = await visit(at.open);

        await withhold(page, "page-2", 503);
        await page.evaluate(() => document.querySelectorAll("figure[id] > a")[198].click());
        await opens(page);
        await press(page, "ArrowRight", "ArrowRight");
        await until(page, () => document.querySelector(".v-message").textContent);
        await press(page, "ArrowRight");
        await still(page);
        assert.equal(await count(page), "200 / 405");
        await page.evaluate(() => globalThis.free());
        await press(page, "ArrowRight");
        await counted(page, "201 / 405");
        await done(page);
    });

    test("the last key counts, however long a page takes", async () => {
        const page = await visit(at.open);

        await withhold(page, "page-3");
        await page.evaluate(() => document.querySelectorAll("figure[id] > a")[50].click());
        await opens(page);
        await press(page, "End", "Home");
        await counted(page, "1 / 405");
        await page.evaluate(() => globalThis.free());
        await page.evaluate(() => new Promise(done => setTimeout(done, 500)));
        assert.equal(await count(page), "1 / 405");
        await done(page);
    });

    test("the slideshow waits for the album's next page", async () => {
        const page = await visit(at.open);

        await withhold(page, "page-2");
        await page.evaluate(() => document.querySelectorAll("figure[id] > a")[199].click());
        await opens(page);
        await press(page, " ");
        await until(page, () => document.querySelector(".v-progress").getAnimations()[0]?.playState === "running");
        await page.evaluate(() => document.querySelector(".v-progress").getAnimations()[0].finish());
        await page.evaluate(() => new Promise(done => setTimeout(done, 100)));
        await page.evaluate(() => globalThis.free());
        await counted(page, "201 / 405");
        assert.ok(await has(page, "v-playing"));
        await done(page);
    });

    test("closed after the album's other page was loaded again, the address is that page's", async () => {
        const page = await opened(at.open, {}, 199);

        await until(page, () => document.querySelectorAll(".v-slide").length === 3);
        await press(page, "ArrowRight");
        await counted(page, "201 / 405");
        await page.reload();
        await opens(page);
        await press(page, "Escape");
        await closes(page);
        await until(page, () => !location.hash);
        assert.match(await address(page), /page-2\.html$/);
        await done(page);
    });

    test("Back closes on another page of the album too", async () => {
        const page = await opened(at.open, {}, 199);

        await until(page, () => document.querySelectorAll(".v-slide").length === 3);
        await press(page, "ArrowRight");
        await counted(page, "201 / 405");
        await page.evaluate(() => history.back());
        await until(page, () => /page-2\.html$/.test(location.href) && !document.querySelector("dialog") &&
            document.activeElement.closest("figure")?.id === "1200.jpg");
        await done(page);
    });

    test("pages behind a password go on as well", async () => {
        const page = await visit(`${at.paged}locked/index.html`);

        await until(page, () => document.querySelector(".asking"));
        await page.type("#password", "word");
        await press(page, "Enter");
        await until(page, viewerOpens, { selector: "figure[id] > a", n: -1 });
        await until(page, () => document.querySelectorAll(".v-slide").length === 3);
        await press(page, "ArrowRight");
        await counted(page, "201 / 405");
        await press(page, "Escape");
        await until(page, () => /page-2\.html$/.test(location.href) && document.activeElement.closest("figure")?.id === "1200.jpg");
        await done(page);
    });

    test("from a disk, the next page of the album opens at its first picture", async () => {
        const page = await opened(pathToFileURL(join(disk.paged, "open/index.html")).href, {}, 199);

        await press(page, "ArrowRight");
        await until(page, () => /page-2\.html#1200\.jpg$/.test(location.href) &&
            document.querySelector(".v-count")?.textContent === "201 / 405");
        await press(page, "ArrowLeft");
        await until(page, () => document.querySelector(".v-count")?.textContent === "200 / 405");
        await press(page, "Escape");
        await closes(page);
        assert.match(await address(page), /open\/index\.html$/);
        await page.browserContext().close(); /* Chromium complains that a disk's files are not read */
    });

    test("videos play inside and stop when they are left", { skip: !hasFfmpeg }, async () => {
        const page = await opened(await films());
        const video = () => page.$eval(`${NOW} video`, e => ({ paused: e.paused, controls: e.controls }));

        assert.equal((await video()).controls, true);
        await until(page, now => document.querySelector(`${now} video`).currentTime > 0, NOW);
        await page.evaluate(now => globalThis.first = document.querySelector(`${now} video`), NOW);
        await press(page, "ArrowRight");
        assert.equal(await page.evaluate(() => globalThis.first.paused), true);
        assert.equal(await count(page), "2 / 24");
        assert.equal((await video()).paused, true);
        await press(page, " ");
        await until(page, now => document.querySelector(`${now} video`).currentTime > 0, NOW);
        await press(page, "Escape");
        await closes(page);
        if (name === "chromium") { /* paper plays nothing */
            await page.emulateMediaType("print");
            assert.equal(await page.$eval("a.video", e => getComputedStyle(e, "::before").display), "none");
        }
        assert.deepEqual(page.asked.filter(url => /110[^/]*\.mp4$/.test(url)), [], "videos are fetched before they are wanted");
        await done(page);
    });

    test("a motion photo plays on a press, muted, once, and never by itself", { skip: !hasFfmpeg }, async () => {
        const page = await opened((await films()).replace("videos", "motion"));
        const playing = () => page.evaluate(() => document.querySelectorAll(".v-live").length);
        const asked = () => page.asked.filter(url => /\.mp4$/.test(url));

        assert.equal(await page.$eval("figure[id] > a", e => getComputedStyle(e, "::before").position), "absolute");
        await page.evaluate(() => new Promise(done => setTimeout(done, 300)));
        assert.equal(await playing(), 0);
        assert.deepEqual(asked(), [], "the video is fetched before it is wanted");
        await page.evaluate(() => document.addEventListener("ended", e => globalThis.ended =
            { muted: e.target.muted, time: e.target.currentTime }, true));
        await page.click(".v-motion");
        await until(page, () => globalThis.ended);
        const ended = await page.evaluate(() => globalThis.ended);
        assert.ok(ended.muted && ended.time > 0, JSON.stringify(ended));
        await until(page, () => !document.querySelector(".v-live"));
        assert.equal(asked().length > 0, true);
        await page.evaluate(() => HTMLMediaElement.prototype.play = () => new Promise(() => {}));
        await press(page, "m");
        assert.equal(await playing(), 1);
        await page.setViewport({ width: 800, height: 1200 }); /* a phone is turned */
        await until(page, () => document.querySelector(".v-picture").getBoundingClientRect().width === 800);
        await page.evaluate(() => new Promise(requestAnimationFrame));
        assert.equal(await playing(), 1, "the video ends while its picture is shown");
        await press(page, "m");
        assert.equal(await playing(), 0);
        await press(page, "m", "ArrowRight");
        await counted(page, "2 / 2");
        await until(page, () => !document.querySelector(".v-live"));
        assert.equal(await page.$eval(".v-motion", e => e.checkVisibility()), false);
        await press(page, "m");
        assert.equal(await playing(), 0);
        await press(page, "ArrowLeft");
        await until(page, () => document.querySelector(".v-motion").checkVisibility());
        await press(page, "Escape");
        await closes(page);
        await done(page);
    });

    test("motion photos have a badge in sections too, and a script below 10000 bytes", { skip: !hasFfmpeg }, async () => {
        const page = await visit((await films()).replace("videos", "told"));
        const badge = () => page.$eval("figure[id] > a", e => {
            const { position, width } = getComputedStyle(e, "::before");
            return [position, width, getComputedStyle(e).position];
        });

        assert.deepEqual(await badge(), ["absolute", "24px", "relative"]);
        const script = await (await fetch(await page.$eval("script[src*=viewer]", e => e.src))).arrayBuffer();
        const bytes = execFileSync("gzip", ["-9n"], { input: Buffer.from(script) }).length;

        assert.ok(bytes < 10000, `${bytes} bytes`);
        await done(page);
    });

    test("a click with a key held is the browser's", async () => {
        const page = await visit(at.album);

        assert.ok(await page.evaluate(() => {
            const click = new MouseEvent("click", { ctrlKey: true, cancelable: true, bubbles: true });
            addEventListener("click", e => {
                globalThis.untouched = !e.defaultPrevented;
                e.preventDefault();
            });
            document.querySelector("figure[id] > a").dispatchEvent(click);
            return globalThis.untouched && !document.querySelector("dialog");
        }));
        await done(page);
    });

    test("without motion everything is there at once", async () => {
        const calm = await start(name, { reduced: true });

        try {
            const page = await calm.visit(at.album);
            await page.evaluate(() => document.querySelector("figure[id] > a").click());
            const running = () => page.evaluate(() => document.getAnimations().filter(a => a.effect.getKeyframes()
                .some(k => k.transform)).length);
            for (const key of ["ArrowRight", "+", "0", "ArrowLeft", " ", "Escape"]) {
                assert.equal(await running(), 0, `before ${key}`);
                await press(page, key);
            }
            assert.equal(await running(), 0);
            await closes(page);
            await done(page);
        } finally {
            await calm.close();
        }
    });
}
