#include <immintrin.h>

#include "kernels/colour.h"
#include "kernels/families.h"

enum { LANES = 32 };

struct planes {
    __m256i v0, v1, v2;
};

static __m256i load256(const void *p)
{
    return _mm256_loadu_si256((const __m256i *)p);
}

static void store256(void *p, __m256i v)
{
    _mm256_storeu_si256((__m256i *)p, v);
}

/* lo in the low half of every 32-bit lane, hi in the high half. */
static __m256i pair(int lo, int hi)
{
    return _mm256_set1_epi32((int)((uint32_t)(uint16_t)hi << 16 | (uint16_t)lo));
}

/* Four pixels per lane: rg and bg are the 16-bit pairs r, g and b, g.  Multiplies of pairs, with
 * what does not fit 16 bits brought in otherwise: 38470 g is half in either pair, and adding 32768
 * times something is subtracting -32768 times it. */
static struct planes weigh_rgb(__m256i rg, __m256i bg)
{
    const __m256i round_y = _mm256_set1_epi32(TG_ROUND_Y), round_c = _mm256_set1_epi32(TG_ROUND_C);
    __m256i y0 = _mm256_madd_epi16(rg, pair(TG_Y_R, TG_Y_G / 2));
    __m256i y1 = _mm256_madd_epi16(bg, pair(TG_Y_B, TG_Y_G / 2));
    __m256i cb0 = _mm256_madd_epi16(rg, pair(TG_CB_R, TG_CB_G));
    __m256i cb1 = _mm256_madd_epi16(bg, pair(-TG_CB_B, 0));
    __m256i cr0 = _mm256_madd_epi16(bg, pair(TG_CR_B, TG_CR_G));
    __m256i cr1 = _mm256_madd_epi16(rg, pair(-TG_CR_R, 0));

    return (struct planes){
        _mm256_srli_epi32(_mm256_add_epi32(_mm256_add_epi32(y0, y1), round_y), 16),
        _mm256_srli_epi32(_mm256_add_epi32(_mm256_sub_epi32(cb0, cb1), round_c), 16),
        _mm256_srli_epi32(_mm256_add_epi32(_mm256_sub_epi32(cr0, cr1), round_c), 16)};
}

/* Eight pixels per lane; rg and bg as bytes. */
static struct planes weigh_rgb_bytes(__m256i rg, __m256i bg)
{
    const __m256i zero = _mm256_setzero_si256();
    struct planes lo = weigh_rgb(_mm256_unpacklo_epi8(rg, zero), _mm256_unpacklo_epi8(bg, zero));
    struct planes hi = weigh_rgb(_mm256_unpackhi_epi8(rg, zero), _mm256_unpackhi_epi8(bg, zero));

    return (struct planes){_mm256_packs_epi32(lo.v0, hi.v0), _mm256_packs_epi32(lo.v1, hi.v1),
                           _mm256_packs_epi32(lo.v2, hi.v2)};
}

/* Unpacking and packing both stay within lanes, so the pixels come out in order. */
static struct planes rgb_to_ycc(struct planes in)
{
    struct planes lo =
        weigh_rgb_bytes(_mm256_unpacklo_epi8(in.v0, in.v1), _mm256_unpacklo_epi8(in.v2, in.v1));
    struct planes hi =
        weigh_rgb_bytes(_mm256_unpackhi_epi8(in.v0, in.v1), _mm256_unpackhi_epi8(in.v2, in.v1));

    return (struct planes){_mm256_packus_epi16(lo.v0, hi.v0), _mm256_packus_epi16(lo.v1, hi.v1),
                           _mm256_packus_epi16(lo.v2, hi.v2)};
}

/* (v * weight + 32768) >> 16: the rounding carries if the top bit of the low half is set. */
static __m256i weigh(__m256i v, int16_t weight)
{
    const __m256i w = _mm256_set1_epi16(weight);
    __m256i carry = _mm256_srli_epi16(_mm256_mullo_epi16(v, w), 15);

    return _mm256_add_epi16(_mm256_mulhi_epi16(v, w), carry);
}

