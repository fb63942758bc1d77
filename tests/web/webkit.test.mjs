/* webkit.test.mjs - a smoke test of the viewer and of protected albums in WebKitGTK: its MiniBrowser, driven by WebKitWebDriver. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { viewerOpens } from "./press.mjs";

const { close, locked, plain, serve } = createRequire(import.meta.url)("./site.cjs");
const ends = [];
let base, session, album;

async function call(method, path, body) {
    const reply = await fetch(base + path, { method, body: body && JSON.stringify(body) });
    const { value } = await reply.json();

    assert.ok(reply.ok, JSON.stringify(value));
    return value;
}
const js = (text, ...args) => call("POST", `${session}/execute/sync`, { script: `return (${text})(...arguments)`, args });
const key = value => call("POST", `${session}/actions`, {
    actions: [{ type: "key", id: "k", actions: [{ type: "keyDown", value }, { type: "keyUp", value }] }] });
async function until(text, ...args) {
    for (let i = 0; i < 600; i++) {
        if (await js(text, ...args))
            return;
        await new Promise(done => setTimeout(done, 100));
    }
    assert.fail(`never: ${text}`);
}

/* A screen that nobody sees: its number is the first line that it writes. */
async function screen() {
    const x = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        { stdio: ["ignore", "ignore", "ignore", "pipe"] });

    ends.push(() => x.kill());
    for await (const line of createInterface(x.stdio[3]))
        return `:${line}`;
}

before(async () => {
    const DISPLAY = await screen(), port = 20000 + process.pid % 20000;
    const driver = spawn("WebKitWebDriver", [`--port=${port}`], { stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, DISPLAY, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1" } });

    ends.push(() => driver.kill());
    base = `http://127.0.0.1:${port}`;
    for (let i = 0; i < 600 && !await fetch(`${base}/status`).then(() => true, () => false); i++)
        await new Promise(done => setTimeout(done, 100));
    const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: {
        "webkitgtk:browserOptions": { binary: process.env.MINIBROWSER, args: ["--automation"] } } } });
    session = `/session/${sessionId}`;
    album = `${await serve(plain())}Lake%20country/index.html`;
});
after(async () => {
    await call("DELETE", session).catch(() => {});
    ends.reverse().forEach(end => end());
    await close();
});

test("the viewer opens, leafs, zooms and closes", async () => {
    await call("POST", `${session}/url`, { url: album });
    await js(() => document.querySelector("figure[id] > a").click());
    await until(() => document.querySelector("dialog.viewer[open]"));
    await key("\uE014"); /* right */
    await until(() => document.querySelector(".v-count").textContent === "2 / 7" && location.hash === "#view%2002.jpg");
    await key("+");
    await until(() => document.querySelector(".v-zoomed .v-slide:not([inert]) .v-picture").getAnimations().length === 0);
    assert.equal(await js(() => new DOMMatrix(getComputedStyle(document.querySelector(".v-slide:not([inert]) .v-picture")).transform).a), 1.5);
    await key("\uE00C"); /* Esc */
    await until(() => !document.querySelector("dialog"));
    assert.equal(await js(() => document.activeElement.parentElement.id), "view%2002.jpg");
    await until(() => !location.hash);
});

test("a link to a picture opens it", async () => {
    await call("POST", `${session}/url`, { url: `${album}#view%2004.jpg` });
    await until(() => document.querySelector(".v-count")?.textContent === "4 / 7");
    await until(() => document.querySelector(".v-slide:not([inert]) img").naturalWidth > 0);
});

test("pictures of a protected album are shown", async () => {
    await call("POST", `${session}/url`, { url: `${await serve(locked())}secret/index.html` });
    await until(() => document.querySelector(".asking"));
    const field = await call("POST", `${session}/element`, { using: "css selector", value: "#password" });
    await call("POST", `${session}/element/${Object.values(field)[0]}/value`, { text: "word" });
    await js(() => document.getElementById("unlock").requestSubmit());
    await until(() => document.querySelector("figure[id]"));
    await until(() => [...document.querySelectorAll("main img")].slice(0, 3)
        .every(img => img.complete && img.naturalWidth > 0 && !img.currentSrc.includes("#")));
    assert.match(await js(() => document.querySelector("main img").currentSrc), /^blob:|\.sealed$/);
    await until(viewerOpens, { selector: "figure[id] > a", n: 0 });
    await until(() => document.querySelector(".v-slide:not([inert]) img")?.naturalWidth > 0);
});
