/* halving.h - a picture that is halved while its rows come, so that it is never in memory whole. */
#ifndef TG_IMAGE_HALVING_H
#define TG_IMAGE_HALVING_H

#include "core/image/image.h"

enum { TG_HALVINGS = 16 }; /* at most: no side is over 2^16 */

/* How often w x h can be halved so that no less than twice the wanted size is left in both
 * directions. */
unsigned tg_reduce_halvings(uint32_t w, uint32_t h, uint32_t want_w, uint32_t want_h);

/* Two rows of samples of every plane, which become one of the next level. */
struct tg_reduce_level {
    struct tg_plane rows[TG_MAX_PLANES];
    unsigned have;
};

struct tg_reduce {
    const struct tg_kernels *k;
    struct tg_image *image; /* borrowed: what comes of it */
    uint32_t w, h;          /* of all rows */
    uint32_t done;          /* rows of `image` that are made */
    unsigned halvings;
    struct tg_reduce_level level[TG_HALVINGS];
};

/* Starts `image` as a picture of w x h pixels with the model, alpha and depth of `like`, whose
 * planes have been halved `halvings` >= 1 times as tg_levels_resample() halves them: the outputs
 * are the same.  The caller releases both, on error too. */
struct tg_err *tg_reduce_init(struct tg_reduce *r, const struct tg_kernels *k, unsigned halvings,
                              uint32_t w, uint32_t h, const struct tg_image *like,
                              struct tg_image *image) TG_MUST_USE;
void tg_reduce_release(struct tg_reduce *r);

/* Takes the next `rows` rows, the first ones of `band`, a picture as wide as `image`.  Colours are
 * multiplied by alpha in place. */
void tg_reduce_take(struct tg_reduce *r, struct tg_image *band, uint32_t rows);

/* After the last row. */
void tg_reduce_end(struct tg_reduce *r);

#endif
