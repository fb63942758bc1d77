/* languages.test.mjs - pages, viewer and the form for passwords in other languages than English, from right to left too. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { viewerOpens } from "./press.mjs";
import { axe, build, folder, open, photo, serve, write } from "./support.mjs";

const SHOTS = process.env.SHOTS;
const shoot = async (page, name) => SHOTS && page.screenshot({ path: join(SHOTS, `languages-${name}.png`), fullPage: true });

async function violations(page) {
    await page.addScriptTag({ path: axe });
    const report = await page.evaluate(() => globalThis.axe.run());
    return report.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`);
}

/* A site with pictures in two albums, one of which is protected. */
const base = join(folder(), "0.jpg");
photo(base, 600, 400);
async function site(lang) {
    const source = folder(), out = folder();
    for (const [album, pictures] of [["a", 3], ["b", 5], ["c", 1]]) {
        mkdirSync(join(source, album));
        for (let i = 1; i <= pictures; i++)
            copyFileSync(base, join(source, album, `${i}.jpg`));
    }
    write(join(source, "album.md"), `---\nlang: ${lang}\ndownload: true\nexif: true\n---\n# Hello, world!\n`);
    write(join(source, "a", "album.md"), "---\ndate: 2020-05\n---\n# שלום, עולם!\n");
    write(join(source, "a", "captions.txt"), "1.jpg: (A caption.)\n2.jpg: שלום!\n");
    write(join(source, "c", "album.md"), "---\npassword: pw\n---\n# C\n");
    build(source, out);
    return out;
}
const sites = {};
const at = async (lang) => sites[lang] ??= await serve(await site(lang));

/* Whether the last character of an element's text is at the right of the first one. */
const runsRight = (locator) => locator.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), text = walker.nextNode(), range = document.createRange();
    const x = (i) => (range.setStart(text, i), range.setEnd(text, i + 1), range.getBoundingClientRect().x);
    return x(text.data.length - 1) > x(0);
});

test("Arabic pages run from right to left, and all of their own words are Arabic", async () => {
    const page = await open();
    await page.goto(await at("ar"));
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ["ar", "rtl"]);
    assert.deepEqual(await violations(page), []);
    assert.match(await page.locator("header > p").innerText(), /^3 ألبومات · 8 صور · مايو\u00a02020$/);
    await shoot(page, "ar");
    await page.goto(new URL("a/index.html", page.url()).href);
    assert.deepEqual(await violations(page), []);
    const shown = await page.locator("body").evaluate((body) => {
        for (const own of body.querySelectorAll("h1, figcaption, dd, nav ol, .beside, script, summary"))
            own.remove();
        return [body.innerText, ...[...body.querySelectorAll("[aria-label]")].map((e) => e.ariaLabel)].join(" ");
    });
    assert.deepEqual(shown.match(/[A-Za-z]+/g), ["tirage"]);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});

test("titles and captions have the direction of their own letters, on any page", async () => {
    for (const lang of ["ar", "en"]) {
        const page = await open();
        await page.goto(await at(lang));
        assert.ok(await runsRight(page.locator("h1")), `the title's sign is at the wrong end: ${lang}`);
        assert.ok(!await runsRight(page.locator("h2", { hasText: "שלום" })), `so is the tile's: ${lang}`);
        await page.goto(new URL("a/index.html", page.url()).href);
        assert.ok(await runsRight(page.locator("nav ol a")), `so is the breadcrumb's: ${lang}`);
        assert.ok(await runsRight(page.locator("figcaption").nth(0)), `so is the caption's: ${lang}`);
        assert.ok(!await runsRight(page.locator("figcaption").nth(1)), `so is the Hebrew caption's: ${lang}`);
        const [title, list] = await page.evaluate(() => ["h1", ".rows"].map((selector) => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(selector));
            const { left, right } = range.getBoundingClientRect();
            return { left, right };
        }));
        const side = lang === "ar" ? "right" : "left";
        assert.ok(Math.abs(title[side] - list[side]) < 40, `the title is not where lines begin: ${lang}`);
        await page.context().close();
    }
});

