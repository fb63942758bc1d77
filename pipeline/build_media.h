/* build_media.h - films and sounds of a build, by ffmpeg. */
#ifndef TG_PIPELINE_BUILD_MEDIA_H
#define TG_PIPELINE_BUILD_MEDIA_H

#include "cli/cli.h"
#include "core/incremental/update.h"
#include "gallery/model/site.h"
#include "pipeline/ffmpeg.h"

struct cli_orders; /* opaque: runs of ffmpeg */

struct cli_media {
    const struct cli_options *options;
    const char *src, *out, *tmpdir;
    const char *state_dir; /* OUT/.tirage */
    struct tg_update *update;
    struct tg_site *site;
    struct tg_job *jobs; /* of the site's photos */
    struct cli_progress *progress;
    struct cli_walls walls;    /* of the orders */
    struct cli_orders *orders; /* NULL: none */
    struct tg_tools *tools;    /* the same, to be run; NULL: none */
    bool noted;                /* what its walls lack */
    size_t failed, made;
};

/* Before probing: the first frame of each film, kept in OUT/.tirage/frames, becomes the source of its job.  Those
 * that are not there are ordered, and their jobs count as probed until they are.  A film without one has failed,
 * which is printed. */
struct tg_err *cli_media_order_frames(struct cli_media *m) TG_MUST_USE;

/* After the run of these: what is known of films holds for their frames. */
struct tg_err *cli_media_take_frames(struct cli_media *m) TG_MUST_USE;

/* Sets the date of a probed job whose source is a first frame to the film's own; "" if it tells none. */
struct tg_err *cli_media_date(const struct cli_media *m, struct tg_job *job) TG_MUST_USE;

/* After tg_site_plan(): orders what is not there yet; `failed` of those that cannot be made is set, which is
 * printed. */
struct tg_err *cli_media_order(struct cli_media *m) TG_MUST_USE;

/* Forgets the orders; what still runs is killed. */
void cli_media_release(struct cli_media *m);

/* At the end of a complete build: marks outputs as wanted, removes frames that are not. */
struct tg_err *cli_media_want(struct cli_media *m) TG_MUST_USE;

#endif
