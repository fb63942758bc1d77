/* photo_index.c - see photo_index.h. */
#include "gallery/source/photo_index.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/nfc.h"
#include "core/base/path.h"

static int by_key(const void *a, const void *b)
{
    const struct tg_photo_entry *x = a, *y = b;
    int order = strcmp(x->key, y->key);

    return order ? order : strcmp(x->name, y->name);
}

bool tg_photo_index_init(struct tg_photo_index *index, struct tg_photo *const *photos, size_t len,
                         bool by_path)
{
    *index = (struct tg_photo_index){calloc(len + 1, sizeof(*index->entries)), 0};
    for (size_t i = 0; index->entries && i < len; i++) {
        const char *name = by_path ? photos[i]->path : tg_path_base(photos[i]->path);
        char *key = tg_nfc(name);

        if (!key)
            return false;
        index->entries[index->len++] = (struct tg_photo_entry){key, name, photos[i]};
    }
    if (index->len)
        qsort(index->entries, index->len, sizeof(*index->entries), by_key);
    return index->entries;
}

void tg_photo_index_release(struct tg_photo_index *index)
{
    for (size_t i = 0; i < index->len; i++)
        free(index->entries[i].key);
    free(index->entries);
    *index = (struct tg_photo_index){NULL, 0};
}

struct tg_photo *tg_photo_index_find(const struct tg_photo_index *index, const char *name)
{
    char *key = tg_nfc(name);
    struct tg_photo *found = NULL;
    size_t lo = 0, hi = key ? index->len : 0;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (strcmp(index->entries[mid].key, key) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; key && lo < index->len && strcmp(index->entries[lo].key, key) == 0; lo++)
        if (!found || strcmp(index->entries[lo].name, name) == 0)
            found = index->entries[lo].photo;
    free(key);
    return found;
}
