/* months.h - dates as récitale writes them: "dd MMMM yyyy" in the language of the site.
 *
 * Parts: months_table.c. */
#ifndef TG_GALLERY_MONTHS_H
#define TG_GALLERY_MONTHS_H

#include <stddef.h>

#include "core/base/buf.h"
#include "gallery/model/dates.h"

struct tg_locale {
    const char *id;     /* "fr", "de_AT" */
    const char *months; /* twelve names with | between them */
};

extern const struct tg_locale tg_locales[];
extern const size_t tg_locales_len;

/* The locale of "fr_FR", "fr-FR", "fr_FR.UTF-8", or of its language alone; English for "C" and
 * "POSIX".  NULL if its language is not known. */
const struct tg_locale *tg_locale_find(const char *id);

/* The month, from 1, as HTML text. */
void tg_html_month(struct tg_buf *out, const struct tg_locale *locale, unsigned month);

/* "02 February 2020", or what is known of it, as HTML text. */
void tg_html_date(struct tg_buf *out, const struct tg_locale *locale, struct tg_date date);

#endif
