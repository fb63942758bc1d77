/* The C version, compiled for NEON. */
#include "kernels/families.h"

#define NAME(kernel) tg_##kernel##_neon
#include "kernels/range.inc"
