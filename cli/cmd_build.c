/* cmd_build.c - tirage build, and tirage check. */
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/build_options.h"
#include "cli/build_print.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/event_lines.h"
#include "core/base/clock.h"

int cmd_build(const struct cli_options *o)
{
    uint64_t start = tg_clock_ms();
    struct tg_build_options options = cli_build_options(o);
    struct tg_build_result result;
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);
    struct tg_err *err;
    int code = EXIT_DONE;
    struct stat st;
    char *out;

    if (o->args_len > 1)
        return cli_usage(o, "%s takes one folder of photos, not %zu%s",
                         cli_commands[o->command].name, o->args_len,
                         o->command == CMD_BUILD ? "; the gallery goes to -o OUT" : "");
    options.src = o->args_len ? o->args[0] : ".";
    if (stat(options.src, &st) == 0 && !S_ISDIR(st.st_mode))
        return cli_exit_code(tg_err_new(TG_E_USAGE, options.src,
                                        "is a file; tirage %s takes folders, tirage thumb files",
                                        cli_commands[o->command].name),
                             EXIT_FAILED);
    options.out = out = cli_output(o, options.src);
    err = out ? tg_build(&options, &events, &result) : tg_err_nomem();
    if (!err)
        code = cli_build_conclude(o, &result, out, tg_clock_ms() - start);
    free(out);
    return cli_exit_code(err, code);
}
