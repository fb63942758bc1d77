/* run_render.c - see run.h: rendering. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/render/view.h"
#include "core/run/memory.h"
#include "core/run/outputs.h"
#include "core/run/run_parts.h"
#include "core/run/sidecar.h"
#include "core/run/thumbnail.h"

/* ---- What a worker gets ---------------------------------------------------------------------- */

static void close_files(struct tg_runner *r, size_t id)
{
    const struct tg_job *job = &r->jobs[r->order.units[id].job];

    for (size_t j = 0; r->open[id].files && j < job->outputs_len; j++)
        if (r->open[id].files[j] >= 0)
            close(r->open[id].files[j]);
    free(r->open[id].files);
    r->memory -= r->open[id].memory;
    r->open[id] = (struct tg_open_unit){0};
}

/* Makes the files for the outputs of a unit and adds them to its request. */
static struct tg_err *open_files(struct tg_runner *r, size_t id, struct tg_task *task)
{
    const struct tg_unit *unit = &r->order.units[id];
    const struct tg_job *job = &r->jobs[unit->job];
    int *files = calloc(job->outputs_len, sizeof(*files));
    struct tg_err *err = NULL;

    if (!files)
        return tg_err_nomem();
    r->open[id].files = files;
    for (size_t j = 0; j < job->outputs_len; j++)
        files[j] = -1;
    tg_frame_u32(&task->request, (uint32_t)job->outputs_len);
    for (size_t j = 0; !err && j < job->outputs_len; j++) {
        const struct tg_job_output *o = &job->outputs[j];
        bool wanted = o->group + 1 == unit->group;

        tg_message_put_spec(&task->request, &o->spec);
        tg_frame_u32(&task->request, wanted);
        if (!wanted)
            continue;
        err = tg_outbox_new(tg_output_most(&o->spec, &job->info, job->bytes), &files[j]);
        if (!err) {
            task->fds[task->nfds] = fcntl(files[j], F_DUPFD_CLOEXEC, 0);
            if (task->fds[task->nfds] < 0)
                err = tg_err_sys(errno, o->path, "cannot open");
            else
                task->nfds++;
        }
    }
    return err;
}

/* Opens everything that a unit needs and writes its request.  *changed: the photo is not what was
 * probed; any other error of ours ends the run: *fatal. */
static struct tg_err *prepare(struct tg_runner *r, size_t id, struct tg_task *task, bool *changed,
                              bool *fatal)
{
    const struct tg_job *job = &r->jobs[r->order.units[id].job];
    bool tight =
        r->options.memory && r->open[id].memory > r->options.memory / (r->options.workers + 1);
    struct tg_stamp stamp;
    struct tg_err *err;
    int fd;

    *changed = *fatal = false;
    err = tg_photo_open(r->options.source, job, &fd, &stamp);
    if (err) {
        *fatal = tg_err_code(err) == TG_E_NOMEM;
        return err;
    }
    *changed = !tg_stamp_equal(&stamp, &job->stamp);
    if (*changed) {
        close(fd);
        return tg_run_changed(job);
    }
    tg_run_begin_request(r, id, TG_REQUEST_RENDER, fd, task);
    tg_frame_u32(&task->request, tight);
    tg_frame_u32(&task->request, job->key || job->wants_placeholder);
    err = open_files(r, id, task);
    if (err) {
        tg_run_drop_request(task);
        *fatal = true;
    }
    return err;
}

/* ---- Units ----------------------------------------------------------------------------------- */

/* One of a job's units is done, or all that are left because of `err`. */
static void unit_done(struct tg_runner *r, size_t id, struct tg_err *err)
{
    size_t i = r->order.units[id].job;
    struct tg_job *job = &r->jobs[i];

    if (err && tg_err_code(err) == TG_E_STOPPED) {
        tg_err_free(err);
        return;
    }
    r->left[i]--;
    if (err && job->err)
        tg_err_free(err);
    else if (err)
        job->err = err;
    if (r->left[i] > 0 || (r->changed[i] && !job->err))
        return;
    r->changed[i] = false;
    err = job->err;
    job->err = NULL;
    if (!err && r->options.rendered)
        tg_run_note_fatal(r, r->options.rendered(r->options.rendered_ctx, job));
    if (!r->fatal)
        tg_run_finish(r, i, err);
    else
        tg_err_free(err);
}

