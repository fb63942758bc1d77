/* A pixel at a time, as each needs the one before it: what counts is how many instructions follow
 * each other from pixel to pixel.  Everything else is done while they wait. */
#include <string.h>
#include <tmmintrin.h>

#include "kernels/families.h"

/* Pixels of 3 or 4 bytes are moved as 4, of 6 or 8 as 8: the bytes too much are those of the next
 * pixel, which was loaded before and is stored afterwards.  The last pixel is moved as it is. */
static inline __m128i load(const uint8_t *p, size_t bytes)
{
    uint64_t v = 0;
    int32_t half;

    if (bytes == 4) {
        memcpy(&half, p, 4);
        return _mm_cvtsi32_si128(half);
    }
    memcpy(&v, p, bytes);
    return _mm_cvtsi64_si128((long long)v);
}

static inline void store(uint8_t *p, __m128i v, size_t bytes)
{
    int64_t low = _mm_cvtsi128_si64(v);
    int32_t half = _mm_cvtsi128_si32(v);

    if (bytes == 4)
        memcpy(p, &half, 4);
    else
        memcpy(p, &low, bytes);
}

/* What goes from pixel to pixel. */
struct state {
    __m128i a, c; /* the pixel before and the one above it, in the step's own form */
};

/* The next pixel: its bytes in the file, and those above it. */
typedef __m128i step_fn(struct state *s, __m128i x, __m128i b);

static inline __m128i step_sub(struct state *s, __m128i x, __m128i b)
{
    (void)b;
    s->a = _mm_add_epi8(s->a, x);
    return s->a;
}

/* With a' = 255 - a and b' = 255 - b, x + (a + b) / 2 = 255 - (average(a', b') - x), where the
 * average is rounded up: one instruction for it and one for the difference. */
static inline __m128i step_average(struct state *s, __m128i x, __m128i b)
{
    const __m128i ones = _mm_set1_epi8(-1);

    s->a = _mm_sub_epi8(_mm_avg_epu8(s->a, _mm_xor_si128(b, ones)), x);
    return _mm_xor_si128(s->a, ones);
}

/* Of 16-bit values; see nearest() in generic/unfilter_c.c. */
static inline __m128i nearest(__m128i a, __m128i wide, __m128i c)
{
    __m128i limit = _mm_sub_epi16(_mm_add_epi16(_mm_add_epi16(c, c), c), wide);
    __m128i lo = _mm_min_epi16(a, wide), hi = _mm_max_epi16(a, wide);
    __m128i not_lo, not_hi;

    __asm__("" : "+x"(limit)); /* or compilers would put the sum in an order that waits for a */
    limit = _mm_sub_epi16(limit, a);
    not_lo = _mm_cmpgt_epi16(hi, limit);
    not_hi = _mm_cmpgt_epi16(limit, lo);
    return _mm_or_si128(_mm_or_si128(_mm_andnot_si128(not_lo, lo), /* */
                                     _mm_andnot_si128(not_hi, hi)),
                        _mm_and_si128(_mm_and_si128(not_lo, not_hi), c));
}

static inline __m128i step_paeth(struct state *s, __m128i x, __m128i b)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i wide = _mm_unpacklo_epi8(b, zero), near = nearest(s->a, wide, s->c);

    s->c = wide;
    s->a = _mm_add_epi8(near, _mm_unpacklo_epi8(x, zero)); /* the high bytes stay zero */
    return _mm_packus_epi16(s->a, s->a);
}

static inline void run(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp, size_t moved,
                       struct state s, step_fn *step)
{
    size_t i = 0;
    __m128i x;

    if (n < 2 * bpp + moved) {
        for (; i < n; i += bpp)
            store(row + i, step(&s, load(row + i, bpp), load(prior + i, bpp)), bpp);
        return;
    }
    x = load(row, moved);
    for (; i + bpp + moved <= n; i += bpp) {
        __m128i next = load(row + i + bpp, moved);

        store(row + i, step(&s, x, load(prior + i, moved)), moved);
        x = next;
    }
    for (; i < n; i += bpp) {
        __m128i next = i + bpp < n ? load(row + i + bpp, bpp) : x;

        store(row + i, step(&s, x, load(prior + i, bpp)), bpp);
        x = next;
    }
}

