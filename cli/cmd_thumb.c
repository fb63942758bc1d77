/* cmd_thumb.c - tirage thumb: a batch thumbnailer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "core/base/path.h"
#include "gallery/text.h"

/* The suffix of an output: the source's, spelling and all, unless the format changes. */
static const char *output_ext(const struct cli_options *o, const char *src)
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
    enum tg_target want = o->spec.target;

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (tg_text_casecmp(ext, known[i].suffix) != 0)
            continue;
        if (want == TG_TARGET_SAME && known[i].target == TG_TARGET_SAME)
            return ext[1] == 'g' || ext[1] == 'G' ? ".png" : ".jpg";
        return want == TG_TARGET_SAME || want == known[i].target ? ext : of_target[want];
    }
    return want == TG_TARGET_SAME ? ext : of_target[want];
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

        out->path = output_name(template, job->src, o->sizes[i], output_ext(o, job->src));
        if (!out->path)
            return tg_err_nomem();
        if (o->skip_existing && exists(out->path)) {
            free(out->path);
            continue;
        }
        out->spec = o->spec;
        out->spec.geometry = o->geometry[i];
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

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Two outputs of one name would overwrite each other, and an output must not replace a source. */
static int refuse_clashes(const struct cli_options *o, const struct tg_job *jobs, size_t jobs_len)
{
    size_t n = 0, max = jobs_len * (o->sizes_len + 1);
    const char **names = calloc(max + 1, sizeof(*names));
    int code = EXIT_DONE;

    if (!names)
        return EXIT_FAILED;
    for (size_t i = 0; i < jobs_len; i++) {
        names[n++] = jobs[i].src;
        for (size_t j = 0; j < jobs[i].outputs_len; j++)
            names[n++] = jobs[i].outputs[j].path;
    }
    qsort(names, n, sizeof(*names), by_text);
    for (size_t i = 1; i < n && code == EXIT_DONE; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            code = cli_usage(
                "two files would be named %s; use {dir}, {stem}, {size} and {ext} in -o", names[i]);
    free(names);
    return code;
}

struct file_id {
    dev_t dev;
    ino_t ino;
    const char *path;
    bool source;
};

static int by_id(const void *a, const void *b)
{
    const struct file_id *x = a, *y = b;

    if (x->dev != y->dev)
        return x->dev < y->dev ? -1 : 1;
    return x->ino < y->ino ? -1 : x->ino > y->ino;
}

static void add_id(struct file_id *ids, size_t *n, const char *path, bool source)
{
    struct stat st;

    if (lstat(path, &st) == 0) /* a link in an output's place is replaced, not followed */
        ids[(*n)++] = (struct file_id){st.st_dev, st.st_ino, path, source};
}

/* An output must not replace a source, however both are spelled. */
static int refuse_replacing(const struct cli_options *o, const struct tg_job *jobs, size_t jobs_len)
{
    size_t n = 0;
    struct file_id *ids = calloc(jobs_len * (o->sizes_len + 1) + 1, sizeof(*ids));
    int code = EXIT_DONE;

    if (!ids)
        return EXIT_FAILED;
    for (size_t i = 0; i < jobs_len; i++) {
        add_id(ids, &n, jobs[i].src, true);
        for (size_t j = 0; j < jobs[i].outputs_len; j++)
            add_id(ids, &n, jobs[i].outputs[j].path, false);
    }
    qsort(ids, n, sizeof(*ids), by_id);
    for (size_t i = 1; i < n && code == EXIT_DONE; i++)
        if (by_id(&ids[i - 1], &ids[i]) == 0 && ids[i - 1].source != ids[i].source)
            code = cli_usage("%s is a picture to be read and would be replaced; use {size} in -o",
                             ids[i].path);
    free(ids);
    return code;
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
    err = tg_runner_probe(runner, jobs, n, end);
    cli_progress_end(progress);
    if (err || *end != TG_RUN_DONE)
        return err;
    cli_progress_init(progress, o, "thumbnails", n);
    progress->report = true;
    err = tg_runner_render(runner, jobs, n, end);
    cli_progress_end(progress);
    return err;
}

static int run_jobs(const struct cli_options *o, struct tg_job *jobs, size_t n)
{
    struct tg_kernels kernels;
    struct tg_runner *runner = NULL;
    struct cli_progress progress;
    enum tg_run_end end = TG_RUN_DONE;
    struct tg_runner_options ro = {.workers = o->jobs,
                                   .stop_fd = -1,
                                   .strict = o->strict,
                                   .timeout_ms = o->timeout_s * 1000,
                                   .memory = o->memory,
                                   .limits = {o->max_pixels},
                                   .kernels = &kernels,
                                   .progress = cli_progress_step,
                                   .progress_ctx = &progress};
    struct tg_err *err = cli_signals_init(&ro.stop_fd);

    tg_kernels_init(&kernels, o->cpu_mask);
    if (ro.workers > n)
        ro.workers = (unsigned)n;
    cli_note_sandbox(o);
    if (!err)
        err = tg_runner_new(&ro, &runner);
    if (!err)
        err = probe_and_render(o, runner, jobs, n, &progress, &end);
    tg_runner_free(runner);
    if (err) {
        cli_print_err(err);
        return EXIT_FAILED;
    }
    if (end == TG_RUN_STOPPED)
        return cli_signal_exit();
    return any_failed(jobs, n) ? EXIT_PICTURES : EXIT_DONE;
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
        code = refuse_clashes(o, jobs, names.len);
        if (code == EXIT_DONE)
            code = refuse_replacing(o, jobs, names.len);
        if (code == EXIT_DONE)
            code = run_jobs(o, jobs, names.len);
    }
    if (jobs)
        tg_jobs_free(jobs, names.len);
    names_release(&names);
    return code;
}
