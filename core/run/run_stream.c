/* run_stream.c - see run.h: jobs that come while others are worked on. */
#include <stdlib.h>

#include "core/run/run_parts.h"

/* How far a job is. */
struct step {
    bool probed;
    bool again; /* it changed, and is tried for the second time */
};

struct stream {
    struct tg_runner *r;
    const struct tg_stream *of;
    struct step *steps; /* one per job */
    /* Jobs that are begun and wait for their next step, the first first: a ring. */
    size_t *due;
    size_t due_at, due_len;
    size_t begun; /* jobs that are not done */
};

static void push_due(struct stream *s, size_t i)
{
    s->due[(s->due_at + s->due_len++) % s->of->len] = i;
}

static void finished(void *ctx, const struct tg_job *job)
{
    struct stream *s = ctx;

    s->begun--;
    s->of->done(s->of->ctx, (size_t)(job - s->of->jobs));
}

/* A photo that was not what had been probed: once more, or that was the second time. */
static void look_whether_changed(struct stream *s, size_t i)
{
    struct tg_runner *r = s->r;

    if (!r->changed[i])
        return;
    r->changed[i] = false;
    if (s->steps[i].again) {
        tg_run_finish(r, i, tg_run_changed(&r->jobs[i]));
        return;
    }
    s->steps[i] = (struct step){.again = true};
    r->left[i] = 1;
    push_due(s, i);
}

static void begin_job(struct stream *s, size_t i)
{
    const struct tg_job *job = &s->of->jobs[i];

    s->begun++;
    s->steps[i] = (struct step){0};
    s->r->left[i] = 1;
    s->r->order.units[i] = (struct tg_unit){i, job->group + 1, job->bytes, job->src};
}

/* Starts what job i needs next; false: it is done, or due again. */
static bool begin_step(struct stream *s, size_t i, struct tg_task *task)
{
    struct tg_err *err;

    if (s->of->jobs[i].unwanted) {
        tg_run_finish(s->r, i, NULL);
        return false;
    }
    if (s->steps[i].probed) {
        if (tg_run_begin_render(s->r, i, task))
            return true;
        look_whether_changed(s, i);
        return false;
    }
    err = tg_run_begin_probe(s->r, i, task);
    if (err)
        tg_run_finish(s->r, i, err);
    return !err;
}

static enum tg_next next_step(void *ctx, uint64_t group, struct tg_task *task)
{
    struct stream *s = ctx;
    size_t i;

    (void)group;
    do {
        if (s->due_len) {
            i = s->due[s->due_at];
            if (s->steps[i].probed && !tg_run_fits(s->r, i))
                return TG_NEXT_WAIT;
            s->due_at = (s->due_at + 1) % s->of->len;
            s->due_len--;
        } else {
            enum tg_next next = s->of->next(s->of->ctx, &i);

            if (next != TG_NEXT_TASK)
                return s->begun ? TG_NEXT_WAIT : next;
            begin_job(s, i);
        }
    } while (!begin_step(s, i, task));
    return TG_NEXT_TASK;
}

static bool step_done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct stream *s = ctx;
    struct tg_job *job = &s->of->jobs[id];
    bool good;

    if (s->steps[id].probed) {
        good = tg_run_render_done(s->r, id, reply, err);
        look_whether_changed(s, id);
        return good;
    }
    err = tg_run_read_probe(s->r, id, reply, err);
    good = !err;
    if (err || job->unwanted || !job->outputs_len) {
        tg_run_finish(s->r, id, err);
    } else {
        s->steps[id].probed = true;
        push_due(s, id);
    }
    return good;
}

static int prepare(void *ctx, struct pollfd fds[TG_POOL_WATCHED])
{
    const struct stream *s = ctx;

    return s->of->watch.prepare(s->of->ctx, fds);
}

static struct tg_err *attend(void *ctx, const struct pollfd fds[TG_POOL_WATCHED])
{
    const struct stream *s = ctx;

    return s->of->watch.attend(s->of->ctx, fds);
}

static struct tg_err *run_stream(struct stream *s, enum tg_run_end *end)
{
    static const struct tg_pool_watch watch = {prepare, attend};
    const struct tg_pool_client client = {s, NULL, next_step, step_done, &watch};
    struct tg_runner *r = s->r;
    struct tg_runner_options options = r->options;
    struct tg_err *err;

    r->options.progress = finished;
    r->options.progress_ctx = s;
    r->options.strict = false;
    r->streams = true;
    r->again = false;
    err = tg_run_units(r, &client, end);
    for (size_t i = 0; i < s->of->len; i++)
        free(r->open[i].files); /* NULL unless the pool failed */
    r->streams = false;
    r->options = options;
    return err;
}

struct tg_err *tg_runner_stream(struct tg_runner *r, const struct tg_stream *stream,
                                enum tg_run_end *end)
{
    size_t n = stream->len + 1;
    struct stream s = {.r = r,
                       .of = stream,
                       .steps = calloc(n, sizeof(*s.steps)),
                       .due = calloc(n, sizeof(*s.due))};
    struct tg_err *err = NULL;

    r->jobs = stream->jobs;
    r->n = stream->len;
    r->order = (struct tg_order){.units = calloc(n, sizeof(*r->order.units)), .len = stream->len};
    r->open = calloc(n, sizeof(*r->open));
    r->left = calloc(n, sizeof(*r->left));
    r->changed = calloc(n, sizeof(*r->changed));
    if (s.steps && s.due && r->order.units && r->open && r->left && r->changed)
        err = run_stream(&s, end);
    else
        err = tg_err_nomem();
    tg_order_release(&r->order);
    free(r->open);
    free(r->left);
    free(r->changed);
    r->open = NULL;
    r->left = NULL;
    r->changed = NULL;
    free(s.steps);
    free(s.due);
    return err;
}
