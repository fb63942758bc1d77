#include <arm_neon.h>

#include "kernels/arm/dct_neon.inc"
#include "kernels/families.h"
#include "kernels/fdct.h"

/* Sums of 32 bits for eight lanes. */
struct sums {
    int32x4_t lo, hi;
};

static inline struct sums times(int16x8_t a, int16_t c)
{
    return (struct sums){vmull_n_s16(vget_low_s16(a), c), vmull_n_s16(vget_high_s16(a), c)};
}

static inline struct sums add_times(struct sums s, int16x8_t a, int16_t c)
{
    return (struct sums){vmlal_n_s16(s.lo, vget_low_s16(a), c),
                         vmlal_n_s16(s.hi, vget_high_s16(a), c)};
}

/* The rounding shift's distance must be a literal. */
#define DESCALE(s, bits) vcombine_s16(vrshrn_n_s32((s).lo, bits), vrshrn_n_s32((s).hi, bits))
enum {
    BITS1 = TG_DCT_CONST_BITS - TG_DCT_PASS1_BITS,
    BITS2 = TG_DCT_CONST_BITS + TG_DCT_PASS1_BITS,
};

static inline int16x8_t narrow(struct sums s, bool second)
{
    return second ? DESCALE(s, BITS2) : DESCALE(s, BITS1);
}

/* Along the registers, of all lanes.  No sum of 16 bits overflows: results of the first pass lie in
 * -4096 ... 4064, eight of them in -32768 ... 32512. */
static inline __attribute__((always_inline)) void transform(int16x8_t r[8], bool second)
{
    int16x8_t t4 = vsubq_s16(r[3], r[4]), t5 = vsubq_s16(r[2], r[5]);
    int16x8_t t6 = vsubq_s16(r[1], r[6]), t7 = vsubq_s16(r[0], r[7]);
    int16x8_t s0 = vaddq_s16(r[0], r[7]), s1 = vaddq_s16(r[1], r[6]);
    int16x8_t s2 = vaddq_s16(r[2], r[5]), s3 = vaddq_s16(r[3], r[4]);
    int16x8_t e0 = vaddq_s16(s0, s3), e1 = vaddq_s16(s1, s2);
    int16x8_t e2 = vsubq_s16(s1, s2), e3 = vsubq_s16(s0, s3);
    int16x8_t sum = vaddq_s16(e0, e1), difference = vsubq_s16(e0, e1);
    int16x8_t z1 = vaddq_s16(t4, t7), z2 = vaddq_s16(t5, t6);
    int16x8_t z3 = vaddq_s16(t4, t6), z4 = vaddq_s16(t5, t7);
    struct sums w3 = add_times(times(z3, TG_F_1_175 - TG_F_1_961), z4, TG_F_1_175);
    struct sums w4 = add_times(times(z4, TG_F_1_175 - TG_F_0_390), z3, TG_F_1_175);

    r[0] = second ? vrshrq_n_s16(sum, TG_DCT_PASS1_BITS) : vshlq_n_s16(sum, TG_DCT_PASS1_BITS);
    r[4] = second ? vrshrq_n_s16(difference, TG_DCT_PASS1_BITS)
                  : vshlq_n_s16(difference, TG_DCT_PASS1_BITS);
    r[2] = narrow(add_times(times(e2, TG_E22), e3, TG_E23), second);
    r[6] = narrow(add_times(times(e2, TG_E62), e3, TG_E63), second);
    r[1] = narrow(add_times(add_times(w4, t7, TG_F_1_501), z1, -TG_F_0_899), second);
    r[3] = narrow(add_times(add_times(w3, t6, TG_F_3_072), z2, -TG_F_2_562), second);
    r[5] = narrow(add_times(add_times(w4, t5, TG_F_2_053), z2, -TG_F_2_562), second);
    r[7] = narrow(add_times(add_times(w3, t4, TG_F_0_298), z1, -TG_F_0_899), second);
}

