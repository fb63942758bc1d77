/* sealed.test.mjs - pictures, videos and downloads of protected albums in a real browser, opened by the service worker and
 * without one: recitale_63. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { after, test } from "node:test";
import { patient, viewerOpens } from "./press.mjs";
import { axe, build, folder, open, photo, write } from "./support.mjs";

const work = folder(), source = join(work, "site"), out = join(work, "out");
const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".jpg": "image/jpeg" };
const MANY = 60, WORD = "pässword";

/* The album is there open, and twice behind a password. */
photo(join(source, "open/a.jpg"), 2600, 1700, "--noise");
photo(join(source, "open/b.jpg"), 1400, 2000, "--noise");
photo(join(source, "other/a.jpg"), 300, 200);
photo(join(source, "many/100.jpg"), 400, 300);
for (let i = 1; i < MANY; i++)
    execFileSync("cp", [join(source, "many/100.jpg"), join(source, `many/${100 + i}.jpg`)]);
if (hasFfmpeg)
    execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "nullsrc=s=320x180:r=25:d=24,geq=random(1)*255:128:128", "-b:v", "1M",
        "-g", "25", join(source, "open/c.mp4")], { stdio: ["ignore", "inherit", "inherit"] });
for (const name of ["secret", "again"])
    execFileSync("cp", ["-R", join(source, "open"), join(source, name)]);
const ask = (name, password, more = "") => write(join(source, name, "album.md"),
    `---\n${password ? `password: ${password}\n` : ""}${more}---\n# ${name}\n`);
ask("open", "", "download: zip\n");
ask("secret", WORD, "download: zip\n");
ask("again", WORD);
ask("many", WORD);
ask("other", "another");
write(join(source, "album.md"), "# Site\n");
build(source, out);

