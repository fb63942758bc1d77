/* run.c - see run.h: runners, hashing, probing. */
#include "core/run/run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/block.h"
#include "core/base/file.h"
#include "core/run/outputs.h"
#include "core/run/run_parts.h"
#include "core/run/sidecar.h"
#include "core/run/warm_up.h"
#include "core/run/worker_jobs.h"

struct tg_err *tg_runner_new(const struct tg_runner_options *options, struct tg_runner **runner)
{
    struct tg_runner *r = calloc(1, sizeof(*r));
    struct tg_pool_options pool = {
        .workers = options->workers,
        .worker = {.fn = tg_worker_jobs,
                   .ctx = &r->kernels,
                   .warm_up = tg_warm_up,
                   .max_memory = options->memory,
                   .max_file = tg_output_most_of_all(options->limits.max_pixels)},
        .stop_fd = options->stop_fd,
        .jobs_each = options->jobs_each ? options->jobs_each : TG_JOBS_EACH,
        .max_load = options->max_load};
    struct tg_err *err;

    if (!r)
        return tg_err_nomem();
    r->options = *options;
    r->kernels = *options->kernels;
    if (options->memory) /* idle workers are not asked what they hold */
        tg_block_limit((size_t)(options->memory / (options->workers + 1)));
    err = tg_pool_new(&pool, &r->pool);
    if (err) {
        free(r);
        return err;
    }
    *runner = r;
    return NULL;
}

void tg_runner_free(struct tg_runner *runner)
{
    if (!runner)
        return;
    tg_pool_free(runner->pool);
    free(runner);
}

void tg_runner_ready(struct tg_runner *runner, int stop_fd, const struct tg_enclosure *source,
                     const char *tmpdir)
{
    tg_pool_stop_by(runner->pool, stop_fd);
    runner->options.source = source;
    runner->options.tmpdir = tmpdir;
}

struct tg_err *tg_runner_yield(struct tg_runner *runner)
{
    return tg_pool_yield(runner->pool);
}

/* Nothing takes that long unless it hangs, not even on a small board. */
static uint32_t time_limit(const struct tg_runner *r, const struct tg_job *job)
{
    const uint64_t least_ms = 120000, per_megabyte_ms = 30000, most_ms = UINT64_C(24) * 3600 * 1000;
    uint64_t ms = least_ms + job->bytes / 1000000 * per_megabyte_ms;
    bool avif = job->outputs_len && job->outputs[0].spec.target == TG_TARGET_AVIF;

    if (avif)
        ms *= 10;

    return r->options.timeout_ms ? r->options.timeout_ms : (uint32_t)(ms < most_ms ? ms : most_ms);
}

void tg_run_begin_request(const struct tg_runner *r, size_t id, enum tg_request_kind kind, int fd,
                          struct tg_task *task)
{
    const struct tg_unit *unit = &r->order.units[id];
    const struct tg_job *job = &r->jobs[unit->job];

    task->id = id;
    task->group = unit->group;
    task->timeout_ms = time_limit(r, job);
    task->fds[task->nfds++] = fd;
    tg_frame_begin(&task->request, id);
    tg_frame_u32(&task->request, kind);
    tg_frame_u64(&task->request, r->options.limits.max_pixels);
    tg_frame_str(&task->request, job->src);
}

void tg_run_drop_request(struct tg_task *task)
{
    for (size_t i = 0; i < task->nfds; i++)
        close(task->fds[i]);
    tg_buf_release(&task->request);
    *task = (struct tg_task){0};
}

void tg_run_finish(struct tg_runner *r, size_t i, struct tg_err *err)
{
    struct tg_job *job = &r->jobs[i];

    if (err && tg_err_code(err) == TG_E_STOPPED) {
        tg_err_free(err);
        return;
    }
    job->done = true;
    job->err = err;
    if (err && r->options.strict) {
        r->strict_stop = true;
        tg_tools_halt(r->tools);
    }
    if (r->options.progress)
        r->options.progress(r->options.progress_ctx, job);
}

void tg_run_note_fatal(struct tg_runner *r, struct tg_err *err)
{
    if (!err)
        return;
    tg_tools_halt(r->tools);
    if (!r->fatal)
        r->fatal = err;
    else
        tg_err_free(err);
}

struct tg_err *tg_run_about(const struct tg_job *job, struct tg_err *err)
{
    return tg_err_wrap(err, job->src, "failed");
}

struct tg_err *tg_run_malformed(const struct tg_job *job)
{
    return tg_run_about(job, tg_err_new(TG_E_WORKER, NULL, "a worker sent a malformed reply"));
}

