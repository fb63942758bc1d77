/* thumb_run.h - photos become thumbnails: the same for every command that makes them. */
#ifndef TG_PIPELINE_THUMB_RUN_H
#define TG_PIPELINE_THUMB_RUN_H

#include "pipeline/engine.h"

struct tg_thumb_run {
    struct tg_job *jobs;
    size_t len;
    bool dry_run; /* outputs are told as planned, and not made */
};

/* Probes and renders all jobs that have no error, whose results are in them.  The engine was
 * started with tg_events_photo() and becomes ready. */
struct tg_err *tg_thumb_run(const struct tg_thumb_run *run, struct tg_engine *engine,
                            const struct tg_events *events, enum tg_run_end *end) TG_MUST_USE;

#endif
