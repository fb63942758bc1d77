/* The slideshow: an animation of the line at the window's lower edge is its clock, so that it can be paused.  And the
 * filmstrip: the thumbnails around the picture that is shown, on wide screens. */
const INTERVAL_MS = 4000, FRAME = 72; /* a thumbnail's share of the filmstrip, in pixels */
let clock = null;

async function setShow(on) {
    if (on === Boolean(clock))
        return;
    clock?.cancel();
    clock = null;
    dialog.classList.toggle("v-playing", on);
    setIcon(player, on ? "pause" : "play");
    player.ariaPressed = String(on);
    count.ariaLive = on ? "off" : "polite";
    if (on)
        tick();
}

/* A picture's time begins when it is there; a video lasts as long as it does. */
async function tick() {
    const {img, video} = current(), look = still.matches ? {opacity: [0, 0]} : {transform: ["scaleX(0)", "scaleX(1)"]};
    const mine = clock = progress.animate(look, INTERVAL_MS);

    mine.pause();
    if (video)
        await video.play().then(() => new Promise(done => {
            video.onended = done;
            video.onpause = () => video.ended || setShow(false);
        })).catch(() => {});
    else
        await img.decode().catch(() => {});
    if (clock !== mine)
        return;
    if (video?.ended)
        mine.finish();
    else if (!document.hidden)
        mine.play();
    await mine.finished.catch(() => {});
    if (clock !== mine)
        return;
    await (at < items.length - 1 || high < pages.length - 1 ? go(at + 1, {auto: true}) : jump(0, 0, true));
    if (clock === mine)
        tick();
}

document.addEventListener("visibilitychange", () => document.hidden ? clock?.pause() : clock?.play());

/* What is loaded is shown as it is, the rest as small as there is. */
function frameOf(item) {
    const {node, img, loaded} = copyOf(item, "lazy");
    const frame = make("div", {className: "v-frame", onclick: () => go(items.indexOf(item))}, node);

    if (loaded) {
        node.querySelectorAll("source").forEach(source => source.remove());
        img.removeAttribute("srcset");
        img.src = loaded;
    }
    img.alt = "";
    for (const element of frame.querySelectorAll("source, img"))
        element.sizes = "4rem";
    return frame;
}

function hangFilmstrip(by) {
    if (!wide.matches || items.length < 2)
        return;
    const half = Math.ceil(room.width / FRAME / 2) + 1, first = Math.max(0, at - half);
    const wanted = items.slice(first, at + half + 1).map(item => item.frame ??= frameOf(item));

    for (const frame of [...reel.children])
        if (!wanted.includes(frame))
            frame.remove();
    for (const [i, frame] of wanted.entries()) {
        frame.style.transform = `translateX(${(first + i - at) * FRAME * side}px)`;
        frame.classList.toggle("v-on", first + i === at);
        if (!frame.isConnected)
            reel.append(frame);
    }
    if (by)
        animate(reel, "transform", `translateX(${clamp(by, -half, half) * FRAME * side}px)`, "translateX(0px)");
}
