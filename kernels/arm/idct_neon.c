#include <arm_neon.h>
#include <string.h>

#include "kernels/families.h"
#include "kernels/idct.h"
/* after arm_neon.h */
#include "kernels/arm/dct_neon.inc"
#include "kernels/arm/unzigzag_neon.inc"

/* The second pass works with samples of 0 to 255: this is 128 as the first pass leaves it. */
enum { CENTRE = 128 << (TG_DCT_PASS1_BITS + 3) };

/* Constants, by their places in a table of which TIMES and ADD_TIMES take lanes. */
enum constant8 {
    C_2_3, /* of input 2 for t3 and so on, as in generic/idct_c.c */
    C_2_2, /* and of 6 for t3 */
    C_6_2,
    C_3_3,
    C_3_4, /* and z4 for s3 */
    C_4_4,
    C_7_0,
    C_1_0, /* and 7 for o3 */
    C_1_3,
    C_5_1,
    C_3_1, /* and 5 for o2 */
    C_3_2,
};
static const int16_t constants8[12] = {
    TG_F_0_541 + TG_F_0_765, TG_F_0_541,  TG_F_0_541 - TG_F_1_847,
    TG_F_1_175 - TG_F_1_961, TG_F_1_175,  TG_F_1_175 - TG_F_0_390,
    TG_F_0_298 - TG_F_0_899, -TG_F_0_899, TG_F_1_501 - TG_F_0_899,
    TG_F_2_053 - TG_F_2_562, -TG_F_2_562, TG_F_3_072 - TG_F_2_562,
};

/* Where inputs 4 to 7 are zero. */
enum constant8_corner { K_2_3, K_2_2, K_1_0, K_3_0, K_1_1, K_3_1, K_1_2, K_3_2, K_1_3, K_3_3 };
static const int16_t constants8_corner[12] = {
    TG_F_0_541 + TG_F_0_765,
    TG_F_0_541,
    TG_F_1_175 - TG_F_0_899,
    TG_F_1_175 - TG_F_1_961,
    TG_F_1_175 - TG_F_0_390,
    TG_F_1_175 - TG_F_2_562,
    TG_F_1_175,
    TG_F_1_175 - TG_F_1_961 + TG_F_3_072 - TG_F_2_562,
    TG_F_1_175 - TG_F_0_390 + TG_F_1_501 - TG_F_0_899,
    TG_F_1_175,
};

enum constant4 { Q_2, Q_6, Q_1_2, Q_3_2, Q_5_2, Q_7_2, Q_1_0, Q_3_0, Q_5_0, Q_7_0 };
static const int16_t constants4[12] = {TG_F_1_847,  -TG_F_0_765, TG_F_2_562, TG_F_0_899,
                                       -TG_F_0_601, -TG_F_0_509, TG_F_1_061, -TG_F_2_172,
                                       TG_F_1_451,  -TG_F_0_211};

static inline int16x4x3_t load_constants(const int16_t c[12])
{
    return (int16x4x3_t){{vld1_s16(c), vld1_s16(c + 4), vld1_s16(c + 8)}};
}

/* A lane's number must be a literal; k: the table.  The first two of four columns, the others of
 * one half of eight, with `half` known to the compiler. */
#define TIMES_D(a, c)        vmull_lane_s16(a, k.val[(c) / 4], (c) % 4)
#define ADD_TIMES_D(s, a, c) vmlal_lane_s16(s, a, k.val[(c) / 4], (c) % 4)
#if defined(__aarch64__)
#define TIMES(a, c)                                                                                \
    (half ? vmull_high_lane_s16(a, k.val[(c) / 4], (c) % 4) : TIMES_D(vget_low_s16(a), c))
#define ADD_TIMES(s, a, c)                                                                         \
    (half ? vmlal_high_lane_s16(s, a, k.val[(c) / 4], (c) % 4) : ADD_TIMES_D(s, vget_low_s16(a), c))

/* v << n */
#define WIDEN(v, n) (half ? vshll_high_n_s16(v, n) : vshll_n_s16(vget_low_s16(v), n))

