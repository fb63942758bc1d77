/* details.test.mjs - what a picture's details say of its place, people and keywords, on the page and in the viewer. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { axe, build, folder, open, photo, serve, write } from "./support.mjs";

const SHOTS = process.env.SHOTS;
const shoot = async (page, name) => SHOTS && page.screenshot({ path: join(SHOTS, `details-${name}.png`) });

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const bag = (name, items) => `<${name}><rdf:Bag>${items.map((item) => `<rdf:li>${escaped(item)}</rdf:li>`).join("")}</rdf:Bag></${name}>`;
/* A file of XMP beside a picture, as programs write it. */
const xmp = ({ keywords = [], people = [], place = {} }) => `<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
${bag("lr:hierarchicalSubject", keywords)}${bag("ext:PersonInImage", people)}
${Object.entries(place).map(([key, value]) => `<photoshop:${key}>${escaped(value)}</photoshop:${key}>`).join("")}
</rdf:Description></rdf:RDF></x:xmpmeta>`;

const source = folder();
const pictures = [
    {
        keywords: ["sea", "Places|France|Paris", "غروب الشمس", "🌅 dawn", "<b>&", "a.b/c"],
        people: ["Jane Doe", "محمد علي"], place: { Country: "France", State: "Île-de-France", City: "Paris" },
    },
    { keywords: Array.from({ length: 200 }, (_, i) => `keyword number ${i}`) },
    { keywords: ["x".repeat(190), "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"] },
    {},
];
pictures.forEach((picture, i) => {
    photo(join(source, "trip", `${i + 1}.jpg`), 600, 400);
    write(join(source, "trip", `${i + 1}.jpg.xmp`), xmp(picture));
});
const outs = {};
for (const [name, keys] of Object.entries({
    off: "lang: en", en: "keywords: true\npeople: true\nplaces: true\nalbums_from: [\"%keywords\"]",
    ar: "keywords: true\npeople: true\nplaces: true\nlang: ar",
})) {
    write(join(source, "album.md"), `---\n${keys}\n---\n`);
    build(source, outs[name] = folder());
}
const site = await serve(outs.en);

const visit = async (address = `${site}trip/index.html`, options = {}) => {
    const page = await open(options);
    await page.goto(address);
    return page;
};
const terms = (list) => list.evaluate((dl) => Object.fromEntries([...dl.querySelectorAll("dt")].map((dt) =>
    [dt.textContent, dt.nextElementSibling.textContent])));
const panel = (page) => page.locator(".v-panel:not([hidden])").first();
const inViewer = async (page, i) => {
    await page.locator("figure > a").nth(i).focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open] img, .v-box img").first().waitFor();
    await page.keyboard.press("i");
    await panel(page).waitFor();
};
const violations = async (page) => {
    await page.addScriptTag({ path: axe });
    const report = await page.evaluate(() => globalThis.axe.run());
    return report.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`);
};
const said = {
    Place: "Paris, Île-de-France, France", People: "Jane Doe, محمد علي",
    Keywords: "sea, Places / France / Paris, غروب الشمس, 🌅 dawn, <b>&, a.b/c",
};

test("the details of a picture list what is known of it, without scripts too", async () => {
    const page = await visit(undefined, { javaScriptEnabled: false });
    await page.locator(".info summary").first().click();
    assert.deepEqual(await terms(page.locator(".info dl").first()), said);
    assert.equal(await page.locator(".info").count(), 3);
    await page.getByRole("link", { name: "Places / France / Paris" }).click();
    await page.waitForURL(/keywords\/places\/france\/paris\/index\.html$/);
    assert.equal(await page.locator("figure").count(), 1);
    assert.deepEqual(page.complaints, []);
});

test("the viewer has them too, and their links are reached with the keyboard", async () => {
    const page = await visit();
    await inViewer(page, 0);
    assert.deepEqual(await terms(panel(page).locator("dl")), said);
    await shoot(page, "viewer");
    for (let i = 0; i < 20 && !await page.evaluate(() => document.activeElement.textContent === "sea"); i++)
        await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/keywords\/sea\/index\.html$/);
    assert.deepEqual(page.complaints, []);
});

for (const [name, viewport] of [["wide", { width: 1280, height: 800 }], ["phone", { width: 360, height: 640 }]])
    test(`two hundred keywords and long words stay in their place: ${name}`, async () => {
        const page = await visit(undefined, { viewport });
        for (const i of [1, 2]) {
            await inViewer(page, i);
            const box = await panel(page).evaluate((panel) => {
                const { left, right, top, bottom } = panel.getBoundingClientRect();
                return {
                    inside: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
                    across: panel.scrollWidth > panel.clientWidth, down: panel.scrollHeight > panel.clientHeight,
                };
            });
            assert.deepEqual(box, { inside: true, across: false, down: i === 1 });
            await shoot(page, `${name}-${i}`);
            await page.goto("about:blank");
            await page.goto(`${site}trip/index.html`);
        }
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    });

test("from right to left, lists begin at the right and each tag runs as it is written", async () => {
    const page = await visit(`${await serve(outs.ar)}trip/index.html`);
    await page.locator(".info summary").first().click();
    const [first, second] = await page.locator(".info dd").nth(1).locator("bdi").evaluateAll((list) =>
        list.map((bdi) => bdi.getBoundingClientRect().x));
    assert.ok(first > second);
    assert.equal(await page.locator(".info dt").nth(2).textContent(), "الكلمات المفتاحية");
    await shoot(page, "ar");
});

for (const colorScheme of ["light", "dark"])
    test(`axe-core finds nothing: ${colorScheme}`, async () => {
        const page = await visit(undefined, { colorScheme });
        await page.locator(".info summary").first().click();
        assert.deepEqual(await violations(page), []);
        await page.locator(".info summary").first().click();
        await inViewer(page, 1);
        assert.deepEqual(await violations(page), []);
    });

test("nothing of it is on pages that were not asked for it", () => {
    const page = readFileSync(join(outs.off, "trip", "index.html"), "utf8");
    assert.doesNotMatch(page, /class="info"|Paris|Jane|dawn|keyword/);
});
