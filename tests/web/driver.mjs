/* driver.mjs - Chromium and Firefox by one interface, for tests that run in both: puppeteer speaks to the one by the DevTools
 * protocol, to the other by WebDriver BiDi. */
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.WEB, "package.json"));
const puppeteer = require("puppeteer-core");
const SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];

/* Fingers: {ms, at: [[x, y]...]} for each moment, the time since the one before in milliseconds; they are lifted `rest` ms
 * after the last.  Each browser gets the times with the movements, so that a slow machine makes no gesture slower. */
async function touchChromium(page, moments, rest) {
    const session = page.cdp ??= await page.createCDPSession();
    let timestamp = Date.now() / 1000;
    const send = (type, at) => session.send("Input.dispatchTouchEvent",
        { type, timestamp, touchPoints: at.map(([x, y], id) => ({ x, y, id })) });

    for (const [i, { ms, at }] of moments.entries()) {
        timestamp += ms / 1000;
        await send(i ? "touchMove" : "touchStart", at);
    }
    timestamp += rest / 1000;
    await send("touchEnd", []);
}

async function touchFirefox(page, moments, rest) {
    const actions = moments[0].at.map((_, finger) => ({
        type: "pointer", id: `finger${finger}`, parameters: { pointerType: "touch" },
        actions: [
            ...moments.flatMap(({ ms, at: { [finger]: [x, y] } }, i) => [
                { type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: i ? ms : 0 },
                ...i ? [] : [{ type: "pointerDown", button: 0 }],
            ]),
            { type: "pause", duration: rest }, { type: "pointerUp", button: 0 },
        ],
    }));

    await page.mainFrame().browsingContext.performActions(actions);
}

/* A tenth of a second apart, however slow the machine is. */
async function tapTwiceChromium(page, x, y) {
    const session = page.cdp ??= await page.createCDPSession(), from = Date.now() / 1000;

    for (const [type, s] of [["touchStart", 0], ["touchEnd", .02], ["touchStart", .12], ["touchEnd", .14]])
        await session.send("Input.dispatchTouchEvent",
            { type, timestamp: from + s, touchPoints: type === "touchStart" ? [{ x, y, id: 0 }] : [] });
}

async function tapTwiceFirefox(page, x, y) {
    const tap = [{ type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];

    await page.mainFrame().browsingContext.performActions([{
        type: "pointer", id: "finger0", parameters: { pointerType: "touch" },
        actions: [{ type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0 }, ...tap,
            { type: "pause", duration: 100 }, ...tap],
    }]);
}

/* A browser that is closed by close(). */
export async function start(name, { reduced = false } = {}) {
    const firefox = name === "firefox";
    const browser = await puppeteer.launch(firefox
        ? { browser: "firefox", executablePath: process.env.FIREFOX, headless: true, protocolTimeout: 60000,
            extraPrefsFirefox: { "ui.prefersReducedMotion": Number(reduced), "dom.w3c_touch_events.enabled": 1,
                "media.autoplay.default": 0 } }
        : { browser: "chrome", executablePath: process.env.CHROMIUM, headless: true, args: SWITCHES, protocolTimeout: 60000 });

    /* A page of its own; what it complains of and what it asks for is remembered. */
    async function visit(url, { width = 1280, height = 800, touch = false, scale = 1, media = {} } = {}) {
        const context = await browser.createBrowserContext();
        const page = await context.newPage();

        page.complaints = [];
        page.asked = [];
        page.on("pageerror", error => page.complaints.push(String(error)));
        page.on("console", message => ["error", "warn"].includes(message.type()) && page.complaints.push(message.text()));
        page.on("request", request => page.asked.push(request.url()));
        await page.setViewport({ width, height, deviceScaleFactor: scale, ...firefox ? {} : { hasTouch: touch, isMobile: touch } });
        if (!firefox) {
            const features = { ...media, ...reduced ? { "prefers-reduced-motion": "reduce" } : {} };

            await page.emulateMediaFeatures(Object.entries(features).map(([name, value]) => ({ name, value })));
        }
        await page.goto(url, { waitUntil: "load" });
        return page;
    }
    return {
        name, visit, close: () => browser.close(),
        touch: (page, moments, rest = 0) => (firefox ? touchFirefox : touchChromium)(page, moments, rest),
        tapTwice: firefox ? tapTwiceFirefox : tapTwiceChromium,
    };
}
