#include "kernels/families.h"

#define TG_SET_C(name, type) TG_SET(k, name, c);

static void init_c(struct tg_kernels *k)
{
    TG_KERNELS(TG_SET_C)
}

void tg_kernels_init_hwy(struct tg_kernels *k, uint32_t level)
{
#if TG_HAVE_HWY
    tg_kernels_init_hwy_resize(k, level);
    tg_kernels_init_hwy_geometry(k, level);
    tg_kernels_init_hwy_channels(k, level);
    tg_kernels_init_hwy_alpha(k, level);
    tg_kernels_init_hwy_colour(k, level);
#else
    (void)k;
    (void)level;
#endif
}

#if defined(__x86_64__)
#define INIT_ARCH tg_kernels_init_x86
#elif defined(__aarch64__) || defined(__arm__)
#define INIT_ARCH tg_kernels_init_arm
#else
#define INIT_ARCH(k, level) ((void)0)
#endif

void tg_kernels_init(struct tg_kernels *k, uint32_t mask)
{
    /* Ascending: at each level Highway first, then what we wrote by hand because it is faster. */
    static const uint32_t levels[] = {TG_CPU_SSSE3, TG_CPU_SSE41, TG_CPU_AVX2, TG_CPU_AVX512,
                                      TG_CPU_NEON};

    mask &= tg_cpu_detect();
    init_c(k);
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (!(mask & levels[i]))
            continue;
        tg_kernels_init_hwy(k, levels[i]);
        INIT_ARCH(k, levels[i]);
    }
    if (mask & TG_CPU_SLOW_PDEP)
        TG_SET(k, refine, c);
}
