/* build_probe.c - what is known of each photo: from the state, from shards, or from the photo
 * itself; see build_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/photo_own.h"
#include "gallery/plan/photo_filter.h"
#include "pipeline/build_motion.h"
#include "pipeline/build_parts.h"
#include "pipeline/stills.h"

/* A job per photo, with what the state knows of it. */
static struct tg_err *make_jobs(struct tg_builder *b)
{
    struct tg_site *site = b->site;
    struct tg_err *err = NULL;

    tg_node_mark_mapped(site->root);
    b->jobs = calloc(site->photos_len + 1, sizeof(*b->jobs));
    if (!b->jobs)
        return tg_err_nomem();
    site->look.asks |= tg_filter_asks(site->root);
    if (b->incremental.state)
        err = tg_state_forget_tags(b->incremental.state, site->look.asks);
    for (size_t i = 0; i < site->photos_len && !err; i++) {
        struct tg_job *job = &b->jobs[i];

        job->src = tg_path_join(b->options.src, site->photos[i]->path);
        job->key = site->photos[i]->path;
        job->bytes = site->photos[i]->bytes;
        job->sidecar_path = site->photos[i]->sidecar;
        job->asks = site->look.asks;
        if (site->look.map || site->photos[i]->mapped)
            job->asks |= TG_ASKS_LOCATION;
        err = job->src ? tg_build_group_photo(b, site->photos[i], job) : tg_err_nomem();
        job->probed = !tg_build_shard_has(b, i);
        if (!err && !job->probed && b->incremental.state && !site->photos[i]->is_frame)
            err = tg_incremental_probe(&b->incremental, job);
        if (!err && !job->probed && b->look.state)
            err = tg_incremental_probe(&b->look, job);
    }
    return err;
}

/* Videos are looked at through their first frames, which are kept in OUT. */
static struct tg_err *order_frames(struct tg_builder *b)
{
    struct tg_err *err;
    size_t before;

    for (size_t i = 0; !b->incremental.state && i < b->site->photos_len; i++)
        b->jobs[i].probed |= b->site->photos[i]->is_frame;
    if (!b->incremental.state)
        return NULL;
    b->media = (struct tg_build_media){.options = &b->options,
                                       .events = &b->events,
                                       .tmpdir = b->dir.tmp,
                                       .state_dir = b->dir.state,
                                       .incremental = &b->incremental,
                                       .site = b->site,
                                       .jobs = b->jobs,
                                       .noted = b->media.noted,
                                       .failed = b->media.failed};
    if (!tg_build_has_media(b))
        return NULL;
    before = b->media.failed;
    err = tg_build_media_order_frames(&b->media);
    tg_build_count_media(b, before);
    return err;
}

/* The state has it by now. */
static struct tg_err *take_metadata(struct tg_photo *photo, struct tg_job *job)
{
    tg_metadata_move(&photo->metadata, &job->metadata);
    tg_metadata_keep(&photo->metadata, job->asks);
    return tg_photo_own_join(photo, job->asks, job->info.orientation == 1);
}

static void take_info(struct tg_photo *photo, const struct tg_job *job)
{
    const struct tg_info *info = &job->info;
    bool swap = tg_orientation_swaps(info->orientation);
    enum tg_format written = tg_formats[info->format].written;
    const char *ext = tg_path_ext(photo->path), *kept = tg_format_kept_suffix(photo->path);
    const struct tg_format_row *named = tg_format_of_suffix(photo->path);
    bool new = written != info->format || (named && named->written != named->format);

    photo->failed = job->err != NULL;
    photo->turned = swap;
    photo->width = swap ? info->height : info->width;
    photo->height = swap ? info->width : info->height;
    memcpy(photo->date, info->date, sizeof(photo->date));
    photo->new_ext = new ? tg_formats[written].suffixes[0] : kept != ext ? kept : NULL;
}

/* What was found out of each photo, for the state and for the site. */
static struct tg_err *take_probed(struct tg_builder *b)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < b->site->photos_len; i++) {
        struct tg_job *job = &b->jobs[i];

        if (job->origin && !job->probed && job->done && !job->err)
            err = tg_build_media_date(&b->media, job);
        if (!err && b->incremental.state && !job->probed && job->done && !job->err)
            err = tg_incremental_probed(&b->incremental, job);
        if (!err && job->origin)
            err = tg_still_hash(&job->origin->hash, job->origin->at_ms, &job->hash);
        take_info(b->site->photos[i], job);
        if (!err)
            err = take_metadata(b->site->photos[i], job);
    }
    return err;
}

static struct tg_err *probe_unknown(struct tg_builder *b)
{
    size_t unknown = 0;

    for (size_t i = 0; i < b->site->photos_len; i++)
        unknown += !b->jobs[i].probed && !b->jobs[i].done && !b->jobs[i].err;
    return tg_build_photos(b, TG_STAGE_PROBE, unknown);
}

/* What is not known yet, and the frames of videos once they are there. */
static struct tg_err *probe(struct tg_builder *b)
{
    struct tg_err *err = order_frames(b);

    if (!err)
        err = probe_unknown(b);
    if (err || !b->media.orders)
        return err;
    tg_build_media_release(&b->media);
    err = tg_build_goes_on(b) ? tg_build_media_take_frames(&b->media) : NULL;
    return err ? err : probe_unknown(b); /* the frames */
}

/* Videos that may be those of motion photos wait until these are known. */
static struct tg_err *probe_all(struct tg_builder *b)
{
    bool wanted = !b->site->look.story && !b->options.shard.count, rest = false;
    struct tg_build_motion motion = {.len = 0};
    struct tg_err *err = wanted ? tg_build_motion_hold(&motion, b->site, b->jobs) : NULL;

    if (!err)
        err = probe(b);
    if (!err && wanted && tg_build_goes_on(b))
        err = tg_build_motion_pair(&motion, b->site, b->jobs, &rest);
    if (!err && rest)
        err = probe(b);
    tg_build_motion_release(&motion);
    return err;
}

struct tg_err *tg_build_probe(struct tg_builder *b)
{
    struct tg_err *err = make_jobs(b);

    if (!err && b->merge)
        err = tg_build_merge_photos(b);
    if (!err)
        err = probe_all(b);
    if (!err && tg_build_goes_on(b)) {
        err = take_probed(b);
        if (!err)
            err = tg_filter_photos(b->site);
    }
    return err;
}

struct tg_err *tg_build_changed(struct tg_builder *b, struct tg_job *job)
{
    struct tg_photo *photo;
    struct tg_err *err;

    if (tg_build_avif_has(b, job)) /* its other pictures are made again by the next build */
        return tg_incremental_plan(&b->incremental, job);
    photo = b->site->photos[job - b->jobs];
    err = b->incremental.state ? tg_incremental_probed(&b->incremental, job) : NULL;

    if (!err)
        err = take_metadata(photo, job);
    photo->hdr = tg_build_is_hdr(job);
    if (!err)
        err = tg_build_avif_changed(b, (size_t)(job - b->jobs));
    return err || !b->incremental.state ? err : tg_incremental_plan(&b->incremental, job);
}
