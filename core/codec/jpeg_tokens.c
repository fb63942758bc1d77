/* jpeg_tokens.c - blocks to tokens and statistics (ITU-T T.81, F.1.2 and G.1.2). */
#include "core/codec/jpeg_tokens.h"

#include "kernels/kernels.h"

enum { ZERO_RUN = 0xF0, END_OF_BLOCK = 0x00, LONGEST_EOB_RUN = 32767 };

/* The number of bits of |v|, and the bits that say which of the values of that size it is. */
static inline unsigned size_of(int v)
{
    unsigned magnitude = (unsigned)(v < 0 ? -v : v);

    return magnitude ? 32 - (unsigned)__builtin_clz(magnitude) : 0;
}

static inline uint16_t *put(uint16_t *to, uint64_t *count, unsigned symbol, unsigned bits,
                            unsigned size)
{
    count[symbol]++;
    *to++ = (uint16_t)(symbol | bits << 8);
    if (__builtin_expect(size > 8, 0))
        *to++ = (uint16_t)bits;
    return to;
}

static inline uint16_t *put_value(uint16_t *to, uint64_t *count, unsigned symbol, int v)
{
    unsigned size = size_of(v), bits = (unsigned)(v - (v < 0)) & ((1u << size) - 1);

    return put(to, count, symbol | size, bits, size);
}

static void put_eob_run(struct tg_tokens *t)
{
    unsigned size = size_of((int)t->eob_run) - 1;

    t->next = put(t->next, t->count[0], size << 4, t->eob_run - (1u << size), size);
    t->eob_run = 0;
}

/* The coefficients of `mask`, which is not 0; the first position is `from`. */
static inline uint16_t *put_coefficients(uint16_t *to, uint64_t *count, const int16_t *block,
                                         uint64_t mask, unsigned from)
{
    do {
        unsigned z = (unsigned)__builtin_ctzll(mask), run = z - from;

        for (; __builtin_expect(run > 15, 0); run -= 16)
            to = put(to, count, ZERO_RUN, 0, 0);
        to = put_value(to, count, run << 4, block[tg_zigzag[z]]);
        from = z + 1;
        mask &= mask - 1;
    } while (mask);
    return to;
}

void tg_tokens_dc(struct tg_tokens *t, unsigned component, unsigned chroma, int dc)
{
    t->next = put_value(t->next, t->count[0], chroma, dc - t->last_dc[component]);
    t->last_dc[component] = dc;
}

size_t tg_tokens_ac(struct tg_tokens *t, const int16_t *blocks, const uint64_t *masks, size_t n,
                    unsigned first, unsigned last)
{
    const uint64_t band = (UINT64_MAX >> (63 - last)) & (UINT64_MAX << first);
    size_t i = 0;

    for (; i < n && t->end - t->next >= TG_TOKEN_BLOCK; i++) {
        uint64_t mask = masks[i] & band;

        if (mask) {
            if (t->eob_run)
                put_eob_run(t);
            t->next =
                put_coefficients(t->next, t->count[0], blocks + i * TG_JPEG_BLOCK, mask, first);
            t->eob_run = !(mask >> last);
        } else if (++t->eob_run == LONGEST_EOB_RUN) {
            put_eob_run(t);
        }
    }
    return i;
}

void tg_tokens_ac_end(struct tg_tokens *t)
{
    if (t->eob_run)
        put_eob_run(t);
}

void tg_tokens_block(struct tg_tokens *t, unsigned component, unsigned table, const int16_t *block,
                     uint64_t mask)
{
    uint64_t *ac = t->count[TG_CLASS_AC + table];
    int dc = block[0];

    t->next = put_value(t->next, t->count[TG_CLASS_DC + table], 0, dc - t->last_dc[component]);
    t->last_dc[component] = dc;
    mask &= ~(uint64_t)1;
    if (mask)
        t->next = put_coefficients(t->next, ac, block, mask, 1);
    if (!(mask >> 63))
        t->next = put(t->next, ac, END_OF_BLOCK, 0, 0);
}

void tg_tokens_padding(struct tg_tokens *t, unsigned table)
{
    t->next = put(t->next, t->count[TG_CLASS_DC + table], 0, 0, 0);
    t->next = put(t->next, t->count[TG_CLASS_AC + table], END_OF_BLOCK, 0, 0);
}
