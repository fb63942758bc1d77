/* run.c - see run.h. */
#include "core/job/run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/block.h"
#include "core/base/file.h"
#include "core/job/memory.h"
#include "core/job/message.h"
#include "core/job/sidecar.h"
#include "core/job/warm_up.h"
#include "core/job/worker_jobs.h"
#include "core/pool/pool.h"

/* A job that a worker is doing. */
struct open_job {
    struct tg_output *outputs; /* one per output of the job; NULL: not running */
    uint64_t memory;           /* its estimate, while it runs */
};

struct tg_runner {
    struct tg_runner_options options;
    struct tg_kernels kernels; /* a copy that the pool's context can point to */
    struct tg_pool *pool;

    /* The current run. */
    struct tg_job *jobs;
    size_t n;
    struct tg_job **order; /* the jobs to do, in the order of work */
    size_t order_len, next;
    struct open_job *open; /* one per job; NULL while probing */
    struct tg_tools *beside;
    uint64_t memory;      /* of all that run */
    struct tg_err *fatal; /* ends the run */
    bool strict_stop;
};

void tg_jobs_free(struct tg_job *jobs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < jobs[i].outputs_len; j++)
            free(jobs[i].outputs[j].path);
        free(jobs[i].outputs);
        free(jobs[i].src);
        if (jobs[i].origin)
            free(jobs[i].origin->path);
        free(jobs[i].origin);
        tg_facts_release(&jobs[i].facts);
        tg_err_free(jobs[i].err);
    }
    free(jobs);
}

struct tg_err *tg_runner_new(const struct tg_runner_options *options, struct tg_runner **runner)
{
    struct tg_runner *r = calloc(1, sizeof(*r));
    struct tg_pool_options pool = {.workers = options->workers,
                                   .fn = tg_worker_jobs,
                                   .warm_up = tg_warm_up,
                                   .stop_fd = options->stop_fd,
                                   .max_memory = options->memory,
                                   .max_load = options->max_load};
    struct tg_err *err;

    if (!r)
        return tg_err_nomem();
    r->options = *options;
    r->kernels = *options->kernels;
    pool.ctx = &r->kernels;
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

/* Nothing takes that long unless it hangs, not even on a small board. */
static uint32_t time_limit(const struct tg_runner *r, const struct tg_job *job)
{
    const uint64_t least_ms = 120000, per_megabyte_ms = 30000, most_ms = UINT64_C(24) * 3600 * 1000;
    uint64_t ms = least_ms + job->bytes / 1000000 * per_megabyte_ms;

    return r->options.timeout_ms ? r->options.timeout_ms : (uint32_t)(ms < most_ms ? ms : most_ms);
}

static void begin_request(const struct tg_runner *r, size_t i, enum tg_request_kind kind, int fd,
                          struct tg_task *task)
{
    task->id = i;
    task->timeout_ms = time_limit(r, &r->jobs[i]);
    task->fds[task->nfds++] = fd;
    tg_frame_begin(&task->request, i);
    tg_frame_u32(&task->request, kind);
    tg_frame_u64(&task->request, r->options.limits.max_pixels);
    tg_frame_str(&task->request, r->jobs[i].src);
}

/* Records how job i ended; takes ownership of err. */
static void finish(struct tg_runner *r, size_t i, struct tg_err *err)
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
        tg_tools_halt(r->beside);
    }
    if (r->options.progress)
        r->options.progress(r->options.progress_ctx, job);
}

/* The first fatal error ends the run; what follows from it is dropped. */
static void note_fatal(struct tg_runner *r, struct tg_err *err)
{
    if (!err)
        return;
    tg_tools_halt(r->beside);
    if (!r->fatal)
        r->fatal = err;
    else
        tg_err_free(err);
}

/* The text of a worker's error already names the photo; errors of the pool do not. */
static struct tg_err *about(const struct tg_job *job, struct tg_err *err)
{
    return tg_err_wrap(err, job->src, "failed");
}

static bool ended(const struct tg_runner *r)
{
    return r->fatal || r->strict_stop || tg_tools_strict_end(r->beside) || r->next == r->order_len;
}

/* Opens what probing job i needs and writes its request.  A frame of a film has no sidecar. */
static struct tg_err *prepare_probe(struct tg_runner *r, size_t i, struct tg_task *task)
{
    struct tg_job *job = &r->jobs[i];
    int fd, sidecar = -1;
    struct tg_err *err = tg_photo_open(r->options.source, job, &fd, &job->stamp);

    if (err)
        return err;
    if (job->key && !job->origin)
        err = tg_sidecar_open(r->options.source, job, &sidecar, &job->sidecar);
    if (err) {
        close(fd);
        return err;
    }
    begin_request(r, i, TG_REQUEST_PROBE, fd, task);
    if (sidecar >= 0)
        task->fds[task->nfds++] = sidecar;
    tg_frame_u32(&task->request, job->key != NULL);
    return NULL;
}

static enum tg_next next_probe(void *ctx, struct tg_task *task)
{
    struct tg_runner *r = ctx;

