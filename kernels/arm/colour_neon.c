#include <arm_neon.h>

#include "kernels/colour.h"
#include "kernels/families.h"

enum { LANES = 8 };

struct planes {
    uint8x8_t v0, v1, v2;
};

static uint16x4_t weigh_y(uint16x4_t r, uint16x4_t g, uint16x4_t b)
{
    uint32x4_t sum = vmull_n_u16(r, TG_Y_R);

    sum = vmlal_n_u16(sum, g, TG_Y_G);
    sum = vmlal_n_u16(sum, b, TG_Y_B);
    return vrshrn_n_u32(sum, 16);
}

/* Half of `plus` and less of the others; with its offset the sum is never negative. */
static uint16x4_t weigh_c(uint16x4_t plus, uint16x4_t minus1, int w1, uint16x4_t minus2, int w2)
{
    uint32x4_t sum = vmlal_n_u16(vdupq_n_u32(TG_ROUND_C), plus, 32768);

    sum = vmlsl_n_u16(sum, minus1, (uint16_t)-w1);
    sum = vmlsl_n_u16(sum, minus2, (uint16_t)-w2);
    return vshrn_n_u32(sum, 16);
}

static struct planes rgb_to_ycc(struct planes in)
{
    uint16x8_t r = vmovl_u8(in.v0), g = vmovl_u8(in.v1), b = vmovl_u8(in.v2);
    uint16x4_t r0 = vget_low_u16(r), g0 = vget_low_u16(g), b0 = vget_low_u16(b);
    uint16x4_t r1 = vget_high_u16(r), g1 = vget_high_u16(g), b1 = vget_high_u16(b);

    return (struct planes){vmovn_u16(vcombine_u16(weigh_y(r0, g0, b0), weigh_y(r1, g1, b1))),
                           vmovn_u16(vcombine_u16(weigh_c(b0, r0, TG_CB_R, g0, TG_CB_G),
                                                  weigh_c(b1, r1, TG_CB_R, g1, TG_CB_G))),
                           vmovn_u16(vcombine_u16(weigh_c(r0, g0, TG_CR_G, b0, TG_CR_B),
                                                  weigh_c(r1, g1, TG_CR_G, b1, TG_CR_B)))};
}

/* (a * wa + b * wb + 32768) >> 16 */
static int16x8_t weigh2(int16x8_t a, int16_t wa, int16x8_t b, int16_t wb)
{
    int32x4_t lo = vmlal_n_s16(vmull_n_s16(vget_low_s16(a), wa), vget_low_s16(b), wb);
    int32x4_t hi = vmlal_n_s16(vmull_n_s16(vget_high_s16(a), wa), vget_high_s16(b), wb);

    return vcombine_s16(vrshrn_n_s32(lo, 16), vrshrn_n_s32(hi, 16));
}

/* The weights above 1/2 do not fit 16 bits; whole multiples of 1 << 16 are added outside. */
static struct planes ycc_to_rgb(struct planes in)
{
    const uint8x8_t centre = vdup_n_u8(128);
    int16x8_t y = vreinterpretq_s16_u16(vmovl_u8(in.v0));
    int16x8_t cb = vreinterpretq_s16_u16(vsubl_u8(in.v1, centre));
    int16x8_t cr = vreinterpretq_s16_u16(vsubl_u8(in.v2, centre));
    int16x8_t r = vaddq_s16(cr, weigh2(cr, TG_R_CR - 65536, cr, 0));
    int16x8_t g = vsubq_s16(weigh2(cb, TG_G_CB, cr, TG_G_CR + 65536), cr);
    int16x8_t b = vaddq_s16(vaddq_s16(cb, cb), weigh2(cb, (int16_t)(TG_B_CB - 131072), cb, 0));

    return (struct planes){vqmovun_s16(vaddq_s16(y, r)), vqmovun_s16(vaddq_s16(y, g)),
                           vqmovun_s16(vaddq_s16(y, b))};
}

static struct planes load(const uint8_t *const src[3], size_t i)
{
    return (struct planes){vld1_u8(src[0] + i), vld1_u8(src[1] + i), vld1_u8(src[2] + i)};
}

static void store(struct planes v, uint8_t *const dst[3], size_t i)
{
    vst1_u8(dst[0] + i, v.v0);
    vst1_u8(dst[1] + i, v.v1);
    vst1_u8(dst[2] + i, v.v2);
}

/* The last vector overlaps the one before it, so it is computed first: dst may be src. */
void tg_rgb_to_ycc_neon(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    struct planes last;

    if (n < LANES) {
        tg_rgb_to_ycc_c(dst, src, n);
        return;
    }
    last = rgb_to_ycc(load(src, n - LANES));
    for (size_t i = 0; i + LANES <= n; i += LANES)
        store(rgb_to_ycc(load(src, i)), dst, i);
    store(last, dst, n - LANES);
}

void tg_ycc_to_rgb_neon(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    struct planes last;

    if (n < LANES) {
        tg_ycc_to_rgb_c(dst, src, n);
        return;
    }
    last = ycc_to_rgb(load(src, n - LANES));
    for (size_t i = 0; i + LANES <= n; i += LANES)
        store(ycc_to_rgb(load(src, i)), dst, i);
    store(last, dst, n - LANES);
}

/* v / 257 to nearest: t = v + 128 = 257 q + (t % 256 - q) with q = t / 256, so the quotient is q,
 * or one less if t % 256 < q: (t - q) / 256.  Saturation does not change the result. */
void tg_narrow_neon(uint8_t *dst, const uint16_t *src, size_t n)
{
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        uint16x8_t t = vqaddq_u16(vld1q_u16(src + i), vdupq_n_u16(128));

        vst1_u8(dst + i, vsubhn_u16(t, vshrq_n_u16(t, 8)));
    }
    if (i < n)
        tg_narrow_c(dst + i, src + i, n - i);
}