/* A server as hosts of static files are: `ranges`, `types` by suffix, `more` files, and `change`, which gets (path, content). */
const servers = [];
async function host({ ranges = true, types = {}, more = {}, change = (path, content) => content } = {}) {
    const asked = [], server = createServer((request, response) => {
        const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
        const type = { ...TYPES, ...types }[extname(path)] ?? "application/octet-stream";
        let content;
        try {
            content = change(path, Buffer.from(more[path] ?? readFileSync(join(out, path))));
        } catch {
            return response.writeHead(404).end();
        }
        const [, from, to] = ranges && /^bytes=(\d+)-(\d*)$/.exec(request.headers.range) || [];
        const last = from ? Math.min(to || Infinity, content.length - 1) : content.length - 1, body = content.subarray(from ?? 0, last + 1);
        asked.push({ path, length: body.length, range: request.headers.range });
        response.writeHead(from ? 206 : 200, { "content-type": type, "content-length": body.length, "cache-control": "no-cache",
            ...from && { "content-range": `bytes ${from}-${last}/${content.length}` } }).end(body);
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    servers.push(server);
    return { url: `http://127.0.0.1:${server.address().port}/`, asked, sealed: () => asked.filter(({ path }) => /\.sealed$/.test(path)) };
}
after(() => servers.forEach((server) => {
    server.closeAllConnections();
    server.close();
}));

const noWorker = () => Object.defineProperty(navigator, "serviceWorker", { get: () => undefined });
const WAYS = { "the service worker": null, "blobs": noWorker };
const visit = async (url, script, options) => {
    const page = await open(options);
    await page.addInitScript(patient);
    if (script)
        await page.addInitScript(script);
    await page.goto(url);
    return page;
};
const isOpen = (page, title) => page.getByRole("heading", { level: 1, name: title }).waitFor();
async function unlock(page, title, password = WORD) {
    await page.fill("#password", password);
    await page.press("#password", "Enter");
    await isOpen(page, title);
}
const opened = async (host, album, script, options) => {
    const page = await visit(`${host.url}${album}/index.html`, script, options);
    await unlock(page, album);
    return page;
};
/* What `look` says in the page, once it says something. */
async function until(page, look, arg) {
    for (let i = 0; i < 600; i++) {
        const seen = await page.evaluate(look, arg);
        if (seen)
            return seen;
        await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail(`never: ${look}`);
}
const controller = (page) => page.evaluate(() => navigator.serviceWorker?.controller?.scriptURL);
/* Until all pictures that the browser wants are drawn; the widths of their files, by what they show. */
const drawn = (page) => until(page, async () => {
    const pictures = [...document.querySelectorAll("main img")], near = pictures.filter((img) => img.getBoundingClientRect().top < innerHeight);
    const widths = await Promise.all(near.map(async (img) => {
        const file = await fetch(img.currentSrc).then((reply) => reply.blob()).catch(() => null);
        const bitmap = file?.type.startsWith("image/") && await createImageBitmap(file).catch(() => null);
        return bitmap && img.complete && img.naturalWidth > 0 ? `${img.alt} ${bitmap.width}` : "";
    }));
    return widths.length && widths.every(Boolean) && widths;
});
/* Not what stands for it where there is no worker: that has a "#". */
const lastDrawn = (page) => until(page, () => {
    const img = [...document.querySelectorAll("main img")].at(-1);
    return img.complete && img.naturalWidth > 0 && img.currentSrc && !img.currentSrc.includes("#");
});
async function bytesOf(page, act) {
    const [download] = await Promise.all([page.waitForEvent("download"), act()]);
    return [download.suggestedFilename(), readFileSync(await download.path())];
}
const files = (path) => readdirSync(path).map((name) => join(path, name)).flatMap((name) => statSync(name).isDirectory() ? files(name) : [name]);

test("what is published of a protected album is sealed: nothing has a suffix that says what it is", () => {
    const names = files(join(out, "secret")).map((name) => name.slice(out.length)).filter((name) => !name.endsWith(".html"));
    assert.ok(names.length > 10);
    for (const name of names)
        assert.match(name.split(sep).join("/"), /^\/secret\/[0-9a-f]{32}\.sealed$/);
});

for (const [way, script] of Object.entries(WAYS)) {
    test(`pictures are shown by ${way} at a first visit, after a reload and in further albums of the same password`, async () => {
        const site = await host(), page = await visit(`${site.url}secret/index.html`, script);
        await page.fill("#password", "wrong");
        await page.press("#password", "Enter");
        await page.getByText("That is not the password.").waitFor();
        assert.equal(site.sealed().length, 0);
        await unlock(page, "secret");
        const first = await drawn(page);
        assert.equal(await controller(page), script ? undefined : `${site.url}sw.js`);
        await page.reload();
        await isOpen(page, "secret");
        assert.deepEqual(await drawn(page), first);
        await page.goto(`${site.url}again/index.html`);
        await isOpen(page, "again");
        assert.deepEqual(await drawn(page), first);
        await page.goto(`${site.url}other/index.html`);
        await unlock(page, "other", "another");
        await drawn(page);
        assert.deepEqual(page.complaints, []);
    });

    for (const [width, height, deviceScaleFactor] of [[1280, 800, 1], [390, 844, 3], [1920, 1080, 2]])
        test(`the browser chooses from the same files as in an open album, by ${way}: ${width}×${height}, ${deviceScaleFactor}`, async () => {
            const site = await host(), options = { viewport: { width, height }, deviceScaleFactor };
            const plain = await visit(`${site.url}open/index.html`, null, options);
            const page = await opened(site, "secret", script, options);
            assert.deepEqual(await drawn(page), await drawn(plain));
            assert.equal(new Set(site.sealed().map(({ path }) => path)).size,
                site.asked.filter(({ path }) => /^\/open\/.*\.jpg$/.test(path)).map(({ path }) => path).filter((p, i, all) => all.indexOf(p) === i).length);
            assert.deepEqual(page.complaints, []);
        });

    test(`pictures that are far away are fetched when they come near, by ${way}`, async () => {
        const site = await host(), page = await opened(site, "many", script, { viewport: { width: 500, height: 500 } });
        const lazy = () => page.locator("main img[loading=lazy]").count();
        await drawn(page);
        await page.waitForLoadState("networkidle");
        assert.ok(await lazy() > MANY / 2);
        assert.ok(site.sealed().length < MANY * .8, `${site.sealed().length} of ${MANY} pictures were fetched`);
        const before = site.sealed().length;
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        await lastDrawn(page);
        assert.ok(site.sealed().length > before);
        assert.deepEqual(page.complaints, []);
    });

    test(`the viewer leafs, enlarges and shows its filmstrip by ${way}`, async () => {
        const site = await host(), page = await opened(site, "secret", script);
        await drawn(page);
        await page.waitForFunction(viewerOpens, { selector: "figure > a", n: 0 });
        const sharp = () => until(page, async () => {
            const img = document.querySelector(".v-slide:not([inert]) .v-picture img");
            const file = img && await fetch(img.currentSrc).then((reply) => reply.blob());
            return file?.type === "image/jpeg" && (await createImageBitmap(file)).width;
        });
        assert.ok(await sharp() >= 640);
        await page.keyboard.press("+");
        await page.keyboard.press("+");
        await page.keyboard.press("+");
        await until(page, async () => {
            const img = document.querySelector(".v-slide:not([inert]) .v-picture img");
            const file = await fetch(img.currentSrc).then((reply) => reply.blob());
            return file.type === "image/jpeg" && (await createImageBitmap(file)).width >= 1920;
        });
        await page.keyboard.press("0");
        await page.keyboard.press("ArrowRight");
        await until(page, () => document.querySelector(".v-count").textContent.startsWith("2 /"));
        await sharp();
        await until(page, () => [...document.querySelectorAll(".v-frame img")].every((img) => img.naturalWidth > 0));
        await page.keyboard.press("Escape");
        assert.deepEqual(page.complaints, []);
    });

    test(`downloads are the open album's files, under their names, by ${way}`, async () => {
        const site = await host(), get = async (album, script) => {
            const page = album === "open" ? await visit(`${site.url}open/index.html`) : await opened(site, album, script);
            const zip = await bytesOf(page, () => page.locator(".archive a").click());
            await page.waitForFunction(viewerOpens, { selector: "figure > a", n: 0 });
            const single = await bytesOf(page, () => page.keyboard.press("d"));
            assert.deepEqual(page.complaints, []);
            return [zip, single];
        };
        const [[, openZip], single] = await get("open"), [[zipName, zip], sealed] = await get("secret", script);
        assert.match(zipName, /^secret.*\.zip$/);
        assert.equal(String(zip.subarray(0, 2)), "PK");
        assert.equal(zip.length - openZip.length, zipName.length - "open.zip".length ? zip.length - openZip.length : 0);
        assert.equal(sealed[0], single[0]);
        assert.ok(sealed[1].equals(single[1]), "the picture that is saved is not that of the open album");
    });

    test(`a link to a picture in a tab of its own shows it, by ${way}`, async () => {
        const site = await host(), page = await opened(site, "secret", script);
        await drawn(page);
        const [tab] = await Promise.all([page.context().waitForEvent("page"),
            page.locator("figure > a").first().click({ modifiers: ["Control"] })]);
        await tab.waitForLoadState();
        assert.ok(await tab.evaluate(() => document.images[0]?.naturalWidth > 600));
    });

    for (const [what, change] of [["was cut short", (content) => content.subarray(0, content.length - 1)], ["has another bit", (content) => {
        content[content.length - 20] ^= 4;
        return content;
    }], ["is not there", () => assert.fail()]])
        test(`a picture whose file ${what} is broken, and the others are not, by ${way}`, async () => {
            let bad;
            const site = await host({ change(path, content) {
                if (/\.sealed$/.test(path) && statSync(join(out, path)).size > 1 << 17) // of several chunks; the video's still has one
                    bad ??= path;
                return path === bad ? change(content) : content;
            } });
            const page = await opened(site, "secret", script, { deviceScaleFactor: 3 });
            const states = () => page.evaluate(() => [...document.querySelectorAll("main img")].map((img) => img.complete && img.naturalWidth));
            await until(page, () => {
                const pictures = [...document.querySelectorAll("main img")];
                return pictures.length && pictures.every((img) => img.complete && img.currentSrc && !img.currentSrc.includes("#"));
            });
            const widths = await states();
            assert.equal(widths.filter((width) => width === 0).length, 1, `${widths}`);
            assert.ok(widths.filter((width) => width > 0).length >= 1);
        });

    test(`a video plays, and is seen at once where it is sought, by ${way}`, { skip: !hasFfmpeg }, async () => {
        const site = await host(), page = await opened(site, "secret", script);
        await page.waitForFunction(viewerOpens, { selector: "figure > a.video", n: 0 });
        const playing = (time) => until(page, (time) => {
            const video = document.querySelector(".v-slide:not([inert]) video");
            return video.readyState > 1 && video.currentTime > time;
        }, time);
        await playing(0);
        const before = site.asked.length, film = await page.locator("figure > a.video").getAttribute("href");
        await page.evaluate(() => document.querySelector(".v-slide:not([inert]) video").currentTime = 20);
        await playing(20);
        if (!script) {
            const whole = Math.max(...files(join(out, "secret")).filter((name) => name.endsWith(".sealed")).map((name) => statSync(name).size));
            assert.ok(whole > 1 << 20, `${whole} bytes`);
            /* Pictures may still come. */
            for (const { range } of site.asked.slice(before).filter(({ path }) => path.endsWith(film)))
                assert.match(range ?? "", /^bytes=\d+-/);
        }
        assert.deepEqual(page.complaints, []);
    });
}

test("parts of a file are answered as a server does, from the chunks that they lie in", { skip: !hasFfmpeg }, async () => {
    for (const ranges of [true, false]) {
        const site = await host({ ranges }), page = await opened(site, "secret");
        const path = await page.locator("figure > a.video").getAttribute("href");
        const whole = await page.evaluate(async (path) => {
            const reply = await fetch(path), part = await fetch(path, { headers: { range: "bytes=1000000-1000099" } });
            const [all, some] = [await reply.arrayBuffer(), await part.arrayBuffer()].map((buffer) => [...new Uint8Array(buffer)]);
            return { type: reply.headers.get("content-type"), status: part.status, range: part.headers.get("content-range"), length: all.length,
                same: String(all.slice(1000000, 1000100)) === String(some) };
        }, path);
        assert.equal(whole.type, "video/mp4");
        assert.equal(whole.status, 206);
        assert.equal(whole.range, `bytes 1000000-1000099/${whole.length}`);
        assert.ok(whole.same);
        const { length } = site.sealed().filter(({ path: asked }) => asked.endsWith(path)).at(-1);
        assert.equal(length <= 2 * 65552, ranges, `${length} bytes were sent`);
        assert.deepEqual(page.complaints, []);
    }
});

test("a worker that was started anew asks the page for its key", async () => {
    const site = await host(), page = await opened(site, "many", null, { viewport: { width: 500, height: 500 } });
    await drawn(page);
    const session = await page.context().newCDPSession(page);
    await session.send("ServiceWorker.enable");
    await session.send("ServiceWorker.stopAllWorkers");
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await lastDrawn(page);
    assert.deepEqual(page.complaints, []);
});

test("a page that was reloaded past the worker gets its pictures by it all the same", async () => {
    const site = await host(), page = await opened(site, "secret");
    const session = await page.context().newCDPSession(page);
    await drawn(page);
    await Promise.all([page.waitForEvent("load"), session.send("Page.reload", { ignoreCache: true })]);
    await isOpen(page, "secret");
    await drawn(page);
    assert.equal(await controller(page), `${site.url}sw.js`);
    assert.deepEqual(page.complaints, []);
});

test("a newer worker takes over while a page is open", async () => {
    let version = "";
    const site = await host({ change: (path, content) => path === "/sw.js" ? Buffer.concat([content, Buffer.from(version)]) : content });
    const page = await opened(site, "many", null, { viewport: { width: 500, height: 500 } });
    await drawn(page);
    version = "/* newer */";
    await page.evaluate(async () => {
        const changed = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
        await (await navigator.serviceWorker.getRegistration()).update();
        await changed;
        scrollTo(0, document.body.scrollHeight);
    });
    await lastDrawn(page);
    assert.deepEqual(page.complaints, []);
});

test("the worker touches nothing but sealed files", async () => {
    const site = await host(), page = await opened(site, "secret");
    await drawn(page);
    const byWorker = [];
    page.on("response", (response) => response.fromServiceWorker() && byWorker.push(response.url()));
    await page.goto(`${site.url}index.html`);
    await page.getByRole("heading", { level: 1, name: "Site" }).waitFor();
    await page.goto(`${site.url}open/index.html`);
    await drawn(page);
    assert.deepEqual(byWorker, []);
    await page.goto(`${site.url}secret/index.html`);
    await isOpen(page, "secret");
    await drawn(page);
    assert.ok(byWorker.length && byWorker.every((url) => url.endsWith(".sealed")), `${byWorker}`);
});

test("no other page of the site gets what is sealed: nobody has its key there", async () => {
    const site = await host(), page = await opened(site, "secret");
    const path = await page.locator("figure > a").first().evaluate((a) => a.href);
    await page.goto(`${site.url}open/index.html`);
    const session = await page.context().newCDPSession(page);
    await session.send("ServiceWorker.enable");
    await session.send("ServiceWorker.stopAllWorkers");
    assert.equal(await page.evaluate((path) => fetch(path).then((reply) => reply.status, () => "refused"), path), "refused");
});

for (const [what, options] of [["a host that sends it as text", { types: { ".js": "text/plain" } }],
    ["a host without it", { change: (path, content) => path === "/sw.js" ? assert.fail() : content }]])
    test(`blobs take the worker's place: ${what}`, async () => {
        const site = await host(options), page = await opened(site, "secret");
        await drawn(page);
        assert.equal(await controller(page), undefined);
    });

test("blobs take the worker's place: another script has that, and keeps it", async () => {
    const site = await host({ more: { "/own.js": "addEventListener('fetch', () => {});" } });
    const page = await visit(`${site.url}open/index.html`);
    await page.evaluate(() => navigator.serviceWorker.register("/own.js", { scope: "/" }).then(() => navigator.serviceWorker.ready));
    await page.goto(`${site.url}secret/index.html`);
    await unlock(page, "secret");
    await drawn(page);
    assert.equal(await controller(page), `${site.url}own.js`);
    assert.deepEqual(page.complaints.filter((text) => !text.includes("no-op")), []);
});

test("the page says what is missing: its key file, or a page of its time", async () => {
    for (const change of [(path, content) => path.startsWith("/keys/") ? assert.fail() : content,
        (path, content) => path.startsWith("/keys/") ? Buffer.from("") : content]) {
        const site = await host({ change }), page = await visit(`${site.url}secret/index.html`);
        await page.getByText("A file is missing or damaged.").waitFor();
        assert.ok(await page.locator("#password").isDisabled());
    }
    const site = await host({ change: (path, content) => path !== "/secret/index.html" ? content :
        Buffer.from(String(content).replace(/(id="sealed"[^>]*>)...../, "$1AAAAA")) });
    const page = await visit(`${site.url}secret/index.html`);
    await page.fill("#password", WORD);
    await page.press("#password", "Enter");
    await page.getByText("A file is missing or damaged.").waitFor();
});

test("no key is in an address, in a cache or in a database", async () => {
    const site = await host(), page = await opened(site, "secret");
    await drawn(page);
    const { stored, caches, databases } = await page.evaluate(async () => ({ stored: Object.values(sessionStorage).join(" ").split(" "),
        caches: await caches.keys(), databases: await indexedDB.databases() }));
    assert.deepEqual([caches, databases], [[], []]);
    assert.equal(stored.length, 1);
    assert.equal(Buffer.from(stored[0], "base64").length, 32);
    for (const url of page.requests)
        assert.ok(!url.includes(stored[0]) && !url.includes(encodeURIComponent(stored[0])), url);
});

test("axe-core finds nothing at the page that asks for a password", async () => {
    const site = await host();
    for (const colorScheme of ["light", "dark"]) {
        const page = await visit(`${site.url}secret/index.html`, null, { colorScheme });
        await page.addScriptTag({ path: axe });
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(violations.map(({ id }) => id), []);
    }
});