#define NARROW_BOTH(lo, hi, bits)   vqrshrn_high_n_s32(vqrshrn_n_s32(lo, bits), hi, bits)
#define BYTES_OF_BOTH(lo, hi, bits) vqrshrun_high_n_s16(vqrshrun_n_s16(lo, bits), hi, bits)
#else
#define HALF(a)                     (half ? vget_high_s16(a) : vget_low_s16(a))
#define TIMES(a, c)                 TIMES_D(HALF(a), c)
#define ADD_TIMES(s, a, c)          ADD_TIMES_D(s, HALF(a), c)
#define WIDEN(v, bits)              vshll_n_s16(HALF(v), bits)
#define NARROW_BOTH(lo, hi, bits)   vcombine_s16(vqrshrn_n_s32(lo, bits), vqrshrn_n_s32(hi, bits))
#define BYTES_OF_BOTH(lo, hi, bits) vcombine_u8(vqrshrun_n_s16(lo, bits), vqrshrun_n_s16(hi, bits))
#endif

enum {
    BITS8 = TG_DCT_CONST_BITS - TG_DCT_PASS1_BITS,
    BITS4 = BITS8 + 1,
    /* of the second pass, from the upper halves of its sums */
    LAST8 = TG_DCT_CONST_BITS + TG_DCT_PASS1_BITS + 3 - 16,
    LAST4 = LAST8 + 1,
    LAST2 = LAST8 + 2,
};

/* ---- What is refused
 * -------------------------------------------------------------------------- */

/* Adds what tells is_small() of numbers outside of TG_IDCT_LEAST ... TG_IDCT_MOST: they have one of
 * the two upper bits. */
static inline uint16x8_t note(uint16x8_t large, int16x8_t v)
{
    return vorrq_u16(large, vreinterpretq_u16_s16(vaddq_s16(v, vdupq_n_s16(-TG_IDCT_LEAST))));
}

static inline bool is_small(uint16x8_t large)
{
    uint64x2_t v = vreinterpretq_u64_u16(large);

    return ((vgetq_lane_u64(v, 0) | vgetq_lane_u64(v, 1)) & 0xc000c000c000c000u) == 0;
}

/* ---- 8x8 samples
 * ------------------------------------------------------------------------------ */

/* Of one half of the lanes; results i and 7 - i are even[i] + odd[i] and even[i] - odd[i]. */
struct parts {
    int32x4_t even[4], odd[4];
};

static inline __attribute__((always_inline)) struct parts transform8(const int16x8_t x[8], int half,
                                                                     int16x4x3_t k)
{
    int16x8_t z3 = vaddq_s16(x[7], x[3]), z4 = vaddq_s16(x[5], x[1]);
    int32x4_t t3 = ADD_TIMES(TIMES(x[2], C_2_3), x[6], C_2_2);
    int32x4_t t2 = ADD_TIMES(TIMES(x[2], C_2_2), x[6], C_6_2);
    int32x4_t t0 = WIDEN(vaddq_s16(x[0], x[4]), TG_DCT_CONST_BITS);
    int32x4_t t1 = WIDEN(vsubq_s16(x[0], x[4]), TG_DCT_CONST_BITS);
    int32x4_t s3 = ADD_TIMES(TIMES(z3, C_3_3), z4, C_3_4);
    int32x4_t s4 = ADD_TIMES(TIMES(z3, C_3_4), z4, C_4_4);
    int32x4_t o0 = ADD_TIMES(TIMES(x[7], C_7_0), x[1], C_1_0);
    int32x4_t o1 = ADD_TIMES(TIMES(x[5], C_5_1), x[3], C_3_1);
    int32x4_t o2 = ADD_TIMES(TIMES(x[5], C_3_1), x[3], C_3_2);
    int32x4_t o3 = ADD_TIMES(TIMES(x[7], C_1_0), x[1], C_1_3);

    return (struct parts){
        {vaddq_s32(t0, t3), vaddq_s32(t1, t2), vsubq_s32(t1, t2), vsubq_s32(t0, t3)},
        {vaddq_s32(s4, o3), vaddq_s32(s3, o2), vaddq_s32(s4, o1), vaddq_s32(s3, o0)}};
}

