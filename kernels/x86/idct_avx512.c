#include <immintrin.h>

#include "kernels/families.h"
#include "kernels/idct.h"

#define LANES 4
#include "kernels/x86/vector_x86.inc"
/* after it */
#include "kernels/x86/lanes_avx512.inc"

static inline __attribute__((always_inline)) __m128i lane(V v, int i)
{
    switch (i) {
    case 0:
        return _mm512_castsi512_si128(v);
    case 1:
        return _mm512_extracti32x4_epi32(v, 1);
    case 2:
        return _mm512_extracti32x4_epi32(v, 2);
    default:
        return _mm512_extracti32x4_epi32(v, 3);
    }
}

#define TG_ROW(row, a, b, c, d, e, f, g, h) a, b, c, d, e, f, g, h,
static const uint16_t rows_of_zigzag[64] = {TG_ZIGZAG_ROWS(TG_ROW)};
static const uint16_t odd_of_zigzag[32] = {TG_ZIGZAG_ODD(TG_ROW)};
#undef TG_ROW

static inline void load_rows(V x[8], const struct tg_idct_block *b)
{
    const V upper = load(rows_of_zigzag), lower = load(rows_of_zigzag + 32);
    V u[4], l[4];

    for (int i = 0; i < 4; i++) {
        V first = load(b[i].coef), second = load(b[i].coef + 32);

        u[i] = _mm512_permutex2var_epi16(first, upper, second);
        l[i] = _mm512_permutex2var_epi16(first, lower, second);
    }
    transpose_lanes(x, u);
    transpose_lanes(x + 4, l);
}

/* The ten coefficients of the corner are in the first register. */
static inline void load_corner(V x[8], const struct tg_idct_block *b)
{
    const V order = load(rows_of_zigzag);
    /* rows 0 to 3 have 4, 3, 2 and 1 of them */
    const __mmask32 mask = 0x01u << 24 | 0x03u << 16 | 0x07u << 8 | 0x0fu;
    V block[4];

    for (int i = 0; i < 4; i++)
        block[i] = _mm512_maskz_permutexvar_epi16(mask, order, load(b[i].coef));
    transpose_lanes(x, block);
}

static inline void load_odd(V x[4], const struct tg_idct_block *b)
{
    const V order = load(odd_of_zigzag);
    const __mmask32 mask = 0x0fu << 24 | 0x1fu << 16 | 0xffffu;
    V block[4];

    for (int i = 0; i < 4; i++)
        block[i] =
            _mm512_maskz_permutex2var_epi16(mask, load(b[i].coef), order, load(b[i].coef + 32));
    transpose_lanes(x, block);
}

#include "kernels/x86/idct_x86.inc"

TG_IDCT(tg_idct8_avx512, run8(blocks, n, q, stride))
TG_IDCT(tg_idct8_corner_avx512, run8_corner(blocks, n, q, stride))
TG_IDCT(tg_idct4_avx512, run4(blocks, n, q, stride, 8))
TG_IDCT(tg_idct4_corner_avx512, run4(blocks, n, q, stride, 4))
TG_IDCT(tg_idct2_avx512, run2(blocks, n, q, stride))
