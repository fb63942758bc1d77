/* page_days.c - albums of many pictures: several pages, a heading and rows of their own for each day. */
#include <string.h>
#include <strings.h>

#include "gallery/model/dates.h"
#include "gallery/model/text.h"
#include "gallery/pages/page.h"
#include "gallery/source/album_file.h"

enum {
    MANY = 400,    /* pictures, from which on an album is divided if nobody says otherwise */
    PER_PAGE = 200 /* docs/benchmarks.md: what 100 and 2000 are to a phone */
};

static const char *day_of(const struct tg_photo *photo)
{
    struct tg_date unused;

    return tg_day_of(photo->date, &unused) ? photo->date : "";
}

bool tg_album_by_day(const struct tg_album *album)
{
    const struct tg_album_file *file = album->file;

    if (album->photos_len == 0 || (file && (file->undivided || file->sort != TG_SORT_DATE)))
        return false;
    return (file && file->by_day) || album->photos_len > MANY;
}

size_t tg_album_per_page(const struct tg_album *album)
{
    bool paged = !album->file || album->file->paged;

    return paged && album->photos_len > MANY ? PER_PAGE : album->photos_len;
}

static const char first_page[] = "index.html", more_pages[] = "page-";

char *tg_page_name(size_t number)
{
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    if (number == 1)
        tg_buf_puts(&name, first_page);
    else
        tg_buf_printf(&name, "%s%zu.html", more_pages, number);
    return tg_buf_steal(&name);
}

bool tg_is_page_name(const char *name)
{
    size_t prefix = strlen(more_pages), digits;

    if (tg_text_casecmp(name, first_page) == 0)
        return true;
    if (strncasecmp(name, more_pages, prefix) != 0)
        return false;
    digits = strspn(name + prefix, "0123456789");
    return digits && tg_text_casecmp(name + prefix + digits, ".html") == 0;
}

void tg_page_day(const struct tg_page *page, size_t i)
{
    struct tg_photo *const *photos = page->album->photos;
    struct tg_buf *out = page->out;
    const char *day = day_of(photos[i]);

    if (i > page->first && strncmp(day, day_of(photos[i - 1]), TG_DAY_CHARS) == 0)
        return;
    if (i > page->first)
        TG_HTML_LIT(out, "</ul>\n");
    TG_HTML_LIT(out, "<h2 class=\"day\">");
    if (*day)
        tg_html_days(out, day, day);
    else
        TG_HTML_LIT(out, "Undated");
    TG_HTML_LIT(out, "</h2>\n<ul class=\"rows\" role=\"list\">\n");
}
