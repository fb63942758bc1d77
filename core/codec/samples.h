/* samples.h (private) - pixels of interleaved formats into planes and back. */
#ifndef TG_CODEC_SAMPLES_H
#define TG_CODEC_SAMPLES_H

#include <stddef.h>

#include "core/image/image.h"

/* Bytes of one interleaved pixel of `im`. */
size_t tg_samples_pixel_bytes(const struct tg_image *im);

/* Puts n >= 1 interleaved pixels, of the image's channels and depth, into row y from column x
 * on. */
void tg_samples_put(const struct tg_kernels *k, struct tg_image *im, size_t x, size_t y, size_t n,
                    const void *pixels);

/* The same for every step-th column. */
void tg_samples_scatter(struct tg_image *im, size_t x, size_t step, size_t y, size_t n,
                        const void *pixels);

/* Row y of the planes as interleaved pixels. */
void tg_samples_get(const struct tg_kernels *k, const struct tg_image *im, size_t y, void *pixels);

/* Gives columns [x, x + n) of row y what stands for pixels that are lost: opaque mid grey. */
void tg_samples_lost(struct tg_image *im, size_t x, size_t y, size_t n);

/* Drops an alpha plane that is opaque everywhere. */
void tg_samples_drop_opaque(struct tg_image *im);

/* Drops an alpha plane that is 0 everywhere: where files do not say for sure that there is alpha,
 * it was never written. */
void tg_samples_drop_unused(struct tg_image *im);

#endif
