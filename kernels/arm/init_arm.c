#include "kernels/families.h"

#define TG_SET_NEON(name, type) TG_SET(k, name, neon);

void tg_kernels_init_arm(struct tg_kernels *k, uint32_t level)
{
    if (level != TG_CPU_NEON)
        return;
    TG_KERNELS_VECTORS(TG_SET_NEON)
}
