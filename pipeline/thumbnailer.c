/* thumbnailer.c - see thumbnailer.h. */
#include "pipeline/thumbnailer.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file_uri.h"
#include "core/base/path.h"
#include "pipeline/clashes.h"
#include "pipeline/thumb_run.h"

struct tg_output_spec tg_thumbnail_spec(uint32_t side)
{
    return (struct tg_output_spec){.geometry = {.kind = TG_GEO_BOX, .w = side, .h = side},
                                   .target = TG_TARGET_PLAIN_PNG,
                                   .colour = TG_COLOUR_SRGB,
                                   .quality = 75,
                                   .effort = 1, /* drawings are larger by a tenth, in less time */
                                   .background = {255, 255, 255}};
}

static bool is_same(const char *a, const char *b)
{
    struct stat one, other;

    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

char *tg_walked_path(const char *cwd, const char *path)
{
    char real[PATH_MAX], *walked;

    if (*path != '/' && (!cwd || *cwd != '/' || !is_same(cwd, ".")))
        cwd = getcwd(real, sizeof(real));
    if (*path != '/' && !cwd)
        return NULL;
    walked = tg_path_walked(cwd, path);
    if (walked && !is_same(walked, path)) {
        free(walked);
        walked = tg_path_absolute(path);
    }
    return walked;
}

struct thumbnailer {
    const struct tg_thumbnailer_options *options;
    const struct tg_events *events;
    struct tg_thumbnailer_result *result;
    struct tg_thumbnail thumbnail;
    struct tg_job *job; /* owned */
    char *uri;          /* owned */
};

/* Names the photo and its thumbnail. */
static struct tg_err *make_job(struct thumbnailer *t)
{
    const struct tg_thumbnailer_options *o = t->options;
    bool is_uri = strncasecmp(o->in, "file:", 5) == 0;
    char *path = is_uri ? tg_file_uri_path(o->in) : strdup(o->in), *walked;
    struct stat st;

    if (is_uri && !path)
        return tg_err_new(TG_E_USAGE, o->in, "is not a file of this machine");
    t->job = calloc(1, sizeof(*t->job));
    if (!t->job || !path) {
        free(path);
        return tg_err_nomem();
    }
    t->job->src = path;
    walked = tg_walked_path(o->cwd, path);
    t->uri = tg_file_uri(walked ? walked : path);
    free(walked);
    t->thumbnail = (struct tg_thumbnail){t->uri, TG_THUMBNAIL_SOFTWARE};
    t->job->thumbnail = &t->thumbnail;
    if (stat(path, &st) == 0)
        t->job->bytes = (uint64_t)st.st_size;
    t->job->outputs = calloc(1, sizeof(*t->job->outputs));
    if (!t->uri || !t->job->outputs)
        return tg_err_nomem();
    t->job->outputs_len = 1;
    t->job->outputs->spec = tg_thumbnail_spec(o->side);
    t->job->outputs->path = strdup(o->out);
    return t->job->outputs->path ? NULL : tg_err_nomem();
}

static struct tg_err *run(struct thumbnailer *t, struct tg_engine *engine)
{
    struct tg_err *err = make_job(t);

    if (!err)
        err = tg_clashes_refuse(t->job, 1);
    t->result->is_usage = err && tg_err_code(err) == TG_E_USAGE;
    if (err)
        return err;
    err = tg_thumb_run(&(struct tg_thumb_run){.jobs = t->job, .len = 1}, engine, t->events,
                       &t->result->end);
    t->result->failed = t->job->err != NULL;
    return err;
}

struct tg_err *tg_thumbnailer(const struct tg_thumbnailer_options *options,
                              const struct tg_events *events, struct tg_thumbnailer_result *result)
{
    struct tg_events told = *events;
    struct thumbnailer t = {.options = options, .events = &told, .result = result};
    struct tg_engine_options engine_options = options->engine;
    struct tg_engine engine = {.ready = false};
    const struct tg_engine_hooks hooks = {.progress = tg_events_photo, .ctx = &told};
    struct tg_err *err;

    *result = (struct tg_thumbnailer_result){.end = TG_RUN_DONE};
    if (engine_options.workers > 1)
        engine_options.workers = 1;
    err = tg_engine_start(&engine, &engine_options, &hooks);
    if (!err)
        err = run(&t, &engine);
    tg_engine_stop(&engine);
    if (t.job)
        tg_jobs_free(t.job, 1);
    free(t.uri);
    return err;
}
