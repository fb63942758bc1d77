#include <immintrin.h>

#include "kernels/families.h"
#include "kernels/unhuff.inc"

#define LANES 2
#include "kernels/x86/vector_x86.inc"
/* after it */
#include "kernels/x86/unstuff_x86.inc"

size_t tg_unstuff_avx2(uint8_t *dst, const uint8_t *src, size_t n, size_t *written)
{
    return unstuff(dst, src, n, written);
}

/* The same code as in C, with shifts that need no particular register (BMI2). */
void tg_unhuff_avx2(struct tg_unhuff *u)
{
    tg_unhuff_run(u);
}

bool tg_unhuff_pair_avx2(struct tg_unhuff *a, struct tg_unhuff *b)
{
    return tg_unhuff_run_pair(a, b);
}
