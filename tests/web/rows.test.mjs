/* rows.test.mjs - rows of pictures as browsers lay them out: full, even, with nothing left over, and as wide as
 * their `sizes` say. */
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { build, folder, open, photo, serve, write } from "./support.mjs";

const SHAPES = [[1500, 1000], [1000, 1500], [1600, 1200], [1200, 1600], [1600, 900], [1200, 1200]];
const WINDOWS = [[320, 640], [390, 844], [768, 1024], [1024, 768], [1280, 800], [1440, 900], [1920, 1080],
    [2560, 1440], [3840, 2160]];
const LOWEST = 0.75, HIGHEST = 1.35; /* of the wanted height: justify.h */
const ALBUMS = 20; /* generated */
const EVERY_WIDTH = [...Array(23).keys()].map((i) => 320 + 160 * i); /* to 3840 */
const DAYS = [1, 2, 9, 1, 5, 3, 12, 4];

let url;

before(() => {
    const source = folder(), out = folder(), shapes = folder();
    SHAPES.forEach(([w, h], i) => photo(join(shapes, `${i}.jpg`), w, h));
    photo(join(shapes, "panorama.jpg"), 3000, 500);
    photo(join(shapes, "small.jpg"), 240, 160);
    const shape = (album, name, file) => copyFileSync(join(shapes, `${file}.jpg`), join(source, album, `${name}.jpg`));
    const mixed = (album, len, seed, kinds = SHAPES.length) => {
        write(join(source, album, "album.md"), `# ${album}\n`);
        for (let i = 0; i < len; i++) {
            seed = (seed * 1664525 + 1013904223) % 2 ** 32;
            shape(album, `${1000 + i}`, Math.floor(seed / 65536) % kinds);
        }
    };
    mixed("mixed", 100, 1);
    mixed("landscapes", 23, 2, 1);
    mixed("few", 5, 3);
    mixed("two", 2, 4, 1);
    mixed("one", 1, 5, 1);
    mixed("compact", 40, 1);
    write(join(source, "compact/album.md"), "---\nrows: compact\n---\n");
    mixed("large", 40, 1);
    write(join(source, "large/album.md"), "---\nrows: large\n---\n");
    mixed("panorama", 20, 6);
    shape("panorama", "1007", "panorama");
    photo(join(shapes, "tower.jpg"), 500, 1000);
    mixed("towers", 0, 0);
    for (let i = 0; i < 60; i++)
        shape("towers", `${1000 + i}`, i % 20 === 7 ? "panorama" : "tower");
    mixed("small", 6, 7);
    shape("small", "1002", "small");
    write(join(source, "days/album.md"), "---\nsections: day\n---\n");
    DAYS.forEach((len, day) => {
        for (let i = 0; i < len; i++)
            shape("days", `IMG_2020050${day + 1}_1200${10 + i}`, (i * 5 + day) % SHAPES.length);
    });
    for (let i = 0; i < ALBUMS; i++)
        mixed(`album ${i}`, 2 + i * i * 7 % 61, 100 + i, 1 + i % SHAPES.length);
    build(source, out);
    return serve(out).then((address) => url = address);
});

/* The boxes of each list, row by row. */
const lists = () => [...document.querySelectorAll(".rows")].map((list) => {
    const rows = [];
    const edge = list.getBoundingClientRect();
    for (const li of list.children) {
        const { left, right, top, width, height } = li.getBoundingClientRect();
        const img = li.querySelector("img"), shown = img.getBoundingClientRect();
        const box = { left: left - edge.left, gap: edge.right - right, top, width, height,
            ratio: Number(li.style.getPropertyValue("--r")), shown: [shown.width, shown.height],
            wide: img.getAttribute("width") / img.getAttribute("height") };
        if (rows.length && Math.abs(rows.at(-1)[0].top - top) < 2)
            rows.at(-1).push(box);
        else
            rows.push([box]);
    }
    return rows;
});

async function at(page, album, [width, height]) {
    await page.setViewportSize({ width, height });
    await page.goto(`${url}${album}/`);
    return page.evaluate(lists);
}

