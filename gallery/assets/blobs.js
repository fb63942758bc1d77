/* Opens sealed files where there is no service worker.  The browser itself chooses which file of a picture it wants, and
 * when: each is there as an empty picture behind whose "#" is its address, and once that has loaded, the opened file takes its
 * place.  Videos and audio are fetched whole when they come into view.  (Of what is in data: addresses Chromium takes the largest
 * at once.) */
const EMPTY = `${URL.createObjectURL(new Blob(["<svg xmlns='http://www.w3.org/2000/svg'/>"], {type: "image/svg+xml"}))}#`;
const BROKEN = "data:-"; /* in a srcset, where a comma would end it, too */
const NEAR = "1250px", KEPT_MAX = 300;
const opened = new Map(); /* {url, coming}, by address, the last one last */
const addresses = new Map(); /* by url */
const waiting = new WeakMap(); /* what an element waits for */

const absolute = address => new URL(address, document.baseURI).href;
const isSealed = address => SEALED.test(new URL(address, document.baseURI).pathname);
const emptyOf = address => EMPTY + absolute(address).replaceAll(",", "%2C");

/* A few at a time: what was wanted first is seen first. */
const AT_ONCE = 4;
const queue = [];
let busy = 0;

async function fetchOpened(address) {
    if (busy === AT_ONCE)
        await new Promise(done => queue.push(done));
    else
        busy++;
    try {
        const reply = await unseal(absolute(address));

        check(reply.ok);
        return URL.createObjectURL(await reply.blob());
    } finally {
        if (queue.length)
            queue.shift()(); /* takes its place */
        else
            busy--;
    }
}

/* The oldest go that no element has; what comes back to the page is opened again. */
function forget() {
    const used = new Set([...document.querySelectorAll("img, video, audio")].map(e => e.currentSrc));

    for (const [address, {url}] of opened) {
        if (opened.size <= KEPT_MAX)
            return;
        if (url && !used.has(url)) {
            opened.delete(address);
            URL.revokeObjectURL(url);
        }
    }
}

/* The url of the opened file. */
function open(address) {
    const file = opened.get(address) ?? {};

    file.coming ??= fetchOpened(address).then(url => {
        file.url = url;
        addresses.set(url, address);
        forget();
        return url;
    }).catch(error => {
        opened.delete(address);
        throw error;
    });
    opened.delete(address);
    opened.set(address, file);
    return file.coming;
}

/* Elements that share the choice of one picture. */
const offers = img => [img, ...img.parentElement?.matches("picture") ? img.parentElement.querySelectorAll("source") : []];

function replace(img, from, to) {
    for (const element of offers(img))
        for (const name of ["src", "srcset"]) {
            const value = element.getAttribute(name);

            if (value?.includes(from))
                element.setAttribute(name, value.split(from).join(to));
        }
}

/* An empty picture that is seen becomes what it stands for. */
async function fill(img) {
    const {currentSrc} = img;

    if (!currentSrc.startsWith(EMPTY))
        return;
    const coming = open(currentSrc.slice(EMPTY.length)).catch(() => BROKEN);
    waiting.set(img, coming);
    replace(img, currentSrc, await coming);
}

function start(medium) {
    const fresh = [medium, ...medium.querySelectorAll("source")].filter(e => e.dataset.sealed);
    const source = fresh.find(e => (!e.media || matchMedia(e.media).matches) && (!e.type || medium.canPlayType(e.type)));
    const {poster} = medium.dataset;

    delete medium.dataset.poster;
    if (poster)
        open(absolute(poster)).then(url => medium.poster = url, () => {});
    if (source) {
        const coming = open(absolute(source.dataset.sealed)).catch(() => BROKEN);

        delete source.dataset.sealed;
        waiting.set(medium, coming.then(url => source.setAttribute("src", url)));
    }
    return waiting.get(medium);
}

const seen = new IntersectionObserver(entries => {
    for (const {target, isIntersecting} of entries)
        if (isIntersecting) {
            seen.unobserve(target);
            fill(target);
        }
}, {rootMargin: NEAR});
const played = new IntersectionObserver(entries => {
    for (const {target, isIntersecting} of entries)
        if (isIntersecting) {
            played.unobserve(target);
            start(target);
        }
});

/* Some browsers load data at once, however lazy the picture is. */
const consider = img => img.loading === "lazy" ? seen.observe(img) : fill(img);

function look(node) {
    const within = [node, ...node.querySelectorAll?.("*") ?? []];

    for (const element of within)
        if (element.matches?.("img") && element.complete)
            consider(element);
        else if (element.matches?.("video, audio"))
            played.observe(element);
}

/* What scripts of the page give to elements that they make. */
function change(of, name, set) {
    const {get, set: native, ...rest} = Object.getOwnPropertyDescriptor(of.prototype, name);

    Object.defineProperty(of.prototype, name, {...rest, get, set(value) {
        if (value && isSealed(value))
            set(this, String(value), url => native.call(this, url));
        else
            native.call(this, value);
    }});
}

function delay(of, name) {
    const native = of.prototype[name];

    of.prototype[name] = async function () {
        await (this instanceof HTMLMediaElement ? start(this) : waiting.get(this));
        return native.call(this);
    };
}

/* Before the page's own scripts run. */
function watch() {
    change(HTMLImageElement, "src", (img, address, set) => {
        const {url} = opened.get(absolute(address)) ?? {};

        set(url ?? emptyOf(address));
        if (!url)
            waiting.set(img, open(absolute(address)).catch(() => BROKEN).then(set));
    });
    change(HTMLMediaElement, "src", (medium, address) => medium.dataset.sealed = address);
    delay(HTMLImageElement, "decode");
    delay(HTMLMediaElement, "play");
    document.addEventListener("load", ({target}) => target.matches?.("img") && consider(target), true);
    document.addEventListener("error", ({target}) => {
        const address = target.matches?.("img") && addresses.get(target.currentSrc);

        if (address && opened.get(address)?.url !== target.currentSrc)
            replace(target, target.currentSrc, emptyOf(address));
    }, true);
    new MutationObserver(records => records.forEach(({addedNodes}) => addedNodes.forEach(look)))
        .observe(document, {childList: true, subtree: true});
}

/* The page as it is shown: nothing of it asks for a sealed file by itself. */
function shelve(html) {
    const page = new DOMParser().parseFromString(html, "text/html");

    for (const element of page.querySelectorAll("img, source, video, audio")) {
        const {src, srcset, poster} = Object.fromEntries([...element.attributes].map(({name, value}) => [name, value]));
        const isPicture = element.matches("img, picture > source");

        if (srcset)
            element.setAttribute("srcset", srcset.split(/\s*,\s+/).map(offer => {
                const [address, ...size] = offer.trim().split(/\s+/);

                return [isSealed(address) ? emptyOf(address) : address, ...size].join(" ");
            }).join(", "));
        if (src && isSealed(src)) {
            if (isPicture)
                element.setAttribute("src", emptyOf(src));
            else
                element.removeAttribute("src"), element.dataset.sealed = src;
        }
        if (poster && isSealed(poster)) {
            element.removeAttribute("poster");
            element.dataset.poster = poster;
        }
    }
    return `<!DOCTYPE html>\n${page.documentElement.outerHTML}`;
}
