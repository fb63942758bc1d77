/* Opens sealed files, for pages and for their service worker alike: docs/security.md describes them to the byte. */
const SEALED = /\.sealed$/, MAGIC = "TGSEAL1\n", HEAD = 24, CHUNK = 65536, STEP = CHUNK + 16; /* with its tag */
const text = new TextEncoder();
const bytes = base64 => Uint8Array.from(atob(base64), c => c.charCodeAt(0));

const macKey = key => crypto.subtle.importKey("raw", key, {name: "HMAC", hash: "SHA-256"}, false, ["sign"]);
const sealKey = key => crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
const sign = async (key, data) => new Uint8Array(await crypto.subtle.sign("HMAC", await key, data));
const hmac = (key, label) => sign(macKey(key), text.encode(label));
const decrypt = async (key, iv, data) =>
    new Uint8Array(await crypto.subtle.decrypt({name: "AES-GCM", iv}, await key, data));

/* Content keys that have opened something, in base64, the last one last; and what is derived from them. */
const known = new Set();
const media = new Map();
const mediaKey = key => media.get(key) ?? media.set(key, hmac(bytes(key), "tirage media 1").then(macKey)).get(key);

/* Of files that were opened: their keys and what their first bytes say.  By address. */
const files = new Map(), FILES_MAX = 2000;

function check(right) {
    if (!right)
        throw new Error("not a sealed file, or not this one");
}

function nonce(k, last) {
    const iv = new DataView(new ArrayBuffer(12));

    iv.setBigUint64(0, BigInt(k));
    iv.setUint8(11, last ? 1 : 0);
    return iv;
}

/* What a server sends, in pieces of the lengths that are wanted; the last one may be shorter. */
function reader(body) {
    const source = body.getReader();
    let rest = new Uint8Array(0), done = false;

    async function ended() {
        while (!rest.length && !done) {
            const part = await source.read();

            done = part.done;
            rest = part.value ?? rest;
        }
        return !rest.length;
    }

    async function take(length) {
        const piece = new Uint8Array(length);
        let at = 0;

        while (at < length && !await ended()) {
            const part = rest.subarray(0, length - at);

            piece.set(part, at);
            at += part.length;
            rest = rest.subarray(part.length);
        }
        return piece.subarray(0, at);
    }

    async function skip(length) {
        for (; length && !await ended(); length -= Math.min(length, CHUNK))
            check((await take(Math.min(length, CHUNK))).length);
    }
    return {ended, take, skip, cancel: () => source.cancel().catch(() => {})};
}

/* The plain chunks from the `k`th on.  Nothing is `last` where the end of what is sent says it. */
async function* chunks(input, key, k, last) {
    for (let end = false; !end; k++) {
        const data = await input.take(STEP);

        end = last === null ? await input.ended() : k === last;
        check(data.length > STEP - CHUNK && (end || data.length === STEP));
        yield await decrypt(key, nonce(k, end), data);
    }
}

/* `more` finds further keys where none of the known ones fits. */
async function* candidates(more) {
    yield* [...known].reverse();
    yield* await more?.() ?? [];
}

/* The file's key, and its first chunk. */
async function begin(id, data, end, more) {
    for await (const candidate of candidates(more)) {
        const key = await sealKey(await sign(mediaKey(candidate), id));
        const plain = await decrypt(key, nonce(0, end), data).catch(() => null);

        if (plain) {
            known.delete(candidate);
            known.add(candidate);
            return {key, plain};
        }
    }
    throw new Error("no key opens it");
}

/* Reads as far as the first chunk; `last` as above. */
async function identify(url, input, last, more) {
    const head = await input.take(HEAD), data = await input.take(STEP);

    check(head.length === HEAD && String.fromCharCode(...head.subarray(0, MAGIC.length)) === MAGIC);
    const end = last === null ? await input.ended() : last === 0;
    check(data.length > STEP - CHUNK && (end || data.length === STEP));
    const {key, plain} = await begin(head.subarray(MAGIC.length), data, end, more);
    const view = new DataView(plain.buffer), skip = 9 + (plain[8] ?? CHUNK);
    check(skip <= plain.length);
    const length = Number(view.getBigUint64(0)), type = String.fromCharCode(...plain.subarray(9, skip));
    check(!end || skip + length <= plain.length);
    const file = {key, length, type, skip};

    if (files.size >= FILES_MAX)
        files.clear();
    files.set(url, file);
    return {file, plain, end};
}

