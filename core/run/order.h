/* order.h (private to core/run) - which piece of work comes next.
 *
 * The largest goes first: one that was started last would keep one worker busy while the others
 * idle.  But a process stays with its group as long as it may and there is something left of it,
 * since a new one costs a fork and fresh memory; only then the largest of all that is left decides
 * to which group it goes, or its successor.  Within each group the largest is first, so what is
 * left at the end is small. */
#ifndef TG_RUN_ORDER_H
#define TG_RUN_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* One piece of work. */
struct tg_unit {
    size_t job;     /* the caller's number */
    uint64_t group; /* see struct tg_task */
    uint64_t bytes;
    const char *name; /* decides between equals; borrowed */
};

struct tg_order {
    struct tg_unit *units; /* owned; by group, and in each the largest first */
    size_t len;
    struct tg_order_group *groups; /* owned */
    size_t groups_len;
    size_t left; /* units not taken */
};

/* Takes over `units`, which free() frees, on failure too. */
struct tg_err *tg_order_init(struct tg_order *o, struct tg_unit *units, size_t len) TG_MUST_USE;
void tg_order_release(struct tg_order *o); /* a zeroed one is fine */

/* Which unit, as an index, a process of `group` should do next; false: nothing is left.  It stays
 * so until the unit is taken. */
bool tg_order_peek(const struct tg_order *o, uint64_t group, size_t *unit);
void tg_order_take(struct tg_order *o, size_t unit);

#endif
