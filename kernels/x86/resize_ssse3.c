#include <string.h>
#include <tmmintrin.h>

#include "kernels/families.h"
#include "kernels/vplan.h"

enum { STRIP = 32 }; /* columns of a vertical strip: eight vectors of 32-bit sums */

static __m128i load128(const void *p)
{
    return _mm_loadu_si128((const __m128i *)p);
}

static void store128(void *p, __m128i v)
{
    _mm_storeu_si128((__m128i *)p, v);
}

/* The two 16-bit numbers at p, four times. */
static __m128i broadcast_pair(const int16_t *p)
{
    int32_t pair;

    memcpy(&pair, p, sizeof(pair));
    return _mm_set1_epi32(pair);
}

static __m128i add_product(__m128i sum, __m128i samples, __m128i coef)
{
    return _mm_add_epi32(sum, _mm_madd_epi16(samples, coef));
}

/* Two rows a, b of 16 columns as 16-bit pairs a0 b0 a1 b1 ..., four columns per vector. */
static void widen_pair(__m128i v[4], const uint8_t *row_a, const uint8_t *row_b)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i a = load128(row_a), b = load128(row_b);
    __m128i lo = _mm_unpacklo_epi8(a, b), hi = _mm_unpackhi_epi8(a, b);

    v[0] = _mm_unpacklo_epi8(lo, zero);
    v[1] = _mm_unpackhi_epi8(lo, zero);
    v[2] = _mm_unpacklo_epi8(hi, zero);
    v[3] = _mm_unpackhi_epi8(hi, zero);
}

/* Drops the fraction bits of the coefficients, except those that the band keeps. */
static __m128i pack_mid(__m128i a, __m128i b)
{
    return _mm_packs_epi32(_mm_srai_epi32(a, TG_COEF_BITS - TG_MID_BITS),
                           _mm_srai_epi32(b, TG_COEF_BITS - TG_MID_BITS));
}

