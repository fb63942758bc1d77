/* sealer.mjs - sealed files by Node's crypto, from the description in docs/security.md alone. */
import { createCipheriv, createHash, createHmac } from "node:crypto";

export const HEAD = 24, CHUNK = 65536, STEP = CHUNK + 16;
const hmac = (key, data) => createHmac("sha256", key).update(data).digest();

export function padme(length) {
    const e = Math.floor(Math.log2(length)), s = Math.floor(Math.log2(e)) + 1, step = 2 ** (e - s);

    return Math.ceil(length / step) * step;
}

/* `key` is the content key; `length` what the header says of the content. */
export function seal(key, content, type, { length = content.length } = {}) {
    const header = Buffer.alloc(9 + type.length);
    header.writeBigUInt64BE(BigInt(length));
    header.writeUInt8(type.length, 8);
    header.write(type, 9, "latin1");
    const stream = Buffer.alloc(padme(header.length + content.length));
    Buffer.concat([header, content]).copy(stream);
    const id = hmac(hmac(key, "tirage media id 1"), createHash("sha256").update(stream).digest()).subarray(0, 16);
    const file = hmac(hmac(key, "tirage media 1"), id), parts = [Buffer.from("TGSEAL1\n"), id];
    const last = Math.ceil(stream.length / CHUNK) - 1;
    for (let k = 0; k <= last; k++) {
        const nonce = Buffer.alloc(12);
        nonce.writeBigUInt64BE(BigInt(k));
        nonce[11] = Number(k === last);
        const cipher = createCipheriv("aes-256-gcm", file, nonce);
        parts.push(cipher.update(stream.subarray(k * CHUNK, (k + 1) * CHUNK)), cipher.final(), cipher.getAuthTag());
    }
    return Buffer.concat(parts);
}
