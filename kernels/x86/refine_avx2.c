#include <immintrin.h>

#include "kernels/families.h"
#include "kernels/refine.inc"

static inline unsigned count(uint64_t m)
{
    return (unsigned)_mm_popcnt_u64(m);
}

static inline uint64_t choose(uint64_t m, unsigned i)
{
    return _pdep_u64((uint64_t)1 << i, m);
}

static inline uint64_t deposit(uint64_t bits, uint64_t m)
{
    return _pdep_u64(bits, m);
}

/* Masks are turned, so that the first coefficient has the highest bit, as the first bit of the data
 * is the highest: then PDEP puts the next bits to where they belong. */
static inline uint64_t turn(uint64_t m)
{
    m = (m >> 1 & 0x5555555555555555) | (m & 0x5555555555555555) << 1;
    m = (m >> 2 & 0x3333333333333333) | (m & 0x3333333333333333) << 2;
    m = (m >> 4 & 0x0f0f0f0f0f0f0f0f) | (m & 0x0f0f0f0f0f0f0f0f) << 4;
    return __builtin_bswap64(m);
}

/* All ones in each lane whose bit is set, the highest bit for the first. */
static inline __m256i lanes(uint64_t m, unsigned group)
{
    const __m256i bit = _mm256_set_epi16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096,
                                         8192, 16384, -32768);
    __m256i v = _mm256_set1_epi16((int16_t)(uint16_t)(m >> (48 - 16 * group)));

    return _mm256_cmpeq_epi16(_mm256_and_si256(v, bit), bit);
}

static inline void apply(int16_t *coef, uint64_t add, uint64_t minus, int one)
{
    const __m256i ones = _mm256_set1_epi16((int16_t)one), odd = _mm256_set1_epi16(1);

    for (unsigned g = 0; g < 4; g++) {
        __m256i *p = (__m256i *)(void *)(coef + (size_t)16 * g), v = _mm256_loadu_si256(p);
        __m256i sign = _mm256_or_si256(_mm256_or_si256(v, lanes(minus, g)), odd);
        __m256i step = _mm256_sign_epi16(_mm256_and_si256(ones, lanes(add, g)), sign);

        _mm256_storeu_si256(p, _mm256_add_epi16(v, step));
    }
}

/* A bit of the data for each that is set in m, at most 63, into its place. */
static inline uint64_t refine_corrections(struct refine_bits *b, uint64_t m)
{
    unsigned n = count(m);
    uint64_t taken;

    if (__builtin_expect(n > b->have, 0)) {
        const uint64_t upper = m & ~(uint64_t)0 << 32;

        n = count(upper);
        refine_refill(b);
        taken = deposit(b->buf >> (-n & 63), upper);
        refine_drop(b, n);
        refine_refill(b);
        m ^= upper;
        n = count(m);
        taken |= deposit(b->buf >> (-n & 63), m);
    } else {
        taken = deposit(b->buf >> (-n & 63), m); /* all of them for none, of which none is taken */
    }
    refine_drop(b, n);
    return taken;
}

/* The symbols of one block: no coefficient is looked at, no branch but for the ends depends on what
 * is zero.  Puts into `*add` which coefficients change, into `*minus` which become
 * negative, into `*fresh` which were zero; what follows an end of the band is in `*rest`. */
static inline bool refine_block(struct tg_refine *r, struct refine_bits *b, uint64_t before,
                                uint64_t *rest, uint64_t *add, uint64_t *minus, uint64_t *fresh)
{
    unsigned zeros = count(*rest & ~before), symbol, run, one, wrong = 0;

    while (*rest) {
        uint64_t at, through;

        refine_refill(b);
        if (!refine_symbol(b, r->codes, &symbol))
            return false;
        run = symbol >> 4;
        one = symbol & 15;
        if (one == 0 && run < 15) {
            r->run = refine_run(b, run);
            return wrong <= 1;
        }
        wrong |= one;
        if (run >= zeros)
            return false;
        zeros -= run + 1;
        at = choose(*rest & ~before, zeros);
        through = ~(at - 1);
        *fresh |= at & -(uint64_t)(one & 1);
        *minus |= at & -(uint64_t)(one & ~(b->buf >> 63) & 1);
        refine_drop(b, one & 1);
        *add |= refine_corrections(b, *rest & before & through);
        *rest &= ~through;
    }
    return wrong <= 1;
}

static inline bool refine(struct tg_refine *r, int16_t *coef, uint64_t *mask, size_t n)
{
    struct refine_bits b = {r->buf, r->have, r->next};
    const uint64_t band = turn(r->band);
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++, coef += 64) {
        const uint64_t before = turn(mask[i]);
        uint64_t rest = band, add = 0, minus = 0, fresh = 0;

        if (r->run == 0)
            ok = refine_block(r, &b, before, &rest, &add, &minus, &fresh);
        if (ok && r->run > 0) {
            r->run--;
            if (rest & before) {
                refine_refill(&b);
                add |= refine_corrections(&b, rest & before);
            }
        }
        add |= fresh;
        if (add) {
            mask[i] |= turn(fresh);
            apply(coef, add, minus, r->one);
        }
    }
    r->buf = b.buf;
    r->have = b.have;
    r->next = b.next;
    return ok;
}

bool tg_refine_avx2(struct tg_refine *r, int16_t *coef, uint64_t *mask, size_t n)
{
    return refine(r, coef, mask, n);
}
