/* incremental.c - see incremental.h. */
#include "core/incremental/incremental.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/path.h"
#include "core/render/view.h"
#include "core/run/message.h"
#include "core/run/sidecar.h"

enum {
    SAVE_EVERY = 64, /* jobs */
    LARGEST_COPY = 256 << 20,
};

/* Of the coarsest clock, that of FAT. */
static const int64_t clock_tick_ns = 2000000000;

bool tg_incremental_settled(const struct tg_stamp *stamp, int64_t seen_ns)
{
    return stamp->mtime_ns + clock_tick_ns <= seen_ns && stamp->ctime_ns + clock_tick_ns <= seen_ns;
}

bool tg_incremental_is_sane(const struct tg_source_state *row)
{
    return row->info.format < TG_FORMATS && tg_formats[row->info.format].name &&
           row->info.width >= 1 && row->info.height >= 1 && row->info.width <= TG_MAX_SIDE &&
           row->info.height <= TG_MAX_SIDE && row->info.orientation >= 1 &&
           row->info.orientation <= 8 && row->info.gain_map <= TG_INFO_MULTISCAN_MAP &&
           tg_message_is_date(row->info.date);
}

/* Whether the sidecar, or its absence, is the recorded one. */
static struct tg_err *same_sidecar(const struct tg_incremental *u, const struct tg_job *job,
                                   const struct tg_source_state *row, bool *same)
{
    struct tg_stamp now = {0};
    int fd = -1;
    struct tg_err *err = tg_sidecar_open(u->source, job, &fd, &now);
    *same = tg_stamp_equal(&now, &row->sidecar) && tg_incremental_settled(&now, row->seen_ns);
    if (fd >= 0)
        close(fd);
    return err;
}

static void take_source(struct tg_job *job, const struct tg_source_state *row)
{
    job->probed = true;
    job->stamp = row->stamp;
    job->sidecar = row->sidecar;
    job->hash = row->hash;
    job->metadata = row->metadata;
    tg_metadata_keep(&job->metadata, job->asks);
    job->info = (struct tg_info){.format = (enum tg_format)row->info.format,
                                 .width = row->info.width,
                                 .height = row->info.height,
                                 .orientation = row->info.orientation,
                                 .samples = row->info.samples,
                                 .multiscan = row->info.multiscan,
                                 .gain_map = (enum tg_info_map)row->info.gain_map};
    memcpy(job->info.date, row->info.date, sizeof(job->info.date));
}

struct tg_err *tg_incremental_probe(struct tg_incremental *u, struct tg_job *job)
{
    struct tg_source_state row;
    struct tg_stamp stamp;
    struct tg_err *err;
    struct stat st;
    bool same;

    if (u->verify || !tg_photo_look(u->source, job, &st))
        return NULL; /* probing finds out */
    err = tg_state_get_source(u->state, job->key, &row, &same);
    if (err || !same)
        return err;
    stamp = tg_stamp_of(&st);
    same = tg_stamp_equal(&stamp, &row.stamp) && tg_incremental_settled(&stamp, row.seen_ns) &&
           (job->content_only || (job->asks & ~row.asks) == 0) && row.motion_known &&
           tg_incremental_is_sane(&row);
    if (same)
        err = same_sidecar(u, job, &row, &same);
    if (err || !same) {
        tg_metadata_release(&row.metadata);
        return err;
    }
    take_source(job, &row);
    if (row.asks == job->asks || job->content_only || u->look)
        return NULL;
    row.asks = job->asks; /* what is asked for no longer is forgotten */
    row.metadata = job->metadata;
    return tg_state_put_source(u->state, job->key, &row);
}

struct tg_err *tg_incremental_probed(struct tg_incremental *u, const struct tg_job *job)
{
    const struct tg_origin *origin = job->origin;
    struct tg_source_state row = {.stamp = origin ? origin->stamp : job->stamp,
                                  .sidecar = job->sidecar,
                                  .seen_ns = tg_clock_ns(TG_CLOCK_WALL),
                                  .hash = origin ? origin->hash : job->hash,
                                  .asks = job->asks,
                                  .metadata = job->metadata};

    row.info.format = (uint32_t)job->info.format;
    row.info.width = job->info.width;
    row.info.height = job->info.height;
    row.info.orientation = job->info.orientation;
    row.info.samples = job->info.samples;
    row.info.multiscan = job->info.multiscan;
    row.info.gain_map = job->info.gain_map;
    memcpy(row.info.date, job->info.date, sizeof(row.info.date));
    return tg_state_put_source(u->state, job->key, &row);
}

struct tg_err *tg_incremental_stamp(const char *path, struct tg_stamp *stamp, bool *exists)
{
    struct stat st;

    *exists = lstat(path, &st) == 0;
    if (!*exists)
        return errno == ENOENT || errno == ENOTDIR ? NULL
                                                   : tg_err_sys(errno, path, "cannot look at");
    *exists = S_ISREG(st.st_mode);
    *stamp = tg_stamp_of(&st);
    stamp->ctime_ns = 0;
    return NULL;
}

