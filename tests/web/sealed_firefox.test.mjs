/* sealed_firefox.test.mjs - protected albums in Firefox: what sealed.test.mjs has, in short. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { start } from "./driver.mjs";
import { patient, viewerOpens } from "./press.mjs";

const { close, hasFfmpeg, locked, serve } = createRequire(import.meta.url)("./site.cjs");
const site = serve(locked());
const click = (page, selector) => page.$eval(selector, a => a.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })));
after(close);

/* Where there is no worker, the script of pages opens files itself. */
for (const way of ["the service worker", "blobs"])
    test(`pictures of a protected album are shown by ${way}, and saved`, async () => {
        const firefox = await start("firefox"), url = await site;
        try {
            const page = await firefox.visit("about:blank");
            await page.evaluateOnNewDocument(patient);
            if (way === "blobs")
                await page.evaluateOnNewDocument(() => Object.defineProperty(navigator, "serviceWorker", { get: () => undefined }));
            await page.goto(`${url}secret/index.html`);
            await page.waitForSelector(".asking");
            await page.type("#password", "word");
            await page.keyboard.press("Enter");
            await page.waitForSelector("figure[id]");
            await page.waitForFunction(async () => {
                const pictures = [...document.querySelectorAll("main img")].slice(0, 3);
                const files = await Promise.all(pictures.map(img => fetch(img.currentSrc).then(reply => reply.blob())));
                return files.length === 3 && files.every(({ type }) => type === "image/jpeg") && pictures.every(img => img.naturalWidth > 0);
            });
            assert.equal(await page.evaluate(() => Boolean(navigator.serviceWorker?.controller)), way !== "blobs");
            await page.evaluate(() => { /* what it saves is an opened file, under its name */
                HTMLAnchorElement.prototype.click = function () {
                    fetch(this.href).then(reply => reply.blob()).then(({ type }) => globalThis.saved = `${this.download} ${type}`);
                };
            });
            await click(page, ".archive a");
            await page.waitForFunction(() => globalThis.saved === "secret.zip application/zip");
            if (hasFfmpeg) {
                await page.waitForFunction(viewerOpens, {}, { selector: "figure > a.video", n: 0 });
                await page.waitForFunction(() => document.querySelector(".v-slide:not([inert]) video")?.readyState > 1);
                await page.evaluate(() => document.querySelector(".v-slide:not([inert]) video").currentTime = 9);
                await page.waitForFunction(() => {
                    const video = document.querySelector(".v-slide:not([inert]) video");
                    return video.readyState > 1 && video.currentTime >= 9;
                });
            }
            assert.deepEqual(page.complaints, []);
        } finally {
            await firefox.close();
        }
    });
