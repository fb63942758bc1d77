/* thumbs.c - see thumbs.h. */
#include "pipeline/thumbs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "pipeline/clashes.h"

/* What a source of a format that we do not encode becomes when none is asked for. */
static const char *default_ext(const struct tg_output_spec *spec, const char *ext)
{
    if (ext[1] == 't' || ext[1] == 'T')
        return ".jpg";
    if (ext[1] != 'g' && ext[1] != 'G') /* BMP is always re-encoded */
        return ".png";
    return spec->geometry.kind >= TG_GEO_COPY ? ext : ".png";
}

/* The suffix of an output: the source's, spelling and all, unless the format changes. */
static const char *output_ext(const struct tg_output_spec *spec, const char *src)
{
    static const char *const of_target[] = {
        [TG_TARGET_JPEG] = ".jpg", [TG_TARGET_PNG] = ".png", [TG_TARGET_WEBP] = ".webp"};
    static const struct {
        const char *suffix;
        enum tg_target target;
    } known[] = {{".jpg", TG_TARGET_JPEG}, {".jpeg", TG_TARGET_JPEG}, {".jpe", TG_TARGET_JPEG},
                 {".png", TG_TARGET_PNG},  {".webp", TG_TARGET_WEBP}, {".gif", TG_TARGET_SAME},
                 {".tif", TG_TARGET_SAME}, {".tiff", TG_TARGET_SAME}, {".bmp", TG_TARGET_SAME},
                 {".dib", TG_TARGET_SAME}};
    const char *ext = tg_path_ext(src);
    enum tg_target want = spec->target;
    size_t i = 0, n = sizeof(known) / sizeof(known[0]);

    while (i < n && tg_text_casecmp(ext, known[i].suffix) != 0)
        i++;
    if (want != TG_TARGET_SAME)
        return i < n && known[i].target == want ? ext : of_target[want];
    return i < n && known[i].target == TG_TARGET_SAME ? default_ext(spec, ext) : ext;
}

/* Appends the value of the placeholder at `s` and returns its length, 0 if there is none there. */
static size_t expand(struct tg_buf *b, const char *s, const char *src, const char *size,
                     const char *out_ext)
{
    const char *base = tg_path_base(src), *ext = tg_path_ext(src);

    if (strncmp(s, "{dir}", 5) == 0) {
        if (base == src)
            tg_buf_putc(b, '.');
        else
            tg_buf_put(b, src, base - src > 1 ? (size_t)(base - src - 1) : 1);
        return 5;
    }
    if (strncmp(s, "{stem}", 6) == 0) {
        tg_buf_put(b, base, (size_t)(ext - base));
        return 6;
    }
    if (strncmp(s, "{size}", 6) == 0) {
        tg_buf_puts(b, size);
        return 6;
    }
    if (strncmp(s, "{ext}", 5) == 0) {
        tg_buf_puts(b, out_ext);
        return 5;
    }
    return 0;
}

static char *output_name(const char *template, const char *src, const char *size,
                         const char *out_ext)
{
    struct tg_buf b;

    tg_buf_init(&b, 1 << 16);
    for (const char *s = template; *s;) {
        size_t n = expand(&b, s, src, size, out_ext);

        if (n == 0)
            tg_buf_putc(&b, *s);
        s += n ? n : 1;
    }
    return tg_buf_steal(&b);
}

static bool exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}

static struct tg_err *add_outputs(const struct tg_thumbs_options *o, struct tg_job *job)
{
    const char *template = o->names ? o->names : "{dir}/{stem}-{size}{ext}";

    job->outputs = calloc(o->sizes_len, sizeof(*job->outputs));
    if (!job->outputs)
        return tg_err_nomem();
    for (size_t i = 0; i < o->sizes_len; i++) {
        struct tg_job_output *out = &job->outputs[job->outputs_len];

        out->spec = o->spec;
        out->spec.geometry = o->geometry[i];
        out->path = output_name(template, job->src, o->sizes[i], output_ext(&out->spec, job->src));
        if (!out->path)
            return tg_err_nomem();
        if (o->skip_existing && exists(out->path)) {
            free(out->path);
            continue;
        }
        job->outputs_len++;
    }
    return NULL;
}

static struct tg_err *make_jobs(const struct tg_thumbs_options *o, struct tg_job *jobs)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < o->files_len; i++) {
        struct stat st;

        jobs[i].src = strdup(o->files[i]);
        if (!jobs[i].src)
            return tg_err_nomem();
        if (stat(jobs[i].src, &st) == 0)
            jobs[i].bytes = (uint64_t)st.st_size;
        err = add_outputs(o, &jobs[i]);
    }
    return err;
}

static struct tg_err *run(struct tg_engine *engine, const struct tg_events *events,
                          enum tg_stage stage, struct tg_job *jobs, size_t n, enum tg_run_end *end)
{
    struct tg_err *err;

    tg_events_send(events, &(struct tg_event){.kind = TG_EVENT_STAGE, .stage = stage, .total = n});
    err = (stage == TG_STAGE_PROBE ? tg_runner_probe : tg_runner_render)(engine->runner, jobs, n,
                                                                         NULL, end);
    tg_events_send(events, &(struct tg_event){.kind = TG_EVENT_STAGE_END});
    return err;
}

static struct tg_err *run_jobs(const struct tg_thumbs_options *o, struct tg_events *events,
                               struct tg_job *jobs, enum tg_run_end *end)
{
    struct tg_engine_options options = o->engine;
    struct tg_engine engine = {.ready = false};
    const struct tg_engine_hooks hooks = {.progress = tg_events_photo, .ctx = events};
    struct tg_err *err;

    if (options.workers > o->files_len)
        options.workers = (unsigned)o->files_len;
    err = tg_engine_start(&engine, &options, &hooks);
    if (!err)
        err = tg_engine_ready(&engine, events, NULL, NULL);
    if (!err)
        err = run(&engine, events, TG_STAGE_PROBE, jobs, o->files_len, end);
    if (!err && *end == TG_RUN_DONE)
        err = run(&engine, events, TG_STAGE_THUMBNAILS, jobs, o->files_len, end);
    tg_engine_stop(&engine);
    return err;
}

struct tg_err *tg_thumbs(const struct tg_thumbs_options *options, const struct tg_events *events,
                         struct tg_thumbs_result *result)
{
    struct tg_job *jobs = calloc(options->files_len + 1, sizeof(*jobs));
    struct tg_events own = *events;
    struct tg_err *err = jobs ? make_jobs(options, jobs) : tg_err_nomem();

    *result = (struct tg_thumbs_result){.end = TG_RUN_DONE};
    if (!err) {
        err = tg_clashes_refuse(jobs, options->files_len);
        result->is_usage = err && tg_err_code(err) == TG_E_USAGE;
        if (!err)
            err = run_jobs(options, &own, jobs, &result->end);
    }
    for (size_t i = 0; jobs && i < options->files_len; i++)
        result->failed += jobs[i].err != NULL;
    if (jobs)
        tg_jobs_free(jobs, options->files_len);
    return err;
}
