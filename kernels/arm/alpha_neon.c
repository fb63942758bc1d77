#include <arm_neon.h>

#include "kernels/families.h"

enum { LANES = 8 };

/* x / 255 to nearest is (x + (x + 128) / 256 + 128) / 256 for x <= 255 * 255. */
static uint8x8_t premul(uint8x8_t src, uint8x8_t alpha)
{
    uint16x8_t x = vmull_u8(src, alpha);

    return vraddhn_u16(x, vrshrq_n_u16(x, 8));
}

/* top / a for top < 2^16 and 1 <= a <= 255.  ARMv7 has no vector division: multiply by a reciprocal
 * that is good to 22 bits, so that the quotient is off by one at most, and look at the
 * remainder. */
static uint16x4_t divide(uint32x4_t top, uint32x4_t a)
{
    float32x4_t f = vcvtq_f32_u32(a), r = vrecpeq_f32(f);
    uint32x4_t q;
    int32x4_t rest;

    r = vmulq_f32(r, vrecpsq_f32(f, r));
    r = vmulq_f32(r, vrecpsq_f32(f, r));
    q = vcvtq_u32_f32(vmulq_f32(vcvtq_f32_u32(top), r));
    rest = vreinterpretq_s32_u32(vmlsq_u32(top, q, a));
    q = vaddq_u32(q, vcltq_s32(rest, vdupq_n_s32(0))); /* true is -1 */
    q = vsubq_u32(q, vcgeq_s32(rest, vreinterpretq_s32_u32(a)));
    return vqmovn_u32(q);
}

static uint8x8_t unpremul(uint8x8_t src, uint8x8_t alpha)
{
    uint16x8_t a = vmovl_u8(vmax_u8(alpha, vdup_n_u8(1)));
    uint16x8_t top = vaddq_u16(vmull_u8(src, vdup_n_u8(255)), vshrq_n_u16(a, 1));
    uint16x4_t lo = divide(vmovl_u16(vget_low_u16(top)), vmovl_u16(vget_low_u16(a)));
    uint16x4_t hi = divide(vmovl_u16(vget_high_u16(top)), vmovl_u16(vget_high_u16(a)));

    return vand_u8(vqmovn_u16(vcombine_u16(lo, hi)), vtst_u8(alpha, alpha));
}

/* The last vector overlaps the one before it, so it is computed first: dst may be src. */
void tg_premul_neon(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n)
{
    uint8x8_t last;

    if (n < LANES) {
        tg_premul_c(dst, src, alpha, n);
        return;
    }
    last = premul(vld1_u8(src + n - LANES), vld1_u8(alpha + n - LANES));
    for (size_t i = 0; i + LANES <= n; i += LANES)
        vst1_u8(dst + i, premul(vld1_u8(src + i), vld1_u8(alpha + i)));
    vst1_u8(dst + n - LANES, last);
}

void tg_unpremul_neon(uint8_t *dst, const uint8_t *src, const uint8_t *alpha, size_t n)
{
    uint8x8_t last;

    if (n < LANES) {
        tg_unpremul_c(dst, src, alpha, n);
        return;
    }
    last = unpremul(vld1_u8(src + n - LANES), vld1_u8(alpha + n - LANES));
    for (size_t i = 0; i + LANES <= n; i += LANES)
        vst1_u8(dst + i, unpremul(vld1_u8(src + i), vld1_u8(alpha + i)));
    vst1_u8(dst + n - LANES, last);
}
