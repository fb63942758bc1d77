/* dates.c - see dates.h. */
#include "gallery/model/dates.h"

#include <stdio.h>
#include <string.h>

#include "gallery/source/album_file.h"

#define NBSP "\xC2\xA0" /* keeps a date in one line */

static const char *const MONTHS[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

bool tg_day_of(const char *date, struct tg_date *day)
{
    char text[TG_DAY_CHARS + 1];

    (void)snprintf(text, sizeof(text), "%.*s", TG_DAY_CHARS, date);
    return tg_date_parse(text, day);
}

static void add_date(struct tg_summary *sum, const char *date)
{
    struct tg_date unused;

    if (!date || !tg_day_of(date, &unused))
        return;
    if (!sum->first || strcmp(date, sum->first) < 0)
        sum->first = date;
    if (!sum->last || strcmp(date, sum->last) > 0)
        sum->last = date;
}

struct tg_summary tg_album_summary(const struct tg_album *album)
{
    struct tg_summary sum = {0};

    for (size_t i = 0; i < album->photos_len; i++) {
        sum.films += album->photos[i]->film != NULL;
        add_date(&sum, album->photos[i]->date);
    }
    sum.photos = album->photos_len - sum.films;
    for (size_t i = 0; i < album->listed_len; i++) {
        struct tg_summary below = {0};

        if (album->albums[i]->lock == album->lock)
            below = tg_album_summary(album->albums[i]);
        sum.photos += below.photos;
        sum.films += below.films;
        add_date(&sum, below.first);
        add_date(&sum, below.last);
    }
    if (album->file && album->file->date)
        sum.first = sum.last = album->file->date;
    return sum;
}

void tg_html_days(struct tg_buf *out, const char *first, const char *last)
{
    struct tg_date a, b;

    if (!tg_day_of(first, &a) || !tg_day_of(last, &b))
        return;
    if (a.year == b.year && a.month == b.month) {
        if (a.day != b.day) {
            tg_html_uint(out, a.day);
            TG_HTML_LIT(out, "–");
        }
        tg_html_uint(out, b.day);
        TG_HTML_LIT(out, NBSP);
    } else {
        tg_html_text(out, MONTHS[a.month - 1]);
        if (a.year != b.year) {
            TG_HTML_LIT(out, NBSP);
            tg_html_uint(out, a.year);
        }
        TG_HTML_LIT(out, NBSP "– ");
    }
    tg_html_text(out, MONTHS[b.month - 1]);
    TG_HTML_LIT(out, NBSP);
    tg_html_uint(out, b.year);
}
