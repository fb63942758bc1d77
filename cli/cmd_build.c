/* cmd_build.c - tirage build, and tirage check. */
#include <string.h>

#include "core/base/path.h"
#include "pipeline/build_parts.h"

int cmd_build(const struct cli_options *o)
{
    struct cli_build b = {.options = o};

    if (o->args_len > 1)
        return cli_usage("%s takes one folder of photos, not %zu",
                         o->command == CMD_CHECK ? "check" : "build", o->args_len);
    b.src = o->args_len ? o->args[0] : ".";
    b.out = o->output ? strdup(o->output) : tg_path_join(b.src, "build");
    return cli_build_run(&b);
}
