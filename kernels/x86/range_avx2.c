/* The C version, compiled for AVX2. */
#include "kernels/families.h"

#define NAME(kernel) tg_##kernel##_avx2
#include "kernels/range.inc"
