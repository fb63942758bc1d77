/* hwy_fill.h - ends every Highway file: calls tg::N_<target>::fill for one feature.  Highway's own
 * dispatch is not used: the table in dispatch.c decides everything, and libhwy is not needed. */
#ifndef TG_KERNELS_HWY_FILL_H
#define TG_KERNELS_HWY_FILL_H

#include "kernels/families.h"

/* A target may be missing: files leave out those that gain nothing, and Highway leaves out what the
 * compiler cannot do and what is below the processor that the whole build is for. */
#if HWY_TARGETS & HWY_SSSE3
#define TG_HWY_SSSE3(k, level, fill)                                                               \
    ((level) == TG_CPU_SSSE3 ? tg::N_SSSE3::fill(k, "hwy/ssse3") : (void)0)
#else
#define TG_HWY_SSSE3(k, level, fill) (void)0
#endif
#if HWY_TARGETS & HWY_SSE4
#define TG_HWY_SSE41(k, level, fill)                                                               \
    ((level) == TG_CPU_SSE41 ? tg::N_SSE4::fill(k, "hwy/sse41") : (void)0)
#else
#define TG_HWY_SSE41(k, level, fill) (void)0
#endif
#if HWY_TARGETS & HWY_AVX2
#define TG_HWY_AVX2(k, level, fill)                                                                \
    ((level) == TG_CPU_AVX2 ? tg::N_AVX2::fill(k, "hwy/avx2") : (void)0)
#else
#define TG_HWY_AVX2(k, level, fill) (void)0
#endif
#if HWY_TARGETS & HWY_AVX3
#define TG_HWY_AVX512(k, level, fill)                                                              \
    ((level) == TG_CPU_AVX512 ? tg::N_AVX3::fill(k, "hwy/avx512") : (void)0)
#else
#define TG_HWY_AVX512(k, level, fill) (void)0
#endif

#define TG_HWY_FILL(k, level, fill)                                                                \
    (TG_HWY_SSSE3(k, level, fill), TG_HWY_SSE41(k, level, fill), TG_HWY_AVX2(k, level, fill),      \
     TG_HWY_AVX512(k, level, fill))

#define TG_HWY_SET(k, name, fn, from) ((k)->name = (fn), (k)->impl.name = (from))

#endif
