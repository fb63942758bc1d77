#include <immintrin.h>

#include "kernels/families.h"

#define LANES       2
#define STRIP       64 /* one cache line */
#define PREFETCH    3
#define IN_ORDER(v) _mm256_permute4x64_epi64(v, 0xd8) /* 0-7 16-23 | 8-15 24-31 */
#include "kernels/x86/resize_x86.inc"

static void store_lanes(int16_t *low, int16_t *high, V v)
{
    _mm_storeu_si128((__m128i *)(void *)low, _mm256_castsi256_si128(v));
    _mm_storeu_si128((__m128i *)(void *)high, _mm256_extracti128_si256(v, 1));
}

/* Vector q of a row holds eight columns from 8 (q % 2) of half q / 2, and those 16 further on. */
static void store_strip(int16_t *dst, V row[TG_BAND][SUMS / 2])
{
    for (size_t q = 0; q < SUMS / 2; q++) {
        int16_t *low = dst + (q / 2 * 32 + q % 2 * 8) * TG_BAND, *high = low + 16 * TG_BAND;
        V top[4], bottom[4];

        gather_units(top, row[0][q], row[1][q], row[2][q], row[3][q]);
        gather_units(bottom, row[4][q], row[5][q], row[6][q], row[7][q]);
        for (size_t u = 0; u < 4; u++) {
            store_lanes(low + u * 2 * TG_BAND, high + u * 2 * TG_BAND, top[u]);
            store_lanes(low + u * 2 * TG_BAND + TG_BAND, high + u * 2 * TG_BAND + TG_BAND,
                        bottom[u]);
        }
    }
}

void tg_vpass_avx2(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    tg_vplan_run(dst, band, x0, n, STRIP, vpass_strip);
}

/* Adds eight taps of one output; both lanes of c hold their coefficients.  One load and four
 * shuffles beat four loads: the loads of samples already fill the load ports. */
static V add_4_pairs(V sum, const int16_t *p, V c)
{
    V c0 = _mm256_shuffle_epi32(c, 0x00), c1 = _mm256_shuffle_epi32(c, 0x55);
    V c2 = _mm256_shuffle_epi32(c, 0xaa), c3 = _mm256_shuffle_epi32(c, 0xff);

    sum = add_product(sum, load(p), c0);
    sum = add_product(sum, load(p + 2 * TG_BAND), c1);
    sum = add_product(sum, load(p + 4 * TG_BAND), c2);
    return add_product(sum, load(p + 6 * TG_BAND), c3);
}

static V load_twice(const void *p)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)p));
}

static V add_pair(V sum, const int16_t *p, const int16_t *coef)
{
    return add_product(sum, load(p), broadcast_pair(coef));
}

/* Drops all fraction bits. */
static V pack_out(V a, V b)
{
    return _mm256_packs_epi32(_mm256_srai_epi32(a, TG_COEF_BITS + TG_MID_BITS),
                              _mm256_srai_epi32(b, TG_COEF_BITS + TG_MID_BITS));
}

/* Four outputs of eight rows: lane 0 has rows 0-3, lane 1 rows 4-7, four bytes each. */
static V sum_4_columns(const int16_t *src, const struct tg_hfilter *f, size_t x)
{
    /* x0r0 x0r1 x0r2 x0r3 x1r0 ... to r0x0 r0x1 r0x2 r0x3 r1x0 ..., in each lane */
    const V by_row = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
    const int16_t *c0 = f->coef + x * f->taps, *c1 = c0 + f->taps;
    const int16_t *c2 = c1 + f->taps, *c3 = c2 + f->taps;
    const int16_t *p0 = src + (size_t)f->start[x] * TG_BAND;
    const int16_t *p1 = src + (size_t)f->start[x + 1] * TG_BAND;
    const int16_t *p2 = src + (size_t)f->start[x + 2] * TG_BAND;
    const int16_t *p3 = src + (size_t)f->start[x + 3] * TG_BAND;
    V s0 = _mm256_set1_epi32(1 << (TG_COEF_BITS + TG_MID_BITS - 1));
    V s1 = s0, s2 = s0, s3 = s0;
    size_t k = 0;

    for (; k + 8 <= f->taps; k += 8) {
        s0 = add_4_pairs(s0, p0 + k * TG_BAND, load_twice(c0 + k));
        s1 = add_4_pairs(s1, p1 + k * TG_BAND, load_twice(c1 + k));
        s2 = add_4_pairs(s2, p2 + k * TG_BAND, load_twice(c2 + k));
        s3 = add_4_pairs(s3, p3 + k * TG_BAND, load_twice(c3 + k));
    }
    for (; k < f->taps; k += 2) {
        s0 = add_pair(s0, p0 + k * TG_BAND, c0 + k);
        s1 = add_pair(s1, p1 + k * TG_BAND, c1 + k);
        s2 = add_pair(s2, p2 + k * TG_BAND, c2 + k);
        s3 = add_pair(s3, p3 + k * TG_BAND, c3 + k);
    }
    return _mm256_shuffle_epi8(_mm256_packus_epi16(pack_out(s0, s1), pack_out(s2, s3)), by_row);
}

/* Eight outputs of eight rows. */
static void hpass_8(uint8_t *const dst[TG_BAND], const int16_t *src,
                    const struct tg_hfilter *filter, size_t x)
{
    V a = sum_4_columns(src, filter, x), b = sum_4_columns(src, filter, x + 4);
    V lo = _mm256_unpacklo_epi32(a, b); /* r0x0-7 r1x0-7 | r4x0-7 r5x0-7 */
    V hi = _mm256_unpackhi_epi32(a, b); /* r2x0-7 r3x0-7 | r6x0-7 r7x0-7 */

    store_2_rows(dst[0] + x, dst[1] + x, _mm256_castsi256_si128(lo));
    store_2_rows(dst[2] + x, dst[3] + x, _mm256_castsi256_si128(hi));
    store_2_rows(dst[4] + x, dst[5] + x, _mm256_extracti128_si256(lo, 1));
    store_2_rows(dst[6] + x, dst[7] + x, _mm256_extracti128_si256(hi, 1));
}

void tg_hpass_avx2(uint8_t *const dst[TG_BAND], const int16_t *src, const struct tg_hfilter *filter)
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

void tg_halve_avx2(uint8_t *dst, const uint8_t *a, const uint8_t *b, size_t n)
{
    size_t i = halve(dst, a, b, n);

    if (i < n)
        tg_halve_c(dst + i, a + 2 * i, b + 2 * i, n - i);
}
