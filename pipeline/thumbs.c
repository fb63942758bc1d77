/* thumbs.c - see thumbs.h. */
#include "pipeline/thumbs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/grow.h"
#include "core/base/path.h"
#include "pipeline/clashes.h"
#include "pipeline/thumb_names.h"
#include "pipeline/thumb_run.h"
#include "pipeline/thumb_tree.h"

enum { INPUT_MAX = 1 << 30 }; /* bytes */

struct thumbs {
    const struct tg_thumbs_options *options;
    struct tg_events events; /* a copy that hooks can point to */
    struct tg_thumbs_result *result;
    struct tg_thumb_names names;
    struct tg_tree *trees; /* one for each file; owned */
    struct tg_job *jobs;   /* owned */
    size_t len;
    struct tg_input *inputs; /* one for each job, zeroed where it has none; owned */
    int input;               /* what was read of options->input; -1: nothing */
};

static bool exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}

static bool is_folder(const char *path, struct stat *st)
{
    return stat(path, st) == 0 && S_ISDIR(st->st_mode);
}

static bool is_input(const char *file)
{
    return strcmp(file, "-") == 0;
}

/* ---- Photos ---------------------------------------------------------------------------------- */

/* Reads what cannot be opened twice.  Workers are not to know of it, so they come first; and then
 * the signals that stop the work, which would not end a read. */
static struct tg_err *read_input(struct thumbs *t)
{
    const struct tg_thumbs_options *o = t->options;
    uint64_t max = o->engine.memory;

    if (t->input >= 0)
        return tg_err_new(TG_E_USAGE, NULL, "'-' is there twice: standard input has one picture");
    return tg_fd_keep(o->input, "standard input", max && max < INPUT_MAX ? max : INPUT_MAX,
                      &t->input);
}

static struct tg_err *find_photos(struct thumbs *t)
{
    const struct tg_thumbs_options *o = t->options;
    struct stat out, st;
    bool has_out = o->names && is_folder(o->names, &out);
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < o->files_len; i++) {
        if (is_input(o->files[i]))
            err = read_input(t);
        else if (o->recurse && is_folder(o->files[i], &st))
            err = tg_tree_find(&t->trees[i], o->files[i],
                               &(struct tg_tree_options){.follow_links = o->follow_links,
                                                         .out = has_out ? &out : NULL},
                               &t->events);
        t->len += t->trees[i].folder ? t->trees[i].len : 1;
        t->result->failed += t->trees[i].failed;
    }
    return err;
}

/* ---- Jobs ------------------------------------------------------------------------------------ */

/* `of` with its source and folder. */
static struct tg_err *add_outputs(struct thumbs *t, struct tg_job *job, struct tg_thumb_of *of)
{
    const struct tg_thumbs_options *o = t->options;

    job->outputs = calloc(o->sizes_len, sizeof(*job->outputs));
    if (!job->outputs)
        return tg_err_nomem();
    for (size_t i = 0; i < o->sizes_len; i++) {
        struct tg_job_output *out = &job->outputs[job->outputs_len];
        struct tg_err *err;

        out->spec = o->spec;
        out->spec.target = t->names.target;
        out->spec.geometry = o->geometry[i];
        of->size = o->sizes[i];
        of->spec = &out->spec;
        err = tg_thumb_name(&t->names, of, &out->path);
        if (err)
            return err;
        if (o->skip_existing && exists(out->path)) {
            t->result->there++;
            free(out->path);
            continue;
        }
        job->outputs_len++;
    }
    return NULL;
}

/* A file that was named, or standard input. */
static struct tg_err *add_file(struct thumbs *t, const char *file)
{
    struct tg_job *job = &t->jobs[t->len];
    struct tg_thumb_of of = {.src = file, .sub = ""};
    struct tg_err *err = NULL;
    struct stat st;

    job->src = strdup(is_input(file) ? "standard input" : file);
    if (!job->src)
        return tg_err_nomem();
    if (is_input(file)) {
        of.src = t->options->input_name;
        t->inputs[t->len].fd = t->input;
        job->input = &t->inputs[t->len];
        if (fstat(t->input, &st) == 0)
            job->bytes = (uint64_t)st.st_size;
        if (t->names.has_ext && t->names.target == TG_TARGET_SAME)
            err = tg_err_new(TG_E_USAGE, NULL,
                             "a picture from standard input has no name to make others of: say "
                             "-o FILE, or -o - for standard output");
    } else if (is_folder(file, &st)) {
        job->err =
            tg_err_new(TG_E_UNSUPPORTED, file, "is a folder; -r takes the pictures that are in it");
    } else if (stat(file, &st) == 0) {
        job->bytes = (uint64_t)st.st_size;
    }
    t->len++;
    return err || job->err ? err : add_outputs(t, job, &of);
}

