/* page_frame.c - what surrounds an album on its page: head, way up, heading, footer. */
#include <assert.h>
#include <stdlib.h>

#include "core/base/path.h"
#include "gallery/model/dates.h"
#include "gallery/model/lock.h"
#include "gallery/pages/page.h"
#include "gallery/source/album_file.h"

/* The path from the page's folder to OUT. */
static void put_way_up(struct tg_buf *out, const struct tg_album *from, const struct tg_album *to)
{
    while (from != to) {
        assert(from->parent);
        from = from->parent;
        TG_HTML_LIT(out, "../");
    }
}

/* A file of OUT, seen from the page. */
static void put_asset(const struct tg_page *page, const char *before, const char *path,
                      const char *after)
{
    tg_buf_puts(page->out, before);
    put_way_up(page->out, page->album, page->site->root);
    tg_html_url_path(page->out, path);
    tg_buf_puts(page->out, after);
}

/* Nothing if there is nothing to say, as on a page that leads to hidden albums only. */
static void put_summary(const struct tg_page *page, const char *before, const char *after)
{
    struct tg_buf *out = page->out, summary;

    tg_buf_init(&summary, TG_BUF_MAX);
    tg_page_summary(&summary, page->album, &page->summary);
    if (page->pages > 1)
        tg_buf_printf(&summary, " · page %zu of %zu", page->number, page->pages);
    if (summary.len) {
        tg_buf_puts(out, before);
        tg_buf_put(out, summary.data, summary.len);
        tg_buf_puts(out, after);
    }
    out->failed |= summary.failed;
    tg_buf_release(&summary);
}

static void put_head(const struct tg_page *page)
{
    const struct tg_album_file *root = page->site->root->file;
    struct tg_buf *out = page->out;

    TG_HTML_LIT(out, "<!DOCTYPE html>\n");
    tg_html_lang(out, root ? root->lang : NULL);
    TG_HTML_LIT(out, "<head>\n"
                     "<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n"
                     "<meta name=\"generator\" content=\"tirage\">\n"
                     "<meta name=\"description\" content=\"");
    if (tg_album_description(page->album)) {
        tg_html_attr(out, tg_album_description(page->album));
    } else {
        tg_html_attr(out, page->album->title);
        put_summary(page, ": ", "");
    }
    TG_HTML_LIT(out, "\">\n<title>");
    tg_html_text(out, page->album->title);
    if (page->number > 1)
        tg_buf_printf(out, ", page %zu", page->number);
    if (page->album->parent) {
        TG_HTML_LIT(out, " · ");
        tg_html_text(out, page->site->root->title);
    }
    TG_HTML_LIT(out, "</title>\n");
    tg_page_meta(page);
    /* Without an icon of its own every visit would ask the server for one in vain. */
    TG_HTML_LIT(out, "<link rel=\"icon\" href=\"data:,\">\n");
    put_asset(page, "<link rel=\"stylesheet\" href=\"", page->style, "\">\n");
    if (tg_site_is_announced(page->site) && (!page->album->parent || page->album->albums_len))
        put_asset(page, "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"", "feed.xml",
                  "\">\n");
    if (page->album->photos_len)
        put_asset(page, "<script defer=\"\" src=\"", page->viewer, "\"></script>\n");
    TG_HTML_LIT(out, "</head>\n");
}

static void put_crumb(const struct tg_page *page, const struct tg_album *album)
{
    struct tg_buf *out = page->out;

    if (album->parent)
        put_crumb(page, album->parent);
    TG_HTML_LIT(out, "<li><a href=\"");
    put_way_up(out, page->album, album);
    TG_HTML_LIT(out, "index.html\">");
    tg_html_text(out, album->title);
    TG_HTML_LIT(out, "</a></li>\n");
}

static void put_count(struct tg_buf *out, const char *before, size_t n, const char *what)
{
    if (n)
        tg_buf_printf(out, "%s%zu %s%s", before, n, what, n == 1 ? "" : "s");
}

void tg_page_summary(struct tg_buf *out, const struct tg_album *album, const struct tg_summary *sum)
{
    put_count(out, "", album->listed_len, "album");
    put_count(out, album->listed_len ? " · " : "", sum->photos, "picture");
    put_count(out, album->listed_len || sum->photos ? " · " : "", sum->films, "film");
    if (sum->first) {
        TG_HTML_LIT(out, " · ");
        tg_html_days(out, sum->first, sum->last);
    }
}

