/* mov.h - what a QuickTime or MP4 file says of itself that tells whether it is the video of a Live
 * Photo.  Nothing else of it is read, and ffmpeg is not asked. */
#ifndef TG_MEDIA_MOV_H
#define TG_MEDIA_MOV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/motion.h"
#include "core/media/media.h"

/* Videos with more to say are too long for one. */
enum { TG_MOV_MAX = 1 << 20 /* bytes of `moov` */ };

struct tg_mov {
    bool known;              /* false: it is no such file, or too long a one */
    uint64_t duration_ms;    /* of the video; UINT64_MAX: it is in fragments, and does not say */
    struct tg_motion motion; /* its content identifier */
    struct tg_media_date date;
};

/* Reads what is in a `moov` box. */
void tg_mov_parse(const uint8_t *moov, size_t len, struct tg_mov *mov);

/* Reads a file; false when memory is short. */
bool tg_mov_read(int fd, struct tg_mov *mov) TG_MUST_USE;

#endif
