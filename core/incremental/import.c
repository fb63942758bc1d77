/* import.c - see import.h. */
#include "core/incremental/import.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/path.h"
#include "core/run/message.h"
#include "core/run/sidecar.h"

/* Inodes and times of change differ between machines and between copies. */
static bool looks_same(const struct tg_stamp *here, const struct tg_stamp *there)
{
    return here->size == there->size && here->mtime_ns == there->mtime_ns;
}

/* *same: the shard read what is here; then `row` has the stamps of here. */
static struct tg_err *restamp(const struct tg_incremental *u, const struct tg_job *job,
                              struct tg_source_state *row, bool *same)
{
    struct tg_stamp stamp, sidecar;
    struct tg_err *err;
    struct stat st;
    int fd = -1;

    *same = false;
    if ((job->asks & ~row->asks) != 0 || !row->motion_known || !tg_incremental_is_sane(row) ||
        !tg_photo_look(u->source, job, &st))
        return NULL;
    err = tg_sidecar_open(u->source, job, &fd, &sidecar);
    if (fd >= 0)
        close(fd);
    if (err)
        return err;
    stamp = tg_stamp_of(&st);
    *same = looks_same(&stamp, &row->stamp) && looks_same(&sidecar, &row->sidecar) &&
            tg_incremental_settled(&row->stamp, row->seen_ns) &&
            tg_incremental_settled(&row->sidecar, row->seen_ns);
    row->asks = job->asks;
    tg_metadata_keep(&row->metadata, job->asks);
    row->stamp = stamp;
    row->sidecar = sidecar;
    row->seen_ns = tg_clock_ns(TG_CLOCK_WALL);
    return NULL;
}

struct tg_err *tg_import_probe(struct tg_incremental *u, struct tg_state *shard, struct tg_job *job)
{
    struct tg_source_state row;
    bool same = false;
    struct tg_err *err;

    if (u->verify)
        return NULL;
    err = tg_state_get_source(shard, job->key, &row, &same);
    if (err || !same)
        return err;
    err = restamp(u, job, &row, &same);
    if (!err && same)
        err = tg_state_put_source(u->state, job->key, &row);
    tg_metadata_release(&row.metadata);
    return err || !same ? err : tg_incremental_probe(u, job);
}

/* Puts the file of an output into its place, if it has the bytes of the record. */
static struct tg_err *take_file(const struct tg_incremental *u, const char *from,
                                const struct tg_job_output *o, struct tg_output_state *row,
                                bool *done)
{
    int fd = tg_file_open_below(from, o->key);
    struct tg_hash now;
    struct tg_err *err;
    struct stat in, out;

    *done = false;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &in) == 0 && stat(o->path, &out) == 0 && in.st_dev == out.st_dev &&
        in.st_ino == out.st_ino) { /* the shard worked here */
        err = tg_hash_file(fd, o->path, &now);
        *done = !err && tg_hash_equal(&now, &row->hash);
    } else {
        err = tg_file_take(fd, o->path, &row->hash, o->path, u->tmpdir, done);
    }
    close(fd);
    if (!err && *done)
        err = tg_incremental_stamp(o->path, &row->stamp, done);
    return err;
}

static struct tg_err *import_output(struct tg_incremental *u, struct tg_state *shard,
                                    const char *from, struct tg_job *job, size_t i,
                                    enum tg_import *result)
{
    struct tg_job_output *o = &job->outputs[i];
    struct tg_output_state row;
    bool done = false;
    struct tg_err *err = tg_state_get_output(shard, o->key, &row, &done);

    *result = TG_IMPORT_UNKNOWN;
    if (err || !done)
        return err;
    *result = TG_IMPORT_OTHER;
    if (!tg_hash_equal(&row.plan, &job->plan) || row.index != i || !row.placeholder.known)
        return NULL;
    err = take_file(u, from, o, &row, &done);
    *result = done ? TG_IMPORT_DONE : TG_IMPORT_DAMAGED;
    job->placeholder = row.placeholder;
    job->was_damaged = row.damaged;
    tg_incremental_take(o, &row);
    return err || !done ? err : tg_state_put_output(u->state, o->key, job->key, &row);
}

/* Whether the shard read other bytes under the name of this photo. */
static struct tg_err *is_changed(struct tg_state *shard, const struct tg_job *job, bool *changed)
{
    struct tg_source_state row;
    struct tg_err *err = tg_state_get_source(shard, job->key, &row, changed);

    if (err || !*changed)
        return err;
    *changed = !tg_hash_equal(&row.hash, &job->hash);
    tg_metadata_release(&row.metadata);
    return NULL;
}

struct tg_err *tg_import_outputs(struct tg_incremental *u, struct tg_state *shard, const char *from,
                                 struct tg_job *job, enum tg_import *result)
{
    struct tg_err *err = NULL;
    bool changed = false;

    *result = TG_IMPORT_DONE;
    for (size_t i = 0; !err && *result == TG_IMPORT_DONE && i < job->outputs_len; i++)
        err = import_output(u, shard, from, job, i, result);
    job->fresh = !err && *result == TG_IMPORT_DONE;
    if (err || job->fresh || *result == TG_IMPORT_DAMAGED)
        return err;
    err = is_changed(shard, job, &changed);
    if (changed)
        *result = TG_IMPORT_CHANGED;
    return err;
}

/* A visitor of the shard's outputs. */
static struct tg_err *take_leftover(void *ctx, const char *path, const struct tg_output_state *row)
{
    const struct tg_incremental *u = ctx;
    struct tg_output_state mine = *row;
    struct tg_hash now;
    bool done = false;
    struct tg_err *err = tg_state_get_output(u->state, path, &mine, &done);
    int fd = err || done ? -1 : tg_file_open_below(u->out, path);
    char *full;

    if (fd < 0)
        return err;
    mine = *row;
    full = tg_path_join(u->out, path);
    err = full ? tg_hash_file(fd, full, &now) : tg_err_nomem();
    close(fd);
    if (!err && tg_hash_equal(&now, &row->hash))
        err = tg_incremental_stamp(full, &mine.stamp, &done);
    if (!err && done)
        err = tg_state_put_output(u->state, path, NULL, &mine);
    free(full);
    return err;
}

struct tg_err *tg_import_leftovers(struct tg_incremental *u, struct tg_state *shard)
{
    return tg_state_each_output(shard, take_leftover, u);
}
