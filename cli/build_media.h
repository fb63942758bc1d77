/* build_media.h - films and sounds of a build, by ffmpeg. */
#ifndef TG_CLI_BUILD_MEDIA_H
#define TG_CLI_BUILD_MEDIA_H

#include "cli/cli.h"
#include "core/job/update.h"
#include "gallery/site.h"

struct cli_media {
    const struct cli_options *options;
    const char *src, *out, *tmpdir;
    const char *state_dir; /* OUT/.tirage */
    struct tg_update *update;
    struct tg_site *site;
    struct tg_job *jobs; /* of the site's photos */
    int stop_fd;
    bool stopped;
    size_t failed, made;
};

/* Whether there is an ffmpeg in PATH. */
bool cli_media_ffmpeg(void);

/* Before probing: the first frame of each film, kept in OUT/.tirage/frames, becomes the source of its job.
 * A film without one has failed, which was printed. */
struct tg_err *cli_media_frames(struct cli_media *m) TG_MUST_USE;

/* After tg_site_plan(): makes what is not there yet; sets `failed` of those that could not be made, which was
 * printed. */
struct tg_err *cli_media_make(struct cli_media *m) TG_MUST_USE;

/* At the end of a complete build: marks outputs as wanted, removes frames that are not. */
struct tg_err *cli_media_want(struct cli_media *m) TG_MUST_USE;

#endif
