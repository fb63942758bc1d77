/* browser_pixels.mjs - what a browser draws of picture files, as pixels.  CHROMIUM and WEB (the folder of npm packages)
 * come from readers.py.
 *
 * Each line of standard input names a picture: {"path", "out", "pixels", "seconds"}.  The answer is a line
 * {"width", "height"}, and 8-bit RGBA in sRGB in `out`; or {"error", "again": whether a new browser is needed}. */
import { createReadStream, createWriteStream } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";

const { chromium } = createRequire(join(process.env.WEB, "package.json"))("playwright-core");
let job; /* the picture at hand */

/* The page is empty; it fetches /picture and posts the pixels.  Without a suffix or a type the content decides. */
const server = createServer(async (request, response) => {
    try {
        if (request.method === "POST")
            await pipeline(request, createWriteStream(job.out)), response.end();
        else if (request.url.startsWith("/picture"))
            await pipeline(createReadStream(job.path), response);
        else
            response.setHeader("Content-Type", "text/html"), response.end("<!doctype html><title>pixels</title>");
    } catch {
        response.destroy();
    }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--force-color-profile=srgb"],
});
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);

/* In the page.  Of an animation drawImage takes the first frame; of EXIF it takes the orientation. */
async function draw({ address, pixels }) {
    const image = new Image();
    await new Promise((shown, refused) => {
        image.onload = shown;
        image.onerror = () => refused(new Error("does not show it"));
        image.src = address;
    });
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > pixels)
        throw new Error(`has more pixels than --max-pixels: ${width}x${height}`);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { colorSpace: "srgb", willReadFrequently: true });
    context.drawImage(image, 0, 0);
    await fetch("/", { method: "POST", body: context.getImageData(0, 0, width, height).data });
    return { width, height };
}

let count = 0;
for await (const line of createInterface(process.stdin)) {
    job = JSON.parse(line);
    const late = new Promise((_, refused) =>
        setTimeout(() => refused(new Error("takes too long")), job.seconds * 1000).unref());
    let answer;
    try {
        answer = await Promise.race([page.evaluate(draw, { address: `/picture?${++count}`, pixels: job.pixels }), late]);
    } catch (error) {
        const words = error.message.split("\n")[0].replace(/^page.evaluate: (Error: )?/, "");
        answer = { error: words, again: !/does not show it|more pixels/.test(words) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
server.closeAllConnections();
server.close();
