#include "kernels/families.h"

void tg_split2_c(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dst[0][i] = src[2 * i];
        dst[1][i] = src[2 * i + 1];
    }
}

void tg_split3_c(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dst[0][i] = src[3 * i];
        dst[1][i] = src[3 * i + 1];
        dst[2][i] = src[3 * i + 2];
    }
}

void tg_split4_c(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dst[0][i] = src[4 * i];
        dst[1][i] = src[4 * i + 1];
        dst[2][i] = src[4 * i + 2];
        dst[3][i] = src[4 * i + 3];
    }
}

void tg_merge2_c(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dst[2 * i] = src[0][i];
        dst[2 * i + 1] = src[1][i];
    }
}

void tg_merge3_c(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dst[3 * i] = src[0][i];
        dst[3 * i + 1] = src[1][i];
        dst[3 * i + 2] = src[2][i];
    }
}

void tg_merge4_c(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dst[4 * i] = src[0][i];
        dst[4 * i + 1] = src[1][i];
        dst[4 * i + 2] = src[2][i];
        dst[4 * i + 3] = src[3][i];
    }
}
