/* planes.h - plane contents that are hard on an encoder. */
#ifndef TG_TESTS_PLANES_H
#define TG_TESTS_PLANES_H

#include "core/image/image.h"

enum planes_fill {
    PLANES_FLAT,     /* one value per plane: end-of-band runs as long as they get */
    PLANES_NOISE,    /* every coefficient is there at quality 100 */
    PLANES_EXTREMES, /* 0 and 255 only: the largest coefficients */
    PLANES_BLOCKS,   /* every 8x8 block flat, black or white: the largest DC differences */
    PLANES_SPARSE,   /* one sample in 500 stands out: runs of zeros and of empty blocks */
    PLANES_SLOPES,   /* like a photo */
    PLANES_FILLS,
};

/* `planes` 1 (grey) or 3; sub 1 or 2.  NULL data in the first plane if memory is short. */
struct tg_image planes_make(uint64_t *seed, uint32_t w, uint32_t h, uint8_t sub_x, uint8_t sub_y,
                            unsigned planes, enum planes_fill fill);

#endif
