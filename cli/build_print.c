/* build_print.c - what build, check and merge say at their end; see build_print.h. */
#include "cli/build_print.h"

#include <stdio.h>

#include "cli/exit_code.h"
#include "cli/report.h"
#include "cli/signals.h"

enum { COUNTS = 128 }; /* bytes of a text of counts */

/* "2 photos, 1 video and 3 audio files", without those that there are none of. */
static void count_all(char text[COUNTS], size_t photos, size_t videos, size_t audio)
{
    const size_t n[] = {photos, videos, audio};
    static const char *const one[] = {"photo", "video", "audio file"};
    size_t kinds = 0, told = 0, at = 0;

    for (size_t i = 0; i < 3; i++)
        kinds += n[i] > 0;
    if (kinds == 0)
        (void)snprintf(text, COUNTS, "0 photos");
    for (size_t i = 0; i < 3; i++) {
        const char *before = told == 0 ? "" : told + 1 == kinds ? " and " : ", ";

        if (n[i] == 0)
            continue;
        at += (size_t)snprintf(text + at, COUNTS - at, "%s%zu %s%s", before, n[i], one[i],
                               cli_plural(n[i]));
        told++;
    }
}

static void print_left_out(const struct cli_options *o, const struct tg_build_result *r)
{
    if (r->unread)
        fprintf(stderr, "tirage: warning: %zu raw %s cannot be read yet and %s not shown\n",
                r->unread, r->unread == 1 ? "photo" : "photos", r->unread == 1 ? "is" : "are");
    if (r->left_out && !o->quiet)
        fprintf(stderr, "tirage: %zu %s left out%s\n", r->left_out,
                r->left_out == 1 ? "file is" : "files are",
                o->verbose ? ", named above" : "; -v names them");
}

/* What there is to worry about, also with -q. */
static void print_failures(const struct tg_build_result *r)
{
    size_t all = r->photos + r->media;

    if (r->failed_folders)
        fprintf(stderr, "tirage: %zu %s could not be read, named above\n", r->failed_folders,
                r->failed_folders == 1 ? "folder or link" : "folders or links");
    if (r->failed_archives)
        fprintf(stderr,
                "tirage: %zu ZIP file%s could not be made, named above; no page leads to %s\n",
                r->failed_archives, cli_plural(r->failed_archives),
                r->failed_archives == 1 ? "it" : "them");
    if (r->failed)
        fprintf(stderr, "tirage: %zu of %zu %s%s could not be shown; %s named above\n", r->failed,
                all, r->media ? "file" : "photo", cli_plural(all),
                r->failed == 1 ? "it is" : "each is");
}

/* AVIF files, for --json; nothing where none are wanted. */
static void print_avif_json(const struct tg_build_result *r)
{
    if (r->avif_photos)
        printf(", \"avif_photos\": %zu, \"avif_left\": %zu", r->avif_photos, r->avif_left);
}

static void print_avif_left(const struct tg_build_result *r)
{
    if (r->avif_left)
        fprintf(stderr,
                "tirage: %zu of %zu photo%s %s no AVIF files yet: the next build makes them, "
                "unless it has --skip-avif\n",
                r->avif_left, r->avif_photos, cli_plural(r->avif_photos),
                r->avif_left == 1 ? "has" : "have");
}

static void print_done_json(const struct tg_build_result *r, uint64_t ms)
{
    printf("{\"event\": \"done\", \"photos\": %zu, \"failed\": %zu, \"recovered\": %zu, "
           "\"unchanged\": %zu, \"outputs\": %zu, \"stale\": %llu, \"failed_folders\": %zu, "
           "\"left_out\": %zu, \"archives\": %zu, \"failed_archives\": %zu, \"ms\": %llu",
           r->sources, r->failed, r->damaged, r->fresh, r->outputs, (unsigned long long)r->stale,
           r->failed_folders, r->left_out, r->archives, r->failed_archives, (unsigned long long)ms);
    print_avif_json(r);
    printf("}\n");
}

static void print_made(const struct tg_build_result *r, const char *out, uint64_t ms)
{
    char shown[COUNTS], media[COUNTS] = "";

    count_all(shown, r->shown_photos, r->shown_videos, r->shown_audio);
    if (r->made_media)
        (void)snprintf(media, sizeof(media), " and %zu %s%s", r->made_media,
                       !r->audio    ? "video"
                       : !r->videos ? "audio file"
                                    : "media file",
                       cli_plural(r->made_media));
    cli_print_line(stderr,
                   "tirage: %s (%zu unchanged), %zu picture%s%s made in %.1f s: %s/index.html",
                   shown, r->fresh, r->outputs - r->made_media,
                   cli_plural(r->outputs - r->made_media), media, (double)ms / 1000, out);
}

