#include <emmintrin.h>

#include "kernels/families.h"

size_t tg_unstuff_ssse3(uint8_t *dst, const uint8_t *src, size_t n, size_t *written)
{
    const __m128i ff = _mm_set1_epi8(-1);
    size_t in = 0, out = 0, more;

    while (n - in >= 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(src + in));
        uint32_t mask = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, ff));
        unsigned plain = mask ? (unsigned)__builtin_ctz(mask) : 16;

        _mm_storeu_si128((__m128i *)(void *)(dst + out), v);
        in += plain;
        out += plain;
        if (mask) {
            if (in + 1 >= n || src[in + 1] != 0) {
                *written = out;
                return in;
            }
            out++; /* the FF is there already */
            in += 2;
        }
    }
    in += tg_unstuff_c(dst + out, src + in, n - in, &more);
    *written = out + more;
    return in;
}
