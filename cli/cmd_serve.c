/* cmd_serve.c - tirage serve: pictures for another program. */
#include <unistd.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "cli/service_request.h"

int cmd_serve(const struct cli_options *o)
{
    const struct tg_service_options options = {.roots = o->roots,
                                               .roots_len = o->roots_len,
                                               .in = STDIN_FILENO,
                                               .out = STDOUT_FILENO,
                                               .read = cli_service_read,
                                               .ctx = (void *)(uintptr_t)o,
                                               .engine = cli_engine_options(o)};
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);
    bool stopped = false;
    struct tg_err *err;

    if (!o->stdio)
        return cli_usage(o, "serve needs --stdio, and a program that writes requests: see "
                            "docs/serve.md; tirage preview shows a gallery");
    if (!o->roots_len)
        return cli_usage(o, "serve needs --root FOLDER, below which all files are");
    if (o->args_len)
        return cli_usage(o, "serve takes no arguments: folders are named by --root");
    err = tg_service(&options, &events, &stopped);
    return cli_exit_code(err, stopped ? cli_signal_exit() : EXIT_DONE);
}
