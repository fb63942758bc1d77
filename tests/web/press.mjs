/* press.mjs - what waits for the viewer where a page was written anew by document.write(): Chromium calls such a page
 * complete before its scripts have run.  And pages that wait longer. */

/* For waitForFunction(): clicks the n-th link of `selector` until the viewer opens, and never follows it. */
export const viewerOpens = ({ selector, n }) => {
    const link = [...document.querySelectorAll(selector)].at(n);

    if (!link || document.querySelector("dialog.viewer[open]"))
        return Boolean(link);
    link.parentElement.onclick = event => event.preventDefault();
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    return false;
};

/* For pages from their beginning: they wait a minute for their service worker, not four seconds. */
export const patient = () => {
    const { setTimeout } = globalThis;

    globalThis.setTimeout = (run, ms, ...args) => setTimeout(run, ms === 4000 ? 60000 : ms, ...args);
};
