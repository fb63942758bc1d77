/* seen.h - folders that were entered, known by what they are and not by name; for gallery/ only. */
#ifndef TG_GALLERY_SEEN_H
#define TG_GALLERY_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "core/base/err.h"

struct tg_seen_folder {
    dev_t dev;
    ino_t ino;
};

/* Zeroed is empty. */
struct tg_seen {
    struct tg_seen_folder *folders; /* ascending; owned */
    size_t len;
};

bool tg_seen_has(const struct tg_seen *seen, const struct stat *st);

/* *fresh says whether it was new; it may be NULL. */
struct tg_err *tg_seen_add(struct tg_seen *seen, const struct stat *st, bool *fresh) TG_MUST_USE;

/* The folders above the open one `fd`, which *st describes. */
struct tg_err *tg_seen_add_parents(struct tg_seen *seen, int fd, const struct stat *st) TG_MUST_USE;
void tg_seen_release(struct tg_seen *seen);

static inline bool tg_is_same_folder(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

#endif
