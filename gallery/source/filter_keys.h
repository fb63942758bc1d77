/* filter_keys.h - which photos album.md wants shown, by what their metadata say. */
#ifndef TG_GALLERY_FILTER_KEYS_H
#define TG_GALLERY_FILTER_KEYS_H

#include "gallery/model/node.h"
#include "gallery/settings/settings.h"

/* The values of `exclude_keywords`, `labels` and `min_rating`, as they were read. */
struct tg_filter_words {
    struct tg_texts exclude, labels;
    const struct tg_yaml *min_rating; /* NULL: not said */
};

/* Checks them and fills the filter of a node.  `map` is the front matter that they stand in. */
void tg_filter_read(const struct tg_reader *reader, const struct tg_yaml *map,
                    const struct tg_filter_words *words, struct tg_photo_filter *filter);

#endif
