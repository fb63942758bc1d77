/* scene.h - made-up landscapes with the statistics of photos (detail at every scale, soft
 * gradients, hard edges), for examples, tests and benchmarks.  The same seed gives the same picture
 * everywhere. */
#ifndef TG_IMAGE_SCENE_H
#define TG_IMAGE_SCENE_H

#include "core/image/image.h"

/* Paints a w x h picture in YCbCr with 4:4:4 (sub = 1) or 4:2:0 (sub = 2) chroma. */
struct tg_err *tg_scene_paint(const struct tg_kernels *k, uint32_t seed, uint32_t w, uint32_t h,
                              uint8_t sub, struct tg_image *image) TG_MUST_USE;

#endif
