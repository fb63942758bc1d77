/* deflate_codes.c - see deflate_codes.h. */
#include "core/codec/deflate_codes.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include <libdeflate.h>

#include "core/base/size.h"
#include "core/codec/huffman.h"

enum {
    BLOCK = 128 << 10,
    STEP = 8,      /* bytes of a run are counted in these */
    LONGEST = 256, /* match; 258 is no multiple of 8 */
    END = 256,     /* symbol */
    LIMIT = 15,    /* bits of a code */
    LENGTHS = 16,  /* symbols of the code for lengths of codes: repeats (16 to 18) are not used */
    LENGTHS_LIMIT = 7,
    LENGTHS_SENT = 19,
    AROUND = 2 + 4 + STEP, /* header and sum of the stream, and what is stored beyond it */
    HEAD = 272,            /* of a block, with its end: 17 + 3 * 19 + 7 * 287 + 15 bits, at most */
};

/* A code as the stream has it, its first bit lowest, and how many bits. */
struct code {
    uint16_t bits, n;
};

struct writer {
    uint8_t *to;
    uint64_t bits; /* not stored yet */
    unsigned n;    /* of them, less than 8 after store() */
};

/* Up to 57 bits fit between two calls. */
static inline void put(struct writer *w, uint64_t bits, unsigned n)
{
    w->bits |= bits << w->n;
    w->n += n;
}

static inline void put_code(struct writer *w, struct code code)
{
    put(w, code.bits, code.n);
}

static inline void store(struct writer *w)
{
    uint64_t bits = htole64(w->bits);

    memcpy(w->to, &bits, sizeof(bits));
    w->to += w->n / 8;
    w->bits >>= w->n & ~7u;
    w->n &= 7;
}

/* ---- Runs ------------------------------------------------------------------------------------ */

/* Bytes from `at` that are equal to the one before them: a multiple of 8, at most LONGEST.  0:
 * there is none before data[0], or fewer are left before `end`. */
static inline size_t run_at(const uint8_t *data, size_t at, size_t end)
{
    size_t n = 0;

    while (at > 0 && n < LONGEST && end - at - n >= STEP &&
           memcmp(data + at + n, data + at + n - 1, STEP) == 0)
        n += STEP;
    return n;
}

/* The symbol of a match, and its extra bits (RFC 1951, 3.2.5): from 11 on four symbols share a
 * number of bits, which grows by one with each doubling. */
static unsigned match_symbol(size_t length, unsigned *extra, unsigned *extra_bits)
{
    unsigned left = (unsigned)length - 3, bits = 0;

    while (left >> bits >= 8)
        bits++;
    *extra_bits = bits;
    *extra = left & ((1u << bits) - 1);
    return 257 + 4 * bits + (left >> bits);
}

/* ---- Codes ----------------------------------------------------------------------------------- */

static unsigned reversed(unsigned code, unsigned n)
{
    unsigned r = 0;

    for (unsigned i = 0; i < n; i++)
        r |= (code >> i & 1) << (n - 1 - i);
    return r;
}

/* Codes of one length follow each other in the order of their symbols (3.2.2). */
static void make_codes(struct code *codes, const uint64_t *count, unsigned symbols, unsigned limit)
{
    struct tg_huffman_sorted sorted;
    unsigned next[TG_HUFFMAN_BITS + 1] = {0}, k = 0;

    memset(codes, 0, symbols * sizeof(*codes));
    tg_huffman_sort(&sorted, count, symbols, limit, false);
    for (unsigned n = 1; n <= limit; n++) {
        next[n] = (next[n - 1] + sorted.lengths[n - 1]) << 1;
        for (unsigned i = 0; i < sorted.lengths[n]; i++)
            codes[sorted.symbol[k++]].n = (uint16_t)n;
    }
    for (unsigned s = 0; s < symbols; s++)
        if (codes[s].n)
            codes[s].bits = (uint16_t)reversed(next[codes[s].n]++, codes[s].n);
}

