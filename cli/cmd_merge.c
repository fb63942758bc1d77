/* cmd_merge.c - tirage merge. */
#include "cli/build_options.h"
#include "cli/build_print.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "core/base/clock.h"

int cmd_merge(const struct cli_options *o)
{
    uint64_t start = tg_clock_ms();
    struct tg_build_options options = cli_build_options(o);
    struct tg_build_result result;
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);
    struct tg_err *err;
    int code = EXIT_DONE;

    if (o->args_len == 0)
        return cli_usage(o, "merge needs the folder of the gallery, and may take those of shards");
    options.src = o->source;
    options.out = o->args[0];
    err = tg_merge(&options, o->args + 1, o->args_len - 1, &events, &result);
    if (!err)
        code = cli_build_conclude(o, &result, options.out, tg_clock_ms() - start);
    return cli_exit_code(err, code);
}
