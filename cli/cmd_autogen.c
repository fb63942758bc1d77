/* cmd_autogen.c - tirage autogen. */
#include <stdio.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "cli/signals.h"
#include "pipeline/autogenerate.h"

static struct tg_err *ready(void *ctx, int *stop_fd)
{
    (void)ctx;
    return cli_signals_init(stop_fd);
}

int cmd_autogen(const struct cli_options *o)
{
    const struct tg_autogenerate_options options = {
        .src = o->args_len ? o->args[0] : ".",
        .folder = o->folder,
        .force = o->force,
        .follow_links = o->follow_links,
        .engine = {.workers = o->jobs, .cpu_mask = o->cpu_mask, .max_pixels = o->max_pixels}};
    struct tg_autogenerate_result result;
    struct cli_progress progress;
    struct tg_events events = cli_events(&progress, o);
    struct tg_err *err;

    if (o->args_len > 1)
        return cli_usage(o, "autogen takes one project, not %zu", o->args_len);
    if (!o->folder == !o->all)
        return cli_usage(o, "autogen needs either -d FOLDER or --all");
    events.ready = ready;
    err = tg_autogenerate(&options, &events, &result);
    if (!err && o->json && !result.stopped)
        printf("{\"event\": \"done\", \"failed\": %zu}\n", result.failed);
    return cli_exit_code(err, result.stopped  ? cli_signal_exit()
                              : result.bad    ? EXIT_FAILED
                              : result.failed ? EXIT_PICTURES
                                              : EXIT_DONE);
}
