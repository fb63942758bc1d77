/* motion_video.h - finds the video in the file of a motion photo: behind a JPEG, where XMP or
 * Samsung's trailer says, or in the `mpvd` box of a HEIF file. */
#ifndef TG_CODEC_MOTION_VIDEO_H
#define TG_CODEC_MOTION_VIDEO_H

#include "core/base/metadata.h"
#include "core/codec/raw_metadata.h"

/* Sets metadata->motion if there is a video: one whose boxes begin with `ftyp` and among which is
 * `moov`.  What is damaged counts as absent; the only error is memory.  Moves the
 * file's position. */
struct tg_err *tg_motion_find(int fd, const struct tg_raw_metadata *raw,
                              struct tg_metadata *metadata) TG_MUST_USE;

#endif
