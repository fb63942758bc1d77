/* build_merge.h - what a build that merges shards knows beside the rest. */
#ifndef TG_PIPELINE_BUILD_MERGE_H
#define TG_PIPELINE_BUILD_MERGE_H

#include "pipeline/build_parts.h"
#include "pipeline/merge_find.h"

struct tg_build_merge {
    struct tg_shards shards;
    struct tg_shard_set *sets; /* the complete ones */
    size_t sets_len;
    const struct tg_shard_set *set; /* the one that is of this site */
    size_t *photos;                 /* those of the first shard, of the second, ...; owned */
    size_t *ends;                   /* where each shard's end; owned */
    bool incomplete;                /* pictures are missing that the shards should have */
};

/* Picks the shards that are those of this site, and takes their options. */
struct tg_err *tg_build_merge_choose(struct tg_builder *b) TG_MUST_USE;

/* Takes over what they know of photos; and then their pictures.  An error, reported in detail
 * before, if pictures are missing that the shards should have. */
struct tg_err *tg_build_merge_photos(struct tg_builder *b) TG_MUST_USE;
struct tg_err *tg_build_merge_pictures(struct tg_builder *b) TG_MUST_USE;

#endif