    while (!ended(r)) {
        size_t i = (size_t)(r->order[r->next++] - r->jobs);
        struct tg_err *err = prepare_probe(r, i, task);

        if (!err)
            return TG_NEXT_TASK;
        finish(r, i, err);
    }
    return TG_NEXT_NONE;
}

static struct tg_err *malformed(void)
{
    return tg_err_new(TG_E_WORKER, NULL, "a worker sent a malformed reply");
}

static void probe_done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct tg_runner *r = ctx;
    struct tg_job *job = &r->jobs[id];
    struct tg_info info = {0};
    struct tg_facts facts;
    struct tg_hash hash;

    if (err) {
        finish(r, id, about(job, err));
        return;
    }
    if (tg_frame_get_max(reply, TG_STATUS_PICTURE) != TG_STATUS_OK) {
        finish(r, id, tg_frame_get_err(reply));
        return;
    }
    tg_message_get_info(reply, &info);
    err = tg_message_get_facts(reply, &facts);
    tg_message_get_hash(reply, &hash);
    if (!err && !tg_frame_end(reply))
        err = about(job, malformed());
    if (err) {
        tg_facts_release(&facts);
    } else {
        job->info = info;
        job->facts = facts;
        job->hash = hash;
    }
    finish(r, id, err);
}

static void abort_outputs(struct tg_runner *r, size_t i)
{
    for (size_t j = 0; r->open[i].outputs && j < r->jobs[i].outputs_len; j++)
        tg_output_abort(&r->open[i].outputs[j]);
    free(r->open[i].outputs);
    r->memory -= r->open[i].memory;
    r->open[i] = (struct open_job){0};
}

/* Opens the temporary files of job i and adds them to its request. */
static struct tg_err *open_outputs(struct tg_runner *r, size_t i, struct tg_task *task)
{
    struct tg_job *job = &r->jobs[i];
    struct tg_err *err = NULL;

    r->open[i].outputs = calloc(job->outputs_len, sizeof(*r->open[i].outputs));
    if (!r->open[i].outputs)
        return tg_err_nomem();
    for (size_t j = 0; j < job->outputs_len; j++)
        r->open[i].outputs[j].fd = -1;
    tg_frame_u32(&task->request, (uint32_t)job->outputs_len);
    for (size_t j = 0; !err && j < job->outputs_len; j++) {
        struct tg_output *o = &r->open[i].outputs[j];

        err = tg_output_open(o, job->outputs[j].path, r->options.tmpdir);
        if (err)
            break;
        task->fds[task->nfds] = fcntl(o->fd, F_DUPFD_CLOEXEC, 0);
        if (task->fds[task->nfds] < 0)
            err = tg_err_sys(errno, job->outputs[j].path, "cannot open");
        else
            task->nfds++;
        tg_message_put_spec(&task->request, &job->outputs[j].spec);
    }
    return err;
}

static void task_drop(struct tg_task *task)
{
    for (size_t i = 0; i < task->nfds; i++)
        close(task->fds[i]);
    tg_buf_release(&task->request);
    *task = (struct tg_task){0};
}

/* Opens everything that job i needs and writes its request.  *fatal: the run cannot go on. */
static struct tg_err *prepare(struct tg_runner *r, size_t i, struct tg_task *task, bool *fatal)
{
    bool tight =
        r->options.memory && r->open[i].memory > r->options.memory / (r->options.workers + 1);
    struct tg_stamp stamp;
    struct tg_err *err;
    int fd;

    *fatal = false;
    err = tg_photo_open(r->options.source, &r->jobs[i], &fd, &stamp);
    if (err)
        return err;
    if (r->jobs[i].key && !tg_stamp_equal(&stamp, &r->jobs[i].stamp)) {
        close(fd);
        return tg_err_new(TG_E_SYS, r->jobs[i].src, "changed during the build; build again");
    }
    begin_request(r, i, TG_REQUEST_RENDER, fd, task);
    tg_frame_u32(&task->request, tight);
    tg_frame_u32(&task->request, r->jobs[i].key != NULL);
    err = open_outputs(r, i, task);
    if (err) {
        task_drop(task);
        *fatal = tg_err_code(err) != TG_E_LIMIT; /* a name too long is this photo's trouble alone */
    }
    return err;
}

static struct tg_err *too_large(const struct tg_runner *r, size_t i, uint64_t needed)
{
    return tg_err_new(TG_E_LIMIT, r->jobs[i].src,
                      "may take %llu MiB of memory, and %llu are allowed: see --memory",
                      (unsigned long long)(needed >> 20) + 1,
                      (unsigned long long)r->options.memory >> 20);
}

static enum tg_next next_render(void *ctx, struct tg_task *task)
{
    struct tg_runner *r = ctx;

