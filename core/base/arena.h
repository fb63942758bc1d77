/* arena.h - memory that is given back all at once: for trees that are built, read and dropped
 * whole. */
#ifndef TG_BASE_ARENA_H
#define TG_BASE_ARENA_H

#include <stddef.h>

#include "core/base/attr.h"

struct tg_arena_block;

/* Zeroed is empty.  All pointers from it are valid until tg_arena_release(). */
struct tg_arena {
    struct tg_arena_block *newest; /* owned, and those behind it */
};

/* `count` zeroed items of `size` bytes, aligned for any type; never NULL for a count of 0.  NULL
 * when memory is short or the product does not fit. */
void *tg_arena_alloc(struct tg_arena *arena, size_t count, size_t size) TG_MUST_USE;

/* A copy of the first `len` bytes of `s` with a NUL behind them. */
char *tg_arena_copy(struct tg_arena *arena, const char *s, size_t len) TG_MUST_USE;

void tg_arena_release(struct tg_arena *arena);

#endif
