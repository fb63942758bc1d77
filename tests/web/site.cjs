/* site.cjs - what every browser test needs: galleries built by the program from pictures that it made up,
 * `tirage preview` in front of them, and Chromium. */
"use strict";
const {execFileSync, spawn, spawnSync} = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const packages = require("node:module").createRequire(path.join(process.env.WEB, "package.json"));
const {chromium} = packages("playwright-core");

const tirage = process.env.TIRAGE;
const shots = process.env.SHOTS; /* where screenshots are left */
const work = fs.mkdtempSync(path.join(os.tmpdir(), "tirage-web."));
const PHOTOS = 100;
const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
const open = []; /* what is to be closed at the end */

process.on("exit", () => fs.rmSync(work, {recursive: true, force: true}));

/* An APP1 segment of a JPEG file. */
const segment = data => Buffer.concat([Buffer.from([0xff, 0xe1, (data.length + 2) >> 8, (data.length + 2) & 255]), data]);

function xmp(title, description) {
    const text = (name, words) => words ? `<dc:${name}><rdf:Alt><rdf:li xml:lang="x-default">${words}` +
        `</rdf:li></rdf:Alt></dc:${name}>` : "";

    return segment(Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">" +
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" " +
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><rdf:Description>" +
        `${text("title", title)}${text("description", description)}</rdf:Description></rdf:RDF></x:xmpmeta>`));
}

/* A little-endian TIFF block with maker, model, exposure, date and place. */
function exif(date = "2020:05:17 13:45:00") {
    const tiff = Buffer.alloc(400);
    let data = 200;
    const entries = (at, list) => {
        tiff.writeUInt16LE(list.length, at);
        list.forEach(([tag, type, count, value], i) => {
            const p = at + 2 + 12 * i;

            tiff.writeUInt16LE(tag, p);
            tiff.writeUInt16LE(type, p + 2);
            tiff.writeUInt32LE(count, p + 4);
            if (Buffer.isBuffer(value) && value.length > 4) {
                tiff.writeUInt32LE(data, p + 8);
                value.copy(tiff, data);
                data += value.length + value.length % 2;
            } else if (Buffer.isBuffer(value)) {
                value.copy(tiff, p + 8);
            } else {
                tiff.writeUInt32LE(value, p + 8);
            }
        });
    };
    const ascii = words => [2, words.length + 1, Buffer.from(`${words}\0`)];
    const ratios = (...n) => [5, n.length / 2, Buffer.concat(n.map(k => {
        const b = Buffer.alloc(4);

        b.writeUInt32LE(k);
        return b;
    }))];

    tiff.write("II*\0\x08\0\0\0", 0, "latin1");
    entries(8, [[0x10f, ...ascii("Nikon")], [0x110, ...ascii("D90")], [0x8769, 4, 1, 70], [0x8825, 4, 1, 130]]);
    entries(70, [[0x829a, ...ratios(1, 250)], [0x829d, ...ratios(8, 1)], [0x8827, 3, 1, 200],
                 [0x9003, ...ascii(date)]]);
    entries(130, [[1, ...ascii("N")], [2, ...ratios(47, 1, 30, 1, 0, 1)], [3, ...ascii("E")],
                  [4, ...ratios(8, 1, 15, 1, 0, 1)]]);
    return segment(Buffer.concat([Buffer.from("Exif\0\0"), tiff]));
}

function describe(file, ...segments) {
    const jpeg = fs.readFileSync(file);

    fs.writeFileSync(file, Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]));
}

function run(...args) {
    execFileSync(tirage, args, {stdio: ["ignore", "ignore", "inherit"], timeout: 120000});
}

/* A tree of albums, one of them with PHOTOS pictures. */
function plain() {
    const src = path.join(work, "plain"), out = path.join(work, "plain-site");

    run("example", src, "-q");
    describe(path.join(src, "Lake country", "view 01.jpg"), xmp("The lake at dawn", "Before anybody was up."), exif());
    describe(path.join(src, "Lake country", "view 02.jpg"), xmp("", "&lt;b>A &amp; B&lt;/b>"));
    fs.mkdirSync(path.join(src, "Many"));
    const views = fs.readdirSync(path.join(src, "Autumn in the hills")).sort();
    for (let i = 0; i < PHOTOS; i++) {
        const file = path.join(src, "Many", `IMG_${1000 + i}.jpg`);

        fs.copyFileSync(path.join(src, "Autumn in the hills", views[i % views.length]), file);
        describe(file, exif(`2020:05:${10 + Math.floor(i / 10)} 12:0${i % 10}:00`));
    }
    run("build", src, "-o", out, "-q");
    return out;
}

/* An album of tall pictures, one of wide ones, and one of videos, one with a motion photo and one that
 * shows it larger, if they can be made. */
