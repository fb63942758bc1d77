/* jpeg_unhuffman.c - see jpeg_unhuffman.h. */
#include "core/codec/jpeg_unhuffman.h"

#include <string.h>

enum {
    BLOCK_BYTES = 128,
    INDEX = TG_UNHUFF_BITS,
    MOST_DC_BITS = 11, /* of a difference of 8-bit samples' DCs; T.81, table F.1 */
    ZRL = 15,          /* the run of a symbol without a value that is not the end of the block */
    NO_VALUE = 63,
};

static bool read_table(struct tg_code_lengths *h, enum tg_unhuffman_kind kind,
                       const uint8_t counts[17], const uint8_t symbols[256])
{
    uint32_t code = 0;
    unsigned k = 0;

    for (unsigned l = 1; l <= 16; l++) {
        h->offset[l] = (int32_t)k - (int32_t)code;
        code += counts[l];
        k += counts[l];
        if (k > 256 || code >= 1u << l)
            return false;
        h->limit[l] = code << (16 - l);
        code <<= 1;
    }
    memcpy(h->symbol, symbols, sizeof(h->symbol));
    for (unsigned i = 0; kind == TG_UNHUFFMAN_DC && i < k; i++)
        if (symbols[i] > 15)
            return false;
    return true;
}

/* A symbol with the bits of its value, 0 <= size <= 15. */
struct found {
    unsigned code, size; /* bits */
    unsigned advance;    /* coefficients; of the end of the block 1, which writes a zero there */
    bool end;
};

/* What a symbol with a code of so many bits says. */
static bool read_symbol(enum tg_unhuffman_kind kind, unsigned code, uint8_t symbol, struct found *f)
{
    unsigned run = kind == TG_UNHUFFMAN_DC ? 0 : symbol >> 4;

    f->code = code;
    f->size = kind == TG_UNHUFFMAN_DC ? symbol : symbol & 15;
    f->end = kind != TG_UNHUFFMAN_DC && f->size == 0 && run != ZRL;
    f->advance = f->end ? 1 : run + 1;
    return kind != TG_UNHUFFMAN_DC || f->size <= MOST_DC_BITS;
}

/* The code that each index begins with, if it is whole in there. */
static void fill_codes(struct tg_codes *c, const uint8_t counts[17], const uint8_t symbols[256])
{
    size_t at = 0, k = 0;

    for (unsigned l = 1; l <= INDEX; l++)
        for (unsigned n = 0; n < counts[l]; n++, k++, at += (size_t)1 << (INDEX - l)) {
            memset(c->bits + at, (int)l, (size_t)1 << (INDEX - l));
            memset(c->symbol + at, symbols[k], (size_t)1 << (INDEX - l));
        }
    memset(c->bits + at, 0, ((size_t)1 << INDEX) - at);
}

/* Whether the first `have` bits of the index hold a whole code. */
static bool find(enum tg_unhuffman_kind kind, const struct tg_codes *c, uint32_t index,
                 unsigned have, struct found *f)
{
    unsigned bits = c->bits[index];

    return bits > 0 && bits <= have && read_symbol(kind, bits, c->symbol[index], f);
}

/* T.81, F.2.2.1, EXTEND. */
static int extend(uint32_t v, unsigned size)
{
    return size == 0 ? 0 : v >> (size - 1) ? (int)v : (int)v - (1 << size) + 1;
}

static void set_last(struct tg_unhuff_entry *e, const struct found *f, bool dc)
{
    e->code = (uint8_t)(e->bits + f->code);
    e->bits = (uint8_t)(e->bits + f->code + f->size);
    e->advance = (uint8_t)(e->advance + f->advance);
    e->down = (uint8_t)(NO_VALUE - f->size);
    e->next = dc || f->end;
    e->step = f->end ? BLOCK_BYTES : 0;
}

