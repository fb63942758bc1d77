/* build_print.c - what a build says; see build.h. */
#include <stdio.h>

#include "pipeline/build_parts.h"

void cli_build_print_notes(struct cli_build *b)
{
    for (; b->notes < b->site->notes_len; b->notes++)
        cli_print_line(stderr, "tirage: note: %s", b->site->notes[b->notes]);
    for (; b->failures < b->site->failures_len; b->failures++)
        cli_print_line(stderr, "tirage: %s", b->site->failures[b->failures]);
}

void cli_build_list(const struct cli_build *b)
{
    for (size_t i = 0; i < b->site->photos_len; i++)
        for (size_t j = 0; j < b->jobs[i].outputs_len; j++)
            cli_print_line(stdout, "%s", b->jobs[i].outputs[j].path);
    for (size_t i = 0; !b->options->shard.count && i < b->site->media_len; i++) {
        const struct tg_medium *medium = b->site->media[i];

        cli_print_line(stdout, "%s/%s%s%s", b->out, medium->dir, *medium->dir ? "/" : "",
                       medium->name);
    }
}

/* Without the first frames of films. */
static size_t count_photos(const struct tg_site *site)
{
    size_t n = 0;

    for (size_t i = 0; i < site->photos_len; i++)
        n += !site->photos[i]->is_frame;
    return n;
}

static void print_summary(const struct cli_build *b, uint64_t ms)
{
    const struct cli_options *o = b->options;
    const char *what = b->site->media_len ? "photos, films and sounds" : "photos";
    size_t all = count_photos(b->site) + b->site->media_len,
           good = all > b->failed ? all - b->failed : 0;

    if (o->json) {
        printf("{\"event\": \"done\", \"photos\": %zu, \"failed\": %zu, \"recovered\": %zu, "
               "\"unchanged\": %zu, \"outputs\": %zu, \"stale\": %llu, "
               "\"failed_folders\": %zu, \"ms\": %llu}\n",
               b->site->photos_len, b->failed, b->damaged, b->fresh, b->outputs,
               (unsigned long long)b->stale, b->site->failures_len, (unsigned long long)ms);
        return;
    }
    if (!o->quiet && b->merge)
        fprintf(stderr, "tirage: %u shards joined\n", (unsigned)b->joined);
    if (!o->quiet)
        cli_print_line(stderr,
                       "tirage: %zu %s (%zu unchanged), %zu pictures made in %.1f s: %s/index.html",
                       good, what, b->fresh, b->outputs, (double)ms / 1000, b->out);
    if (!o->quiet && b->stale)
        fprintf(stderr,
                "tirage: %llu files of earlier builds are no longer wanted: see tirage gc\n",
                (unsigned long long)b->stale);
    if (b->site->failures_len)
        fprintf(stderr, "tirage: %zu %s could not be read, named above\n", b->site->failures_len,
                b->site->failures_len == 1 ? "folder or link" : "folders or links");
    if (b->failed)
        fprintf(stderr, "tirage: %zu of %zu %s could not be shown; each is named above\n",
                b->failed, all, what);
}

static void print_shard(const struct cli_build *b, uint64_t ms)
{
    const struct tg_shard_note *note = &b->note;

    if (b->options->json)
        printf("{\"event\": \"done\", \"shard\": \"%u/%u\", \"photos\": %llu, \"failed\": %zu, "
               "\"recovered\": %zu, \"unchanged\": %zu, \"outputs\": %zu, \"failed_folders\": %zu, "
               "\"ms\": %llu}\n",
               (unsigned)note->index, (unsigned)note->count, (unsigned long long)note->photos,
               b->failed, b->damaged, b->fresh, b->outputs, b->site->failures_len,
               (unsigned long long)ms);
    else if (!b->options->quiet)
        cli_print_line(
            stderr,
            "tirage: shard %u/%u: %llu of %llu photos (%zu unchanged), %zu pictures made "
            "in %.1f s: %s; tirage merge joins the shards",
            (unsigned)note->index, (unsigned)note->count, (unsigned long long)note->photos,
            (unsigned long long)note->tree_photos, b->fresh, b->outputs, (double)ms / 1000, b->out);
    if (b->failed && !b->options->json)
        fprintf(stderr, "tirage: %zu photos of this shard failed; each is named above\n",
                b->failed);
}

/* What a check says at its end. */
static void print_checked(const struct cli_build *b)
{
    const struct cli_options *o = b->options;
    size_t outputs = 0, photos = count_photos(b->site);

    for (size_t i = 0; i < b->site->photos_len; i++)
        outputs += b->jobs[i].outputs_len;
    if (o->json)
        printf("{\"event\": \"checked\", \"photos\": %zu, \"failed\": %zu, \"outputs\": %zu}\n",
               photos, b->failed, outputs);
    else if (!o->quiet)
        fprintf(stderr,
                "tirage: %zu photos checked, %zu of them bad; a build makes %zu pictures%s\n",
                photos, b->failed, outputs,
                b->site->media_len ? "; films and sounds are not looked at before" : "");
}

bool cli_build_is_dry(const struct cli_options *o)
{
    return o->dry_run || o->command == CMD_CHECK;
}

int cli_build_conclude(const struct cli_build *b, uint64_t ms)
{
    const struct cli_options *o = b->options;

    if (b->end == TG_RUN_STOPPED)
        return cli_signal_exit();
    if (o->command == CMD_CHECK && b->end == TG_RUN_DONE)
        print_checked(b);
    else if (!cli_build_is_dry(o) && b->end == TG_RUN_DONE && o->shard.count)
        print_shard(b, ms);
    else if (!cli_build_is_dry(o) && b->end == TG_RUN_DONE)
        print_summary(b, ms);
    return b->failed || b->site->failures_len ? EXIT_PICTURES : EXIT_DONE;
}
