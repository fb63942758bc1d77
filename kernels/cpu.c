#include <string.h>

#include "kernels/families.h"

#if defined(__x86_64__)
static const char *const level_names[] = {"c", "ssse3", "sse41", "avx2", "avx512", NULL};
static const uint32_t level_bits[] = {0, TG_CPU_SSSE3, TG_CPU_SSE41, TG_CPU_AVX2, TG_CPU_AVX512};
#elif defined(__aarch64__) || defined(__arm__)
static const char *const level_names[] = {"c", "neon", NULL};
static const uint32_t level_bits[] = {0, TG_CPU_NEON};
#else
static const char *const level_names[] = {"c", NULL};
static const uint32_t level_bits[] = {0};
#endif

uint32_t tg_cpu_detect(void)
{
#if defined(__x86_64__)
    return tg_cpu_detect_x86();
#elif defined(__aarch64__) || defined(__arm__)
    return tg_cpu_detect_arm();
#else
    return 0;
#endif
}

bool tg_cpu_level(const char *name, uint32_t *mask)
{
    uint32_t bits = 0;

    if (strcmp(name, "best") == 0) {
        *mask = UINT32_MAX;
        return true;
    }
    for (size_t i = 0; level_names[i]; i++) {
        bits |= level_bits[i];
        if (strcmp(name, level_names[i]) == 0) {
            *mask = bits;
            return true;
        }
    }
    return false;
}

const char *const *tg_cpu_level_names(void)
{
    return level_names;
}
