/* The pictures that are leafed through: those of this page, and of the album's other pages once they are near.  A
 * picture is a link in a figure whose id is its address; the figure has its caption and what else is known of it. */
const root = document.documentElement;
const side = getComputedStyle(root).direction === "rtl" ? -1 : 1; /* where the next picture is */
const here = location.href.replace(/#.*/, "");

const find = (doc, page) => [...doc.querySelectorAll("figure[id] > a:has(> img, > picture)")]
    .map((link, i) => ({page, i, link, figure: link.parentElement, id: link.parentElement.id}));

/* What the list of pages says: how many pictures the pages before have, and the whole album.  Nothing if there is
 * one page, or in stories. */
const countsOf = doc => doc.querySelector("nav.pages")?.dataset ?? {};

const pages = [...document.querySelectorAll("nav.pages a")].map(a => ({url: a.href, current: a.ariaCurrent}));
if (!pages.length)
    pages.push({});
const home = Math.max(0, pages.findIndex(page => page.current));
Object.assign(pages[home], {url: here, items: find(document, home), first: +countsOf(document).first});
const total = +countsOf(document).of;

let items = pages[home].items; /* of the pages from `low` to `high` */
let low = home, high = home;
let shown = null, at = -1; /* the picture that is shown, and its index; nothing: the viewer is closed */

const urlOf = item => `${pages[item.page].url}#${item.id}`;
const thumbOf = item => item.link.querySelector("img");
const isVideo = item => item.link.classList.contains("video");

/* Reads another page of the album; one that is sealed is opened by what opened this one. */
async function read(page) {
    const parse = text => new DOMParser().parseFromString(text, "text/html");
    const reply = await fetch(page.url);
    let doc = parse(await reply.text());

    if (!reply.ok)
        throw reply;
    if (doc.getElementById("sealed"))
        doc = parse(await globalThis.tirageUnseal(doc));
    page.first = +countsOf(doc).first;
    page.items = find(doc, pages.indexOf(page));
}

async function load(page) {
    if (!page.items)
        await (page.coming ??= read(page).finally(() => page.coming = null));
}

/* Adds a loaded page to what is leafed through, if it is next to that; otherwise it takes its place. */
function join(k) {
    const list = pages[k].items;

    if (k === low - 1)
        items = list.concat(items);
    else if (k === high + 1)
        items = items.concat(list);
    else if (k < low || k > high)
        [items, low, high] = [list, k, k];
    low = Math.min(low, k);
    high = Math.max(high, k);
    at = items.indexOf(shown);
}
