#include "kernels/families.h"

/* Side of the squares in which a transposition walks, so that both sides stay in the cache. */
enum { SIDE = 16 };

static void transpose_square(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src,
                             ptrdiff_t src_stride, size_t w, size_t h)
{
    for (size_t y = 0; y < h; y++)
        for (size_t x = 0; x < w; x++)
            dst[(ptrdiff_t)x * dst_stride + (ptrdiff_t)y] =
                src[(ptrdiff_t)y * src_stride + (ptrdiff_t)x];
}

void tg_transpose_c(uint8_t *dst, ptrdiff_t dst_stride, const uint8_t *src, ptrdiff_t src_stride,
                    size_t w, size_t h)
{
    for (size_t y = 0; y < h; y += SIDE)
        for (size_t x = 0; x < w; x += SIDE)
            transpose_square(dst + (ptrdiff_t)x * dst_stride + (ptrdiff_t)y, dst_stride,
                             src + (ptrdiff_t)y * src_stride + (ptrdiff_t)x, src_stride,
                             w - x < SIDE ? w - x : SIDE, h - y < SIDE ? h - y : SIDE);
}

void tg_reverse_c(uint8_t *dst, const uint8_t *src, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dst[i] = src[n - 1 - i];
}
