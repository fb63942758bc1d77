/* The C version, compiled for NEON. */
#include "kernels/families.h"

#define NAME(filter) tg_##filter##_neon
#include "kernels/filter.inc"