static inline uint16x8_t mulhi(uint16x8_t a, uint16x8_t b)
{
    return vcombine_u16(vshrn_n_u32(vmull_u16(vget_low_u16(a), vget_low_u16(b)), 16),
                        vshrn_n_u32(vmull_u16(vget_high_u16(a), vget_high_u16(b)), 16));
}

/* One row of coefficients; see struct tg_quant. */
static inline int16x8_t quantise(int16x8_t v, const struct tg_quant *q, int i)
{
    uint16x8_t magnitude = vreinterpretq_u16_s16(vabsq_s16(v));
    uint16x8_t twice = vaddq_u16(vshlq_n_u16(magnitude, 1), vld1q_u16(q->divisor + i));
    int16x8_t r = vreinterpretq_s16_u16(
        vshlq_u16(mulhi(twice, vld1q_u16(q->reciprocal + i)), vld1q_s16(q->shift + i)));
    int16x8_t sign = vshrq_n_s16(v, 15);

    return vsubq_s16(veorq_s16(r, sign), sign);
}

#if defined(__aarch64__)
static inline uint64_t nonzero(const int16x8_t r[8])
{
    const uint8x16_t bit = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201u));
    uint8x16x4_t rows;
    uint8x16_t part[4], sum;

    for (int i = 0; i < 4; i++) /* saturates, so nothing becomes 0 */
        rows.val[i] =
            vreinterpretq_u8_s8(vcombine_s8(vqmovn_s16(r[2 * i]), vqmovn_s16(r[2 * i + 1])));
    for (int j = 0; j < 4; j++) {
        uint8x16_t v = vqtbl4q_u8(rows, vld1q_u8(tg_zigzag + 16 * j));

        part[j] = vandq_u8(vtstq_u8(v, v), bit);
    }
    sum = vpaddq_u8(vpaddq_u8(part[0], part[1]), vpaddq_u8(part[2], part[3]));
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}
#else
static inline uint64_t nonzero(const int16x8_t r[8])
{
    const uint8x8_t bit = vcreate_u8(0x8040201008040201u), half = vdup_n_u8(32);
    uint8x8x4_t top, bottom;
    uint8x8_t part[8], sum[2];

    for (int i = 0; i < 4; i++) { /* saturates, so nothing becomes 0 */
        top.val[i] = vreinterpret_u8_s8(vqmovn_s16(r[i]));
        bottom.val[i] = vreinterpret_u8_s8(vqmovn_s16(r[i + 4]));
    }
    for (int j = 0; j < 8; j++) {
        uint8x8_t position = vld1_u8(tg_zigzag + 8 * j);
        uint8x8_t v = vorr_u8(vtbl4_u8(top, position), vtbl4_u8(bottom, vsub_u8(position, half)));

        part[j] = vand_u8(vtst_u8(v, v), bit);
    }
    for (int j = 0; j < 2; j++)
        sum[j] = vpadd_u8(vpadd_u8(part[4 * j], part[4 * j + 1]),
                          vpadd_u8(part[4 * j + 2], part[4 * j + 3]));
    return vget_lane_u64(vreinterpret_u64_u8(vpadd_u8(sum[0], sum[1])), 0);
}
#endif

void tg_fdct_neon(int16_t *dst, uint64_t *mask, const uint8_t *const rows[8], size_t n,
                  const struct tg_quant *q)
{
    const uint8x8_t centre = vdup_n_u8(128);
    int16x8_t r[8];

    for (size_t b = 0; b < n; b++, dst += 64) {
        for (int i = 0; i < 8; i++)
            r[i] = vreinterpretq_s16_u16(vsubl_u8(vld1_u8(rows[i] + 8 * b), centre));
        transpose(r);
        transform(r, false);
        transpose(r);
        transform(r, true);
        for (int i = 0; i < 8; i++) {
            r[i] = quantise(r[i], q, 8 * i);
            vst1q_s16(dst + 8 * i, r[i]);
        }
        mask[b] = nonzero(r);
    }
}