/* Full rows of one height, of pictures in their own shape. */
function checkRows(rows, where) {
    rows.forEach((row, i) => {
        const last = i === rows.length - 1, before = i ? rows[i - 1][0].height : row[0].height * HIGHEST;
        assert.ok(Math.abs(row[0].left) < 1, `${where}: row ${i} begins at ${row[0].left}`);
        assert.ok(row.at(-1).gap > -1, `${where}: row ${i} is too wide`);
        if (!last || row[0].height > before * HIGHEST / LOWEST)
            assert.ok(row.at(-1).gap < 2, `${where}: row ${i} of ${rows.length} ends ${row.at(-1).gap} before the edge`);
        for (const box of row) {
            assert.ok(Math.abs(box.height - row[0].height) < 1, `${where}: heights differ in row ${i}`);
            assert.ok(Math.abs(box.width / box.height / box.ratio - 1) < .02, `${where}: a shape in row ${i} is ` +
                `${box.width / box.height}, not ${box.ratio}`);
        }
    });
}

for (const album of ["mixed", "landscapes", "few", "compact", "large"])
    test(`full rows of even heights: ${album}`, async () => {
        const page = await open();
        for (const window of WINDOWS) {
            const [rows] = await at(page, album, window), where = `${album} at ${window[0]}`;
            const heights = rows.filter((row) => row.at(-1).gap < 2).map((row) => row[0].height);
            checkRows(rows, where);
            assert.ok(!heights.length || Math.max(...heights) / Math.min(...heights) <= HIGHEST / LOWEST + .1,
                `${where}: heights ${heights.map(Math.round)}`);
            assert.ok(Math.max(...heights) <= .6 * window[1], `${where}: a row of ${Math.max(...heights)}`);
            if (rows.some((row) => row.length > 1))
                assert.ok(rows.at(-1).length > 1, `${where}: one picture is left over`);
        }
        assert.deepEqual(page.complaints, []);
    });

/* Heights lie within the limits of some wanted height; what is rounded may be beside it by a hundredth. */
test("20 albums at every width: no row is ragged or far too high, no picture is left over", async () => {
    const page = await open();
    for (let i = 0; i < ALBUMS; i++) {
        await at(page, `album ${i}`, [320, 800]);
        for (const width of EVERY_WIDTH) {
            await page.setViewportSize({ width, height: Math.max(640, width * 10 / 16) });
            const [rows] = await page.evaluate(lists), where = `album ${i} at ${width}`;
            checkRows(rows, where);
            const heights = rows.filter((row) => row.at(-1).gap < 2).map((row) => row[0].height);
            assert.ok(heights.length < 2 || Math.max(...heights) / Math.min(...heights) <= HIGHEST / LOWEST * 1.01,
                `${where}: heights ${heights.map(Math.round)}`);
            if (rows.some((row) => row.length > 1))
                assert.ok(rows.at(-1).length > 1, `${where}: one picture is left over`);
        }
    }
});

test("rows are as high as wanted on a laptop, and as the owner says", async () => {
    const page = await open(), mean = {};
    for (const album of ["mixed", "compact", "large"]) {
        const [rows] = await at(page, album, [1280, 800]);
        mean[album] = rows.reduce((sum, row) => sum + row[0].height, 0) / rows.length;
    }
    assert.ok(mean.mixed >= 200 && mean.mixed <= 320, `${mean.mixed}`);
    assert.ok(mean.compact < mean.mixed * .85, `${mean.compact} and ${mean.mixed}`);
    assert.ok(mean.large > mean.mixed * 1.2, `${mean.large} and ${mean.mixed}`);
});

test("`sizes` are the widths to a tenth", async () => {
    const page = await open();
    for (const album of ["mixed", "few", "two", "one", "panorama", "days", "large"])
        for (const window of WINDOWS) {
            await at(page, album, window);
            const wrong = await page.evaluate(() => [...document.querySelectorAll(".rows img")].flatMap((img) => {
                const length = img.sizes.split(", ").map((part) => part.match(/^(?:\(max-width: (\d+)px\) )?(.*)$/))
                    .find(([, most]) => !most || innerWidth <= most)[2];
                const ruler = document.createElement("div");
                ruler.style.cssText = `position:absolute;width:${length}`;
                document.body.append(ruler);
                const said = ruler.getBoundingClientRect().width, box = img.closest("li").getBoundingClientRect();
                ruler.remove();
                const real = Math.max(box.width, box.height * img.getAttribute("width") / img.getAttribute("height"));
                return Math.abs(said / real - 1) > .1 ? [`${img.id || img.src}: ${said}, not ${real}`] : [];
            }));
            assert.deepEqual(wrong, [], `${album} at ${window[0]}`);
        }
});

