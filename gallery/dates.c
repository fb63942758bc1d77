/* dates.c - see dates.h. */
#include "gallery/dates.h"

#include <stdbool.h>
#include <string.h>

#include "gallery/album_file.h"

#define NBSP "\xC2\xA0" /* keeps a date in one line */

struct day {
    unsigned year, month, day;
};

static const char *const MONTHS[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

static bool read_digits(const char *s, size_t len, unsigned *value)
{
    *value = 0;
    for (size_t i = 0; i < len; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        *value = 10 * *value + (unsigned)(s[i] - '0');
    }
    return true;
}

/* Cameras without a set clock write zeros. */
static bool read_day(const char *date, struct day *d)
{
    return strlen(date) >= 10 && date[4] == '-' && date[7] == '-' &&
           read_digits(date, 4, &d->year) && read_digits(date + 5, 2, &d->month) &&
           read_digits(date + 8, 2, &d->day) && d->year > 0 && d->month >= 1 && d->month <= 12 &&
           d->day >= 1 && d->day <= 31;
}

bool tg_is_day(const char *date)
{
    struct day unused;

    return read_day(date, &unused);
}

static void add_date(struct tg_summary *sum, const char *date)
{
    if (!date || !tg_is_day(date))
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
    struct day a, b;

    if (!read_day(first, &a) || !read_day(last, &b))
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
