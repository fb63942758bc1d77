/* Motion photos, on pages that have some: a button and a key play the video of the picture that is shown, once and
 * without sound, upon the still.  It never plays by itself. */
{
    const NAME = "Play the motion photo", KEY = "m";
    const ring = r => `M12 ${12 - r}a${r} ${r} 0 1 0 .01 0z`;
    const end = () => box.querySelector(".v-live")?.remove();

    async function start() {
        const video = make("video", {className: "v-live", src: shown.link.dataset.motion, muted: true,
                                     playsInline: true, onended: end, ariaHidden: "true"});

        current().picture.append(video);
        await video.play().catch(() => {
            video.remove();
            if (video.error)
                say("The video could not be played");
        });
    }

    function press() {
        if (live.hidden || box.querySelector(".v-live"))
            return end();
        setShow(false);
        start();
    }

    function choose() {
        end();
        live.hidden = !shown?.link.dataset.motion;
    }

    ICONS.motion = ring(2.5) + ring(6) + ring(9.5);
    const live = button("motion", NAME, KEY, press);
    info.before(live);
    help.append(make("dt", {textContent: KEY}), make("dd", {textContent: NAME}));
    keys[KEY] = press;
    /* The count is written whenever another picture is shown. */
    new MutationObserver(choose).observe(count, {childList: true});
    choose();
}
