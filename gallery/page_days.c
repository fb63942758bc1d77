/* page_days.c - albums of many pictures: a heading and rows of their own for each day. */
#include <string.h>

#include "gallery/album_file.h"
#include "gallery/dates.h"
#include "gallery/page.h"

enum {
    MANY = 400,    /* pictures, from which on an album is divided if nobody says otherwise */
    DAY_CHARS = 10 /* of "2020-05-17T13:45:00" */
};

static const char *day_of(const struct tg_photo *photo)
{
    return tg_is_day(photo->date) ? photo->date : "";
}

bool tg_album_by_day(const struct tg_album *album)
{
    const struct tg_album_file *file = album->file;

    if (album->photos_len == 0 || (file && (file->undivided || file->sort != TG_SORT_DATE)))
        return false;
    return (file && file->by_day) || album->photos_len > MANY;
}

void tg_page_day(struct tg_buf *out, const struct tg_album *album, size_t i)
{
    const char *day = day_of(album->photos[i]);

    if (i && strncmp(day, day_of(album->photos[i - 1]), DAY_CHARS) == 0)
        return;
    if (i)
        TG_HTML_LIT(out, "</ul>\n");
    TG_HTML_LIT(out, "<h2 class=\"day\">");
    if (*day)
        tg_html_days(out, day, day);
    else
        TG_HTML_LIT(out, "Undated");
    TG_HTML_LIT(out, "</h2>\n<ul class=\"rows\" role=\"list\">\n");
}
