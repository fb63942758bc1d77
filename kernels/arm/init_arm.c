#include "kernels/families.h"

void tg_kernels_init_arm(struct tg_kernels *k, uint32_t level)
{
    (void)k;
    (void)level;
}
