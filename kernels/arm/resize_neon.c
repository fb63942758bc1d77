#include <arm_neon.h>
#include <string.h>

#include "kernels/families.h"
#include "kernels/vplan.h"

enum { STRIP = 16 }; /* columns of a vertical strip: four vectors of 32-bit sums */

/* Two coefficients in lanes 0 and 1, and again in 2 and 3, in 4 and 5, in 6 and 7. */
static int16x8_t load_pair(const int16_t *p)
{
    int32_t pair;

    memcpy(&pair, p, sizeof(pair));
    return vreinterpretq_s16_s32(vdupq_n_s32(pair));
}

static void widen_row(int16x8_t v[2], const uint8_t *row)
{
    uint8x16_t bytes = vld1q_u8(row);

    v[0] = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(bytes)));
    v[1] = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(bytes)));
}

/* Adds the products with lane `lane` of c to the four sums of a strip. */
#define ADD_ROW(sum, row, c, lane)                                                                 \
    do {                                                                                           \
        sum[0] = vmlal_lane_s16(sum[0], vget_low_s16((row)[0]), c, lane);                          \
        sum[1] = vmlal_lane_s16(sum[1], vget_high_s16((row)[0]), c, lane);                         \
        sum[2] = vmlal_lane_s16(sum[2], vget_low_s16((row)[1]), c, lane);                          \
        sum[3] = vmlal_lane_s16(sum[3], vget_high_s16((row)[1]), c, lane);                         \
    } while (0)

/* One output row of a strip; rows holds two widened source rows per pair of coefficients. */
static void sum_row(int32x4_t out[4], int16x8_t (*rows)[2], const int16_t *coef, size_t pairs)
{
    int32x4_t sum[4] = {vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)};

    for (size_t i = 0; i < pairs; i++) {
        int16x4_t c = vget_low_s16(load_pair(coef + 2 * i));

        ADD_ROW(sum, rows[2 * i], c, 0);
        ADD_ROW(sum, rows[2 * i + 1], c, 1);
    }
    for (size_t i = 0; i < 2; i++)
        out[i] = vreinterpretq_s32_s16(
            vcombine_s16(vrshrn_n_s32(sum[2 * i], TG_COEF_BITS - TG_MID_BITS),
                         vrshrn_n_s32(sum[2 * i + 1], TG_COEF_BITS - TG_MID_BITS)));
}

static void store_rows(int16_t *dst, int32x2_t top, int32x2_t bottom)
{
    vst1q_s16(dst, vreinterpretq_s16_s32(vcombine_s32(top, bottom)));
}

/* Four rows of four 2-sample units (32 bits).  Stores unit u of the rows as eight neighbours at
 * dst + 16 * u. */
static void store_units(int16_t *dst, int32x4_t r0, int32x4_t r1, int32x4_t r2, int32x4_t r3)
{
    int32x4x2_t a = vtrnq_s32(r0, r1); /* r0u0 r1u0 r0u2 r1u2, r0u1 r1u1 r0u3 r1u3 */
    int32x4x2_t b = vtrnq_s32(r2, r3);

    store_rows(dst, vget_low_s32(a.val[0]), vget_low_s32(b.val[0]));
    store_rows(dst + 16, vget_low_s32(a.val[1]), vget_low_s32(b.val[1]));
    store_rows(dst + 32, vget_high_s32(a.val[0]), vget_high_s32(b.val[0]));
    store_rows(dst + 48, vget_high_s32(a.val[1]), vget_high_s32(b.val[1]));
}

/* STRIP columns of the band; rows are read at column x. */
static void vpass_strip(int16_t *dst, const struct tg_vplan *plan, size_t x)
{
    int16x8_t rows[2 * TG_VPLAN_PAIRS][2];
    int32x4_t out[TG_BAND][2];

    for (size_t i = 0; i < 2 * plan->pairs; i++)
        widen_row(rows[i], plan->row[i] + x);
    for (size_t r = 0; r < TG_BAND; r++)
        sum_row(out[r], rows + 2 * plan->first[r], plan->coef[r] + 2 * plan->first[r],
                plan->end[r] - plan->first[r]);
    for (size_t q = 0; q < 2; q++) {
        int16_t *units = dst + q * 8 * TG_BAND;

        store_units(units, out[0][q], out[1][q], out[2][q], out[3][q]);
        store_units(units + 8, out[4][q], out[5][q], out[6][q], out[7][q]);
    }
}

void tg_vpass_neon(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    tg_vplan_run(dst, band, x0, n, STRIP, vpass_strip);
}

