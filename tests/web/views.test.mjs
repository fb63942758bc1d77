/* views.test.mjs - virtual albums in a real browser: the viewer stays in them, pictures lead to their own albums, and
 * nothing is wrong for axe-core in light and dark, on phones, from right to left, in projects. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { SOURCE_DIR, axe, build, folder, open, photo, serve, write } from "./support.mjs";

const SHOTS = process.env.SHOTS;
const shoot = async (page, name) => SHOTS && page.screenshot({ path: join(SHOTS, `views-${name}.png`) });
const plain = join(folder(), "plain.jpg");
photo(plain, 900, 600);

/* Two pictures of each name, in two albums; every second is of 2021. */
const lines = ["alps", "sea"].flatMap((dir) => Array.from({ length: 6 }, (_, i) =>
    `${dir}/IMG_${i}.jpg ${2020 + i % 2}-05-1${i}T${dir === "alps" ? 10 : 11}:00:00`));
const sites = {}, outs = {};
for (const [name, keys] of [["plain", ""], ["arabic", "lang: ar\n"], ["night", "theme: night\n"]]) {
    const source = folder();
    outs[name] = folder();
    execFileSync("python3", [join(SOURCE_DIR, "tests/cli/locate.py"), plain], { input: lines.join("\n"), cwd: source });
    write(join(source, "album.md"), `---\ntitle: Journeys\ndownload: true\nexif: true\n${keys}` +
        "albums_from: [\"{YYYY}\", \"Trips/%path\"]\n---\n");
    write(join(source, "sea/captions.txt"), "IMG_1.jpg: Waves\n");
    build(source, outs[name]);
    sites[name] = await serve(outs[name]);
}
const source = folder();
outs.project = folder();
execFileSync("python3", [join(SOURCE_DIR, "tests/cli/locate.py"), plain], { input: lines.join("\n"), cwd: source });
write(join(source, "settings.yaml"), "title: Journeys\nrss: false\nsettings:\n  albums_from: [\"{YYYY}\", \"%path\"]\n");
for (const dir of ["alps", "sea"])
    write(join(source, dir, "settings.yaml"), `title: ${dir}\ncover: IMG_0.jpg\nsections:\n- type: pictures-group\n  images:\n` +
        "  - [IMG_0.jpg, IMG_1.jpg, IMG_2.jpg]\n  - [IMG_3.jpg, IMG_4.jpg, IMG_5.jpg]\n");
build(source, outs.project);
sites.project = await serve(outs.project);

const done = async (page) => {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
};
const current = (page) => page.evaluate(() => decodeURIComponent(location.hash));

for (const [name, address] of [["plain", "dates/2021/index.html"], ["project", "dates/2021/index.html"]])
    test(`${name}: the viewer goes through the album, and links to each picture's own`, async () => {
        const page = await open({ viewport: { width: 1000, height: 700 } });
        await page.goto(sites[name] + address);
        assert.equal(await page.locator(".rows figure").count(), 6);
        await page.locator(".rows figure > a").first().click();
        const seen = [await current(page)];
        for (let i = 1; i < 6; i++) {
            await page.keyboard.press("ArrowRight");
            await page.waitForFunction((was) => decodeURIComponent(location.hash) !== was, seen.at(-1));
            seen.push(await current(page));
        }
        assert.deepEqual(seen, ["#IMG_1.jpg", "#IMG_1.jpg:2", "#IMG_3.jpg", "#IMG_3.jpg:2", "#IMG_5.jpg", "#IMG_5.jpg:2"]);
        const link = page.locator(".v-caption:visible a.home", { hasText: "sea" });
        await shoot(page, `${name}-viewer`);
        await link.click();
        await page.waitForURL(/\/sea\/index\.html#IMG_5\.jpg$/);
        await page.locator(".v-slide").first().waitFor();
        assert.equal(await current(page), "#IMG_5.jpg");
        await page.goBack();
        await page.waitForURL(/dates\/2021\/index\.html/);
        await done(page);
    });

test("an address opens the picture that it names, of two with one name", async () => {
    const page = await open();
    await page.goto(`${pathToFileURL(outs.plain).href}/dates/2021/index.html#IMG_1.jpg:2`);
    await page.locator(".v-caption:visible", { hasText: "Waves" }).waitFor();
    await done(page);
});

test("the first page leads to them, by keyboard", async () => {
    const page = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${sites.plain}index.html`);
    await page.getByRole("link", { name: "By date" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/dates\/index\.html/);
    assert.deepEqual(await page.locator("main h2").allTextContents(), ["2021", "2020"]);
    await page.getByRole("link", { name: "2020" }).click();
    await page.waitForURL(/dates\/2020\/index\.html/);
    assert.equal(await page.locator("nav ol li").count(), 2);
    await done(page);
});

test("without scripts a picture's own album is a link on the page", async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${sites.plain}dates/2020/index.html`);
    await page.locator(".rows figure").first().hover();
    await page.locator(".rows a.home").first().click();
    await page.waitForURL(/alps\/index\.html#IMG_0\.jpg$/);
    await done(page);
});

test("where nothing hovers, pictures are for opening, and the viewer has the link", async () => {
    const page = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.goto(`${sites.plain}dates/2020/index.html`);
    assert.equal(await page.locator(".rows .home:visible").count(), 0);
    await page.locator(".rows a:has(img)").first().tap();
    await page.locator(".v-caption a.home:visible").first().waitFor();
    await done(page);
});

test("browsing is two columns on a phone, whose pictures are no larger than that", async () => {
    const page = await open({ viewport: { width: 360, height: 740 } });
    await page.goto(`${sites.plain}index.html`);
    const tile = page.locator(".day + .tiles img").first();
    await tile.scrollIntoViewIfNeeded();
    assert.ok((await tile.boundingBox()).width < 180);
    assert.match(await tile.getAttribute("sizes"), /^\(max-width: 640px\) 47vw/);
    await done(page);
});

for (const name of Object.keys(sites))
    for (const [what, width, height, colorScheme] of [["desktop", 1280, 900, "light"], ["phone", 360, 740, "dark"]])
        test(`${name}, ${what}, ${colorScheme}: axe-core finds nothing, and nothing scrolls sideways`, async () => {
            const page = await open({ viewport: { width, height }, colorScheme, hasTouch: what === "phone" });
            for (const path of ["", "dates/", "dates/2020/", name === "project" ? "folders/sea/" : "trips/sea/"]) {
                await page.goto(`${sites[name]}${path}index.html`);
                await page.addScriptTag({ path: axe });
                const { violations } = await page.evaluate(() => globalThis.axe.run());
                assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`), [], path);
                assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), width, path);
                await shoot(page, `${name}-${what}-${path.replaceAll("/", "-") || "front"}`);
            }
            await done(page);
        });
