/* build_merge.h - what a build that merges shards knows beside the rest. */
#ifndef TG_PIPELINE_BUILD_MERGE_H
#define TG_PIPELINE_BUILD_MERGE_H

#include "pipeline/build_parts.h"
#include "pipeline/merge_find.h"

struct cli_merge {
    struct cli_options options; /* those of the shards */
    struct cli_shards shards;
    struct cli_set *sets; /* the complete ones */
    size_t sets_len;
    const struct cli_set *set; /* the one that is of this site */
    size_t *photos;            /* those of the first shard, of the second, ...; owned */
    size_t *ends;              /* where each shard's end; owned */
};

#endif
