/* views.h - virtual albums: those that `albums_from` asks for, of photos that other albums show.
 *
 * They are trees of their own, site->views, whose pages lie below the site's first page, and are
 * not among its children: nothing counts or makes their photos twice.  In them are the photos of
 * open pages alone: not of hidden nodes or below them, and not behind another password than that of
 * the first page.  Photos that could not be made are in none.
 *
 * Parts: views_build.h, views_grow.c, views_homes.c, views_names.c. */
#ifndef TG_GALLERY_VIEWS_H
#define TG_GALLERY_VIEWS_H

#include "gallery/model/album_pattern.h"
#include "gallery/model/site.h"

/* Makes site->views anew, after renditions were planned and, if they are to be made, were made; and
 * finds what entries of the menu lead to that no other node is for. */
struct tg_err *tg_site_views(struct tg_site *site) TG_MUST_USE;

/* Releases what tg_site_views() made. */
void tg_site_views_drop(struct tg_site *site);

/* Notes those that `albums_from` asks for and no photo is in. */
struct tg_err *tg_site_views_note(struct tg_site *site) TG_MUST_USE;

/* The virtual album of a keyword, a person or a place (TG_SEGMENT_KEYWORDS and so on), given as in
 * lists of tags (core/base/tags.h): "Places|France", `len` bytes, in any case.  NULL: there is
 * none.  Its page is `dir`/index.html in OUT. */
const struct tg_node *tg_views_find(const struct tg_site *site, enum tg_segment_kind kind,
                                    const char *tag, size_t len);

/* What the folder of a page is called that is titled `title`: in lower case (ASCII), letters and
 * digits of any script and emoji, and "-" for what is between them; at most TG_SLUG_BYTES long,
 * never empty, and nothing that a system forbids.  Caller frees; NULL when memory is short. */
enum { TG_SLUG_BYTES = 80 };
char *tg_view_slug(const char *title) TG_MUST_USE;

#endif
