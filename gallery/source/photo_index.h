/* photo_index.h - photos by their names as people write them; for gallery/ only. */
#ifndef TG_GALLERY_PHOTO_INDEX_H
#define TG_GALLERY_PHOTO_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/attr.h"
#include "gallery/model/site.h"

struct tg_photo_entry {
    char *key;              /* in Unicode's form C; owned */
    const char *name;       /* as the file system spells it; borrowed */
    struct tg_photo *photo; /* borrowed */
};

struct tg_photo_index {
    struct tg_photo_entry *entries; /* owned */
    size_t len;
};

/* By paths, or by names of files alone.  False when memory is short; released by the caller in any
 * case. */
bool tg_photo_index_init(struct tg_photo_index *index, struct tg_photo *const *photos, size_t len,
                         bool by_path) TG_MUST_USE;
void tg_photo_index_release(struct tg_photo_index *index);

/* The photo that `name` means: of several that are the same text, the one of these bytes or else
 * the first.  NULL if there is none, and when memory is short. */
struct tg_photo *tg_photo_index_find(const struct tg_photo_index *index, const char *name);

#endif
