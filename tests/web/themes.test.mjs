/* themes.test.mjs - the themes that are built in: whom they follow by day and night, their fonts, what they weigh, and
 * that all can be read. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { SOURCE_DIR, WEB, axe, build, folder, open, photo, serve, write } from "./support.mjs";

const SHOTS = process.env.SHOTS;
const THEMES = ["paper", "exposure", "night"];
const SECTIONS = `sections:
  - {type: full-picture, image: a.jpg, text: {title: Gallery, sub_title: Seven days, date: 2020-02-03, date_end: 2020-02-09}}
  - {type: paragraph, title: Words, image: a.jpg, text: "<p>Words beside a picture.</p><p>More of them.</p>"}
  - {type: paragraph, text: Words without a title.}
  - {type: quote, text: Nothing is as far as it looks.}
  - {type: pictures-group, images: [[{name: a.jpg, text: Noon}, b.jpg], [b.jpg, a.jpg, b.jpg]]}
  - {type: bordered-picture, image: a.jpg, text: Evening, background: "#123"}
  - {type: text, text: "<p>Words</p><ul><li>one</li></ul>", background: "#efe8dc"}
  - {type: panorama, image: a.jpg}
  - {type: author, image: b.jpg, name: A. Walker, text: Walks., website: example.org}
`;

function site(settings, lang = "en") {
    const source = folder(), out = folder();
    photo(join(source, "g/a.jpg"), 1200, 800);
    photo(join(source, "g/b.jpg"), 800, 1200);
    photo(join(source, "h/a.jpg"), 600, 400);
    write(join(source, "settings.yaml"), `title: Site\nsub_title: Of hills\nlang: ${lang}\nrss: false\nmenu: [g: The gallery]\nsettings: {${settings}}\n`);
    write(join(source, "g/settings.yaml"), `title: Gallery\nlang: ${lang}\ncover: a.jpg\ndate: 2020-02-03\n${SECTIONS}`);
    write(join(source, "h/settings.yaml"), `title: Secret\nlang: ${lang}\ncover: a.jpg\npassword: pw\nsections:\n  - {type: bordered-picture, image: a.jpg}\n`);
    build(source, out);
    return out;
}

const outs = {}, sites = {};
for (const theme of THEMES) {
    outs[theme] = site(`theme: ${theme}, night_mode: true`);
    sites[theme] = await serve(outs[theme]);
}
const plain = site("theme: night"), plainSite = await serve(plain);

const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((n) => n / 255);
    return .2126 * r + .7152 * g + .0722 * b;
};
const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const isDark = async (page) => luminance(await ground(page)) < .5;

for (const theme of THEMES)
    for (const colorScheme of ["light", "dark"])
        test(`${theme} can be read by everybody, ${colorScheme}`, async () => {
            for (const [width, path] of [[1280, "index.html"], [1280, "g/index.html"], [390, "g/index.html"], [1280, "h/index.html"]]) {
                const page = await open({ viewport: { width, height: 800 }, colorScheme });
                await page.goto(`${sites[theme]}${path}`);
                await page.evaluate(() => document.fonts.ready);
                await page.addScriptTag({ path: axe });
                const report = await page.evaluate(() => globalThis.axe.run());
                if (SHOTS)
                    await page.screenshot({ path: join(SHOTS, `theme-${theme}-${colorScheme}-${width}-${path[0]}.png`) });
                assert.deepEqual(report.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`), []);
                assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), width);
                assert.deepEqual(page.complaints, []);
            }
        });

test("pages of all themes are valid", () => {
    for (const out of [...Object.values(outs), plain])
        execFileSync(join(WEB, "node_modules/.bin/html-validate"), ["--config", join(SOURCE_DIR, "tests/web/htmlvalidate.json"),
            join(out, "**/*.html")], { stdio: ["ignore", "inherit", "inherit"] });
});

for (const theme of ["paper", "exposure"])
    test(`${theme} follows the visitor`, async () => {
        for (const colorScheme of ["light", "dark"]) {
            const page = await open({ colorScheme });
            await page.goto(`${sites[theme]}g/index.html`);
            assert.equal(await isDark(page), colorScheme === "dark");
            await page.locator("#night").setChecked(colorScheme === "light");
            assert.equal(await isDark(page), colorScheme === "light");
        }
    });

for (const colorScheme of ["light", "dark"])
    test(`night is dark where the system is ${colorScheme}, until its switch says otherwise`, async () => {
        const page = await open({ colorScheme });
        await page.goto(`${plainSite}g/index.html`);
        assert.ok(await isDark(page));
        await page.goto(`${sites.night}g/index.html`);
        assert.ok(await isDark(page));
        const night = page.locator("#night");
        assert.ok(await night.isChecked());
        await night.uncheck();
        assert.ok(!await isDark(page));
        assert.ok(luminance(await page.evaluate(() => getComputedStyle(document.body).color)) < .5);
        await page.reload();
        assert.ok(!await night.isChecked() && !await isDark(page));
        await night.check();
        await page.reload();
        assert.ok(await night.isChecked() && await isDark(page));
        assert.equal(await page.evaluate(() => localStorage.length), 0); /* as the theme says: nothing to remember */
        assert.deepEqual(page.complaints, []);
    });

test("without scripts night's switch works", async () => {
    for (const colorScheme of ["light", "dark"]) {
        const page = await open({ javaScriptEnabled: false, colorScheme });
        await page.goto(`${sites.night}g/index.html`);
        assert.ok(await page.locator("#night").isVisible() && await isDark(page));
        await page.locator("#night").uncheck();
        assert.ok(!await isDark(page));
    }
});

