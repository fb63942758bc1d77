#include <immintrin.h>

#include "kernels/families.h"

#define LANES 2
#include "kernels/x86/vector_x86.inc"

static inline V spread(const void *p)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)p));
}

static inline __m128i lane(V v, int i)
{
    return i == 0 ? _mm256_castsi256_si128(v) : _mm256_extracti128_si256(v, 1);
}

static inline V gather(const struct tg_idct_block *b, int i)
{
    const void *low = b[0].coef + 8 * i, *high = b[1].coef + 8 * i;

    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)low)),
                                   _mm_loadu_si128((const __m128i *)high), 1);
}

#include "kernels/x86/unzigzag_x86.inc"
/* after it, which defines what it needs */
#include "kernels/x86/idct_x86.inc"

TG_IDCT(tg_idct8_avx2, run8(blocks, n, q, stride))
TG_IDCT(tg_idct8_corner_avx2, run8_corner(blocks, n, q, stride))
TG_IDCT(tg_idct4_avx2, run4(blocks, n, q, stride, 8))
TG_IDCT(tg_idct4_corner_avx2, run4(blocks, n, q, stride, 4))
TG_IDCT(tg_idct2_avx2, run2(blocks, n, q, stride))
