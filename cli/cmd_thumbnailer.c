/* cmd_thumbnailer.c - tirage thumb --thumbnailer: one thumbnail for a file manager. */
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "pipeline/thumbnailer.h"

int cmd_thumbnailer(const struct cli_options *o)
{
    const struct tg_thumbnailer_options options = {.in = o->args_len == 2 ? o->args[0] : NULL,
                                                   .out = o->args_len == 2 ? o->args[1] : NULL,
                                                   .cwd = getenv("PWD"),
                                                   .side = o->thumbnailer,
                                                   .engine = cli_engine_options(o)};
    struct tg_thumbnailer_result result;
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);
    struct tg_err *err;

    if (o->sizes_len || o->output || o->recurse || o->stdin_list || o->skip_existing || o->dry_run)
        return cli_usage(o, "--thumbnailer makes one PNG file, OUT: leave -s, -o, -r, -0, "
                            "--skip-existing and --dry-run out");
    if (o->args_len != 2)
        return cli_usage(o, "--thumbnailer takes a photo and the file of its thumbnail: IN OUT");
    (void)umask(077); /* others may not be allowed to read the photo */
    err = tg_thumbnailer(&options, &events, &result);
    if (err && result.is_usage)
        return cli_usage_err(o, err);
    return cli_run_code(err, result.end == TG_RUN_STOPPED, result.failed);
}
