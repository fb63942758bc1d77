#include <arm_neon.h>

#include "kernels/families.h"

enum { SIDE = 8 };

/* Rows i and i + 4, then i and i + 2, then i and i + 1 trade halves, quarters and eighths. */
static void transpose_square(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src,
                             ptrdiff_t src_stride)
{
    uint32x2x2_t a[4];
    uint16x4x2_t b[4];

    for (ptrdiff_t i = 0; i < 4; i++)
        a[i] = vtrn_u32(vreinterpret_u32_u8(vld1_u8(src + i * src_stride)),
                        vreinterpret_u32_u8(vld1_u8(src + (i + 4) * src_stride)));
    for (size_t half = 0; half < 2; half++)
        for (size_t i = 0; i < 2; i++)
            b[2 * half + i] = vtrn_u16(vreinterpret_u16_u32(a[i].val[half]),
                                       vreinterpret_u16_u32(a[i + 2].val[half]));
    for (ptrdiff_t i = 0; i < 4; i++) {
        const uint16x4x2_t *even = &b[i / 2 * 2], *odd = even + 1;
        uint8x8x2_t c =
            vtrn_u8(vreinterpret_u8_u16(even->val[i % 2]), vreinterpret_u8_u16(odd->val[i % 2]));

        vst1_u8(dst + 2 * i * dst_stride, c.val[0]);
        vst1_u8(dst + (2 * i + 1) * dst_stride, c.val[1]);
    }
}

/* Squares overlap at the right and lower edges. */
void tg_transpose_neon(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src, ptrdiff_t src_stride,
                       size_t w, size_t h)
{
    if (w < SIDE || h < SIDE) {
        tg_transpose_c(dst, dst_stride, src, src_stride, w, h);
        return;
    }
    for (size_t i = 0; i < w; i += SIDE) {
        ptrdiff_t x = (ptrdiff_t)(i + SIDE <= w ? i : w - SIDE);

        for (size_t j = 0; j < h; j += SIDE) {
            ptrdiff_t y = (ptrdiff_t)(j + SIDE <= h ? j : h - SIDE);

            transpose_square(dst + x * dst_stride + y, dst_stride, src + y * src_stride + x,
                             src_stride);
        }
    }
}

void tg_reverse_neon(uint8_t *dst, const uint8_t *src, size_t n)
{
    size_t i = 0;

    for (; i + 16 <= n; i += 16) {
        uint8x16_t v = vrev64q_u8(vld1q_u8(src + n - 16 - i)); /* each half reversed */

        vst1q_u8(dst + i, vcombine_u8(vget_high_u8(v), vget_low_u8(v)));
    }
    if (i < n)
        tg_reverse_c(dst + i, src, n - i);
}
