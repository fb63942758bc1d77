#include <immintrin.h>
#include <string.h>

#include "kernels/families.h"
#include "kernels/vplan.h"

enum { STRIP = 64 }; /* columns of a vertical strip: one cache line */

static __m256i load256(const void *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}

static void store256(void *p, __m256i v)
{
    _mm256_storeu_si256((__m256i *)p, v);
}

static void store128(void *p, __m128i v)
{
    _mm_storeu_si128((__m128i *)p, v);
}

/* The two 16-bit numbers at p, eight times. */
static __m256i broadcast_pair(const int16_t *p)
{
    int32_t pair;

    memcpy(&pair, p, sizeof(pair));
    return _mm256_set1_epi32(pair);
}

/* Two rows a, b of 32 columns as 16-bit pairs a0 b0 a1 b1 ..., four columns per lane:
 * v0 = 0-3 | 16-19, v1 = 4-7 | 20-23, v2 = 8-11 | 24-27, v3 = 12-15 | 28-31. */
static void widen_pair(__m256i v[4], const uint8_t *row_a, const uint8_t *row_b)
{
    const __m256i zero = _mm256_setzero_si256();
    __m256i a = load256(row_a), b = load256(row_b);
    __m256i lo = _mm256_unpacklo_epi8(a, b), hi = _mm256_unpackhi_epi8(a, b);

    v[0] = _mm256_unpacklo_epi8(lo, zero);
    v[1] = _mm256_unpackhi_epi8(lo, zero);
    v[2] = _mm256_unpacklo_epi8(hi, zero);
    v[3] = _mm256_unpackhi_epi8(hi, zero);
}

static __m256i add_product(__m256i sum, __m256i samples, __m256i coef)
{
    return _mm256_add_epi32(sum, _mm256_madd_epi16(samples, coef));
}

/* Drops the fraction bits of the coefficients, except those that the band keeps. */
static __m256i pack_mid(__m256i a, __m256i b)
{
    return _mm256_packs_epi32(_mm256_srai_epi32(a, TG_COEF_BITS - TG_MID_BITS),
                              _mm256_srai_epi32(b, TG_COEF_BITS - TG_MID_BITS));
}

/* One output row of a strip.  out[2h]: columns 0-7 | 16-23 of half h, out[2h + 1]: 8-15 | 24-31.
 * Eight sums are what hides the latency of the additions and shares the load of the
 * coefficients. */
static void sum_row(__m256i out[4], __m256i (*pairs)[8], const int16_t *coef, size_t count)
{
    __m256i s0 = _mm256_set1_epi32(1 << (TG_COEF_BITS - TG_MID_BITS - 1));
    __m256i s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;

    for (size_t i = 0; i < count; i++) {
        __m256i c = broadcast_pair(coef + 2 * i);

        s0 = add_product(s0, pairs[i][0], c);
        s1 = add_product(s1, pairs[i][1], c);
        s2 = add_product(s2, pairs[i][2], c);
        s3 = add_product(s3, pairs[i][3], c);
        s4 = add_product(s4, pairs[i][4], c);
        s5 = add_product(s5, pairs[i][5], c);
        s6 = add_product(s6, pairs[i][6], c);
        s7 = add_product(s7, pairs[i][7], c);
    }
    out[0] = pack_mid(s0, s1);
    out[1] = pack_mid(s2, s3);
    out[2] = pack_mid(s4, s5);
    out[3] = pack_mid(s6, s7);
}

/* Four rows of 2-sample units (32 bits); lane l of row r holds units 8l .. 8l + 3.  Stores unit u
 * of the rows as 16 neighbouring bytes at dst + 32 * u. */
static void store_units(uint8_t *dst, __m256i r0, __m256i r1, __m256i r2, __m256i r3)
{
    __m256i a = _mm256_unpacklo_epi32(r0, r1); /* r0u0 r1u0 r0u1 r1u1 */
    __m256i b = _mm256_unpackhi_epi32(r0, r1); /* r0u2 r1u2 r0u3 r1u3 */
    __m256i c = _mm256_unpacklo_epi32(r2, r3);
    __m256i d = _mm256_unpackhi_epi32(r2, r3);
    __m256i u0 = _mm256_unpacklo_epi64(a, c), u1 = _mm256_unpackhi_epi64(a, c);
    __m256i u2 = _mm256_unpacklo_epi64(b, d), u3 = _mm256_unpackhi_epi64(b, d);

    store128(dst, _mm256_castsi256_si128(u0));
    store128(dst + 32, _mm256_castsi256_si128(u1));
    store128(dst + 64, _mm256_castsi256_si128(u2));
    store128(dst + 96, _mm256_castsi256_si128(u3));
    store128(dst + 256, _mm256_extracti128_si256(u0, 1));
    store128(dst + 288, _mm256_extracti128_si256(u1, 1));
    store128(dst + 320, _mm256_extracti128_si256(u2, 1));
    store128(dst + 352, _mm256_extracti128_si256(u3, 1));
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
    __m256i pairs[TG_VPLAN_PAIRS][8], row[TG_BAND][4];

    for (size_t i = 0; i < plan->pairs; i++) {
        const uint8_t *a = plan->row[2 * i], *b = plan->row[2 * i + 1];

        prefetch(a, x);
        prefetch(b, x);
        widen_pair(pairs[i], a + x, b + x);
        widen_pair(pairs[i] + 4, a + x + STRIP / 2, b + x + STRIP / 2);
    }
    for (size_t r = 0; r < TG_BAND; r++)
        sum_row(row[r], pairs + plan->first[r], plan->coef[r] + 2 * plan->first[r],
                plan->end[r] - plan->first[r]);
    for (size_t q = 0; q < 4; q++) {
        uint8_t *out = (uint8_t *)(dst + (q / 2 * 32 + q % 2 * 8) * TG_BAND);

        store_units(out, row[0][q], row[1][q], row[2][q], row[3][q]);
        store_units(out + 16, row[4][q], row[5][q], row[6][q], row[7][q]);
    }
}

