/* jpeg_bits.c - tokens to entropy-coded bits (ITU-T T.81, F.1.2.3). */

#include "core/codec/jpeg_tokens.h"

enum {
    /* A token has at most 16 bits of code and 14 that follow, and a stuffed zero may come after
     * each byte. */
    TOKEN_BYTES = 8,
    BATCH = 256, /* tokens between two looks at the room in the sink */
};

/* Where the next bytes go, in registers. */
struct pen {
    uint64_t pending; /* `used` bits from the top, less than 8; zeros below */
    unsigned used;
    uint8_t *to;
};

/* Writes the whole bytes of pending, one by one, because one of them may be 0xFF. */
static void stuff_bytes(struct pen *p)
{
    for (; p->used >= 8; p->used -= 8) {
        uint8_t byte = (uint8_t)(p->pending >> 56);

        *p->to++ = byte;
        if (byte == 0xFF)
            *p->to++ = 0;
        p->pending <<= 8;
    }
}

/* Writes the whole bytes of pending.  Always stores eight: how many of them count would be a branch
 * that cannot be predicted. */
static inline void put_bytes(struct pen *p)
{
    uint64_t word = p->pending;

    if (__builtin_expect(
            (word & UINT64_C(0x8080808080808080) & ~(word + UINT64_C(0x0101010101010101))) != 0,
            0)) {
        stuff_bytes(p);
        return;
    }
    for (int i = 0; i < 8; i++)
        p->to[i] = (uint8_t)(word >> (56 - 8 * i));
    p->to += p->used / 8;
    p->pending <<= p->used & ~7u;
    p->used &= 7;
}

/* n is less than 57. */
static inline void put_bits(struct pen *p, uint64_t bits, unsigned n)
{
    p->pending |= bits << (64 - p->used - n);
    p->used += n;
    put_bytes(p);
}

/* Code and bits of a token, of which *length becomes the length. */
static inline uint32_t bits_of(uint32_t code, unsigned bits, unsigned *length)
{
    unsigned size = code >> 24;

    *length = (code >> 16 & 31) + size;
    return (code & 0xFFFF) << size | bits;
}

/* Whether the bits of the token are in a uint16_t of their own. */
static inline bool is_long(uint32_t code)
{
    return __builtin_expect(code >> 24 > 8, 0);
}

/* Returns the token after. */
static inline const uint16_t *put_token(struct pen *p, const uint16_t *t, uint32_t code)
{
    unsigned bits = *t++ >> 8, n;
    uint32_t v;

    if (is_long(code))
        bits = *t++;
    v = bits_of(code, bits, &n);
    put_bits(p, v, n);
    return t;
}

/* The same for the next two, unless one of them is long, and then for one. */
static inline const uint16_t *put_two_tokens(struct pen *p, const uint16_t *t,
                                             const tg_token_codes codes)
{
    uint32_t code = codes[t[0] & 0xFF], next = codes[t[1] & 0xFF];
    uint32_t first, second;
    unsigned n, m;

    if (is_long(code) || is_long(next))
        return put_token(p, t, code);
    first = bits_of(code, t[0] >> 8, &n);
    second = bits_of(next, t[1] >> 8, &m);
    put_bits(p, (uint64_t)first << m | second, n + m);
    return t + 2;
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
        while (stop - t >= 2)
            t = put_two_tokens(&p, t, codes);
        if (t < stop) /* of a long one, both halves are before the end */
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
