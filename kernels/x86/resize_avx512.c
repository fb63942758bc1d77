#include <immintrin.h>
#include <string.h>

#include "kernels/families.h"
#include "kernels/vplan.h"

enum { STRIP = 64 }; /* columns of a vertical strip: one vector of bytes, one cache line */

static __m512i load512(const void *p)
{
    return _mm512_loadu_si512(p);
}

static void store512(void *p, __m512i v)
{
    _mm512_storeu_si512(p, v);
}

static __m512i broadcast_pair(const int16_t *p)
{
    int32_t pair;

    memcpy(&pair, p, sizeof(pair));
    return _mm512_set1_epi32(pair);
}

static __m512i add_product(__m512i sum, __m512i samples, __m512i coef)
{
    return _mm512_add_epi32(sum, _mm512_madd_epi16(samples, coef));
}

/* Two rows a, b of 64 columns as 16-bit pairs a0 b0 a1 b1 ...; lane l (of 16 bytes) of v[j] holds
 * the columns 16 l + 4 j to 16 l + 4 j + 3. */
static void widen_pair(__m512i v[4], const uint8_t *row_a, const uint8_t *row_b)
{
    const __m512i zero = _mm512_setzero_si512();
    __m512i a = load512(row_a), b = load512(row_b);
    __m512i lo = _mm512_unpacklo_epi8(a, b), hi = _mm512_unpackhi_epi8(a, b);

    v[0] = _mm512_unpacklo_epi8(lo, zero);
    v[1] = _mm512_unpackhi_epi8(lo, zero);
    v[2] = _mm512_unpacklo_epi8(hi, zero);
    v[3] = _mm512_unpackhi_epi8(hi, zero);
}

/* Drops the fraction bits of the coefficients, except those that the band keeps. */
static __m512i pack_mid(__m512i a, __m512i b)
{
    return _mm512_packs_epi32(_mm512_srai_epi32(a, TG_COEF_BITS - TG_MID_BITS),
                              _mm512_srai_epi32(b, TG_COEF_BITS - TG_MID_BITS));
}

/* One output row of a strip; lane l of out[h] holds the columns 16 l + 8 h to 16 l + 8 h + 7. */
static void sum_row(__m512i out[2], __m512i (*pairs)[4], const int16_t *coef, size_t count)
{
    __m512i s0 = _mm512_set1_epi32(1 << (TG_COEF_BITS - TG_MID_BITS - 1));
    __m512i s1 = s0, s2 = s0, s3 = s0;

    for (size_t i = 0; i < count; i++) {
        __m512i c = broadcast_pair(coef + 2 * i);

        s0 = add_product(s0, pairs[i][0], c);
        s1 = add_product(s1, pairs[i][1], c);
        s2 = add_product(s2, pairs[i][2], c);
        s3 = add_product(s3, pairs[i][3], c);
    }
    out[0] = pack_mid(s0, s1);
    out[1] = pack_mid(s2, s3);
}

/* Four rows of 2-sample units (32 bits), four units per lane: v[u] gets unit u of the rows. */
static void gather_units(__m512i v[4], __m512i r0, __m512i r1, __m512i r2, __m512i r3)
{
    __m512i a = _mm512_unpacklo_epi32(r0, r1); /* r0u0 r1u0 r0u1 r1u1 */
    __m512i b = _mm512_unpackhi_epi32(r0, r1); /* r0u2 r1u2 r0u3 r1u3 */
    __m512i c = _mm512_unpacklo_epi32(r2, r3);
    __m512i d = _mm512_unpackhi_epi32(r2, r3);

    v[0] = _mm512_unpacklo_epi64(a, c);
    v[1] = _mm512_unpackhi_epi64(a, c);
    v[2] = _mm512_unpacklo_epi64(b, d);
    v[3] = _mm512_unpackhi_epi64(b, d);
}

/* Lane l of a, b, c and d to the 64 bytes at dst + l * 16 columns. */
static void store_lanes(int16_t *dst, __m512i a, __m512i b, __m512i c, __m512i d)
{
    enum { STEP = 16 * TG_BAND };
    __m512i ab_even = _mm512_shuffle_i32x4(a, b, 0x88), ab_odd = _mm512_shuffle_i32x4(a, b, 0xdd);
    __m512i cd_even = _mm512_shuffle_i32x4(c, d, 0x88), cd_odd = _mm512_shuffle_i32x4(c, d, 0xdd);

    /* ab_even: a0 a2 b0 b2; 0x88 takes blocks 0 and 2 of both, 0xdd blocks 1 and 3 */
    store512(dst, _mm512_shuffle_i32x4(ab_even, cd_even, 0x88));
    store512(dst + STEP, _mm512_shuffle_i32x4(ab_odd, cd_odd, 0x88));
    store512(dst + 2 * STEP, _mm512_shuffle_i32x4(ab_even, cd_even, 0xdd));
    store512(dst + 3 * STEP, _mm512_shuffle_i32x4(ab_odd, cd_odd, 0xdd));
}

/* Rows come from memory: ask for the next strips early.  May point past the row, which is harmless
 * to the processor; integer arithmetic makes it harmless to the compiler too. */
static void prefetch(const uint8_t *row, size_t x)
{
    _mm_prefetch((const char *)((uintptr_t)row + x + 3 * STRIP), _MM_HINT_T0);
}

/* STRIP columns of the band; rows are read at column x. */
static void vpass_strip(int16_t *dst, const struct tg_vplan *plan, size_t x)
{
    __m512i pairs[TG_VPLAN_PAIRS][4], row[TG_BAND][2];

    for (size_t i = 0; i < plan->pairs; i++) {
        const uint8_t *a = plan->row[2 * i], *b = plan->row[2 * i + 1];

        prefetch(a, x);
        prefetch(b, x);
        widen_pair(pairs[i], a + x, b + x);
    }
    for (size_t r = 0; r < TG_BAND; r++)
        sum_row(row[r], pairs + plan->first[r], plan->coef[r] + 2 * plan->first[r],
                plan->end[r] - plan->first[r]);
    for (size_t h = 0; h < 2; h++) {
        int16_t *out = dst + 8 * h * TG_BAND;
        __m512i top[4], bottom[4];

        gather_units(top, row[0][h], row[1][h], row[2][h], row[3][h]);
        gather_units(bottom, row[4][h], row[5][h], row[6][h], row[7][h]);
        store_lanes(out, top[0], bottom[0], top[1], bottom[1]);
        store_lanes(out + 4 * TG_BAND, top[2], bottom[2], top[3], bottom[3]);
    }
}

void tg_vpass_avx512(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    tg_vplan_run(dst, band, x0, n, STRIP, vpass_strip);
}
