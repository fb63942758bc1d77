/* cmd_deploy.c - tirage deploy: the site to a server or a folder. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "cli/signals.h"
#include "pipeline/publish.h"

static void print_counts(const struct cli_options *o, const struct tg_publish_result *r)
{
    const uint64_t *n = r->files;
    unsigned long long added = n[TG_PUBLISH_NEW], changed = n[TG_PUBLISH_CHANGED],
                       removed = n[TG_PUBLISH_REMOVED];

    if (o->json)
        printf("{\"event\": \"done\", \"dry_run\": %s, \"new\": %llu, \"changed\": %llu, "
               "\"removed\": %llu}\n",
               o->dry_run ? "true" : "false", added, changed, removed);
    else if (!o->quiet)
        fprintf(stderr, "tirage: %s%llu new, %llu changed, %llu removed\n",
                o->dry_run ? "would be: " : "", added, changed, removed);
}

/* There are no workers to tell of. */
static struct tg_err *ready(void *ctx, int *stop_fd)
{
    (void)ctx;
    return cli_signals_init(stop_fd);
}

int cmd_deploy(const struct cli_options *o)
{
    const char *src = o->args_len ? o->args[0] : ".", *tmp = getenv("TMPDIR");
    struct tg_publish_options options = {.src = src,
                                         .to = o->to,
                                         .locale = cli_locale(),
                                         .tmpdir = tmp && *tmp ? tmp : "/tmp",
                                         .follow_links = o->follow_links,
                                         .delete_files = o->delete_files,
                                         .force = o->force,
                                         .dry_run = o->dry_run,
                                         .quiet = o->quiet,
                                         .show_progress = !o->quiet && isatty(STDERR_FILENO)};
    struct tg_publish_result result = {.stop = 0};
    struct cli_progress progress;
    struct tg_events events = cli_events(&progress, o);
    struct tg_err *err;
    char *out;
    int code;

    if (o->args_len > 1)
        return cli_usage(o, "deploy takes one folder, not %zu", o->args_len);
    events.ready = ready;
    options.out = out = cli_output(o, src);
    err = out ? tg_publish(&options, &events, &result) : tg_err_nomem();
    if (!err && result.counted)
        print_counts(o, &result);
    else if (!err && o->json)
        printf("{\"event\": \"done\", \"dry_run\": false}\n");
    if (!err && !o->quiet && !o->dry_run && !o->json)
        cli_print_line(stderr, "tirage: %s is at %s", out, result.dest);
    free(result.dest);
    free(out);
    code = cli_exit_code(err, EXIT_DONE);
    if (cli_signal_exit())
        return cli_signal_exit();
    return result.stop ? 128 + result.stop : result.is_usage ? EXIT_USAGE : code;
}
