/* jpeg_bits.c - tokens to entropy-coded bits (ITU-T T.81, F.1.2.3). */
#include <string.h>

#include "core/codec/jpeg_tokens.h"

enum {
    /* A token has at most 16 bits of code and 14 that follow, and a stuffed zero may come after
     * each byte. */
    TOKEN_BYTES = 8,
    BATCH = 256, /* tokens between two looks at the room in the sink */
};

/* Where the next bytes go, in registers. */
struct pen {
    uint64_t pending;
    unsigned used;
    uint8_t *to;
};

/* Writes `bytes` of pending, the first of which is its highest byte. */
static inline void put_bytes(struct pen *p, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)(p->pending >> 56);

        *p->to++ = byte;
        if (byte == 0xFF)
            *p->to++ = 0;
        p->pending <<= 8;
    }
}

static inline void put_bits(struct pen *p, uint64_t bits, unsigned n)
{
    uint32_t word;

    p->pending |= bits << (64 - p->used - n);
    p->used += n;
    if (p->used < 32)
        return;
    word = (uint32_t)(p->pending >> 32);
    if (__builtin_expect((word & 0x80808080u & ~(word + 0x01010101u)) != 0, 0)) {
        put_bytes(p, 4); /* some byte may be 0xFF */
    } else {
        for (int i = 0; i < 4; i++)
            p->to[i] = (uint8_t)(word >> (24 - 8 * i));
        p->to += 4;
        p->pending <<= 32;
    }
    p->used -= 32;
}

/* Returns the token after. */
static inline const uint16_t *put_token(struct pen *p, const uint16_t *t, uint32_t code)
{
    unsigned size = code >> 24, bits = *t++ >> 8;

    if (__builtin_expect(size > 8, 0))
        bits = *t++;
    put_bits(p, (uint64_t)(code & 0xFFFF) << size | bits, (code >> 16 & 31) + size);
    return t;
}

/* Opens the sink's buffer for `tokens` more of them. */
static struct tg_err *take_pen(struct tg_bits *b, struct pen *p, size_t tokens)
{
    struct tg_err *err =
        b->sink->len + (tokens + 1) * TOKEN_BYTES > TG_STREAM_CHUNK ? tg_sink_flush(b->sink) : NULL;

    *p = (struct pen){b->pending, b->used, b->sink->buf + b->sink->len};
    return err;
}

static void return_pen(struct tg_bits *b, const struct pen *p)
{
    b->pending = p->pending;
    b->used = p->used;
    b->sink->len = (size_t)(p->to - b->sink->buf);
}

struct tg_err *tg_bits_write(struct tg_bits *b, const uint16_t *tokens, size_t n,
                             const tg_token_codes codes)
{
    const uint16_t *t = tokens, *end = tokens + n;

    while (t < end) {
        const uint16_t *stop = end - t > BATCH ? t + BATCH : end;
        struct pen p;
        struct tg_err *err = take_pen(b, &p, BATCH);

        if (err)
            return err;
        while (t < stop)
            t = put_token(&p, t, codes[*t & 0xFF]);
        return_pen(b, &p);
    }
    return NULL;
}

struct tg_err *tg_bits_write_blocks(struct tg_bits *b, const uint16_t *tokens, size_t n,
                                    const tg_token_codes codes[TG_TOKEN_CLASSES],
                                    const struct tg_mcu_pattern *pattern, unsigned *at)
{
    const uint16_t *t = tokens, *end = tokens + n;

    while (t < end) {
        unsigned table = pattern->table[*at], position = 1, symbol;
        const uint32_t *ac = codes[TG_CLASS_AC + table];
        struct pen p;
        struct tg_err *err = take_pen(b, &p, TG_JPEG_BLOCK);

        if (err)
            return err;
        t = put_token(&p, t, codes[TG_CLASS_DC + table][*t & 0xFF]);
        do {
            symbol = *t & 0xFF;
            position += (symbol >> 4) + 1;
            t = put_token(&p, t, ac[symbol]);
        } while (symbol && position < TG_JPEG_BLOCK);
        return_pen(b, &p);
        *at = *at + 1 < pattern->blocks ? *at + 1 : 0;
    }
    return NULL;
}

struct tg_err *tg_bits_end(struct tg_bits *b)
{
    struct pen p;
    struct tg_err *err = take_pen(b, &p, 1);
    unsigned fill = -p.used & 7;

    if (err)
        return err;
    if (fill)
        put_bits(&p, (1u << fill) - 1, fill);
    put_bytes(&p, p.used / 8);
    return_pen(b, &p);
    *b = (struct tg_bits){.sink = b->sink};
    return NULL;
}

void tg_token_codes_ac(tg_token_codes codes, const struct tg_huffman *h)
{
    tg_huffman_codes(h, codes);
    for (uint32_t s = 0; s < 256;
         s++) /* a value's size, or that of an end-of-band run but not of 0xF0 */
        codes[s] |= (s & 15 ? s & 15 : s < 0xF0 ? s >> 4 : 0) << 24;
}

void tg_token_codes_dc(tg_token_codes codes, const struct tg_huffman *h, unsigned chroma)
{
    tg_token_codes own;

    tg_huffman_codes(h, own);
    for (uint32_t s = 0; s < TG_DC_CHROMA; s++)
        codes[chroma + s] = own[s] | s << 24;
}
