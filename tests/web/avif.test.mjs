/* avif.test.mjs - AVIF files in Chromium: pages offer them once they are there, and it takes them, decodes them and shows
 * what the JPEG files show, sizes that are odd, grey and with a colour profile included. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TIRAGE, axe, build, folder, launch, open, photo, serve, write } from "./support.mjs";

const versions = execFileSync(TIRAGE, ["--version", "--verbose"], { encoding: "utf8" });
const skip = /without writing AVIF/.test(versions) && "this program writes no AVIF";

const source = folder(), out = folder(), without = folder(), album = join(source, "album");
write(join(source, "album.md"), "---\nformats: [avif, webp, jpeg]\nexif: true\n---\n# Photos\n");
photo(join(album, "colour.jpg"), 1300, 867);
photo(join(album, "grey.jpg"), 801, 603, "--grey");
photo(join(album, "odd.jpg"), 333, 501, "--orientation", "6");
photo(join(album, "tiny.jpg"), 3, 1);
build(source, without, "--skip-avif");
build(source, out);
const site = await serve(out), other = await serve(without);
await launch();

const shown = (page) => page.evaluate(() => Promise.all([...document.querySelectorAll(".rows img")].map(async (img) => {
    img.loading = "eager";
    await img.decode();
    return [img.closest("figure").id, img.currentSrc.replace(/.*\./, "")];
})));

test("without the second pass there is no word of AVIF", { skip }, async () => {
    const page = await open();
    await page.goto(`${other}album/index.html`);
    assert.equal(await page.locator("source[type='image/avif']").count(), 0);
    assert.deepEqual(await shown(page), [["colour.jpg", "webp"], ["grey.jpg", "webp"], ["odd.jpg", "webp"], ["tiny.jpg", "webp"]]);
    assert.deepEqual(page.complaints, []);
});

test("with it the browser takes AVIF files, in the viewer too", { skip }, async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${site}album/index.html`);
    for (const [id, type] of await shown(page))
        assert.ok(type === "avif" || id === "tiny.jpg", `${id}: ${type}`);
    await page.locator("[id='colour.jpg'] > a").click();
    const slide = page.locator(".viewer[open] .v-slide:not([inert]) img");
    await slide.evaluate((img) => img.decode());
    assert.match(await slide.evaluate((img) => img.currentSrc), /\.avif$/);
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map((v) => v.id), []);
    assert.deepEqual(page.complaints, []);
});

test("AVIF files show what the JPEG files show", { skip }, async () => {
    const page = await open();
    await page.goto(`${site}album/index.html`);
    const files = readdirSync(join(out, "album")).filter((name) => /\.avif$/.test(name));
    assert.ok(files.length >= 8, `${files.length} files`);
    for (const avif of files) {
        const [, stem, box] = avif.match(/^(.*)\.jpg-\d+-(\d+x)\.avif$/);
        const jpeg = readdirSync(join(out, "album")).find((name) => name.startsWith(`${stem}-`) && name.endsWith(`-${box}.jpg`));
        const [size, difference] = await page.evaluate(async (urls) => {
            const [a, b] = await Promise.all(urls.map(async (url) => {
                const img = Object.assign(new Image(), { src: url });
                await img.decode();
                const canvas = new OffscreenCanvas(img.naturalWidth, img.naturalHeight), context = canvas.getContext("2d");
                context.drawImage(img, 0, 0);
                return context.getImageData(0, 0, canvas.width, canvas.height);
            }));
            const sum = a.data.reduce((total, v, i) => total + Math.abs(v - b.data[i]), 0);
            return [[a.width - b.width, a.height - b.height], sum / a.data.length];
        }, [`${site}album/${avif}`, `${site}album/${jpeg}`]);
        assert.deepEqual(size, [0, 0], avif);
        assert.ok(difference < (stem === "tiny" ? 32 : 4), `${avif}: ${difference} of 255 in the mean`);
    }
    assert.deepEqual(page.complaints, []);
});
