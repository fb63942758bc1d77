/* front.test.mjs - front pages and covers in a real browser: no face is cut in any window, years and ways up are
 * reached by keyboard, and nothing is wrong for axe-core in light and dark, on phones and from right to left. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, test } from "node:test";
import { axe, build, folder, open, photo, serve, write } from "./support.mjs";

const WINDOWS = [[320, 640], [844, 390], [1280, 400], [1280, 800], [2560, 1440]];
/* Of one face: x, y, w, h in parts of the picture. */
const FACES = [[0.44, 0.02, 0.12, 0.1], [0.44, 0.88, 0.12, 0.1], [0.02, 0.4, 0.1, 0.15], [0.88, 0.4, 0.1, 0.15],
    [0.3, 0.6, 0.1, 0.1]];
const SHAPES = [[800, 1200], [1200, 800], [1800, 600], [600, 1800]];

const area = ([x, y, w, h]) => `<rdf:li><rdf:Description mwg-rs:Type="Face"><mwg-rs:Area stArea:x="${x + w / 2}" ` +
    `stArea:y="${y + h / 2}" stArea:w="${w}" stArea:h="${h}" stArea:unit="normalized"/></rdf:Description></rdf:li>`;
const sidecar = (face) => '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' +
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ' +
    'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#">' +
    `<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>${area(face)}</rdf:Bag></mwg-rs:RegionList>` +
    "</mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>";

/* An album for each shape and face, newest first, whose years are two albums long. */
function albums(source, front) {
    write(join(source, "album.md"), `---\ntitle: Site\ndescription: What it is about\n${front}\n---\n`);
    SHAPES.forEach(([w, h], i) => FACES.forEach((face, k) => {
        const n = i * FACES.length + k, dir = join(source, `${10 + n}`);
        photo(join(dir, "a.jpg"), w, h);
        write(join(dir, "a.xmp"), sidecar(face));
        write(join(dir, "album.md"), `---\ndate: ${2000 + Math.floor(n / 2)}-05-17\n---\n# Album ${i} ${k}\n`);
    }));
    photo(join(source, "10/deep/deeper/b.jpg"), 300, 200);
    photo(join(source, "secret/c.jpg"), 300, 200);
    write(join(source, "secret/album.md"), "---\npassword: word\n---\n# A secret\n");
}

function stories(source, front) {
    write(join(source, "settings.yaml"), `title: Stories\nrss: false\nsettings: {front: ${front}}\n`);
    FACES.forEach((face, k) => {
        const dir = join(source, `s${k}`), [w, h] = SHAPES[k % SHAPES.length];
        photo(join(dir, "a.jpg"), w, h);
        write(join(dir, "a.xmp"), sidecar(face));
        write(join(dir, "settings.yaml"), `title: Story ${k}\ndate: ${2000 + k}-05-17\ncover: a.jpg\nsections:\n` +
            "  - {type: full-picture, image: a.jpg}\n  - {type: author, image: a.jpg, name: Anna, text: Hello}\n");
    });
}

const sites = {};

before(async () => {
    const kinds = { tiles: "front: tiles", lead: "front: lead", cover: "front: lead\ncover: 10/a.jpg",
        timeline: "front: timeline", hebrew: "front: timeline\nlang: he", arabic: "front: lead\nlang: ar" };
    for (const [name, front] of Object.entries(kinds)) {
        const source = folder(), out = folder();
        albums(source, front);
        build(source, out);
        sites[name] = await serve(out);
    }
    for (const front of ["tiles", "lead", "timeline"]) {
        const source = folder(), out = folder();
        stories(source, front);
        build(source, out);
        sites[`story ${front}`] = await serve(out);
    }
});

/* Every picture that is cropped, with the box of its face and what is seen of it, in pixels of the page. */
const look = (page) => page.evaluate(() => [...document.querySelectorAll("main img, header img")].map((img) => {
    const box = img.getBoundingClientRect(), style = getComputedStyle(img);
    const scale = Math.max(box.width / img.width, box.height / img.height);
    const [w, h] = [img.getAttribute("width"), img.getAttribute("height")].map(Number);
    const fit = Math.max(box.width / w, box.height / h), [x, y] = style.objectPosition.split(" ").map(parseFloat);
    return { src: img.getAttribute("src"), fit: style.objectFit, scale, w: w * fit, h: h * fit, x, y,
        box: { w: box.width, h: box.height } };
}));

const number = (src) => {
    const [, album] = /(?:^|\/)(\d\d)\/a-/.exec(src) ?? [], [, story] = /(?:^|\/)s(\d)\/a-/.exec(src) ?? [];
    return album ? (Number(album) - 10) % FACES.length : story ? Number(story) : -1;
};

