/* hash.h - fingerprints of contents: XXH3, 128 bits.  Fast, and good against accident, not against
 * someone who wants two files to have the same one. */
#ifndef TG_BASE_HASH_H
#define TG_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

struct tg_hash {
    uint8_t bytes[16]; /* canonical order: the same on every machine */
};

struct tg_hasher; /* opaque */

struct tg_err *tg_hasher_new(struct tg_hasher **h) TG_MUST_USE;
void tg_hasher_add(struct tg_hasher *h, const void *data, size_t len);
void tg_hasher_end(struct tg_hasher *h, struct tg_hash *hash); /* frees h too */

void tg_hash_bytes(const void *data, size_t len, struct tg_hash *hash);

/* Of everything that `fd` gives from its start to its end; the position does not move. */
struct tg_err *tg_hash_file(int fd, const char *path, struct tg_hash *hash) TG_MUST_USE;

bool tg_hash_equal(const struct tg_hash *a, const struct tg_hash *b);

#endif
