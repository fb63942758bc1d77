#include <immintrin.h>

#include "kernels/families.h"

#define LANES 2
#include "kernels/x86/colour_x86.inc"

void tg_rgb_to_ycc_avx2(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    if (n < PIXELS)
        tg_rgb_to_ycc_c(dst, src, n);
    else
        convert(dst, src, n, rgb_to_ycc);
}

void tg_ycc_to_rgb_avx2(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    if (n < PIXELS)
        tg_ycc_to_rgb_c(dst, src, n);
    else
        convert(dst, src, n, ycc_to_rgb);
}
