/* Fingers, and a mouse: one drags the strip, the picture up or down to close, or what is zoomed; two pinch.  Nothing
 * here reads the layout while it moves. */
const SLOP = 6, TAP_MS = 300, FLICK = .3, SAMPLE_MS = 100; /* pixels; pixels in a millisecond */
const PINCHED = .9; /* the picture is put away */
const CONTROLS = 72; /* of a video, at its lower edge */
const fingers = new Map();
let gesture = null; /* {kind, x, y, zoom, shift: at its beginning, at, spread, target, trail, aim: where it was going} */
let tapped = {}, waiting = 0;

function middle() {
    const [a, b = a] = fingers.values();

    return {x: (a.x + b.x) / 2, y: (a.y + b.y) / 2};
}

function spread() {
    const [a, b] = fingers.values();

    return b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}

function begin(kind, target, aim) {
    gesture = {kind, target, aim, x, y, zoom, shift, at: middle(), spread: spread(), trail: []};
}

/* What moves by itself is caught where it is. */
function grab() {
    const {picture} = current(), now = seen(picture);

    shift = seen(strip).e;
    if (zoom > 1 && running.has(picture))
        [x, y, zoom] = [now.e, now.f, now.a];
    stop(strip);
    stop(picture);
    strip.style.transform = `translateX(${shift}px)`;
    place();
}

function press(event) {
    const video = event.target.closest("video"), aim = {x, y, zoom};

    if (event.button || fingers.size > 1 || !shown || event.target.closest(".v-caption") ||
        (video && event.clientY > video.getBoundingClientRect().bottom - CONTROLS))
        return;
    if (!video)
        stage.setPointerCapture(event.pointerId);
    setShow(false);
    fingers.set(event.pointerId, {x: event.clientX, y: event.clientY});
    grab();
    begin(fingers.size > 1 ? "pinch" : "", event.target, aim);
    if (gesture.kind === "pinch" && current().video)
        gesture.kind = "rest";
    dialog.classList.toggle("v-moving", Boolean(gesture.kind));
    dialog.classList.toggle("v-zoomed", zoom > 1 || gesture.kind === "pinch");
}

/* What it becomes, once it is no tap any more.  Beyond the edge of what is zoomed the next picture comes. */
function kindOf(dx, dy) {
    const [least, most] = limits(), flat = Math.abs(dx) >= Math.abs(dy);

    return zoom > 1 && !shift && !(flat && (dx > 0 ? x >= most : x <= least)) ? "pan" : shift || flat ? "swipe" : "close";
}

function drag(event) {
    const finger = fingers.get(event.pointerId);

    if (event.pointerType === "mouse")
        wake();
    if (!finger)
        return;
    [finger.x, finger.y] = [event.clientX, event.clientY];
    const now = middle(), dx = now.x - gesture.at.x, dy = now.y - gesture.at.y;

    if (!gesture.kind) {
        if (Math.hypot(dx, dy) < SLOP)
            return;
        stage.setPointerCapture(event.pointerId);
        gesture.kind = kindOf(dx, dy);
        dialog.classList.add("v-moving");
    }
    for (const {timeStamp, clientX, clientY} of event.getCoalescedEvents?.() ?? [event]) /* over https */
        gesture.trail.push({time: timeStamp, x: clientX, y: clientY});
    moves[gesture.kind]?.(dx, dy, now);
}

const moves = {
    swipe(dx) {
        const first = at === 0 && low === 0, last = at === items.length - 1 && high === pages.length - 1;
        const ahead = last ? 0 : -step() * side, back = first ? 0 : step() * side;

        shift = stretch(gesture.shift + dx, Math.min(ahead, back), Math.max(ahead, back));
        strip.style.transform = `translateX(${shift}px)`;
    },
    close(dx, dy) {
        const share = Math.min(1, Math.abs(dy) / room.height);

        [x, y, zoom] = [dx, dy, 1 - share / 3];
        place();
        ground.style.opacity = 1 - share;
    },
    pan(dx, dy) {
        const [left, right, top, bottom] = limits();

        x = stretch(gesture.x + dx, left, right);
        y = stretch(gesture.y + dy, top, bottom);
        place();
    },
    pinch(dx, dy) {
        const {at: from} = gesture, to = gesture.zoom * spread() / gesture.spread;

        ({x, y, zoom} = gesture);
        zoomAround(stretch(to * 500, 500, ZOOM_MAX * 500) / 500, from.x, from.y);
        x += dx;
        y += dy;
        place();
    },
};

