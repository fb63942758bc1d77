/* Motion photos, on pages that have some: a button and a key play the video of the picture that is shown, once and
 * without sound, upon the still.  It never plays by itself. */
{
    const end = () => box.querySelector(".v-live")?.remove();

    async function start() {
        const video = make("video", {className: "v-live", src: shown.link.dataset.motion, muted: true,
                                     playsInline: true, onended: end, ariaHidden: "true"});

        current().picture.append(video);
        await video.play().catch(() => {
            video.remove();
            if (video.error)
                say(words.noVideo);
        });
    }

    function press() {
        if (live.hidden || box.querySelector(".v-live"))
            return end();
        setShow(false);
        start();
    }

    function choose() {
        box.querySelector("[inert] .v-live")?.remove(); /* it was left */
        live.hidden = !shown?.link.dataset.motion;
    }

    ICONS.motion = "M12 9a3 3 0 1 0 .01 0zM12 6a6 6 0 1 0 .01 0zM12 3a9 9 0 1 0 .01 0z";
    const live = button("motion", "m", press);
    info.before(live);
    help.append(make("dt", {textContent: "m"}), make("dd", {textContent: live.ariaLabel}));
    keys.m = press;
    /* The count is written whenever another picture is shown. */
    new MutationObserver(choose).observe(count, {childList: true});
    choose();
}