/* The photo is not what was probed: once more, or that was the second time. */
static void unit_changed(struct tg_runner *r, size_t id, struct tg_err *err)
{
    if (!r->again) {
        r->changed[r->order.units[id].job] = true;
        tg_err_free(err);
        err = NULL;
    }
    unit_done(r, id, err);
}

/* Closes what a unit had and counts it; `err` is the run's, or goes with the photo. */
static void end_unit(struct tg_runner *r, size_t id, struct tg_err *err, bool changed, bool fatal)
{
    close_files(r, id);
    if (fatal && !r->streams)
        tg_run_note_fatal(r, err);
    else if (changed)
        unit_changed(r, id, err);
    else
        unit_done(r, id, err);
}

static struct tg_err *too_large(const struct tg_runner *r, const struct tg_job *job,
                                uint64_t needed)
{
    return tg_err_new(
        TG_E_LIMIT, job->src, "may take %llu MiB of memory, and %llu are allowed: see --memory",
        (unsigned long long)(needed >> 20) + 1, (unsigned long long)r->options.memory >> 20);
}

/* The unit that a process of `group` gets; one that waits for memory goes before all. */
static bool choose(const struct tg_runner *r, uint64_t group, size_t *id)
{
    *id = r->held;
    return r->held != SIZE_MAX || tg_order_peek(&r->order, group, id);
}

bool tg_run_fits(const struct tg_runner *r, size_t id)
{
    uint64_t needed = tg_memory_estimate(&r->jobs[r->order.units[id].job]);

    return !r->options.memory || !r->memory || needed <= r->options.memory - r->memory;
}

bool tg_run_begin_render(struct tg_runner *r, size_t id, struct tg_task *task)
{
    struct tg_job *job = &r->jobs[r->order.units[id].job];
    uint64_t needed = tg_memory_estimate(job);
    struct tg_err *err;
    bool changed, fatal;

    if (job->err || r->changed[r->order.units[id].job]) { /* by an earlier unit */
        unit_done(r, id, NULL);
        return false;
    }
    if (r->options.memory && needed > r->options.memory) {
        unit_done(r, id, too_large(r, job, needed));
        return false;
    }
    r->open[id].memory = needed;
    r->memory += needed;
    err = prepare(r, id, task, &changed, &fatal);
    if (!err)
        return true;
    end_unit(r, id, err, changed, fatal);
    return false;
}

static enum tg_next next_render(void *ctx, uint64_t group, struct tg_task *task)
{
    struct tg_runner *r = ctx;
    size_t id;

    while (!tg_run_ended(r) && choose(r, group, &id)) {
        if (!tg_run_fits(r, id)) {
            r->held = id;
            return TG_NEXT_WAIT;
        }
        r->held = SIZE_MAX;
        tg_order_take(&r->order, id);
        if (tg_run_begin_render(r, id, task))
            return TG_NEXT_TASK;
    }
    return TG_NEXT_NONE;
}

/* ---- What a worker gives --------------------------------------------------------------------- */

/* The size of an output as it is seen. */
static void set_size(const struct tg_info *info, struct tg_job_output *o)
{
    struct tg_output_size size =
        tg_output_size(&o->spec, info->width, info->height, info->orientation);

    o->result.width = size.w;
    o->result.height = size.h;
}