static void print_summary(const struct cli_options *o, const struct tg_build_result *r,
                          const char *out, uint64_t ms)
{
    if (o->json) {
        print_done_json(r, ms);
        return;
    }
    if (!o->quiet && o->command == CMD_MERGE)
        fprintf(stderr, "tirage: %u shard%s joined\n", (unsigned)r->joined, cli_plural(r->joined));
    if (!o->quiet)
        print_made(r, out, ms);
    if (!o->quiet && r->archives)
        fprintf(stderr, "tirage: %zu ZIP file%s made\n", r->archives, cli_plural(r->archives));
    print_left_out(o, r);
    if (!o->quiet)
        print_avif_left(r);
    if (!o->quiet && r->stale)
        fprintf(stderr, "tirage: %llu %s no longer wanted: see tirage gc\n",
                (unsigned long long)r->stale,
                r->stale == 1 ? "file of an earlier build is" : "files of earlier builds are");
    print_failures(r);
}

static void print_shard(const struct cli_options *o, const struct tg_build_result *r,
                        const char *out, uint64_t ms)
{
    if (o->json) {
        printf("{\"event\": \"done\", \"shard\": \"%u/%u\", \"photos\": %llu, \"failed\": %zu, "
               "\"recovered\": %zu, \"unchanged\": %zu, \"outputs\": %zu, \"failed_folders\": %zu, "
               "\"ms\": %llu",
               (unsigned)o->shard.index, (unsigned)o->shard.count,
               (unsigned long long)r->shard_photos, r->failed, r->damaged, r->fresh, r->outputs,
               r->failed_folders, (unsigned long long)ms);
        print_avif_json(r);
        printf("}\n");
    } else if (!o->quiet) {
        cli_print_line(stderr,
                       "tirage: shard %u/%u: %llu of %llu photo%s (%zu unchanged), %zu picture%s "
                       "made in %.1f s: %s; tirage merge joins the shards",
                       (unsigned)o->shard.index, (unsigned)o->shard.count,
                       (unsigned long long)r->shard_photos, (unsigned long long)r->tree_photos,
                       cli_plural(r->tree_photos), r->fresh, r->outputs, cli_plural(r->outputs),
                       (double)ms / 1000, out);
        print_avif_left(r);
    }
    if (r->failed && !o->json)
        fprintf(stderr, "tirage: %zu photo%s of this shard failed; each is named above\n",
                r->failed, cli_plural(r->failed));
}

/* What a check says at its end. */
static void print_checked(const struct cli_options *o, const struct tg_build_result *r)
{
    char archives[COUNTS] = "";

    if (r->planned_archives)
        (void)snprintf(archives, sizeof(archives), " and %zu ZIP file%s", r->planned_archives,
                       cli_plural(r->planned_archives));
    if (o->json)
        printf("{\"event\": \"checked\", \"photos\": %zu, \"failed\": %zu, \"outputs\": %zu, "
               "\"archives\": %zu, \"left_out\": %zu}\n",
               r->photos, r->failed, r->planned, r->planned_archives, r->left_out);
    else if (!o->quiet)
        fprintf(stderr,
                "tirage: %zu photo%s checked, %zu of them bad; a build makes %zu picture%s%s%s\n",
                r->photos, cli_plural(r->photos), r->failed, r->planned, cli_plural(r->planned),
                archives, r->media ? "; videos and audio are not checked" : "");
    if (!o->json)
        print_left_out(o, r);
}

/* What a build would do; its files are named above. */
static void print_planned(const struct cli_options *o, const struct tg_build_result *r)
{
    if (o->json)
        printf("{\"event\": \"done\", \"dry_run\": true, \"photos\": %zu, \"failed\": %zu, "
               "\"outputs\": %zu, \"failed_folders\": %zu, \"left_out\": %zu}\n",
               r->sources, r->failed, r->to_make, r->failed_folders, r->left_out);
    else if (!o->quiet)
        fprintf(stderr, "tirage: %zu file%s would be made, and pages that change\n", r->to_make,
                cli_plural(r->to_make));
    if (!o->json)
        print_left_out(o, r);
}

/* What was made before Ctrl-C stays. */
static void print_stopped(const struct cli_options *o, const struct tg_build_result *r)
{
    if (o->json) {
        printf("{\"event\": \"stopped\", \"photos\": %zu, \"done\": %zu", r->sources, r->done);
        print_avif_json(r);
        printf("}\n");
    } else if (!o->quiet && r->complete) {
        fprintf(stderr,
                "tirage: stopped: the site is complete, but for AVIF files of %zu photo%s; "
                "run again to continue\n",
                r->avif_left, cli_plural(r->avif_left));
    } else if (!o->quiet) {
        fprintf(stderr, "tirage: stopped: %zu of %zu done; run again to continue\n", r->done,
                r->sources);
    }
}

int cli_build_conclude(const struct cli_options *o, const struct tg_build_result *r,
                       const char *out, uint64_t ms)
{
    if (r->end == TG_RUN_STOPPED) {
        print_stopped(o, r);
        return cli_signal_exit();
    }
    if (o->command == CMD_CHECK && r->end == TG_RUN_DONE)
        print_checked(o, r);
    else if (o->dry_run && r->end == TG_RUN_DONE)
        print_planned(o, r);
    else if (r->end == TG_RUN_DONE && o->shard.count)
        print_shard(o, r, out, ms);
    else if (r->end == TG_RUN_DONE)
        print_summary(o, r, out, ms);
    return r->failed || r->failed_folders || r->failed_archives ? EXIT_PICTURES : EXIT_DONE;
}
