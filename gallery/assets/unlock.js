/* Opens a protected page with the password of its album: see docs/security.md. */
"use strict";
{
    const sealed = document.getElementById("sealed");
    const form = document.getElementById("unlock");
    const field = document.getElementById("password");
    const answer = document.getElementById("answer");
    const slot = "tirage " + sealed.dataset.salt;
    const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

    /* One list of keys for the site, in this tab and, if wanted, on this device. */
    const stores = () => {
        try {
            return [sessionStorage, localStorage];
        } catch {
            return []; /* forbidden */
        }
    };
    const keys = (store) => (store.getItem(slot) ?? "").split(" ").filter(Boolean);
    const keep = (store, key) => store.setItem(slot, [...new Set([...keys(store), key])].join(" "));

    /* HMAC-SHA-256(PBKDF2(password), label), as in core/crypt/secret.h. */
    const derive = async (password) => {
        const text = new TextEncoder();
        const base = await crypto.subtle.importKey("raw", text.encode(password), "PBKDF2", false, ["deriveBits"]);
        const master = await crypto.subtle.deriveBits({
            name: "PBKDF2", hash: "SHA-256", salt: bytes(sealed.dataset.salt), iterations: Number(sealed.dataset.rounds),
        }, base, 256);
        const mac = await crypto.subtle.importKey("raw", master, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
        const key = await crypto.subtle.sign("HMAC", mac, text.encode("tirage page 1"));
        return btoa(String.fromCharCode(...new Uint8Array(key)));
    };
    const open = async (key, sealed) => {
        const data = bytes(sealed.textContent);
        const aes = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
        const page = await crypto.subtle.decrypt({ name: "AES-GCM", iv: data.subarray(0, 12) }, aes, data.subarray(12));
        return new TextDecoder().decode(page);
    };
    const show = (page) => {
        document.open();
        document.write(page);
        document.close();
    };

    /* A key that was kept may be that of another album, or of an older password. */
    const tryAll = async (sealed) => {
        for (const key of stores().flatMap(keys)) {
            try {
                return await open(key, sealed);
            } catch { /* the next one */ }
        }
        return null;
    };
    /* For the viewer, which goes on to further pages of the album. */
    globalThis.tirageUnseal = (page) => tryAll(page.getElementById("sealed"));

    /* Where no key opens it the form stays. */
    const start = async () => {
        const page = await tryAll(sealed);
        if (page)
            return show(page);
        document.documentElement.classList.add("asking");
        field.focus();
    };
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        answer.textContent = answer.dataset.wait;
        const key = await derive(field.value);
        try {
            const page = await open(key, sealed);
            const [tab, device] = stores();
            if (tab)
                keep(document.getElementById("remember").checked ? device : tab, key);
            show(page);
        } catch {
            answer.textContent = answer.dataset.wrong;
            field.select();
        }
    });
    if (window.crypto?.subtle) {
        start();
    } else {
        field.disabled = true;
        answer.textContent = answer.dataset.http;
    }
}
