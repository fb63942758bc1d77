/* build_print.c - what build, check and merge say at their end; see build_print.h. */
#include "cli/build_print.h"

#include <stdio.h>

#include "cli/exit_code.h"
#include "cli/report.h"
#include "cli/signals.h"

static void print_summary(const struct cli_options *o, const struct tg_build_result *r,
                          const char *out, uint64_t ms)
{
    const char *what = r->media ? "photos, videos and audio files" : "photos";
    size_t all = r->photos + r->media, good = all > r->failed ? all - r->failed : 0;

    if (o->json) {
        printf("{\"event\": \"done\", \"photos\": %zu, \"failed\": %zu, \"recovered\": %zu, "
               "\"unchanged\": %zu, \"outputs\": %zu, \"stale\": %llu, "
               "\"failed_folders\": %zu, \"ms\": %llu}\n",
               r->sources, r->failed, r->damaged, r->fresh, r->outputs,
               (unsigned long long)r->stale, r->failed_folders, (unsigned long long)ms);
        return;
    }
    if (!o->quiet && o->command == CMD_MERGE)
        fprintf(stderr, "tirage: %u shards joined\n", (unsigned)r->joined);
    if (!o->quiet)
        cli_print_line(stderr,
                       "tirage: %zu %s (%zu unchanged), %zu pictures made in %.1f s: %s/index.html",
                       good, what, r->fresh, r->outputs, (double)ms / 1000, out);
    if (!o->quiet && r->stale)
        fprintf(stderr,
                "tirage: %llu files of earlier builds are no longer wanted: see tirage gc\n",
                (unsigned long long)r->stale);
    if (r->failed_folders)
        fprintf(stderr, "tirage: %zu %s could not be read, named above\n", r->failed_folders,
                r->failed_folders == 1 ? "folder or link" : "folders or links");
    if (r->failed)
        fprintf(stderr, "tirage: %zu of %zu %s could not be shown; each is named above\n",
                r->failed, all, what);
}

static void print_shard(const struct cli_options *o, const struct tg_build_result *r,
                        const char *out, uint64_t ms)
{
    if (o->json)
        printf("{\"event\": \"done\", \"shard\": \"%u/%u\", \"photos\": %llu, \"failed\": %zu, "
               "\"recovered\": %zu, \"unchanged\": %zu, \"outputs\": %zu, \"failed_folders\": %zu, "
               "\"ms\": %llu}\n",
               (unsigned)o->shard.index, (unsigned)o->shard.count,
               (unsigned long long)r->shard_photos, r->failed, r->damaged, r->fresh, r->outputs,
               r->failed_folders, (unsigned long long)ms);
    else if (!o->quiet)
        cli_print_line(
            stderr,
            "tirage: shard %u/%u: %llu of %llu photos (%zu unchanged), %zu pictures made "
            "in %.1f s: %s; tirage merge joins the shards",
            (unsigned)o->shard.index, (unsigned)o->shard.count, (unsigned long long)r->shard_photos,
            (unsigned long long)r->tree_photos, r->fresh, r->outputs, (double)ms / 1000, out);
    if (r->failed && !o->json)
        fprintf(stderr, "tirage: %zu photos of this shard failed; each is named above\n",
                r->failed);
}

/* What a check says at its end. */
static void print_checked(const struct cli_options *o, const struct tg_build_result *r)
{
    if (o->json)
        printf("{\"event\": \"checked\", \"photos\": %zu, \"failed\": %zu, \"outputs\": %zu}\n",
               r->photos, r->failed, r->planned);
    else if (!o->quiet)
        fprintf(
            stderr, "tirage: %zu photos checked, %zu of them bad; a build makes %zu pictures%s\n",
            r->photos, r->failed, r->planned, r->media ? "; videos and audio are not checked" : "");
}

int cli_build_conclude(const struct cli_options *o, const struct tg_build_result *r,
                       const char *out, uint64_t ms)
{
    if (r->end == TG_RUN_STOPPED)
        return cli_signal_exit();
    if (o->command == CMD_CHECK && r->end == TG_RUN_DONE)
        print_checked(o, r);
    else if (!o->dry_run && r->end == TG_RUN_DONE && o->shard.count)
        print_shard(o, r, out, ms);
    else if (!o->dry_run && r->end == TG_RUN_DONE)
        print_summary(o, r, out, ms);
    return r->failed || r->failed_folders ? EXIT_PICTURES : EXIT_DONE;
}