/* One or two symbols. */
static struct tg_unhuff_entry make_entry(enum tg_unhuffman_kind kind, const struct tg_codes *c,
                                         uint32_t index)
{
    const uint32_t all = (1 << INDEX) - 1;
    struct tg_unhuff_entry one = {0}, two = {0};
    struct found f, g;
    int value;

    if (!find(kind, c, index, INDEX, &f))
        return (struct tg_unhuff_entry){.advance = TG_UNHUFF_ODD};
    set_last(&one, &f, kind == TG_UNHUFFMAN_DC);
    one.first = one.advance;
    if (kind == TG_UNHUFFMAN_DC || f.end || one.bits > INDEX)
        return one;
    value = extend((index << f.code & all) >> (INDEX - f.size), f.size);
    if (value < INT8_MIN || value > INT8_MAX ||
        !find(kind, c, index << one.bits & all, INDEX - one.bits, &g))
        return one;
    two.bits = one.bits;
    two.advance = two.first = one.advance;
    two.value = (int8_t)value;
    set_last(&two, &g, false);
    return two;
}

/* As many symbols as there are. */
static struct tg_unhuff_entry make_skip(enum tg_unhuffman_kind kind, const struct tg_codes *c,
                                        uint32_t index)
{
    const uint32_t all = (1 << INDEX) - 1;
    struct tg_unhuff_entry e = {0};
    struct found f;

    while (e.bits < INDEX && !e.next && find(kind, c, index << e.bits & all, INDEX - e.bits, &f))
        set_last(&e, &f, false);
    if (e.bits == 0)
        e.advance = TG_UNHUFF_ODD;
    e.first = e.advance;
    e.code = 0;
    e.down = NO_VALUE;
    return e;
}

bool tg_codes_init(struct tg_codes *c, enum tg_unhuffman_kind kind, const uint8_t counts[17],
                   const uint8_t symbols[256])
{
    if (!read_table(&c->lengths, kind, counts, symbols))
        return false;
    fill_codes(c, counts, symbols);
    return true;
}

bool tg_unhuffman_init(struct tg_unhuffman *h, enum tg_unhuffman_kind kind,
                       const uint8_t counts[17], const uint8_t symbols[256])
{
    struct tg_codes c;

    if (!tg_codes_init(&c, kind, counts, symbols))
        return false;
    h->kind = kind;
    h->codes = c.lengths;
    for (uint32_t i = 0; i < 1 << INDEX; i++)
        h->entries[i] =
            kind == TG_UNHUFFMAN_SKIP ? make_skip(kind, &c, i) : make_entry(kind, &c, i);
    return true;
}

static void refill(struct tg_unhuff *u)
{
    for (; u->have <= 56; u->have += 8)
        u->buf |= (uint64_t)*u->next++ << (56 - u->have);
}

static void drop(struct tg_unhuff *u, unsigned bits)
{
    u->buf <<= bits;
    u->have -= bits;
}

bool tg_unhuffman_odd(const struct tg_unhuffman *h, struct tg_unhuff *u)
{
    uint8_t symbol = 0;
    unsigned code;
    struct found f;
    int value;

    refill(u); /* to more than 56 bits: a code and a value have 31 */
    code = tg_code_find(&h->codes, (uint32_t)(u->buf >> 48), &symbol);
    if (code == 0 || !read_symbol(h->kind, code, symbol, &f))
        return false;
    drop(u, f.code);
    value = f.size ? extend((uint32_t)(u->buf >> (64 - f.size)), f.size) : 0;
    drop(u, f.size);
    if (!f.end) {
        if ((size_t)(u->end - u->at) < 2 * (size_t)f.advance)
            return false;
        u->at += 2 * (size_t)f.advance;
        ((int16_t *)(void *)u->at)[-1] = (int16_t)value;
        if (h->kind == TG_UNHUFFMAN_DC)
            u->turn++;
        if (u->at < u->end)
            return true;
    }
    u->ends[u->turn] = u->at + 2; /* as the end of a block that the loop finds */
    u->at = u->end;
    u->end += BLOCK_BYTES;
    u->turn++;
    return true;
}
