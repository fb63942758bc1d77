/* cmd_cache.c - tirage cache: the thumbnails of the desktop. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/build_options.h"
#include "cli/cli.h"
#include "cli/event_lines.h"
#include "core/base/clock.h"
#include "core/base/path.h"
#include "pipeline/thumbnail_cache.h"

/* As the XDG Base Directory Specification says: what is no absolute path counts as not set. */
static struct tg_err *find_cache(char **thumbnails)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

    if (cache && *cache == '/') {
        *thumbnails = tg_path_join(cache, "thumbnails");
        return *thumbnails ? NULL : tg_err_nomem();
    }
    if (!home || *home != '/')
        return tg_err_new(TG_E_SYS, NULL,
                          "cannot tell where thumbnails are kept: neither XDG_CACHE_HOME nor HOME "
                          "is the path of a folder");
    *thumbnails = tg_path_join(home, ".cache/thumbnails");
    return *thumbnails ? NULL : tg_err_nomem();
}

static void print_summary(const struct cli_options *o, const struct tg_cache_result *r, uint64_t ms)
{
    if (o->json)
        printf("{\"event\": \"done\", \"photos\": %zu, \"failed\": %zu, \"outputs\": %zu, "
               "\"skipped\": %zu, \"removed\": %zu, \"ms\": %llu}\n",
               r->photos + r->failed, r->failed, r->made, r->there, r->pruned,
               (unsigned long long)ms);
    if (o->json || o->quiet)
        return;
    fprintf(stderr, "tirage: %zu photo%s, %zu thumbnail%s made in %.1f s, %zu %s there", r->photos,
            cli_plural(r->photos), r->made, cli_plural(r->made), (double)ms / 1000, r->there,
            r->there == 1 ? "was" : "were");
    if (o->prune)
        fprintf(stderr, ", %zu removed", r->pruned);
    if (r->failed)
        fprintf(stderr, "; %zu failed", r->failed);
    fputc('\n', stderr);
}

int cmd_cache(const struct cli_options *o)
{
    uint64_t start = tg_clock_ms();
    struct tg_cache_options options = {.folders = o->args,
                                       .folders_len = o->args_len,
                                       .cwd = getenv("PWD"),
                                       .sizes = o->cache_sizes ? o->cache_sizes : ~0U,
                                       .follow_links = o->follow_links,
                                       .force = o->force,
                                       .prune = o->prune,
                                       .dry_run = o->dry_run,
                                       .engine = cli_engine_options(o)};
    struct tg_cache_result result = {.end = TG_RUN_DONE};
    struct cli_progress progress;
    const struct tg_events events = cli_events(&progress, o);
    char *thumbnails = NULL;
    struct tg_err *err;

    if (!o->args_len)
        return cli_usage(o, "cache needs at least one folder of photos");
    (void)umask(077); /* others may not be allowed to read the photos */
    err = find_cache(&thumbnails);
    options.thumbnails = thumbnails;
    if (!err)
        err = tg_thumbnail_cache(&options, &events, &result);
    free(thumbnails);
    if (err && result.is_usage)
        return cli_usage_err(o, err);
    if (!err && result.end == TG_RUN_DONE && !o->dry_run)
        print_summary(o, &result, tg_clock_ms() - start);
    return cli_run_code(err, result.end == TG_RUN_STOPPED, result.failed);
}