/* It says which photo it is about; were that another one than it had, people would look at that. */
static bool names(const char *text, const char *path)
{
    struct tg_buf name;
    bool yes;

    tg_buf_init(&name, TG_BUF_MAX);
    tg_buf_put_printable(&name, path);
    tg_buf_puts(&name, ": ");
    yes = !name.failed && strncmp(text, tg_buf_str(&name), name.len) == 0;
    tg_buf_release(&name);
    return yes;
}

struct tg_err *tg_run_reply_err(const struct tg_job *job, struct tg_frame *reply,
                                struct tg_err *err)
{
    struct tg_buf text;

    if (err)
        return tg_run_about(job, err);
    if (tg_frame_get_max(reply, TG_STATUS_PICTURE) == TG_STATUS_OK)
        return NULL;
    err = tg_frame_get_err(reply);
    if (reply->bad) {
        tg_err_free(err);
        return tg_run_malformed(job);
    }
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    if (!names(tg_buf_str(&text), job->src))
        err = tg_run_about(job, err);
    tg_buf_release(&text);
    return err;
}

struct tg_err *tg_run_changed(const struct tg_job *job)
{
    return tg_err_new(TG_E_SYS, job->src, "changed during the build; build again");
}

bool tg_run_ended(const struct tg_runner *r)
{
    return r->fatal || r->strict_stop || tg_tools_strict_end(r->tools) || r->order.left == 0;
}

struct tg_err *tg_run_units(struct tg_runner *r, const struct tg_pool_client *client,
                            enum tg_run_end *end)
{
    bool stopped = false;
    struct tg_err *err;

    r->tools = client->tools;
    r->memory = 0;
    r->held = SIZE_MAX;
    r->strict_stop = false;
    err = tg_pool_run(r->pool, client, &stopped);
    if (!err)
        err = r->fatal;
    else
        tg_err_free(r->fatal);
    r->fatal = NULL;
    *end = stopped                                           ? TG_RUN_STOPPED
           : r->strict_stop || tg_tools_strict_end(r->tools) ? TG_RUN_STRICT
                                                             : TG_RUN_DONE;
    tg_order_release(&r->order);
    return err;
}

/* ---- Hashing and probing --------------------------------------------------------------------- */

/* With a key, and no hash yet: a video's frame has the video's. */
static bool needs_hash(const struct tg_job *job)
{
    return job->key && !job->origin && !job->hashed;
}

static struct tg_err *order_probes(struct tg_runner *r, bool hashing)
{
    struct tg_unit *units = calloc(r->n + 1, sizeof(*units));
    size_t len = 0;

    if (!units)
        return tg_err_nomem();
    for (size_t i = 0; i < r->n; i++) {
        struct tg_job *job = &r->jobs[i];

        if (job->err || job->probed || job->done || (hashing && !needs_hash(job)))
            continue;
        units[len++] =
            (struct tg_unit){i, hashing ? TG_GROUP_CLEAN : job->group + 1, job->bytes, job->src};
    }
    return tg_order_init(&r->order, units, len);
}

/* Opens what hashing or probing a job needs and writes its request.  *later: the photo changed
 * after it was hashed. */
static struct tg_err *prepare(struct tg_runner *r, size_t id, bool hashing, struct tg_task *task,
                              bool *later)
{
    struct tg_job *job = &r->jobs[r->order.units[id].job];
    struct tg_stamp stamp;
    int fd, sidecar = -1;
    struct tg_err *err = tg_photo_open(r->options.source, job, &fd, &stamp);

    if (err)
        return err;
    *later = !hashing && job->hashed && !tg_stamp_equal(&stamp, &job->stamp);
    job->stamp = stamp;
    if (*later)
        err = tg_run_changed(job);
    if (!err && !hashing && job->key)
        err = tg_sidecar_open(r->options.source, job, &sidecar, &job->sidecar);
    if (err) {
        close(fd);
        return err;
    }
    tg_run_begin_request(r, id, hashing ? TG_REQUEST_HASH : TG_REQUEST_PROBE, fd, task);
    if (sidecar >= 0)
        task->fds[task->nfds++] = sidecar;
    if (!hashing) {
        tg_frame_u32(&task->request, job->key != NULL);
        tg_frame_u32(&task->request, job->asks);
    }
    return NULL;
}

struct tg_err *tg_run_begin_probe(struct tg_runner *r, size_t id, struct tg_task *task)
{
    bool later;

