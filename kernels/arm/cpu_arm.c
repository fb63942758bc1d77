#include <sys/auxv.h>

#include "kernels/families.h"

#if defined(__aarch64__)
enum { HAS_NEON = 1 << 1 }; /* HWCAP_ASIMD of <asm/hwcap.h> */
#else
enum { HAS_NEON = 1 << 12 }; /* HWCAP_NEON */
#endif

uint32_t tg_cpu_detect_arm(void)
{
    return getauxval(AT_HWCAP) & HAS_NEON ? TG_CPU_NEON : 0;
}