/* The album's text, or else what is said of it elsewhere. */
static void put_body(const struct tg_page *page)
{
    const struct tg_album *album = page->album;
    struct tg_buf *out = page->out;

    if (!tg_album_description(album) && !(album->file && album->file->body))
        return;
    TG_HTML_LIT(out, "<div class=\"text\">\n");
    if (album->file->body) {
        tg_buf_puts(out, album->file->body);
    } else {
        TG_HTML_LIT(out, "<p>");
        tg_html_text(out, tg_album_description(album));
        TG_HTML_LIT(out, "</p>\n");
    }
    TG_HTML_LIT(out, "</div>\n");
}

void tg_page_begin(const struct tg_page *page)
{
    struct tg_buf *out = page->out;

    put_head(page);
    TG_HTML_LIT(out, "<body>\n<header>\n");
    if (page->album->parent) {
        TG_HTML_LIT(out, "<nav aria-label=\"Breadcrumb\">\n<ol>\n");
        put_crumb(page, page->album->parent);
        TG_HTML_LIT(out, "</ol>\n</nav>\n");
    }
    TG_HTML_LIT(out, "<h1>");
    tg_html_text(out, page->album->title);
    TG_HTML_LIT(out, "</h1>\n");
    put_summary(page, "<p>", "</p>\n");
    TG_HTML_LIT(out, "</header>\n<main>\n");
    if (page->number == 1)
        put_body(page);
}

void tg_page_seal(const struct tg_page *page)
{
    struct tg_buf up;

    tg_buf_init(&up, TG_BUF_MAX);
    put_way_up(&up, page->album, page->site->root);
    tg_lock_seal(page->out, page->album->lock,
                 &(struct tg_lock_assets){tg_buf_str(&up), page->style, page->unlock});
    page->out->failed |= up.failed;
    tg_buf_release(&up);
}

/* The albums before and after this one on the page above; those behind another password are not told of. */
static void put_neighbours(const struct tg_page *page)
{
    const struct tg_album *parent = page->album->parent, *prev = NULL, *next = NULL;
    bool met = false;

    if (!parent || (page->album->file && page->album->file->hidden))
        return;
    for (size_t i = 0; i < parent->listed_len && !next; i++) {
        const struct tg_album *album = parent->albums[i];

        if (album == page->album)
            met = true;
        else if (tg_album_is_open(album, page->album))
            *(met ? &next : &prev) = album;
    }
    if (!prev && !next)
        return;
    TG_HTML_LIT(page->out, "<nav aria-label=\"Previous and next\" class=\"beside\">\n<ul>\n");
    if (prev)
        tg_html_neighbour(page->out, prev->dir, prev->title, "prev");
    if (next)
        tg_html_neighbour(page->out, next->dir, next->title, "next");
    TG_HTML_LIT(page->out, "</ul>\n</nav>\n");
}

/* The pages of this album. */
static void put_pages(const struct tg_page *page)
{
    struct tg_buf *out = page->out;

    if (page->pages == 1)
        return;
    TG_HTML_LIT(out, "<nav aria-label=\"Pages\" class=\"pages\">\n<ul>\n");
    for (size_t i = 1; i <= page->pages; i++) {
        char *name = tg_page_name(i);

        tg_buf_printf(out, "<li><a%s href=\"%s\">%zu</a></li>\n",
                      i == page->number       ? " aria-current=\"page\""
                      : i + 1 == page->number ? " rel=\"prev\""
                      : i == page->number + 1 ? " rel=\"next\""
                                              : "",
                      name ? name : "", i);
        out->failed |= !name;
        free(name);
    }
    TG_HTML_LIT(out, "</ul>\n</nav>\n");
}

void tg_page_end(const struct tg_page *page)
{
    TG_HTML_LIT(page->out, "</main>\n");
    put_pages(page);
    put_neighbours(page);
    TG_HTML_LIT(page->out, "<footer>\n<p>Made with tirage</p>\n</footer>\n</body>\n</html>\n");
}
