/* Remembers the switch between day and night; what it looks like is in story.css. */
"use strict";
{
    const night = document.getElementById("night");
    const key = "mode_night";

    try {
        night.checked = localStorage.getItem(key) === "true";
        night.addEventListener("change", () => localStorage.setItem(key, String(night.checked)));
    } catch {
        /* Storage is forbidden: the switch works for this page. */
    }
}