static inline __attribute__((always_inline)) struct parts transform8_of_4(const int16x8_t x[4],
                                                                          int half, int16x4x3_t k)
{
    int32x4_t t3 = TIMES(x[2], K_2_3), t2 = TIMES(x[2], K_2_2);
    int32x4_t t0 = WIDEN(x[0], TG_DCT_CONST_BITS);
    int32x4_t o0 = ADD_TIMES(TIMES(x[1], K_1_0), x[3], K_3_0);
    int32x4_t o1 = ADD_TIMES(TIMES(x[1], K_1_1), x[3], K_3_1);
    int32x4_t o2 = ADD_TIMES(TIMES(x[1], K_1_2), x[3], K_3_2);
    int32x4_t o3 = ADD_TIMES(TIMES(x[1], K_1_3), x[3], K_3_3);

    return (struct parts){
        {vaddq_s32(t0, t3), vaddq_s32(t0, t2), vsubq_s32(t0, t2), vsubq_s32(t0, t3)},
        {o3, o2, o1, o0}};
}

/* The same of columns 0 to 3 and the transposition: x[c] gets column c, rows 0 to 7. */
static inline __attribute__((always_inline)) uint16x8_t
first_pass_of_4(int16x8_t x[4], const int16x8_t in[2], int16x4x3_t k, uint16x8_t large)
{
    int16x4_t x0 = vget_low_s16(in[0]), x1 = vget_high_s16(in[0]);
    int16x4_t x2 = vget_low_s16(in[1]), x3 = vget_high_s16(in[1]);
    int32x4_t t3 = TIMES_D(x2, K_2_3), t2 = TIMES_D(x2, K_2_2);
    int32x4_t t0 = vshll_n_s16(x0, TG_DCT_CONST_BITS);
    int32x4_t o0 = ADD_TIMES_D(TIMES_D(x1, K_1_0), x3, K_3_0);
    int32x4_t o1 = ADD_TIMES_D(TIMES_D(x1, K_1_1), x3, K_3_1);
    int32x4_t o2 = ADD_TIMES_D(TIMES_D(x1, K_1_2), x3, K_3_2);
    int32x4_t o3 = ADD_TIMES_D(TIMES_D(x1, K_1_3), x3, K_3_3);
    int32x4_t e0 = vaddq_s32(t0, t3), e1 = vaddq_s32(t0, t2);
    int32x4_t e2 = vsubq_s32(t0, t2), e3 = vsubq_s32(t0, t3);
    /* rows r and r + 4 side by side */
    int16x8_t r04 = NARROW_BOTH(vaddq_s32(e0, o3), vsubq_s32(e3, o0), BITS8);
    int16x8_t r15 = NARROW_BOTH(vaddq_s32(e1, o2), vsubq_s32(e2, o1), BITS8);
    int16x8_t r26 = NARROW_BOTH(vaddq_s32(e2, o1), vsubq_s32(e1, o2), BITS8);
    int16x8_t r37 = NARROW_BOTH(vaddq_s32(e3, o0), vsubq_s32(e0, o3), BITS8);
    int16x8x2_t a = vtrnq_s16(r04, r15), b = vtrnq_s16(r26, r37);

    for (int i = 0; i < 2; i++) {
        int32x4x2_t c = vtrnq_s32(vreinterpretq_s32_s16(a.val[i]), vreinterpretq_s32_s16(b.val[i]));

        x[i] = vreinterpretq_s16_s32(c.val[0]);
        x[i + 2] = vreinterpretq_s16_s32(c.val[1]);
    }
    large = note(note(large, r04), r15);
    return note(note(large, r26), r37);
}

static inline void put_rows(uint8_t *dst, size_t stride, uint32x4_t rows)
{
    vst1_u8(dst, vget_low_u8(vreinterpretq_u8_u32(rows)));
    vst1_u8(dst + stride, vget_high_u8(vreinterpretq_u8_u32(rows)));
}

/* Ends the second pass, whose results are columns.  Nothing overflows: the first pass leaves 14
 * bits. */
