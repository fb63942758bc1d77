/* build_outputs.c - which pictures are made of each photo, and how; see build_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "core/render/view.h"
#include "gallery/model/lock.h"
#include "gallery/plan/plan.h"
#include "pipeline/build_parts.h"

/* What the command line says about all pictures stays; the rest is the project's settings'. */
static void apply_settings(const struct tg_build_options *o, const struct tg_rendition *r,
                           struct tg_output_spec *spec)
{
    const struct tg_picture_options *options = r->options;

    if (r->percent == 100)
        spec->geometry.kind = r->original ? TG_GEO_ORIGINAL : TG_GEO_COPY;
    else if (r->percent)
        spec->geometry = (struct tg_geometry){.kind = TG_GEO_PERCENT, .percent = r->percent};
    spec->jpeg_mode = options->progressive ? TG_JPEG_PROGRESSIVE : TG_JPEG_BASELINE;
    spec->quality = options->quality ? options->quality : 1;
    spec->turn = options->auto_orient ? TG_TURN_UPRIGHT : TG_TURN_LEAVE;
    spec->keep &= TG_KEEP_GAIN_MAP;
    spec->keep |= options->strip ? 0 : TG_KEEP_EXIF;
    if (!o->subsampling_given)
        spec->subsampling = TG_SUB_KEEP;
}

/* Plain albums are for looking at: 4:2:0 unless asked otherwise, progressive. */
static struct tg_output_spec page_spec(const struct tg_builder *b, const struct tg_rendition *r,
                                       bool is_frame)
{
    const struct tg_build_options *o = &b->options;
    struct tg_output_spec spec = o->spec;

    spec.geometry = (struct tg_geometry){
        .kind = TG_GEO_BOX, .fit = TG_FIT_INSIDE, .w = r->req_w, .h = r->req_h};
    spec.jpeg_mode = TG_JPEG_PROGRESSIVE;
    if (r->original)
        spec.geometry.kind = TG_GEO_ORIGINAL;
    if (r->options)
        apply_settings(o, r, &spec);
    else if (b->site->quality)
        spec.quality = b->site->quality;
    if (o->hdr == TG_HDR_UNSAID && b->site->hdr == TG_HDR_DROP)
        spec.keep &= ~(unsigned)TG_KEEP_GAIN_MAP;
    if (!spec.effort)
        spec.effort = b->site->effort;
    if (is_frame)
        spec.target = TG_TARGET_JPEG;
    return spec;
}

/* Adds the output `name`, in the folder of the photo's album. */
static struct tg_err *add_output(struct tg_builder *b, const struct tg_photo *photo,
                                 const struct tg_rendition *r, const char *name, struct tg_job *job,
                                 struct tg_output_spec spec)
{
    struct tg_job_output *out = &job->outputs[job->outputs_len++];
    const struct tg_lock *lock = tg_build_lock_of(photo, r);
    char *dir = tg_path_join(b->options.out, photo->dir);

    out->path = dir ? tg_path_join(dir, name) : NULL;
    free(dir);
    if (!out->path)
        return tg_err_nomem();
    out->key =
        out->path + strlen(out->path) - strlen(name) - (*photo->dir ? strlen(photo->dir) + 1 : 0);
    out->spec = spec;
    out->seal = lock ? &lock->secret : NULL;
    return tg_build_group_output(b, photo, r, out);
}

struct tg_err *tg_build_add_output(struct tg_builder *b, const struct tg_photo *photo,
                                   const struct tg_rendition *r, enum tg_target target,
                                   struct tg_job *job)
{
    struct tg_output_spec spec = page_spec(b, r, photo->is_frame);
    const char *name = target == TG_TARGET_AVIF   ? r->avif
                       : target == TG_TARGET_WEBP ? r->webp
                                                  : r->name;

