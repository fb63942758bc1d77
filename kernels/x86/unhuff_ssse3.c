#include <emmintrin.h>

#include "kernels/families.h"

#define LANES 1
#include "kernels/x86/vector_x86.inc"
/* after it */
#include "kernels/x86/unstuff_x86.inc"

size_t tg_unstuff_ssse3(uint8_t *dst, const uint8_t *src, size_t n, size_t *written)
{
    return unstuff(dst, src, n, written);
}