static void count_symbols(const uint8_t *data, size_t at, size_t end, uint64_t *count)
{
    uint32_t part[4][256] = {{0}}; /* so that equal neighbours do not wait for each other */

    while (at < end) {
        size_t run = run_at(data, at, end), n = end - at < STEP ? end - at : STEP;
        unsigned extra, bits;

        if (run) {
            count[match_symbol(run, &extra, &bits)]++;
            at += run;
            continue;
        }
        for (size_t i = 0; i < n; i++)
            part[i % 4][data[at + i]]++;
        at += n;
    }
    for (unsigned s = 0; s < 256; s++)
        count[s] += (uint64_t)part[0][s] + part[1][s] + part[2][s] + part[3][s];
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* All 286 lengths, and the one of the only distance, 1 (3.2.7). */
static void put_head(struct writer *w, const struct code *codes, bool last)
{
    static const uint8_t order[LENGTHS_SENT] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint64_t count[LENGTHS] = {[1] = 1};
    struct code lengths[LENGTHS];

    for (unsigned s = 0; s < TG_HUFFMAN_SYMBOLS; s++)
        count[codes[s].n]++;
    make_codes(lengths, count, LENGTHS, LENGTHS_LIMIT);
    put(w, last, 1);
    put(w, 2, 2);
    put(w, TG_HUFFMAN_SYMBOLS - 257, 5);
    put(w, 0, 5);
    put(w, LENGTHS_SENT - 4, 4);
    for (unsigned i = 0; i < LENGTHS_SENT; i++) {
        put(w, order[i] < LENGTHS ? lengths[order[i]].n : 0, 3);
        store(w);
    }
    for (unsigned s = 0; s < TG_HUFFMAN_SYMBOLS; s++) {
        put_code(w, lengths[codes[s].n]);
        store(w);
    }
    put_code(w, lengths[1]);
    store(w);
}

static void put_match(struct writer *w, const struct code *codes, size_t length)
{
    unsigned extra, bits;

    put_code(w, codes[match_symbol(length, &extra, &bits)]);
    put(w, extra, bits);
    put(w, 0, 1); /* the distance */
    store(w);
}

static void put_block(struct writer *w, const uint8_t *data, size_t at, size_t end, bool last)
{
    uint64_t count[TG_HUFFMAN_SYMBOLS] = {[0] = 1, [END] = 1}; /* two symbols, even of no bytes */
    struct code codes[TG_HUFFMAN_SYMBOLS];

    count_symbols(data, at, end, count);
    make_codes(codes, count, TG_HUFFMAN_SYMBOLS, LIMIT);
    put_head(w, codes, last);
    while (at < end) {
        const uint8_t *p = data + at;
        size_t run = run_at(data, at, end);

        if (run) {
            put_match(w, codes, run);
            at += run;
        } else if (end - at >= STEP) {
            put_code(w, codes[p[0]]);
            put_code(w, codes[p[1]]);
            put_code(w, codes[p[2]]);
            store(w);
            put_code(w, codes[p[3]]);
            put_code(w, codes[p[4]]);
            put_code(w, codes[p[5]]);
            store(w);
            put_code(w, codes[p[6]]);
            put_code(w, codes[p[7]]);
            store(w);
            at += STEP;
        } else {
            put_code(w, codes[p[0]]);
            store(w);
            at++;
        }
    }
    put_code(w, codes[END]);
    store(w);
}

size_t tg_deflate_codes_bound(size_t len)
{
    size_t blocks = len / BLOCK + 1, heads, bound;

    /* Literals of LIMIT bits. */
    if (!tg_size_mul(blocks, HEAD, &heads) || !tg_size_mul(len, 2, &bound) ||
        !tg_size_add(bound, heads + AROUND, &bound))
        return SIZE_MAX;
    return bound;
}

size_t tg_deflate_codes(const uint8_t *data, size_t len, uint8_t *to)
{
    struct writer w = {.to = to};
    uint32_t sum = libdeflate_adler32(1, data, len);
    size_t at = 0;

    put(&w, 0x0178, 16); /* Deflate, 32 KiB; fastest */
    store(&w);
    do {
        size_t end = len - at > BLOCK ? at + BLOCK : len;

        put_block(&w, data, at, end, end == len);
        at = end;
    } while (at < len);
    w.n = (w.n + 7) & ~7u;
    store(&w);
    for (unsigned i = 0; i < 4; i++)
        put(&w, sum >> (24 - 8 * i) & 0xff, 8);
    store(&w);
    return (size_t)(w.to - to);
}
