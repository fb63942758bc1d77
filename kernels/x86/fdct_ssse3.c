#include <tmmintrin.h>

#include "kernels/families.h"

#define LANES      1
#define SIGN(v, s) _mm_sign_epi16(v, s)
#include "kernels/x86/fdct_x86.inc"

static uint64_t nonzero(const V part[4])
{
    const V zero = _mm_setzero_si128();
    uint64_t zeros = 0;

    for (int j = 0; j < 4; j++)
        zeros |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part[j], zero)) << 16 * j;
    return ~zeros;
}

void tg_fdct_ssse3(int16_t *dst, uint64_t *mask, const uint8_t *const rows[8], size_t n,
                   const struct tg_quant *q)
{
    struct shuffles shuffles;
    V r[8], part[4];

    for (int j = 0; j < 4; j++)
        for (int i = 0; i < 4; i++)
            shuffles.from[j][i] = zigzag_control(load(tg_zigzag + 16 * j), i);
    for (size_t b = 0; b < n; b++) {
        for (int i = 0; i < 8; i++)
            r[i] = _mm_unpacklo_epi8(_mm_loadl_epi64((const V *)(const void *)(rows[i] + 8 * b)),
                                     _mm_setzero_si128());
        transform_block(r);
        for (int i = 0; i < 8; i++) {
            r[i] = quantise(r[i], load(q->divisor + 8 * i), load(q->reciprocal + 8 * i),
                            load(q->scale + 8 * i));
            _mm_storeu_si128((V *)(void *)(dst + 64 * b + 8 * i), r[i]);
        }
        zigzag(part, r, &shuffles);
        mask[b] = nonzero(part);
    }
}