static struct tg_err *add_found(struct thumbs *t, const struct tg_tree *tree,
                                struct tg_tree_file *file)
{
    size_t sub = (size_t)(tg_path_base(file->path) - file->path);
    struct tg_job *job = &t->jobs[t->len];
    struct tg_input *input = &t->inputs[t->len++];
    struct tg_thumb_of of;
    struct tg_err *err;
    char *folder = strndup(file->path, sub ? sub - 1 : 0);

    job->src = tg_path_join(tree->folder, file->path);
    job->bytes = file->bytes;
    *input = (struct tg_input){.folder = &tree->enclosure, .path = file->path};
    job->input = input;
    of = (struct tg_thumb_of){.src = job->src, .sub = folder};
    err = job->src && folder ? add_outputs(t, job, &of) : tg_err_nomem();
    free(folder);
    return err;
}

static struct tg_err *make_jobs(struct thumbs *t)
{
    const struct tg_thumbs_options *o = t->options;
    struct tg_err *err = NULL;

    t->jobs = calloc(t->len + 1, sizeof(*t->jobs));
    t->inputs = calloc(t->len + 1, sizeof(*t->inputs));
    t->len = 0;
    if (!t->jobs || !t->inputs)
        return tg_err_nomem();
    for (size_t i = 0; !err && i < o->files_len; i++) {
        const struct tg_tree *tree = &t->trees[i];

        if (!tree->folder)
            err = add_file(t, o->files[i]);
        for (size_t j = 0; !err && j < tree->len; j++)
            err = add_found(t, tree, &tree->files[j]);
    }
    return err;
}

/* ---- The run --------------------------------------------------------------------------------- */

/* All that comes before the first picture is made. */
static struct tg_err *prepare(struct thumbs *t)
{
    struct tg_err *err = find_photos(t);

    if (!err)
        err = make_jobs(t);
    return err ? err : tg_clashes_refuse(t->jobs, t->len);
}

/* The engine's processes are older than all that is read here. */
static struct tg_err *run_all(struct thumbs *t)
{
    struct tg_engine_options options = t->options->engine;
    struct tg_engine engine = {.ready = false};
    const struct tg_engine_hooks hooks = {.progress = tg_events_photo, .ctx = &t->events};
    struct tg_err *err;

    if (!t->options->recurse && options.workers > t->options->files_len)
        options.workers = (unsigned)t->options->files_len;
    err = tg_engine_start(&engine, &options, &hooks);
    if (!err) {
        err = prepare(t);
        t->result->is_usage = err && tg_err_code(err) == TG_E_USAGE;
    }
    if (!err)
        err = tg_thumb_run(
            &(struct tg_thumb_run){.jobs = t->jobs, .len = t->len, .dry_run = t->options->dry_run},
            &engine, &t->events, &t->result->end);
    tg_engine_stop(&engine);
    return err;
}

static void count(const struct thumbs *t)
{
    struct tg_thumbs_result *r = t->result;

    for (size_t i = 0; i < t->len; i++) {
        const struct tg_job *job = &t->jobs[i];
        bool done = !job->err && (job->done || !job->outputs_len);

        r->failed += job->err != NULL;
        r->photos += done;
        r->made += done && !t->options->dry_run ? job->outputs_len : 0;
    }
}

static void release(struct thumbs *t)
{
    if (t->jobs)
        tg_jobs_free(t->jobs, t->len);
    free(t->inputs);
    for (size_t i = 0; t->trees && i < t->options->files_len; i++)
        tg_tree_release(&t->trees[i]);
    free(t->trees);
    if (t->input >= 0)
        close(t->input);
    tg_thumb_names_release(&t->names);
}

struct tg_err *tg_thumbs(const struct tg_thumbs_options *options, const struct tg_events *events,
                         struct tg_thumbs_result *result)
{
    struct thumbs t = {.options = options, .events = *events, .result = result, .input = -1};
    struct tg_err *err;

    *result = (struct tg_thumbs_result){.end = TG_RUN_DONE};
    t.trees = calloc(options->files_len + 1, sizeof(*t.trees));
    err = t.trees ? tg_thumb_names_init(&t.names, options) : tg_err_nomem();
    result->is_usage = err && tg_err_code(err) == TG_E_USAGE;
    if (!err)
        err = run_all(&t);
    if (t.jobs)
        count(&t);
    release(&t);
    return err;
}
