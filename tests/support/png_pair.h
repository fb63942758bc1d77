/* png_pair.h - one PNG file read all at once and through libpng, row by row. */
#ifndef TG_TESTS_PNG_PAIR_H
#define TG_TESTS_PNG_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels/kernels.h"

enum png_pair {
    PNG_PAIR_SAME, /* both read it, to the same picture and what travels with it; libpng has nothing
                    * to say but what ours says too */
    PNG_PAIR_LEFT, /* it is left to libpng */
    PNG_PAIR_DIFFERENT
};

/* Of files of more than 2^22 pixels both say the same error. */
enum png_pair png_pair(const struct tg_kernels *k, const uint8_t *file, size_t len, bool deep,
                       bool metadata);

#endif
