/* Visitors choose pictures of an album: by the mark on each of them, or by s.  The choice stays in this browser, and is
 * handed on as a list of names or as a link.  Nothing is sent anywhere. */
"use strict";
{
    const WORDS = JSON.parse(document.getElementById("proof-words").textContent); /* in the page's language */
    const fill = (text, t) => text.replace("{t}", () => t);
    const MARK = "#sel=", LONGEST = 1000, MOST = 20000;
    const figures = new Map([...document.querySelectorAll("figure[id]:has(> a > img, > a > picture)")].map((f) => [f.id, f]));
    const pages = document.querySelector("nav.pages");
    const total = Number(pages?.dataset.of) || (pages ? 0 : figures.size);
    const slot = `tirage selection ${location.pathname.replace(/[^/]*$/, "")}`;
    const make = (tag, props, ...children) => {
        const element = Object.assign(document.createElement(tag), props);

        element.append(...children);
        return element;
    };

    /* An id is the name of a file, percent-encoded; behind ":" which one of those with this name it is. */
    const nameOf = (id) => {
        const name = id.replace(/:.*/, "");

        try {
            const text = decodeURIComponent(name);

            return /\p{Cc}/u.test(text) ? name : text; /* a list has a name in a line */
        } catch {
            return name;
        }
    };
    const names = (ids) => [...new Set([...ids].map(nameOf))].sort(new Intl.Collator("en", { numeric: true }).compare);

    /* Ids in order: how many signs of the stem before each begins with, the rest of its own, and its suffix where that is
     * another one.  No id has a comma or a slash. */
    const pack = (ids) => {
        let stem = "", suffix = "";

        return [...ids].sort().map((id) => {
            const dot = id.lastIndexOf("."), own = dot > 0 ? id.slice(dot) : "", rest = id.slice(0, id.length - own.length);
            let same = 0;

            while (same < 35 && same < rest.length && rest[same] === stem[same])
                same++;
            const text = same.toString(36) + rest.slice(same) + (own === suffix ? "" : `/${own}`);
            [stem, suffix] = [rest, own];
            return text;
        }).join(",");
    };
    const unpack = (text) => {
        const ids = new Set();
        let stem = "", suffix = "";

        for (const part of text.split(",").slice(0, MOST)) {
            const [rest, own] = part.split("/"), same = parseInt(rest[0], 36);

            stem = stem.slice(0, same || 0) + rest.slice(1);
            suffix = own ?? suffix;
            if (stem && stem.length < LONGEST && /^[\w.~%:-]+$/.test(stem + suffix))
                ids.add(stem + suffix);
        }
        return new Set([...ids].filter((id) => pages || figures.has(id)));
    };

    /* Where nothing can be kept, the choice lasts as long as the page. */
    const keep = () => {
        try {
            if (chosen.size)
                localStorage.setItem(slot, pack(chosen));
            else
                localStorage.removeItem(slot);
        } catch { /* forbidden, or full */ }
    };
    const kept = () => {
        try {
            return unpack(localStorage.getItem(slot) ?? "");
        } catch {
            return new Set();
        }
    };
    let chosen = kept(), before = null;

    const status = make("p", { role: "status" });
    const field = make("textarea", { readOnly: true, hidden: true, rows: 3, ariaLabel: WORDS.section });
    const button = (text, act) => make("button", { type: "button", textContent: text, onclick: act });
    const undo = button(WORDS.undo, () => change(before, null));
    const tools = [
        button(WORDS.copy, () => copy(names(chosen).join("\n"), WORDS.listed)),
        button(WORDS.save, save),
        button(WORDS.link, () => copy(location.href.replace(/#.*/, "") + MARK + pack(chosen), WORDS.linked)),
        button(WORDS.clear, () => change(new Set(), chosen)),
    ];
    const bar = make("div", { className: "proof", role: "region", ariaLabel: WORDS.section }, status,
        make("p", { className: "proof-tools" }, ...tools, undo), field);

    const marks = new Map();
    for (const [id, figure] of figures) {
        const mark = make("button", { type: "button", className: "pick", onclick: () => toggle(id) });

        mark.ariaLabel = fill(WORDS.mark, nameOf(id));
        marks.set(id, mark);
        figure.append(mark);
    }

    const some = () => fill(WORDS.some, total ? `${chosen.size} / ${total}` : chosen.size);

    function say(text) {
        status.textContent = text;
    }

    function show() {
        for (const [id, mark] of marks) {
            mark.ariaPressed = String(chosen.has(id));
            figures.get(id).classList.toggle("picked", chosen.has(id));
        }
        for (const tool of tools)
            tool.hidden = !chosen.size;
        undo.hidden = !before;
        field.hidden = true;
        say(chosen.size ? some() : WORDS.none);
        showViewer();
    }

    /* `old`: what Undo brings back. */
    function change(ids, old) {
        const held = document.activeElement;

        chosen = ids;
        before = old?.size ? old : null;
        keep();
        show();
        if (bar.contains(held) && held.hidden)
            (bar.querySelector("button:not([hidden])") ?? figures.values().next().value?.querySelector(".pick"))?.focus();
    }

    function toggle(id) {
        const ids = new Set(chosen);

        if (!ids.delete(id))
            ids.add(id);
        change(ids, null);
    }

    async function copy(text, done) {
        let copied = true;

        try {
            await navigator.clipboard.writeText(text);
        } catch { /* there over https only */
            field.hidden = false;
            field.value = text;
            field.select();
            copied = document.execCommand("copy");
        }
        field.hidden = copied;
        say(copied ? done : WORDS.failed);
    }

    function save() {
        const url = URL.createObjectURL(new Blob([`${names(chosen).join("\n")}\n`], { type: "text/plain" }));

        make("a", { href: url, download: `${document.querySelector("h1")?.textContent ?? WORDS.section}.txt` }).click();
        setTimeout(() => URL.revokeObjectURL(url), 10000);
    }

    /* The viewer, once it is there: its picture's id is in data-id. */
    let viewer = null, pick, quiet;
    const isOpen = () => viewer?.isConnected && !viewer.inert;

    function showViewer() {
        if (viewer)
            pick.ariaPressed = String(chosen.has(viewer.dataset.id));
    }

    function toggleShown() {
        const message = viewer.querySelector(".v-message");

        toggle(viewer.dataset.id);
        message.textContent = chosen.has(viewer.dataset.id) ? WORDS.picked : WORDS.unpicked;
        clearTimeout(quiet);
        quiet = setTimeout(() => message.textContent = "", 2000);
    }

    function join(dialog) {
        const share = dialog.querySelector(".v-share");
        const key = [...dialog.querySelectorAll("dt")].find((dt) => dt.textContent === "s");

        viewer = dialog;
        pick = make("button", { type: "button", className: "v-pick", title: `${WORDS.pick} (s)`, onclick: toggleShown });
        pick.ariaLabel = WORDS.pick;
        dialog.querySelector(".v-count").after(pick);
        if (share)
            share.title = share.ariaLabel;
        if (key)
            key.nextElementSibling.textContent = WORDS.pick;
        new MutationObserver(showViewer).observe(dialog, { attributeFilter: ["data-id"] });
        showViewer();
    }
    new MutationObserver((list) => {
        for (const { addedNodes } of list)
            for (const node of addedNodes)
                if (!viewer && node.matches?.("dialog.viewer"))
                    join(node);
    }).observe(document.body, { childList: true });
    const there = document.querySelector("dialog.viewer");
    if (there)
        join(there);

    /* Before the viewer, whose own s it is without this script. */
    addEventListener("keydown", (event) => {
        const figure = document.activeElement?.closest("figure[id]") ?? document.querySelector("figure[id]:hover");

        if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey ||
            event.target.closest?.("input, textarea, select, [contenteditable]") || !(isOpen() || marks.has(figure?.id)))
            return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (isOpen())
            toggleShown();
        else
            toggle(figure.id);
    }, true);

    /* A link's selection takes the place of this browser's own, which Undo brings back. */
    function take() {
        const ids = location.hash.startsWith(MARK) ? unpack(location.hash.slice(MARK.length)) : null;

        if (!ids)
            return;
        history.replaceState(history.state, "", location.href.replace(/#.*/, ""));
        if (ids.size && pack(ids) !== pack(chosen)) {
            change(ids, chosen);
            say(`${WORDS.taken}. ${some()}`);
        }
    }
    const refresh = () => {
        chosen = kept();
        show();
    };

    if (figures.size) {
        document.body.append(bar);
        show();
        take();
        addEventListener("hashchange", take);
        addEventListener("pageshow", (event) => event.persisted && refresh());
        addEventListener("storage", (event) => event.key === slot && refresh());
    }
}