/* What lies from `from` to `end` of the plain stream, of whose chunks the first one begins at `at`.  What follows is read
 * to its end too, so that nobody is told that the whole was there before it was, and the browser keeps it. */
function streamOf(input, plain, at, from, end) {
    return new ReadableStream({
        async pull(controller) {
            for (;;) {
                const {value, done} = await plain.next();

                if (done) {
                    check(at >= end);
                    return controller.close();
                }
                const piece = value.subarray(Math.max(0, from - at), Math.max(0, end - at));

                at += value.length;
                if (piece.length)
                    return controller.enqueue(piece);
            }
        },
        cancel: input.cancel,
    }, {highWaterMark: 4});
}

/* "bytes=5-9", "bytes=5-", "bytes=-5" as [5, 9], [5, Infinity], [-5, Infinity]; anything else is not obeyed. */
function rangeOf(header) {
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];

    if (from)
        return [Number(from), to ? Number(to) : Infinity];
    return to ? [-Number(to), Infinity] : null;
}

function responseOf(file, body, from, to, part) {
    const headers = {"content-type": file.type, "content-length": to + 1 - from, "accept-ranges": "bytes",
                     "x-content-type-options": "nosniff"};

    if (part)
        headers["content-range"] = `bytes ${from}-${to}/${file.length}`;
    return new Response(body, {status: part ? 206 : 200, headers});
}

/* The whole file. */
async function unsealAll(url, part, more, options) {
    const reply = await fetch(url, options);

    if (!reply.ok)
        return reply;
    const input = reader(reply.body), {file, plain, end} = await identify(url, input, null, more);

    async function* all() {
        yield plain;
        if (!end)
            yield* chunks(input, file.key, 1, null);
    }
    return responseOf(file, streamOf(input, all(), 0, file.skip, file.skip + file.length), 0, file.length - 1,
                      part && file.length > 0);
}

/* From the `k`th chunk to the `end`th.  Some servers send the whole file all the same. */
async function ask(url, from, to, options) {
    const reply = await fetch(url, {...options, headers: {range: `bytes=${from}-${to}`}});

    check(reply.ok);
    const input = reader(reply.body);
    if (reply.status !== 206) {
        await input.skip(from);
        return {input, last: null};
    }
    const [, first, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(reply.headers.get("content-range")) ?? [];
    check(Number(first) === from);
    return {input, last: Math.ceil((size - HEAD) / STEP) - 1};
}

async function fileAt(url, more, options) {
    if (!files.has(url)) {
        const {input, last} = await ask(url, 0, HEAD + STEP - 1, options);

        await identify(url, input, last, more);
        input.cancel();
    }
    return files.get(url);
}

async function unsealPart(url, range, more, options) {
    const file = await fileAt(url, more, options), {length, skip, key} = file;
    const from = range[0] < 0 ? Math.max(0, length + range[0]) : range[0], to = Math.min(range[1], length - 1);

    if (from > to)
        return new Response(null, {status: 416, headers: {"content-range": `bytes */${length}`}});
    const k = Math.floor((skip + from) / CHUNK), end = Math.floor((skip + to) / CHUNK);
    const {input, last} = await ask(url, HEAD + k * STEP, HEAD + (end + 1) * STEP - 1, options);
    const plain = chunks(input, key, k, last), {value} = await plain.next();

    async function* wanted() {
        yield value;
        for (let i = k; i < end; i++)
            yield (await plain.next()).value ?? new Uint8Array(0);
        input.cancel();
    }
    return responseOf(file, streamOf(input, wanted(), k * CHUNK, skip + from, skip + to + 1), from, to, true);
}

/* The answer to a request for a sealed file, with the header `range` or none: as from a server that has it open.  An error if
 * no key opens it; one of the stream if it does not end as it began. */
async function unseal(url, {range, more, ...options} = {}) {
    const part = rangeOf(range), has = files.has(url);

    if (!part || (part[0] === 0 && part[1] === Infinity))
        return unsealAll(url, part, more, options);
    try {
        return await unsealPart(url, part, more, options);
    } catch (error) {
        if (!has)
            throw error;
        files.delete(url); /* it may be another one since */
        return unsealPart(url, part, more, options);
    }
}
