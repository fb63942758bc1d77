/* look.test.mjs - what pages look like where something is unusual: pictures that failed, sections with backgrounds,
 * a dark system, paper, a password. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { axe, build, folder, open, photo, serve, write } from "./support.mjs";

const SHOTS = process.env.SHOTS;
const shoot = async (page, name) => SHOTS && page.screenshot({ path: join(SHOTS, `look-${name}.png`), fullPage: true });

/* Relative luminance and contrast of "rgb(r, g, b)", as WCAG 2 has them. */
const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((n) => n / 255)
        .map((n) => n <= .04045 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
};
const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + .05) / (dark + .05);
};
const style = (locator, name) => locator.evaluate((e, property) => getComputedStyle(e).getPropertyValue(property), name);

async function violations(page) {
    await page.addScriptTag({ path: axe });
    const report = await page.evaluate(() => globalThis.axe.run());
    return report.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`);
}

/* An album of a plain tree: pictures that cannot be shown between others, and one with a caption. */
const plain = folder(), plainOut = folder();
const failed = ["IMG_20200517_134500_Burst_with_a_name_that_is_as_long_as_phones_make_them.jpg", "b.jpg"];
for (const [i, name] of ["a.jpg", "c.jpg", "d.jpg", "e.jpg"].entries())
    photo(join(plain, "album", name), i % 2 ? 800 : 1200, i % 2 ? 1200 : 800);
photo(join(plain, "captions", "a.jpg"), 600, 400);
photo(join(plain, "secret", "a.jpg"), 600, 400);
write(join(plain, "secret", "album.md"), "---\npassword: pw\n---\n# Secret\n");
write(join(plain, "album.md"), "# Home\n");
write(join(plain, "captions", "captions.txt"), "a.jpg: A caption\n");
for (const name of failed)
    write(join(plain, "album", name), "not a picture");
try {
    build(plain, plainOut);
} catch (error) {
    assert.equal(error.status, 3); /* some pictures could not be shown */
}
const plainSite = await serve(plainOut);

/* A story with a section for each background, without a colour of its own. */
const story = folder(), storyOut = folder();
const grounds = { "#000": true, "rgb(10 20 60)": true, navy: true, "hsl(0, 60%, 20%)": true, "linear-gradient(#111, #333)": true,
    "#fff": false, "rgba(255, 250, 240, .95)": false, Gold: false, "hsl(60deg 90% 80% / 100%)": false, "#fedf": false };
write(join(story, "settings.yaml"), "title: Site\nrss: false\nsettings: {night_mode: true}\n");
photo(join(story, "g/a.jpg"), 600, 400);
write(join(story, "g/settings.yaml"), `title: Gallery
cover: a.jpg
sections:
  - {type: full-picture, image: a.jpg, text: {title: Gallery}}
${Object.keys(grounds).map((ground) => `  - {type: bordered-picture, image: a.jpg, text: A caption, background: "${ground}"}\n`).join("")}
  - {type: pictures-group, images: [[{name: a.jpg, text: A caption}]]}
  - {type: text, text: "<p>Words</p>", background: "#123456"}
`);
photo(join(story, "s/a.jpg"), 600, 400);
write(join(story, "s/settings.yaml"), "title: Secret\ncover: a.jpg\npassword: pw\nsections:\n  - {type: bordered-picture, image: a.jpg}\n");
build(story, storyOut);
const storySite = await serve(storyOut);

for (const [width, height] of [[320, 640], [390, 844], [1280, 800]])
    for (const colorScheme of ["light", "dark"])
        test(`what is said of failed pictures can be read, ${width} wide, ${colorScheme}`, async () => {
            const page = await open({ viewport: { width, height }, colorScheme });
            await page.goto(`${plainSite}album/index.html`);
            await shoot(page, `failed-${width}-${colorScheme}`);
            const captions = page.locator("li.missing figcaption");
            assert.equal(await captions.count(), failed.length);
            for (const caption of await captions.all()) {
                assert.equal(await style(caption, "opacity"), "1");
                const ground = await style(page.locator("body"), "background-color");
                assert.ok(contrast(await style(caption, "color"), ground) >= 4.5);
                const cut = await caption.evaluate((e) => {
                    const words = document.createRange(), box = e.closest("li").getBoundingClientRect();
                    words.selectNodeContents(e.lastChild);
                    const is = words.getBoundingClientRect();
                    return is.top < box.top || is.bottom > box.bottom || is.left < box.left || is.right > box.right;
                });
                assert.equal(cut, false);
            }
            assert.deepEqual(await violations(page), []);
        });

for (const colorScheme of ["light", "dark"])
    test(`captions on backgrounds can be read, ${colorScheme}`, async () => {
        const page = await open({ viewport: { width: 1280, height: 800 }, colorScheme });
        await page.goto(`${storySite}g/index.html`);
        await shoot(page, `backgrounds-${colorScheme}`);
        for (const [i, [ground, isDark]] of Object.entries(grounds).entries()) {
            const caption = page.locator("section.bordered").nth(i).locator("figcaption");
            const ink = await style(caption, "color");
            assert.equal(luminance(ink) > .5, isDark, `${ink} on ${ground}`);
            assert.equal(await style(caption, "opacity"), "1");
        }
        assert.equal(luminance(await style(page.locator("section.group figcaption"), "color")) > .5, colorScheme === "dark");
        assert.ok(luminance(await style(page.locator("section.text"), "color")) > .5);
        assert.deepEqual(await violations(page), []);
    });

test("a story's text section goes from edge to edge", async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } });
    await page.goto(`${storySite}g/index.html`);
    const box = await page.locator("section.text").boundingBox();
    assert.deepEqual([box.x, box.width], [0, 1280]);
    assert.ok((await page.locator("section.text > div").boundingBox()).width <= 800);
});

const ground = (page) => style(page.locator("body"), "background-color");

for (const colorScheme of ["light", "dark"])
    test(`the night switch works and is remembered where the system is ${colorScheme}`, async () => {
        const page = await open({ colorScheme });
        const url = `${storySite}g/index.html`, dark = colorScheme === "dark";
        await page.goto(url);
        const night = page.locator("#night");
        assert.equal(await night.isChecked(), dark);
        assert.equal(luminance(await ground(page)) < .5, dark);
        await night.setChecked(!dark);
        assert.equal(luminance(await ground(page)) < .5, !dark);
        assert.equal(luminance(await style(page.locator("body"), "color")) < .5, dark);
        assert.equal(await style(page.locator("html"), "color-scheme"), dark ? "light" : "dark");
        await page.reload();
        assert.equal(await night.isChecked(), !dark);
        assert.equal(luminance(await ground(page)) < .5, !dark);
        await night.setChecked(dark);
        await page.emulateMedia({ colorScheme: dark ? "light" : "dark" }); /* who agrees with the system goes on with it */
        await page.waitForFunction((checked) => document.getElementById("night").checked === checked, !dark);
        assert.equal(luminance(await ground(page)) < .5, !dark);
        assert.deepEqual(page.complaints, []);
    });

test("without scripts there is no switch that does nothing", async () => {
    for (const [colorScheme, works] of [["dark", false], ["light", true]]) {
        const page = await open({ javaScriptEnabled: false, colorScheme });
        await page.goto(`${storySite}g/index.html`);
        assert.equal(await page.locator("#night").isVisible(), works);
    }
});

test("on paper captions have their background, and there is no night", async () => {
    for (const [url, words] of [[`${plainSite}captions/index.html`, ".rows figcaption"], [`${storySite}g/index.html`, ".over"],
        [`${storySite}index.html`, ".words"]]) {
        const page = await open({ colorScheme: "dark" });
        await page.goto(url);
        if (await page.locator("#night").count())
            await page.locator("#night").check();
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        assert.equal(await style(page.locator(words).first(), "print-color-adjust"), "exact");
        assert.equal(await ground(page), "rgb(255, 255, 255)");
        assert.equal(await style(page.locator("body"), "color"), "rgb(0, 0, 0)");
    }
});

for (const colorScheme of ["light", "dark"])
    test(`the page that asks for a password, ${colorScheme}`, async () => {
        const page = await open({ viewport: { width: 1280, height: 800 }, colorScheme });
        for (const [site, home, tile] of [[plainSite, "Home", ".cover.lock"], [storySite, "Site", ".deck .lock"]]) {
            await page.goto(`${site}index.html`);
            const lock = page.locator(tile);
            await shoot(page, `lock-tile-${home}-${colorScheme}`);
            const box = await lock.evaluate((e) => {
                const { content, width, maskImage } = getComputedStyle(e, "::before");
                return [content, parseFloat(width) > 30, maskImage.startsWith("url(")];
            });
            assert.deepEqual(box, ['""', true, true]);
            assert.deepEqual(await violations(page), []);
            await lock.click();
            await page.getByRole("heading", { level: 1, name: "Secret" }).waitFor();
            await page.getByLabel("Password").waitFor();
            await shoot(page, `password-${home}-${colorScheme}`);
            const button = page.getByRole("button", { name: "Open" }), field = page.getByLabel("Password");
            assert.equal(await style(button, "background-color"), await style(page.locator("body"), "color"));
            const radius = site === plainSite ? "6px" : "0px"; /* exposure has no round corners */
            assert.deepEqual([await style(button, "border-radius"), await style(field, "border-radius")], [radius, radius]);
            assert.equal(await style(field, "font-family"), await style(page.locator("body"), "font-family"));
            assert.ok((await button.boundingBox()).height >= 44 && (await field.boundingBox()).height >= 44);
            assert.deepEqual(await violations(page), []);
            await page.getByRole("link", { name: home }).click();
            await page.waitForURL(`${site}index.html`);
        }
    });
