#include <immintrin.h>

#include "kernels/families.h"
#include "kernels/tokens.h"

#define LANES 4
#include "kernels/x86/vector_x86.inc"
/* after it */
#include "kernels/x86/lanes_avx512.inc"

enum {
    HALF = 32,          /* tokens that a vector of 16 bits holds */
    MOST_SIZE = 7,      /* of values that fit into 8 bits with their signs */
    EOB_TOKENS = 1 << 8 /* runs of which the token has no second half */
};

/* What all blocks share. */
struct band {
    V order;     /* from the bytes of packed natural order to zigzag order */
    V position;  /* 0 ... 63 */
    V low, high; /* the size of a number of 7 bits, by its halves */
    V ones;      /* 2^size - 1 */
    V before;    /* the position before the first, in every byte */
    V down;      /* -1 ... 62, for shuffles: each byte from the one before */
};

static struct band init_band(unsigned first)
{
    static const char low[16] = {0, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4};
    static const char high[16] = {0, 5, 6, 6, 7, 7, 7, 7};
    static const char ones[16] = {0, 1, 3, 7, 15, 31, 63, 127};
    char position[64];

    for (int i = 0; i < 64; i++)
        position[i] = (char)i;
    return (struct band){.order = packed_zigzag(),
                         .position = load(position),
                         .low = spread(low),
                         .high = spread(high),
                         .ones = spread(ones),
                         .before = _mm512_set1_epi8((char)(first - 1)),
                         .down = _mm512_sub_epi8(load(position), _mm512_set1_epi8(1))};
}

static inline void put_half(uint16_t *to, __m256i symbols, __m256i bits)
{
    store(to, _mm512_or_si512(_mm512_cvtepu8_epi16(symbols),
                              _mm512_slli_epi16(_mm512_cvtepu8_epi16(bits), 8)));
}

/* Writes the tokens of the coefficients of `mask`, 64 uint16_t, those that are there first.  False
 * if one of them takes more than a token or is too large for a byte. */
static inline bool write_block(uint16_t *to, const struct band *b, const int16_t *block,
                               uint64_t mask)
{
    V packed = _mm512_packs_epi16(load(block), load(block + 32));
    V v = _mm512_maskz_compress_epi8(mask, _mm512_permutexvar_epi8(b->order, packed));
    V at = _mm512_maskz_compress_epi8(mask, b->position);
    V run = _mm512_sub_epi8(_mm512_sub_epi8(at, _mm512_set1_epi8(1)),
                            _mm512_mask_permutexvar_epi8(b->before, ~(uint64_t)1, b->down, at));
    V magnitude = _mm512_abs_epi8(v);
    V size = _mm512_max_epu8(
        _mm512_shuffle_epi8(b->low, magnitude),
        _mm512_shuffle_epi8(
            b->high, _mm512_and_si512(_mm512_srli_epi16(magnitude, 4), _mm512_set1_epi8(0x0f))));
    V bits =
        _mm512_and_si512(_mm512_mask_add_epi8(v, _mm512_movepi8_mask(v), v, _mm512_set1_epi8(-1)),
                         _mm512_shuffle_epi8(b->ones, size));
    V symbol = _mm512_or_si512(_mm512_slli_epi16(run, 4), size);

    /* behind the last coefficient runs are negative */
    if (_mm512_cmpgt_epi8_mask(run, _mm512_set1_epi8(15)) |
        _mm512_cmpgt_epu8_mask(magnitude, _mm512_set1_epi8((1 << MOST_SIZE) - 2)))
        return false;
    put_half(to, _mm512_castsi512_si256(symbol), _mm512_castsi512_si256(bits));
    if (__builtin_expect(__builtin_popcountll(mask) > HALF, 0))
        put_half(to + HALF, _mm512_extracti64x4_epi64(symbol, 1),
                 _mm512_extracti64x4_epi64(bits, 1));
    return true;
}

/* In turn in four classes: an increment need not wait for the one before it. */
static void count_tokens(struct tg_tokens *t, const uint16_t *from, const uint16_t *to)
{
    for (; to - from >= 4; from += 4)
        for (int i = 0; i < 4; i++)
            t->count[i][from[i] & 0xff]++;
    for (; from < to; from++)
        t->count[0][*from & 0xff]++;
}

static uint16_t eob_token(unsigned run)
{
    unsigned size = run ? tg_token_size((int)run) - 1 : 0;

    return (uint16_t)(size << 4 | (run - (1u << size)) << 8);
}

size_t tg_tokens_avx512(struct tg_tokens *t, const int16_t *blocks, const uint64_t *masks, size_t n,
                        unsigned first, unsigned last)
{
    const uint64_t all = tg_token_band(first, last);
    const struct band band = init_band(first);
    uint16_t *counted = t->next, *next = t->next;
    uint32_t eob_run = t->eob_run;
    size_t i = 0;

    for (; i < n && t->end - next >= TG_TOKEN_BLOCK; i++) {
        uint64_t mask = masks[i] & all;
        uint16_t *to = next + (eob_run > 0);

        if (!mask && eob_run < TG_TOKENS_LONGEST_RUN - 1) {
            eob_run++;
            continue;
        }
        *next = eob_token(eob_run);
        if (mask && eob_run < EOB_TOKENS && write_block(to, &band, blocks + 64 * i, mask)) {
            next = to + __builtin_popcountll(mask);
            eob_run = !(mask >> last);
            continue;
        }
        count_tokens(t, counted, next);
        t->next = next;
        t->eob_run = eob_run;
        tg_token_put_band(t, blocks + 64 * i, mask, first, last);
        next = counted = t->next;
        eob_run = t->eob_run;
    }
    count_tokens(t, counted, next);
    t->next = next;
    t->eob_run = eob_run;
    return i;
}