static inline __attribute__((always_inline)) void put8(uint8_t *dst, size_t stride,
                                                       const struct parts p[2])
{
    uint8x16_t c[4]; /* columns c and c + 4 */
    uint8x16x2_t a, b;
    uint16x8x2_t u, v;
    uint32x4x2_t rows;

    for (int i = 0; i < 4; i++)
        c[i] = BYTES_OF_BOTH(vcombine_s16(vaddhn_s32(p[0].even[i], p[0].odd[i]),
                                          vaddhn_s32(p[1].even[i], p[1].odd[i])),
                             vcombine_s16(vsubhn_s32(p[0].even[3 - i], p[0].odd[3 - i]),
                                          vsubhn_s32(p[1].even[3 - i], p[1].odd[3 - i])),
                             LAST8);
    a = vzipq_u8(c[0], c[1]);
    b = vzipq_u8(c[2], c[3]);
    u = vzipq_u16(vreinterpretq_u16_u8(a.val[0]), vreinterpretq_u16_u8(b.val[0]));
    v = vzipq_u16(vreinterpretq_u16_u8(a.val[1]), vreinterpretq_u16_u8(b.val[1]));
    for (size_t i = 0; i < 2; i++) {
        rows = vzipq_u32(vreinterpretq_u32_u16(u.val[i]), vreinterpretq_u32_u16(v.val[i]));
        put_rows(dst + 4 * i * stride, stride, rows.val[0]);
        put_rows(dst + (4 * i + 2) * stride, stride, rows.val[1]);
    }
}

bool tg_idct8_neon(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                   size_t stride)
{
    const int16x4x3_t k = load_constants(constants8);
    uint16x8_t large = vdupq_n_u16(0);

    for (size_t b = 0; b < n; b++) {
        struct zigzag z = load_zigzag(blocks[b].coef);
        struct parts p[2];
        int16x8_t x[8];

#pragma GCC unroll 8
        for (int r = 0; r < 8; r++)
            x[r] = vmulq_s16(pick(&z, &block_rows[r]), vld1q_s16(q->natural + 8 * r));
        large = note(large, x[0]);
        p[0] = transform8(x, 0, k);
        p[1] = transform8(x, 1, k);
        for (int i = 0; i < 4; i++) {
            x[i] = NARROW_BOTH(vaddq_s32(p[0].even[i], p[0].odd[i]),
                               vaddq_s32(p[1].even[i], p[1].odd[i]), BITS8);
            x[7 - i] = NARROW_BOTH(vsubq_s32(p[0].even[i], p[0].odd[i]),
                                   vsubq_s32(p[1].even[i], p[1].odd[i]), BITS8);
            large = note(note(large, x[i]), x[7 - i]);
        }
        transpose(x);
        x[0] = vaddq_s16(x[0], vdupq_n_s16(CENTRE));
        p[0] = transform8(x, 0, k);
        p[1] = transform8(x, 1, k);
        put8(blocks[b].dst, stride, p);
    }
    return is_small(large);
}

/* The steps of the rows of a corner; see load_corner(). */
static inline void corner_steps(int16x8_t steps[2], const struct tg_dequant *q)
{
    for (int i = 0; i < 2; i++)
        steps[i] = vcombine_s16(vld1_s16(q->natural + 16 * i), vld1_s16(q->natural + 16 * i + 8));
}

/* Products of rows 0 and 1, 2 and 3. */
static inline uint16x8_t load_corner_products(int16x8_t x[2], const int16_t *coef,
                                              const int16x8_t steps[2], uint16x8_t large)
{
    load_corner(x, coef);
    x[0] = vmulq_s16(x[0], steps[0]);
    x[1] = vmulq_s16(x[1], steps[1]);
    return note(large, vcombine_s16(vget_low_s16(x[0]), vget_low_s16(x[0])));
}

bool tg_idct8_corner_neon(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                          size_t stride)
{
    const int16x4x3_t k = load_constants(constants8_corner);
    uint16x8_t large = vdupq_n_u16(0);
    int16x8_t steps[2];

    corner_steps(steps, q);
    for (size_t b = 0; b < n; b++) {
        struct parts p[2];
        int16x8_t in[2], x[4];

        large = load_corner_products(in, blocks[b].coef, steps, large);
        large = first_pass_of_4(x, in, k, large);
        x[0] = vaddq_s16(x[0], vdupq_n_s16(CENTRE));
        p[0] = transform8_of_4(x, 0, k);
        p[1] = transform8_of_4(x, 1, k);
        put8(blocks[b].dst, stride, p);
    }
    return is_small(large);
}

