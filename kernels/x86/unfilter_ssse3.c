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

/* In 16 bits; see nearest() in generic/unfilter_c.c. */
static inline __m128i step_paeth(struct state *s, __m128i x, __m128i b)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i wide = _mm_unpacklo_epi8(b, zero), a = s->a, c = s->c;
    __m128i limit = _mm_sub_epi16(_mm_add_epi16(_mm_add_epi16(c, c), c), wide);
    __m128i lo = _mm_min_epi16(a, wide), hi = _mm_max_epi16(a, wide);
    __m128i not_lo, not_hi, near;

    __asm__("" : "+x"(limit)); /* or compilers would put the sum in an order that waits for a */
    limit = _mm_sub_epi16(limit, a);
    not_lo = _mm_cmpgt_epi16(hi, limit);
    not_hi = _mm_cmpgt_epi16(limit, lo);
    near = _mm_or_si128(_mm_or_si128(_mm_andnot_si128(not_lo, lo), /* */
                                     _mm_andnot_si128(not_hi, hi)),
                        _mm_and_si128(_mm_and_si128(not_lo, not_hi), c));

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