test("paper is white whatever the theme", async () => {
    for (const theme of THEMES) {
        const page = await open({ colorScheme: "dark" });
        await page.goto(`${sites[theme]}g/index.html`);
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        assert.equal(await ground(page), "rgb(255, 255, 255)");
        assert.equal(await page.locator("#night").isVisible(), false);
        const [title, picture] = await Promise.all([".over h1", ".full img"].map((e) => page.locator(e).first().boundingBox()));
        assert.ok(title.y > picture.y && title.y + title.height < picture.y + picture.height); /* white words on it */
    }
});

test("exposure begins with a picture as large as the window, under the header", async () => {
    for (const [width, height] of [[1280, 800], [390, 844]]) {
        const page = await open({ viewport: { width, height } });
        await page.goto(`${sites.exposure}g/index.html`);
        assert.deepEqual(await page.locator(".full").boundingBox(), { x: 0, y: 0, width, height });
        const link = page.locator("body > header a").first();
        assert.equal(await link.evaluate((e) => getComputedStyle(e).color), "rgb(255, 255, 255)");
        await link.click(); /* nothing lies upon it */
        await page.waitForURL(`${sites.exposure}index.html`);
    }
    const page = await open({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${sites.paper}g/index.html`);
    const box = await page.locator(".full").boundingBox();
    assert.ok(box.y > 0 && Math.abs(box.y + box.height - 800) < 16); /* with the header in one window */
});

/* Faces that pages asked for and have, by family. */
const loaded = (page) => page.evaluate(async () => {
    await document.fonts.ready;
    return [...new Set([...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family.replaceAll('"', "")))].sort();
});

test("faces come from the site, those that a page needs", async () => {
    for (const [theme, families] of [["paper", []], ["exposure", ["Instrument Serif", "Jost"]], ["night", ["Jost"]]]) {
        const page = await open();
        await page.goto(`${sites[theme]}g/index.html`);
        assert.deepEqual(await loaded(page), families);
        assert.equal(page.requests.filter((url) => url.endsWith(".woff2")).length, families.length); /* and no Ł */
        assert.deepEqual(page.complaints, []);
    }
    const page = await open();
    await page.goto(pathToFileURL(join(outs.exposure, "g/index.html")).href);
    assert.deepEqual(await loaded(page), ["Instrument Serif", "Jost"]);
});

test("fonts: system asks for none", async () => {
    const out = site("fonts: system"), page = await open();
    await page.goto(`${await serve(out)}g/index.html`);
    assert.deepEqual(await loaded(page), []);
    assert.ok(!readdirSync(join(out, "tirage-assets")).some((name) => name.endsWith(".woff2")));
    assert.deepEqual(page.complaints, []);
});

test("no theme slants or spaces letters that are written without", async () => {
    for (const [theme, lang, align] of [["exposure", "ar", "right"], ["night", "ja", "left"]]) {
        const page = await open();
        await page.goto(`${await serve(site(`theme: ${theme}`, lang))}g/index.html`);
        for (const [selector, property, value] of [[".quote blockquote", "fontStyle", "normal"], [".over h1", "letterSpacing", "0px"],
            [".paragraph h2", "letterSpacing", "0px"], [".paragraph figure", "float", align]]) {
            const is = await page.locator(selector).first().evaluate((e, p) => getComputedStyle(e)[p], property);
            assert.ok(is === value || (value === "0px" && is === "normal") || is === "inline-start", `${theme} ${lang} ${selector}: ${is}`);
        }
    }
});

test("quotes have one pair of marks, as the page's language has them, in Markdown too", async () => {
    const source = folder(), out = folder();
    photo(join(source, "a/a.jpg"), 600, 400);
    write(join(source, "album.md"), "---\ntitle: Site\nlang: fr\ntheme: exposure\n---\n");
    write(join(source, "a/album.md"), "---\nsections:\n- {type: quote, text: Rien.}\n---\n");
    build(source, out);
    const page = await open();
    for (const [address, marks] of [[`${sites.paper}g/index.html`, "open-quoteclose-quote"], [`${await serve(out)}a/index.html`, "open-quoteclose-quote"]]) {
        await page.goto(address);
        const is = await page.evaluate(() => [...document.querySelectorAll(".quote blockquote, .quote p")]
            .flatMap((e) => ["::before", "::after"].map((part) => getComputedStyle(e, part).content)).filter((c) => c !== "none").join(""));
        assert.equal(is, marks);
    }
});

test("nothing jumps when the faces come", async () => {
    for (const theme of ["exposure", "night"])
        for (const path of ["index.html", "g/index.html"]) {
            const page = await open({ viewport: { width: 1280, height: 800 } });
            await page.addInitScript(() => {
                globalThis.shift = 0;
                new PerformanceObserver((list) => list.getEntries().forEach((e) => globalThis.shift += e.value))
                    .observe({ type: "layout-shift", buffered: true });
            });
            await page.goto(`${sites[theme]}${path}`);
            await page.evaluate(() => document.fonts.ready);
            await page.waitForTimeout(200);
            const shift = await page.evaluate(() => globalThis.shift);
            assert.ok(shift < .1, `${theme} ${path}: ${shift}`); /* "good" as web.dev has it */
        }
});

test("themes are light", () => {
    for (const theme of THEMES) {
        const assets = join(outs[theme], "tirage-assets"), names = readdirSync(assets);
        const css = names.filter((name) => name.endsWith(".css")).reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0);
        const fonts = names.filter((name) => name.endsWith(".woff2")).reduce((sum, name) => sum + readFileSync(join(assets, name)).length, 0);
        console.log(`${theme}: CSS ${css}, fonts ${fonts} bytes`);
        assert.ok(css <= 8192 && fonts <= 61440, `${theme}: ${css} ${fonts}`);
    }
});
