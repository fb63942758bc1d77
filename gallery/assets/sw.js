/* The service worker of a site with protected albums: answers requests for sealed files with what is in them, and touches
 * nothing else.  Keys are in its memory only; one that was started anew asks the pages that are open for theirs.  What
 * pages and workers of different versions say to each other stays: {keys: [...]}, and "claim". */
const ASK_MS = 2000;

/* Its first version serves the first page at once; a later one takes over what the pages of an older one ask for. */
addEventListener("install", event => {
    skipWaiting();
    /* Where a browser knows how, the rest of the site does not even wait for the worker to start. */
    try {
        event.addRoutes({condition: {not: {urlPattern: new URLPattern({pathname: "*.sealed"})}}, source: "network"})
            .catch(() => {});
    } catch {
        /* it does not */
    }
});
addEventListener("activate", event => event.waitUntil(clients.claim()));

addEventListener("message", ({data}) => {
    if (data === "claim")
        clients.claim();
    for (const key of data?.keys ?? [])
        known.add(key);
});

const askFor = client => new Promise(done => {
    const {port1, port2} = new MessageChannel();

    port1.onmessage = ({data}) => done(data.keys);
    setTimeout(done, ASK_MS, []);
    client.postMessage("keys", [port2]);
});

/* Of the page that asks for a file; of all, where that is a new one. */
async function keysOf(id) {
    const client = id && await clients.get(id);
    const asked = client ? [client] : await clients.matchAll({includeUncontrolled: true});

    return (await Promise.all(asked.map(askFor))).flat();
}

async function answer({request, clientId}) {
    try {
        return await unseal(request.url.replace(/#.*/, ""), {
            range: request.headers.get("range"), more: () => keysOf(clientId), cache: request.cache, signal: request.signal});
    } catch {
        return Response.error();
    }
}

addEventListener("fetch", event => {
    const {origin, pathname} = new URL(event.request.url);

    if (origin === location.origin && SEALED.test(pathname) && event.request.method === "GET")
        event.respondWith(answer(event));
});
