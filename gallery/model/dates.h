/* dates.h - spans of days for people. */
#ifndef TG_GALLERY_DATES_H
#define TG_GALLERY_DATES_H

#include <stdbool.h>

#include "gallery/model/site.h"
#include "gallery/pages/html.h"
#include "gallery/settings/settings.h"

enum { TG_DAY_CHARS = 10 /* of "2020-05-17T13:45:00" */ };

/* What a page says of an album and all below it that is behind the same password, or none. */
struct tg_summary {
    size_t photos, films;
    /* Earliest and latest "YYYY-MM-DD...", or the one that the album's file gives; borrowed; NULL if there is
     * none. */
    const char *first, *last;
};

struct tg_summary tg_album_summary(const struct tg_album *album);

/* As exact as is pleasant to read: "17 May 2020", "3–12 May 2020", "April – May 2020" or
 * "December 2019 – January 2020".  Nothing for what is not a date. */
void tg_html_days(struct tg_buf *out, const char *first, const char *last);

/* The day that "YYYY-MM-DD..." begins with; false: there is none, as cameras without a set clock write zeros. */
bool tg_day_of(const char *date, struct tg_date *day);

#endif