/* ---- 4x4 samples
 * ------------------------------------------------------------------------------ */

/* Four columns or rows.  Results i and 3 - i are even[i] + odd[i] and even[i] - odd[i]; input 4
 * does not count. */
struct parts4 {
    int32x4_t even[2], odd[2];
};

static inline __attribute__((always_inline)) struct parts4 transform4(const int16x4_t x[8],
                                                                      int inputs, int16x4x3_t k)
{
    int32x4_t t0 = vshll_n_s16(x[0], TG_DCT_CONST_BITS + 1), t2 = TIMES_D(x[2], Q_2);
    int32x4_t o2 = ADD_TIMES_D(TIMES_D(x[1], Q_1_2), x[3], Q_3_2);
    int32x4_t o0 = ADD_TIMES_D(TIMES_D(x[1], Q_1_0), x[3], Q_3_0);

    if (inputs > 4) {
        t2 = ADD_TIMES_D(t2, x[6], Q_6);
        o2 = ADD_TIMES_D(ADD_TIMES_D(o2, x[5], Q_5_2), x[7], Q_7_2);
        o0 = ADD_TIMES_D(ADD_TIMES_D(o0, x[5], Q_5_0), x[7], Q_7_0);
    }
    return (struct parts4){{vaddq_s32(t0, t2), vsubq_s32(t0, t2)}, {o2, o0}};
}

/* The second pass, whose inputs and results are columns. */
static inline __attribute__((always_inline)) void finish4(uint8_t *dst, size_t stride,
                                                          int16x4_t x[8], int inputs, int16x4x3_t k)
{
    struct parts4 p;
    uint8x8_t c02, c13;
    uint8x8x2_t a;
    uint16x4x2_t rows;

    x[0] = vadd_s16(x[0], vdup_n_s16(CENTRE));
    p = transform4(x, inputs, k);
    c02 = vqrshrun_n_s16(
        vcombine_s16(vaddhn_s32(p.even[0], p.odd[0]), vsubhn_s32(p.even[1], p.odd[1])), LAST4);
    c13 = vqrshrun_n_s16(
        vcombine_s16(vaddhn_s32(p.even[1], p.odd[1]), vsubhn_s32(p.even[0], p.odd[0])), LAST4);
    a = vzip_u8(c02, c13);
    rows = vzip_u16(vreinterpret_u16_u8(a.val[0]), vreinterpret_u16_u8(a.val[1]));
    for (int i = 0; i < 2; i++) {
        uint64_t two = vget_lane_u64(vreinterpret_u64_u16(rows.val[i]), 0);

        memcpy(dst, &two, 4);
        two >>= 32;
        memcpy(dst + stride, &two, 4);
        dst += 2 * stride;
    }
}

bool tg_idct4_neon(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                   size_t stride)
{
    const int16x4x3_t k = load_constants(constants4);
    uint16x8_t large = vdupq_n_u16(0);

    for (size_t b = 0; b < n; b++) {
        struct zigzag z = load_zigzag(blocks[b].coef);
        int16x4_t left[8], right[8];
        int16x8_t x[8], y[4];
        struct parts4 l, r;

#pragma GCC unroll 8
        for (int i = 0; i < 8; i++)
            if (i != 4) {
                x[i] = vmulq_s16(pick(&z, &block_rows[i]), vld1q_s16(q->natural + 8 * i));
                left[i] = vget_low_s16(x[i]);
                right[i] = vget_high_s16(x[i]);
            }
        large = note(large, x[0]);
        l = transform4(left, 8, k);
        r = transform4(right, 8, k);
        for (int i = 0; i < 2; i++) {
            y[i] =
                NARROW_BOTH(vaddq_s32(l.even[i], l.odd[i]), vaddq_s32(r.even[i], r.odd[i]), BITS4);
            y[3 - i] =
                NARROW_BOTH(vsubq_s32(l.even[i], l.odd[i]), vsubq_s32(r.even[i], r.odd[i]), BITS4);
            large = note(note(large, y[i]), y[3 - i]);
        }
        for (int i = 0; i < 2; i++) { /* columns i, i + 2, i + 4, i + 6 */
            int32x4x2_t c = vtrnq_s32(vreinterpretq_s32_s16(vtrnq_s16(y[0], y[1]).val[i]),
                                      vreinterpretq_s32_s16(vtrnq_s16(y[2], y[3]).val[i]));

            for (int j = 0; j < 2; j++) {
                left[i + 2 * j] = vget_low_s16(vreinterpretq_s16_s32(c.val[j]));
                left[i + 2 * j + 4] = vget_high_s16(vreinterpretq_s16_s32(c.val[j]));
            }
        }
        finish4(blocks[b].dst, stride, left, 8, k);
    }
    return is_small(large);
}