/* Outputs without a gain map are as they were when there were none: their plans do not tell.
 *
 * Outputs that not everybody may see have plans of their own, so that those of other photos with
 * the same content are never taken over from where a worker of others made them.  `access` 0 is
 * also how 0.1 made all plans.  Sealed ones are of one key: those of another could not be
 * opened. */
static struct tg_err *make_plan(const struct tg_job *job, uint64_t access, struct tg_hash *plan)
{
    const uint32_t version = TG_ENCODER_VERSION;
    struct tg_hasher *h = NULL;
    struct tg_err *err = NULL;
    struct tg_buf specs;

    tg_buf_init(&specs, TG_BUF_MAX);
    tg_frame_u32(&specs, version);
    for (size_t i = 0; i < job->outputs_len; i++) {
        struct tg_output_spec spec = job->outputs[i].spec;

        if (!tg_output_is_hdr(&spec, &job->info))
            spec.keep &= ~(unsigned)TG_KEEP_GAIN_MAP;
        tg_message_put_spec(&specs, &spec);
    }
    if (access)
        tg_frame_u64(&specs, access);
    for (uint32_t i = 0; i < job->outputs_len; i++)
        if (job->outputs[i].seal) {
            tg_frame_u32(&specs, i);
            tg_frame_u64(&specs, tg_secret_mark(job->outputs[i].seal));
        }
    err = specs.failed ? tg_err_nomem() : tg_hasher_new(&h);
    if (!err) {
        tg_hasher_add(h, job->hash.bytes, sizeof(job->hash.bytes));
        tg_hasher_add(h, specs.data, specs.len);
        tg_hasher_end(h, plan);
    }
    tg_buf_release(&specs);
    return err;
}

/* Whether the bytes of a file are still the recorded ones. */
static bool same_bytes(const char *path, const struct tg_hash *hash)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct tg_hash now;
    struct tg_err *err;

    if (fd < 0)
        return false;
    err = tg_hash_file(fd, path, &now);
    close(fd);
    if (err) {
        tg_err_free(err);
        return false;
    }
    return tg_hash_equal(&now, hash);
}

struct tg_err *tg_incremental_intact(const char *path, struct tg_output_state *row, bool verify,
                                     bool *yes)
{
    struct tg_stamp stamp;
    struct tg_err *err = tg_incremental_stamp(path, &stamp, yes);

    if (err || !*yes || (!verify && tg_stamp_equal(&stamp, &row->stamp)))
        return err;
    *yes = stamp.size == row->stamp.size && same_bytes(path, &row->hash);
    if (*yes)
        row->stamp = stamp;
    return NULL;
}

void tg_incremental_take(struct tg_job_output *output, const struct tg_output_state *row)
{
    output->result.bytes = row->content ? row->content : row->stamp.size;
    output->result.hash = row->hash;
}

/* `old` is the plan as 0.1 made it; what it made in its own place stays. */
static struct tg_err *up_to_date(struct tg_incremental *u, struct tg_job *job, size_t i,
                                 const struct tg_hash *old, bool *yes)
{
    struct tg_job_output *o = &job->outputs[i];
    struct tg_output_state row;
    struct tg_err *err = tg_state_get_output(u->state, o->key, &row, yes);
    struct tg_stamp stamp;
    bool is_old;

    if (err || !*yes)
        return err;
    is_old = job->access && tg_hash_equal(&row.plan, old);
    *yes =
        (is_old || tg_hash_equal(&row.plan, &job->plan)) && row.index == i && row.placeholder.known;
    job->placeholder = row.placeholder;
    job->was_damaged = row.damaged;
    tg_incremental_take(o, &row);
    stamp = row.stamp;
    if (*yes)
        err = tg_incremental_intact(o->path, &row, u->verify, yes);
    if (err || !*yes || u->look || (!is_old && tg_stamp_equal(&stamp, &row.stamp)))
        return err;
    row.plan = job->plan;
    return tg_state_put_output(u->state, o->key, job->key, &row);
}

/* The search for a file that already holds what an output wants. */
struct donor {
    const struct tg_incremental *u;
    char *path; /* found; owned */
    struct tg_output_state row;
    struct tg_err *err;
};

static bool is_donor(void *ctx, const char *path, const struct tg_output_state *row)
{
    struct donor *d = ctx;
    bool yes = false;

    d->path = tg_path_join(d->u->out, path);
    d->row = *row;
    d->err = d->path ? tg_incremental_intact(d->path, &d->row, d->u->verify, &yes) : tg_err_nomem();
    if (d->err || yes)
        return true;
    free(d->path);
    d->path = NULL;
    return false;
}

/* Copies `from`, if it still has the bytes it was written with, to a new `to`.  A link would be
 * cheaper, but then who changes one of the two changes both. */
