/* support.mjs - a site, its server and a real browser, for the tests beside it.  TIRAGE, TESTTOOL, SOURCE_DIR and
 * WEB (the folder of npm packages) come from ctest. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";

export const { TIRAGE, TESTTOOL, SOURCE_DIR, WEB } = process.env;
const require = createRequire(join(WEB, "package.json"));
const { chromium } = require("playwright-core");
export const axe = require.resolve("axe-core/axe.min.js");

const folders = [];
export function folder() {
    const path = mkdtempSync(join(tmpdir(), "tirage-web."));
    folders.push(path);
    return path;
}

export function write(path, text) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
}

export function photo(path, w, h, ...options) {
    mkdirSync(dirname(path), { recursive: true });
    execFileSync(TESTTOOL, ["make", path, String(w), String(h), "420", ...options]);
}

export function build(source, out, ...options) {
    execFileSync(TIRAGE, ["build", source, "-o", out, "-q", ...options], { stdio: ["ignore", "ignore", "inherit"] });
}

const servers = [];
/* The address at which tirage preview serves `out`. */
export async function serve(out, ...options) {
    const server = spawn(TIRAGE, ["preview", "-o", out, "-p", "0", "--json", ...options], { stdio: ["ignore", "pipe", "inherit"] });
    servers.push(server);
    for await (const line of createInterface(server.stdout))
        return JSON.parse(line).url;
    throw new Error("tirage preview has ended");
}

const browsers = [];
/* The browser of the pages that are opened from here on: with arguments another one. */
export async function launch(...args) {
    if (!browsers.length || args.length)
        browsers.push(await chromium.launch({
            executablePath: process.env.CHROMIUM,
            args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", ...args],
        }));
    return browsers.at(-1);
}

/* A new page that fails the test that uses it if it asks for anything that is not of the site, or complains. */
export async function open(options = {}) {
    const context = await (await launch()).newContext(options);
    const page = await context.newPage();
    page.complaints = [];
    page.requests = [];
    page.on("console", (message) => {
        if (["error", "warning"].includes(message.type()))
            page.complaints.push(message.text());
    });
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    page.on("request", (request) => {
        page.requests.push(request.url());
        if (!/^(http:\/\/(127\.0\.0\.1|insecure\.test):|file:|data:|about:|blob:http:\/\/127\.0\.0\.1:)/.test(request.url()))
            page.complaints.push(`asks for ${request.url()}`);
    });
    page.on("response", (response) => {
        if (response.status() >= 400)
            page.complaints.push(`${response.status()}: ${response.url()}`);
    });
    return page;
}

after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    servers.forEach((server) => server.kill());
    folders.forEach((path) => rmSync(path, { recursive: true, force: true }));
});
