/* alpha.h - transparency of whole planes. */
#ifndef TG_IMAGE_ALPHA_H
#define TG_IMAGE_ALPHA_H

#include "core/image/image.h"

/* n samples of `bytes` 1 or 2: colour * alpha / maximum, rounded; `out` may be `colour`. */
void tg_row_premultiply(const struct tg_kernels *k, void *out, const void *colour,
                        const void *alpha, uint32_t n, unsigned bytes);

/* A new plane: colour * alpha / maximum, rounded. */
struct tg_err *tg_plane_premultiply(const struct tg_kernels *k, const struct tg_plane *colour,
                                    const struct tg_plane *alpha, struct tg_plane *out) TG_MUST_USE;

/* Divides the colour planes of a premultiplied picture by its alpha. */
void tg_image_unpremultiply(const struct tg_kernels *k, struct tg_image *im);

/* Lays a premultiplied 8-bit TG_RGB or TG_GREY picture on a background and drops its alpha.  A grey
 * picture takes the background's green. */
void tg_image_flatten(struct tg_image *im, const uint8_t background[3]);

#endif