/* Whether two outputs would be the same file, now that their folders are there. */
static bool is_same_place(const struct tg_output *a, const struct tg_output *b)
{
    struct stat one, other;

    return a->below && b->below && strcmp(a->final, b->final) == 0 && fstat(a->dir, &one) == 0 &&
           fstat(b->dir, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* One of a unit's outputs is among those before it. */
static struct tg_err *check_place(const struct tg_job_output *o, const struct tg_output *made,
                                  size_t j)
{
    for (size_t i = 0; o->place && i < j; i++)
        if (is_same_place(&made[i], &made[j]))
            return tg_err_new(TG_E_USAGE, o->path, "is there twice");
    return NULL;
}

/* Copies all that the unit made, then gives everything its name.  Errors of workers are the
 * photo's, others the run's: *fatal. */
static struct tg_err *commit(struct tg_runner *r, size_t id, const uint64_t *bytes, bool *fatal)
{
    struct tg_job *job = &r->jobs[r->order.units[id].job];
    const int *files = r->open[id].files;
    struct tg_output *made = calloc(job->outputs_len, sizeof(*made));
    struct tg_buf chunks;
    struct tg_err *err = tg_thumbnail_chunks(&chunks, job);

    if (!err && !made)
        err = tg_err_nomem();
    for (size_t j = 0; !err && j < job->outputs_len; j++) {
        struct tg_job_output *o = &job->outputs[j];

        if (files[j] < 0)
            continue;
        err = tg_outbox_take(
            &(struct tg_outbox){.fd = files[j],
                                .bytes = bytes[j],
                                .format = tg_output_format(&o->spec, job->info.format),
                                .seal = o->seal,
                                .chunks = chunks.len ? &chunks : NULL},
            o, r->options.tmpdir, &made[j], &o->result.hash);
        if (!err)
            err = check_place(o, made, j);
        o->result.bytes = bytes[j] + chunks.len;
        set_size(&job->info, o);
    }
    for (size_t j = 0; made && j < job->outputs_len; j++)
        if (!err && made[j].final)
            err = tg_output_commit(&made[j]);
        else
            tg_output_abort(&made[j]);
    free(made);
    tg_buf_release(&chunks);
    *fatal = err && tg_err_code(err) != TG_E_WORKER && !tg_output_is_refused(err);
    if (*fatal && !tg_err_path(err))
        return tg_err_wrap(err, job->outputs[0].path, "cannot write the outputs");
    return err && tg_err_code(err) == TG_E_WORKER ? tg_run_about(job, err) : err;
}

static struct tg_err *read_results(struct tg_runner *r, size_t id, struct tg_frame *reply,
                                   uint64_t *bytes)
{
    struct tg_job *job = &r->jobs[r->order.units[id].job];
    struct tg_damage damage = {0};
    struct tg_placeholder placeholder = {0};

    tg_message_get_damage(reply, &damage);
    tg_message_get_placeholder(reply, &placeholder);
    for (size_t j = 0; j < job->outputs_len; j++)
        if (r->open[id].files[j] >= 0) {
            uint64_t *gain_map = &job->outputs[j].result.gain_map;

            bytes[j] = tg_frame_get_u64(reply);
            *gain_map = tg_frame_get_u64(reply);
            reply->bad |= *gain_map > bytes[j];
        }
    if (!tg_frame_end(reply))
        return tg_run_malformed(job);
    job->damage = damage;
    job->placeholder = placeholder;
    return NULL;
}

/* What was written is only right if the photo did not change before its last byte was read. */
static bool is_unchanged(const struct tg_runner *r, const struct tg_job *job)
{
    struct tg_stamp now;
    struct stat st;

    if (job->origin ? stat(job->src, &st) != 0 : !tg_photo_look(r->options.source, job, &st))
        return false;
    now = tg_stamp_of(&st);
    return tg_stamp_equal(&now, &job->stamp);
}

bool tg_run_render_done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err)
{
    struct tg_runner *r = ctx;
    struct tg_job *job = &r->jobs[r->order.units[id].job];
    uint64_t bytes[TG_JOB_OUTPUTS] = {0};
    bool fatal = false, changed = false, stopped = err && tg_err_code(err) == TG_E_STOPPED, good;

    err = tg_run_reply_err(job, reply, err);
    if (!err)
        err = read_results(r, id, reply, bytes);
    if (!stopped)
        changed = !is_unchanged(r, job);
    if (changed) {
        tg_err_free(err);
        err = tg_run_changed(job);
    } else if (!err && !job->unwanted) {
        err = commit(r, id, bytes, &fatal);
    }
    good = !err && job->damage.count == 0;
    end_unit(r, id, err, changed, fatal);
    return good;
}

/* ---- A run ----------------------------------------------------------------------------------- */

/* The groups of a job's outputs, each once, become units. */
static size_t add_units(const struct tg_job *job, size_t i, struct tg_unit *units)
{
    size_t n = 0;

    for (size_t j = 0; j < job->outputs_len; j++) {
        uint64_t group = job->outputs[j].group + 1;
        size_t k = 0;

        while (k < n && units[k].group != group)
            k++;
        if (k == n)
            units[n++] = (struct tg_unit){i, group, job->bytes, job->src};
    }
    return n;
}

static struct tg_err *order_renders(struct tg_runner *r)
{
    size_t most = 0, len = 0;
    struct tg_unit *units;

    for (size_t i = 0; i < r->n; i++)
        most += r->jobs[i].outputs_len;
    units = calloc(most + 1, sizeof(*units));
    if (!units)
        return tg_err_nomem();
    for (size_t i = 0; i < r->n; i++) {
        struct tg_job *job = &r->jobs[i];

        r->left[i] = 0;
        if (job->err || !job->outputs_len || (r->again ? !r->changed[i] : job->fresh))
            continue;
        job->done = false;
        r->left[i] = (unsigned)add_units(job, i, units + len);
        len += r->left[i];
        r->changed[i] = false;
    }
    return tg_order_init(&r->order, units, len);
}

static struct tg_err *render_once(struct tg_runner *r, struct tg_tools *tools, enum tg_run_end *end)
{
    struct tg_pool_client client = {r, tools, next_render, tg_run_render_done, NULL};
    struct tg_err *err = order_renders(r);

    if (err)
        return err;
    r->open = calloc(r->order.len + 1, sizeof(*r->open));
    if (r->open)
        err = tg_run_units(r, &client, end);
    else
        err = tg_err_nomem();
    tg_order_release(&r->order);
    free(r->open);
    r->open = NULL;
    return err;
}

static bool same_shape(const struct tg_info *a, const struct tg_info *b)
{
    return a->format == b->format && a->width == b->width && a->height == b->height &&
           a->orientation == b->orientation && strcmp(a->date, b->date) == 0;
}

/* Probes what changed; pages are planned by now, so it must still look the same from outside. */
static struct tg_err *probe_changed(struct tg_runner *r, enum tg_run_end *end)
{
    struct tg_info *before = calloc(r->n + 1, sizeof(*before));
    bool *probed = calloc(r->n + 1, sizeof(*probed));
    struct tg_err *err = before && probed ? NULL : tg_err_nomem();

    for (size_t i = 0; !err && i < r->n; i++) {
        before[i] = r->jobs[i].info;
        probed[i] = r->jobs[i].probed;
        r->jobs[i].probed = !r->changed[i];
        if (r->changed[i])
            r->jobs[i].hashed = false;
    }
    if (!err)
        err = tg_run_probe(r, NULL, true, end);
    for (size_t i = 0; before && probed && i < r->n; i++) {
        struct tg_job *job = &r->jobs[i];
        struct tg_err *failed = job->err;

        job->probed = probed[i];
        if (err || *end != TG_RUN_DONE || !r->changed[i])
            continue;
        if (!failed && !same_shape(&job->info, &before[i]))
            failed = tg_run_changed(job);
        job->err = NULL;
        if (failed) {
            r->changed[i] = false;
            job->info = before[i];
            tg_run_finish(r, i, failed);
        } else if (r->options.changed) {
            err = r->options.changed(r->options.rendered_ctx, job);
            if (!err && job->fresh) { /* it has become another photo, whose outputs are there */
                r->changed[i] = false;
                tg_run_finish(r, i, NULL);
            }
        }
    }
    free(before);
    free(probed);
    return err;
}

static bool any(const bool *flags, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (flags[i])
            return true;
    return false;
}

struct tg_err *tg_runner_render(struct tg_runner *r, struct tg_job *jobs, size_t n,
                                struct tg_tools *tools, enum tg_run_end *end)
{
    struct tg_err *err;

    r->jobs = jobs;
    r->n = n;
    r->again = false;
    r->left = calloc(n + 1, sizeof(*r->left));
    r->changed = calloc(n + 1, sizeof(*r->changed));
    err = r->left && r->changed ? render_once(r, tools, end) : tg_err_nomem();
    if (!err && *end == TG_RUN_DONE && any(r->changed, n)) {
        r->again = true;
        err = probe_changed(r, end);
        if (!err && *end == TG_RUN_DONE)
            err = render_once(r, NULL, end);
    }
    free(r->left);
    free(r->changed);
    r->left = NULL;
    r->changed = NULL;
    return err;
}
