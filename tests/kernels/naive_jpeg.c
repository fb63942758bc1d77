/* naive_jpeg.c - naive.h for the kernels of the JPEG decoder and the encoder's tokens. */
#include <string.h>

#include "tests/kernels/naive.h"

size_t naive_unstuff(uint8_t *dst, const uint8_t *src, size_t n, size_t *written)
{
    size_t i = 0;

    for (*written = 0; i < n; i++) {
        if (src[i] == 0xff) {
            if (i + 1 == n || src[i + 1] != 0)
                break;
            dst[(*written)++] = src[i++];
        } else {
            dst[(*written)++] = src[i];
        }
    }
    return i;
}

/* The `n` bits from bit `at` of p. */
static uint32_t bits_at(const uint8_t *p, size_t at, unsigned n)
{
    uint32_t v = 0;

    for (; n > 0; n--, at++)
        v = v << 1 | (p[at / 8] >> (7 - at % 8) & 1);
    return v;
}

void naive_unhuff(struct tg_unhuff *u)
{
    size_t at = 0;
    const uint8_t *base = u->next - (u->have + 7) / 8; /* of the first bit that is not used */
    size_t skipped = (size_t)(u->next - base) * 8 - u->have;

    for (at = skipped;;) {
        const struct tg_unhuff_entry *e = &u->tables[u->turn][bits_at(base, at, TG_UNHUFF_BITS)];
        unsigned size = 63u - e->down;
        int value = (int)bits_at(base, at + e->code, e->advance == TG_UNHUFF_ODD ? 0 : size);

        if (u->at + (size_t)2 * e->advance >= u->end)
            break;
        if (size > 0 && value < 1 << (size - 1))
            value -= (1 << size) - 1;
        ((int16_t *)(void *)u->at)[e->first - 1] = e->value;
        u->at += (size_t)2 * e->advance;
        ((int16_t *)(void *)u->at)[-1] = (int16_t)value;
        u->ends[u->turn] = u->at;
        at += e->bits;
        u->turn += e->next;
        if (e->step) {
            u->at = u->end;
            u->end += e->step;
        }
    }
    u->next = base + (at + 7) / 8;
    u->have = (unsigned)((size_t)(u->next - base) * 8 - at);
    u->buf = u->have ? (uint64_t)bits_at(base, at, u->have) << (64 - u->have) : 0;
}

bool naive_unhuff_pair(struct tg_unhuff *a, struct tg_unhuff *b)
{
    naive_unhuff(b);
    (void)a;
    return true;
}

/* Reads bits from `at` on. */
struct reader {
    const uint8_t *base;
    size_t at;
};

static uint32_t next_bits(struct reader *b, unsigned n)
{
    b->at += n;
    return bits_at(b->base, b->at - n, n);
}

/* T.81, F.2.2.3: a bit more until it is a code; -1: none is. */
static int next_symbol(struct reader *b, const struct tg_code_lengths *h)
{
    uint32_t code = 0;

    for (unsigned l = 1; l <= 16; l++) {
        code = code << 1 | next_bits(b, 1);
        if (code << (16 - l) < h->limit[l])
            return h->symbol[(int32_t)code + h->offset[l]];
    }
    return -1;
}

/* A correction if it is other than zero. */
static void correct(struct reader *b, int16_t *coef, int one)
{
    if (*coef != 0 && next_bits(b, 1))
        *coef = (int16_t)(*coef + (*coef < 0 ? -one : one));
}

/* T.81, figures G.7 to G.9, coefficient by coefficient. */
static bool refine_block(struct tg_refine *r, struct reader *b, int16_t *coef)
{
    unsigned k = 0, last = 63;

    while (!(r->band >> k & 1))
        k++;
    while (!(r->band >> last & 1))
        last--;
    while (r->run == 0 && k <= last) {
        int symbol = next_symbol(b, &r->codes->lengths);
        int zeros = symbol >> 4, value = 0;

        if (symbol < 0 || (symbol & 15) > 1)
            return false;
        if ((symbol & 15) == 0 && zeros < 15) {
            r->run = (1u << zeros) + next_bits(b, (unsigned)zeros);
            break;
        }
        if (symbol & 1)
            value = next_bits(b, 1) ? r->one : -r->one;
        for (; k <= last && (coef[k] != 0 || zeros-- > 0); k++)
            correct(b, &coef[k], r->one);
        if (k > last)
            return false;
        coef[k++] = (int16_t)value;
    }
    for (; r->run > 0 && k <= last; k++)
        correct(b, &coef[k], r->one);
    r->run -= r->run > 0;
    return true;
}

