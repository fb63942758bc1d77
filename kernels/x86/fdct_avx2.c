#include <immintrin.h>

#include "kernels/families.h"

#define LANES      2
#define SIGN(v, s) _mm256_sign_epi16(v, s)
#include "kernels/x86/fdct_x86.inc"

/* 16 bytes, for both blocks. */
static V load_twice(const void *p)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)p));
}

static void store128(int16_t *p, __m128i v)
{
    _mm_storeu_si128((__m128i *)(void *)p, v);
}

/* Masks of two blocks. */
static void nonzero(uint64_t mask[2], const V part[4])
{
    uint64_t low = 0, high = 0;

    for (int j = 0; j < 4; j++) {
        uint32_t zeros =
            (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(part[j], _mm256_setzero_si256()));

        low |= (uint64_t)(uint16_t)zeros << 16 * j;
        high |= (uint64_t)(zeros >> 16) << 16 * j;
    }
    mask[0] = ~low;
    mask[1] = ~high;
}

void tg_fdct_avx2(int16_t *dst, uint64_t *mask, const uint8_t *const rows[8], size_t n,
                  const struct tg_quant *q)
{
    struct shuffles shuffles;
    V r[8], part[4];
    size_t b = 0;

    for (int j = 0; j < 4; j++)
        for (int i = 0; i < 4; i++)
            shuffles.from[j][i] = zigzag_control(load_twice(tg_zigzag + 16 * j), i);
    for (; b + 2 <= n; b += 2) {
        for (int i = 0; i < 8; i++)
            r[i] = _mm256_cvtepu8_epi16(
                _mm_loadu_si128((const __m128i *)(const void *)(rows[i] + 8 * b)));
        transform_block(r);
        for (int i = 0; i < 8; i++) {
            r[i] = quantise(r[i], load_twice(q->divisor + 8 * i), load_twice(q->reciprocal + 8 * i),
                            load_twice(q->scale + 8 * i));
            store128(dst + 64 * b + 8 * i, _mm256_castsi256_si128(r[i]));
            store128(dst + 64 * b + 64 + 8 * i, _mm256_extracti128_si256(r[i], 1));
        }
        zigzag(part, r, &shuffles);
        nonzero(mask + b, part);
    }
    if (b < n) {
        const uint8_t *last[8];

        for (int i = 0; i < 8; i++)
            last[i] = rows[i] + 8 * b;
        tg_fdct_ssse3(dst + 64 * b, mask + b, last, 1, q);
    }
}
