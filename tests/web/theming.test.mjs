/* theming.test.mjs - the examples of docs/theming.md, taken from it, in a browser. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SOURCE_DIR, build, folder, open, photo, serve, write } from "./support.mjs";

/* Blocks of the section under that heading, each with its file's name in a comment at its top. */
function example(heading) {
    const text = readFileSync(join(SOURCE_DIR, "docs/theming.md"), "utf8");
    const section = text.split(/^## /m).find((part) => part.startsWith(heading));
    return [...section.matchAll(/^```\w+\n(?:\/\*|#) (\S+).*\n([^]*?)^```$/gm)].map(([, name, body]) => [name, body]);
}

async function show(heading, options) {
    const source = folder(), out = folder();
    photo(join(source, "g/a.jpg"), 600, 400);
    photo(join(source, "g/b.jpg"), 400, 600);
    write(join(source, "settings.yaml"), "title: Site\nrss: false\n");
    write(join(source, "g/settings.yaml"), `title: Gallery
cover: a.jpg
sections:
  - {type: pictures-group, images: [[a.jpg, {name: b.jpg, text: Noon}]]}
  - {type: bordered-picture, image: a.jpg, text: Evening}
  - {type: paragraph, text: "<p>Words.</p>"}
`);
    const files = example(heading);
    for (const [name, body] of files)
        write(join(source, name), name === "settings.yaml" ? `title: Site\nrss: false\n${body}` : body);
    build(source, out);
    const page = await open(options);
    await page.goto(`${await serve(out)}g/index.html`);
    return [page, files.map(([name]) => name)];
}

const style = (page, selector, property) =>
    page.locator(selector).first().evaluate((e, name) => getComputedStyle(e).getPropertyValue(name), property);

for (const [colorScheme, ground, ink] of [["light", "rgb(243, 239, 230)", "rgb(43, 33, 25)"],
    ["dark", "rgb(29, 23, 18)", "rgb(243, 239, 230)"]])
    test(`ten lines of custom.css, ${colorScheme}`, async () => {
        const [page, names] = await show("Ten lines", { colorScheme });
        assert.deepEqual(names, ["custom.css"]);
        assert.equal(await style(page, "body", "background-color"), ground);
        assert.equal(await style(page, "body", "color"), ink);
        assert.match(await style(page, "h1", "font-family"), /^Georgia/);
        assert.equal(await style(page, ".row", "column-gap"), "2px");
        assert.deepEqual(page.complaints, []);
    });

test("a theme in a folder", async () => {
    const [page, names] = await show("A theme in a folder");
    assert.deepEqual(names, ["settings.yaml", "themes/frames/style.css", "themes/frames/theme.js"]);
    assert.equal(await style(page, ".row figure", "padding-left"), "12px");
    assert.equal(await style(page, ".row figcaption", "color"), "rgb(51, 51, 51)");
    assert.equal(await page.evaluate(() => document.documentElement.className), "framed");
    assert.deepEqual(page.complaints, []);
});

test("for paper", async () => {
    const [page] = await show("For paper");
    assert.match(await style(page, "body", "font-family"), /^Georgia/);
    assert.equal(await style(page, "body", "max-width"), "960px");
    assert.notEqual(await style(page, ".bordered", "break-before"), "page");
    await page.emulateMedia({ media: "print" });
    assert.equal(await style(page, ".bordered", "break-before"), "page");
    assert.equal(await style(page, "figcaption", "font-style"), "italic");
    assert.deepEqual(page.complaints, []);
});
