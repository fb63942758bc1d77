/* raw_pairs.h - raw photos and the pictures that were made of them.
 *
 * Both lie in one folder and have the same name but for the suffix. */
#ifndef TG_GALLERY_RAW_PAIRS_H
#define TG_GALLERY_RAW_PAIRS_H

#include "core/base/listing.h"
#include "gallery/model/raw_rule.h"
#include "gallery/model/site.h"

/* Whether a file of this name is looked at once the others of its folder were: what it is to give
 * way to comes first. */
bool tg_raw_is_late(enum tg_raw_rule rule, const char *name);

/* Why the picture `path` is left out; NULL: it is not.  Its folder's photos that come before it are
 * the first `len` of `photos`, in order of path. */
const char *tg_raw_refusal(enum tg_raw_rule rule, struct tg_photo *const *photos, size_t len,
                           const char *path);

/* Whether the names of a folder have a picture, and no raw photo, of the same name before its
 * suffix. */
bool tg_raw_has_picture(const struct tg_listing *names, const char *name);

/* Whether a picture of this name is a raw photo that the one beside it stands for, where all are
 * known by their names alone. */
bool tg_raw_is_second(const struct tg_listing *names, const char *name);

#endif
