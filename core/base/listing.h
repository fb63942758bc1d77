/* listing.h - the names in a folder. */
#ifndef TG_BASE_LISTING_H
#define TG_BASE_LISTING_H

#include <stddef.h>

#include "core/base/attr.h"
#include "core/base/err.h"

/* Zeroed is empty. */
struct tg_listing {
    /* All but "." and "..", in order of bytes: that of readdir() depends on the system; owned. */
    char **names;
    size_t len;
};

/* Reads the open folder `fd`, which is closed in any case.  *errnum is 0, or why it could not be
 * read to its end; the names before that are there. */
struct tg_err *tg_listing_read(struct tg_listing *listing, int fd, int *errnum) TG_MUST_USE;
/* The same of a folder that stays open; `path` is for messages. */
struct tg_err *tg_listing_read_open(struct tg_listing *listing, int fd, const char *path,
                                    int *errnum) TG_MUST_USE;

/* The first name that is not before the first `len` bytes of `start`, which have no NUL: where
 * those that begin so are, if there are any. */
size_t tg_listing_first(const struct tg_listing *listing, const char *start, size_t len);

void tg_listing_release(struct tg_listing *listing);

#endif
