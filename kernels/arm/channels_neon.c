#include <arm_neon.h>

#include "kernels/families.h"

enum { LANES = 16 };

/* In all of these the last vector overlaps the one before it. */
static size_t next(size_t i, size_t n)
{
    return i + LANES < n && i + 2 * LANES > n ? n - LANES : i + LANES;
}

void tg_split2_neon(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    if (n < LANES) {
        tg_split2_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = next(i, n)) {
        uint8x16x2_t v = vld2q_u8(src + 2 * i);

        vst1q_u8(dst[0] + i, v.val[0]);
        vst1q_u8(dst[1] + i, v.val[1]);
    }
}

void tg_split3_neon(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    if (n < LANES) {
        tg_split3_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = next(i, n)) {
        uint8x16x3_t v = vld3q_u8(src + 3 * i);

        vst1q_u8(dst[0] + i, v.val[0]);
        vst1q_u8(dst[1] + i, v.val[1]);
        vst1q_u8(dst[2] + i, v.val[2]);
    }
}

void tg_split4_neon(uint8_t *const dst[], const uint8_t *src, size_t n)
{
    if (n < LANES) {
        tg_split4_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = next(i, n)) {
        uint8x16x4_t v = vld4q_u8(src + 4 * i);

        vst1q_u8(dst[0] + i, v.val[0]);
        vst1q_u8(dst[1] + i, v.val[1]);
        vst1q_u8(dst[2] + i, v.val[2]);
        vst1q_u8(dst[3] + i, v.val[3]);
    }
}

void tg_merge2_neon(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    if (n < LANES) {
        tg_merge2_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = next(i, n)) {
        uint8x16x2_t v = {{vld1q_u8(src[0] + i), vld1q_u8(src[1] + i)}};

        vst2q_u8(dst + 2 * i, v);
    }
}

void tg_merge3_neon(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    if (n < LANES) {
        tg_merge3_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = next(i, n)) {
        uint8x16x3_t v = {{vld1q_u8(src[0] + i), vld1q_u8(src[1] + i), vld1q_u8(src[2] + i)}};

        vst3q_u8(dst + 3 * i, v);
    }
}

void tg_merge4_neon(uint8_t *dst, const uint8_t *const src[], size_t n)
{
    if (n < LANES) {
        tg_merge4_c(dst, src, n);
        return;
    }
    for (size_t i = 0; i < n; i = next(i, n)) {
        uint8x16x4_t v = {{vld1q_u8(src[0] + i), vld1q_u8(src[1] + i), vld1q_u8(src[2] + i),
                           vld1q_u8(src[3] + i)}};

        vst4q_u8(dst + 4 * i, v);
    }
}
