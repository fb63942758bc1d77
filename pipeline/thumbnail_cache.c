/* thumbnail_cache.c - see thumbnail_cache.h. */
#include "pipeline/thumbnail_cache.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/file_uri.h"
#include "core/base/path.h"
#include "core/crypt/md5.h"
#include "core/run/thumbnail.h"
#include "pipeline/thumb_run.h"
#include "pipeline/thumb_tree.h"
#include "pipeline/thumbnail_prune.h"
#include "pipeline/thumbnailer.h"

#define SIZE_OF(name, side) {name, side},
static const struct {
    const char *name;
    uint32_t side;
} sizes[] = {TG_CACHE_SIZES_X(SIZE_OF)};
#undef SIZE_OF
_Static_assert(sizeof(sizes) / sizeof(sizes[0]) == TG_CACHE_SIZES, "as many as the header says");

/* What goes with a job. */
struct photo {
    struct tg_input input;
    struct tg_thumbnail thumbnail;
    char *uri;     /* owned */
    char *failure; /* where it is noted; owned */
};

struct cache {
    const struct tg_cache_options *options;
    struct tg_events events; /* a copy that hooks can point to */
    struct tg_cache_result *result;
    char **folders;        /* absolute; NULL: it lies in another one; owned */
    struct tg_tree *trees; /* one for each folder; owned */
    struct tg_job *jobs;   /* photos that lack thumbnails; owned */
    struct photo *photos;  /* one for each job; owned */
    size_t len;
};

/* ---- Folders --------------------------------------------------------------------------------- */

/* A folder of the cache: there, ours, and to be written to. */
static struct tg_err *check_folder(const char *path)
{
    struct tg_err *err = tg_dir_make(path);
    struct stat st;

    if (err)
        return err;
    if (stat(path, &st) != 0)
        return tg_err_sys(errno, path, "cannot look at the folder of thumbnails");
    if (!S_ISDIR(st.st_mode))
        return tg_err_new(TG_E_SYS, path, "is not a folder, and thumbnails would go there");
    if (st.st_uid != geteuid())
        return tg_err_new(TG_E_SYS, path,
                          "belongs to another user: thumbnails are made by whom they are for");
    if (access(path, W_OK | X_OK) != 0)
        return tg_err_sys(errno, path, "no thumbnails can be written to it");
    return NULL;
}

static struct tg_err *check_cache(const struct cache *c)
{
    const struct tg_cache_options *o = c->options;
    struct tg_err *err = o->dry_run ? NULL : check_folder(o->thumbnails);

    for (size_t i = 0; !err && !o->dry_run && i < TG_CACHE_SIZES; i++) {
        char *path = tg_path_join(o->thumbnails, sizes[i].name);

        if (!path)
            err = tg_err_nomem();
        else if (o->sizes & 1U << i)
            err = check_folder(path);
        free(path);
    }
    return err;
}

static struct tg_err *name_folder(struct cache *c, size_t i)
{
    const struct tg_cache_options *o = c->options;
    const char *folder = o->folders[i];
    struct stat st;

    if (stat(folder, &st) != 0)
        return tg_err_sys(errno, folder, "cannot read");
    if (!S_ISDIR(st.st_mode))
        return tg_err_new(TG_E_USAGE, folder, "is not a folder");
    c->folders[i] = tg_walked_path(o->cwd, folder);
    if (!c->folders[i])
        return tg_err_nomem();
    if (stat(o->thumbnails, &st) == 0 && tg_path_lies_in(c->folders[i], o->thumbnails))
        return tg_err_new(TG_E_USAGE, folder,
                          "is where thumbnails are, of which there are no thumbnails");
    for (size_t j = 0; j < i; j++) {
        if (c->folders[j] && tg_walked_is_in(c->folders[j], c->folders[i])) {
            free(c->folders[j]);
            c->folders[j] = NULL;
        }
    }
    for (size_t j = 0; j < i; j++) {
        if (c->folders[j] && tg_walked_is_in(c->folders[i], c->folders[j])) {
            free(c->folders[i]);
            c->folders[i] = NULL;
            break;
        }
    }
    return NULL;
}

