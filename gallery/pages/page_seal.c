/* page_seal.c - pages behind a password; see page.h. */
#include "gallery/model/lock.h"
#include "gallery/pages/page.h"

static void put_base64(struct tg_buf *out, const char *name, const uint8_t *data, size_t len)
{
    tg_buf_printf(out, " data-%s=\"", name);
    tg_base64(out, data, len);
    TG_HTML_LIT(out, "\"");
}

/* Nothing in it tells one locked page from another but its length. */
static void put_form(const struct tg_page *page)
{
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n"
                     "<meta name=\"robots\" content=\"noindex\">\n"
                     "<title>Protected page</title>\n<link rel=\"icon\" href=\"data:,\">\n");
    tg_page_asset(page, "<link rel=\"stylesheet\" href=\"",
                  page->basic ? page->assets->basic_style : page->assets->style, "\">\n");
    tg_page_asset(page, "<script defer src=\"", page->assets->unlock, "\"></script>\n");
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

void tg_page_seal(const struct tg_page *page)
{
    const struct tg_lock *lock = page->node->lock;
    struct tg_buf *out = page->out, sealed;

    if (!lock || out->failed)
        return;
    tg_buf_init(&sealed, TG_BUF_MAX);
    if (!tg_secret_seal(&lock->secret, out->data, out->len, &sealed))
        sealed.failed = true;
    tg_buf_clear(out);
    put_form(page);
    tg_buf_printf(out, "<script id=\"sealed\" type=\"application/octet-stream\" data-rounds=\"%d\"",
                  TG_SECRET_ROUNDS);
    put_base64(out, "salt", lock->secret.salt, TG_SECRET_SALT);
    TG_HTML_LIT(out, ">");
    tg_buf_puts(out, tg_buf_str(&sealed));
    TG_HTML_LIT(out, "</script>\n</body>\n</html>\n");
    out->failed |= sealed.failed;
    tg_buf_release(&sealed);
}
