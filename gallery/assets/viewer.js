/* The viewer: a page's pictures one by one, over the whole window.  A picture is a link in a figure whose id
 * is its address; the figure has its caption and what else is known of it. */
"use strict";
{
    const links = [...document.querySelectorAll("figure[id] > a:has(> img, > picture)")];
    const rtl = getComputedStyle(document.documentElement).direction === "rtl";
    const ZOOM_MAX = 8, ZOOM_TAP = 2.5, SWIPE = 50, TAP_MS = 300;
    let at = -1; /* index of the picture that is shown; -1: the viewer is closed */
    let slides = new Map(); /* of the picture and its neighbours, by index */
    let zoom = 1, x = 0, y = 0; /* of the picture, from its place in the middle */

    const make = (tag, props, ...children) => {
        const element = Object.assign(document.createElement(tag), props);
        element.append(...children);
        return element;
    };
    const button = (name, label, act) => {
        const b = make("button", {type: "button", className: `v-${name}`, title: label, onclick: act});
        b.setAttribute("aria-label", label);
        return b;
    };
    const stage = make("div", {className: "v-stage"});
    const caption = make("p", {className: "v-caption", id: "v-caption"});
    const count = make("p", {className: "v-count"});
    const panel = make("div", {className: "v-panel", id: "v-panel", hidden: true});
    const info = button("info", "Information (i)", () => setPanel(panel.hidden));
    const save = make("a", {className: "v-save", download: "", title: "Download"});
    const prev = button("prev", "Previous picture", () => go(at - 1));
    const next = button("next", "Next picture", () => go(at + 1));
    const full = button("full", "Full screen (f)", fullScreen);
    const shut = button("close", "Close (Esc)", leave);
    const box = make("div", {className: "v-box"}, stage, count, info, save, full, shut, prev, next,
                     panel, caption);
    const dialog = make("dialog", {className: "viewer"}, box);

    count.setAttribute("aria-live", "polite");
    save.setAttribute("aria-label", "Download");
    dialog.setAttribute("aria-label", "Picture viewer");
    info.setAttribute("aria-controls", panel.id);
    full.hidden = !document.fullscreenEnabled;

    const item = i => links[i].parentElement;
    const find = hash => hash.length < 2 ? -1 : links.findIndex((_, i) => `#${item(i).id}` === hash);

    /* The largest size that the window and the picture's files allow. */
    function fit(slide) {
        const img = slide.img, w = +img.getAttribute("width"), h = +img.getAttribute("height");
        const largest = Math.max(w, ...(img.srcset.match(/\d+(?=w)/g) ?? []).map(Number));
        const scale = Math.min(innerWidth / w, innerHeight / h, largest / w);

        img.style.width = `${w * scale}px`;
        img.style.height = `${h * scale}px`;
        for (const source of slide.node.querySelectorAll("source"))
            source.sizes = `${Math.ceil(w * scale)}px`;
        img.sizes = `${Math.ceil(w * scale)}px`;
    }

    /* A copy of the page's picture, which begins to load at once; what the page has of it shows until then. */
    function slideOf(i) {
        if (slides.has(i))
            return slides.get(i);
        const thumb = links[i].querySelector("img");
        const node = make("div", {className: "v-slide"}, links[i].firstElementChild.cloneNode(true));
        const slide = {node, img: node.querySelector("img")};

        slide.img.loading = "eager";
        slide.img.draggable = false;
        if (thumb.complete && thumb.naturalWidth)
            slide.img.style.backgroundImage = `url("${thumb.currentSrc}")`;
        fit(slide);
        slides.set(i, slide);
        return slide;
    }

    function place(smooth) {
        const img = slides.get(at).img;
        const limit = (size, room) => Math.max(0, (size * zoom - room) / 2);
        const mx = limit(img.offsetWidth, innerWidth), my = limit(img.offsetHeight, innerHeight);

        if (zoom > 1) {
            x = Math.min(mx, Math.max(-mx, x));
            y = Math.min(my, Math.max(-my, y));
        }
        img.classList.toggle("v-smooth", smooth);
        img.style.transform = zoom === 1 && !x && !y ? "" : `translate(${x}px, ${y}px) scale(${zoom})`;
        dialog.classList.toggle("v-zoomed", zoom > 1);
    }

    /* Who looks closer wants the largest file. */
    function sharpen() {
        const {node, img} = slides.get(at), href = links[at].href, large = new Image();

        if (img.dataset.large)
            return;
        img.dataset.large = "yes";
        large.src = href;
        large.decode().then(() => {
            for (const source of node.querySelectorAll("source"))
                source.remove();
            img.removeAttribute("srcset");
            img.src = href;
        }, () => {});
    }

    /* Keeps what is at (cx, cy) of the window where it is. */
    function zoomTo(scale, cx, cy, smooth) {
        const to = Math.min(ZOOM_MAX, Math.max(1, scale));
        const px = cx - innerWidth / 2, py = cy - innerHeight / 2;

        x = to === 1 ? 0 : px - (px - x) * to / zoom;
        y = to === 1 ? 0 : py - (py - y) * to / zoom;
        zoom = to;
        place(smooth);
        if (zoom > 1)
            sharpen();
    }

    function setPanel(open) {
        panel.hidden = !open;
        info.setAttribute("aria-expanded", String(open));
    }

    function describe() {
        const words = item(at).querySelector("figcaption"), facts = item(at).querySelector(".info");
        const file = facts?.querySelector("a[download]");

        caption.replaceChildren(...(words ? words.cloneNode(true).childNodes : []));
        count.textContent = `${at + 1} / ${links.length}`;
        info.hidden = !facts;
        panel.replaceChildren(...(facts ? [...facts.cloneNode(true).children].slice(1) : []));
        setPanel(Boolean(facts) && !panel.hidden);
        save.hidden = !file;
        save.href = file?.href ?? "";
        prev.disabled = at === 0;
        next.disabled = at === links.length - 1;
    }

    function show(i) {
        at = i;
        zoom = 1;
        x = y = 0;
        slides = new Map([i, i + 1, i - 1].filter(k => k >= 0 && k < links.length).map(k => [k, slideOf(k)]));
        stage.replaceChildren(slides.get(i).node);
        if (!dialog.open) {
            document.body.append(dialog);
            dialog.showModal();
            shut.focus();
        }
        fit(slides.get(i));
        place(false);
        describe();
        if (document.activeElement === document.body || document.activeElement?.disabled)
            shut.focus();
    }

    function hide() {
        if (at < 0)
            return;
        const link = links[at];

        at = -1;
        slides.clear();
        if (document.fullscreenElement)
            document.exitFullscreen();
        dialog.close();
        dialog.remove();
        link.focus({preventScroll: true});
        link.scrollIntoView({block: "nearest"});
    }

    /* Opening adds one entry to the history, moving replaces it, closing goes back: as if the viewer
     * were a page. */
    function open(i) {
        history.pushState({viewer: true}, "", `#${item(i).id}`);
        show(i);
    }

    function go(i) {
        if (i < 0 || i >= links.length || i === at)
            return;
        history.replaceState(history.state, "", `#${item(i).id}`);
        show(i);
    }

    function leave() {
        if (history.state?.viewer)
            history.back();
        else
            history.replaceState(null, "", location.pathname + location.search);
        hide();
    }

    function follow() {
        const i = find(location.hash);

        if (i >= 0)
            show(i);
        else
            hide();
    }

    function fullScreen() {
        if (document.fullscreenElement)
            document.exitFullscreen();
        else
            box.requestFullscreen?.().catch(() => {});
    }

    const keys = {
        ArrowLeft: () => go(at + (rtl ? 1 : -1)),
        ArrowRight: () => go(at + (rtl ? -1 : 1)),
        Home: () => go(0),
        End: () => go(links.length - 1),
        f: fullScreen,
        i: () => info.hidden || setPanel(panel.hidden),
        "+": () => zoomTo(zoom * 1.5, innerWidth / 2, innerHeight / 2, true),
        "-": () => zoomTo(zoom / 1.5, innerWidth / 2, innerHeight / 2, true),
    };

    /* The focus goes round inside; a modal dialog alone would let it out to the browser's own buttons. */
    function turn(event) {
        const stops = [...box.querySelectorAll("button, a")].filter(e => !e.disabled && e.checkVisibility());
        const end = event.shiftKey ? stops[0] : stops.at(-1);

        if (document.activeElement !== end && stops.includes(document.activeElement))
            return;
        event.preventDefault();
        (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }

    dialog.addEventListener("keydown", event => {
        if (event.key === "Tab")
            turn(event);
        else if (!event.ctrlKey && !event.metaKey && !event.altKey && Object.hasOwn(keys, event.key)) {
            event.preventDefault();
            keys[event.key]();
        }
    });
    dialog.addEventListener("cancel", event => {
        event.preventDefault();
        leave();
    });

    /* Fingers, and a mouse: one drags, two pinch. */
    const fingers = new Map();
    let began = null, tapped = 0;

    const middle = () => {
        const all = [...fingers.values()];
        const sum = all.reduce((s, f) => ({x: s.x + f.x, y: s.y + f.y}));

        return {x: sum.x / all.length, y: sum.y / all.length};
    };
    const spread = () => {
        const [a, b] = fingers.values();

        return b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
    };
    const begin = moved => began = {x, y, zoom, moved, at: middle(), spread: spread()};

    stage.addEventListener("pointerdown", event => {
        if (event.button)
            return;
        stage.setPointerCapture(event.pointerId);
        fingers.set(event.pointerId, {x: event.clientX, y: event.clientY});
        begin(fingers.size > 1);
    });
    stage.addEventListener("pointermove", event => {
        if (!fingers.has(event.pointerId))
            return;
        fingers.set(event.pointerId, {x: event.clientX, y: event.clientY});
        const now = middle();

        began.moved ||= Math.hypot(now.x - began.at.x, now.y - began.at.y) > 5;
        if (began.spread) {
            ({x, y, zoom} = began);
            zoomTo(zoom * spread() / began.spread, began.at.x, began.at.y, false);
        }
        if (zoom > 1 || !began.spread) {
            x = (began.spread ? x : began.x) + now.x - began.at.x;
            y = (began.spread ? y : began.y) + now.y - began.at.y;
            place(false);
        }
    });

    function swiped() {
        const dx = x, dy = y, from = at;

        x = y = 0;
        if (Math.abs(dx) > SWIPE && Math.abs(dx) > Math.abs(dy))
            go(at + ((dx < 0) !== rtl ? 1 : -1));
        else if (dy > SWIPE * 2)
            return leave();
        if (at === from)
            place(true);
    }

    function tap(event) {
        const now = event.timeStamp;

        if (now - tapped < TAP_MS) {
            zoomTo(zoom > 1 ? 1 : ZOOM_TAP, event.clientX, event.clientY, true);
            tapped = 0;
        } else {
            tapped = now;
        }
    }

    const lift = event => {
        if (!fingers.delete(event.pointerId))
            return;
        if (fingers.size)
            begin(true);
        else if (!began.moved && event.type === "pointerup")
            tap(event);
        else if (zoom === 1)
            swiped();
    };
    stage.addEventListener("pointerup", lift);
    stage.addEventListener("pointercancel", lift);
    stage.addEventListener("wheel", event => {
        event.preventDefault();
        zoomTo(zoom * Math.exp(-event.deltaY / 300), event.clientX, event.clientY, false);
    }, {passive: false});

    addEventListener("resize", () => {
        if (at < 0)
            return;
        for (const slide of slides.values())
            fit(slide);
        place(false);
    });
    addEventListener("popstate", follow);
    for (const [i, link] of links.entries())
        link.addEventListener("click", event => {
            if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
                return;
            event.preventDefault();
            open(i);
        });
    follow();
}
