/* lock.c - what locked galleries and albums share; see lock.h. */
#include "gallery/model/lock.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/pages/html.h"

struct tg_lock *tg_lock_for(struct tg_arena *arena, struct tg_lock **locks, const char *site,
                            const char *password)
{
    uint8_t salt[TG_SECRET_SALT];
    struct tg_lock *lock;
    size_t index = 0;

    for (; *locks; locks = &(*locks)->next, index++)
        if (strcmp((*locks)->password, password) == 0)
            return *locks;
    lock = tg_arena_alloc(arena, 1, sizeof(*lock));
    if (!lock)
        return NULL;
    *lock = (struct tg_lock){.password = password, .index = index};
    tg_secret_salt(site, salt);
    tg_secret_derive(&lock->secret, password, salt);
    *locks = lock;
    return lock;
}

char *tg_lock_name(const struct tg_lock *lock, const char *dir, char *name)
{
    char hidden[TG_SECRET_NAME + 1], *path;
    struct tg_buf out;

    if (!lock || !name)
        return name;
    path = tg_path_join(dir, name);
    tg_buf_init(&out, TG_BUF_MAX);
    if (path)
        tg_secret_name(&lock->secret, path, hidden);
    tg_buf_puts(&out, path ? hidden : "");
    tg_buf_puts(&out, tg_path_ext(name));
    free(name);
    name = path ? tg_buf_steal(&out) : NULL;
    tg_buf_release(&out);
    free(path);
    return name;
}

static void put_base64(struct tg_buf *out, const char *name, const uint8_t *data, size_t len)
{
    tg_buf_printf(out, " data-%s=\"", name);
    tg_base64(out, data, len);
    TG_HTML_LIT(out, "\"");
}

/* Nothing in it tells one locked page from another but its length. */
static void put_form(struct tg_buf *out, const struct tg_lock_assets *assets)
{
    TG_HTML_LIT(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n"
                     "<meta name=\"robots\" content=\"noindex\">\n"
                     "<title>Protected page</title>\n<link rel=\"icon\" href=\"data:,\">\n");
    TG_HTML_LIT(out, "<link rel=\"stylesheet\" href=\"");
    tg_buf_puts(out, assets->up);
    tg_html_url_path(out, assets->style);
    TG_HTML_LIT(out, "\">\n<script defer src=\"");
    tg_buf_puts(out, assets->up);
    tg_html_url_path(out, assets->unlock);
    TG_HTML_LIT(out, "\"></script>\n");
    TG_HTML_LIT(out, "</head>\n<body class=\"locked\">\n<main>\n<h1>Protected page</h1>\n"
                     "<noscript><p>It takes JavaScript to open this page.</p></noscript>\n"
                     "<form id=\"unlock\">\n"
                     "<p><label for=\"password\">Password</label>\n"
                     "<input id=\"password\" type=\"password\" autocomplete=\"current-password\" "
                     "required></p>\n"
                     "<p><label><input id=\"remember\" type=\"checkbox\"> Remember it on this "
                     "device</label></p>\n"
                     "<p><button type=\"submit\">Open</button></p>\n"
                     "<p id=\"answer\" role=\"status\"></p>\n</form>\n</main>\n");
}

void tg_lock_seal(struct tg_buf *out, const struct tg_lock *lock,
                  const struct tg_lock_assets *assets)
{
    struct tg_buf sealed;

    if (!lock || out->failed)
        return;
    tg_buf_init(&sealed, TG_BUF_MAX);
    if (!tg_secret_seal(&lock->secret, out->data, out->len, &sealed))
        sealed.failed = true;
    tg_buf_clear(out);
    put_form(out, assets);
    tg_buf_printf(out, "<script id=\"sealed\" type=\"application/octet-stream\" data-rounds=\"%d\"",
                  TG_SECRET_ROUNDS);
    put_base64(out, "salt", lock->secret.salt, TG_SECRET_SALT);
    TG_HTML_LIT(out, ">");
    tg_buf_puts(out, tg_buf_str(&sealed));
    TG_HTML_LIT(out, "</script>\n</body>\n</html>\n");
    out->failed |= sealed.failed;
    tg_buf_release(&sealed);
}
