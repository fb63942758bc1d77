/* build.c - a build from beginning to end: joins the site model to the engine; see build.h. */
#include "pipeline/build.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/download.h"
#include "pipeline/build_parts.h"
#include "pipeline/load.h"
#include "pipeline/locate.h"

bool tg_build_goes_on(const struct tg_builder *b)
{
    return b->result->end == TG_RUN_DONE;
}

void tg_build_report_notes(struct tg_builder *b)
{
    for (; b->notes < b->site->notes_len; b->notes++)
        tg_events_message(&b->events, TG_EVENT_NOTE, "%s", b->site->notes[b->notes]);
    for (; b->failures < b->site->failures_len; b->failures++)
        tg_events_message(&b->events, TG_EVENT_PROBLEM, "%s", b->site->failures[b->failures]);
}

/* Tells every file of SRC that the site does not show, and was not told before. */
static void tell_left_out(struct tg_builder *b)
{
    for (; b->left_out < b->site->left_out_len; b->left_out++)
        tg_events_send(&b->events, &(struct tg_event){.kind = TG_EVENT_LEFT_OUT,
                                                      .path = b->site->left_out[b->left_out].path,
                                                      .text = b->site->left_out[b->left_out].why});
}

bool tg_build_has_media(const struct tg_builder *b)
{
    return b->incremental.state && b->site->media_len && !b->options.shard.count;
}

/* With strictness, what failed before or alongside a run ends it. */
void tg_build_count_media(struct tg_builder *b, size_t before)
{
    b->result->failed += b->media.failed - before;
    if (b->media.failed > before && b->options.engine.strict && tg_build_goes_on(b))
        b->result->end = TG_RUN_STRICT;
}

struct tg_err *tg_build_photos(struct tg_builder *b, enum tg_stage stage, size_t n)
{
    size_t before = b->media.failed;
    struct tg_err *err;

    if (!tg_build_goes_on(b) || (n == 0 && !b->media.tools))
        return NULL;
    tg_events_send(&b->events,
                   &(struct tg_event){.kind = TG_EVENT_STAGE, .stage = stage, .total = n});
    err = tg_engine_ready(&b->engine, &b->events, &b->site->source, b->dir.tmp);
    if (!err)
        err = (stage == TG_STAGE_RENDER ? tg_runner_render : tg_runner_probe)(
            b->engine.runner, b->jobs, b->site->photos_len, b->media.tools, &b->result->end);
    tg_events_send(&b->events, &(struct tg_event){.kind = TG_EVENT_STAGE_END});
    tg_build_count_media(b, before);
    return err;
}

static struct tg_err *rendered(void *ctx, const struct tg_job *job)
{
    struct tg_builder *b = ctx;

    if (tg_build_avif_has(b, job))
        return tg_build_avif_rendered(b, &b->avif.jobs[job - b->avif.jobs]);
    b->result->done++;
    return b->incremental.state ? tg_incremental_rendered(&b->incremental, job) : NULL;
}

static struct tg_err *changed(void *ctx, struct tg_job *job)
{
    return tg_build_changed(ctx, job);
}

static void tried(void *ctx, const struct tg_job *job)
{
    struct tg_builder *b = ctx;

    if (tg_build_avif_has(b, job)) {
        tg_build_avif_tried(b, job);
        return;
    }
    b->result->failed += job->err != NULL;
    b->result->damaged += job->damage.count > 0;
    tg_events_photo(&b->events, job);
}

/* Takes OUT, and the part of a shard. */
static struct tg_err *claim(struct tg_builder *b)
{
    const struct tg_build_options *o = &b->options;
    enum tg_outdir_mode mode = o->mode != TG_BUILD_WRITE ? TG_OUTDIR_CHECK
                               : o->force                ? TG_OUTDIR_FORCE
                                                         : TG_OUTDIR_OWN;
    char part[TG_SHARD_NAME], *given = NULL;
    struct tg_err *err = tg_locate_state(o->state, o->src, o->follow_links, &given);

    b->note.index = o->shard.index;
    b->note.count = o->shard.count;
    tg_shard_name(o->shard.index, o->shard.count, part);
    tg_outdir_listen(&b->dir, &b->events);
    if (!err)
        err = tg_outdir_claim(&b->dir, o->out, o->src, given, o->shard.count ? part : NULL, mode);
    free(given);
    if (err && o->mode == TG_BUILD_CHECK && tg_err_code(err) == TG_E_USAGE) {
        /* A check has no use for OUT: what a build would say of it is no reason to look at nothing.
         */
        tg_events_err(&b->events, TG_EVENT_NOTE, err);
        tg_err_free(err);
        err = NULL;
    }
    return err;
}

/* Locks OUT and opens what earlier builds left. */
static struct tg_err *open_state(struct tg_builder *b)
{
    const struct tg_build_options *o = &b->options;
    struct tg_err *err = tg_outdir_lock(&b->dir, o->out);
    const struct tg_state_location location = {.dir = b->dir.state,
                                               .out = o->out,
                                               .journal = o->shard.count ? TG_STATE_ROLLBACK
                                                                         : TG_STATE_AHEAD,
                                               .aside = tg_events_aside,
                                               .ctx = &b->events};
    char *root = NULL;

