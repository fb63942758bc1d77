/* arena.c - see arena.h. */
#include "core/base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"

enum { BLOCK_BYTES = 64 << 10 };

struct tg_arena_block {
    struct tg_arena_block *older;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

static struct tg_arena_block *add_block(struct tg_arena *arena, size_t bytes)
{
    struct tg_arena_block *block;
    size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES, all;

    if (!tg_size_add(sizeof(*block), size, &all))
        return NULL;
    block = calloc(1, all);
    if (!block)
        return NULL;
    block->size = size;
    block->older = arena->newest;
    arena->newest = block;
    return block;
}

void *tg_arena_alloc(struct tg_arena *arena, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct tg_arena_block *block = arena->newest;
    size_t bytes;
    void *p;

    if (!tg_size_mul(count, size, &bytes) || !tg_size_add(bytes, align - 1, &bytes))
        return NULL;
    bytes -= bytes % align;
    if (!block || block->size - block->used < bytes)
        block = add_block(arena, bytes);
    if (!block)
        return NULL;
    p = block->bytes + block->used;
    block->used += bytes;
    return p;
}

char *tg_arena_copy(struct tg_arena *arena, const char *s, size_t len)
{
    size_t size;
    char *copy = tg_size_add(len, 1, &size) ? tg_arena_alloc(arena, size, 1) : NULL;

    if (copy && len)
        memcpy(copy, s, len);
    return copy;
}

void tg_arena_release(struct tg_arena *arena)
{
    struct tg_arena_block *block = arena->newest;

    while (block) {
        struct tg_arena_block *older = block->older;

        free(block);
        block = older;
    }
    arena->newest = NULL;
}