bool naive_refine(struct tg_refine *r, int16_t *coef, uint64_t *mask, size_t n)
{
    const uint8_t *base = r->next - (r->have + 7) / 8;
    struct reader b = {base, (size_t)(r->next - base) * 8 - r->have};
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++, coef += 64) {
        ok = refine_block(r, &b, coef);
        for (unsigned k = 1; k < 64; k++)
            mask[i] |= (uint64_t)(coef[k] != 0) << k;
    }
    r->next = base + (b.at + 7) / 8;
    r->have = (unsigned)((size_t)(r->next - base) * 8 - b.at);
    r->buf = r->have ? (uint64_t)bits_at(base, b.at, r->have) << (64 - r->have) : 0;
    return ok;
}

static int64_t wrap16(int64_t v)
{
    return (int16_t)(uint16_t)(uint64_t)v;
}

static int64_t wrap32(int64_t v)
{
    return (int32_t)(uint32_t)(uint64_t)v;
}

static int64_t saturate(int64_t v, int64_t least, int64_t most)
{
    return v < least ? least : v > most ? most : v;
}

/* v / 2^bits, rounded, of a sum of 32 bits. */
static int64_t round_off(int64_t v, int bits)
{
    v = wrap32(v + (1 << (bits - 1)));
    return v < 0 ? -((-v + (1 << bits) - 1) >> bits) : v >> bits;
}

/* Constants of fdct.h, as in naive.c. */
static const int64_t a = 2446, b = 3196, c = 4433, d = 6270, e = 7373, f = 9633, g = 12299,
                     h = 15137, i2 = 16069, j = 16819, k2 = 20995, l = 25172;

/* To n outputs; those of the lower half are the upper's with the odd part subtracted. */
static void pass8(int64_t *v, int step, int bits)
{
    int64_t x[8], even[4], odd[4], z3, z4, sum, difference;

    for (int i = 0; i < 8; i++)
        x[i] = v[i * step];
    z3 = wrap16(x[7] + x[3]);
    z4 = wrap16(x[5] + x[1]);
    sum = 8192 * wrap16(x[0] + x[4]);
    difference = 8192 * wrap16(x[0] - x[4]);
    even[0] = sum + (c + d) * x[2] + c * x[6];
    even[3] = sum - (c + d) * x[2] - c * x[6];
    even[1] = difference + c * x[2] + (c - h) * x[6];
    even[2] = difference - c * x[2] - (c - h) * x[6];
    odd[0] = (f - b) * z4 + f * z3 - e * x[7] + (g - e) * x[1];
    odd[1] = f * z4 + (f - i2) * z3 - k2 * x[5] + (l - k2) * x[3];
    odd[2] = (f - b) * z4 + f * z3 + (j - k2) * x[5] - k2 * x[3];
    odd[3] = f * z4 + (f - i2) * z3 + (a - e) * x[7] - e * x[1];
    for (int i = 0; i < 4; i++) {
        v[i * step] = saturate(round_off(even[i] + odd[i], bits), INT16_MIN, INT16_MAX);
        v[(7 - i) * step] = saturate(round_off(even[i] - odd[i], bits), INT16_MIN, INT16_MAX);
    }
}

static void pass4(int64_t *v, int step, int bits)
{
    int64_t x[8], even[2], odd[2];

    for (int i = 0; i < 8; i++)
        x[i] = v[i * step];
    even[0] = 16384 * x[0] + h * x[2] - d * x[6];
    even[1] = 16384 * x[0] - h * x[2] + d * x[6];
    odd[0] = 20995 * x[1] + 7373 * x[3] - 4926 * x[5] - 4176 * x[7];
    odd[1] = 8697 * x[1] - 17799 * x[3] + 11893 * x[5] - 1730 * x[7];
    for (int i = 0; i < 2; i++) {
        v[i * step] = saturate(round_off(even[i] + odd[i], bits), INT16_MIN, INT16_MAX);
        v[(3 - i) * step] = saturate(round_off(even[i] - odd[i], bits), INT16_MIN, INT16_MAX);
    }
}

/* Does not saturate: the first column keeps what it has. */
static void pass2(int64_t *v, int step, int bits)
{
    int64_t even = wrap32(32768 * v[0]);
    int64_t odd = 29692 * v[step] - 10426 * v[3 * step] + 6967 * v[5 * step] - 5906 * v[7 * step];

    v[0] = round_off(even + odd, bits);
    v[step] = round_off(even - odd, bits);
}

static bool load(int64_t v[64], const int16_t *coef, const struct tg_dequant *q, unsigned columns)
{
    bool ok = true;

    for (int z = 0; z < 64; z++) {
        int at = tg_zigzag[z];

        v[at] = wrap16((int64_t)coef[z] * q->natural[at]);
        if (at < 8 && columns >> at & 1)
            ok = ok && v[at] >= -8192 && v[at] <= 8191;
    }
    return ok;
}

