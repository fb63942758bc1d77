/* thumbnail_prune.h (private to pipeline) - thumbnails of files that are gone. */
#ifndef TG_PIPELINE_THUMBNAIL_PRUNE_H
#define TG_PIPELINE_THUMBNAIL_PRUNE_H

#include "pipeline/events.h"
#include "pipeline/thumbnail_cache.h"

struct tg_prune {
    const char *thumbnails;
    char *const *folders; /* absolute paths of those that were named; NULL: left out */
    size_t folders_len;
    bool dry_run;
};

/* Removes the thumbnails, and what was noted of failures, of files in these folders that do not
 * exist any more; adds them to *pruned.  What is not named as such a thumbnail is, or is of a file
 * whose folder is empty, as that of a disk is that is not there now, stays. */
struct tg_err *tg_prune(const struct tg_prune *prune, const struct tg_events *events,
                        size_t *pruned) TG_MUST_USE;

#endif