    while (!ended(r)) {
        size_t i = (size_t)(r->order[r->next] - r->jobs);
        uint64_t needed = tg_memory_estimate(&r->jobs[i]);
        struct tg_err *err;
        bool fatal;

        if (r->options.memory && r->memory && needed > r->options.memory - r->memory)
            return TG_NEXT_WAIT;
        r->next++;
        if (r->options.memory && needed > r->options.memory) {
            finish(r, i, too_large(r, i, needed));
            continue;
        }
        r->open[i].memory = needed;
        r->memory += needed;
        err = prepare(r, i, task, &fatal);
        if (!err)
            return TG_NEXT_TASK;
        abort_outputs(r, i);
        if (fatal)
            note_fatal(r, err);
        else
            finish(r, i, err);
    }
    return TG_NEXT_NONE;
}

static struct tg_err *commit_outputs(struct tg_runner *r, size_t i)
{
    struct tg_err *err = NULL;

    for (size_t j = 0; !err && j < r->jobs[i].outputs_len; j++)
        err = tg_output_commit(&r->open[i].outputs[j]);
    return err;
}

static struct tg_err *read_results(struct tg_job *job, struct tg_frame *reply)
{
    struct tg_damage damage = {0};

    tg_message_get_damage(reply, &damage);
    tg_message_get_tint(reply, &job->tint);
    for (size_t j = 0; j < job->outputs_len; j++)
        tg_message_get_result(reply, &job->outputs[j].result);
    if (!tg_frame_end(reply))
        return about(job, malformed());
    job->damage = damage;
    return NULL;
}

static void render_done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct tg_runner *r = ctx;
    struct tg_job *job = &r->jobs[id];
    uint32_t status;

    if (err) {
        err = about(job, err);
    } else {
        status = tg_frame_get_max(reply, TG_STATUS_OUTPUT);
        if (status == TG_STATUS_OK && !reply->bad)
            err = read_results(job, reply);
        else
            err = reply->bad ? about(job, malformed()) : tg_frame_get_err(reply);
        if (!err)
            note_fatal(r, commit_outputs(r, id));
        if (!err && !r->fatal && r->options.rendered)
            note_fatal(r, r->options.rendered(r->options.rendered_ctx, job));
        else if (status == TG_STATUS_OUTPUT && !r->fatal) {
            note_fatal(r, tg_err_wrap(err, job->outputs[0].path, "cannot write the outputs"));
            err = NULL;
        }
    }
    abort_outputs(r, id);
    if (!r->fatal)
        finish(r, id, err);
    else
        tg_err_free(err);
}

/* Largest file first: a big one started last would keep one worker busy while the others idle. */
static int by_size(const void *a, const void *b)
{
    const struct tg_job *x = *(struct tg_job *const *)a, *y = *(struct tg_job *const *)b;

    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return strcmp(x->src, y->src);
}

static struct tg_err *run(struct tg_runner *r, const struct tg_pool_client *client,
                          enum tg_run_end *end)
{
    bool stopped = false;
    struct tg_err *err;

    r->beside = client->beside;
    r->next = 0;
    r->memory = 0;
    r->strict_stop = false;
    err = tg_pool_run(r->pool, client, &stopped);
    if (!err)
        err = r->fatal;
    else
        tg_err_free(r->fatal);
    r->fatal = NULL;
    *end = stopped                                            ? TG_RUN_STOPPED
           : r->strict_stop || tg_tools_strict_end(r->beside) ? TG_RUN_STRICT
                                                              : TG_RUN_DONE;
    free(r->order);
    r->order = NULL;
    return err;
}

static struct tg_err *select_jobs(struct tg_runner *r, struct tg_job *jobs, size_t n,
                                  bool with_outputs)
{
    r->jobs = jobs;
    r->n = n;
    r->order_len = 0;
    r->order = calloc(n + 1, sizeof(struct tg_job *));
    if (!r->order)
        return tg_err_nomem();
    for (size_t i = 0; i < n; i++)
        if (!jobs[i].err &&
            (with_outputs ? jobs[i].outputs_len && !jobs[i].fresh : !jobs[i].probed)) {
            jobs[i].done = false;
            r->order[r->order_len++] = &jobs[i];
        }
    return NULL;
}

struct tg_err *tg_runner_probe(struct tg_runner *r, struct tg_job *jobs, size_t n,
                               struct tg_tools *beside, enum tg_run_end *end)
{
    struct tg_pool_client client = {r, beside, next_probe, probe_done};
    struct tg_err *err = select_jobs(r, jobs, n, false);

    return err ? err : run(r, &client, end);
}

struct tg_err *tg_runner_render(struct tg_runner *r, struct tg_job *jobs, size_t n,
                                struct tg_tools *beside, enum tg_run_end *end)
{
    struct tg_pool_client client = {r, beside, next_render, render_done};
    struct tg_err *err = select_jobs(r, jobs, n, true);

    if (err)
        return err;
    r->open = calloc(n + 1, sizeof(*r->open));
    if (!r->open) {
        free(r->order);
        return tg_err_nomem();
    }
    qsort(r->order, r->order_len, sizeof(struct tg_job *), by_size);
    err = run(r, &client, end);
    for (size_t i = 0; i < n; i++)
        abort_outputs(r, i);
    free(r->open);
    r->open = NULL;
    return err;
}