/* One output row of a strip, eight columns per vector. */
static void sum_row(__m128i out[4], __m128i (*pairs)[8], const int16_t *coef, size_t count)
{
    __m128i s0 = _mm_set1_epi32(1 << (TG_COEF_BITS - TG_MID_BITS - 1));
    __m128i s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;

    for (size_t i = 0; i < count; i++) {
        __m128i c = broadcast_pair(coef + 2 * i);

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

/* Four rows of four 2-sample units (32 bits).  Stores unit u of the rows as 16 neighbouring bytes
 * at dst + 32 * u. */
static void store_units(uint8_t *dst, __m128i r0, __m128i r1, __m128i r2, __m128i r3)
{
    __m128i a = _mm_unpacklo_epi32(r0, r1); /* r0u0 r1u0 r0u1 r1u1 */
    __m128i b = _mm_unpackhi_epi32(r0, r1); /* r0u2 r1u2 r0u3 r1u3 */
    __m128i c = _mm_unpacklo_epi32(r2, r3);
    __m128i d = _mm_unpackhi_epi32(r2, r3);

    store128(dst, _mm_unpacklo_epi64(a, c));
    store128(dst + 32, _mm_unpackhi_epi64(a, c));
    store128(dst + 64, _mm_unpacklo_epi64(b, d));
    store128(dst + 96, _mm_unpackhi_epi64(b, d));
}

/* STRIP columns of the band; rows are read at column x. */
static void vpass_strip(int16_t *dst, const struct tg_vplan *plan, size_t x)
{
    __m128i pairs[TG_VPLAN_PAIRS][8], row[TG_BAND][4];

    for (size_t i = 0; i < plan->pairs; i++) {
        const uint8_t *a = plan->row[2 * i] + x, *b = plan->row[2 * i + 1] + x;

        widen_pair(pairs[i], a, b);
        widen_pair(pairs[i] + 4, a + STRIP / 2, b + STRIP / 2);
    }
    for (size_t r = 0; r < TG_BAND; r++)
        sum_row(row[r], pairs + plan->first[r], plan->coef[r] + 2 * plan->first[r],
                plan->end[r] - plan->first[r]);
    for (size_t q = 0; q < 4; q++) {
        uint8_t *out = (uint8_t *)(dst + q * 8 * TG_BAND);

        store_units(out, row[0][q], row[1][q], row[2][q], row[3][q]);
        store_units(out + 16, row[4][q], row[5][q], row[6][q], row[7][q]);
    }
}

void tg_vpass_ssse3(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    tg_vplan_run(dst, band, x0, n, STRIP, vpass_strip);
}

/* Sums of one output: rows 0-3 and rows 4-7. */
struct column {
    __m128i top, bottom;
};

static struct column add_pair(struct column s, const int16_t *p, __m128i coef)
{
    s.top = add_product(s.top, load128(p), coef);
    s.bottom = add_product(s.bottom, load128(p + TG_BAND), coef);
    return s;
}

static struct column sum_column(const int16_t *p, const int16_t *coef, size_t taps)
{
    const __m128i half = _mm_set1_epi32(1 << (TG_COEF_BITS + TG_MID_BITS - 1));
    struct column s = {half, half};
    size_t k = 0;

    for (; k + 8 <= taps; k += 8, p += 8 * TG_BAND) {
        __m128i c = load128(coef + k);

        s = add_pair(s, p, _mm_shuffle_epi32(c, 0x00));
        s = add_pair(s, p + 2 * TG_BAND, _mm_shuffle_epi32(c, 0x55));
        s = add_pair(s, p + 4 * TG_BAND, _mm_shuffle_epi32(c, 0xaa));
        s = add_pair(s, p + 6 * TG_BAND, _mm_shuffle_epi32(c, 0xff));
    }
    for (; k < taps; k += 2, p += 2 * TG_BAND)
        s = add_pair(s, p, broadcast_pair(coef + k));
    s.top = _mm_srai_epi32(s.top, TG_COEF_BITS + TG_MID_BITS);
    s.bottom = _mm_srai_epi32(s.bottom, TG_COEF_BITS + TG_MID_BITS);
    return s;
}

/* Four outputs: out[0] has rows 0-3, out[1] rows 4-7, four bytes each. */
static void sum_4_columns(__m128i out[2], const int16_t *src, const struct tg_hfilter *f, size_t x)
{
    /* x0r0 x0r1 x0r2 x0r3 x1r0 ... to r0x0 r0x1 r0x2 r0x3 r1x0 ... */
    const __m128i by_row = _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    struct column s[4];

    for (size_t i = 0; i < 4; i++)
        s[i] = sum_column(src + (size_t)f->start[x + i] * TG_BAND, f->coef + (x + i) * f->taps,
                          f->taps);
    out[0] =
        _mm_packus_epi16(_mm_packs_epi32(s[0].top, s[1].top), _mm_packs_epi32(s[2].top, s[3].top));
    out[1] = _mm_packus_epi16(_mm_packs_epi32(s[0].bottom, s[1].bottom),
                              _mm_packs_epi32(s[2].bottom, s[3].bottom));
    out[0] = _mm_shuffle_epi8(out[0], by_row);
    out[1] = _mm_shuffle_epi8(out[1], by_row);
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
    __m128i a[2], b[2];

    sum_4_columns(a, src, filter, x);
    sum_4_columns(b, src, filter, x + 4);
    for (size_t i = 0; i < 2; i++) {
        uint8_t *const *rows = dst + 4 * i;

        store_2_rows(rows[0] + x, rows[1] + x, _mm_unpacklo_epi32(a[i], b[i]));
        store_2_rows(rows[2] + x, rows[3] + x, _mm_unpackhi_epi32(a[i], b[i]));
    }
}

void tg_hpass_ssse3(uint8_t *const dst[TG_BAND], const int16_t *src,
                    const struct tg_hfilter *filter)
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

void tg_halve_ssse3(uint8_t *dst, const uint8_t *a, const uint8_t *b, size_t n)
{
    const __m128i ones = _mm_set1_epi8(1), two = _mm_set1_epi16(2);
    size_t i = 0;

    for (; i + 16 <= n; i += 16) {
        __m128i s0 = _mm_add_epi16(_mm_maddubs_epi16(load128(a + 2 * i), ones),
                                   _mm_maddubs_epi16(load128(b + 2 * i), ones));
        __m128i s1 = _mm_add_epi16(_mm_maddubs_epi16(load128(a + 2 * i + 16), ones),
                                   _mm_maddubs_epi16(load128(b + 2 * i + 16), ones));

        s0 = _mm_srli_epi16(_mm_add_epi16(s0, two), 2);
        s1 = _mm_srli_epi16(_mm_add_epi16(s1, two), 2);
        store128(dst + i, _mm_packus_epi16(s0, s1));
    }
    if (i < n)
        tg_halve_c(dst + i, a + 2 * i, b + 2 * i, n - i);
}
