/* The search of titles, dates, albums and names.  The index is scripts that gallery/pages/search_index.c writes: so it
 * works from a disk too.  They are asked for when somebody searches, and only those with words that begin like what is
 * looked for. */
"use strict";
{
    const root = new URL("..", document.currentScript.src).href;
    const SHOWN = 60, AT_ONCE = 10; /* results, and those that appear together */

    /* ---- Words as core/base/fold.c has them, with the classes that toolchains/fold.py --script prints ---- */
    const MARKS = String.raw`\xad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u0640` +
        String.raw`\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff` +
        String.raw`\u200b-\u200d\u2060\u20d0-\u20ff\u3099-\u309a\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\u{1f3fb}-\u{1f3ff}` +
        String.raw`\u{e0100}-\u{e01ef}`;
    const DENSE = String.raw`\u0e01-\u0e3e\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f` +
        String.raw`\u3031-\u303c\u3041-\u3098\u309b-\u309f\u30a1-\u30fa\u30fc-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff` +
        String.raw`\uf900-\ufaff\u{1f000}-\u{1f3fa}\u{1f400}-\u{1faff}\u{20000}-\u{3ffff}`;
    const GAPS = String.raw`\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab-\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7\u02c2-\u02c5` +
        String.raw`\u02d2-\u02df\u037e\u0387\u0589-\u058a\u05be\u05c0\u05c3\u05c6\u05f3-\u05f4\u060c\u061b-\u061f` +
        String.raw`\u066a-\u066d\u06d4\u0964-\u0965\u0e3f\u2000-\u200a\u200e-\u205f\u2061-\u206f\u20a0-\u20cf\u2190-\u25ff` +
        String.raw`\u27c0-\u2bff\u2e00-\u2e7f\u2fe0-\u3004\u3008-\u3020\u3030\u303d-\u3040\u30a0\u30fb\ud800-\uf8ff` +
        String.raw`\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff`;
    const PLAIN = {ß: "ss", æ: "ae", ð: "d", ø: "o", þ: "th", đ: "d", ħ: "h", ı: "i", ł: "l", œ: "oe", ŧ: "t", ſ: "s", ς: "σ",
        ﬀ: "ff", ﬁ: "fi", ﬂ: "fl", ﬃ: "ffi", ﬄ: "ffl", ﬅ: "st", ﬆ: "st"};
    const marks = new RegExp(`[${MARKS}]`, "gu"), gaps = new RegExp(`[${GAPS}]+`, "u"), dense = new RegExp(`([${DENSE}]+)`, "gu");
    const plain = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");

    /* Letters without case, accents and width. */
    const simplify = text => text.replace(/[\uff01-\uff9f]/g, c => c.normalize("NFKD")).normalize("NFD")
        .replace(/[\0-\u058f\u1e00-\u1eff]/g, c => c.toLowerCase()).replace(plain, c => PLAIN[c])
        .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, c => c.charCodeAt() & 15).replace(marks, "");
    const split = text => text.replace(dense, " $1 ").split(gaps).filter(Boolean);
    const fold = text => split(simplify(text));

    /* ---- Numbers as gallery/pages/search_words.c writes them ---- */
    const VALUES = new Uint8Array(128);
    for (let code = 35, value = 0; code < 127; code++)
        if (code !== 60 && code !== 92)
            VALUES[code] = value++;
    const numbers = (text, most = Infinity) => {
        const list = [];

        for (let i = 0, n = 0; i < text.length && list.length < most; i++) {
            const value = VALUES[text.charCodeAt(i)];

            n = n * 45 + value % 45;
            if (value >= 45) {
                list.push(n);
                n = 0;
            }
        }
        return list;
    };
    const signed = n => n % 2 ? -(n + 1) / 2 : n / 2;
    const sums = (text, sum = 0) => numbers(text).map(n => sum += signed(n));

    /* ---- Files ---- */
    const files = new Map(), taken = new Map();

    globalThis.tirageSearch = (kind, n, ...data) => taken.set(`${kind} ${n}`, data);
    const load = (kind, n, name, take) => {
        const key = `${kind} ${n}`;

        if (!files.has(key))
            files.set(key, new Promise((resolve, reject) => {
                const script = document.createElement("script");

                script.src = `${root}tirage-assets/search-${name}`;
                script.onload = () => taken.has(key) ? resolve(take(...taken.get(key))) : script.onerror();
                script.onerror = () => {
                    files.clear(); /* the site may have been built anew */
                    reject(new Error(script.src));
                };
                document.head.append(script);
                script.remove();
            }));
        return files.get(key);
    };

    /* What is at its place in every build is asked for each time. */
    const getHead = () => load("head", 0, `index.js?${Date.now()}`, head => {
        const depths = numbers(head.depths), counts = numbers(head.counts), first = [], end = [], open = [];
        let at = depths.length;

        for (let i = 0; i <= depths.length; i++) {
            while (open.length && (i === depths.length || depths[open.at(-1)] >= depths[i]))
                end[open.pop()] = i;
            first.push(at);
            at += counts[i] ?? 0;
            open.push(i);
        }
        return {...head, depths, first, end, albums: depths.length, items: at};
    });
    const getWords = (head, n) => load("words", n, `words-${head.words[2 * n + 1]}.js`, (keys, items) => {
        let last = "", first = 0;
        const lists = items.split(" ");

        return {
            lists,
            words: keys.split(" ").map(key => last = last.slice(0, VALUES[key.charCodeAt()] - 45) + key.slice(1)),
            firsts: lists.map(list => first += signed(numbers(list, 1)[0])),
        };
    });
    const getPhotos = (head, n) => load("photos", n, `photos-${head.photos[n]}.js`, (kinds, names, days, pages, which, titles) => {
        let last = "";

        return {
            kinds, titles, days: sums(days), pages: sums(pages, 1), which: numbers(which),
            names: names.split(" ").map(name => last = nextName(last, name)),
        };
    });
    const nextName = (last, name) => {
        if (name && name[0] !== "!")
            return last.slice(0, VALUES[name.charCodeAt()] - 45) + name.slice(1);
        const dot = last.lastIndexOf("."), stem = dot < 0 ? last : last.slice(0, dot);
        const [, digits] = /(\d{1,9})\D*$/.exec(stem), at = stem.lastIndexOf(digits);

        return last.slice(0, at) + String(+digits + (name ? numbers(name.slice(1))[0] : 1)).padStart(digits.length, "0") +
            last.slice(at + digits.length);
    };

    /* ---- Queries ---- */
    const words = JSON.parse(document.getElementById("search-words").textContent);
    const months = words.months.split("|").map(name => fold(name).join(" "));

    /* Each part of a query: what words may begin with, and the months that dates may have. */
    const parse = query => {
        const parts = [], add = (begins, found = []) => {
            parts.push({begins, months: found});
            return " ";
        };
        const pad = n => n.padStart(2, "0");
        const date = (all, year, month, day) => add(day ? [`${year}-${pad(month)}-${day}`, `${year}-${pad(month)}-${pad(day)}`]
            : [`${year}-${month}`, `${year}-${pad(month)}`]);
        const rest = simplify(query)
            .replace(/(?<!\d)(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)/g, date)
            .replace(/(?<!\d)(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?/g, date)
            .replace(/(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/g, (all, day, month, year) => date(all, year, month, pad(day)))
            .replace(/(?<!\d)(\d{4})年/g, " $1 ")
            .replace(/(?<!\d)(\d{1,2})月/g, (all, month) => add([], [pad(month)]));

        for (const word of split(rest)) {
            const signs = [...word];

            if (signs.length > 1 && word.match(dense))
                signs.slice(1).forEach((sign, i) => add([signs[i] + sign]));
            else
                add([signs.slice(0, 24).join("")], signs.length < 3 ? [] :
                    months.flatMap((name, i) => name.startsWith(word) ? [pad(String(i % 12 + 1))] : []));
        }
        return parts;
    };

    /* Calls `take` with each item of a word that begins so, in all files that may have such words. */
    const visit = async (head, begin, end, fits, take) => {
        const jobs = [];

        for (let n = 0; 2 * n < head.words.length; n++)
            if (head.words[2 * n] <= end && !(head.words[2 * n + 2] <= begin))
                jobs.push(getWords(head, n));
        for (const {words: list, lists, firsts} of await Promise.all(jobs)) {
            let low = 0, high = list.length;

            while (low < high) {
                const mid = low + high >> 1;

                if (list[mid] < begin)
                    low = mid + 1;
                else
                    high = mid;
            }
            for (; low < list.length && list[low] <= end; low++)
                if (fits(list[low]))
                    expand(lists[low], firsts[low], take);
        }
    };
    const expand = (list, item, take) => {
        const steps = numbers(list);

        take(item);
        for (let i = 1; i < steps.length; i++)
            if (steps[i])
                take(item += steps[i]);
            else
                for (let left = steps[++i]; left; left--)
                    take(++item);
    };

    /* What each item has of a part: 2 by itself, 1 by an album that it is in. */
    const rate = async (head, part) => {
        const rates = new Uint8Array(head.items), take = item => rates[item] = 2;
        const fill = (from, to) => {
            for (let i = from; i < to; i++)
                rates[i] ||= 1;
        };

        await Promise.all([
            ...part.begins.map(begin => visit(head, begin, `${begin}\uffff`, () => true, take)),
            part.months.length && visit(head, "0", "9\uffff", word => word[4] === "-" && part.months.includes(word.slice(5, 7)), take),
        ]);
        for (let i = 0; i < head.albums; i++)
            if (rates[i] === 2) {
                fill(i + 1, head.end[i]);
                fill(head.first[i], head.first[head.end[i]]);
            }
        return rates;
    };
    const find = async query => {
        const head = await getHead(), parts = parse(query);
        const all = await Promise.all(parts.map(part => rate(head, part))), found = [];

        for (let i = 0; all.length && i < head.items; i++)
            if (all.every(rates => rates[i]) && all.some(rates => rates[i] === 2))
                found.push(i);
        return {head, found, empty: !parts.length};
    };

    /* ---- What visitors see ---- */
    const form = document.querySelector("form.search"), input = form.querySelector("input"), button = form.querySelector("button");
    const {lang} = document.documentElement;
    const element = (parent, tag, properties) => parent.appendChild(Object.assign(document.createElement(tag), properties));
    const panel = element(form, "div", {className: "found", hidden: true, id: "found"});
    const status = element(panel, "p", {role: "status"}), list = element(panel, "ul", {role: "list"});
    const more = element(panel, "button", {type: "button", hidden: true});
    const counts = new Intl.NumberFormat(lang), dates = new Intl.DateTimeFormat(lang, {dateStyle: "medium", timeZone: "UTC"});
    const tell = (word, n) => word.replace("{t}", counts.format(n));
    let turn = 0, results = null;

    const albumOf = (head, item) => {
        let low = 0, high = head.albums;

        while (high - low > 1) {
            const mid = low + high >> 1;

            if (head.first[mid] <= item)
                low = mid;
            else
                high = mid;
        }
        return low;
    };
    const file = (dir, name) => `${root}${dir && `${dir}/`}${name}`;
    const dayOf = n => {
        const day = new Date(Date.UTC(2000, Math.floor(n / 31) % 12, n % 31 + 1));

        day.setUTCFullYear(Math.floor(n / 372));
        return dates.format(day);
    };
    const stemOf = name => name.replace(/:\d+$/, "").replace(/\.[^.]*$/, "");
    const readable = name => decodeURIComponent(stemOf(name)).replace(/[_\s]+/g, " ").trim();
    /* Names may run in either direction: each part stands for itself. */
    const put = (into, href, thumb, title, ...about) => {
        const link = element(element(into, "li"), "a", {href}), box = element(link, "span");

        if (thumb)
            element(box, "img", {src: thumb, alt: "", loading: "lazy", decoding: "async"});
        const text = element(link, "span");
        element(text, "b", {textContent: title, dir: "auto"});
        const line = element(text, "span");
        about.filter(Boolean).forEach((part, i) => {
            line.append(i ? " · " : "");
            element(line, "bdi", {textContent: part});
        });
    };
    const putAlbum = (into, head, i) => {
        const cover = head.covers[i] && file("", head.covers[i]);

        put(into, file(head.dirs[i], "index.html"), cover, head.titles[i], head.abouts[i]);
    };
    const putPhoto = (into, head, item, block) => {
        const i = (item - head.albums) % head.size, album = albumOf(head, item), dir = head.dirs[album];
        const kind = block.kinds[block.which[i]], name = block.names[i], thumb = kind.slice(1), day = block.days[i];
        const page = block.pages[i] > 1 ? `page-${block.pages[i]}.html` : "index.html";

        put(into, `${file(dir, page)}#${name}`, thumb && (thumb[0] === "/" ? file("", thumb.slice(1)) : file(dir, stemOf(name) + thumb)),
            block.titles[i] || readable(name),
            kind[0] === "v" && words.video, head.titles[album], day && dayOf(day));
    };

    /* The next results, those first whose files are here first. */
    const showMore = async () => {
        const {head, found} = results, mine = turn, from = list.childElementCount, some = found.slice(from, from + SHOWN);
        const block = item => Math.floor((item - head.albums) / head.size);
        const left = found.length - from - some.length;

        more.hidden = true;
        some.forEach(item => block(item) >= 0 && getPhotos(head, block(item)).catch(() => {}));
        for (let i = 0; i < some.length;) {
            const rows = new DocumentFragment();

            for (const to = Math.min(i + AT_ONCE, some.length); i < to; i++)
                if (some[i] < head.albums)
                    putAlbum(rows, head, some[i]);
                else
                    putPhoto(rows, head, some[i], await getPhotos(head, block(some[i])));
            if (mine !== turn)
                return;
            list.append(rows);
            if (i < some.length)
                await new Promise(done => setTimeout(done));
            if (mine !== turn)
                return;
        }
        more.hidden = !left;
        more.textContent = tell(words.more, left);
    };
    const fail = error => {
        console.warn(error);
        status.textContent = words.failed;
        panel.hidden = false;
    };
    const search = async () => {
        const mine = ++turn, answer = await find(input.value);

        if (mine !== turn)
            return;
        results = answer;
        list.replaceChildren();
        more.hidden = true;
        panel.hidden = results.empty;
        status.textContent = results.found.length ? tell(words.found, results.found.length) : words.none;
        panel.scrollTop = 0;
        await showMore();
    };
    const open = () => {
        form.classList.add("open");
        button.ariaExpanded = "true";
        input.focus();
    };
    const close = () => {
        turn++;
        panel.hidden = true;
        form.classList.remove("open");
        button.ariaExpanded = "false";
    };

    element(document.head, "link", {rel: "stylesheet", href: form.dataset.style, onload: () => form.hidden = false});
    button.ariaExpanded = "false";
    button.setAttribute("aria-controls", panel.id);
    input.setAttribute("aria-controls", panel.id);
    button.addEventListener("click", () => form.classList.contains("open") ? close() : open());
    input.addEventListener("focus", () => {
        getHead().catch(() => {});
        if (input.value && panel.hidden)
            search().catch(fail);
    });
    input.addEventListener("input", () => search().catch(fail));
    more.addEventListener("click", async () => {
        const next = list.childElementCount;

        await showMore().catch(fail);
        list.children[next]?.firstChild.focus();
    });
    list.addEventListener("click", event => !event.ctrlKey && !event.metaKey && !event.shiftKey && event.target.closest("a") && close());
    form.addEventListener("submit", event => {
        event.preventDefault();
        list.querySelector("a")?.click();
    });
    form.addEventListener("keydown", event => {
        const links = [...list.querySelectorAll("a"), ...more.hidden ? [] : [more]], at = links.indexOf(document.activeElement);
        const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1}[event.key];

        event.stopPropagation(); /* the page has keys of its own */
        if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
            return;
        if (event.key === "Escape") {
            if (at >= 0)
                input.focus();
            close();
            if (button.checkVisibility())
                button.focus();
        } else if (!panel.hidden && to !== undefined && (at >= 0 || to === 0 && event.key !== "Home")) {
            event.preventDefault();
            (to < 0 ? input : links[Math.min(to, links.length - 1)])?.focus();
        }
    });
    form.addEventListener("focusout", event => event.relatedTarget && !form.contains(event.relatedTarget) && close());
    document.addEventListener("pointerdown", event => form.contains(event.target) || close());
    document.addEventListener("keydown", event => {
        if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") ||
            event.target.closest?.("input, textarea, select, [contenteditable]"))
            return;
        event.preventDefault();
        open();
    });
}
