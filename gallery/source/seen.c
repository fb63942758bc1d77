/* seen.c - see seen.h. */
#include "gallery/source/seen.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"

enum { PATH_LIMIT = 4096 };

static int compare(const struct tg_seen_folder *a, const struct stat *b)
{
    if (a->dev != b->st_dev)
        return a->dev < b->st_dev ? -1 : 1;
    if (a->ino != b->st_ino)
        return a->ino < b->st_ino ? -1 : 1;
    return 0;
}

/* Where it is, or belongs. */
static size_t find(const struct tg_seen *seen, const struct stat *st, bool *found)
{
    size_t lo = 0, hi = seen->len;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (compare(&seen->folders[mid], st) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    *found = lo < seen->len && compare(&seen->folders[lo], st) == 0;
    return lo;
}

bool tg_seen_has(const struct tg_seen *seen, const struct stat *st)
{
    bool found;

    (void)find(seen, st, &found);
    return found;
}

struct tg_err *tg_seen_add(struct tg_seen *seen, const struct stat *st, bool *fresh)
{
    bool found;
    size_t at = find(seen, st, &found);
    struct tg_seen_folder *folders;

    if (fresh)
        *fresh = !found;
    if (found)
        return NULL;
    folders = tg_grow(seen->folders, seen->len, sizeof(*folders));
    if (!folders)
        return tg_err_nomem();
    seen->folders = folders;
    memmove(folders + at + 1, folders + at, (seen->len - at) * sizeof(*folders));
    folders[at] = (struct tg_seen_folder){st->st_dev, st->st_ino};
    seen->len++;
    return NULL;
}

struct tg_err *tg_seen_add_parents(struct tg_seen *seen, int fd, const struct stat *st)
{
    static const char step[] = "../";
    struct stat below = *st, above;
    struct tg_err *err = NULL;
    char up[PATH_LIMIT];
    size_t len = 0;

    while (!err && len + sizeof(step) <= sizeof(up)) {
        memcpy(up + len, step, sizeof(step));
        len += strlen(step);
        if (fstatat(fd, up, &above, 0) != 0)
            break;
        if (tg_is_same_folder(&above, &below))
            break; /* the root is its own parent */
        below = above;
        err = tg_seen_add(seen, &above, NULL);
    }
    return err;
}

void tg_seen_release(struct tg_seen *seen)
{
    free(seen->folders);
    *seen = (struct tg_seen){NULL, 0};
}