bool tg_idct4_corner_neon(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                          size_t stride)
{
    const int16x4x3_t k = load_constants(constants4);
    uint16x8_t large = vdupq_n_u16(0);
    int16x8_t steps[2];

    corner_steps(steps, q);
    for (size_t b = 0; b < n; b++) {
        int16x4_t x[8];
        int16x8_t in[2], y03, y12;
        struct parts4 p;

        large = load_corner_products(in, blocks[b].coef, steps, large);
        for (int i = 0; i < 2; i++) {
            x[2 * i] = vget_low_s16(in[i]);
            x[2 * i + 1] = vget_high_s16(in[i]);
        }
        p = transform4(x, 4, k);
        y03 = NARROW_BOTH(vaddq_s32(p.even[0], p.odd[0]), vsubq_s32(p.even[0], p.odd[0]), BITS4);
        y12 = NARROW_BOTH(vaddq_s32(p.even[1], p.odd[1]), vsubq_s32(p.even[1], p.odd[1]), BITS4);
        large = note(note(large, y03), y12);
        for (int i = 0; i < 2; i++) {
            int32x2x2_t c = vtrn_s32(
                vreinterpret_s32_s16(vtrn_s16(vget_low_s16(y03), vget_low_s16(y12)).val[i]),
                vreinterpret_s32_s16(vtrn_s16(vget_high_s16(y12), vget_high_s16(y03)).val[i]));

            x[i] = vreinterpret_s16_s32(c.val[0]);
            x[i + 2] = vreinterpret_s16_s32(c.val[1]);
        }
        finish4(blocks[b].dst, stride, x, 4, k);
    }
    return is_small(large);
}

/* ---- 2x2 samples
 * ------------------------------------------------------------------------------ */

enum { GROUP = 4 }; /* blocks */

/* The sum of each vector. */
static inline int32x4_t sum_each(const int32x4_t v[GROUP])
{
#if defined(__aarch64__)
    return vpaddq_s32(vpaddq_s32(v[0], v[1]), vpaddq_s32(v[2], v[3]));
#else
    int32x2_t p[GROUP];

    for (int i = 0; i < GROUP; i++)
        p[i] = vadd_s32(vget_low_s32(v[i]), vget_high_s32(v[i]));
    return vcombine_s32(vpadd_s32(p[0], p[1]), vpadd_s32(p[2], p[3]));
#endif
}

/* What the second pass makes its results of. */
struct parts2 {
    int32x4_t upper[GROUP], lower[GROUP]; /* to be summed up: the odd parts of both rows */
    int32x4_t column[GROUP];              /* and of column 0 */
    int16x4_t dc;
};

/* Block i of a group; steps as odd_rows. */
static inline uint16x8_t first_pass2(struct parts2 *p, int i, const int16_t *coef,
                                     const int16x8_t steps[3], int16x4_t k, uint16x8_t large)
{
    enum { BITS = TG_DCT_CONST_BITS };
    struct zigzag z = load_zigzag(coef);
    int16x8_t r15 = vmulq_s16(pick(&z, &odd_rows[0]), steps[0]);
    int16x8_t r37 = vmulq_s16(pick(&z, &odd_rows[1]), steps[1]);
    int16x8_t r0 = vmulq_s16(pick(&z, &odd_rows[2]), steps[2]);
    int32x4_t even = vshll_n_s16(vget_low_s16(r0), TG_DCT_CONST_BITS + 2), odd;
    int16x4_t upper, lower;

    odd = vmull_lane_s16(vget_low_s16(r15), k, 0);
    odd = vmlal_lane_s16(odd, vget_low_s16(r37), k, 1);
    odd = vmlal_lane_s16(odd, vget_high_s16(r15), k, 2);
    odd = vmlal_lane_s16(odd, vget_high_s16(r37), k, 3);
    upper = vqrshrn_n_s32(vaddq_s32(even, odd), BITS);
    lower = vqrshrn_n_s32(vsubq_s32(even, odd), BITS);
    p->upper[i] = vmull_s16(upper, k);
    p->lower[i] = vmull_s16(lower, k);
    p->column[i] = vmull_s16(vget_high_s16(r0), k);
    large = note(large, vcombine_s16(upper, lower));
    return note(large, vcombine_s16(vget_low_s16(r0), vget_low_s16(r0)));
}