    if (!err && o->shard.count)
        err = tg_build_shard_begin(b);
    if (err)
        return err;
    b->incremental = (struct tg_incremental){
        .out = o->out, .tmpdir = b->dir.tmp, .source = &b->site->source, .verify = o->verify};
    err = tg_state_open(&location, &b->incremental.state);
    if (!err && (root = tg_path_absolute(o->src)))
        err = tg_state_set_root(b->incremental.state, root);
    free(root);
    return err;
}

/* Loads the site and takes OUT. */
static struct tg_err *begin(struct tg_builder *b)
{
    const struct tg_build_options *o = &b->options;
    struct tg_err *err = tg_load_site(o, &b->events, &b->site);

    if (!err && b->merge)
        err = tg_build_merge_choose(b);
    if (!err && o->shard.count)
        err = tg_build_assign(b, o->shard.count);
    if (!err)
        err = claim(b);
    if (err)
        return err;
    tg_build_report_notes(b);
    tell_left_out(b);
    if (o->engine.strict && b->site->failures_len)
        b->result->end = TG_RUN_STRICT;
    if (!tg_build_goes_on(b))
        return NULL;
    if (o->mode == TG_BUILD_LIST && !o->shard.count)
        return tg_build_look(b);
    return o->mode == TG_BUILD_WRITE ? open_state(b) : NULL;
}

static struct tg_err *build(struct tg_builder *b)
{
    struct tg_err *err = begin(b);

    if (!err && tg_build_goes_on(b))
        err = tg_build_keys(b);
    if (!err && tg_build_goes_on(b))
        err = tg_build_probe(b);
    if (b->site)
        tell_left_out(b);
    if (!err && tg_build_goes_on(b))
        err = tg_build_plan(b);
    if (err || !tg_build_goes_on(b))
        return err;
    if (b->options.mode == TG_BUILD_LIST)
        return tg_build_list(b);
    if (b->options.mode != TG_BUILD_WRITE)
        return tg_build_views(b);
    err = tg_build_render(b);
    if (!err && !b->options.shard.count)
        err = tg_build_complete(b);
    if (!err)
        err = tg_build_avif_render(b);
    return err || !b->options.shard.count ? err : tg_build_shard_end(b);
}

static void count_media(const struct tg_site *site, struct tg_build_result *r)
{
    for (size_t i = 0; i < site->media_len; i++) {
        const struct tg_medium *medium = site->media[i];
        bool good = !medium->failed && !(medium->frame && medium->frame->failed);

        if (medium->is_motion)
            continue; /* it is counted as a photo */
        r->media++;
        r->videos += medium->frame != NULL;
        r->audio += !medium->frame;
        r->shown_videos += medium->frame && good;
        r->shown_audio += !medium->frame && good;
    }
}

static void fill_result(const struct tg_builder *b)
{
    struct tg_build_result *r = b->result;

    r->shard_photos = b->note.photos;
    r->tree_photos = b->note.tree_photos;
    r->sources = b->site ? b->site->photos_len : 0;
    r->made_media = b->media.made;
    if (b->site)
        count_media(b->site, r);
    r->done += r->fresh;
    r->left_out = b->site ? b->site->left_out_len : 0;
    r->unread = b->site ? b->site->unread : 0;
    r->failed_folders = b->site ? b->site->failures_len : 0;
    for (const struct tg_archive *a = b->site ? b->site->archives : NULL; a; a = a->next)
        r->planned_archives += tg_build_archive_wanted(a);
    for (size_t i = 0; b->site && i < b->site->photos_len; i++) {
        const struct tg_photo *photo = b->site->photos[i];

        if (photo->left_out) {
            r->sources--;
            continue;
        }
        r->photos += !photo->is_frame;
        r->shown_photos += !photo->is_frame && !photo->failed;
        r->sources -= photo->is_motion;
        r->planned += b->jobs ? b->jobs[i].outputs_len : 0;
        r->planned += b->avif.jobs ? b->avif.jobs[i].outputs_len : 0;
    }
}

static void release(struct tg_builder *b)
{
    tg_build_media_release(&b->media);
    tg_engine_stop(&b->engine);
    tg_state_free(b->incremental.state);
    tg_state_free(b->look.state);
    tg_outdir_release(&b->dir);
    tg_build_avif_release(b);
    if (b->jobs)
        tg_jobs_free(b->jobs, b->site->photos_len);
    tg_site_free(b->site);
    free(b->shares);
    free(b->groups);
    tg_shard_note_release(&b->note);
}

struct tg_err *tg_build_run(struct tg_builder *b)
{
    const struct tg_engine_hooks hooks = {
        .rendered = rendered, .changed = changed, .progress = tried, .ctx = b};
    /* First of all: workers are to know nothing of what is read. */
    struct tg_err *err = tg_engine_start(&b->engine, &b->options.engine, &hooks);

    if (!err)
        err = build(b);
    fill_result(b);
    release(b);
    return err;
}

struct tg_err *tg_build(const struct tg_build_options *options, const struct tg_events *events,
                        struct tg_build_result *result)
{
    struct tg_builder b = {.options = *options, .events = *events, .result = result};

    *result = (struct tg_build_result){.end = TG_RUN_DONE};
    return tg_build_run(&b);
}
