/* unseal.test.mjs - what opens sealed files in pages and in their service worker, without a browser: Node has the same
 * WebCrypto and streams. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CHUNK, HEAD, STEP, seal } from "./sealer.mjs";

const TYPE = "image/jpeg", SKIP = 9 + TYPE.length, ADDRESS = "http://site/a.sealed";
const key = randomBytes(32), base64 = key.toString("base64");
const script = readFileSync(join(process.env.SOURCE_DIR, "gallery/assets/unseal.js"), "utf8");

/* A page of its own, whose server has `file` and knows ranges or not; `asked` is what was asked for. */
function page(file, { ranges = true, keys = [base64] } = {}) {
    const asked = [];
    const fetch = async (url, { headers } = {}) => {
        const [, from, to] = /bytes=(\d+)-(\d+)/.exec(headers?.range ?? "") ?? [];

        asked.push(headers?.range ?? "all");
        if (!file.content)
            return new Response("none", { status: 404 });
        if (!from || !ranges)
            return new Response(trickle(file.content));
        const part = file.content.subarray(Number(from), Number(to) + 1);
        return new Response(trickle(part), { status: 206, headers: {
            "content-range": `bytes ${from}-${Number(from) + part.length - 1}/${file.content.length}` } });
    };
    const { unseal, known } = new Function("fetch", `"use strict"; ${script}; return {unseal, known}`)(fetch);

    keys.forEach((key) => known.add(key));
    return { unseal, known, asked };
}

/* In parts of odd lengths. */
function trickle(content) {
    let at = 0, i = 0;

    return new ReadableStream({
        pull(controller) {
            if (at === content.length)
                return controller.close();
            const part = new Uint8Array(content.subarray(at, at + [1, 7, 40000, 65536, 65552, 3, 200000][i++ % 7]));
            at += part.length;
            controller.enqueue(part);
        },
    });
}
const sealedOf = (length, options) => {
    const content = randomBytes(length);
    return { plain: content, content: seal(key, content, TYPE, options) };
};
const bodyOf = async (reply) => Buffer.from(await reply.arrayBuffer());
const SIZES = [0, 1, 100, CHUNK - SKIP - 1, CHUNK - SKIP, CHUNK - SKIP + 1, 2 * CHUNK - SKIP, 200000, 1 << 20];

test("files of all lengths around the limits of chunks open", async () => {
    for (const size of SIZES) {
        const file = sealedOf(size), { unseal, asked } = page(file), reply = await unseal(ADDRESS);

        assert.equal(reply.status, 200);
        assert.equal(reply.headers.get("content-type"), TYPE);
        assert.equal(reply.headers.get("content-length"), String(size));
        assert.ok((await bodyOf(reply)).equals(file.plain), `${size} bytes`);
        assert.deepEqual(asked, ["all"]);
    }
});

test("parts are answered from the chunks that they lie in, whatever the server knows of ranges", async () => {
    const size = 300000, file = sealedOf(size);
    const ranges = [[0, 0], [0, 1], [5, 99], [CHUNK - SKIP - 1, CHUNK - SKIP], [CHUNK, 3 * CHUNK], [100000, ""], [size - 1, ""],
        [299990, 400000], ["", 10], ["", 999999], [0, size - 1], [0, ""]];
    for (const known of [true, false])
        for (const fresh of [true, false]) {
            let it = page(file, { ranges: known });
            for (const [from, to] of ranges) {
                it = fresh ? page(file, { ranges: known }) : it;
                const reply = await it.unseal(ADDRESS, { range: `bytes=${from}-${to}` }), what = `${from}-${to}`;
                const first = from === "" ? Math.max(0, size - to) : from, last = from === "" || to === "" ? size - 1 : Math.min(to, size - 1);

                assert.equal(reply.status, 206, what);
                assert.equal(reply.headers.get("content-range"), `bytes ${first}-${last}/${size}`);
                assert.equal(reply.headers.get("content-length"), String(last - first + 1));
                assert.ok((await bodyOf(reply)).equals(file.plain.subarray(first, last + 1)), what);
            }
        }
    const { unseal, asked } = page(file);
    await bodyOf(await unseal(ADDRESS, { range: "bytes=200000-200009" }));
    await bodyOf(await unseal(ADDRESS, { range: "bytes=70000-70009" }));
    const k = Math.floor((200000 + SKIP) / CHUNK);
    assert.deepEqual(asked, [`bytes=0-${HEAD + STEP - 1}`, `bytes=${HEAD + k * STEP}-${HEAD + (k + 1) * STEP - 1}`,
        `bytes=${HEAD + STEP}-${HEAD + 2 * STEP - 1}`]);
    assert.equal((await unseal(ADDRESS, { range: `bytes=${size}-` })).status, 416);
    assert.equal((await unseal(ADDRESS, { range: "lines=1-2" })).status, 200);
});

