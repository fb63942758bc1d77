#include <immintrin.h>

#include "kernels/families.h"

#define LANES    4
#define STRIP    64 /* one vector of bytes, one cache line */
#define PREFETCH 3
#include "kernels/x86/resize_x86.inc"

/* Lane l of a, b, c and d to the 64 bytes at dst + l * 16 columns. */
static void store_lanes(int16_t *dst, V a, V b, V c, V d)
{
    enum { STEP = 16 * TG_BAND };
    V ab_even = _mm512_shuffle_i32x4(a, b, 0x88), ab_odd = _mm512_shuffle_i32x4(a, b, 0xdd);
    V cd_even = _mm512_shuffle_i32x4(c, d, 0x88), cd_odd = _mm512_shuffle_i32x4(c, d, 0xdd);

    /* ab_even: a0 a2 b0 b2; 0x88 takes blocks 0 and 2 of both, 0xdd blocks 1 and 3 */
    store(dst, _mm512_shuffle_i32x4(ab_even, cd_even, 0x88));
    store(dst + STEP, _mm512_shuffle_i32x4(ab_odd, cd_odd, 0x88));
    store(dst + 2 * STEP, _mm512_shuffle_i32x4(ab_even, cd_even, 0xdd));
    store(dst + 3 * STEP, _mm512_shuffle_i32x4(ab_odd, cd_odd, 0xdd));
}

static void store_strip(int16_t *dst, V row[TG_BAND][SUMS / 2])
{
    for (size_t h = 0; h < SUMS / 2; h++) {
        int16_t *out = dst + 8 * h * TG_BAND;
        V top[4], bottom[4];

        gather_units(top, row[0][h], row[1][h], row[2][h], row[3][h]);
        gather_units(bottom, row[4][h], row[5][h], row[6][h], row[7][h]);
        store_lanes(out, top[0], bottom[0], top[1], bottom[1]);
        store_lanes(out + 4 * TG_BAND, top[2], bottom[2], top[3], bottom[3]);
    }
}

void tg_vpass_avx512(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    tg_vplan_run(dst, band, x0, n, STRIP, vpass_strip);
}
