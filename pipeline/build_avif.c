/* build_avif.c - the second pass of a build: AVIF renditions, once the site is complete without
 * them; see build_parts.h.
 *
 * A photo's AVIF files are a job of their own with a plan of its own, so that they come and go
 * without the others being made again.  Pages offer those that are there. */
#include <stdlib.h>
#include <string.h>

#include "core/base/formats.h"
#include "pipeline/build_parts.h"

enum { SAVE_EVERY = 8 }; /* photos, each of which takes seconds */

/* ---- Which there are ------------------------------------------------------------------------- */

/* A photo of which none are wanted after all. */
static void drop(struct tg_builder *b, size_t i)
{
    struct tg_photo *photo = b->site->photos[i];
    struct tg_job *job = &b->avif.jobs[i];

    for (size_t k = 0; k < job->outputs_len; k++)
        free(job->outputs[k].path);
    job->outputs_len = 0;
    for (size_t k = 0; k < photo->renditions_len; k++) {
        free(photo->renditions[k].avif);
        photo->renditions[k].avif = NULL;
    }
}

/* What is known of a photo by now. */
static void take_photo(struct tg_job *job, const struct tg_job *of)
{
    job->key = of->key;
    job->bytes = of->bytes;
    job->group = of->group;
    job->access = of->access;
    job->stamp = of->stamp;
    job->hash = of->hash;
    job->info = of->info;
    job->probed = job->hashed = true;
}

/* HDR photos stay as they are, since AVIF files would have no gain map.  Those that are shown on
 * their sides, as their EXIF says, would lie there: AVIF files have no EXIF. */
static bool is_wanted(const struct tg_builder *b, size_t i, const struct tg_rendition *r)
{
    bool turned = b->jobs[i].info.orientation > 1 && r->options && !r->options->auto_orient;

    return r->avif && !b->site->photos[i]->hdr && !turned;
}

static struct tg_err *add_job(struct tg_builder *b, size_t i)
{
    struct tg_photo *photo = b->site->photos[i];
    struct tg_job *job = &b->avif.jobs[i];
    struct tg_err *err = NULL;

    if (b->jobs[i].err || !b->jobs[i].outputs_len)
        return NULL;
    job->src = strdup(b->jobs[i].src);
    job->outputs = calloc(photo->renditions_len + 1, sizeof(*job->outputs));
    if (!job->src || !job->outputs)
        return tg_err_nomem();
    take_photo(job, &b->jobs[i]);
    for (size_t k = 0; !err && k < photo->renditions_len; k++) {
        struct tg_rendition *r = &photo->renditions[k];

        if (is_wanted(b, i, r)) {
            err = tg_build_add_output(b, photo, r, TG_TARGET_AVIF, job);
        } else {
            free(r->avif);
            r->avif = NULL;
        }
    }
    return err;
}

static struct tg_err *plan_job(struct tg_builder *b, struct tg_job *job)
{
    struct tg_incremental *u = b->incremental.state ? &b->incremental : &b->look;

    return u->state && job->outputs_len ? tg_incremental_plan(u, job) : NULL;
}

/* Folders are numbered as they come, which is one after another. */
static void number_folders(struct tg_builder *b)
{
    size_t folder = 0;

    for (size_t i = 0; i < b->site->photos_len; i++) {
        folder += i && strcmp(b->site->photos[i]->dir, b->site->photos[i - 1]->dir) != 0;
        b->avif.folders[i] = folder;
    }
}

struct tg_err *tg_build_avif_plan(struct tg_builder *b)
{
    size_t n = b->site->photos_len;
    struct tg_err *err = NULL;

    if (!b->site->look.avif)
        return NULL;
    b->avif.jobs = calloc(n + 1, sizeof(*b->avif.jobs));
    b->avif.folders = calloc(n + 1, sizeof(*b->avif.folders));
    b->avif.left = calloc(n + 1, sizeof(*b->avif.left));
    if (!b->avif.jobs || !b->avif.folders || !b->avif.left)
        return tg_err_nomem();
    b->avif.skipped = b->options.skip_avif || !tg_format_is_written(TG_AVIF);
    if (!tg_format_is_written(TG_AVIF))
        tg_events_message(&b->events, TG_EVENT_WARNING,
                          "formats: avif: " TG_NO_AVIF_WRITER
                          "; pages keep the AVIF files that are there");
    number_folders(b);
    for (size_t i = 0; !err && i < n; i++)
        err = add_job(b, i);
    for (size_t i = 0; !err && i < n; i++)
        err = plan_job(b, &b->avif.jobs[i]);
    return err;
}

struct tg_err *tg_build_avif_changed(struct tg_builder *b, size_t i)
{
    struct tg_job *job = b->avif.jobs ? &b->avif.jobs[i] : NULL;

    if (!job || !job->outputs_len)
        return NULL;
    take_photo(job, &b->jobs[i]);
    if (b->site->photos[i]->hdr)
        drop(b, i);
    return plan_job(b, job);
}

struct tg_err *tg_build_avif_want(struct tg_builder *b)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; b->avif.jobs && !err && i < b->site->photos_len; i++)
        for (size_t j = 0; !err && !b->jobs[i].err && j < b->avif.jobs[i].outputs_len; j++)
            err = tg_state_want(b->incremental.state, b->avif.jobs[i].outputs[j].key);
    return err;
}

