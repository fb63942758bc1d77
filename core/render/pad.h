/* pad.h (private to core/render) - a colour around a picture, so that it has an exact size. */
#ifndef TG_RENDER_PAD_H
#define TG_RENDER_PAD_H

#include "core/render/spec.h"

/* Puts *im, whose planes all have its size, into the middle (or half a pixel left of and above it)
 * of w x h pixels of a colour, opaque: R, G, B as in spec.h, of its colour space.  w, h: at least
 * its own.  A grey picture stays grey and must be given a grey. */
struct tg_err *tg_image_pad(const struct tg_kernels *k, struct tg_image *im, uint32_t w, uint32_t h,
                            const uint8_t rgb[3]) TG_MUST_USE;

#endif
