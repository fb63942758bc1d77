#include <tmmintrin.h>

#include "kernels/families.h"

#define LANES 1
#include "kernels/x86/vector_x86.inc"

static inline V spread(const void *p)
{
    return load(p);
}

static inline __m128i lane(V v, int i)
{
    (void)i;
    return v;
}

static inline V gather(const struct tg_idct_block *b, int i)
{
    return load(b[0].coef + 8 * i);
}

#include "kernels/x86/unzigzag_x86.inc"
/* after it, which defines what it needs */
#include "kernels/x86/idct_x86.inc"

TG_IDCT(tg_idct8_ssse3, run8(blocks, n, q, stride))
TG_IDCT(tg_idct8_corner_ssse3, run8_corner(blocks, n, q, stride))
TG_IDCT(tg_idct4_ssse3, run4(blocks, n, q, stride, 8))
TG_IDCT(tg_idct4_corner_ssse3, run4(blocks, n, q, stride, 4))
TG_IDCT(tg_idct2_ssse3, run2(blocks, n, q, stride))
