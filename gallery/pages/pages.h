/* pages.h - writing a site's files. */
#ifndef TG_GALLERY_PAGES_H
#define TG_GALLERY_PAGES_H

#include "gallery/model/site.h"

/* Writes pages, assets and files of SRC that go to the site as they are under site->out, through
 * temporary files in `tmpdir`; files that already have the right bytes are left untouched.  Pages
 * depend on the model alone: no clock, no locale.  `written` is told each file's path relative to
 * OUT, whether it was touched or not; it may be NULL. */
struct tg_err *tg_site_write(const struct tg_site *site, const char *tmpdir,
                             struct tg_err *(*written)(void *ctx, const char *path),
                             void *ctx) TG_MUST_USE;

#endif
