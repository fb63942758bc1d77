/* The viewer's elements.  Classes of states are the dialog's. */
const ICONS = {
    close: "M5 5l14 14M19 5L5 19",
    prev: "M15 4l-8 8 8 8",
    next: "M9 4l8 8-8 8",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    info: "M12 3a9 9 0 1 0 .01 0zM12 11v6M12 7v.5",
    save: "M12 4v11M7 10l5 5 5-5M4 20h16",
    share: "M12 15V3M8 7l4-4 4 4M7 10H5v11h14V10h-2",
    play: "M7 4l13 8-13 8z",
    pause: "M8 4v16M16 4v16",
    help: "M9 9a3 3 0 1 1 4 3q-1 .5-1 2.5M12 18v.5",
};
/* In the page's language. */
const words = JSON.parse(document.getElementById("words").textContent);

function make(tag, props, ...children) {
    const element = Object.assign(document.createElement(tag), props);

    element.append(...children);
    return element;
}

function setIcon(element, name) {
    element.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
}

function label(element, text, keys) {
    element.title = keys ? `${text} (${keys})` : text;
    element.ariaLabel = text;
    return element;
}

/* Whoever clicks wants the keys for the pictures; whoever came by keyboard stays. */
function button(name, keys, act) {
    const element = make("button", {className: `v-${name}`});

    setIcon(element, name);
    element.addEventListener("click", () => {
        if (!element.matches(":focus-visible"))
            dialog.focus();
        act();
    });
    return label(element, words[name], keys);
}

const count = make("p", {className: "v-count", ariaLive: "polite"});
const message = make("p", {className: "v-message", role: "status"});
const panel = make("div", {className: "v-panel", id: "v-panel", hidden: true});
const help = make("dl", {className: "v-panel", hidden: true},
                  ...words.keys.flatMap(([key, text]) => [make("dt", {textContent: key}), make("dd", {textContent: text})]));
const player = button("play", words.space, () => setShow(!clock));
const helper = button("help", "?", () => setHelp(help.hidden));
const info = button("info", "i", () => setPanel(panel.hidden));
const sharer = button("share", "s", share);
const save = label(make("a", {className: "v-save", download: ""}), words.save, "d");
const full = button("full", "f", fullScreen);
const shut = button("close", words.escape, leave);
const bar = make("div", {className: "v-bar"}, count, helper, player, sharer, info, save, full, shut);
const prev = button("prev", "", () => go(at - 1));
const next = button("next", "", () => go(at + 1));
const strip = make("div", {className: "v-strip"});
const stage = make("div", {className: "v-stage"}, strip);
const reel = make("div", {className: "v-reel"});
const filmstrip = make("div", {className: "v-filmstrip", ariaHidden: "true"}, reel);
const progress = make("div", {className: "v-progress"});
const ground = make("div", {className: "v-ground"});
const box = make("div", {className: "v-box"}, ground, stage, bar, prev, next, filmstrip, panel, help, progress, message);
const dialog = make("dialog", {className: "viewer", ariaLabel: words.viewer, tabIndex: -1, autofocus: true}, box);

setIcon(save, "save");
info.setAttribute("aria-controls", panel.id);
full.hidden = !document.fullscreenEnabled;

/* In pixels: of the window, and what the controls take from it. */
const room = {width: 0, height: 0, top: 0, bottom: 0};
const wide = matchMedia("(min-width: 60rem) and (min-height: 40rem)");

function measure() {
    Object.assign(room, {
        width: box.clientWidth, height: box.clientHeight,
        top: wide.matches ? bar.offsetHeight : 0, bottom: wide.matches ? filmstrip.offsetHeight : 0,
    });
}

let silence;
function say(text) {
    message.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => message.textContent = "", 4000);
}

function setPanel(open) {
    const facts = shown.figure.querySelector(".info");

    panel.hidden = !open;
    info.ariaExpanded = String(open);
    panel.replaceChildren(...(open ? [...facts.cloneNode(true).children].slice(1) : []));
    if (open)
        setHelp(false);
}

function setHelp(open) {
    help.hidden = !open;
    helper.ariaExpanded = String(open);
    if (open)
        setPanel(false);
}

function fullScreen() {
    if (document.fullscreenElement)
        document.exitFullscreen();
    else
        box.requestFullscreen?.().catch(() => {});
}

async function share() {
    const url = urlOf(shown);

    try {
        if (navigator.share)
            return await navigator.share({title: document.title, url});
        await navigator.clipboard.writeText(url); /* there over https only */
        say(words.copied);
    } catch (error) {
        if (error.name !== "AbortError")
            say(copy(url) ? words.copied : url);
    }
}

function copy(text) {
    const field = make("textarea", {value: text});

    box.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    dialog.focus();
    return copied;
}

/* Controls fade when the mouse rests, but not while one of them is pointed at or has the keyboard's focus.  A finger
 * switches them. */
let woken = 0, resting;
function wake() {
    woken = performance.now();
    dialog.classList.remove("v-idle");
    resting ??= setTimeout(fade, IDLE_MS);
}

function fade() {
    const left = woken + IDLE_MS - performance.now();
    const used = !panel.hidden || !help.hidden || box.querySelector(":focus-visible, button:hover, a:hover");

    resting = !shown ? null : left > 0 || used ? setTimeout(fade, Math.max(left, IDLE_MS / 4)) : null;
    dialog.classList.toggle("v-idle", Boolean(shown) && !resting);
}
