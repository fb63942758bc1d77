/* bench.test.mjs - the page of tirage bench compare: it needs nothing but itself, and all of it can be seen. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { TIRAGE, axe, folder, open, photo, write } from "./support.mjs";

const work = folder(), page = join(work, "page.html");

/* Another machine's: `times` as slow, with one worker more for each of ours. */
function another(result, name, times) {
    const other = structuredClone(result);
    const slower = (series) => {
        for (const key of ["median", "min", "max"])
            series[key] *= times;
        series.runs = series.runs.map((run) => run * times);
    };
    other.machine.name = name;
    other.builds.forEach((build) => (slower(build.wall_s), slower(build.cpu_s)));
    other.builds.forEach((build) => build.jobs > 1 || slower(build.wall_s)); // by chance: lines of scaling are steep
    other.stages.forEach((stage) => slower(stage.cpu_ms));
    other.throttled = true;
    return other;
}

before(() => {
    photo(join(work, "photos/a.jpg"), 640, 480);
    execFileSync(TIRAGE, ["bench", "--photos", join(work, "photos"), "--scale", "1", "--rounds", "1", "-j", "2", "-q",
        "-o", join(work, "a.json")], { env: { ...process.env, TMPDIR: work } });
    const result = JSON.parse(readFileSync(join(work, "a.json"), "utf8"));
    const names = ["Raspberry Pi 4 in the attic, with its <case> on & a fan", "Ordinateur de l'été"];
    names.forEach((name, i) => write(join(work, `${i}.json`), JSON.stringify(another(result, name, 4 * (i + 1)))));
    execFileSync(TIRAGE, ["bench", "compare", ...["a", "0", "1"].map((name) => join(work, `${name}.json`)), "-o", page],
        { stdio: ["ignore", "ignore", "ignore"] });
});

/* Texts and shapes of charts that stick out of them. */
const outside = () => [...document.querySelectorAll("svg")].flatMap((svg) => {
    const box = svg.viewBox.baseVal;
    return [...svg.querySelectorAll("text, rect, polyline")].filter((e) => {
        const b = e.getBBox();
        return b.x < -0.5 || b.y < -0.5 || b.x + b.width > box.width + 0.5 || b.y + b.height > box.height + 0.5;
    }).map((e) => `${svg.getAttribute("aria-label")}: ${e.outerHTML}`);
});

for (const colorScheme of ["light", "dark"])
    for (const width of [320, 1280])
        test(`the page of a comparison, ${colorScheme}, ${width} wide`, async () => {
            const tab = await open({ colorScheme, viewport: { width, height: 800 } });
            await tab.goto(pathToFileURL(page).href);
            await tab.screenshot({ path: join(process.env.SHOTS, `bench-${colorScheme}-${width}.png`), fullPage: true });
            assert.equal(await tab.locator("svg").count(), 6);
            assert.equal(await tab.evaluate(() => document.scrollingElement.scrollWidth), width);
            assert.deepEqual(await tab.evaluate(outside), []);
            assert.equal(await tab.locator("li").nth(1).locator("b").textContent(),
                "Raspberry Pi 4 in the attic, with its <case> on & a fan");
            assert.equal(await tab.getByText("slowed down").count(), 2);
            await tab.addScriptTag({ path: axe });
            assert.deepEqual((await tab.evaluate(() => window.axe.run())).violations.map((v) => `${v.id}: ${v.help}`), []);
            assert.deepEqual(tab.complaints, []);
            assert.deepEqual(tab.requests, [pathToFileURL(page).href]);
            await tab.context().close();
        });
