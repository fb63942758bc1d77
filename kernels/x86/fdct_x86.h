/* fdct_x86.h - the forward DCT for vectors of 1, 2 or 4 blocks.  The including file defines
 *     V         its vector type, a block in every 128-bit lane
 *     MM(op)    the intrinsic of that name for V
 *     SIGN(v, s)  v with the sign of s
 * and loads and stores; what is here never crosses lanes.  Private to kernels/x86. */
#include "kernels/fdct.h"

/* lo in the low half of every 32-bit lane, hi in the high half. */
static inline V pair(int lo, int hi)
{
    return MM(set1_epi32)((int)((uint32_t)(uint16_t)hi << 16 | (uint16_t)lo));
}

static inline void transpose(V r[8])
{
    V a0 = MM(unpacklo_epi16)(r[0], r[1]), a1 = MM(unpackhi_epi16)(r[0], r[1]);
    V a2 = MM(unpacklo_epi16)(r[2], r[3]), a3 = MM(unpackhi_epi16)(r[2], r[3]);
    V a4 = MM(unpacklo_epi16)(r[4], r[5]), a5 = MM(unpackhi_epi16)(r[4], r[5]);
    V a6 = MM(unpacklo_epi16)(r[6], r[7]), a7 = MM(unpackhi_epi16)(r[6], r[7]);
    V b0 = MM(unpacklo_epi32)(a0, a2), b1 = MM(unpackhi_epi32)(a0, a2);
    V b2 = MM(unpacklo_epi32)(a1, a3), b3 = MM(unpackhi_epi32)(a1, a3);
    V b4 = MM(unpacklo_epi32)(a4, a6), b5 = MM(unpackhi_epi32)(a4, a6);
    V b6 = MM(unpacklo_epi32)(a5, a7), b7 = MM(unpackhi_epi32)(a5, a7);

    r[0] = MM(unpacklo_epi64)(b0, b4);
    r[1] = MM(unpackhi_epi64)(b0, b4);
    r[2] = MM(unpacklo_epi64)(b1, b5);
    r[3] = MM(unpackhi_epi64)(b1, b5);
    r[4] = MM(unpacklo_epi64)(b2, b6);
    r[5] = MM(unpackhi_epi64)(b2, b6);
    r[6] = MM(unpacklo_epi64)(b3, b7);
    r[7] = MM(unpackhi_epi64)(b3, b7);
}

/* Two inputs of which sums of products are wanted, interleaved for multiplies of pairs. */
struct woven {
    V lo, hi;
};

static inline struct woven weave(V a, V b)
{
    return (struct woven){MM(unpacklo_epi16)(a, b), MM(unpackhi_epi16)(a, b)};
}

/* (v + round) >> bits of 32-bit sums, as 16 bits. */
static inline V descale(V lo, V hi, int bits)
{
    const V round = MM(set1_epi32)(1 << (bits - 1));

    return MM(packs_epi32)(MM(srai_epi32)(MM(add_epi32)(lo, round), bits),
                           MM(srai_epi32)(MM(add_epi32)(hi, round), bits));
}

static inline V dot2(struct woven p, V c, int bits)
{
    return descale(MM(madd_epi16)(p.lo, c), MM(madd_epi16)(p.hi, c), bits);
}

static inline V dot4(struct woven p, V c, struct woven q, V d, int bits)
{
    return descale(MM(add_epi32)(MM(madd_epi16)(p.lo, c), MM(madd_epi16)(q.lo, d)),
                   MM(add_epi32)(MM(madd_epi16)(p.hi, c), MM(madd_epi16)(q.hi, d)), bits);
}

/* Along the registers, of all lanes.  No sum of 16 bits overflows: results of the first pass lie in
 * -4096 ... 4064, eight of them in -32768 ... 32512. */
