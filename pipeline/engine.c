/* engine.c - see engine.h. */
#include "pipeline/engine.h"

#include <poll.h>

struct tg_err *tg_engine_start(struct tg_engine *engine, const struct tg_engine_options *options,
                               const struct tg_engine_hooks *hooks)
{
    const struct tg_runner_options runner = {.workers = options->workers,
                                             .stop_fd = -1,
                                             .strict = options->strict,
                                             .timeout_ms = options->timeout_ms,
                                             .memory = options->memory,
                                             .max_load = options->max_load,
                                             .jobs_each = options->isolate_photos,
                                             .limits = {options->max_pixels},
                                             .kernels = &engine->kernels,
                                             .rendered = hooks->rendered,
                                             .changed = hooks->changed,
                                             .rendered_ctx = hooks->ctx,
                                             .progress = hooks->progress,
                                             .progress_ctx = hooks->ctx};

    tg_kernels_init(&engine->kernels, options->cpu_mask);
    return tg_runner_new(&runner, &engine->runner);
}

struct tg_err *tg_engine_ready(struct tg_engine *engine, const struct tg_events *events,
                               const struct tg_enclosure *source, const char *tmpdir)
{
    struct tg_err *err;

    if (engine->ready)
        return NULL;
    engine->ready = true;
    err = tg_events_ready(events, &engine->stop_fd);
    tg_runner_ready(engine->runner, engine->stop_fd, source, tmpdir);
    return err;
}

bool tg_engine_stopped(const struct tg_engine *engine)
{
    struct pollfd stop = {.fd = engine->stop_fd, .events = POLLIN};

    return engine->ready && poll(&stop, 1, 0) > 0;
}

void tg_engine_stop(struct tg_engine *engine)
{
    tg_runner_free(engine->runner);
    engine->runner = NULL;
}
