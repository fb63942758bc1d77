#include "kernels/families.h"

void tg_premul_c(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = (uint8_t)((src[i] * alpha[i] + 127) / 255);
}

static uint8_t unpremul(unsigned value, unsigned alpha)
{
    unsigned whole;

    if (alpha == 0)
        return 0;
    whole = (value * 255 + alpha / 2) / alpha;
    return (uint8_t)(whole < 255 ? whole : 255);
}

void tg_unpremul_c(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = unpremul(src[i], alpha[i]);
}