    if (target != TG_TARGET_SAME)
        spec.target = target;
    if (target == TG_TARGET_AVIF) { /* what it has no use for is not part of its plan */
        spec.subsampling = TG_SUB_420;
        spec.jpeg_mode = TG_JPEG_BASELINE;
        spec.keep = 0;
    }
    if (tg_output_format(&spec, job->info.format) == TG_JPEG)
        spec.effort = 0; /* likewise */
    return add_output(b, photo, r, name, job, spec);
}

bool tg_build_is_hdr(const struct tg_job *job)
{
    for (size_t i = 0; i < job->outputs_len; i++)
        if (tg_output_is_hdr(&job->outputs[i].spec, &job->info))
            return true;
    return false;
}

static struct tg_err *add_outputs(struct tg_builder *b, struct tg_photo *photo, struct tg_job *job)
{
    struct tg_err *err = NULL;

    job->outputs = calloc(2 * photo->renditions_len, sizeof(*job->outputs));
    if (!job->outputs)
        return tg_err_nomem();
    for (size_t i = 0; i < photo->renditions_len && !err; i++) {
        const struct tg_rendition *r = &photo->renditions[i];

        err = tg_build_add_output(b, photo, r, TG_TARGET_SAME, job);
        if (r->webp && !err)
            err = tg_build_add_output(b, photo, r, TG_TARGET_WEBP, job);
    }
    photo->hdr = tg_build_is_hdr(job);
    return err;
}

/* Photos whose pictures are there and that are not whole: the build that met them first is long
 * forgotten. */
static void tell_damaged(const struct tg_builder *b)
{
    for (size_t i = 0; i < b->site->photos_len; i++)
        if (b->jobs[i].fresh && b->jobs[i].was_damaged) {
            b->result->damaged++;
            tg_events_message(&b->events, TG_EVENT_WARNING,
                              "%s: damaged, shown as far as it could be read", b->jobs[i].src);
        }
}

struct tg_err *tg_build_plan(struct tg_builder *b)
{
    struct tg_err *err;

    b->site->originals |= b->options.originals;
    err = tg_site_plan(b->site);
    tg_build_report_notes(b);
    for (size_t i = 0; !err && i < b->site->photos_len; i++)
        if (!b->jobs[i].err && b->site->photos[i]->renditions_len)
            err = add_outputs(b, b->site->photos[i], &b->jobs[i]);
    for (size_t i = 0; !err && b->incremental.state && i < b->site->photos_len; i++)
        if (b->jobs[i].outputs_len) {
            err = tg_incremental_plan(&b->incremental, &b->jobs[i]);
            b->result->fresh += b->jobs[i].fresh;
        }
    for (size_t i = 0; !err && b->look.state && i < b->site->photos_len; i++)
        if (b->jobs[i].outputs_len)
            err = tg_incremental_plan(&b->look, &b->jobs[i]);
    if (!err)
        err = tg_build_avif_plan(b);
    if (!err && b->merge)
        err = tg_build_merge_pictures(b);
    tell_damaged(b);
    for (size_t i = 0; !err && i < b->site->photos_len; i++)
        b->site->photos[i]->placeholder = b->jobs[i].placeholder;
    return err;
}

/* Pictures, and alongside them video and audio. */
struct tg_err *tg_build_render(struct tg_builder *b)
{
    size_t n = 0, before = b->media.failed;
    struct tg_err *err = tg_build_has_media(b) ? tg_build_media_order(&b->media) : NULL;

    tg_build_count_media(b, before);
    for (size_t i = 0; i < b->site->photos_len; i++)
        n += b->jobs[i].outputs_len > 0 && !b->jobs[i].fresh;
    if (!err)
        err = tg_build_photos(b, TG_STAGE_RENDER, n);
    tg_build_media_release(&b->media);
    b->result->outputs += b->media.made;
    for (size_t i = 0; i < b->site->photos_len; i++) {
        b->site->photos[i]->failed = b->jobs[i].err != NULL;
        b->site->photos[i]->placeholder = b->jobs[i].placeholder;
        b->result->outputs += b->jobs[i].err || b->jobs[i].fresh ? 0 : b->jobs[i].outputs_len;
    }
    return err;
}
