/* proof.test.mjs - pictures that visitors choose, in a real browser. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { viewerOpens } from "./press.mjs";
import { axe, build, folder, open, photo, serve, write } from "./support.mjs";

const work = folder(), source = join(work, "photos"), out = join(work, "out");
const names = ["a b.jpg", "IMG_1.jpg", "IMG_2.jpg", "IMG_10.jpg", "Grüße.jpg", "x,y.jpg"];
const many = 410;
for (const name of names)
    photo(join(source, "album", name), 300, 200);
photo(join(source, "plain", "p.jpg"), 300, 200);
photo(join(source, "secret", "s.jpg"), 300, 200);
for (let i = 0; i < many; i++)
    photo(join(source, "many", `n${i}.jpg`), 30, 20);
write(join(source, "album.md"), "---\ndownload: true\n---\n");
for (const album of ["album", "many"])
    write(join(source, album, "album.md"), "---\nproofing: true\n---\n");
write(join(source, "secret", "album.md"), "---\nproofing: true\npassword: pässword\n---\n");
build(source, out);
const site = await serve(out);
const address = `${site}album/index.html`;

const mark = (page, name) => page.getByRole("button", { name: `Select: ${name}`, exact: true });
const status = (page) => page.locator(".proof [role=status]");
const says = (page, text) => page.waitForFunction((text) =>
    document.querySelector(".proof [role=status]").textContent === text, text);
const pressed = (page) => page.locator(".pick[aria-pressed=true]").evaluateAll((list) => list.map((mark) => mark.ariaLabel));
const visit = async (url = address, options = {}) => {
    const page = await open(options);
    await page.goto(url);
    return page;
};
/* What the page would put on the clipboard. */
const copied = async (page, name) => {
    await page.evaluate(() => {
        globalThis.clip = null;
        navigator.clipboard.writeText = async (text) => globalThis.clip = text;
    });
    await page.getByRole("button", { name, exact: true }).click();
    return page.waitForFunction(() => globalThis.clip).then((handle) => handle.jsonValue());
};
const saved = async (page) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save list" }).click()]);
    return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
};

test("only pages with the key have it", async () => {
    const page = await visit(`${site}plain/index.html`);
    assert.equal(await page.locator(".pick, .proof").count(), 0);
    assert.ok(!page.requests.some((url) => /proof/.test(url)));
});

test("a mark is pressed and counted, and pressed again taken back", async () => {
    const page = await visit();
    await says(page, "Select pictures by their marks, or with s");
    await mark(page, "IMG_1.jpg").click();
    await mark(page, "IMG_10.jpg").click();
    await says(page, "Selected: 2 / 6");
    assert.deepEqual((await pressed(page)).sort(), ["Select: IMG_1.jpg", "Select: IMG_10.jpg"]);
    await mark(page, "IMG_1.jpg").click();
    await says(page, "Selected: 1 / 6");
    assert.equal(await page.locator("dialog.viewer").count(), 0, "a mark opens the viewer");
    assert.deepEqual(page.complaints, []);
});

test("s selects the picture that has the focus, or is pointed at, and no other key does", async () => {
    const page = await visit();
    await page.locator("figure[id='IMG_2.jpg'] > a").focus();
    await page.keyboard.press("s");
    await says(page, "Selected: 1 / 6");
    assert.deepEqual(await pressed(page), ["Select: IMG_2.jpg"]);
    await page.keyboard.press("Control+s");
    await page.keyboard.press("x");
    assert.deepEqual(await pressed(page), ["Select: IMG_2.jpg"]);
    await page.keyboard.press("s");
    assert.deepEqual(await pressed(page), []);
    await page.evaluate(() => document.activeElement.blur());
    await page.locator("figure[id='IMG_1.jpg']").hover();
    await page.keyboard.press("s");
    assert.deepEqual(await pressed(page), ["Select: IMG_1.jpg"]);
});

test("in the viewer s and a button select the picture that is shown", async () => {
    const page = await visit();
    const shown = await page.locator("figure[id]").evaluateAll((list) => list.map((figure) => figure.id));
    await page.locator("figure[id] > a").first().click();
    const pick = page.locator(".v-pick");
    await pick.waitFor();
    await page.keyboard.press("s");
    assert.equal(await pick.getAttribute("aria-pressed"), "true");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.querySelector(".v-pick").ariaPressed === "false");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((id) => document.querySelector("dialog.viewer").dataset.id === id, shown[2]);
    await pick.click();
    await page.keyboard.press("Escape");
    await page.locator("dialog.viewer").waitFor({ state: "detached" });
    await says(page, "Selected: 2 / 6");
    const chosen = await page.locator("figure.picked").evaluateAll((list) => list.map((figure) => figure.id));
    assert.deepEqual(chosen, [shown[0], shown[2]]);
    assert.equal(await page.locator(".v-share").count(), 0);
    assert.deepEqual(page.complaints, []);
});

test("the choice is kept for the next visit, for this album alone", async () => {
    const page = await visit();
    await mark(page, "a b.jpg").click();
    await page.reload();
    await says(page, "Selected: 1 / 6");
    await page.goto(`${site}many/index.html`);
    await says(page, "Select pictures by their marks, or with s");
    await page.goto(address);
    assert.deepEqual(await pressed(page), ["Select: a b.jpg"]);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.reload();
    assert.deepEqual(await pressed(page), []);
});

