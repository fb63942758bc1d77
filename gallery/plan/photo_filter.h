/* photo_filter.h - photos that their own metadata keep off the pages of plain trees: rejected ones,
 * and what owners filter out. */
#ifndef TG_GALLERY_PHOTO_FILTER_H
#define TG_GALLERY_PHOTO_FILTER_H

#include "gallery/model/site.h"

/* What has to be asked of photos for the filters of the node and of all below it: bits of enum
 * tg_metadata_ask. */
unsigned tg_filter_asks(const struct tg_node *node);

/* Once photos are probed, and before anything else looks at the albums: takes those that are not to
 * be shown out of these, out of covers and sections, lists them with the files that are left out,
 * and sets `left_out` of them.  Their videos are not made.  Albums of which nothing is left go.
 * Does nothing to a project, whose sections name what they show. */
struct tg_err *tg_filter_photos(struct tg_site *site) TG_MUST_USE;

#endif
