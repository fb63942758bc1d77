/* plan.h - which renditions a site wants.
 *
 * Parts: plan_albums.c, plan_downloads.c, plan_media.c, plan_names.c, plan_sections.c. */
#ifndef TG_GALLERY_PLAN_H
#define TG_GALLERY_PLAN_H

#include "gallery/model/site.h"

/* Dates what has no date by its name, orders the albums in each album and its photos (by date,
 * undated last, those and ties by tg_picture_name_cmp(), unless its file says otherwise), and fills
 * renditions of every photo that did not fail: in albums the usual sizes, or those of `sizes:`, in
 * sections what each of them shows.  Never larger than the photo; sizes that collapse to the same
 * picture are requested once. */
struct tg_err *tg_site_plan(struct tg_site *site) TG_MUST_USE;

/* Other formats that renditions are wanted in, alongside the photo's own. */
struct tg_plan_formats {
    bool webp, avif;
};

/* Fills the names of a rendition whose request is known: of the photo for everybody, or behind a
 * lock; and of the same in other formats.  False when memory is short. */
bool tg_plan_names(const struct tg_photo *photo, const char *options_json,
                   const struct tg_lock *lock, struct tg_plan_formats formats,
                   struct tg_rendition *r) TG_MUST_USE;

/* What is wanted of a photo, once its size is known: no WebP of one that is WebP itself or has a
 * side longer than a WebP may have, or of a video in a plain tree; AVIF of those whose other
 * renditions are JPEG, and of no video. */
struct tg_plan_formats tg_plan_wants(const struct tg_site *site, const struct tg_photo *photo);

/* Of a site with names without checksums: an error if two files of the site would have one, since
 * such names may be those of other pictures. */
struct tg_err *tg_plan_check_names(const struct tg_site *site) TG_MUST_USE;

/* Name and size of a medium, once its first frame is known. */
struct tg_err *tg_plan_medium(struct tg_medium *medium) TG_MUST_USE;

/* Puts the albums in an album into the order of its page, once the dates of all below are known.
 * False when memory is short. */
bool tg_plan_albums(struct tg_node *node) TG_MUST_USE;

/* What sections and covers of the node and of all below it want. */
struct tg_err *tg_plan_sections(struct tg_site *site, const struct tg_node *node) TG_MUST_USE;

/* Hands down what nodes say of downloads and proofing to those below that say nothing. */
void tg_plan_inherit(struct tg_node *node);

/* Once renditions are planned: names for downloads, and the ZIP files that are wanted.  An error if
 * something else of the site would have the name of one. */
struct tg_err *tg_plan_downloads(struct tg_site *site) TG_MUST_USE;

#endif