static struct tg_err *find_photos(struct cache *c)
{
    const struct tg_cache_options *o = c->options;
    struct stat st;
    bool there = stat(o->thumbnails, &st) == 0;
    const struct tg_tree_options options = {
        .follow_links = o->follow_links, .raw_pairs = true, .out = there ? &st : NULL};
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < o->folders_len; i++)
        err = name_folder(c, i);
    for (size_t i = 0; !err && i < o->folders_len; i++) {
        if (!c->folders[i])
            continue;
        err = tg_tree_find(&c->trees[i], o->folders[i], &options, &c->events);
        c->len += c->trees[i].len;
        c->result->failed += c->trees[i].failed;
    }
    return err;
}

/* ---- Photos ---------------------------------------------------------------------------------- */

/* THUMBNAILS/FOLDER/DIGITS.png */
static char *path_in(const struct cache *c, const char *folder, const char *digits)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_printf(&b, "%s/%s/%s.png", c->options->thumbnails, folder, digits);
    return tg_buf_steal(&b);
}

/* Adds those that are not there, or not of the photo as it is. */
static struct tg_err *add_outputs(struct cache *c, struct tg_job *job,
                                  const struct tg_thumbnail_source *source, const char *digits)
{
    job->outputs = calloc(TG_CACHE_SIZES, sizeof(*job->outputs));
    if (!job->outputs)
        return tg_err_nomem();
    for (size_t i = 0; i < TG_CACHE_SIZES; i++) {
        struct tg_job_output *out = &job->outputs[job->outputs_len];
        char *path;

        if (!(c->options->sizes & 1U << i))
            continue;
        path = path_in(c, sizes[i].name, digits);
        if (!path)
            return tg_err_nomem();
        if (!c->options->force && tg_thumbnail_is_of(path, source)) {
            c->result->there++;
            free(path);
            continue;
        }
        out->path = path;
        out->spec = tg_thumbnail_spec(sizes[i].side);
        job->outputs_len++;
    }
    return NULL;
}

/* What is known of a job that is not to be done. */
static void drop_job(struct cache *c, struct tg_job *job)
{
    tg_job_release(job);
    free(c->photos[c->len].uri);
    free(c->photos[c->len].failure);
    c->photos[c->len] = (struct photo){.uri = NULL};
}

/* Becomes a job unless its thumbnails are there, or it is known that there can be none. */
static struct tg_err *add_photo(struct cache *c, const char *folder, const struct tg_tree *tree,
                                struct tg_tree_file *file)
{
    struct tg_job *job = &c->jobs[c->len];
    struct photo *photo = &c->photos[c->len];
    char *path = tg_path_join(folder, file->path), *uri = path ? tg_file_uri(path) : NULL;
    const struct tg_thumbnail_source source = {uri, file->mtime_s, file->bytes};
    char digits[TG_MD5_TEXT];
    struct tg_err *err;

    free(path);
    if (!uri)
        return tg_err_nomem();
    tg_md5_text(uri, digits);
    *photo = (struct photo){.input = {.folder = &tree->enclosure, .path = file->path},
                            .thumbnail = {uri, TG_THUMBNAIL_SOFTWARE},
                            .uri = uri,
                            .failure = path_in(c, "fail/tirage-" TG_VERSION, digits)};
    *job = (struct tg_job){.src = tg_path_join(tree->folder, file->path),
                           .bytes = file->bytes,
                           .input = &photo->input,
                           .thumbnail = &photo->thumbnail};
    err = job->src && photo->failure ? add_outputs(c, job, &source, digits) : tg_err_nomem();
    if (err ||
        (job->outputs_len && (c->options->force || !tg_thumbnail_is_of(photo->failure, &source)))) {
        c->len++;
        return err;
    }
    c->result->photos += !job->outputs_len;
    c->result->noted += job->outputs_len > 0;
    drop_job(c, job);
    return NULL;
}

static struct tg_err *make_jobs(struct cache *c)
{
    struct tg_err *err = NULL;

    c->jobs = calloc(c->len + 1, sizeof(*c->jobs));
    c->photos = calloc(c->len + 1, sizeof(*c->photos));
    c->len = 0;
    if (!c->jobs || !c->photos)
        return tg_err_nomem();
    for (size_t i = 0; !err && i < c->options->folders_len; i++)
        for (size_t j = 0; !err && j < c->trees[i].len; j++)
            err = add_photo(c, c->folders[i], &c->trees[i], &c->trees[i].files[j]);
    return err;
}

