/* cmd_gc.c - tirage gc. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "pipeline/gc.h"

static void print_summary(const struct cli_options *o, const struct tg_gc_result *r)
{
    if (o->json)
        printf("{\"event\": \"done\", \"files\": %llu, \"bytes\": %llu, \"removed\": %s}\n",
               (unsigned long long)r->files, (unsigned long long)r->bytes,
               o->delete_files ? "true" : "false");
    if (o->json || o->quiet)
        return;
    fprintf(stderr, "tirage: %llu file%s, %.1f MB%s\n", (unsigned long long)r->files,
            cli_plural(r->files), (double)r->bytes / 1e6,
            o->delete_files ? ", removed"
            : r->files == 1 ? ", is no longer wanted; --delete removes it"
            : r->files      ? ", are no longer wanted; --delete removes them"
                            : "");
}

int cmd_gc(const struct cli_options *o)
{
    struct tg_gc_options options = {.src = o->args_len ? o->args[0] : ".",
                                    .state = o->state,
                                    .follow_links = o->follow_links,
                                    .delete_files = o->delete_files};
    struct tg_gc_result result;
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);
    struct tg_err *err;
    char *out;

    if (o->args_len > 1)
        return cli_usage(o, "gc takes one folder of photos, not %zu", o->args_len);
    options.out = out = cli_output(o, options.src);
    err = out ? tg_gc(&options, &events, &result) : tg_err_nomem();
    free(out);
    if (!err)
        print_summary(o, &result);
    return cli_exit_code(err, EXIT_DONE);
}
