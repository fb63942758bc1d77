/* stills.h - the frames that stand for videos, kept with the state: frames/HASH.png, and
 * frames/HASH.txt with what is known of the video. */
#ifndef TG_PIPELINE_STILLS_H
#define TG_PIPELINE_STILLS_H

#include "core/base/err.h"
#include "core/base/hash.h"
#include "core/media/media.h"

struct tg_still_note {
    struct tg_media_date date; /* alone: a video may have its location too */
    uint32_t at_ms;            /* of the frame */
    bool judged;               /* false: of a version that always took the first */
};

/* HASH is that of the video; `ext` begins with a dot.  Caller frees; NULL when memory is short. */
char *tg_still_path(const char *state_dir, const struct tg_hash *hash, const char *ext) TG_MUST_USE;

/* A note that cannot be read is one of nothing, and *found is false. */
struct tg_err *tg_still_note_read(const char *state_dir, const struct tg_hash *hash,
                                  struct tg_still_note *note, bool *found) TG_MUST_USE;
struct tg_err *tg_still_note_write(const char *state_dir, const char *tmpdir,
                                   const struct tg_hash *hash,
                                   const struct tg_still_note *note) TG_MUST_USE;

/* Removes the files that are not used; `used` gets their names. */
void tg_stills_remove(const char *state_dir, bool (*used)(const void *ctx, const char *name),
                      const void *ctx);

/* What pictures of a still depend on: the video, whose own hash stands for its first frame. */
struct tg_err *tg_still_hash(const struct tg_hash *video, uint32_t at_ms,
                             struct tg_hash *still) TG_MUST_USE;

#endif
