/* tokens.h - values and end-of-band runs to tokens (ITU-T T.81, F.1.2 and G.1.2), one by one.
 * Private to kernels/ and the JPEG encoder. */
#ifndef TG_KERNELS_TOKENS_H
#define TG_KERNELS_TOKENS_H

#include "kernels/kernels.h"

enum { TG_TOKEN_ZERO_RUN = 0xF0 };

/* The number of bits of |v|; a branch for 0 could not be predicted among differences of DC. */
static inline unsigned tg_token_size(int v)
{
    unsigned magnitude = (unsigned)(v < 0 ? -v : v);

    return 31 - (unsigned)__builtin_clz(magnitude << 1 | 1);
}

static inline uint16_t *tg_token_put(uint16_t *to, uint64_t *count, unsigned symbol, unsigned bits,
                                     unsigned size)
{
    count[symbol]++;
    *to++ = (uint16_t)(symbol | bits << 8);
    if (__builtin_expect(size > 8, 0))
        *to++ = (uint16_t)bits;
    return to;
}

/* The bits say which of the values of that size it is. */
static inline uint16_t *tg_token_put_value(uint16_t *to, uint64_t *count, unsigned symbol, int v)
{
    unsigned size = tg_token_size(v), bits = (unsigned)(v - (v < 0)) & ((1u << size) - 1);

    return tg_token_put(to, count, symbol | size, bits, size);
}

/* The coefficients of `mask`, which is not 0; the first position is `from`. */
static inline uint16_t *tg_token_put_coefficients(uint16_t *to, uint64_t *count,
                                                  const int16_t *block, uint64_t mask,
                                                  unsigned from)
{
    do {
        unsigned z = (unsigned)__builtin_ctzll(mask), run = z - from;

        for (; __builtin_expect(run > 15, 0); run -= 16)
            to = tg_token_put(to, count, TG_TOKEN_ZERO_RUN, 0, 0);
        to = tg_token_put_value(to, count, run << 4, block[tg_zigzag[z]]);
        from = z + 1;
        mask &= mask - 1;
    } while (mask);
    return to;
}

/* The run, which is not 0. */
static inline void tg_token_put_eob_run(struct tg_tokens *t)
{
    unsigned size = tg_token_size((int)t->eob_run) - 1;

    t->next = tg_token_put(t->next, t->count[0], size << 4, t->eob_run - (1u << size), size);
    t->eob_run = 0;
}

/* The coefficients of one block. */
static inline void tg_token_put_band(struct tg_tokens *t, const int16_t *block, uint64_t mask,
                                     unsigned first, unsigned last)
{
    if (mask) {
        if (t->eob_run)
            tg_token_put_eob_run(t);
        t->next = tg_token_put_coefficients(t->next, t->count[0], block, mask, first);
        t->eob_run = !(mask >> last);
    } else if (++t->eob_run == TG_TOKENS_LONGEST_RUN) {
        tg_token_put_eob_run(t);
    }
}

/* Bits of masks that stand for the coefficients first ... last. */
static inline uint64_t tg_token_band(unsigned first, unsigned last)
{
    return (UINT64_MAX >> (63 - last)) & (UINT64_MAX << first);
}

#endif
