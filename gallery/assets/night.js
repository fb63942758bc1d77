/* Remembers the switch between day and night; what it looks like is in switch.css.  It begins as the visitor's
 * system does, or checked in a theme that is dark, and only what differs from that is kept: who agrees with the system
 * goes on with it. */
"use strict";
{
    const night = document.getElementById("night");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const key = "mode_night";
    const stored = (work) => {
        try {
            return work(localStorage);
        } catch {
            return null; /* Storage is forbidden: the switch works for this page. */
        }
    };
    const first = () => night.defaultChecked || system.matches;
    const begin = () => {
        const kept = stored((storage) => storage.getItem(key));
        night.checked = kept === null ? first() : kept === "true";
    };

    begin();
    document.documentElement.classList.add("switched");
    system.addEventListener("change", begin);
    night.addEventListener("change", () => stored((storage) =>
        night.checked === first() ? storage.removeItem(key) : storage.setItem(key, String(night.checked))));
}
