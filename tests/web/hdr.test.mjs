/* hdr.test.mjs - HDR photos in Chromium: it decodes what we make of them without complaint, the grid is calm and the
 * viewer bright, and HDR screens get the files that are HDR.  A colour profile stands for the screen. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SOURCE_DIR, TIRAGE, axe, build, folder, launch, open, photo, serve, write } from "./support.mjs";

const SHOTS = process.env.SHOTS;
const HDR = "--force-color-profile=hdr10", SDR = "--force-color-profile=srgb";

/* A photo of each kind: what says where its gain map is, which map, numbers. */
const kinds = { all: ["mpf,container,xmp,iso", "grey"], colours: ["little,xmp", "colour", "max=3/2/1", "gamma=1/0.5/2"],
    iso: ["mpf,iso", "grey"], apple: ["mpf,apple", "grey", "headroom=4"] };
const source = folder(), out = folder();
const base = join(source, "base.jpg"), maps = { grey: join(source, "grey.jpg"), colour: join(source, "colour.jpg") };
photo(base, 1300, 867);
photo(maps.grey, 325, 217, "--grey");
photo(maps.colour, 325, 217);
const album = join(source, "site", "album");
write(join(source, "site", "album.md"), "---\nformats: [jpeg, webp]\nexif: true\n---\n# Photos\n");
photo(join(album, "sdr.jpg"), 1200, 800);
for (const [name, [how, map, ...numbers]] of Object.entries(kinds))
    execFileSync("python3", [join(SOURCE_DIR, "tests/cli/make_hdr.py"), "join", base, maps[map], join(album, `${name}.jpg`), how, ...numbers]);
build(join(source, "site"), out, "--original");

/* Crops too, which galleries have not. */
const thumbs = join(out, "thumbs");
for (const args of [["-s", "640"], ["-s", "401x300", "--fit", "cover"], ["-s", "300"], ["-s", "original"]])
    execFileSync(TIRAGE, ["thumb", "-q", ...args, "-o", join(thumbs, "{stem}-{size}.jpg"), ...Object.keys(kinds).map((name) => join(album, `${name}.jpg`))]);
const site = await serve(out);

const listed = (path) => readdirSync(join(out, path)).filter((name) => /\.jpg$/.test(name)).map((name) => `${site}${path}/${name}`);
const style = (page, selector, name) => page.locator(selector).first().evaluate((e, property) => getComputedStyle(e).getPropertyValue(property), name);
const shoot = async (page, name) => SHOTS && page.screenshot({ path: join(SHOTS, `hdr-${name}.png`) });

test("every output is decoded, by both ways, and nothing is said of it", async () => {
    for (const screen of [SDR, HDR]) {
        await launch(screen);
        const page = await open();
        const files = [...listed("album"), ...listed("thumbs")];
        assert.ok(files.length > 40, `${files.length} files`);
        await page.goto(`${site}album/index.html`);
        const sizes = await page.evaluate((urls) => Promise.all(urls.map(async (url) => {
            const img = Object.assign(new Image(), { src: url });
            await img.decode();
            const bitmap = await createImageBitmap(await (await fetch(url)).blob());
            return [url, img.naturalWidth, img.naturalHeight, bitmap.width, bitmap.height];
        })), files);
        for (const [url, width, height, ...bitmap] of sizes)
            assert.deepEqual(bitmap, [width, height], url);
        assert.deepEqual(page.complaints, []);
    }
});

for (const [screen, type] of [[HDR, "jpg"], [SDR, "webp"]])
    test(`${screen === HDR ? "HDR" : "SDR"} screens get ${type} files of HDR photos, and WebP of others`, async () => {
        await launch(screen);
        const page = await open({ viewport: { width: 1280, height: 800 } });
        const shown = async (selector) => {
            const img = page.locator(selector).first();
            await img.evaluate((e) => e.decode());
            return img.evaluate((e) => e.currentSrc.replace(/.*\./, ""));
        };
        await page.goto(`${site}album/index.html`);
        assert.equal(await shown("[id='all.jpg'] img"), type);
        assert.equal(await shown("[id='sdr.jpg'] img"), "webp");
        await shoot(page, `grid-${type}`);
        await page.locator("[id='all.jpg'] > a").click();
        await page.waitForSelector(".viewer[open]");
        assert.equal(await shown(".v-slide:not([inert]) img"), type);
        await page.waitForTimeout(800); /* the picture has come to its place */
        await shoot(page, `viewer-${type}`);
        assert.deepEqual(page.complaints, []);
    });

test("the grid is calm and the viewer bright; a theme says otherwise by a property", async () => {
    await launch(HDR);
    const page = await open({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${site}album/index.html#all.jpg`);
    await page.waitForSelector(".viewer[open] .v-frame img");
    const limits = async () => [await style(page, ".rows img", "dynamic-range-limit"),
        await style(page, ".v-picture img", "dynamic-range-limit"), await style(page, ".v-frame img", "dynamic-range-limit")];
    assert.deepEqual(await limits(), ["standard", "no-limit", "standard"]);
    await page.addStyleTag({ content: ":root { --dynamic-range: no-limit; --viewer-dynamic-range: standard }" });
    assert.deepEqual(await limits(), ["no-limit", "standard", "no-limit"]);
    assert.deepEqual(page.complaints, []);
});

test("an HDR photo has a badge, and a name that says so", async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${site}album/index.html`);
    const badge = (id) => page.locator(`[id='${id}'] > a`).evaluate((e) => {
        const { content, position, height } = getComputedStyle(e, "::before");
        return [content, position, height, e.ariaLabel];
    });
    for (const name of Object.keys(kinds))
        assert.deepEqual(await badge(`${name}.jpg`), ['"HDR"', "absolute", "24px", `HDR photo: ${name}`]);
    assert.deepEqual((await badge("sdr.jpg")).slice(0, 1), ["none"]);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("a.hdr").first().evaluate((e) => getComputedStyle(e, "::before").display), "none");
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map((v) => v.id), []);
    assert.deepEqual(page.complaints, []);
});
