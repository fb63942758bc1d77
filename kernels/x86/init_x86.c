#include "kernels/families.h"

static void init_ssse3(struct tg_kernels *k)
{
    TG_SET(k, vpass, ssse3);
    TG_SET(k, hpass, ssse3);
    TG_SET(k, halve, ssse3);
    TG_SET(k, rgb_to_ycc, ssse3);
    TG_SET(k, ycc_to_rgb, ssse3);
    TG_SET(k, fdct, ssse3);
    TG_SET(k, unfilter_sub, ssse3);
    TG_SET(k, unfilter_average, ssse3);
    TG_SET(k, unfilter_paeth, ssse3);
    TG_SET(k, unstuff, ssse3);
    TG_SET(k, idct8, ssse3);
    TG_SET(k, idct8_corner, ssse3);
    TG_SET(k, idct4, ssse3);
    TG_SET(k, idct4_corner, ssse3);
    TG_SET(k, idct2, ssse3);
}

static void init_avx2(struct tg_kernels *k)
{
    TG_SET(k, vpass, avx2);
    TG_SET(k, hpass, avx2);
    TG_SET(k, halve, avx2);
    TG_SET(k, rgb_to_ycc, avx2);
    TG_SET(k, ycc_to_rgb, avx2);
    TG_SET(k, to_limited, avx2);
    TG_SET(k, to_full, avx2);
    TG_SET(k, filter_none, avx2);
    TG_SET(k, filter_sub, avx2);
    TG_SET(k, filter_up, avx2);
    TG_SET(k, filter_average, avx2);
    TG_SET(k, filter_paeth, avx2);
    TG_SET(k, fdct, avx2);
    TG_SET(k, unstuff, avx2);
    TG_SET(k, unhuff, avx2);
    TG_SET(k, unhuff_pair, avx2);
    TG_SET(k, refine, avx2);
    TG_SET(k, idct8, avx2);
    TG_SET(k, idct8_corner, avx2);
    TG_SET(k, idct4, avx2);
    TG_SET(k, idct4_corner, avx2);
    TG_SET(k, idct2, avx2);
}

static void init_avx512(struct tg_kernels *k)
{
    TG_SET(k, vpass, avx512);
    TG_SET(k, hpass, avx512);
    TG_SET(k, filter_none, avx512);
    TG_SET(k, filter_sub, avx512);
    TG_SET(k, filter_up, avx512);
    TG_SET(k, filter_average, avx512);
    TG_SET(k, filter_paeth, avx512);
    TG_SET(k, fdct, avx512);
    TG_SET(k, tokens, avx512);
    TG_SET(k, idct8, avx512);
    TG_SET(k, idct8_corner, avx512);
    TG_SET(k, idct4, avx512);
    TG_SET(k, idct4_corner, avx512);
    TG_SET(k, idct2, avx512);
}

void tg_kernels_init_x86(struct tg_kernels *k, uint32_t level)
{
    if (level == TG_CPU_SSSE3)
        init_ssse3(k);
    else if (level == TG_CPU_AVX2)
        init_avx2(k);
    else if (level == TG_CPU_AVX512)
        init_avx512(k);
}
