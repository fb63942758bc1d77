/* raw_pairs.c - see raw_pairs.h. */
#include "gallery/source/raw_pairs.h"

#include <string.h>

#include "core/base/formats.h"
#include "core/base/path.h"

static bool is_raw(const struct tg_format_row *row)
{
    return row && row->format == TG_RAW;
}

bool tg_raw_is_late(enum tg_raw_rule rule, const char *name)
{
    return is_raw(tg_format_of_suffix(name)) == (rule != TG_RAW_PREFER);
}

/* The names are in order of bytes, so all of that stem stand together. */
bool tg_raw_has_picture(const struct tg_listing *names, const char *name)
{
    size_t stem = (size_t)(tg_path_ext(name) - name) + 1;

    for (size_t i = tg_listing_first(names, name, stem);
         i < names->len && strncmp(names->names[i], name, stem) == 0; i++) {
        const char *other = names->names[i];
        const struct tg_format_row *row = tg_format_of_suffix(other);

        if (tg_path_ext(other) == other + stem - 1 && row && !is_raw(row))
            return true;
    }
    return false;
}

bool tg_raw_is_second(const struct tg_listing *names, const char *name)
{
    return is_raw(tg_format_of_suffix(name)) && tg_raw_has_picture(names, name);
}

/* Whether one of the photos is the path up to its suffix, with another one, and a picture: videos
 * have names of their own. */
static bool has_partner(struct tg_photo *const *photos, size_t len, const char *path)
{
    size_t stem = (size_t)(tg_path_ext(path) - path) + 1, low = 0, high = len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strncmp(photos[middle]->path, path, stem) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < len && strncmp(photos[low]->path, path, stem) == 0; low++)
        if (tg_path_ext(photos[low]->path) == photos[low]->path + stem - 1 &&
            !photos[low]->is_frame)
            return true;
    return false;
}

const char *tg_raw_refusal(enum tg_raw_rule rule, struct tg_photo *const *photos, size_t len,
                           const char *path)
{
    bool raw = is_raw(tg_format_of_suffix(path));

    if (raw && rule == TG_RAW_IGNORE)
        return "raw photos are to be ignored";
    if (rule == TG_RAW_SEPARATE || rule == TG_RAW_IGNORE || raw == (rule == TG_RAW_PREFER) ||
        !has_partner(photos, len, path))
        return NULL;
    return raw ? "a picture of the same name is shown" : "the raw photo of the same name is shown";
}