function shapes() {
    const src = path.join(work, "shapes"), out = path.join(work, "shapes-site");

    for (const [name, width, height] of [["tall", 800, 1200], ["wide", 1600, 900]]) {
        fs.mkdirSync(path.join(src, name), {recursive: true});
        const file = n => path.join(src, name, `${n}.jpg`);
        execFileSync(process.env.TESTTOOL, ["make", file(100), String(width), String(height), "420"]);
        for (let n = 101; n < 140; n++)
            fs.copyFileSync(file(100), file(n));
    }
    if (hasFfmpeg) {
        const video = n => path.join(src, "videos", `${n}.mp4`);
        fs.mkdirSync(path.join(src, "videos"));
        execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=0.2", video(100)],
                     {stdio: ["ignore", "inherit", "inherit"]});
        for (let n = 101; n < 124; n++)
            fs.copyFileSync(video(100), video(n));
        fs.mkdirSync(path.join(src, "motion"));
        for (const n of [100, 101])
            fs.copyFileSync(path.join(src, "wide", "100.jpg"), path.join(src, "motion", `${n}.jpg`));
        const film = fs.readFileSync(video(100));
        describe(path.join(src, "motion", "100.jpg"), segment(Buffer.from("http://ns.adobe.com/xap/1.0/\0" +
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" +
            "<rdf:Description xmlns:G=\"http://ns.google.com/photos/1.0/camera/\" G:MicroVideo=\"1\" " +
            `G:MicroVideoOffset="${film.length}"/></rdf:RDF></x:xmpmeta>`)));
        fs.appendFileSync(path.join(src, "motion", "100.jpg"), film);
        fs.mkdirSync(path.join(src, "told"));
        fs.copyFileSync(path.join(src, "motion", "100.jpg"), path.join(src, "told", "100.jpg"));
        fs.writeFileSync(path.join(src, "told", "album.md"),
                         "---\nsections:\n- {type: bordered-picture, image: 100.jpg}\n---\n");
    }
    run("build", src, "-o", out, "-q");
    return out;
}

/* A récitale project with every kind of section that has pictures. */
function story(lang = "en") {
    const src = path.join(work, `story-${lang}`), out = path.join(work, `story-${lang}-site`);
    const write = (file, words) => fs.writeFileSync(path.join(src, file), words);

    run("example", src, "-q");
    describe(path.join(src, "Lake country", "view 02.jpg"), xmp("The lake at dawn", "Before anybody was up."), exif());
    write("settings.yaml", `title: Hills and lakes
lang: ${lang}
url: https://example.org/photos
settings: {night_mode: true, og: true, formats: [jpeg, webp], exif: true, map: true, download: true}
`);
    write("Lake country/settings.yaml", `title: Lake country
lang: ${lang}
description: "Six days </script> at the lakes"
date: 2020-05-17
cover: view 01.jpg
sections:
  - {type: full-picture, image: view 01.jpg, text: {title: Lake country, sub_title: Six days}}
  - type: pictures-group
    images:
      - [view 02.jpg, {name: view 03.jpg, text: Noon}]
      - [view 04.jpg, view 05.jpg, view 02.jpg]
  - {type: bordered-picture, image: view 06.jpg, text: Evening}
  - {type: paragraph, title: Words, image: view 07.jpg, text: "<p>Some words beside a picture.</p>"}
`);
    write("Autumn in the hills/settings.yaml", `title: Autumn
date: 2020-09-01
cover: view 01.jpg
sections:
  - {type: pictures-group, images: [[view 01.jpg, view 02.jpg]]}
`);
    fs.rmSync(path.join(src, "Winter walk"), {recursive: true});
    run("build", src, "-o", out, "-q");
    return out;
}

/* An album of 405 small pictures, which has three pages, and another like it behind a password. */
function paged() {
    const src = path.join(work, "paged"), out = path.join(work, "paged-site");

    for (const name of ["open", "locked"]) {
        fs.mkdirSync(path.join(src, name), {recursive: true});
        const file = n => path.join(src, name, `${n}.jpg`);
        execFileSync(process.env.TESTTOOL, ["make", file(1000), "120", "80", "420"]);
        for (let n = 1001; n < 1405; n++)
            fs.copyFileSync(file(1000), file(n));
    }
    fs.writeFileSync(path.join(src, "locked", "album.md"), "---\npassword: word\n---\n");
    run("build", src, "-o", out, "-q");
    return out;
}

/* An album behind a password, of six pictures and a video. */
function locked() {
    const src = path.join(work, "locked"), out = path.join(work, "locked-site"), album = path.join(src, "secret");

    fs.mkdirSync(album, {recursive: true});
    for (let n = 100; n < 106; n++)
        execFileSync(process.env.TESTTOOL, ["make", path.join(album, `${n}.jpg`), "1200", "800", "420", "--noise"]);
    if (hasFfmpeg)
        execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=12", path.join(album, "106.mp4")],
                     {stdio: ["ignore", "inherit", "inherit"]});
    fs.writeFileSync(path.join(album, "album.md"), "---\npassword: word\ndownload: zip\n---\n");
    run("build", src, "-o", out, "-q");
    return out;
}

/* Resolves to "http://127.0.0.1:PORT/". */
function serve(out) {
    const server = spawn(tirage, ["preview", out, "-o", out, "-p", "0", "--json"], {stdio: ["ignore", "pipe", "inherit"]});

    open.push(() => server.kill("SIGKILL"));
    return new Promise((resolve, reject) => {
        server.on("exit", code => reject(new Error(`preview ended with ${code}`)));
        server.stdout.once("data", line => resolve(JSON.parse(line).url));
    });
}

let browser;

/* A page that remembers what went wrong on it: errors, and requests that left the site. */
async function visit(url, options = {}) {
    browser ??= await chromium.launch({
        executablePath: process.env.CHROMIUM,
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
               "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, ...options});
    const page = await context.newPage();

    page.wrongs = [];
    page.asked = [];
    page.on("pageerror", error => page.wrongs.push(String(error)));
    page.on("console", message => ["error", "warning"].includes(message.type()) && page.wrongs.push(message.text()));
    page.on("request", request => {
        page.asked.push(request.url());
        if (!request.url().startsWith("data:") && new URL(request.url()).host !== new URL(url).host)
            page.wrongs.push(`asks for ${request.url()}`);
    });
    await page.goto(url);
    await page.waitForLoadState("networkidle");
    return page;
}

async function close() {
    await browser?.close();
    for (const end of open)
        end();
}

async function shoot(page, name) {
    if (shots)
        await page.screenshot({path: path.join(shots, `${name}.png`)});
}

module.exports = {packages, locked, plain, paged, shapes, story, serve, visit, close, shoot, PHOTOS, hasFfmpeg};
