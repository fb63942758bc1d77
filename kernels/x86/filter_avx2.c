/* The C version, compiled for AVX2. */
#include "kernels/families.h"

#define NAME(filter) tg_##filter##_avx2
#include "kernels/filter.inc"
