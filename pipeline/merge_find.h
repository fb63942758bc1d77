/* merge_find.h - the shards in some folders, and which of them belong together. */
#ifndef TG_PIPELINE_MERGE_FIND_H
#define TG_PIPELINE_MERGE_FIND_H

#include "core/shard/shard_note.h"
#include "pipeline/events.h"

/* A folder shard-I-of-N in the state of OUT. */
struct tg_shard {
    const char *out; /* borrowed */
    size_t position; /* of `out` among the folders */
    char *dir;       /* owned */
    uint32_t index, count;
    struct tg_shard_note note;
    char *why; /* it cannot be used; owned; NULL: it can */
};

struct tg_shards {
    struct tg_shard *all; /* by count, index, and the order of the folders; owned */
    size_t len;
};

/* Reads what is in the folders; the first need not exist, each other has to have a shard.  `state`:
 * that of the first, if it is not in its default position; NULL. */
struct tg_err *tg_shards_find(const char *const *outs, size_t len, const char *state,
                              struct tg_shards *shards) TG_MUST_USE;
void tg_shards_release(struct tg_shards *shards);

/* The complete sets: *sets is an array of arrays of count shards each, *len of them, with the
 * fewest shards first. What is wrong with the others is reported if there is no complete set.  The
 * caller releases them. */
struct tg_shard_set {
    const struct tg_shard **shards;
    uint32_t count;
};
struct tg_err *tg_shards_sets(const struct tg_shards *shards, const struct tg_events *events,
                              struct tg_shard_set **sets, size_t *len) TG_MUST_USE;
void tg_shard_sets_release(struct tg_shard_set *sets, size_t len);

#endif