static int32x4_t add_neighbours(int32x4_t a, int32x4_t b)
{
    return vcombine_s32(vpadd_s32(vget_low_s32(a), vget_high_s32(a)),
                        vpadd_s32(vget_low_s32(b), vget_high_s32(b)));
}

/* One output of eight rows.  The even and the odd sample of a row are summed in lanes of their own,
 * r0e r0o r1e r1o | r2e ... | ... | ... r7o, and meet at the end. */
static uint8x8_t sum_column(const int16_t *p, const int16_t *coef, size_t taps)
{
    const int32x4_t half = vdupq_n_s32(1 << (TG_COEF_BITS + TG_MID_BITS - 1));
    int32x4_t s0 = vdupq_n_s32(0), s1 = s0, s2 = s0, s3 = s0, top, bottom;

    for (size_t k = 0; k < taps; k += 2, p += 2 * TG_BAND) {
        int16x8_t c = load_pair(coef + k);
        int16x8_t a = vld1q_s16(p), b = vld1q_s16(p + TG_BAND);

        s0 = vmlal_s16(s0, vget_low_s16(a), vget_low_s16(c));
        s1 = vmlal_s16(s1, vget_high_s16(a), vget_high_s16(c));
        s2 = vmlal_s16(s2, vget_low_s16(b), vget_low_s16(c));
        s3 = vmlal_s16(s3, vget_high_s16(b), vget_high_s16(c));
    }
    top = vaddq_s32(add_neighbours(s0, s1), half);
    bottom = vaddq_s32(add_neighbours(s2, s3), half);
    /* 20 bits in two steps, since a narrowing shift takes 16 at most */
    return vqshrun_n_s16(vcombine_s16(vshrn_n_s32(top, 16), vshrn_n_s32(bottom, 16)),
                         TG_COEF_BITS + TG_MID_BITS - 16);
}

/* v[i] lane j becomes v[j] lane i: swaps bits of the two indices, from blocks of 4 down to 1. */
static void transpose_8x8(uint8x8_t v[8])
{
    for (size_t i = 0; i < 4; i++) {
        uint32x2x2_t t = vtrn_u32(vreinterpret_u32_u8(v[i]), vreinterpret_u32_u8(v[i + 4]));

        v[i] = vreinterpret_u8_u32(t.val[0]);
        v[i + 4] = vreinterpret_u8_u32(t.val[1]);
    }
    for (size_t i = 0; i < 4; i++) {
        uint8x8_t *a = v + i / 2 * 4 + i % 2, *b = a + 2;
        uint16x4x2_t t = vtrn_u16(vreinterpret_u16_u8(*a), vreinterpret_u16_u8(*b));

        *a = vreinterpret_u8_u16(t.val[0]);
        *b = vreinterpret_u8_u16(t.val[1]);
    }
    for (size_t i = 0; i < 8; i += 2) {
        uint8x8x2_t t = vtrn_u8(v[i], v[i + 1]);

        v[i] = t.val[0];
        v[i + 1] = t.val[1];
    }
}

/* Eight outputs of eight rows. */
static void hpass_8(uint8_t *const dst[TG_BAND], const int16_t *src,
                    const struct tg_hfilter *filter, size_t x)
{
    uint8x8_t v[8];

    for (size_t i = 0; i < 8; i++)
        v[i] = sum_column(src + (size_t)filter->start[x + i] * TG_BAND,
                          filter->coef + (x + i) * filter->taps, filter->taps);
    transpose_8x8(v);
    for (size_t r = 0; r < TG_BAND; r++)
        vst1_u8(dst[r] + x, v[r]);
}

void tg_hpass_neon(uint8_t *const dst[TG_BAND], const int16_t *src, const struct tg_hfilter *filter)
{
    size_t n = filter->n;

    if (n < 8) {
        tg_hpass_c(dst, src, filter);
        return;
    }
    for (size_t x = 0; x + 8 <= n; x += 8)
        hpass_8(dst, src, filter, x);
    if (n % 8) /* the last eight overlap the ones before them */
        hpass_8(dst, src, filter, n - 8);
}

void tg_halve_neon(uint8_t *dst, const uint8_t *a, const uint8_t *b, size_t n)
{
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        uint16x8_t sum = vpadalq_u8(vpaddlq_u8(vld1q_u8(a + 2 * i)), vld1q_u8(b + 2 * i));

        vst1_u8(dst + i, vrshrn_n_u16(sum, 2));
    }
    if (i < n)
        tg_halve_c(dst + i, a + 2 * i, b + 2 * i, n - i);
}
