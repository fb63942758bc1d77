#include "kernels/families.h"

#define NAME(filter) tg_##filter##_c
#include "kernels/filter.inc"
