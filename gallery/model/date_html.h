/* date_html.h - dates and ranges of dates for people, in the language of a page. */
#ifndef TG_GALLERY_DATE_HTML_H
#define TG_GALLERY_DATE_HTML_H

#include "core/base/buf.h"
#include "gallery/model/dates.h"
#include "gallery/words/words.h"

/* "17 May 2020", "May 2020" or "2020", as HTML text; of no date nothing. */
void tg_html_day(struct tg_buf *out, const struct tg_words *words, struct tg_date date);

/* As exact as is pleasant to read: "17 May 2020", "3–12 May 2020", "April – May 2020",
 * "December 2019 – January 2020", "May 2020" or "2020".  Nothing for what is not a date. */
void tg_html_days(struct tg_buf *out, const struct tg_words *words, const char *first,
                  const char *last);

#endif