test("files that end early are refused, wherever that is", async () => {
    const file = sealedOf(200000), { length } = file.content;
    for (const end of [0, 5, HEAD, HEAD + 1, HEAD + 16, HEAD + STEP - 1, HEAD + STEP, HEAD + STEP + 1, HEAD + STEP + 16, HEAD + 2 * STEP,
        HEAD + 3 * STEP, HEAD + 3 * STEP + 17, length - 1]) {
        const { unseal } = page({ content: file.content.subarray(0, end) });
        await assert.rejects(async () => bodyOf(await unseal(ADDRESS)), `${end} of ${length} bytes`);
    }
});

test("files that were tampered with are refused: bits, chunks that are swapped, repeated or left out, and what comes after", async () => {
    const { content } = sealedOf(200000), chunk = (k) => content.subarray(HEAD + k * STEP, HEAD + (k + 1) * STEP);
    const start = content.subarray(0, HEAD), flipped = [0, 8, 23, HEAD, HEAD + CHUNK, HEAD + STEP + 9, content.length - 1].map((at) => {
        const copy = Buffer.from(content);
        copy[at] ^= 1;
        return copy;
    });
    const joined = [[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 1, 2, 3], [0, 1, 3], [0, 1, 2, 3, 3], [3]]
        .map((order) => Buffer.concat([start, ...order.map(chunk)]));
    for (const [i, bad] of [...flipped, ...joined, Buffer.concat([content, Buffer.alloc(1)])].entries()) {
        const { unseal } = page({ content: bad });
        await assert.rejects(async () => bodyOf(await unseal(ADDRESS)), `the ${i}th`);
    }
});

test("nothing is answered before its first chunk is known to be right", async () => {
    const { content } = sealedOf(200000), it = page({ content }, { keys: [randomBytes(32).toString("base64")] });
    await assert.rejects(it.unseal(ADDRESS), /no key/);
    await assert.rejects(it.unseal(ADDRESS, { range: "bytes=5-9" }), /no key/);
    content[HEAD + STEP + 5] ^= 1;
    await assert.rejects(page({ content }).unseal(ADDRESS, { range: "bytes=70000-" }));
});

test("lengths that do not fit are refused", async () => {
    for (const length of [2000, 2 ** 32, 2 ** 53])
        await assert.rejects(async () => bodyOf(await page(sealedOf(100, { length })).unseal(ADDRESS)), String(length));
    await assert.rejects(async () => bodyOf(await page(sealedOf(CHUNK, { length: CHUNK * 2 })).unseal(ADDRESS)));
});

test("the key that fits is found, asked for only if none does, and tried first from then on", async () => {
    const others = [1, 2].map(() => randomBytes(32).toString("base64")), file = sealedOf(1000);
    let times = 0;
    const more = async () => [others[0], base64, (times++, others[1])];
    const { unseal, known } = page(file, { keys: [others[0]] });
    for (let i = 0; i < 2; i++)
        assert.ok((await bodyOf(await unseal(ADDRESS, { more }))).equals(file.plain));
    assert.equal(times, 1);
    assert.deepEqual([...known], [others[0], base64]);
});

test("a file that is another one since opens, and what is no file is answered as the server does", async () => {
    const file = sealedOf(200000), { unseal } = page(file);
    await bodyOf(await unseal(ADDRESS));
    Object.assign(file, sealedOf(300000));
    const reply = await unseal(ADDRESS, { range: "bytes=100000-" });
    assert.ok((await bodyOf(reply)).equals(file.plain.subarray(100000)));
    file.content = null;
    assert.equal((await unseal(ADDRESS)).status, 404);
});

test("who wants no more of a file stops its transfer", async () => {
    const file = sealedOf(8 << 20), { unseal } = page(file), reader = (await unseal(ADDRESS)).body.getReader();
    await reader.read();
    await reader.cancel();
    assert.ok((await reader.read()).done);
});
