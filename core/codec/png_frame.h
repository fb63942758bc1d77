/* png_frame.h (private) - animated PNG files whose default image is no frame of the animation. */
#ifndef TG_CODEC_PNG_FRAME_H
#define TG_CODEC_PNG_FRAME_H

#include <stdbool.h>

#include "core/image/image.h"

/* Where the first frame is on the canvas. */
struct tg_png_frame {
    uint32_t x, y, w, h;
};

/* Makes a file of the first frame alone, in place, of one in memory whose header makes sense, and
 * in which fcTL first comes behind IDAT.  False if the frame makes no sense: then `file` makes
 * none either. */
bool tg_png_cut_frame(struct tg_blob *file, struct tg_png_frame *frame);

/* Puts the picture of a frame on the transparent canvas of a width x height picture. */
struct tg_err *tg_png_place_frame(const struct tg_png_frame *frame, uint32_t width, uint32_t height,
                                  struct tg_image *im) TG_MUST_USE;

#endif