static struct tg_err *copy_output(const struct tg_incremental *u, const char *from,
                                  const struct tg_hash *hash, const char *to, bool *done)
{
    size_t len = 0;
    char *data = NULL;
    struct tg_hash now = {{0}};
    struct tg_err *err = tg_file_read(from, LARGEST_COPY, &data, &len);

    *done = false;
    if (err) { /* it is rendered instead */
        tg_err_free(err);
        return NULL;
    }
    tg_hash_bytes(data, len, &now);
    if (tg_hash_equal(&now, hash)) {
        err = tg_file_put(to, u->tmpdir, data, len);
        *done = !err;
        if (err && tg_output_is_refused(err)) { /* of which this photo dies alone */
            tg_err_free(err);
            err = NULL;
        }
    }
    free(data);
    return err;
}

static struct tg_err *adopt(struct tg_incremental *u, struct tg_job *job, size_t i, bool *done)
{
    struct tg_job_output *o = &job->outputs[i];
    struct donor d = {.u = u};
    struct tg_err *err = tg_state_find_plan(u->state, &job->plan, (uint32_t)i, is_donor, &d);

    *done = false;
    if (!err)
        err = d.err;
    if (!err && d.path)
        err = copy_output(u, d.path, &d.row.hash, o->path, done);
    if (!err && *done)
        err = tg_incremental_stamp(o->path, &d.row.stamp, done);
    if (!err && *done) {
        job->placeholder = d.row.placeholder;
        job->was_damaged = d.row.damaged;
        tg_incremental_take(o, &d.row);
        err = tg_state_put_output(u->state, o->key, job->key, &d.row);
    }
    free(d.path);
    return err;
}

struct tg_err *tg_incremental_plan(struct tg_incremental *u, struct tg_job *job)
{
    struct tg_hash old = {{0}};
    struct tg_err *err = make_plan(job, job->access, &job->plan);
    bool yes = true;

    if (!err && job->access)
        err = make_plan(job, 0, &old);
    for (size_t i = 0; !err && yes && i < job->outputs_len; i++)
        err = up_to_date(u, job, i, &old, &yes);
    if (err || yes || u->look) {
        job->fresh = !err && yes;
        return err;
    }
    yes = true;
    for (size_t i = 0; !err && yes && i < job->outputs_len; i++)
        err = adopt(u, job, i, &yes);
    job->fresh = !err && yes;
    return err;
}

struct tg_err *tg_incremental_rendered(struct tg_incremental *u, const struct tg_job *job)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < job->outputs_len; i++) {
        const struct tg_job_output *o = &job->outputs[i];
        struct tg_output_state row = {.plan = job->plan,
                                      .index = (uint32_t)i,
                                      .hash = o->result.hash,
                                      .content = o->seal ? o->result.bytes : 0,
                                      .placeholder = job->placeholder,
                                      .damaged = job->damage.count > 0};
        bool exists;

        err = tg_incremental_stamp(o->path, &row.stamp, &exists);
        if (!err && exists)
            err = tg_state_put_output(u->state, o->key, job->key, &row);
    }
    if (!err && ++u->unsaved >= SAVE_EVERY) {
        u->unsaved = 0;
        err = tg_state_save(u->state);
    }
    return err;
}

struct tg_err *tg_incremental_file_fresh(struct tg_incremental *u, const char *path,
                                         const struct tg_hash *plan, bool *fresh)
{
    struct tg_output_state row;
    struct tg_err *err = tg_state_get_output(u->state, path, &row, fresh);
    char *full;

    if (err || !*fresh)
        return err;
    *fresh = tg_hash_equal(&row.plan, plan);
    full = tg_path_join(u->out, path);
    if (!full)
        return tg_err_nomem();
    err = *fresh ? tg_incremental_intact(full, &row, u->verify, fresh) : NULL;
    free(full);
    return err;
}

struct tg_err *tg_incremental_file_made(struct tg_incremental *u, const char *path,
                                        const char *source, const struct tg_hash *plan,
                                        uint64_t content)
{
    struct tg_output_state row = {.plan = *plan, .content = content};
    char *full = tg_path_join(u->out, path);
    struct tg_err *err = full ? NULL : tg_err_nomem();
    bool exists = false;
    int fd = full ? open(full, O_RDONLY | O_CLOEXEC) : -1;

    if (!err && fd < 0)
        err = tg_err_sys(errno, full, "cannot open");
    if (!err)
        err = tg_hash_file(fd, full, &row.hash);
    if (!err)
        err = tg_incremental_stamp(full, &row.stamp, &exists);
    if (!err && exists)
        err = tg_state_put_output(u->state, path, source, &row);
    if (fd >= 0)
        close(fd);
    free(full);
    return err ? err : tg_state_save(u->state);
}

struct tg_err *tg_incremental_page(struct tg_incremental *u, const char *path)
{
    char *full = tg_path_join(u->out, path);
    struct tg_output_state row, now = {.index = 0};
    bool exists = false, found = false;
    struct tg_err *err = full ? tg_incremental_stamp(full, &now.stamp, &exists) : tg_err_nomem();

    if (!err)
        err = tg_state_get_output(u->state, path, &row, &found);
    if (!err && exists && !(found && tg_stamp_equal(&row.stamp, &now.stamp)))
        err = tg_state_put_output(u->state, path, NULL, &now);
    if (!err)
        err = tg_state_want(u->state, path);
    free(full);
    return err;
}