/* Pixels in a millisecond, of the last moments. */
function speed(now) {
    const trail = gesture.trail.filter(sample => now - sample.time < SAMPLE_MS).slice(-4);
    const [a] = trail, b = trail.at(-1);

    return trail.length < 2 ? {x: 0, y: 0}
        : {x: (b.x - a.x) / Math.max(8, b.time - a.time), y: (b.y - a.y) / Math.max(8, b.time - a.time)};
}

/* Fingers may have gone too far, and ended between. */
function finish(ms, pace) {
    const from = seen(current().picture), to = clamp(zoom, 1, ZOOM_MAX);

    if (to !== zoom)
        zoomAround(to, gesture.at.x, gesture.at.y);
    land(from, ms, pace);
    if (shift)
        settle(0);
    if (Number(ground.style.opacity || 1) < 1)
        animate(ground, "opacity", ground.style.opacity, "1");
}

/* Where the gesture ends its speed decides, or else how far it came. */
const ends = {
    swipe(v) {
        const forward = v.x * shift > 0 && Math.abs(v.x) > FLICK;
        const far = Math.abs(shift) > room.width / 2 && Math.abs(v.x) <= FLICK;

        if (forward || far)
            go(at - Math.sign(shift) * side, {speed: v.x});
        else
            finish(MOVE_MS);
    },
    close(v) {
        if (Math.abs(y) > room.height / 6 || (v.y * y > 0 && Math.abs(v.y) > FLICK * 2))
            return leave();
        finish(MOVE_MS);
    },
    pan(v) {
        const pace = Math.hypot(v.x, v.y), glides = pace > FLICK / 3;

        x += glides ? v.x * GLIDE_MS / 3 : 0;
        y += glides ? v.y * GLIDE_MS / 3 : 0;
        finish(glides ? GLIDE_MS : MOVE_MS, pace);
    },
    rest: () => finish(MOVE_MS),
    pinch: () => finish(MOVE_MS),
};

/* A mouse zooms at once; a finger's single tap waits for a second one. */
function tap(event) {
    const {clientX: px, clientY: py, timeStamp: time, pointerType} = event;
    const again = time - tapped.time < TAP_MS && Math.hypot(px - tapped.x, py - tapped.y) < 40;
    const inside = gesture.target.closest(".v-picture");

    clearTimeout(waiting);
    tapped = again ? {} : {time, x: px, y: py};
    if (again && pointerType === "mouse") { /* what the first click began goes on */
        const from = seen(current().picture);

        ({x, y, zoom} = gesture.aim);
        land(from, MOVE_MS);
    } else if (!inside && !again)
        leave();
    else if (current().video)
        dialog.classList.remove("v-bare");
    else if (pointerType === "mouse" || again)
        zoom > 1 ? zoomTo(1) : zoomIn(px, py);
    else
        waiting = setTimeout(() => dialog.classList.toggle("v-bare"), TAP_MS);
}

function lift(event) {
    if (!fingers.delete(event.pointerId) || !shown)
        return;
    const up = event.type === "pointerup"; /* or the system has taken it */

    if (fingers.size) /* the other finger goes on */
        return up && gesture.zoom <= 1 && zoom < PINCHED ? leave() : begin(zoom > 1 ? "pan" : "rest");
    dialog.classList.remove("v-moving");
    if (!up)
        finish(MOVE_MS);
    else if (gesture.kind)
        ends[gesture.kind](speed(event.timeStamp));
    else if (shift) /* the strip was caught, and let go */
        settle(0);
    else
        tap(event);
}

stage.addEventListener("pointerdown", press);
dialog.addEventListener("pointermove", drag);
dialog.addEventListener("pointerup", lift);
dialog.addEventListener("pointercancel", lift);
stage.addEventListener("wheel", event => {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;

    if (event.target.closest(".v-caption"))
        return;
    event.preventDefault();
    if (!shown || current().video)
        return;
    stop(current().picture);
    zoomAround(clamp(zoom * Math.exp(-event.deltaY * lines / 300), 1, ZOOM_MAX), event.clientX, event.clientY);
    confine();
    place();
}, {passive: false});