test("the list has the names of the files, each in a line, in order", async () => {
    const page = await visit();
    for (const name of names)
        await mark(page, name).click();
    const list = ["a b.jpg", "Grüße.jpg", "IMG_1.jpg", "IMG_2.jpg", "IMG_10.jpg", "x,y.jpg"].join("\n");
    assert.equal(await copied(page, "Copy list"), list);
    await says(page, "List copied");
    assert.deepEqual(await saved(page), ["album.txt", `${list}\n`]);
    assert.deepEqual(page.complaints, []);
});

test("a link restores the choice in another browser, and goes from the address", async () => {
    const page = await visit();
    for (const name of ["IMG_1.jpg", "IMG_10.jpg", "Grüße.jpg", "x,y.jpg"])
        await mark(page, name).click();
    const link = await copied(page, "Copy link");
    assert.ok(link.startsWith(`${address}#sel=`) && link.length < address.length + 80, link);
    const other = await visit(link);
    await says(other, "This is the selection of the link. Selected: 4 / 6");
    assert.equal(await copied(other, "Copy list"), "Grüße.jpg\nIMG_1.jpg\nIMG_10.jpg\nx,y.jpg");
    assert.equal(other.url(), address);
    await other.reload();
    await says(other, "Selected: 4 / 6");
});

test("a link takes the place of the own choice, which comes back", async () => {
    const page = await visit();
    await mark(page, "IMG_2.jpg").click();
    await page.goto(`${address}#sel=0a%20b/.jpg`);
    await says(page, "This is the selection of the link. Selected: 1 / 6");
    assert.deepEqual(await pressed(page), ["Select: a b.jpg"]);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.deepEqual(await pressed(page), ["Select: IMG_2.jpg"]);
    await page.getByRole("button", { name: "Clear" }).click();
    assert.deepEqual(await pressed(page), []);
    await page.getByRole("button", { name: "Undo" }).click();
    assert.deepEqual(await pressed(page), ["Select: IMG_2.jpg"]);
});

test("links that mean nothing select nothing", async () => {
    const page = await open();
    for (const hash of ["", ",", "0", "zzzz", "0<script>", "0no/.jpg", "%", "0%GG/.jpg", "9/", "0__proto__", `0${"a".repeat(5000)}`]) {
        await page.goto("about:blank");
        await page.goto(`${address}#sel=${hash}`);
        await says(page, "Select pictures by their marks, or with s");
    }
    assert.deepEqual(page.complaints, []);
});

test("all pages of an album have one choice", async () => {
    const page = await visit(`${site}many/index.html`);
    await mark(page, "n0.jpg").click();
    await page.goto(`${site}many/page-2.html`);
    await page.locator(".pick").first().click();
    await says(page, `Selected: 2 / ${many}`);
    const link = await copied(page, "Copy link"), list = await copied(page, "Copy list");
    const other = await visit(link);
    assert.equal(await copied(other, "Copy list"), list);
    await other.goto(`${site}many/index.html`);
    assert.deepEqual(await pressed(other), ["Select: n0.jpg"]);
});

test("a page from the disk has it too, and so has one that keeps nothing", async () => {
    const page = await open();
    await page.goto(pathToFileURL(join(out, "album/index.html")).href);
    await mark(page, "IMG_1.jpg").click();
    await page.reload();
    await says(page, "Selected: 1 / 6");
    const forgetful = await open();
    await forgetful.addInitScript(() => Object.defineProperty(globalThis, "localStorage", { get() {
        throw new DOMException("no", "SecurityError");
    } }));
    await forgetful.goto(address);
    await mark(forgetful, "IMG_1.jpg").click();
    await says(forgetful, "Selected: 1 / 6");
    assert.deepEqual(forgetful.complaints, []);
});

test("a protected album has it once it is open", async () => {
    const page = await visit(`${site}secret/index.html`);
    assert.equal(await page.locator(".proof").count(), 0);
    await page.fill("#password", "pässword");
    await page.press("#password", "Enter");
    await mark(page, "s.jpg").click();
    await says(page, "Selected: 1 / 1");
    await page.waitForFunction(viewerOpens, { selector: "figure[id] > a", n: 0 });
    await page.locator(".v-pick").waitFor();
    await page.keyboard.press("s");
    assert.equal(await page.locator(".v-pick").getAttribute("aria-pressed"), "false");
    assert.deepEqual(page.complaints, []);
});

test("nothing is asked for when pictures are chosen", async () => {
    const page = await visit();
    await page.waitForLoadState("networkidle");
    page.requests.length = 0;
    await mark(page, "IMG_1.jpg").click();
    await copied(page, "Copy link");
    await copied(page, "Copy list");
    assert.deepEqual(page.requests, []);
});

test("marks and bar are reached by keyboard, and the focus is never lost", async () => {
    const page = await visit();
    await mark(page, "IMG_1.jpg").focus();
    await page.keyboard.press("Space");
    assert.deepEqual(await pressed(page), ["Select: IMG_1.jpg"]);
    await page.getByRole("button", { name: "Clear" }).focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Undo");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Copy list");
    assert.equal(await status(page).getAttribute("role"), "status");
});

for (const colorScheme of ["light", "dark"])
    test(`axe has no complaint in ${colorScheme}`, async () => {
        const page = await visit(address, { colorScheme });
        await mark(page, "IMG_1.jpg").click();
        await page.addScriptTag({ path: axe });
        const found = async () => (await page.evaluate(() => globalThis.axe.run())).violations.map((v) =>
            `${v.id}: ${v.nodes.map((node) => node.html).join(" ")}`);
        assert.deepEqual(await found(), []);
        await page.locator("figure[id] > a").first().click();
        await page.locator("dialog.viewer:modal .v-pick").waitFor();
        await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running"));
        assert.deepEqual(await found(), []);
    });
