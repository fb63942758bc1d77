#include <tmmintrin.h>

#include "kernels/families.h"

#define LANES       1
#define STRIP       32
#define PREFETCH    0
#define IN_ORDER(v) (v)
#include "kernels/x86/resize_x86.inc"

/* Vector q of a row holds columns 8 q to 8 q + 7. */
static void store_strip(int16_t *dst, V row[TG_BAND][SUMS / 2])
{
    for (size_t q = 0; q < SUMS / 2; q++) {
        int16_t *out = dst + q * 8 * TG_BAND;
        V top[4], bottom[4];

        gather_units(top, row[0][q], row[1][q], row[2][q], row[3][q]);
        gather_units(bottom, row[4][q], row[5][q], row[6][q], row[7][q]);
        for (size_t u = 0; u < 4; u++) {
            store(out + u * 2 * TG_BAND, top[u]);
            store(out + u * 2 * TG_BAND + TG_BAND, bottom[u]);
        }
    }
}

void tg_vpass_ssse3(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n)
{
    tg_vplan_run(dst, band, x0, n, STRIP, vpass_strip);
}

/* Sums of one output: rows 0-3 and rows 4-7. */
struct column {
    V top, bottom;
};

static struct column add_pair(struct column s, const int16_t *p, V coef)
{
    s.top = add_product(s.top, load(p), coef);
    s.bottom = add_product(s.bottom, load(p + TG_BAND), coef);
    return s;
}

static struct column sum_column(const int16_t *p, const int16_t *coef, size_t taps)
{
    const V half = _mm_set1_epi32(1 << (TG_COEF_BITS + TG_MID_BITS - 1));
    struct column s = {half, half};
    size_t k = 0;

    for (; k + 8 <= taps; k += 8, p += 8 * TG_BAND) {
        V c = load(coef + k);

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
static void sum_4_columns(V out[2], const int16_t *src, const struct tg_hfilter *f, size_t x)
{
    /* x0r0 x0r1 x0r2 x0r3 x1r0 ... to r0x0 r0x1 r0x2 r0x3 r1x0 ... */
    const V by_row = _mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
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

/* Eight outputs of eight rows. */
static void hpass_8(uint8_t *const dst[TG_BAND], const int16_t *src,
                    const struct tg_hfilter *filter, size_t x)
{
    V a[2], b[2];

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
    size_t i = halve(dst, a, b, n);

    if (i < n)
        tg_halve_c(dst + i, a + 2 * i, b + 2 * i, n - i);
}
