/* jpeg_blocks.h (private) - blocks of one component on their way from coefficients to samples. */
#ifndef TG_CODEC_JPEG_BLOCKS_H
#define TG_CODEC_JPEG_BLOCKS_H

#include "core/codec/jpeg_common.h"
#include "kernels/kernels.h"

enum {
    TG_BLOCKS_RUN = 128,  /* blocks that wait at most */
    TG_BLOCKS_CORNER = 9, /* the last zigzag position within the first four rows and columns */
};

/* By the last coefficient that is not zero. */
enum tg_blocks_shape { TG_BLOCKS_FLAT, TG_BLOCKS_IN_CORNER, TG_BLOCKS_ANY, TG_BLOCKS_SHAPES };

struct tg_blocks {
    unsigned side; /* samples of a transformed block's side: 8, 4, 2, 1 */
    int first_step, most_dc;
    struct tg_dequant dequant;
    size_t count[TG_BLOCKS_SHAPES];
    struct tg_idct_block list[TG_BLOCKS_SHAPES][TG_BLOCKS_RUN];
};

/* For the scale that jpeg_calc_output_dimensions() chose.  False if there is no quantisation
 * table. */
bool tg_blocks_init(struct tg_blocks *c, const struct jpeg_decompress_struct *d,
                    const jpeg_component_info *info);

static inline uint8_t tg_blocks_sample(int dc)
{
    int v = ((dc + 4) >> 3) + 128;

    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* One block more, of which no coefficient beyond the zigzag position `last` is other than zero;
 * coef gets the DC and stays until tg_blocks_transform(), at most TG_BLOCKS_RUN blocks later.
 * False if no encoder makes such a DC. */
static inline bool tg_blocks_add(struct tg_blocks *c, int16_t *coef, int dc, ptrdiff_t last,
                                 uint8_t *dst)
{
    int shape = (last > 0) + (last > TG_BLOCKS_CORNER);

    if (dc > c->most_dc || dc < -c->most_dc)
        return false;
    if (c->side == 1) {
        *dst = tg_blocks_sample(dc * c->first_step);
        return true;
    }
    coef[0] = (int16_t)dc;
    c->list[shape][c->count[shape]++] = (struct tg_idct_block){coef, dst};
    return true;
}

/* Writes the samples of all that wait.  False: see tg_idct_fn. */
bool tg_blocks_transform(struct tg_blocks *c, const struct tg_kernels *k, size_t stride);

#endif
