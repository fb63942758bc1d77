/* build_motion.h - motion photos of a plain tree: which videos belong to which photos.
 *
 * A video beside a photo is its motion if both have the same content identifier, or, where one of
 * them has none, the same name but for the suffix, times within a minute, and the video lasts no
 * more than 4 seconds.  It is no item of its album then, also where nobody wants it played.  A
 * video that its owner has made a cover or put into a section stays one. */
#ifndef TG_PIPELINE_BUILD_MOTION_H
#define TG_PIPELINE_BUILD_MOTION_H

#include "core/run/job.h"
#include "gallery/model/site.h"

struct tg_motion_candidate;

struct tg_build_motion {
    struct tg_motion_candidate *candidates; /* videos; owned */
    size_t len;
};

/* Before anything is probed: looks at the videos, and sets `is_motion` of those that may belong to
 * a photo, whose jobs count as probed. */
struct tg_err *tg_build_motion_hold(struct tg_build_motion *m, struct tg_site *site,
                                    struct tg_job *jobs) TG_MUST_USE;

/* Once the photos are probed: joins them with their videos, and finds those in photos' own files.
 * *rest: there were candidates that belong to none, which are to be probed now. */
struct tg_err *tg_build_motion_pair(struct tg_build_motion *m, struct tg_site *site,
                                    struct tg_job *jobs, bool *rest) TG_MUST_USE;

void tg_build_motion_release(struct tg_build_motion *m);

#endif
