#include <immintrin.h>

#include "kernels/families.h"

#define LANES 4
#include "kernels/x86/vector_x86.inc"
/* after it */
#include "kernels/x86/lanes_avx512.inc"

/* A vector holds two pairs of samples of all rows, one in each half; at the end the halves are
 * added. */

enum { COLUMNS = 8, SHIFT = TG_COEF_BITS + TG_MID_BITS, HALF = 1 << (SHIFT - 1) };

/* In memory, because gcc makes what it can compute anew each time. */
static const struct {
    int32_t first_two[16], last_two[16]; /* of four pairs of coefficients, one for each half */
    int32_t round[16];                   /* what sums begin with */
    uint8_t by_row[64];
} constants = {
    .first_two = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1},
    .last_two = {2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3},
    .round = {HALF, HALF, HALF, HALF, HALF, HALF, HALF, HALF},
/* Packed, output o of row r is byte r % 4 + o / 2 * 4 of lane o % 2 * 2 + r / 4. */
#define ROW(at) (at), (at) + 32, (at) + 4, (at) + 36, (at) + 8, (at) + 40, (at) + 12, (at) + 44
    .by_row = {ROW(0), ROW(1), ROW(2), ROW(3), ROW(16), ROW(17), ROW(18), ROW(19)},
#undef ROW
};

static inline __attribute__((always_inline)) V add_4_pairs(V sum, const int16_t *p,
                                                           const int16_t *coef)
{
    V c = spread(coef);

    sum = add_product(sum, load(p), _mm512_permutexvar_epi32(load(constants.first_two), c));
    return add_product(sum, load(p + 4 * TG_BAND),
                       _mm512_permutexvar_epi32(load(constants.last_two), c));
}

static inline __attribute__((always_inline)) V add_2_pairs(V sum, const int16_t *p,
                                                           const int16_t *coef)
{
    int64_t both;

    memcpy(&both, coef, sizeof(both));
    return add_product(
        sum, load(p), _mm512_permutexvar_epi32(load(constants.first_two), _mm512_set1_epi64(both)));
}

static inline __attribute__((always_inline)) V add_pair(V sum, const int16_t *p,
                                                        const int16_t *coef)
{
    return add_product(sum, _mm512_maskz_loadu_epi64(0x0f, p), broadcast_pair(coef));
}

/* Of two outputs, the sums of one in each half. */
static inline __attribute__((always_inline)) V join(V a, V b)
{
    return _mm512_add_epi32(_mm512_shuffle_i64x2(a, b, 0x44), _mm512_shuffle_i64x2(a, b, 0xee));
}

/* Drops all fraction bits. */
static inline V pack_out(V a, V b)
{
    return _mm512_packs_epi32(_mm512_srai_epi32(a, SHIFT), _mm512_srai_epi32(b, SHIFT));
}

/* Four outputs of eight rows, 16 bits. */
static inline __attribute__((always_inline)) V sum_4_columns(const int16_t *src,
                                                             const struct tg_hfilter *f, size_t x)
{
    const int16_t *c0 = f->coef + x * f->taps, *c1 = c0 + f->taps;
    const int16_t *c2 = c1 + f->taps, *c3 = c2 + f->taps;
    const int16_t *p0 = src + (size_t)f->start[x] * TG_BAND;
    const int16_t *p1 = src + (size_t)f->start[x + 1] * TG_BAND;
    const int16_t *p2 = src + (size_t)f->start[x + 2] * TG_BAND;
    const int16_t *p3 = src + (size_t)f->start[x + 3] * TG_BAND;
    V s0 = load(constants.round), s1 = s0, s2 = s0, s3 = s0;
    size_t k = 0;

    for (; k + 8 <= f->taps; k += 8) {
        s0 = add_4_pairs(s0, p0 + k * TG_BAND, c0 + k);
        s1 = add_4_pairs(s1, p1 + k * TG_BAND, c1 + k);
        s2 = add_4_pairs(s2, p2 + k * TG_BAND, c2 + k);
        s3 = add_4_pairs(s3, p3 + k * TG_BAND, c3 + k);
    }
    if (f->taps & 4) {
        s0 = add_2_pairs(s0, p0 + k * TG_BAND, c0 + k);
        s1 = add_2_pairs(s1, p1 + k * TG_BAND, c1 + k);
        s2 = add_2_pairs(s2, p2 + k * TG_BAND, c2 + k);
        s3 = add_2_pairs(s3, p3 + k * TG_BAND, c3 + k);
        k += 4;
    }
    if (f->taps & 2) {
        s0 = add_pair(s0, p0 + k * TG_BAND, c0 + k);
        s1 = add_pair(s1, p1 + k * TG_BAND, c1 + k);
        s2 = add_pair(s2, p2 + k * TG_BAND, c2 + k);
        s3 = add_pair(s3, p3 + k * TG_BAND, c3 + k);
    }
    return pack_out(join(s0, s1), join(s2, s3));
}

static inline void store_2_rows(uint8_t *row_a, uint8_t *row_b, __m128i v)
{
    _mm_storel_epi64((__m128i *)(void *)row_a, v);
    _mm_storel_epi64((__m128i *)(void *)row_b, _mm_unpackhi_epi64(v, v));
}

/* Eight outputs of eight rows. */
static inline __attribute__((always_inline)) void
hpass_8(uint8_t *const dst[TG_BAND], const int16_t *src, const struct tg_hfilter *filter, size_t x)
{
    V packed = _mm512_packus_epi16(sum_4_columns(src, filter, x),
                                   sum_4_columns(src, filter, x + COLUMNS / 2));
    V rows = _mm512_permutexvar_epi8(load(constants.by_row), packed);

    store_2_rows(dst[0] + x, dst[1] + x, _mm512_castsi512_si128(rows));
    store_2_rows(dst[2] + x, dst[3] + x, _mm512_extracti32x4_epi32(rows, 1));
    store_2_rows(dst[4] + x, dst[5] + x, _mm512_extracti32x4_epi32(rows, 2));
    store_2_rows(dst[6] + x, dst[7] + x, _mm512_extracti32x4_epi32(rows, 3));
}

void tg_hpass_avx512(uint8_t *const dst[TG_BAND], const int16_t *src,
                     const struct tg_hfilter *filter)
{
    size_t n = filter->n;

    if (n < COLUMNS) {
        tg_hpass_c(dst, src, filter);
        return;
    }
    for (size_t x = 0; x + COLUMNS <= n; x += COLUMNS)
        hpass_8(dst, src, filter, x);
    if (n % COLUMNS) /* the last eight overlap the ones before them */
        hpass_8(dst, src, filter, n - COLUMNS);
}