/* ---- The run --------------------------------------------------------------------------------- */

/* Whether it is the photo that failed, and will again. */
static bool is_lasting(const struct tg_job *job)
{
    enum tg_errc code = tg_err_code(job->err);

    return job->stamp.inode &&
           (code == TG_E_CORRUPT || code == TG_E_UNSUPPORTED || code == TG_E_WORKER);
}

/* Those that failed are noted, and what was noted of those that did not is taken back. */
static struct tg_err *note_failures(const struct cache *c)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && !c->options->dry_run && i < c->len; i++) {
        if (c->jobs[i].err && is_lasting(&c->jobs[i]))
            err = tg_thumbnail_put_failure(&c->jobs[i], c->photos[i].failure);
        else if (c->jobs[i].done && !c->jobs[i].err)
            (void)unlink(c->photos[i].failure);
    }
    return err;
}

static struct tg_err *prune(const struct cache *c)
{
    const struct tg_prune p = {.thumbnails = c->options->thumbnails,
                               .folders = c->folders,
                               .folders_len = c->options->folders_len,
                               .dry_run = c->options->dry_run};

    return tg_prune(&p, &c->events, &c->result->pruned);
}

static struct tg_err *work(struct cache *c, struct tg_engine *engine)
{
    struct tg_err *err = find_photos(c);

    c->result->is_usage = err && tg_err_code(err) == TG_E_USAGE;
    if (!err)
        err = check_cache(c);
    if (!err)
        err = make_jobs(c);
    if (!err && c->result->noted)
        tg_events_message(&c->events, TG_EVENT_PROBLEM,
                          "%zu photo%s failed before, and %s not tried again; --force does",
                          c->result->noted, c->result->noted == 1 ? "" : "s",
                          c->result->noted == 1 ? "is" : "are");
    if (!err && c->len)
        err = tg_thumb_run(
            &(struct tg_thumb_run){.jobs = c->jobs, .len = c->len, .dry_run = c->options->dry_run},
            engine, &c->events, &c->result->end);
    if (!err)
        err = note_failures(c);
    if (!err && c->options->prune && c->result->end == TG_RUN_DONE)
        err = prune(c);
    return err;
}

static void count(const struct cache *c)
{
    struct tg_cache_result *r = c->result;

    for (size_t i = 0; i < c->len; i++) {
        const struct tg_job *job = &c->jobs[i];

        r->failed += job->err != NULL;
        r->photos += !job->err && job->done;
        r->made += !job->err && job->done && !c->options->dry_run ? job->outputs_len : 0;
    }
    r->failed += r->noted;
}

static void release(struct cache *c)
{
    for (size_t i = 0; c->photos && i <= c->len; i++) {
        free(c->photos[i].uri);
        free(c->photos[i].failure);
    }
    if (c->jobs)
        tg_jobs_free(c->jobs, c->len);
    for (size_t i = 0; i < c->options->folders_len; i++) {
        if (c->trees)
            tg_tree_release(&c->trees[i]);
        if (c->folders)
            free(c->folders[i]);
    }
    free(c->photos);
    free(c->trees);
    free(c->folders);
}

struct tg_err *tg_thumbnail_cache(const struct tg_cache_options *options,
                                  const struct tg_events *events, struct tg_cache_result *result)
{
    struct cache c = {.options = options, .events = *events, .result = result};
    struct tg_engine engine = {.ready = false};
    const struct tg_engine_hooks hooks = {.progress = tg_events_photo, .ctx = &c.events};
    struct tg_err *err;

    *result = (struct tg_cache_result){.end = TG_RUN_DONE};
    c.folders = calloc(options->folders_len + 1, sizeof(*c.folders));
    c.trees = calloc(options->folders_len + 1, sizeof(*c.trees));
    err =
        c.folders && c.trees ? tg_engine_start(&engine, &options->engine, &hooks) : tg_err_nomem();
    if (!err)
        err = work(&c, &engine);
    tg_engine_stop(&engine);
    if (c.jobs)
        count(&c);
    release(&c);
    return err;
}
