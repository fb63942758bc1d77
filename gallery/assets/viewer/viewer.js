/* Opens, leafs and closes, and keeps the address.  Opening adds one entry to the history, moving replaces it, closing
 * goes back: as if the viewer were a page.  Behind "#:" is what a page of the album says to the next one. */
let last = null; /* the picture that was closed */
const FIRST = "#:/first", LAST = "#:/last", CLOSED = "#:";

function describe() {
    const {figure, i, page} = shown, facts = figure.querySelector(".info");
    const file = facts?.querySelector("a[download]");
    const known = total && !isNaN(pages[page].first);

    count.textContent = `${(known ? pages[page].first : 0) + i + 1} / ${known ? total : pages[page].items.length}`;
    info.hidden = !facts;
    setPanel(Boolean(facts) && !panel.hidden);
    save.hidden = !file;
    save.href = file?.href ?? "";
    prev.disabled = at === 0 && low === 0;
    next.disabled = at === items.length - 1 && high === pages.length - 1;
}

function straighten({picture}) {
    stop(picture);
    picture.style.transform = "";
}

/* Shows the picture that comes `by` after the one before, from where that is seen. */
function show(i, {by = 0, speed = null} = {}) {
    const from = by ? seen(strip).e : 0, old = current();

    at = i;
    shown = items[i];
    zoom = 1;
    x = y = 0;
    hang([shown]);
    straighten(current());
    setZoomed();
    shift = clamp(from + by * side * step(), -step(), step());
    if (by)
        settle(speed === null ? null : Math.abs(speed) / Math.max(1, Math.abs(shift)))
            .then(() => old !== current() && straighten(old));
    describe();
    if (document.activeElement === document.body || document.activeElement?.disabled)
        dialog.focus();
    moved += by;
    soon(surround);
}

/* What may wait until the picture is seen. */
let moved = 0;
function surround() {
    if (!shown)
        return;
    hang(around());
    hangFilmstrip(moved);
    moved = 0;
    widen();
}

/* The pages before and after are fetched before they are wanted; not from a disk, where scripts may read no files. */
async function widen() {
    const k = at < 3 ? low - 1 : at > items.length - 4 ? high + 1 : -1;

    if (!pages[k] || location.protocol === "file:")
        return;
    await load(pages[k]).catch(() => {});
    if (!shown || !pages[k].items || (k !== low - 1 && k !== high + 1))
        return;
    join(k);
    surround();
    describe();
}

function setAddress() {
    try {
        history.replaceState(history.state, "", urlOf(shown));
    } catch {
        /* too often */
    }
}

async function go(i, options = {}) {
    if (!shown || i === at)
        return;
    if (!options.auto)
        setShow(false);
    if (i < 0 || i >= items.length) {
        finish(MOVE_MS);
        return i < 0 ? low && jump(low - 1, -1) : high < pages.length - 1 && jump(high + 1, 0, options.auto);
    }
    show(i, {by: Math.sign(i - at), ...options});
    setAddress();
}

/* To the first picture of the `k`th page, or its last one. */
async function jump(k, which, auto) {
    const page = pages[k], before = shown, by = k < shown.page || (k === shown.page && which === 0) ? -1 : 1;

    if (!auto)
        setShow(false);
    try {
        await load(page);
    } catch {
        if (location.protocol === "file:")
            location.replace(page.url + (which ? LAST : FIRST));
        else
            say(words.noPage);
        return;
    }
    const item = page.items.at(which);
    if (shown !== before || !item || item === shown) /* whoever went elsewhere meanwhile stays there */
        return;
    join(k);
    show(items.indexOf(item), {by});
    setAddress();
}

/* Nothing of the page jumps when its scroll bar goes. */
function setScrolling(on) {
    root.style.paddingRight = on ? "" : `${innerWidth - root.clientWidth}px`;
    root.classList.toggle("v-open", !on);
}

function appear(i) {
    [...running.keys()].forEach(stop);
    dialog.remove();
    Object.assign(dialog, {className: "viewer", inert: false, open: true});
    box.style.opacity = ground.style.opacity = "";
    if (!root.classList.contains("v-open"))
        setScrolling(false);
    document.body.append(dialog);
    measure();
    show(i);
    soon(becomeModal);
}

/* The page behind becomes inert, which takes as long as it has elements. */
function becomeModal() {
    if (!shown || dialog.matches(":modal"))
        return;
    dialog.open = false;
    dialog.showModal();
    dialog.focus();
}

function grow(thumb) {
    const slide = current(), from = upon(thumb, slide);

    if (from)
        fly(slide, from, placed());
    animate(from ? ground : box, "opacity", "0", "1");
}

function open(i) {
    const item = pages[home].items[i], thumb = boxOf(item);

    [items, low, high] = [pages[home].items, home, home];
    history.scrollRestoration = "manual";
    history.pushState({viewer: true}, "", urlOf(item));
    appear(i);
    grow(thumb);
    current().video?.play().catch(() => {});
}

