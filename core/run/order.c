/* order.c - see order.h. */
#include "core/run/order.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct tg_order_group {
    size_t next, end; /* of the units */
};

static int largest(const struct tg_unit *a, const struct tg_unit *b)
{
    if (a->bytes != b->bytes)
        return a->bytes > b->bytes ? -1 : 1;
    return strcmp(a->name, b->name);
}

static int by_group(const void *x, const void *y)
{
    const struct tg_unit *a = x, *b = y;

    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return largest(a, b);
}

struct tg_err *tg_order_init(struct tg_order *o, struct tg_unit *units, size_t len)
{
    *o = (struct tg_order){.units = units, .len = len, .left = len};
    if (len)
        qsort(units, len, sizeof(*units), by_group);
    o->groups = calloc(len + 1, sizeof(*o->groups));
    if (!o->groups) {
        tg_order_release(o);
        return tg_err_nomem();
    }
    for (size_t i = 0; i < len; i++) {
        if (i == 0 || units[i].group != units[i - 1].group)
            o->groups[o->groups_len++].next = i;
        o->groups[o->groups_len - 1].end = i + 1;
    }
    return NULL;
}

void tg_order_release(struct tg_order *o)
{
    free(o->units);
    free(o->groups);
    *o = (struct tg_order){0};
}

bool tg_order_peek(const struct tg_order *o, uint64_t group, size_t *unit)
{
    const struct tg_unit *best = NULL;

    for (size_t g = 0; g < o->groups_len; g++) {
        const struct tg_unit *u = &o->units[o->groups[g].next];

        if (o->groups[g].next == o->groups[g].end) /* u is another group's, or nobody's */
            continue;
        if (u->group == group) {
            best = u;
            break;
        }
        if (!best || largest(u, best) < 0)
            best = u;
    }
    *unit = best ? (size_t)(best - o->units) : 0;
    return best != NULL;
}

void tg_order_take(struct tg_order *o, size_t unit)
{
    size_t g = 0;

    while (g < o->groups_len && (o->groups[g].next != unit || unit == o->groups[g].end))
        g++;
    assert(g < o->groups_len); /* it was the next of its group */
    o->groups[g].next++;
    o->left--;
}
