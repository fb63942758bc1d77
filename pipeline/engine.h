/* engine.h - the one way to start the engine of core/run, whatever photos are worked on for. */
#ifndef TG_PIPELINE_ENGINE_H
#define TG_PIPELINE_ENGINE_H

#include "core/run/run.h"
#include "pipeline/events.h"

struct tg_engine_options {
    unsigned workers;  /* 0: in this process */
    uint32_t cpu_mask; /* features that kernels may use */
    uint32_t timeout_ms;
    uint64_t max_pixels;
    uint64_t memory; /* these as in struct tg_runner_options */
    double max_load;
    bool strict;
    bool isolate_photos; /* a worker process for each */
};

/* As in struct tg_runner_options; each may be NULL. */
struct tg_engine_hooks {
    struct tg_err *(*rendered)(void *ctx, const struct tg_job *job);
    struct tg_err *(*changed)(void *ctx, struct tg_job *job);
    void (*progress)(void *ctx, const struct tg_job *job);
    void *ctx;
};

struct tg_engine {
    struct tg_kernels kernels;
    struct tg_runner *runner; /* to be used once the engine is ready */
    bool ready;
    int stop_fd; /* once it is ready; -1: nothing stops it */
};

/* Forks what workers come from: call it before anything is read of SRC, or started in threads, as
 * workers are to know nothing of it.  The engine is the caller's and must stay where it is until it
 * is stopped. */
struct tg_err *tg_engine_start(struct tg_engine *engine, const struct tg_engine_options *options,
                               const struct tg_engine_hooks *hooks) TG_MUST_USE;

/* There is something to do: asks `events` for the descriptor to stop by, once.  `source` and
 * `tmpdir` as in struct tg_runner_options; borrowed. */
struct tg_err *tg_engine_ready(struct tg_engine *engine, const struct tg_events *events,
                               const struct tg_enclosure *source, const char *tmpdir) TG_MUST_USE;

/* Whether the work is to stop. */
bool tg_engine_stopped(const struct tg_engine *engine);

void tg_engine_stop(struct tg_engine *engine); /* a zeroed one is fine */

#endif
