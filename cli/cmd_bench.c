/* cmd_bench.c - tirage bench: measures this machine, compares several. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli_bench.h"
#include "core/base/file.h"

/* A new folder for photos and sites; the caller frees it. */
static struct tg_err *make_work(char **work)
{
    const char *tmp = getenv("TMPDIR");
    struct tg_buf path;

    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_printf(&path, "%s/tirage-bench.XXXXXX", tmp && *tmp ? tmp : "/var/tmp");
    *work = tg_buf_steal(&path);
    if (!*work)
        return tg_err_nomem();
    return mkdtemp(*work) ? NULL
                          : tg_err_sys(errno, *work,
                                       "cannot make a folder to work in: set TMPDIR to where there "
                                       "is room");
}

/* bench-HOST.json in the current folder, unless -o says otherwise. */
static char *result_path(const struct cli_options *o, const struct bench_result *r)
{
    struct tg_buf path;

    if (o->output)
        return strdup(o->output);
    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_puts(&path, "bench-");
    for (const char *s = *r->machine.name ? r->machine.name : "machine"; *s; s++)
        tg_buf_putc(&path, *s == '/' ? '-' : *s);
    tg_buf_puts(&path, ".json");
    return tg_buf_steal(&path);
}

static struct tg_err *measure(const struct cli_options *o, const char *work, struct bench_result *r)
{
    struct bench_site site = {.work = work};
    struct bench_sensors sensors;
    struct tg_err *err;

    r->version = TG_VERSION;
    cli_bench_machine(r, work);
    r->machine.jpeg_speedup = cli_jpeg_speedup();
    cli_bench_sense(&sensors);
    r->degrees_before = r->degrees_most = sensors.degrees;
    err = cli_bench_site_make(o, &site, r);
    if (!err && !o->quiet)
        fprintf(stderr, "tirage: %u photos, %.0f megapixels; measuring steps\n", r->photos,
                r->megapixels);
    if (!err)
        err = cli_bench_stages(o, &site, r);
    if (!err)
        err = cli_bench_builds(o, &site, r);
    cli_bench_site_release(&site);
    return err;
}

static struct tg_err *save(const struct cli_options *o, const struct bench_result *r)
{
    char *path = result_path(o, r);
    struct tg_buf json;
    struct tg_err *err;

    tg_buf_init(&json, TG_BUF_MAX);
    cli_bench_write(r, &json);
    if (!path || json.failed)
        err = tg_err_nomem();
    else
        err = tg_file_put(path, NULL, json.data, json.len);
    if (!err && o->json)
        (void)fputs(json.data, stdout);
    if (!err && !o->quiet)
        cli_print_line(stderr, "tirage: %s is ready for: tirage bench compare FILE...", path);
    tg_buf_release(&json);
    free(path);
    return err;
}

/* Before hours of measuring: whether there is a place for the result. */
static struct tg_err *try_output(const char *path)
{
    struct tg_output out = {.fd = -1};
    struct tg_err *err = path ? tg_output_open(&out, path, NULL) : NULL;

    tg_output_abort(&out);
    return err;
}

int cmd_bench(const struct cli_options *o)
{
    struct bench_result *r;
    char *work = NULL;
    struct tg_err *err;
    int stop_fd;

    if (o->args_len && strcmp(o->args[0], "compare") == 0)
        return cli_bench_compare(o);
    if (o->args_len)
        return cli_usage("bench: '%s' is neither 'compare' nor an option", o->args[0]);
    r = calloc(1, sizeof(*r));
    if (!r)
        return EXIT_FAILED;
    err = cli_signals_init(&stop_fd); /* a build that is interrupted ends, and so does this */
    if (!err)
        err = try_output(o->output);
    if (!err)
        err = make_work(&work);
    if (!err)
        err = measure(o, work, r);
    if (!err)
        err = save(o, r);
    if (work)
        cli_bench_remove(work);
    free(work);
    tg_arena_release(&r->arena);
    free(r);
    if (cli_signal_exit() > 128) {
        tg_err_free(err);
        return cli_signal_exit();
    }
    if (err)
        cli_print_err(err);
    return err ? EXIT_FAILED : EXIT_DONE;
}