#define UNFILTER(name, start)                                                                      \
    void tg_unfilter_##name##_ssse3(uint8_t *row, const uint8_t *prior, size_t n, size_t bpp)      \
    {                                                                                              \
        const struct state s = {start, _mm_setzero_si128()};                                       \
                                                                                                   \
        if (bpp == 1)                                                                              \
            run(row, prior, n, 1, 1, s, step_##name);                                              \
        else if (bpp == 2)                                                                         \
            run(row, prior, n, 2, 2, s, step_##name);                                              \
        else if (bpp == 3)                                                                         \
            run(row, prior, n, 3, 4, s, step_##name);                                              \
        else if (bpp == 4)                                                                         \
            run(row, prior, n, 4, 4, s, step_##name);                                              \
        else if (bpp == 6)                                                                         \
            run(row, prior, n, 6, 8, s, step_##name);                                              \
        else                                                                                       \
            run(row, prior, n, 8, 8, s, step_##name);                                              \
    }
UNFILTER(sub, _mm_setzero_si128())
UNFILTER(average, _mm_set1_epi8(-1))
UNFILTER(paeth, _mm_setzero_si128())

/* The pixels from byte i on. */
static void finish_paeth(uint8_t *row, const uint8_t *prior, size_t i, size_t n, size_t bpp)
{
    const __m128i zero = _mm_setzero_si128();
    struct state s = {_mm_unpacklo_epi8(load(row + i - bpp, bpp), zero),
                      _mm_unpacklo_epi8(load(prior + i - bpp, bpp), zero)};

    for (; i < n; i += bpp)
        store(row + i, step_paeth(&s, load(row + i, bpp), load(prior + i, bpp)), bpp);
}

/* Pixel i of the first row in the low half of vectors, and in the high half that of the next row
 * two pixels before it: what is above that one left the low half a step earlier, so that nothing
 * has to wait for it. */
static inline void run_pair(uint8_t *row, uint8_t *next, const uint8_t *prior, size_t n, size_t bpp)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i a, c, above, x, y;
    size_t i = 2 * bpp;

    tg_unfilter_paeth_c(row, prior, i, bpp);
    above = _mm_unpacklo_epi8(load(row, bpp), zero);
    a = _mm_unpacklo_epi8(load(row + bpp, bpp), zero);
    c = _mm_unpacklo_epi8(load(prior + bpp, bpp), zero);
    x = load(row + i, 4);
    y = load(next, 4);
    for (; i + bpp + 4 <= n; i += bpp) {
        __m128i x_after = load(row + i + bpp, 4), y_after = load(next + i - bpp, 4);
        __m128i both = _mm_unpacklo_epi8(_mm_unpacklo_epi32(x, y), zero);
        __m128i b = _mm_unpacklo_epi64(_mm_unpacklo_epi8(load(prior + i, 4), zero), above);
        __m128i near = nearest(a, b, c), done;

        above = a;
        c = b;
        a = _mm_add_epi8(near, both); /* the high bytes stay zero */
        done = _mm_packus_epi16(a, a);
        store(row + i, done, 4);
        store(next + i - 2 * bpp, _mm_srli_epi64(done, 32), 4);
        x = x_after;
        y = y_after;
    }
    store(row + i, x, bpp); /* whose first byte may be one too much of the pixel before */
    store(next + i - 2 * bpp, y, bpp);
    finish_paeth(row, prior, i, n, bpp);
    if (i == 2 * bpp)
        tg_unfilter_paeth_ssse3(next, row, n, bpp);
    else
        finish_paeth(next, row, i - 2 * bpp, n, bpp);
}

void tg_unfilter_paeth_pair_ssse3(uint8_t *row, uint8_t *next, const uint8_t *prior, size_t n,
                                  size_t bpp)
{
    if (bpp == 3 && n >= 12) {
        run_pair(row, next, prior, n, 3);
    } else if (bpp == 4 && n >= 16) {
        run_pair(row, next, prior, n, 4);
    } else {
        tg_unfilter_paeth_ssse3(row, prior, n, bpp);
        tg_unfilter_paeth_ssse3(next, row, n, bpp);
    }
}
