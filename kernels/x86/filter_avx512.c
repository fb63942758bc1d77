/* The C version, compiled for AVX-512. */
#include "kernels/families.h"

#define NAME(filter) tg_##filter##_avx512
#include "kernels/filter.inc"