/* The same of two, for four pixels per lane, cb in the low halves and cr in the high ones. */
static __m256i weigh_pair(__m256i cb_cr, __m256i weights)
{
    const __m256i half = _mm256_set1_epi32(TG_ROUND_Y);

    return _mm256_srai_epi32(_mm256_add_epi32(_mm256_madd_epi16(cb_cr, weights), half), 16);
}

/* Eight pixels per lane, 16 bits each.  Weights that do not fit 16 bits lose whole multiples of
 * 1 << 16, which are added outside. */
static struct planes weigh_ycc(__m256i y, __m256i cb_128, __m256i cr_128)
{
    const __m256i centre = _mm256_set1_epi16(128), g = pair(TG_G_CB, TG_G_CR + 65536);
    __m256i cb = _mm256_sub_epi16(cb_128, centre), cr = _mm256_sub_epi16(cr_128, centre);
    __m256i red = _mm256_add_epi16(cr, weigh(cr, TG_R_CR - 65536));
    __m256i blue =
        _mm256_add_epi16(_mm256_add_epi16(cb, cb), weigh(cb, (int16_t)(TG_B_CB - 131072)));
    __m256i green = _mm256_packs_epi32(weigh_pair(_mm256_unpacklo_epi16(cb, cr), g),
                                       weigh_pair(_mm256_unpackhi_epi16(cb, cr), g));

    return (struct planes){_mm256_add_epi16(y, red),
                           _mm256_add_epi16(y, _mm256_sub_epi16(green, cr)),
                           _mm256_add_epi16(y, blue)};
}

static struct planes ycc_to_rgb(struct planes in)
{
    const __m256i zero = _mm256_setzero_si256();
    struct planes lo =
        weigh_ycc(_mm256_unpacklo_epi8(in.v0, zero), _mm256_unpacklo_epi8(in.v1, zero),
                  _mm256_unpacklo_epi8(in.v2, zero));
    struct planes hi =
        weigh_ycc(_mm256_unpackhi_epi8(in.v0, zero), _mm256_unpackhi_epi8(in.v1, zero),
                  _mm256_unpackhi_epi8(in.v2, zero));

    return (struct planes){_mm256_packus_epi16(lo.v0, hi.v0), _mm256_packus_epi16(lo.v1, hi.v1),
                           _mm256_packus_epi16(lo.v2, hi.v2)};
}

static struct planes load(const uint8_t *const src[3], size_t i)
{
    return (struct planes){load256(src[0] + i), load256(src[1] + i), load256(src[2] + i)};
}

static void store(struct planes v, uint8_t *const dst[3], size_t i)
{
    store256(dst[0] + i, v.v0);
    store256(dst[1] + i, v.v1);
    store256(dst[2] + i, v.v2);
}

/* The last vector overlaps the one before it, so it is computed first: dst may be src. */
void tg_rgb_to_ycc_avx2(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    struct planes last;

    if (n < LANES) {
        tg_rgb_to_ycc_c(dst, src, n);
        return;
    }
    last = rgb_to_ycc(load(src, n - LANES));
    for (size_t i = 0; i + LANES <= n; i += LANES)
        store(rgb_to_ycc(load(src, i)), dst, i);
    store(last, dst, n - LANES);
}

void tg_ycc_to_rgb_avx2(uint8_t *const dst[3], const uint8_t *const src[3], size_t n)
{
    struct planes last;

    if (n < LANES) {
        tg_ycc_to_rgb_c(dst, src, n);
        return;
    }
    last = ycc_to_rgb(load(src, n - LANES));
    for (size_t i = 0; i + LANES <= n; i += LANES)
        store(ycc_to_rgb(load(src, i)), dst, i);
    store(last, dst, n - LANES);
}
