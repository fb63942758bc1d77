#include <immintrin.h>

#include "kernels/families.h"
#include "kernels/unhuff.inc"

size_t tg_unstuff_avx2(uint8_t *dst, const uint8_t *src, size_t n, size_t *written)
{
    const __m256i ff = _mm256_set1_epi8(-1);
    size_t in = 0, out = 0, more;

    while (n - in >= 32) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(src + in));
        uint32_t mask = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, ff));
        unsigned plain = mask ? (unsigned)__builtin_ctz(mask) : 32;

        _mm256_storeu_si256((__m256i *)(void *)(dst + out), v);
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

/* The same code, with shifts that need no particular register (BMI2). */
void tg_unhuff_avx2(struct tg_unhuff *u)
{
    tg_unhuff_run(u);
}