static inline __attribute__((always_inline)) void transform(V r[8], int bits, bool second)
{
    V t4 = MM(sub_epi16)(r[3], r[4]), t5 = MM(sub_epi16)(r[2], r[5]);
    V t6 = MM(sub_epi16)(r[1], r[6]), t7 = MM(sub_epi16)(r[0], r[7]);
    V s0 = MM(add_epi16)(r[0], r[7]), s1 = MM(add_epi16)(r[1], r[6]);
    V s2 = MM(add_epi16)(r[2], r[5]), s3 = MM(add_epi16)(r[3], r[4]);
    V e0 = MM(add_epi16)(s0, s3), e1 = MM(add_epi16)(s1, s2);
    V sum = MM(add_epi16)(e0, e1), difference = MM(sub_epi16)(e0, e1);
    struct woven e = weave(MM(sub_epi16)(s1, s2), MM(sub_epi16)(s0, s3));
    struct woven p = weave(t4, t5), q = weave(t6, t7);
    const V half = MM(set1_epi16)(1 << (TG_DCT_PASS1_BITS - 1));

    if (second) {
        r[0] = MM(srai_epi16)(MM(add_epi16)(sum, half), TG_DCT_PASS1_BITS);
        r[4] = MM(srai_epi16)(MM(add_epi16)(difference, half), TG_DCT_PASS1_BITS);
    } else {
        r[0] = MM(slli_epi16)(sum, TG_DCT_PASS1_BITS);
        r[4] = MM(slli_epi16)(difference, TG_DCT_PASS1_BITS);
    }
    r[2] = dot2(e, pair(TG_E22, TG_E23), bits);
    r[6] = dot2(e, pair(TG_E62, TG_E63), bits);
    r[1] = dot4(p, pair(TG_O14, TG_O15), q, pair(TG_O16, TG_O17), bits);
    r[3] = dot4(p, pair(TG_O34, TG_O35), q, pair(TG_O36, TG_O37), bits);
    r[5] = dot4(p, pair(TG_O54, TG_O55), q, pair(TG_O56, TG_O57), bits);
    r[7] = dot4(p, pair(TG_O74, TG_O75), q, pair(TG_O76, TG_O77), bits);
}

/* The transform of samples that are still 128 too large. */
static inline __attribute__((always_inline)) void transform_block(V r[8])
{
    for (int i = 0; i < 8; i++)
        r[i] = MM(sub_epi16)(r[i], MM(set1_epi16)(128));
    transpose(r);
    transform(r, TG_DCT_CONST_BITS - TG_DCT_PASS1_BITS, false);
    transpose(r);
    transform(r, TG_DCT_CONST_BITS + TG_DCT_PASS1_BITS, true);
}

/* One row of coefficients; see struct tg_quant. */
static inline V quantise(V v, V divisor, V reciprocal, V scale)
{
    V magnitude = MM(abs_epi16)(v);
    V twice = MM(add_epi16)(MM(add_epi16)(magnitude, magnitude), divisor);

    return SIGN(MM(mulhi_epu16)(MM(mulhi_epu16)(twice, reciprocal), scale), v);
}

/* Sixteen zigzag places, as positions among the 16 bytes of rows 2 * pair_of_rows and the next; 0x80 or
 * more, which shuffles to zero, for those that lie elsewhere.  A place in these rows has the high nibble
 * pair_of_rows, which goes to 0; the others carry into bit 7. */
static inline V zigzag_control(V places, int pair_of_rows)
{
    return MM(add_epi8)(MM(xor_si)(places, MM(set1_epi8)((char)(pair_of_rows << 4))),
                        MM(set1_epi8)(0x70));
}

/* Shuffles into part j of the zigzag order from rows 2 * i and 2 * i + 1. */
struct shuffles {
    V from[4][4]; /* [j][i] */
};

/* Bytes that are zero where coefficients are, in zigzag order: part j has places 16 * j ... 16 * j + 15. */
static inline void zigzag(V part[4], const V r[8], const struct shuffles *s)
{
    V rows[4];

    for (int i = 0; i < 4; i++)
        rows[i] = MM(packs_epi16)(r[2 * i], r[2 * i + 1]); /* saturates, so nothing becomes 0 */
    for (int j = 0; j < 4; j++) {
        part[j] = MM(shuffle_epi8)(rows[1], s->from[j][1]);
        part[j] = MM(or_si)(part[j], MM(shuffle_epi8)(rows[2], s->from[j][2]));
        if (j < 3) /* rows 0 and 1 end at place 42 */
            part[j] = MM(or_si)(part[j], MM(shuffle_epi8)(rows[0], s->from[j][0]));
        if (j > 0) /* rows 6 and 7 begin at place 21 */
            part[j] = MM(or_si)(part[j], MM(shuffle_epi8)(rows[3], s->from[j][3]));
    }
}