static void put(const struct tg_idct_block *to, size_t stride, const int64_t v[64], size_t side)
{
    for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x < side; x++)
            to->dst[y * stride + x] = (uint8_t)(128 + saturate(v[8 * y + x], -128, 127));
}

typedef void pass_fn(int64_t *v, int step, int bits);

bool naive_idct_is_tame(const int16_t *coef, const struct tg_dequant *q, size_t side)
{
    pass_fn *pass = side == 8 ? pass8 : side == 4 ? pass4 : pass2;
    int bits = side == 8 ? 11 : side == 4 ? 12 : 13;
    bool ok = true;
    int64_t v[64];

    (void)load(v, coef, q, 0);
    for (int x = 0; x < 8; x += side == 2 && x > 0 ? 2 : 1) {
        pass(v + x, 8, bits);
        for (size_t y = 0; y < side; y++)
            ok = ok && v[8 * y + (size_t)x] >= -8192 && v[8 * y + (size_t)x] <= 8191;
    }
    return ok;
}

static bool both_passes(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                        size_t stride, pass_fn *pass, int side, const int bits[2])
{
    for (size_t i = 0; i < n; i++) {
        int64_t v[64];

        if (!load(v, blocks[i].coef, q, 0xff))
            return false;
        for (int x = 0; x < 8; x++)
            pass(v + x, 8, bits[0]);
        for (int y = 0; y < side; y++)
            pass(v + 8 * y, 1, bits[1]);
        put(&blocks[i], stride, v, (size_t)side);
    }
    return true;
}

bool naive_idct8(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                 size_t stride)
{
    return both_passes(blocks, n, q, stride, pass8, 8, (const int[]){11, 18});
}

bool naive_idct4(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                 size_t stride)
{
    return both_passes(blocks, n, q, stride, pass4, 4, (const int[]){12, 19});
}

bool naive_idct2(const struct tg_idct_block *blocks, size_t n, const struct tg_dequant *q,
                 size_t stride)
{
    for (size_t i = 0; i < n; i++) {
        int64_t v[64];

        if (!load(v, blocks[i].coef, q, 0xab))
            return false;
        for (int x = 0; x < 8; x++)
            pass2(v + x, 8, 13);
        for (int y = 0; y < 2; y++) {
            for (int x = 1; x < 8; x++)
                v[8 * y + x] = saturate(v[8 * y + x], INT16_MIN, INT16_MAX);
            pass2(v + 8 * y, 1, 20);
        }
        put(&blocks[i], stride, v, 2);
    }
    return true;
}

/* A symbol and the `size` bits that follow it. */
static void put_token(struct tg_tokens *t, unsigned symbol, unsigned size, int64_t bits)
{
    t->count[0][symbol]++;
    *t->next++ = (uint16_t)(symbol + (bits % 256) * 256);
    if (size > 8)
        *t->next++ = (uint16_t)bits;
}

/* Runs of 2^size ... 2^(size + 1) - 1 blocks have one symbol. */
static void end_run(struct tg_tokens *t)
{
    unsigned size = 0;

    if (t->eob_run == 0)
        return;
    while (t->eob_run >> size > 1)
        size++;
    put_token(t, 16 * size, size, t->eob_run - (INT64_C(1) << size));
    t->eob_run = 0;
}

/* Values of one size are numbered from the lowest negative one on. */
static void put_coefficient(struct tg_tokens *t, unsigned run, int64_t v)
{
    unsigned size = 0;

    for (; run >= 16; run -= 16)
        put_token(t, 0xF0, 0, 0);
    while ((v < 0 ? -v : v) >> size > 0)
        size++;
    put_token(t, 16 * run + size, size, v < 0 ? v + (INT64_C(1) << size) - 1 : v);
}

size_t naive_tokens(struct tg_tokens *t, const int16_t *blocks, const uint64_t *masks, size_t n,
                    unsigned first, unsigned last)
{
    size_t done = 0;

    (void)masks;
    for (; done < n && t->end - t->next >= TG_TOKEN_BLOCK; done++) {
        unsigned run = 0;

        for (unsigned z = first; z <= last; z++) {
            int v = blocks[64 * done + tg_zigzag[z]];

            if (v != 0) {
                end_run(t);
                put_coefficient(t, run, v);
            }
            run = v != 0 ? 0 : run + 1;
        }
        t->eob_run += run > 0;
        if (t->eob_run == TG_TOKENS_LONGEST_RUN)
            end_run(t);
    }
    return done;
}
