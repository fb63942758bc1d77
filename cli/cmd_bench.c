/* cmd_bench.c - tirage bench: measures this machine, compares several. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/machine/machine.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "cli/signals.h"
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
static char *result_path(const struct cli_options *o, const struct tg_bench_result *r)
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

/* What the options say, measured in the folder `work`. */
static struct tg_err *measure(const struct cli_options *o, const char *work,
                              struct tg_bench_result *r)
{
    struct cli_progress progress;
    struct tg_events events = cli_events(&progress, o);
    const struct tg_bench_options options = {.version = TG_VERSION,
                                             .photos = o->photos,
                                             .jobs = o->jobs,
                                             .rounds = o->rounds,
                                             .scale_percent = o->scale_percent,
                                             .cpu_mask = o->cpu_mask,
                                             .jpeg_speedup = cli_jpeg_speedup(),
                                             .events = &events};

    return tg_bench_measure(&options, work, r);
}

static struct tg_err *save(const struct cli_options *o, const struct tg_bench_result *r)
{
    char *path = result_path(o, r);
    struct tg_buf json;
    struct tg_err *err;

    tg_buf_init(&json, TG_BUF_MAX);
    tg_bench_write(r, &json);
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

static int compare(const struct cli_options *o)
{
    static const enum tg_bench_table tables[] = {[CLI_TABLE_TEXT] = TG_BENCH_TEXT,
                                                 [CLI_TABLE_MARKDOWN] = TG_BENCH_MARKDOWN,
                                                 [CLI_TABLE_CSV] = TG_BENCH_CSV};
    struct cli_progress progress;
    struct tg_events events = cli_events(&progress, o);
    const struct tg_bench_comparison comparison = {.files = o->args + 1,
                                                   .len = o->args_len - 1,
                                                   .table = tables[o->table],
                                                   .html = o->output,
                                                   .out = stdout,
                                                   .events = &events};
    bool differs;
    struct tg_err *err;

    if (comparison.len < 1 || comparison.len > TG_BENCH_RESULTS)
        return cli_usage(o, "bench compare needs 1 to %d results of tirage bench",
                         TG_BENCH_RESULTS);
    err = tg_bench_compare(&comparison, &differs);
    return cli_exit_code(err, differs ? EXIT_FAILED : EXIT_DONE);
}

int cmd_bench(const struct cli_options *o)
{
    struct tg_bench_result *r;
    char *work = NULL;
    struct tg_err *err;
    int stop_fd;

    if (o->args_len && strcmp(o->args[0], "compare") == 0)
        return compare(o);
    if (o->args_len)
        return cli_usage(o, "bench: '%s' is neither 'compare' nor an option", o->args[0]);
    r = calloc(1, sizeof(*r));
    if (!r)
        return cli_exit_code(tg_err_nomem(), EXIT_FAILED);
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
        tg_bench_remove(work);
    free(work);
    tg_arena_release(&r->arena);
    free(r);
    if (cli_signal_exit() > 128) {
        tg_err_free(err);
        return cli_signal_exit();
    }
    return cli_exit_code(err, EXIT_DONE);
}
