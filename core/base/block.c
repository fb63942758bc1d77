/* block.c - see block.h. */
#include "core/base/block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef TG_BLOCK_ROOM /* a test chooses it */
#ifdef __GLIBC__
#define TG_BLOCK_ROOM 0
#else
#define TG_BLOCK_ROOM (64 << 20)
#endif
#endif

enum {
    ALIGN = 64,
    HUGE_PAGE = 2 << 20,
    SLOTS = 256,       /* blocks kept at most */
    LARGEST_EXCESS = 8 /* a block serves a request of down to an eighth of its size */
};

/* In front of each block. */
struct header {
    _Alignas(ALIGN) size_t bytes; /* that follow */
};

/* The blocks kept, the oldest first.  A process has one memory; this is part of its allocator. */
static struct {
    struct header *block[SLOTS];
    size_t n, bytes, room;
} kept = {.room = TG_BLOCK_ROOM};

static struct header *take(size_t i)
{
    struct header *h = kept.block[i];

    kept.n--;
    kept.bytes -= h->bytes;
    memmove(&kept.block[i], &kept.block[i + 1], (kept.n - i) * sizeof(*kept.block));
    return h;
}

/* The smallest that fits. */
static struct header *find(size_t bytes)
{
    size_t best = SLOTS;

    for (size_t i = 0; i < kept.n; i++) {
        size_t has = kept.block[i]->bytes;

        if (has >= bytes && has / LARGEST_EXCESS <= bytes &&
            (best == SLOTS || has < kept.block[best]->bytes))
            best = i;
    }
    return best == SLOTS ? NULL : take(best);
}

/* One fault in place of 512, where the system leaves it to us: on virtual machines a fault takes up
 * to 20 us. */
static void ask_for_huge_pages(struct header *h, size_t bytes)
{
    const uintptr_t huge = HUGE_PAGE;
    uintptr_t from = ((uintptr_t)h + huge - 1) / huge * huge,
              to = ((uintptr_t)h + bytes) / huge * huge;

    if (from < to)
        (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

static struct header *allocate(size_t bytes)
{
    struct header *h = aligned_alloc(ALIGN, sizeof(*h) + bytes);

    if (!h) {
        tg_block_purge();
        h = aligned_alloc(ALIGN, sizeof(*h) + bytes);
    }
    if (!h)
        return NULL;
    h->bytes = bytes;
    ask_for_huge_pages(h, sizeof(*h) + bytes);
    return h;
}

void *tg_block_new(size_t bytes)
{
    struct header *h;

    if (bytes > SIZE_MAX - 2 * ALIGN)
        return NULL;
    bytes = (bytes + ALIGN - 1) / ALIGN * ALIGN;
    h = find(bytes);
    if (!h)
        h = allocate(bytes);
    return h ? h + 1 : NULL;
}

void tg_block_free(void *block)
{
    struct header *h;

    if (!block)
        return;
    h = (struct header *)block - 1;
    if (h->bytes > kept.room) {
        free(h);
        return;
    }
    while (kept.n == SLOTS || kept.bytes > kept.room - h->bytes)
        free(take(0));
    kept.block[kept.n++] = h;
    kept.bytes += h->bytes;
}

void tg_block_limit(size_t bytes)
{
    const size_t most = TG_BLOCK_ROOM;

    kept.room = bytes < most ? bytes : most;
    while (kept.bytes > kept.room)
        free(take(0));
}

void tg_block_purge(void)
{
    while (kept.n)
        free(take(0));
}
