/* Slides: a copy of the page's picture, its caption below.  Three hang in the strip: the picture that is shown, the one
 * before and the one after, which begin to load at once. */
const slides = new Map(); /* by item */
const current = () => slides.get(shown);

/* [address, width] of what a srcset offers. */
const offers = element => [...element.srcset.matchAll(/(\S+) (\d+)w/g)].map(([, url, width]) => [url, +width]);

function videoOf(item) {
    const thumb = thumbOf(item);

    return make("video", {src: item.link.href, controls: true, playsInline: true, preload: "none",
                          poster: thumb.currentSrc || thumb.src, ariaLabel: thumb.alt});
}

/* The page's picture again; and what of it the browser has, or nothing. */
function copyOf(item, loading) {
    const thumb = thumbOf(item), node = document.importNode(item.link.firstElementChild, true);
    const img = node.matches("img") ? node : node.querySelector("img");

    Object.assign(img, {loading, draggable: false}).removeAttribute("fetchpriority");
    img.style.opacity = ""; /* the page's may be flying */
    return {node, img, loaded: thumb.naturalWidth && thumb.currentSrc};
}

function slideOf(item) {
    const thumb = thumbOf(item), words = item.figure.querySelector("figcaption");
    const {node, img, loaded} = copyOf(item, "eager"), video = isVideo(item) ? videoOf(item) : null;
    const picture = make("div", {className: "v-picture"}, video ?? node);
    const caption = make("p", {className: "v-caption"}, ...(words ? words.cloneNode(true).childNodes : []));

    if (loaded)
        img.style.backgroundImage = `url("${loaded}")`;
    return {item, img, video, picture, caption, node: make("div", {className: "v-slide"}, picture, caption),
            /* in pixels of the largest file of the srcset */
            ratio: thumb.getAttribute("width") / thumb.getAttribute("height"),
            largest: Math.max(thumb.getAttribute("width"), ...offers(thumb).map(([, width]) => width))};
}

/* The largest size that the window and the picture's files allow, in the middle of what controls and caption leave. */
function fit(slide) {
    const {width, height, top, bottom} = room, {ratio} = slide;
    const space = height - top - bottom - slide.below;
    const w = Math.min(width, space * ratio, slide.video ? Infinity : slide.largest), h = w / ratio;

    Object.assign(slide, {w, h, cx: width / 2, cy: top + space / 2});
    Object.assign(slide.picture.style, {left: `${slide.cx - w / 2}px`, top: `${slide.cy - h / 2}px`,
                                        width: `${w}px`, height: `${h}px`});
    slide.caption.style.setProperty("--y", `${slide.cy + h / 2}px`);
    sharpen(slide, 1);
}

/* All that is read from the layout is read before anything is written. */
function fitAll(list) {
    for (const slide of list) {
        const {caption} = slide;

        slide.below = caption.firstChild && caption.offsetHeight;
        if (slide.below && caption.scrollHeight > slide.below) /* keys scroll it */
            caption.tabIndex = 0;
    }
    list.forEach(fit);
}

/* Who looks closer gets larger files: the browser chooses from those of the format that it took, by size and pixel
 * ratio.  Beyond them there may be a full-size copy. */
function sharpen(slide, zoom) {
    const {img, item, video, largest} = slide, width = Math.ceil(slide.w * zoom);

    if (video || width <= slide.asked)
        return;
    slide.asked = width;
    for (const element of slide.picture.querySelectorAll("source, img"))
        element.sizes = `${width}px`;
    if (item.link.dataset.w > largest && width * devicePixelRatio > largest)
        enlarge(slide, item.link.href);
}

async function enlarge({img, picture}, url) {
    const file = new Image();

    if (img.src === url)
        return;
    file.src = url;
    await file.decode().catch(() => {});
    if (!file.naturalWidth)
        return;
    picture.querySelectorAll("source").forEach(source => source.remove());
    img.removeAttribute("srcset");
    img.src = url;
}

const around = () => items.slice(Math.max(0, at - 1), at + 2);

/* Hangs these pictures' slides, and puts all to their places around the one that is shown. */
function hang(wanted) {
    const near = around(), fresh = [];

    for (const [item, slide] of slides)
        if (!near.includes(item)) {
            slide.node.remove();
            slides.delete(item);
        }
    for (const item of wanted)
        if (!slides.has(item)) {
            const slide = slideOf(item);

            slides.set(item, slide);
            fresh.push(slide);
            strip.append(slide.node);
        }
    for (const [item, slide] of slides) {
        const by = items.indexOf(item) - at;

        slide.node.style.transform = by ? `translateX(${by * side * step()}px)` : "";
        slide.node.inert = by !== 0;
        if (by)
            slide.video?.pause();
    }
    fitAll(fresh);
}