function faceIsSeen({ src, fit, w, h, x, y, box }, where) {
    const n = number(src);
    if (n < 0 || fit !== "cover" || !box.w)
        return 0;
    const [fx, fy, fw, fh] = FACES[n];
    if (fw * w > box.w || fh * h > box.h) /* no room */
        return 0;
    const left = (box.w - w) * x / 100 + fx * w, top = (box.h - h) * y / 100 + fy * h;
    assert.ok(left >= -1 && left + fw * w <= box.w + 1 && top >= -1 && top + fh * h <= box.h + 1,
        `${where} ${src}: the face is at ${left} ${top} ${fw * w} ${fh * h} in ${box.w} ${box.h}`);
    return 1;
}

for (const name of ["tiles", "lead", "cover", "timeline", "hebrew", "story tiles", "story lead", "story timeline"])
    test(`${name}: no face is cut in any window`, async () => {
        const page = await open();
        let seen = 0;
        for (const [width, height] of WINDOWS) {
            await page.setViewportSize({ width, height });
            await page.goto(`${sites[name]}index.html`);
            for (const img of await look(page))
                seen += faceIsSeen(img, `${width}x${height}`);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: scrolls sideways`);
        }
        assert.ok(seen > 0.8 * WINDOWS.length * FACES.length, `${seen}`); /* those that have room */
        assert.deepEqual(page.complaints, []);
    });

test("the heroes and authors of stories keep their faces", async () => {
    const page = await open();
    let seen = 0;
    for (const [width, height] of WINDOWS)
        for (let k = 0; k < FACES.length; k++) {
            await page.setViewportSize({ width, height });
            await page.goto(`${sites["story tiles"]}s${k}/index.html`);
            for (const img of await look(page))
                seen += faceIsSeen({ ...img, src: `s${k}/a-` }, `${width}x${height} s${k}`);
        }
    assert.ok(seen > WINDOWS.length * FACES.length, `${seen}`);
});

test("a lead is over the title and covers nothing", async () => {
    const page = await open();
    for (const name of ["lead", "cover", "arabic", "story lead"])
        for (const [width, height] of WINDOWS) {
            await page.setViewportSize({ width, height });
            await page.goto(`${sites[name]}index.html`);
            const lead = await page.locator(".lead").boundingBox(), title = await page.locator("h1").boundingBox();
            assert.ok(title.y >= lead.y + lead.height, `${name} ${width}x${height}`);
            assert.ok(lead.width > 0.85 * width && lead.height > 100, `${name} ${width}x${height}: ${lead.width} ${lead.height}`);
            for (const img of await page.locator(".lead img").all()) {
                const box = await img.boundingBox();
                assert.ok(box.width > 60 && box.height > 60 && box.y + box.height <= lead.y + lead.height + 1, `${name} ${width}x${height}`);
            }
        }
});

test("links lead to years, the arrow up one", async () => {
    const page = await open();
    await page.goto(`${sites.timeline}index.html`);
    const years = page.getByRole("navigation", { name: "Years" }).getByRole("link");
    assert.deepEqual(await years.allTextContents(), ["2009", "2008", "2007", "2006", "2005", "2004", "2003", "2002", "2001", "2000",
        "Undated"]);
    await years.nth(8).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash === "#y2001");
    assert.ok((await page.locator("#y2001").boundingBox()).y < 100);
    for (const [site, arrow] of [["timeline", "←"], ["hebrew", "→"]]) {
        await page.goto(`${sites[site]}10/deep/deeper/index.html`);
        const up = page.locator("nav a").first(), title = page.locator("h1");
        assert.ok((await up.evaluate((a) => getComputedStyle(a, "::before").content)).includes(arrow), site);
        const [a, b] = [await up.boundingBox(), await title.boundingBox()];
        assert.ok(site === "hebrew" ? a.x > 640 && a.x + a.width >= b.x + b.width - 2 : a.x <= b.x + 2, site);
        assert.ok(a.height >= 24 && a.width >= 16);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.waitForURL(/10\/deep\/index.html$/);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.waitForURL(/10\/index.html$/);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.waitForURL((url) => url.pathname === "/index.html");
    }
});

for (const name of ["lead", "timeline", "arabic", "story lead", "story timeline"])
    for (const colorScheme of ["light", "dark"])
        test(`${name}, ${colorScheme}: axe-core finds nothing`, async () => {
            for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 740 }]) {
                const page = await open({ colorScheme, viewport });
                await page.goto(`${sites[name]}index.html`);
                await page.addScriptTag({ path: axe });
                const { violations } = await page.evaluate(() => globalThis.axe.run());
                assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html)}`), []);
                await page.context().close();
            }
        });