test("the viewer says and does in Arabic what it does in English, the other way round", async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } });
    await page.goto(new URL("a/index.html", await at("ar")).href);
    await page.locator("figure > a").first().click();
    const dialog = page.locator("dialog");
    await dialog.waitFor();
    assert.equal(await dialog.getAttribute("aria-label"), "عارض الصور");
    assert.equal(await page.locator(".v-next").getAttribute("aria-label"), "الصورة التالية");
    assert.ok(await runsRight(page.locator(".v-slide:not([inert]) .v-caption")), "the caption's sign is at the wrong end");
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL(/#2\.jpg$/);
    await page.mouse.move(600, 300); /* and the controls are seen */
    const [prev, next] = await Promise.all([".v-prev", ".v-next"].map((name) => page.locator(name).boundingBox()));
    assert.ok(next.x < prev.x, "the next picture is not at the left");
    await page.keyboard.press("ArrowRight");
    await page.waitForURL(/#1\.jpg$/);
    await page.keyboard.press("?");
    assert.equal(await page.locator("dl.v-panel:not([hidden]) dt").first().innerText(), "→ ←");
    assert.deepEqual(await violations(page), []);
    await shoot(page, "ar-viewer");
    await page.context().close();
});

test("the viewer's buttons and keys are German on a German page, from a disk too", async () => {
    const out = await site("de-AT");
    const page = await open();
    await page.goto(pathToFileURL(join(out, "a", "index.html")).href);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de-AT");
    await page.locator("figure > a").first().click();
    const labels = await page.locator("dialog button, dialog .v-save").evaluateAll((all) => all.map((e) => e.title));
    assert.deepEqual(labels, ["Tasten (?)", "Diashow (Leertaste)", "Teilen (s)", "Informationen (i)", "Herunterladen (d)",
        "Vollbild (f)", "Schließen (Esc)", "Vorheriges Bild", "Nächstes Bild"]);
    await page.keyboard.press("?");
    assert.match(await page.locator("dl.v-panel:not([hidden])").innerText(), /Pos1 Ende\s+Erstes, letztes Bild/);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
});

test("Polish counts have the form for few and the one for many", async () => {
    const page = await open();
    await page.goto(await at("pl"));
    const tiles = await page.locator(".tiles p").allInnerTexts();
    assert.ok(tiles.includes("3 zdjęcia · maj\u00a02020"), tiles.join("; "));
    assert.ok(tiles.includes("5 zdjęć"), tiles.join("; "));
    await page.context().close();
});

test("a protected page asks in the language of its site, and says so when the password is wrong", async () => {
    const page = await open();
    await page.goto(new URL("c/index.html", await at("ja")).href);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
    assert.equal(await page.locator("label[for=password]").innerText(), "パスワード");
    await page.fill("#password", "other");
    await page.click("button");
    await page.waitForFunction(() => document.getElementById("answer").textContent === "パスワードが違います。");
    assert.deepEqual(await violations(page), []);
    await page.fill("#password", "pw");
    await page.click("button");
    await page.locator("figure").waitFor();
    assert.equal(await page.locator("header > p").innerText(), "写真1枚");
    await page.waitForFunction(viewerOpens, { selector: "figure > a", n: 0 });
    assert.equal(await page.locator(".v-close").getAttribute("aria-label"), "閉じる");
    await page.context().close();
});

test("a language without a translation keeps its tag, and the words are English", async () => {
    const page = await open();
    await page.goto(await at("fi"));
    assert.equal(await page.evaluate(() => document.documentElement.lang), "fi");
    assert.match(await page.locator("header > p").innerText(), /^3 albums · 8 pictures · May\u00a02020$/);
    await page.context().close();
});
