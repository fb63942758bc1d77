/* page_downloads.c - the link to the ZIP file of a node; see page.h. */
#include <inttypes.h>

#include "gallery/model/download.h"
#include "gallery/pages/page.h"

#define NBSP "\xC2\xA0"

/* "850 kB", "1.2 MB", "34 MB". */
static void put_bytes(struct tg_buf *out, uint64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    uint64_t one = 1000, tenths;
    size_t unit = 0;

    for (; bytes >= 1000 * one - one / 2 && unit < 3; unit++)
        one *= 1000;
    tenths = (bytes + one / 20) / (one / 10);
    if (tenths < 100 && unit)
        tg_buf_printf(out, "%" PRIu64 ".%" PRIu64 NBSP "%s", tenths / 10, tenths % 10, units[unit]);
    else
        tg_buf_printf(out, "%" PRIu64 NBSP "%s", (bytes + one / 2) / one, units[unit]);
}

static void put_count(struct tg_buf *out, const char *before, size_t n, const char *what)
{
    if (n)
        tg_buf_printf(out, "%s%zu %s%s", before, n, what, n == 1 ? "" : "s");
}

void tg_page_archive(const struct tg_page *page)
{
    const struct tg_archive *archive = page->node->archive;
    struct tg_buf *out = page->out;

    if (!archive || !archive->there || page->number > 1)
        return;
    TG_HTML_LIT(out, "<p class=\"archive\"><a download=\"");
    tg_html_attr(out, archive->title);
    TG_HTML_LIT(out, "\" href=\"");
    tg_buf_puts(out, tg_page_is_own(page) ? "" : "../");
    tg_html_url_path(out, archive->name);
    TG_HTML_LIT(out, "\">Download all</a> ");
    put_count(out, "", archive->pictures, "picture");
    put_count(out, archive->pictures ? " · " : "", archive->videos, "video");
    TG_HTML_LIT(out, " · ZIP, ");
    put_bytes(out, archive->bytes);
    TG_HTML_LIT(out, "</p>\n");
}