static inline uint16x8_t finish2(const struct tg_idct_block *b, size_t stride,
                                 const struct parts2 *p, uint16x8_t large)
{
    enum { BITS = TG_DCT_CONST_BITS, EVEN = TG_DCT_CONST_BITS + 2 };
    const int16x4_t centre = vdup_n_s16(CENTRE);
    int32x4_t odd = sum_each(p->column), even = vshll_n_s16(p->dc, EVEN);
    int16x4_t upper = vqrshrn_n_s32(vaddq_s32(even, odd), BITS);
    int16x4_t lower = vqrshrn_n_s32(vsubq_s32(even, odd), BITS);
    int32x4_t u = vshll_n_s16(vadd_s16(upper, centre), EVEN), u_odd = sum_each(p->upper);
    int32x4_t l = vshll_n_s16(vadd_s16(lower, centre), EVEN), l_odd = sum_each(p->lower);
    uint8x8_t left =
        vqrshrun_n_s16(vcombine_s16(vaddhn_s32(u, u_odd), vaddhn_s32(l, l_odd)), LAST2);
    uint8x8_t right =
        vqrshrun_n_s16(vcombine_s16(vsubhn_s32(u, u_odd), vsubhn_s32(l, l_odd)), LAST2);
    uint8x8x2_t rows = vzip_u8(left, right);
    uint64_t top = vget_lane_u64(vreinterpret_u64_u8(rows.val[0]), 0);
    uint64_t bottom = vget_lane_u64(vreinterpret_u64_u8(rows.val[1]), 0);

    for (int i = 0; i < GROUP; i++, top >>= 16, bottom >>= 16) {
        memcpy(b[i].dst, &top, 2);
        memcpy(b[i].dst + stride, &bottom, 2);
    }
    large = note(large, vcombine_s16(upper, lower));
    return note(large, vcombine_s16(p->dc, p->dc));
}

bool tg_idct2_neon(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                   size_t stride)
{
    static const int16_t constants[4] = {TG_F_3_624, -TG_F_1_272, TG_F_0_850, -TG_F_0_720};
    const int16x4_t k = vld1_s16(constants);
    const int16x8x2_t columns = vuzpq_s16(vld1q_s16(q->odd), vld1q_s16(q->odd + 8));
    const int16x8_t steps[3] = {columns.val[0], columns.val[1],
                                vcombine_s16(vld1_s16(q->odd + 16), vld1_s16(q->odd + 24))};
    const int16x4_t first_step = vdup_n_s16(q->natural[0]);
    uint16x8_t large = vdupq_n_u16(0);

    for (size_t i = 0; i < n; i += GROUP) {
        struct tg_idct_block last[GROUP];
        const struct tg_idct_block *b = blocks + i;
        struct parts2 p;

        if (n - i < GROUP) { /* the last one stands for those that are not there */
            for (size_t j = 0; j < GROUP; j++)
                last[j] = b[j < n - i ? j : n - i - 1];
            b = last;
        }
        p.dc = vdup_n_s16(b[0].coef[0]);
        p.dc = vld1_lane_s16(b[1].coef, p.dc, 1);
        p.dc = vld1_lane_s16(b[2].coef, p.dc, 2);
        p.dc = vmul_s16(vld1_lane_s16(b[3].coef, p.dc, 3), first_step);
        for (int j = 0; j < GROUP; j++)
            large = first_pass2(&p, j, b[j].coef, steps, k, large);
        large = finish2(b, stride, &p, large);
    }
    return is_small(large);
}