/* ---- Which are offered ----------------------------------------------------------------------- */

/* Whether they are smaller than the JPEG files together: noise and tiny pictures may not be.  WebP
 * files do not count, since those of a quality are not as good. */
static bool is_smaller(const struct tg_builder *b, size_t i)
{
    const struct tg_photo *photo = b->site->photos[i];
    const struct tg_job *others = &b->jobs[i], *job = &b->avif.jobs[i];
    uint64_t jpeg = 0, avif = 0;

    for (size_t k = 0, at = 0, n = 0; k < photo->renditions_len; k++) {
        const struct tg_rendition *r = &photo->renditions[k];

        jpeg += r->avif ? others->outputs[at].result.bytes : 0;
        avif += r->avif ? job->outputs[n++].result.bytes : 0;
        at += r->webp ? 2 : 1;
    }
    return avif < jpeg;
}

void tg_build_avif_offer(struct tg_builder *b)
{
    for (size_t i = 0; b->avif.jobs && i < b->site->photos_len; i++) {
        const struct tg_job *job = &b->avif.jobs[i];

        b->site->photos[i]->avif =
            job->outputs_len && job->fresh && !b->jobs[i].err && is_smaller(b, i);
    }
}

/* ---- The second pass ------------------------------------------------------------------------- */

bool tg_build_avif_has(const struct tg_builder *b, const struct tg_job *job)
{
    return b->avif.jobs && job >= b->avif.jobs && job < b->avif.jobs + b->site->photos_len;
}

struct tg_err *tg_build_avif_rendered(struct tg_builder *b, struct tg_job *job)
{
    struct tg_err *err = tg_incremental_rendered(&b->incremental, job);

    job->fresh = true;
    b->result->outputs += job->outputs_len;
    if (!err && ++b->avif.unsaved >= SAVE_EVERY) {
        b->avif.unsaved = 0;
        err = tg_state_save(b->incremental.state);
    }
    return err;
}

/* What is wrong with the photo was said before. */
static void tell(struct tg_builder *b, const struct tg_job *job)
{
    struct tg_job quiet = *job;

    quiet.damage = (struct tg_damage){0};
    tg_events_photo(&b->events, &quiet);
}

void tg_build_avif_tried(struct tg_builder *b, const struct tg_job *job)
{
    size_t *left = &b->avif.left[b->avif.folders[job - b->avif.jobs]];

    b->result->failed += job->err != NULL;
    tell(b, job);
    if (--*left > 0 || b->options.shard.count || b->avif.err || !tg_build_goes_on(b))
        return;
    tg_build_avif_offer(b); /* an album is complete: its pages change over */
    b->avif.err = tg_build_pages(b);
}

/* Those of good photos that are missing. */
static size_t count_left(struct tg_builder *b)
{
    size_t n = 0;

    for (size_t i = 0; i < b->site->photos_len; i++) {
        const struct tg_job *job = &b->avif.jobs[i];

        if (b->jobs[i].err)
            drop(b, i);
        if (job->outputs_len && !job->fresh) {
            b->avif.left[b->avif.folders[i]]++;
            n++;
        }
    }
    return n;
}

static struct tg_err *render(struct tg_builder *b, size_t n)
{
    enum tg_run_end end = TG_RUN_DONE;
    struct tg_err *err;

    if (!b->options.shard.count)
        tg_events_message(&b->events, TG_EVENT_INFO,
                          "the site is complete; AVIF files of %zu photo%s follow, which may be "
                          "stopped at any time: the next build goes on",
                          n, n == 1 ? "" : "s");
    tg_events_send(&b->events,
                   &(struct tg_event){.kind = TG_EVENT_STAGE, .stage = TG_STAGE_AVIF, .total = n});
    err = tg_engine_ready(&b->engine, &b->events, &b->site->source, b->dir.tmp);
    if (!err)
        err = tg_runner_yield(b->engine.runner);
    if (!err)
        err = tg_runner_render(b->engine.runner, b->avif.jobs, b->site->photos_len, NULL, &end);
    if (!err)
        err = tg_state_save(b->incremental.state);
    tg_events_send(&b->events, &(struct tg_event){.kind = TG_EVENT_STAGE_END});
    if (tg_build_goes_on(b))
        b->result->end = end;
    return err;
}

struct tg_err *tg_build_avif_render(struct tg_builder *b)
{
    struct tg_err *err = NULL;
    size_t n;

    if (!b->avif.jobs || !tg_build_goes_on(b))
        return NULL;
    n = count_left(b);
    if (n && !b->avif.skipped)
        err = render(b, n);
    if (!err)
        err = b->avif.err;
    else
        tg_err_free(b->avif.err);
    b->avif.err = NULL;
    for (size_t i = 0; i < b->site->photos_len; i++) {
        const struct tg_job *job = &b->avif.jobs[i];

        b->result->avif_photos += job->outputs_len > 0;
        b->result->avif_left += job->outputs_len && !job->fresh;
    }
    return err;
}

void tg_build_avif_release(struct tg_builder *b)
{
    if (b->avif.jobs)
        tg_jobs_free(b->avif.jobs, b->site->photos_len);
    free(b->avif.folders);
    free(b->avif.left);
}
