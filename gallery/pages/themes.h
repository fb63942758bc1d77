/* themes.h - the style sheets of full pages, with the fonts that they name; for gallery/ only. */
#ifndef TG_GALLERY_THEMES_H
#define TG_GALLERY_THEMES_H

#include "gallery/model/site.h"
#include "gallery/pages/writer.h"

/* Writes those of the themes that are wanted, each as one file with all that its pages need, and
 * tells their paths in `styles`, which the caller frees, also after an error.  `sections`: pages
 * have sections of stories. */
struct tg_err *tg_themes_write(const struct tg_site *site, const struct tg_writer *w,
                               const bool wanted[TG_THEMES], bool sections,
                               char *styles[TG_THEMES]) TG_MUST_USE;

#endif
