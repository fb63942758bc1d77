/* build_media.h - video and audio of a build, by ffmpeg. */
#ifndef TG_PIPELINE_BUILD_MEDIA_H
#define TG_PIPELINE_BUILD_MEDIA_H

#include "core/incremental/incremental.h"
#include "gallery/model/site.h"
#include "pipeline/build_types.h"
#include "pipeline/ffmpeg.h"

struct tg_build_orders; /* opaque: runs of ffmpeg */

struct tg_build_media {
    const struct tg_build_options *options;
    const struct tg_events *events;
    const char *tmpdir;
    const char *state_dir; /* OUT/.tirage */
    struct tg_incremental *incremental;
    struct tg_site *site;
    struct tg_job *jobs;            /* of the site's photos */
    struct tg_ffmpeg walls;         /* of the orders */
    struct tg_build_orders *orders; /* NULL: none */
    struct tg_tools *tools;         /* the same, to be run; NULL: none */
    bool noted;                     /* what its walls lack */
    size_t failed, made;
};

/* Before probing: the still of each video (pipeline/stills.h) becomes the source of its job.  Those
 * that are not there, or were made without choosing, are ordered, and their jobs count as probed
 * until they are.  A video without one has failed, which is reported. */
struct tg_err *tg_build_media_order_frames(struct tg_build_media *m) TG_MUST_USE;

/* After the run of these: what is known of videos holds for their frames. */
struct tg_err *tg_build_media_take_frames(struct tg_build_media *m) TG_MUST_USE;

/* Whether it is there as it would be made; `key` is its path relative to OUT.  `u` is for looking;
 * one whose source has another size or time counts as changed. */
struct tg_err *tg_build_media_look(struct tg_incremental *u, const char *src,
                                   const struct tg_medium *medium, const char *key,
                                   bool *fresh) TG_MUST_USE;

/* Sets the date of a probed job whose source is a still to the video's own; "" if it has
 * none. */
struct tg_err *tg_build_media_date(const struct tg_build_media *m, struct tg_job *job) TG_MUST_USE;

/* After tg_site_plan(): orders what is not there yet; `failed` of those that cannot be made is set,
 * which is reported. */
struct tg_err *tg_build_media_order(struct tg_build_media *m) TG_MUST_USE;

/* Forgets the orders; what still runs is killed. */
void tg_build_media_release(struct tg_build_media *m);

/* At the end of a complete build: marks outputs as wanted, removes frames that are not. */
struct tg_err *tg_build_media_want(struct tg_build_media *m) TG_MUST_USE;

#endif
