/* thumb_run.c - see thumb_run.h. */
#include "pipeline/thumb_run.h"

static struct tg_err *run_stage(const struct tg_thumb_run *run, struct tg_engine *engine,
                                enum tg_stage stage, const struct tg_events *events,
                                enum tg_run_end *end)
{
    struct tg_err *err;

    tg_events_send(events,
                   &(struct tg_event){.kind = TG_EVENT_STAGE, .stage = stage, .total = run->len});
    for (size_t i = 0; stage == TG_STAGE_PROBE && i < run->len; i++)
        if (run->jobs[i].err)
            tg_events_send(events,
                           &(struct tg_event){.kind = TG_EVENT_PHOTO, .job = &run->jobs[i]});
    err = (stage == TG_STAGE_PROBE ? tg_runner_probe : tg_runner_render)(engine->runner, run->jobs,
                                                                         run->len, NULL, end);
    tg_events_send(events, &(struct tg_event){.kind = TG_EVENT_STAGE_END});
    return err;
}

static void tell_planned(const struct tg_thumb_run *run, const struct tg_events *events)
{
    for (size_t i = 0; i < run->len; i++)
        for (size_t j = 0; !run->jobs[i].err && j < run->jobs[i].outputs_len; j++)
            tg_events_send(events, &(struct tg_event){.kind = TG_EVENT_PLANNED,
                                                      .path = run->jobs[i].outputs[j].path});
}

struct tg_err *tg_thumb_run(const struct tg_thumb_run *run, struct tg_engine *engine,
                            const struct tg_events *events, enum tg_run_end *end)
{
    struct tg_err *err = tg_engine_ready(engine, events, NULL, NULL);

    if (!err)
        err = run_stage(run, engine, TG_STAGE_PROBE, events, end);
    if (err || *end != TG_RUN_DONE)
        return err;
    if (!run->dry_run)
        return run_stage(run, engine, TG_STAGE_THUMBNAILS, events, end);
    tell_planned(run, events);
    return NULL;
}
