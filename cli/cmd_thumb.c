/* cmd_thumb.c - tirage thumb: a batch thumbnailer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "core/base/path.h"
#include "gallery/model/text.h"
#include "pipeline/clashes.h"

/* What a source of a format that we do not encode becomes when none is asked for. */
static const char *default_ext(const struct tg_output_spec *spec, const char *ext)
{
    if (ext[1] == 't' || ext[1] == 'T')
        return ".jpg";
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
                 {".tif", TG_TARGET_SAME}, {".tiff", TG_TARGET_SAME}};
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

/* The pictures to work on: arguments and what standard input lists. */
struct names {
    const char **name; /* owned array */
    size_t len;
    char *input; /* owned; what the names of standard input point into */
};

/* Names ended by NUL; the last one may lack it. */
static struct tg_err *split_input(struct names *n, size_t args, size_t len)
{
    size_t count = 1;

    for (size_t i = 0; i < len; i++)
        count += n->input[i] == '\0';
    n->name = calloc(args + count + 1, sizeof(*n->name));
    if (!n->name)
        return tg_err_nomem();
    n->len = args;
    for (size_t at = 0; at < len; at += strlen(n->input + at) + 1)
        if (n->input[at])
            n->name[n->len++] = n->input + at;
    return NULL;
}

static struct tg_err *read_names(const struct cli_options *o, struct names *n)
{
    struct tg_buf b;
    char chunk[4096];
    size_t got, len;
    struct tg_err *err;

    *n = (struct names){0};
    tg_buf_init(&b, TG_BUF_MAX);
    while (o->stdin_list && (got = fread(chunk, 1, sizeof(chunk), stdin)) > 0)
        tg_buf_put(&b, chunk, got);
    if (o->stdin_list && ferror(stdin)) {
        tg_buf_release(&b);
        return tg_err_new(TG_E_SYS, NULL, "cannot read the list of pictures from standard input");
    }
    len = b.len;
    n->input = tg_buf_steal(&b);
    err = n->input ? split_input(n, o->args_len, len) : tg_err_nomem();
    for (size_t i = 0; !err && i < o->args_len; i++)
        n->name[i] = o->args[i];
    return err;
}

static void names_release(struct names *n)
{
    free(n->name);
    free(n->input);
}

static bool exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}

static struct tg_err *add_outputs(const struct cli_options *o, struct tg_job *job)
{
    const char *template = o->output ? o->output : "{dir}/{stem}-{size}{ext}";

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

static struct tg_err *make_jobs(const struct cli_options *o, const struct names *names,
                                struct tg_job *jobs)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < names->len; i++) {
        struct stat st;

        jobs[i].src = strdup(names->name[i]);
        if (!jobs[i].src)
            return tg_err_nomem();
        if (stat(jobs[i].src, &st) == 0)
            jobs[i].bytes = (uint64_t)st.st_size;
        err = add_outputs(o, &jobs[i]);
    }
    return err;
}

static int check_usage(const struct cli_options *o)
{
    if (o->sizes_len == 0)
        return cli_usage("thumb needs -s SIZE");
    if (o->args_len == 0 && !o->stdin_list)
        return cli_usage("thumb needs at least one picture file, or -0");
    if (o->sizes_len > 1 && o->output && !strstr(o->output, "{size}"))
        return cli_usage("with several sizes -o must contain {size}");
    return EXIT_DONE;
}

static bool any_failed(const struct tg_job *jobs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (jobs[i].err)
            return true;
    return false;
}

static struct tg_err *probe_and_render(const struct cli_options *o, struct tg_runner *runner,
                                       struct tg_job *jobs, size_t n, struct cli_progress *progress,
                                       enum tg_run_end *end)
{
    struct tg_err *err;

    cli_progress_init(progress, o, "reading", n);
    err = tg_runner_probe(runner, jobs, n, NULL, end);
    cli_progress_end(progress);
    if (err || *end != TG_RUN_DONE)
        return err;
    cli_progress_init(progress, o, "thumbnails", n);
    progress->report = true;
    err = tg_runner_render(runner, jobs, n, NULL, end);
    cli_progress_end(progress);
    return err;
}

static int run_jobs(const struct cli_options *o, struct tg_job *jobs, size_t n)
{
    struct tg_engine_options options = cli_engine_options(o);
    struct tg_engine engine = {.ready = false};
    struct cli_progress progress;
    struct tg_events events = cli_events(&progress, o);
    const struct tg_engine_hooks hooks = {.progress = tg_events_photo, .ctx = &events};
    enum tg_run_end end = TG_RUN_DONE;
    struct tg_err *err;

    if (options.workers > n)
        options.workers = (unsigned)n;
    err = tg_engine_start(&engine, &options, &hooks);
    if (!err)
        err = tg_engine_ready(&engine, &events, NULL, NULL);
    if (!err)
        err = probe_and_render(o, engine.runner, jobs, n, &progress, &end);
    tg_engine_stop(&engine);
    if (err) {
        cli_print_err(err);
        return EXIT_FAILED;
    }
    if (end == TG_RUN_STOPPED)
        return cli_signal_exit();
    return any_failed(jobs, n) ? EXIT_PICTURES : EXIT_DONE;
}

/* A usage error if outputs would replace each other or a source. */
static int refuse_clashes(const struct tg_job *jobs, size_t n)
{
    struct tg_err *err = tg_clashes_refuse(jobs, n);
    struct tg_buf text;
    int code;

    if (!err)
        return EXIT_DONE;
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    code = tg_err_code(err) == TG_E_USAGE ? cli_usage("%s", tg_buf_str(&text)) : EXIT_FAILED;
    if (code == EXIT_FAILED)
        cli_say_err("", err);
    tg_buf_release(&text);
    tg_err_free(err);
    return code;
}

int cmd_thumb(const struct cli_options *o)
{
    int code = check_usage(o);
    struct tg_job *jobs = NULL;
    struct names names;
    struct tg_err *err;

    if (code != EXIT_DONE)
        return code;
    err = read_names(o, &names);
    if (!err) {
        jobs = calloc(names.len + 1, sizeof(*jobs));
        err = jobs ? make_jobs(o, &names, jobs) : tg_err_nomem();
    }
    if (err) {
        cli_print_err(err);
        code = EXIT_FAILED;
    } else {
        code = refuse_clashes(jobs, names.len);
        if (code == EXIT_DONE)
            code = run_jobs(o, jobs, names.len);
    }
    if (jobs)
        tg_jobs_free(jobs, names.len);
    names_release(&names);
    return code;
}
