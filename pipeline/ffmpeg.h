/* ffmpeg.h - the ffmpeg that is used, and what confines it. */
#ifndef TG_PIPELINE_FFMPEG_H
#define TG_PIPELINE_FFMPEG_H

#include "core/pool/tool.h"
#include "pipeline/engine.h"

/* For the runs of one build. */
struct tg_ffmpeg {
    struct tg_walls *walls; /* NULL: there is no ffmpeg */
    unsigned slots;         /* how many may run at once */
    uint64_t max_memory;    /* of each */
    uint64_t max_pixels;
    char memory[160], pixels[160]; /* what we say of what went beyond these */
    struct tg_tool_hint hints[12];
};

/* Of the first ffmpeg in `programs` (folders with colons between them; NULL: none) that can be
 * confined, with what the options allow. */
struct tg_err *tg_ffmpeg_init(struct tg_ffmpeg *f, const char *programs,
                              const struct tg_engine_options *o) TG_MUST_USE;
void tg_ffmpeg_release(struct tg_ffmpeg *f);

/* Of a run that makes a first frame, or the whole, of a file of so many bytes.  The paths are
 * borrowed. */
struct tg_room tg_ffmpeg_room(const struct tg_ffmpeg *f, const char *reads, const char *writes,
                              bool frame, uint64_t bytes);

/* Tells which layers of its confinement this system lacks. */
void tg_ffmpeg_note(const struct tg_events *events);

/* Whether there is one; warns of one that cannot be confined, if it is the only one. */
bool tg_ffmpeg_exists(const char *programs, const struct tg_events *events);

#endif
