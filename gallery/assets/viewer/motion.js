/* What moves: the strip of slides, by `shift` pixels, and the picture that is shown, by (x, y) from its place and
 * `zoom` times as large.  Animations are of transform and opacity alone, which need neither layout nor paint. */
const ZOOM_MAX = 8, ZOOM_TAP = 2.5, GAP = 24, IDLE_MS = 3000;
const MOVE_MS = 280, GLIDE_MS = 600, EASE = "cubic-bezier(.2, .7, .2, 1)";
const still = matchMedia("(prefers-reduced-motion: reduce)");
let shift = 0, zoom = 1, x = 0, y = 0;

const step = () => room.width + GAP;
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
const stretch = (value, least, most) => { /* beyond its limits it follows less and less, like rubber */
    const end = clamp(value, least, most), over = value - end, size = room.width;

    return end + over * size * .5 / (size + Math.abs(over));
};
const placed = () => `translate(${x}px, ${y}px) scale(${zoom})`;
const seen = element => new DOMMatrix(getComputedStyle(element).transform);
const running = new Map(); /* by element; asking the browser for its animations would cost it a look at all styles */
const stop = element => running.get(element)?.cancel();

/* After the next frame: an input is answered first. */
const chores = new Set();
function soon(chore) {
    if (!chores.size)
        requestAnimationFrame(() => setTimeout(() => {
            const all = [...chores];

            chores.clear();
            all.forEach(chore => chore());
        }));
    chores.add(chore);
}

/* `ms` from one look to another, at first with the speed (shares of the way in a millisecond) that it has. */
async function animate(element, property, from, to, ms = MOVE_MS, speed = null) {
    const easing = speed === null ? EASE : `cubic-bezier(.3, ${clamp(.3 * speed * ms, 0, 1)}, .3, 1)`;

    stop(element);
    element.style[property] = to;
    if (still.matches)
        return;
    const animation = element.animate({[property]: [from, to]}, {duration: ms, easing});

    running.set(element, animation);
    await animation.finished.catch(() => {});
    if (running.get(element) === animation)
        running.delete(element);
}

const settle = speed => { /* the strip comes to rest */
    const from = shift;

    shift = 0;
    return animate(strip, "transform", `translateX(${from}px)`, "translateX(0px)", MOVE_MS, speed);
};

/* How far the picture may be moved: until its edge meets the window's. */
function limits() {
    const {w, h, cx, cy} = current();
    const range = (size, centre, space) => size <= space ? [0, 0] : [space - centre - size / 2, size / 2 - centre];

    return [...range(w * zoom, cx, room.width), ...range(h * zoom, cy, room.height)];
}

function place() {
    current().picture.style.transform = placed();
}

function setZoomed() {
    dialog.classList.toggle("v-zoomed", zoom > 1);
    if (zoom > 1) {
        setShow(false);
        sharpen(current(), zoom);
    }
}

/* What is at (px, py) of the window stays there. */
function zoomAround(to, px, py) {
    const {cx, cy} = current();

    x = px - cx - (px - cx - x) * to / zoom;
    y = py - cy - (py - cy - y) * to / zoom;
    zoom = to;
}

function confine() {
    const [left, right, top, bottom] = limits();

    x = clamp(x, left, right);
    y = clamp(y, top, bottom);
    setZoomed();
}

/* To where the picture may stay, from where it is seen; `speed` in pixels in a millisecond. */
function land(from, ms, speed = null) {
    confine();
    const way = Math.hypot(x - from.e, y - from.f) || 1;

    return animate(current().picture, "transform", `translate(${from.e}px, ${from.f}px) scale(${from.a})`, placed(), ms,
                   speed === null ? null : speed / way);
}

function zoomTo(scale, px = room.width / 2, py = room.height / 2) {
    const from = seen(current().picture), to = clamp(scale, 1, ZOOM_MAX);

    if (current().video)
        return;
    zoomAround(to, px, py);
    land(from, MOVE_MS);
}

/* The pixels of the file, if that is a good deal larger. */
function zoomIn(px, py) {
    const {largest, w} = current();

    zoomTo(clamp(largest / devicePixelRatio / w, ZOOM_TAP, ZOOM_MAX / 2), px, py);
}

const boxOf = item => thumbOf(item).getBoundingClientRect();

/* The transform by which a slide's picture lies upon its thumbnail's `box`; nothing if that is out of view. */
function upon(box, slide) {
    if (!box.width || box.bottom < 0 || box.right < 0 || box.top > room.height || box.left > room.width)
        return "";
    return `translate(${(box.left + box.right) / 2 - slide.cx}px, ${(box.top + box.bottom) / 2 - slide.cy}px) ` +
        `scale(${Math.max(box.width / slide.w, box.height / slide.h)})`;
}

/* As if the thumbnail itself flew. */
async function fly(slide, from, to) {
    const {style} = thumbOf(slide.item);

    style.opacity = 0;
    await animate(slide.picture, "transform", from, to);
    style.opacity = "";
}