/* To a picture of the page: in view, with the focus. */
function reveal(link, focus) {
    const box = link.getBoundingClientRect();

    if (focus)
        link.focus({preventScroll: true});
    link.scrollIntoView({block: box.bottom < 0 || box.top > innerHeight ? "center" : "nearest"});
}

/* Closed at once; what is seen of it goes back to the page. */
async function hide() {
    if (!shown)
        return;
    const item = shown, slide = current(), local = item.page === home, whole = document.fullscreenElement;
    const from = placed();

    if (local)
        reveal(item.link, false);
    const to = local && !whole && upon(boxOf(item), slide);
    setShow(false);
    setHelp(false);
    clearTimeout(waiting);
    fingers.clear();
    shown = null;
    slide.video?.pause();
    if (whole)
        document.exitFullscreen();
    last = item;
    dialog.classList.add("v-closing");
    soon(() => release(item));
    if (to)
        fly(slide, from, to);
    else
        animate(box, "opacity", "1", "0");
    await animate(ground, "opacity", ground.style.opacity || "1", "0");
    if (shown)
        return;
    dialog.remove();
    box.style.opacity = strip.style.transform = "";
    strip.replaceChildren();
    slides.clear();
}

/* The page is there again. */
function release(item) {
    if (shown)
        return;
    dialog.close();
    dialog.open = dialog.inert = true; /* on top of the page, but no dialog any more */
    setScrolling(true);
    if (item.page === home)
        item.link.focus({preventScroll: true});
}

function leave() {
    const item = shown, entry = history.state?.viewer;

    if (!item)
        return;
    if (entry)
        history.back(); /* and arrive() goes on */
    hide();
    if (!entry)
        comeBack(item);
}

/* Where the viewer was closed on another page of the album, that page comes in place of this one.  The address that
 * one comes back to is another page's where this one was reloaded meanwhile. */
function comeBack(item) {
    last = null;
    if (item.page !== home)
        return location.replace(`${pages[item.page].url}${CLOSED}${item.id}`);
    history.replaceState(null, "", here);
    requestAnimationFrame(() => { /* the browser may have scrolled too */
        reveal(item.link, false);
        history.scrollRestoration = "auto";
    });
}

function arrive() {
    const {hash} = location, list = pages[home].items;
    const named = list.findIndex(item => `#${item.id}` === hash);
    const i = hash === FIRST ? 0 : hash === LAST ? list.length - 1 : named;

    if (i >= 0 && i < list.length) {
        [items, low, high] = [list, home, home];
        appear(i);
        if (i !== named)
            setAddress();
        return;
    }
    hide();
    if (hash.startsWith(CLOSED)) {
        const item = list.find(item => CLOSED + item.id === hash);

        history.replaceState(null, "", here);
        if (item)
            reveal(item.link, true);
    } else if (last) {
        comeBack(last);
    }
}

const keys = {
    ArrowLeft: () => go(at - side),
    ArrowRight: () => go(at + side),
    Home: () => jump(0, 0),
    End: () => jump(pages.length - 1, -1),
    Escape: () => help.hidden ? leave() : setHelp(false),
    " ": () => current().video ? play(current().video) : setShow(!clock),
    "+": () => zoomTo(zoom * 1.5),
    "=": () => zoomTo(zoom * 1.5),
    "-": () => zoomTo(zoom / 1.5),
    0: () => zoomTo(1),
    "?": () => setHelp(help.hidden),
    d: () => save.hidden || save.click(),
    f: fullScreen,
    i: () => info.hidden || setPanel(panel.hidden),
    s: share,
};

const play = video => video.paused ? video.play().catch(() => {}) : video.pause();

/* The focus goes round inside; a modal dialog alone would let it out to the browser's own buttons. */
function turn(event) {
    const stops = [...box.querySelectorAll("button, a, video, [tabindex]")]
        .filter(e => !e.closest("[inert]") && e.checkVisibility());

    if (event.shiftKey)
        stops.reverse();
    if (document.activeElement !== stops.at(-1) && box.contains(document.activeElement))
        return;
    event.preventDefault();
    stops[0].focus();
}

/* Wherever the focus is; but a button that has it is pressed with Space. */
document.addEventListener("keydown", event => {
    if (!shown || event.ctrlKey || event.metaKey || event.altKey)
        return;
    wake();
    dialog.classList.remove("v-bare");
    if (event.key === "Tab")
        return turn(event);
    if (!Object.hasOwn(keys, event.key) || (event.key === " " && event.target.closest?.("button, a, video")))
        return;
    event.preventDefault();
    if (clock && /^(Arrow|Home|End)/.test(event.key))
        setShow(false);
    keys[event.key]();
});

/* Some browsers close it themselves: a gesture of going back, say. */
dialog.addEventListener("cancel", event => {
    event.preventDefault();
    leave();
});
dialog.addEventListener("close", () => dialog.open || leave());
addEventListener("resize", () => {
    if (!shown)
        return;
    measure();
    show(at);
    fitAll([...slides.values()]);
});
addEventListener("popstate", arrive);
for (const [i, {link}] of items.entries())
    link.addEventListener("click", event => {
        if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
            return;
        event.preventDefault();
        open(i);
    });
arrive();
