/* The timeline: tells the month that is seen, and goes to the one under a finger or the mouse that is dragged along.
 * Months on other pages of the album are gone to once it is let go. */
"use strict";
{
    const nav = document.querySelector(".timeline");
    const months = [...nav.querySelectorAll("li li a")];
    const file = url => url.replace(/#.*/, "");
    const marks = months.map(a => file(a.href) === file(location.href) ?
        document.getElementById(decodeURIComponent(a.hash.slice(1))) : null);
    const isBar = () => getComputedStyle(nav).position === "fixed";
    let now = null, rest = 0, waiting = false, from = null, target = null;

    const setNow = link => {
        if (link === now)
            return;
        for (const a of [now, now && yearOf(now)])
            a?.removeAttribute("aria-current");
        now = link;
        for (const a of [link, yearOf(link)])
            a.ariaCurrent = "true";
        if (!isBar()) {
            const seen = link.checkVisibility() ? link : yearOf(link), box = seen.getBoundingClientRect();

            nav.scrollBy({left: box.left + box.width / 2 - innerWidth / 2});
        }
    };
    const yearOf = link => link.closest("ul").parentElement.querySelector("a");

    const look = () => {
        const line = innerHeight / 3;
        const at = marks.findLastIndex(mark => mark && mark.getBoundingClientRect().top < line);

        waiting = false;
        if (!target)
            setNow(months[at < 0 ? marks.findIndex(Boolean) : at] ?? months[0]);
    };
    const show = () => {
        nav.classList.add("moving");
        clearTimeout(rest);
        rest = setTimeout(() => target || nav.classList.remove("moving"), 900);
    };

    addEventListener("scroll", () => {
        show();
        if (!waiting)
            requestAnimationFrame(look);
        waiting = true;
    }, {passive: true});

    const nearest = y => {
        const far = a => {
            const box = a.getBoundingClientRect();

            return Math.max(box.top - y, y - box.bottom, 0);
        };
        return months.reduce((best, a) => far(a) < far(best) ? a : best);
    };
    const drag = event => {
        if (from === null || (!target && Math.abs(event.clientY - from) < 4))
            return;
        const link = nearest(event.clientY);

        nav.setPointerCapture(event.pointerId);
        if (link === target)
            return;
        target = link;
        setNow(link);
        show();
        marks[months.indexOf(link)]?.scrollIntoView({behavior: "instant", block: "start"});
    };
    const drop = () => {
        const link = target;

        from = null;
        if (!link)
            return;
        setTimeout(() => target = null); /* after the click */
        if (!marks[months.indexOf(link)])
            location.href = link.href;
    };

    nav.addEventListener("pointerdown", event => from = isBar() && !event.button ? event.clientY : null);
    nav.addEventListener("pointermove", drag);
    nav.addEventListener("pointerup", drop);
    nav.addEventListener("pointercancel", () => from = target = null);
    nav.addEventListener("dragstart", event => event.preventDefault());
    nav.addEventListener("click", event => target && event.preventDefault(), true);
    nav.addEventListener("keydown", event => {
        const by = {ArrowUp: -1, ArrowDown: 1}[event.key];
        const stops = [...nav.querySelectorAll("a")], next = stops[stops.indexOf(document.activeElement) + by];

        if (!by || !isBar() || event.ctrlKey || event.metaKey || event.altKey)
            return;
        event.preventDefault();
        next?.focus();
    });
    look();
}
