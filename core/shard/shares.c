/* shares.c - see shares.h. */
#include "core/shard/shares.h"

#include <stdlib.h>
#include <string.h>

struct load {
    uint64_t bytes;
    uint32_t share;
};

static int largest_first(const void *a, const void *b)
{
    const struct tg_share_item *x = *(struct tg_share_item *const *)a;
    const struct tg_share_item *y = *(struct tg_share_item *const *)b;

    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return strcmp(x->path, y->path);
}

static bool is_lighter(const struct load *a, const struct load *b)
{
    return a->bytes != b->bytes ? a->bytes < b->bytes : a->share < b->share;
}

/* The first of the heap, the lightest until now, has grown. */
static void sink(struct load *heap, size_t len)
{
    size_t at = 0;

    for (;;) {
        size_t least = at, child = 2 * at + 1;
        struct load moved;

        for (size_t i = child; i < child + 2 && i < len; i++)
            if (is_lighter(&heap[i], &heap[least]))
                least = i;
        if (least == at)
            return;
        moved = heap[at];
        heap[at] = heap[least];
        heap[least] = moved;
        at = least;
    }
}

struct tg_err *tg_shares(struct tg_share_item *items, size_t len, uint32_t shares)
{
    struct tg_share_item **order = calloc(len + 1, sizeof(struct tg_share_item *));
    struct load *heap = calloc((size_t)shares + 1, sizeof(*heap));
    struct tg_err *err = order && heap ? NULL : tg_err_nomem();

    for (uint32_t i = 0; !err && i < shares; i++)
        heap[i].share = i; /* a heap, as all loads are zero */
    for (size_t i = 0; !err && i < len; i++)
        order[i] = &items[i];
    if (!err && len)
        qsort(order, len, sizeof(struct tg_share_item *), largest_first);
    for (size_t i = 0; !err && i < len; i++) {
        order[i]->share = heap->share;
        heap->bytes += order[i]->bytes;
        sink(heap, shares);
    }
    free(order);
    free(heap);
    return err;
}

struct tg_err *tg_shares_tree(const struct tg_share_item *items, size_t len, struct tg_hash *tree)
{
    struct tg_hasher *h = NULL;
    struct tg_err *err = tg_hasher_new(&h);

    if (err)
        return err;
    for (size_t i = 0; i < len; i++) {
        uint8_t bytes[8];

        for (int k = 0; k < 8; k++)
            bytes[k] = (uint8_t)(items[i].bytes >> (8 * k));
        tg_hasher_add(h, items[i].path, strlen(items[i].path) + 1);
        tg_hasher_add(h, bytes, sizeof(bytes));
    }
    tg_hasher_end(h, tree);
    return NULL;
}
