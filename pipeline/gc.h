/* gc.h - files that earlier builds wrote and the last one did not want. */
#ifndef TG_PIPELINE_GC_H
#define TG_PIPELINE_GC_H

#include "core/base/err.h"
#include "pipeline/events.h"

/* All strings are borrowed. */
struct tg_gc_options {
    const char *src, *out;
    const char *state; /* as in struct tg_build_options */
    bool follow_links;
    bool delete_files; /* else they are only reported */
};

struct tg_gc_result {
    uint64_t files, bytes; /* that are not wanted, or were removed */
};

/* TG_EVENT_STALE for each of them.  A file that changed since it was written is left alone, which
 * is reported. */
struct tg_err *tg_gc(const struct tg_gc_options *options, const struct tg_events *events,
                     struct tg_gc_result *result) TG_MUST_USE;

#endif
