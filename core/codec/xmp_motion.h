/* xmp_motion.h - what an XMP packet says of the video in a motion photo: the container directory of
 * Google's Motion Photo format 1.0, and the offset of the Micro Video format before it. */
#ifndef TG_CODEC_XMP_MOTION_H
#define TG_CODEC_XMP_MOTION_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* *from_end: how many bytes before the end of the file the video begins; 0: there is none.  The
 * only error is memory. */
struct tg_err *tg_xmp_motion(const uint8_t *data, size_t len, uint64_t *from_end) TG_MUST_USE;

#endif