    return prepare(r, id, false, task, &later);
}

static enum tg_next next_of(struct tg_runner *r, uint64_t group, bool hashing, struct tg_task *task)
{
    size_t id;

    while (!tg_run_ended(r) && tg_order_peek(&r->order, group, &id)) {
        size_t i = r->order.units[id].job;
        bool later = false;
        struct tg_err *err = prepare(r, id, hashing, task, &later);

        tg_order_take(&r->order, id);
        if (!err)
            return TG_NEXT_TASK;
        if (tg_err_code(err) == TG_E_NOMEM) {
            tg_run_note_fatal(r, err);
        } else if (later && !r->again) {
            tg_err_free(err);
            r->jobs[i].hashed = false;
        } else {
            tg_run_finish(r, i, err);
        }
    }
    return TG_NEXT_NONE;
}

static enum tg_next next_hash(void *ctx, uint64_t group, struct tg_task *task)
{
    return next_of(ctx, group, true, task);
}

static enum tg_next next_probe(void *ctx, uint64_t group, struct tg_task *task)
{
    return next_of(ctx, group, false, task);
}

static bool hash_done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct tg_runner *r = ctx;
    size_t i = r->order.units[id].job;
    struct tg_job *job = &r->jobs[i];

    err = tg_run_reply_err(job, reply, err);
    if (!err) {
        tg_message_get_hash(reply, &job->hash);
        job->hashed = tg_frame_end(reply);
        err = job->hashed ? NULL : tg_run_malformed(job);
    }
    if (err)
        tg_run_finish(r, i, err);
    return true;
}

struct tg_err *tg_run_read_probe(struct tg_runner *r, size_t i, struct tg_frame *reply,
                                 struct tg_err *err)
{
    struct tg_job *job = &r->jobs[i];
    struct tg_info info = {0};
    struct tg_metadata metadata = {0};

    err = tg_run_reply_err(job, reply, err);
    if (err)
        return err;
    tg_message_get_info(reply, &info);
    err = tg_message_get_metadata(reply, &metadata);
    if (!err && !tg_frame_end(reply))
        err = tg_run_malformed(job);
    if (err) {
        tg_metadata_release(&metadata);
        return err;
    }
    job->info = info;
    tg_metadata_move(&job->metadata, &metadata);
    tg_metadata_keep(&job->metadata, job->asks);
    return NULL;
}

static bool probe_done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct tg_runner *r = ctx;
    size_t i = r->order.units[id].job;
    bool good;

    err = tg_run_read_probe(r, i, reply, err);
    good = !err;
    tg_run_finish(r, i, err);
    return good; /* a process that has met a bad photo has met enough */
}

/* Hashes what needs it, then probes what is hashed. */
static struct tg_err *read_once(struct tg_runner *r, struct tg_tools *tools, enum tg_run_end *end)
{
    struct tg_pool_client hashing = {r, NULL, next_hash, hash_done, NULL},
                          probing = {r, tools, next_probe, probe_done, NULL};
    struct tg_err *err = order_probes(r, true);

    if (!err)
        err = tg_run_units(r, &hashing, end);
    if (!err && *end == TG_RUN_DONE)
        err = order_probes(r, false);
    if (!err && *end == TG_RUN_DONE)
        err = tg_run_units(r, &probing, end);
    return err;
}

struct tg_err *tg_run_probe(struct tg_runner *r, struct tg_tools *tools, bool quiet,
                            enum tg_run_end *end)
{
    void (*progress)(void *ctx, const struct tg_job *job) = r->options.progress;
    struct tg_err *err;
    bool later = false;

    if (quiet)
        r->options.progress = NULL;
    for (size_t i = 0; quiet && i < r->n; i++)
        r->jobs[i].done &= r->jobs[i].err || r->jobs[i].probed;
    r->again = quiet;
    err = read_once(r, tools, end);
    for (size_t i = 0; i < r->n; i++)
        later |= !r->jobs[i].done && !r->jobs[i].err && !r->jobs[i].probed;
    if (!err && later && *end == TG_RUN_DONE) { /* what changed meanwhile, once more */
        r->again = true;
        err = read_once(r, NULL, end);
    }
    r->options.progress = progress;
    return err;
}

struct tg_err *tg_runner_probe(struct tg_runner *r, struct tg_job *jobs, size_t n,
                               struct tg_tools *tools, enum tg_run_end *end)
{
    r->jobs = jobs;
    r->n = n;
    return tg_run_probe(r, tools, false, end);
}
