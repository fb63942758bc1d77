/* protect.test.mjs - protected pages in a real browser: recitale_62. */
import assert from "node:assert/strict";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { viewerOpens } from "./press.mjs";
import { build, folder, launch, open, photo, serve, write } from "./support.mjs";

const work = folder(), source = join(work, "site"), out = join(work, "out");
const section = "sections:\n  - {type: bordered-picture, image: a.jpg, text: A secret place}\n";
write(join(source, "settings.yaml"), "title: Site\nrss: false\nsettings: {light_mode: true}\n");
write(join(source, "one/settings.yaml"), `title: One\ncover: a.jpg\npassword: pässword\n${section}`);
write(join(source, "two/settings.yaml"), `title: Two\ncover: a.jpg\npassword: other\n${section}`);
photo(join(source, "one/a.jpg"), 300, 200);
photo(join(source, "two/a.jpg"), 300, 200);
/* A name that the server answers to, and that browsers do not take for this machine itself. */
const machine = `${hostname()}.local`;
await launch(`--host-resolver-rules=MAP ${machine} 127.0.0.1`);
build(source, out);
const site = await serve(out, "--bind", "127.0.0.1");

const unlock = async (page, password) => {
    await page.fill("#password", password);
    await page.press("#password", "Enter");
};
const isOpen = (page, title) => page.getByRole("heading", { level: 1, name: title }).waitFor();

test("a wrong password is said, the right one opens the page with its pictures", async () => {
    const page = await open();
    await page.goto(`${site}one/index.html`);
    assert.equal(await page.title(), "One · Protected page");
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "One");
    await page.getByLabel("Password").waitFor();
    await unlock(page, "wrong");
    await page.getByText("That is not the password.").waitFor();
    await unlock(page, "pässword");
    await isOpen(page, "One");
    await page.getByText("A secret place").waitFor();
    assert.ok(await page.locator("img").first().evaluate(async (img) => {
        await img.decode();
        return img.naturalWidth > 0;
    }));
    assert.deepEqual(page.complaints, []);
});

test("it is asked once in a tab, also for its other pages, and not kept for the next visit", async () => {
    const page = await open();
    await page.goto(`${site}one/index.html`);
    await unlock(page, "pässword");
    await isOpen(page, "One");
    await page.reload();
    await isOpen(page, "One");
    await page.goto(`${site}one/light/index.html`);
    await isOpen(page, "One");
    const later = await page.context().newPage();
    await later.goto(`${site}one/index.html`);
    await later.getByLabel("Password").waitFor();
});

test("it is remembered if that is wanted, beside that of another album", async () => {
    const page = await open();
    for (const [album, password, title] of [["one", "pässword", "One"], ["two", "other", "Two"]]) {
        await page.goto(`${site}${album}/index.html`);
        await page.getByLabel("Remember").check();
        await unlock(page, password);
        await isOpen(page, title);
    }
    const later = await page.context().newPage();
    await later.goto(`${site}one/index.html`);
    await isOpen(later, "One");
    const stored = await later.evaluate(() => JSON.stringify(localStorage));
    assert.ok(!stored.includes("pässword"), "the password itself is kept");
});

test("a password that was changed is asked of who has not been there, and of all after --new-keys", async () => {
    const page = await open();
    await page.goto(`${site}one/index.html`);
    await page.getByLabel("Remember").check();
    await unlock(page, "pässword");
    await isOpen(page, "One");
    write(join(source, "one/settings.yaml"), `title: One\ncover: a.jpg\npassword: new\n${section}`);
    build(source, out);
    await page.reload();
    await isOpen(page, "One");
    const other = await open();
    await other.goto(`${site}one/index.html`);
    await unlock(other, "pässword");
    await other.getByText("That is not the password.").waitFor();
    await unlock(other, "new");
    await isOpen(other, "One");
    build(source, out, "--new-keys");
    await page.reload();
    await page.getByLabel("Password").waitFor();
    await unlock(page, "new");
    await isOpen(page, "One");
    assert.ok(await page.locator("img").first().evaluate(async (img) => {
        await img.decode();
        return img.naturalWidth > 0;
    }));
});

test("an album of a plain folder opens too, and its viewer", async () => {
    const plain = join(work, "plain"), plainOut = join(work, "plain-out");

    photo(join(plain, "secret/deeper/a.jpg"), 300, 200);
    write(join(plain, "secret/album.md"), "---\npassword: pässword\n---\n# Secret\n");
    photo(join(plain, "open/b.jpg"), 300, 200);
    build(plain, plainOut);
    const page = await open();
    await page.goto(`${await serve(plainOut)}index.html`);
    await page.getByText("Protected").waitFor();
    await page.getByRole("heading", { name: "Secret" }).click();
    await unlock(page, "pässword");
    await isOpen(page, "Secret");
    await page.getByRole("heading", { name: "deeper" }).click();
    await isOpen(page, "deeper");
    await page.waitForFunction(viewerOpens, { selector: "figure > a", n: 0 });
    await page.locator("dialog.viewer[open] img").first().waitFor();
    assert.deepEqual(page.complaints, []);
});

test("from a disk the page says that it cannot be opened there", async () => {
    const page = await open();
    await page.goto(pathToFileURL(join(out, "two/index.html")).href);
    await page.getByText("not from a disk").waitFor();
    assert.ok(await page.locator("#password").isDisabled());
    assert.deepEqual(page.complaints, []);
});

test("over plain http the page says what is wrong", async () => {
    const all = await serve(out, "--bind", "0.0.0.0");
    const page = await open();
    await page.goto(`http://${machine}:${new URL(all).port}/two/index.html`);
    await page.getByText("only over https").waitFor();
    assert.ok(await page.locator("#password").isDisabled());
});

test("without scripts the page says so", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${site}two/index.html`);
    /* Chromium parses <noscript> by whether scripts could run, not by whether a test lets them. */
    assert.match(await page.content(), /<noscript>.*It takes JavaScript to open this page/);
    assert.ok(!await page.locator("#unlock").isVisible(), "a form that does nothing is shown");
});