void tg_vpass_avx2(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    tg_vplan_run(dst, band, x0, n, STRIP, vpass_strip);
}

/* Adds eight taps of one output; both lanes of c hold their coefficients.  One load and four
 * shuffles beat four loads: the loads of samples already fill the load ports. */
static __m256i add_4_pairs(__m256i sum, const int16_t *p, __m256i c)
{
    __m256i c0 = _mm256_shuffle_epi32(c, 0x00), c1 = _mm256_shuffle_epi32(c, 0x55);
    __m256i c2 = _mm256_shuffle_epi32(c, 0xaa), c3 = _mm256_shuffle_epi32(c, 0xff);

    sum = add_product(sum, load256(p), c0);
    sum = add_product(sum, load256(p + 2 * TG_BAND), c1);
    sum = add_product(sum, load256(p + 4 * TG_BAND), c2);
    return add_product(sum, load256(p + 6 * TG_BAND), c3);
}

static __m256i load_twice(const void *p)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)p));
}

static __m256i add_pair(__m256i sum, const int16_t *p, const int16_t *coef)
{
    return add_product(sum, load256(p), broadcast_pair(coef));
}

/* Drops all fraction bits. */
static __m256i pack_out(__m256i a, __m256i b)
{
    return _mm256_packs_epi32(_mm256_srai_epi32(a, TG_COEF_BITS + TG_MID_BITS),
                              _mm256_srai_epi32(b, TG_COEF_BITS + TG_MID_BITS));
}

/* Four outputs of eight rows: lane 0 has rows 0-3, lane 1 rows 4-7, four bytes each. */
static __m256i sum_4_columns(const int16_t *src, const struct tg_hfilter *f, size_t x)
{
    /* x0r0 x0r1 x0r2 x0r3 x1r0 ... to r0x0 r0x1 r0x2 r0x3 r1x0 ..., in each lane */
    const __m256i by_row = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
    const int16_t *c0 = f->coef + x * f->taps, *c1 = c0 + f->taps;
    const int16_t *c2 = c1 + f->taps, *c3 = c2 + f->taps;
    const int16_t *p0 = src + (size_t)f->start[x] * TG_BAND;
    const int16_t *p1 = src + (size_t)f->start[x + 1] * TG_BAND;
    const int16_t *p2 = src + (size_t)f->start[x + 2] * TG_BAND;
    const int16_t *p3 = src + (size_t)f->start[x + 3] * TG_BAND;
    __m256i s0 = _mm256_set1_epi32(1 << (TG_COEF_BITS + TG_MID_BITS - 1));
    __m256i s1 = s0, s2 = s0, s3 = s0;
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

static void store_2_rows(uint8_t *row_a, uint8_t *row_b, __m128i v)
{
    _mm_storel_epi64((__m128i *)(void *)row_a, v);
    _mm_storel_epi64((__m128i *)(void *)row_b, _mm_unpackhi_epi64(v, v));
}

/* Eight outputs of eight rows. */
static void hpass_8(uint8_t *const dst[TG_BAND], const int16_t *src,
                    const struct tg_hfilter *filter, size_t x)
{
    __m256i a = sum_4_columns(src, filter, x), b = sum_4_columns(src, filter, x + 4);
    __m256i lo = _mm256_unpacklo_epi32(a, b); /* r0x0-7 r1x0-7 | r4x0-7 r5x0-7 */
    __m256i hi = _mm256_unpackhi_epi32(a, b); /* r2x0-7 r3x0-7 | r6x0-7 r7x0-7 */

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
    const __m256i ones = _mm256_set1_epi8(1), two = _mm256_set1_epi16(2);
    size_t i = 0;

    for (; i + 32 <= n; i += 32) {
        __m256i s0 = _mm256_add_epi16(_mm256_maddubs_epi16(load256(a + 2 * i), ones),
                                      _mm256_maddubs_epi16(load256(b + 2 * i), ones));
        __m256i s1 = _mm256_add_epi16(_mm256_maddubs_epi16(load256(a + 2 * i + 32), ones),
                                      _mm256_maddubs_epi16(load256(b + 2 * i + 32), ones));

        s0 = _mm256_srli_epi16(_mm256_add_epi16(s0, two), 2);
        s1 = _mm256_srli_epi16(_mm256_add_epi16(s1, two), 2);
        /* 0-7 16-23 | 8-15 24-31 back in order */
        store256(dst + i, _mm256_permute4x64_epi64(_mm256_packus_epi16(s0, s1), 0xd8));
    }
    if (i < n)
        tg_halve_c(dst + i, a + 2 * i, b + 2 * i, n - i);
}
