/* hwy_fill.h - ends every Highway file: calls tg::N_<target>::fill for one feature.  Highway's own
 * dispatch is not used: the table in dispatch.c decides everything, and libhwy is not needed. */
#ifndef TG_KERNELS_HWY_FILL_H
#define TG_KERNELS_HWY_FILL_H

#include "kernels/families.h"

#if HWY_TARGETS & HWY_SSE4
#define TG_HWY_FILL_SSE41(k, level, fill)                                                          \
    if ((level) == TG_CPU_SSE41)                                                                   \
    tg::N_SSE4::fill(k, "hwy/sse41")
#else /* the file says that it gains nothing over SSSE3 */
#define TG_HWY_FILL_SSE41(k, level, fill) (void)0
#endif

#define TG_HWY_FILL(k, level, fill)                                                                \
    do {                                                                                           \
        TG_HWY_FILL_SSE41(k, level, fill);                                                         \
        if ((level) == TG_CPU_SSSE3)                                                               \
            tg::N_SSSE3::fill(k, "hwy/ssse3");                                                     \
        if ((level) == TG_CPU_AVX2)                                                                \
            tg::N_AVX2::fill(k, "hwy/avx2");                                                       \
        if ((level) == TG_CPU_AVX512)                                                              \
            tg::N_AVX3::fill(k, "hwy/avx512");                                                     \
    } while (0)

#define TG_HWY_SET(k, name, fn, from) ((k)->name = (fn), (k)->impl.name = (from))

#endif
