/* Opens a protected page with the password of its album, and its files: see docs/security.md. */
const sealed = document.getElementById("sealed");
const form = document.getElementById("unlock");
const field = document.getElementById("password");
const answer = document.getElementById("answer");
const root = new URL("../", document.currentScript.src); /* of the site */
const WORKER_MS = 4000;
let lock; /* what the key file says */

const base64 = data => btoa(String.fromCharCode(...data));
const say = word => answer.textContent = answer.dataset[word];

/* One list of keys for the site, in this tab and, if wanted, on this device. */
const stores = () => {
    try {
        return [sessionStorage, localStorage];
    } catch {
        return []; /* forbidden */
    }
};
const slot = () => "tirage " + lock.salt;
const keys = store => (store.getItem(slot()) ?? "").split(" ").filter(Boolean);
const keep = (store, key) => store.setItem(slot(), [...new Set([...keys(store), key])].join(" "));

/* The content key, which the key file has sealed under HMAC-SHA-256(PBKDF2(password), label). */
async function derive(password) {
    const base = await crypto.subtle.importKey("raw", text.encode(password), "PBKDF2", false, ["deriveBits"]);
    const master = await crypto.subtle.deriveBits({
        name: "PBKDF2", hash: "SHA-256", salt: bytes(lock.salt), iterations: lock.rounds,
    }, base, 256);
    const data = bytes(lock.key);

    return base64(await decrypt(sealKey(await hmac(master, "tirage wrap 1")), data.subarray(0, 12), data.subarray(12)));
}

async function openPage(key, sealed) {
    const data = bytes(sealed.textContent), pageKey = sealKey(await hmac(bytes(key), "tirage page 1"));
    const page = await decrypt(pageKey, data.subarray(0, 12), data.subarray(12));

    known.add(key);
    return new TextDecoder().decode(page);
}

/* A key that was kept may be that of another album, or one that is no more. */
async function tryAll(sealed) {
    for (const key of new Set([...known, ...stores().flatMap(keys)]))
        try {
            return await openPage(key, sealed);
        } catch {
            /* the next one */
        }
    return null;
}

/* Whether a service worker answers for sealed files.  On a first visit it takes over this page too, and where somebody
 * reloaded the page past it, it is told to.  Another script's place is not taken. */
async function claim(workers) {
    const script = new URL("sw.js", root).href, own = () => workers.controller?.scriptURL === script;

    if (own())
        return true;
    const old = await workers.getRegistration(root), {scriptURL} = old?.active ?? old?.waiting ?? old?.installing ?? {};
    if (old?.scope === root.href && scriptURL !== script)
        return false;
    const changed = new Promise(done => workers.addEventListener("controllerchange", () => own() && done(true)));
    const registration = await workers.register(script, {scope: root.href});
    registration.active?.postMessage("claim");
    return own() || changed;
}

/* Later on the page is asked for its keys again by a worker that was started anew. */
async function findWorker() {
    const workers = navigator.serviceWorker;
    try {
        const late = new Promise(done => setTimeout(done, WORKER_MS, false));

        if (!await Promise.race([claim(workers), late]))
            return null;
        workers.onmessage = ({data, ports}) => data === "keys" && ports[0].postMessage({keys: [...known]});
        return workers;
    } catch {
        return null; /* there is none, or none is allowed */
    }
}

/* What a link to a file saves has the name that the link says.  The browser itself would save what is sealed. */
async function save(link, load) {
    const done = setTimeout(() => link.ariaBusy = "true", 300);
    try {
        const reply = await load(link.href);
        if (!reply.ok)
            throw reply;
        const url = URL.createObjectURL(await reply.blob());
        Object.assign(document.createElement("a"), {href: url, download: link.download}).click();
        setTimeout(() => URL.revokeObjectURL(url), 60000);
    } catch {
        alert(answer.dataset.missing);
    }
    clearTimeout(done);
    link.ariaBusy = null;
}

async function visit(link, target) {
    try {
        window.open(await open(link.href), target);
    } catch {
        alert(answer.dataset.missing);
    }
}

function follow(event, worker) {
    const link = event.target.closest?.("a[href]"), {button, ctrlKey, metaKey, shiftKey} = event;

    if (event.defaultPrevented || !link || !isSealed(link.href) || (worker && !link.hasAttribute("download")))
        return;
    event.preventDefault();
    if (link.hasAttribute("download"))
        save(link, worker ? fetch : unseal);
    else
        visit(link, button || ctrlKey || metaKey || shiftKey ? "_blank" : "_self");
}

async function show(page) {
    const worker = await finding;

    worker?.controller.postMessage({keys: [...known]});
    document.open();
    for (const name of ["click", "auxclick"])
        document.addEventListener(name, event => event.button < 2 && follow(event, worker));
    if (!worker)
        watch();
    /* For the viewer, which goes on to further pages of the album. */
    globalThis.tirageUnseal = async page => {
        const html = await tryAll(page.getElementById("sealed"));
        return worker ? html : shelve(html);
    };
    document.write(worker ? page : shelve(page));
    document.close();
}

async function submit(event) {
    event.preventDefault();
    say("wait");
    const key = await derive(field.value).catch(() => null);
    if (!key) {
        say("wrong");
        return field.select();
    }
    const page = await openPage(key, sealed).catch(() => null);
    if (!page)
        return say("missing"); /* the page is of another time than its key file */
    const [tab, device] = stores();
    if (tab)
        keep(document.getElementById("remember").checked ? device : tab, key);
    show(page);
}

/* Where no key opens it the form stays. */
async function receive(file) {
    lock = file;
    const page = await tryAll(sealed);
    if (page)
        return show(page);
    document.documentElement.classList.add("asking");
    form.addEventListener("submit", submit);
    field.focus();
}

function refuse(word) {
    document.documentElement.classList.add("asking");
    field.disabled = true;
    say(word);
}

let finding;
globalThis.tirageKey = () => {}; /* what the key file calls */
if (location.protocol === "file:") {
    refuse("disk");
} else if (!window.crypto?.subtle) {
    refuse("http");
} else {
    finding = findWorker();
    globalThis.tirageKey = receive;
    document.addEventListener("DOMContentLoaded", () => lock || refuse("missing"));
}
