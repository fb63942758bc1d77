/* ffmpeg.h - the ffmpeg that is used, and what confines it. */
#ifndef TG_PIPELINE_FFMPEG_H
#define TG_PIPELINE_FFMPEG_H

#include "cli/options.h"
#include "core/pool/tool.h"

/* For the runs of one build. */
struct cli_walls {
    struct tg_walls *walls; /* NULL: there is no ffmpeg */
    unsigned slots;         /* how many may run at once */
    uint64_t max_memory;    /* of each */
    uint64_t max_pixels;
    char memory[160], pixels[160]; /* what we say of what went beyond these */
    struct tg_tool_hint hints[12];
};

/* Those of the first ffmpeg in PATH that can be confined, with what the options allow. */
struct tg_err *cli_walls_init(struct cli_walls *w, const struct cli_options *o) TG_MUST_USE;
void cli_walls_release(struct cli_walls *w);

/* Of a run that makes a first frame, or the whole, of a file of so many bytes.  The paths are borrowed. */
struct tg_room cli_walls_room(const struct cli_walls *w, const char *reads, const char *writes,
                              bool frame, uint64_t bytes);

/* Says which layers of its confinement this system lacks. */
void cli_walls_note(void);

/* Whether there is an ffmpeg in PATH that can be confined; prints a warning of one that cannot, if it is the only one. */
bool cli_media_ffmpeg(void);

#endif
