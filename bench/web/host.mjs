/* host.mjs - a web server as those for static pages are: texts go out gzipped. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".jpg": "image/jpeg" };

function reply(folder, path) {
    const name = normalize(decodeURIComponent(path)), file = join(folder, name.endsWith("/") ? `${name}index.html` : name);
    const type = TYPES[extname(file)] ?? "application/octet-stream", headers = { "content-type": type };
    const text = type.startsWith("text/"), content = readFileSync(file);

    return [text ? gzipSync(content) : content, text ? { ...headers, "content-encoding": "gzip" } : headers];
}

/* Serves `folder` on this machine; the address of its front page. */
export async function serve(folder) {
    const server = createServer((request, response) => {
        try {
            const [content, headers] = reply(folder, new URL(request.url, "http://localhost").pathname);

            response.writeHead(200, { ...headers, "content-length": content.length }).end(content);
        } catch {
            response.writeHead(404).end();
        }
    });

    await new Promise(done => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${server.address().port}/`;
}
