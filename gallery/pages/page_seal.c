/* page_seal.c - pages behind a password; see page.h. */
#include <stdlib.h>

#include "gallery/model/lock.h"
#include "gallery/pages/page.h"

char *tg_page_key_name(const struct tg_lock *lock)
{
    char name[TG_SECRET_NAME + 1];
    struct tg_buf path;

    tg_secret_name(&lock->secret, "key file", name);
    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_printf(&path, TG_KEYS_DIR "/%s.js", name);
    return tg_buf_steal(&path);
}

void tg_page_key(const struct tg_lock *lock, struct tg_buf *out)
{
    uint8_t wrapped[TG_SECRET_WRAPPED];

    tg_secret_wrap(&lock->secret, wrapped);
    tg_buf_printf(out, "tirageKey({\"version\":1,\"rounds\":%d,\"salt\":\"", TG_SECRET_ROUNDS);
    tg_base64(out, lock->secret.salt, TG_SECRET_SALT);
    tg_buf_puts(out, "\",\"key\":\"");
    tg_base64(out, wrapped, sizeof(wrapped));
    tg_buf_puts(out, "\"});\n");
}

/* Who may open it: the topmost node above this one under the same password. */
static const struct tg_node *top_of(const struct tg_node *node)
{
    while (node->parent && node->parent->lock == node->lock)
        node = node->parent;
    return node;
}

/* A title that anybody sees on a tile; NULL if there is none. */
static const char *title_of(const struct tg_node *top)
{
    return top->parent && !top->parent->lock && !top->hidden ? top->title : NULL;
}

static void put_form_head(const struct tg_page *page, const char *title)
{
    char *key = tg_page_key_name(page->node->lock);
    struct tg_buf *out = page->out;

    out->failed |= !key;

    TG_HTML_LIT(out, "<!DOCTYPE html>\n");
    tg_html_lang(out, page->node->lang);
    TG_HTML_LIT(out, "<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"robots\" content=\"noindex\">\n<title>");
    if (title) {
        tg_html_text(out, title);
        TG_HTML_LIT(out, " · ");
    }
    tg_page_word(page, "", TG_WORD_PROTECTED_PAGE,
                 "</title>\n<link rel=\"icon\" href=\"data:,\">\n");
    tg_page_style(page);
    tg_page_asset(page, "<script defer src=\"", page->assets->unlock, "\"></script>\n");
    tg_page_asset(page, "<script defer src=\"", key ? key : "", "\"></script>\n");
    TG_HTML_LIT(out, "</head>\n");
    free(key);
}

/* The way back leads to the nearest page above that is open. */
static void put_way_back(const struct tg_page *page, const struct tg_node *node)
{
    struct tg_buf *out = page->out;

    while (node && node->lock)
        node = node->parent;
    if (!node)
        return;
    tg_page_word(page, "<nav aria-label=\"", TG_WORD_BREADCRUMB,
                 page->basic ? "\">\n<ol>\n<li><a href=\""
                             : "\">\n<ol>\n<li><a class=\"up\" href=\"");
    tg_page_up(page, node);
    TG_HTML_LIT(out, "index.html\">");
    tg_html_text(out, node->title);
    TG_HTML_LIT(out, "</a></li>\n</ol>\n</nav>\n");
}

/* It tells no more of its album than the page above does. */
static void put_form(const struct tg_page *page)
{
    const char *title = title_of(top_of(page->node));
    struct tg_buf *out = page->out;

    put_form_head(page, title);
    TG_HTML_LIT(out, "<body class=\"locked\">\n<main>\n");
    put_way_back(page, page->node);
    TG_HTML_LIT(out, "<h1>");
    tg_html_text(out, title ? title : tg_word(page->words, TG_WORD_PROTECTED_PAGE));
    TG_HTML_LIT(out, "</h1>\n");
    tg_page_word(page, "<noscript><p>", TG_WORD_NEEDS_SCRIPT,
                 "</p></noscript>\n<form id=\"unlock\">\n");
    tg_page_word(page, "<p><label for=\"password\">", TG_WORD_PASSWORD,
                 "</label>\n<input id=\"password\" type=\"password\" "
                 "autocomplete=\"current-password\" required></p>\n");
    tg_page_word(page, "<p><label><input id=\"remember\" type=\"checkbox\"> ", TG_WORD_REMEMBER,
                 "</label></p>\n");
    tg_page_word(page, "<p><button type=\"submit\">", TG_WORD_OPEN, "</button></p>\n");
    /* What the script says. */
    tg_page_word(page, "<p id=\"answer\" role=\"status\" data-wait=\"", TG_WORD_WAIT, "\"");
    tg_page_word(page, " data-wrong=\"", TG_WORD_WRONG_PASSWORD, "\"");
    tg_page_word(page, " data-http=\"", TG_WORD_NEEDS_HTTPS, "\"");
    tg_page_word(page, " data-disk=\"", TG_WORD_NEEDS_WEB, "\"");
    tg_page_word(page, " data-missing=\"", TG_WORD_FILE_MISSING, "\"></p>\n</form>\n</main>\n");
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
    TG_HTML_LIT(out, "<script id=\"sealed\" type=\"application/octet-stream\">");
    tg_buf_puts(out, tg_buf_str(&sealed));
    TG_HTML_LIT(out, "</script>\n</body>\n</html>\n");
    out->failed |= sealed.failed;
    tg_buf_release(&sealed);
}
