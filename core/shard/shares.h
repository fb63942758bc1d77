/* shares.h - the photos of a folder assigned to machines. */
#ifndef TG_SHARD_SHARES_H
#define TG_SHARD_SHARES_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/hash.h"

/* Shares at most: more than array jobs of schedulers have tasks. */
enum { TG_SHARES_MAX = 100000 };

struct tg_share_item {
    const char *path; /* borrowed */
    uint64_t bytes;
    uint32_t share; /* set by tg_shares(): 0 .. shares - 1 */
};

/* Assigns the items: the largest first, each to the share with the fewest bytes so far.  Equal
 * sizes go by path and equal loads by number, so paths and sizes alone decide, not the order of the
 * items. */
struct tg_err *tg_shares(struct tg_share_item *items, size_t len, uint32_t shares) TG_MUST_USE;

/* A fingerprint of all paths and sizes, in this order. */
struct tg_err *tg_shares_tree(const struct tg_share_item *items, size_t len,
                              struct tg_hash *tree) TG_MUST_USE;

#endif
