/* plan_media.c - names and sizes of video and audio; see plan.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/fit.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/plan/plan.h"

/* récitale's name has the box that the video fits into, one of audio has no size.  In a plain tree
 * the video keeps its whole name: a.mov may stand alongside a.mp4. */
static char *medium_name(const struct tg_medium *medium)
{
    const struct tg_media_options *o = medium->options;
    bool plain = medium->is_motion || (medium->frame && medium->frame->video == medium);
    const char *stem = tg_path_base(medium->path);
    const char *ext = plain ? stem + strlen(stem) : tg_path_ext(stem);
    struct tg_buf name;

    tg_buf_init(&name, TG_BUF_MAX);
    tg_buf_put(&name, stem, (size_t)(ext - stem));
    tg_buf_printf(&name, "-%" PRIu32, tg_crc32(o->json, strlen(o->json)));
    if (o->video)
        tg_buf_printf(&name, "-%" PRIu32 "x%" PRIu32, o->box_w, o->box_h);
    tg_buf_printf(&name, ".%s", o->extension);
    return tg_buf_steal(&name);
}

struct tg_err *tg_plan_medium(struct tg_medium *medium)
{
    const struct tg_photo *frame = medium->frame;

    medium->name = tg_lock_name(medium->lock, medium->dir, medium_name(medium));
    if (medium->is_motion) {
        medium->width = medium->options->box_w;
        medium->height = medium->options->box_h;
    } else if (frame && frame->width && frame->height) {
        tg_fit_inside(frame->width, frame->height, medium->options->box_w, medium->options->box_h,
                      &medium->width, &medium->height);
    }
    medium->width = medium->width > 1 ? medium->width & ~1U : 2; /* as codecs want them */
    medium->height = medium->height > 1 ? medium->height & ~1U : 2;
    medium->failed = frame && frame->failed;
    return medium->name ? NULL : tg_err_nomem();
}