test("a panorama has a row of its own", async () => {
    const page = await open();
    for (const window of [[390, 844], [1280, 800], [1920, 1080]]) {
        const [rows] = await at(page, "panorama", window), where = `panorama at ${window[0]}`;
        checkRows(rows, where);
        const row = rows.find((boxes) => boxes.some((box) => box.ratio > 3));
        assert.equal(row.length, 1, where);
        assert.ok(Math.abs(row[0].width / row[0].height - 6) < .1, where);
    }
});

test("rows of many and of few pictures end where they should", async () => {
    const page = await open();
    for (const window of WINDOWS) {
        const [rows] = await at(page, "towers", window), where = `towers at ${window[0]}`;
        checkRows(rows, where);
        const heights = rows.filter((row) => row.length > 1 && row.at(-1).gap < 2).map((row) => row[0].height);
        assert.ok(Math.max(...heights) / Math.min(...heights) <= HIGHEST / LOWEST + .1, `${where}: ${heights}`);
    }
});

test("the only picture of an album fits into the window", async () => {
    const page = await open();
    for (const window of WINDOWS) {
        const [[[box]]] = await at(page, "one", window), where = `${window}`;
        assert.ok(box.height <= .8 * window[1] + 1, `${where}: ${box.height}`);
        assert.ok(box.width <= 1500, where);
        assert.ok(Math.abs(box.left - box.gap) < 2, `${where}: ${box.left} before, ${box.gap} behind`);
    }
});

test("days are lists of their own", async () => {
    const page = await open();
    for (const window of WINDOWS) {
        const days = await at(page, "days", window);
        assert.deepEqual(days.map((rows) => rows.flat().length), DAYS);
        days.forEach((rows, i) => {
            checkRows(rows, `day ${i} at ${window[0]}`);
            for (const row of rows)
                assert.ok(row[0].height <= .6 * window[1], `day ${i} at ${window[0]}: ${row[0].height}`);
            if (rows.some((row) => row.length > 1))
                assert.ok(rows.at(-1).length > 1, `day ${i} at ${window[0]}: one picture is left over`);
        });
    }
});

test("a small picture is not enlarged", async () => {
    const page = await open();
    for (const window of [[390, 844], [1280, 800], [3840, 2160]]) {
        const [rows] = await at(page, "small", window);
        checkRows(rows, `small at ${window[0]}`);
        assert.ok(rows.flat()[2].shown[0] <= 240.5, `${window[0]}: ${rows.flat()[2].shown}`);
        assert.ok(Math.abs(rows.flat()[2].shown[0] / rows.flat()[2].shown[1] - 1.5) < .03, `${window[0]}`);
        const [above, below] = await page.locator(".rows li").nth(2).evaluate((li) => {
            const place = li.getBoundingClientRect(), shown = li.querySelector("img").getBoundingClientRect();
            return [shown.top - place.top, place.bottom - shown.bottom];
        });
        assert.ok(Math.abs(above - below) < 3, `${window[0]}: ${above} above, ${below} below`);
    }
});

test("a low window has lower rows", async () => {
    const page = await open();
    for (const window of [[667, 375], [844, 390], [932, 430]]) {
        const [rows] = await at(page, "mixed", window);
        checkRows(rows, `${window}`);
        assert.ok(rows.every((row) => row[0].height <= .6 * window[1]), `${window}: ${rows.map((row) => row[0].height)}`);
    }
});

test("pictures stay in their order", async () => {
    const page = await open();
    const [rows] = await at(page, "few", [1280, 800]);
    assert.equal(rows.flat().length, 5);
    assert.deepEqual(await page.locator(".rows figure").evaluateAll((all) => all.map((e) => e.id)),
        [0, 1, 2, 3, 4].map((i) => `${1000 + i}.jpg`));
});
