#include "kernels/families.h"

#define NAME(kernel) tg_##kernel##_c
#include "kernels/range.inc"
