#include <immintrin.h>

#include "kernels/families.h"

#define LANES      4
#define SIGN(v, s) _mm512_mask_sub_epi16(v, _mm512_movepi16_mask(s), _mm512_setzero_si512(), v)
#include "kernels/x86/fdct_x86.inc"
/* after it */
#include "kernels/x86/lanes_avx512.inc"

void tg_fdct_avx512(int16_t *dst, uint64_t *mask, const uint8_t *const rows[8], size_t n,
                    const struct tg_quant *q)
{
    const V order = packed_zigzag();
    const uint8_t *last[8];
    size_t b = 0;

    for (; b + 4 <= n; b += 4) {
        V r[8], upper[4], lower[4];

        for (int i = 0; i < 8; i++)
            r[i] = _mm512_cvtepu8_epi16(
                _mm256_loadu_si256((const __m256i *)(const void *)(rows[i] + 8 * b)));
        transform_block(r);
        for (int i = 0; i < 8; i++)
            r[i] = quantise(r[i], spread(q->divisor + 8 * i), spread(q->reciprocal + 8 * i),
                            spread(q->scale + 8 * i));
        transpose_lanes(upper, r);
        transpose_lanes(lower, r + 4);
        for (int i = 0; i < 4; i++) {
            V packed = _mm512_packs_epi16(upper[i], lower[i]); /* saturates: nothing becomes 0 */
            V zigzag = _mm512_permutexvar_epi8(order, packed);

            store(dst + 64 * (b + (size_t)i), upper[i]);
            store(dst + 64 * (b + (size_t)i) + 32, lower[i]);
            mask[b + (size_t)i] = _mm512_test_epi8_mask(zigzag, zigzag);
        }
    }
    if (b == n)
        return;
    for (int i = 0; i < 8; i++)
        last[i] = rows[i] + 8 * b;
    tg_fdct_avx2(dst + 64 * b, mask + b, last, n - b, q);
}
