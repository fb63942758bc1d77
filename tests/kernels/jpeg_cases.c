/* jpeg_cases.c - kernels of the JPEG decoder and the encoder's tokens; see kernel_cases.h. */
#include <stdio.h>
#include <string.h>

#include "tests/kernels/kernel_cases.h"
#include "tests/kernels/naive.h"

static size_t below(struct kcase *c, size_t limit)
{
    return (size_t)(test_rand(&c->seed) % limit);
}

static bool fail(const struct kcase *c, const char *what, const char *why)
{
    fprintf(stderr, "%s: %s; n %zu, fill %d, place %d\n", what, why, c->n, (int)c->fill,
            (int)c->place);
    return false;
}

static bool freed(const struct kcase *c, const char *what, struct guard *g)
{
    return guard_free(g) || fail(c, what, "wrote outside");
}

static void fold(struct kcase *c, const void *data, size_t n)
{
    for (size_t i = 0; i < n; i++)
        c->hash = (c->hash ^ ((const uint8_t *)data)[i]) * 0x100000001b3u;
}

/* Data with stuffed zeros and, now and then, a marker. */
bool run_unstuff(struct kcase *c)
{
    struct guard s = guard_new(c->n, c->place);
    struct guard a = guard_new(c->n + TG_UNSTUFF_ROOM, GUARD_END);
    struct guard b = guard_new(c->n + TG_UNSTUFF_ROOM, GUARD_END);
    size_t taken[2], written[2], rare = 1 + below(c, 200);
    bool ok = true;

    guard_fill(&s, c->fill, &c->seed);
    for (size_t i = 0; i < c->n; i++) {
        if (c->fill == FILL_RANDOM && below(c, rare) == 0)
            s.p[i] = 0xff;
        if (i > 0 && s.p[i - 1] == 0xff && below(c, c->n) > 0)
            s.p[i] = 0;
    }
    taken[0] = c->ref->unstuff(a.p, s.p, c->n, &written[0]);
    taken[1] = c->got->unstuff(b.p, s.p, c->n, &written[1]);
    if (taken[0] != taken[1] || written[0] != written[1] || written[0] > c->n)
        ok = fail(c, "unstuff", "other numbers of bytes");
    else if (memcmp(a.p, b.p, written[0]) != 0)
        ok = fail(c, "unstuff", "other bytes");
    fold(c, &(uint64_t){taken[0]}, sizeof(uint64_t)); /* the same on 32 bits */
    fold(c, a.p, written[0]);
    ok &= freed(c, "unstuff", &s);
    ok &= freed(c, "unstuff", &a);
    ok &= freed(c, "unstuff", &b);
    return ok;
}

enum { MOST_BLOCKS = 24, COEFS = 64, ENTRIES = 1 << TG_UNHUFF_BITS };

/* An entry as tables may have them. */
static struct tg_unhuff_entry random_entry(struct kcase *c, bool dc, size_t odd)
{
    struct tg_unhuff_entry e = {.advance = TG_UNHUFF_ODD};
    size_t size = below(c, 12), first;

    if (below(c, odd) == 0)
        return e;
    e.code = (uint8_t)(1 + below(c, TG_UNHUFF_BITS));
    first = e.code > 4 && !dc ? 1 + below(c, 8) : 0;
    e.first = (uint8_t)first;
    e.advance = (uint8_t)(first + 1 + (dc ? 0 : below(c, 16)));
    e.value = first ? (int8_t)((int)below(c, 256) - 128) : 0;
    if (!first)
        e.first = e.advance;
    if (!dc && below(c, 6) == 0) { /* the end of a block */
        size = 0;
        e.advance = (uint8_t)(first + 1);
        e.first = first ? e.first : 1;
        e.step = 2 * COEFS;
    }
    e.next = dc || e.step;
    e.bits = (uint8_t)(e.code + size);
    e.down = (uint8_t)(63 - size);
    return e;
}

/* What both read and write. */
struct stream {
    struct guard data, tables, table, ends[2], coef[2];
    struct tg_unhuff u[2];
    size_t blocks;
};

static void init_stream(struct kcase *c, struct stream *s)
{
    size_t turns, most_bytes, odd = 1 + below(c, 60);
    const struct tg_unhuff_entry **table;
    struct tg_unhuff_entry *entries;

    s->blocks = 1 + (c->n - 1) % MOST_BLOCKS;
    turns = 2 * s->blocks;
    most_bytes = s->blocks * COEFS * 31 / 8 + 16;
    s->data = guard_new(most_bytes, c->place);
    guard_fill(&s->data, c->fill, &c->seed);
    s->table = guard_new(3 * ENTRIES * sizeof(*entries), GUARD_END);
    entries = (struct tg_unhuff_entry *)(void *)s->table.p;
    for (size_t i = 0; i < 3 * ENTRIES; i++)
        entries[i] = random_entry(c, i < ENTRIES, i < 2 * ENTRIES ? odd : 1);
    s->tables = guard_new((turns + 2) * sizeof(*table), GUARD_END);
    table = (const struct tg_unhuff_entry **)(void *)s->tables.p;
    for (size_t t = 0; t < turns + 2; t++)
        table[t] = entries + (t < turns ? t % 2 : 2) * ENTRIES;
    for (int i = 0; i < 2; i++) {
        s->ends[i] = guard_new((turns + 2) * sizeof(uint8_t *), GUARD_END);
        s->coef[i] = guard_new(2 * COEFS * s->blocks, c->place);
        memset(s->ends[i].p, 0, s->ends[i].n);
        memset(s->coef[i].p, 0, s->coef[i].n);
        s->u[i] = (struct tg_unhuff){.next = s->data.p,
                                     .at = s->coef[i].p,
                                     .end = s->coef[i].p + (size_t)2 * COEFS,
                                     .tables = table,
                                     .ends = (uint8_t **)(void *)s->ends[i].p};
    }
}

/* Where it stopped, as numbers that do not depend on how far it has read ahead. */
static bool same_place(const struct stream *s)
{
    ptrdiff_t place[2][4];

    for (int i = 0; i < 2; i++) {
        const struct tg_unhuff *u = &s->u[i];

        place[i][0] = (u->next - s->data.p) * 8 - (ptrdiff_t)u->have;
        place[i][1] = u->at - s->coef[i].p;
        place[i][2] = u->end - s->coef[i].p;
        place[i][3] = (ptrdiff_t)u->turn;
    }
    return memcmp(place[0], place[1], sizeof(place[0])) == 0;
}

/* What a caller does with an odd symbol, without one: on to the next block. */
static void step_over(struct tg_unhuff *u)
{
    unsigned bits = 3;

    if (u->have < bits) { /* as little as may be there */
        u->buf |= (uint64_t)*u->next++ << (56 - u->have);
        u->have += 8;
    }
    u->buf <<= bits;
    u->have -= bits;
    u->at = u->end;
    u->end += (size_t)2 * COEFS;
    u->turn += 2 - u->turn % 2;
}

static bool is_open(const struct stream *s, int side)
{
    return s->u[side].turn < 2 * s->blocks;
}

static bool same_stream(struct kcase *c, const struct stream *s, const char *what)
{
    if (memcmp(s->coef[0].p, s->coef[1].p, s->coef[0].n) != 0)
        return fail(c, what, "other coefficients");
    for (size_t t = 1; t < 2 * s->blocks; t += 2) { /* of AC, where the loop ended a block */
        const uint8_t *end[2] = {s->u[0].ends[t], s->u[1].ends[t]};

        if (!end[0] != !end[1] || (end[0] && end[0] - s->coef[0].p != end[1] - s->coef[1].p))
            return fail(c, what, "other ends");
    }
    fold(c, s->coef[0].p, s->coef[0].n);
    return true;
}

static bool free_stream(struct kcase *c, struct stream *s, const char *what)
{
    bool ok = freed(c, what, &s->data);

    ok &= freed(c, what, &s->table);
    ok &= freed(c, what, &s->tables);
    for (int i = 0; i < 2; i++) {
        ok &= freed(c, what, &s->ends[i]);
        ok &= freed(c, what, &s->coef[i]);
    }
    return ok;
}

bool run_unhuff(struct kcase *c)
{
    struct stream s;
    bool ok = true;

    init_stream(c, &s);
    while (ok && is_open(&s, 0)) {
        c->ref->unhuff(&s.u[0]);
        c->got->unhuff(&s.u[1]);
        ok = same_place(&s) || fail(c, "unhuff", "stopped elsewhere");
        for (int i = 0; i < 2 && is_open(&s, 0); i++)
            step_over(&s.u[i]);
    }
    ok = ok && same_stream(c, &s, "unhuff");
    ok &= free_stream(c, &s, "unhuff");
    return ok;
}

/* Both to their ends, as the decoder does. */
static void decode_pair(const struct tg_kernels *k, struct stream s[2], int side)
{
    while (is_open(&s[0], side) && is_open(&s[1], side)) {
        const bool stopped = k->unhuff_pair(&s[0].u[side], &s[1].u[side]);

        if (is_open(&s[stopped], side))
            step_over(&s[stopped].u[side]);
    }
    for (int i = 0; i < 2; i++)
        while (is_open(&s[i], side)) {
            k->unhuff(&s[i].u[side]);
            if (is_open(&s[i], side))
                step_over(&s[i].u[side]);
        }
}

bool run_unhuff_pair(struct kcase *c)
{
    struct stream s[2];
    bool ok = true;

    for (int i = 0; i < 2; i++)
        init_stream(c, &s[i]);
    decode_pair(c->ref, s, 0);
    decode_pair(c->got, s, 1);
    for (int i = 0; i < 2; i++) {
        ok = ok && (same_place(&s[i]) || fail(c, "unhuff_pair", "stopped elsewhere"));
        ok = ok && same_stream(c, &s[i], "unhuff_pair");
    }
    for (int i = 0; i < 2; i++)
        ok &= free_stream(c, &s[i], "unhuff_pair");
    return ok;
}

/* Some code, of symbols that refinement scans have; now and then one that they do not. */
static void random_codes(struct kcase *c, struct tg_codes *codes)
{
    uint32_t code = 0;
    unsigned k = 0;

    memset(codes, 0, sizeof(*codes));
    for (unsigned l = 1; l <= 16; l++) {
        const uint32_t room = (1u << l) - 1 - code; /* not all: none is all ones */
        uint32_t n = room - (uint32_t)below(c, room + 1) / 2;

        n = n > 256 - k ? 256 - k : l < 3 && n > 1 ? n - 1 : n;
        codes->lengths.offset[l] = (int32_t)k - (int32_t)code;
        for (uint32_t i = 0; i < n; i++, code++) {
            const size_t kind = below(c, 8), run = below(c, below(c, 4) ? 3 : 16);
            const size_t symbol = kind > 1 ? run << 4 | 1 : kind > 0 ? run << 4 : 0;

            codes->lengths.symbol[k++] = (uint8_t)(below(c, 100) ? symbol : below(c, 256));
            for (size_t at = 0; l <= TG_UNHUFF_BITS && at < (size_t)1 << (TG_UNHUFF_BITS - l);
                 at++) {
                codes->bits[((size_t)code << (TG_UNHUFF_BITS - l)) + at] = (uint8_t)l;
                codes->symbol[((size_t)code << (TG_UNHUFF_BITS - l)) + at] =
                    codes->lengths.symbol[k - 1];
            }
        }
        codes->lengths.limit[l] = code << (16 - l);
        code <<= 1;
    }
}

/* What both read and write. */
struct refined {
    struct guard data, codes, coef[2], mask[2];
    struct tg_refine r[2];
    size_t blocks;
};

static void init_refined(struct kcase *c, struct refined *s)
{
    const bool all = below(c, 3) == 0;
    const size_t first = all ? 1 : 1 + below(c, 63), last = all ? 63 : first + below(c, 64 - first);
    const size_t dense = below(c, 9);
    const int bit = (int)below(c, 6), run = (int)below(c, 3);

    s->blocks = 1 + (c->n - 1) % MOST_BLOCKS;
    s->data = guard_new(s->blocks * (63 * 17 + 30) / 8 + s->blocks + 16, c->place);
    guard_fill(&s->data, c->fill, &c->seed);
    s->codes = guard_new(sizeof(struct tg_codes), GUARD_END);
    random_codes(c, (struct tg_codes *)(void *)s->codes.p);
    for (int i = 0; i < 2; i++) {
        s->coef[i] = guard_new(2 * COEFS * s->blocks, c->place);
        s->mask[i] = guard_new(s->blocks * sizeof(uint64_t), GUARD_END);
        s->r[i] = (struct tg_refine){.next = s->data.p,
                                     .codes = (const struct tg_codes *)(const void *)s->codes.p,
                                     .band = ~(uint64_t)0 << first & ~(uint64_t)0 >> (63 - last),
                                     .one = 1 << bit,
                                     .run = (uint32_t)run};
    }
    memset(s->coef[0].p, 0, s->coef[0].n);
    memset(s->mask[0].p, 0, s->mask[0].n);
    for (size_t i = 0; i < COEFS * s->blocks; i++) {
        const bool there = below(c, 8) < dense;
        const int v = (1 + (int)below(c, 100)) * (2 << bit);

        if (i % COEFS != 0 && there) {
            ((int16_t *)(void *)s->coef[0].p)[i] = (int16_t)(below(c, 2) ? v : -v);
            ((uint64_t *)(void *)s->mask[0].p)[i / COEFS] |= (uint64_t)1 << i % COEFS;
        }
    }
    memcpy(s->coef[1].p, s->coef[0].p, s->coef[0].n);
    memcpy(s->mask[1].p, s->mask[0].p, s->mask[0].n);
}

static bool same_refined(const struct refined *s, size_t at, size_t n)
{
    ptrdiff_t place[2];

    for (int i = 0; i < 2; i++)
        place[i] = (s->r[i].next - s->data.p) * 8 - (ptrdiff_t)s->r[i].have;
    return place[0] == place[1] && s->r[0].run == s->r[1].run &&
           memcmp(s->coef[0].p + 2 * COEFS * at, s->coef[1].p + 2 * COEFS * at, 2 * COEFS * n) ==
               0 &&
           memcmp(s->mask[0].p + 8 * at, s->mask[1].p + 8 * at, 8 * n) == 0;
}

/* Both from byte `at` of the data. */
static void start_at(struct refined *s, size_t at)
{
    for (int i = 0; i < 2; i++) {
        s->r[i].buf = s->r[i].have = 0;
        s->r[i].next = s->data.p + at;
        s->r[i].run = 0;
    }
}

bool run_refine(struct kcase *c)
{
    struct refined s;
    bool ok = true;

    init_refined(c, &s);
    for (size_t at = 0, n; ok && at < s.blocks; at += n) {
        size_t from = (size_t)(s.r[0].next - s.data.p);
        bool done[2];

        n = 1 + below(c, 3);
        n = n < s.blocks - at ? n : s.blocks - at;
        for (int i = 0; i < 2; i++) {
            int16_t *coef = (int16_t *)(void *)s.coef[i].p + COEFS * at;
            uint64_t *mask = (uint64_t *)(void *)s.mask[i].p + at;

            done[i] = (i ? c->got : c->ref)->refine(&s.r[i], coef, mask, n);
        }
        if (done[0] != done[1])
            ok = fail(c, "refine", "one of them refuses");
        else if (done[0] && !same_refined(&s, at, n))
            ok = fail(c, "refine", "other coefficients");
        if (done[0])
            fold(c, s.coef[0].p + 2 * COEFS * at, 2 * COEFS * n);
        else
            start_at(&s, from + n);
    }
    ok &= freed(c, "refine", &s.data);
    ok &= freed(c, "refine", &s.codes);
    for (int i = 0; i < 2; i++) {
        ok &= freed(c, "refine", &s.coef[i]);
        ok &= freed(c, "refine", &s.mask[i]);
    }
    return ok;
}

/* One block: of some size of numbers, and only so many of them. */
static void random_block(struct kcase *c, int16_t *coef, size_t most)
{
    size_t size = c->fill == FILL_ZERO ? 1 : 1 + below(c, 16), filled = 1 + below(c, most);

    for (size_t k = 0; k < filled; k++) {
        int limit = 1 << (size - 1), v = (int)below(c, 2 * (size_t)limit) - limit;

        coef[k] = (int16_t)(c->fill == FILL_ALTERNATING ? (k % 2 ? limit - 1 : -limit)
                            : c->fill == FILL_MAX       ? limit - 1
                                                        : v);
    }
    /* most blocks are of those that are transformed at all */
    for (size_t k = 0; below(c, 8) > 0 && k < 64; k++)
        if (tg_zigzag[k] < 8)
            coef[k] = (int16_t)(coef[k] % 128);
}

struct blocks {
    struct guard coef, list[2], dst[2];
    size_t n, side, stride;
    struct tg_dequant q;
};

static void init_blocks(struct kcase *c, struct blocks *s, size_t side, size_t most)
{
    uint16_t table[64];
    size_t step = 1 + below(c, below(c, 4) == 0 ? 65535 : 64);

    s->n = 1 + (c->n - 1) % 300;
    s->side = side;
    s->stride = side * s->n + below(c, 3);
    s->coef = guard_new(128 * s->n, c->place);
    memset(s->coef.p, 0, s->coef.n);
    for (int i = 0; i < 64; i++)
        table[i] = (uint16_t)(i < 8 ? 1 + below(c, 60) : 1 + below(c, step));
    tg_dequant_init(&s->q, table);
    for (size_t i = 0; i < s->n; i++)
        random_block(c, (int16_t *)(void *)s->coef.p + 64 * i, most);
    for (int i = 0; i < 2; i++) {
        struct tg_idct_block *list;

        s->dst[i] = guard_new(s->stride * (side - 1) + side * s->n, c->place);
        s->list[i] = guard_new(s->n * sizeof(*list), GUARD_END);
        list = (struct tg_idct_block *)(void *)s->list[i].p;
        for (size_t k = 0; k < s->n; k++)
            list[k] = (struct tg_idct_block){(const int16_t *)(const void *)s->coef.p + 64 * k,
                                             s->dst[i].p + side * k};
    }
}

/* Whether `got` has to refuse one of the blocks that `ref` takes. */
static bool refuses_more(const struct blocks *s, const struct tg_idct_block *list, size_t n,
                         const char *impl)
{
    bool tame = true;

    for (size_t i = 0; i < n && strcmp(impl, "neon") == 0; i++)
        tame = tame && naive_idct_is_tame(list[i].coef, &s->q, s->side);
    return !tame;
}

/* All blocks at once may be refused for one of them: then each on its own. */
static bool compare_blocks(struct kcase *c, struct blocks *s, const char *name, tg_idct_fn *ref,
                           tg_idct_fn *got, const char *impl)
{
    const struct tg_idct_block *a = (const struct tg_idct_block *)(const void *)s->list[0].p;
    const struct tg_idct_block *b = (const struct tg_idct_block *)(const void *)s->list[1].p;
    bool done = ref(a, s->n, &s->q, s->stride), same = done && !refuses_more(s, b, s->n, impl);

    if (got(b, s->n, &s->q, s->stride) != same)
        return fail(c, name, "one of them refuses");
    for (size_t i = 0; i < s->n; i++) {
        bool one = done || ref(a + i, 1, &s->q, s->stride);
        bool both = same || (one && !refuses_more(s, b + i, 1, impl));

        if (!same && got(b + i, 1, &s->q, s->stride) != both)
            return fail(c, name, "one of them refuses a block");
        for (size_t y = 0; one && y < s->side; y++) {
            const uint8_t *row = a[i].dst + y * s->stride;

            if (both && memcmp(row, b[i].dst + y * s->stride, s->side) != 0)
                return fail(c, name, "other samples");
            fold(c, row, s->side);
        }
    }
    return true;
}

static bool run_idct(struct kcase *c, const char *name, tg_idct_fn *ref, tg_idct_fn *got,
                     const char *impl, size_t side, size_t most)
{
    struct blocks s;
    bool ok;

    init_blocks(c, &s, side, most);
    ok = compare_blocks(c, &s, name, ref, got, impl);
    ok &= freed(c, name, &s.coef);
    for (int i = 0; i < 2; i++) {
        ok &= freed(c, name, &s.list[i]);
        ok &= freed(c, name, &s.dst[i]);
    }
    return ok;
}

#define IDCT(name, side, most)                                                                     \
    bool run_##name(struct kcase *c)                                                               \
    {                                                                                              \
        return run_idct(c, #name, c->ref->name, c->got->name, c->got->impl.name, side, most);      \
    }
IDCT(idct8, 8, 64)
IDCT(idct8_corner, 8, 10)
IDCT(idct4, 4, 64)
IDCT(idct4_corner, 4, 10)
IDCT(idct2, 2, 64)

/* A band of blocks, and what both make of it. */
struct tokens_case {
    struct guard coef, masks, token[2];
    struct tg_tokens t[2];
    unsigned first, last;
};

/* Coefficients of some size, of which so many in 64 are not zero. */
static void random_coefficients(struct kcase *c, int16_t *coef, uint64_t *mask)
{
    size_t limit = (size_t)1 << below(c, below(c, 8) > 0 ? 7 : 15);
    size_t filled = c->fill == FILL_ZERO ? 0 : c->fill == FILL_MAX ? 64 : below(c, 65);

    *mask = 0;
    for (unsigned z = 0; z < 64; z++) {
        int v = below(c, 64) < filled ? (int)below(c, 2 * limit) - (int)limit + 1 : 0;

        coef[tg_zigzag[z]] = (int16_t)v;
        *mask |= (uint64_t)(v != 0) << z;
    }
}

static void init_tokens(struct kcase *c, struct tokens_case *s)
{
    static const size_t runs[] = {1, 3, 300, TG_TOKENS_LONGEST_RUN};
    size_t room = TG_TOKEN_BLOCK + below(c, 12 * c->n + 200);
    size_t flat = below(c, 3) == 0 ? 1 + below(c, 300) : 1, run = runs[below(c, 4)];

    s->first = (unsigned)(1 + below(c, 63));
    s->last = s->first + (unsigned)below(c, 64 - s->first);
    s->coef = guard_new(128 * c->n, c->place);
    s->masks = guard_new(8 * c->n, GUARD_END);
    for (size_t i = 0; i < c->n; i++) {
        uint64_t *mask = (uint64_t *)(void *)s->masks.p + i;
        int16_t *coef = (int16_t *)(void *)s->coef.p + 64 * i;

        memset(coef, 0, 128);
        *mask = 0;
        if (below(c, flat) == 0)
            random_coefficients(c, coef, mask);
    }
    memset(s->t, 0, sizeof(s->t));
    for (int i = 0; i < 2; i++) {
        s->token[i] = guard_new(2 * room, c->place);
        s->t[i].next = (uint16_t *)(void *)s->token[i].p;
        s->t[i].end = s->t[i].next + room;
        s->t[i].eob_run = (uint32_t)(run - 1);
    }
}

static bool same_tokens(struct kcase *c, const struct tokens_case *s)
{
    size_t made[2];

    for (int i = 0; i < 2; i++)
        made[i] = (size_t)((uint8_t *)s->t[i].next - s->token[i].p);
    if (made[0] != made[1] || s->t[0].eob_run != s->t[1].eob_run)
        return fail(c, "tokens", "another number of them");
    if (memcmp(s->token[0].p, s->token[1].p, made[0]) != 0)
        return fail(c, "tokens", "others");
    for (size_t symbol = 0; symbol < 256; symbol++) {
        uint64_t count[2] = {0};

        for (int i = 0; i < 2; i++)
            for (size_t class = 0; class < TG_TOKEN_CLASSES; class ++)
                count[i] += s->t[i].count[class][symbol];
        if (count[0] != count[1])
            return fail(c, "tokens", "other counts");
    }
    fold(c, s->token[0].p, made[0]);
    return true;
}

bool run_tokens(struct kcase *c)
{
    struct tokens_case s;
    size_t taken[2];
    bool ok;

    init_tokens(c, &s);
    for (int i = 0; i < 2; i++)
        taken[i] = (i ? c->got : c->ref)
                       ->tokens(&s.t[i], (const int16_t *)(const void *)s.coef.p,
                                (const uint64_t *)(const void *)s.masks.p, c->n, s.first, s.last);
    ok = taken[0] == taken[1] || fail(c, "tokens", "other numbers of blocks");
    ok = ok && same_tokens(c, &s);
    ok &= freed(c, "tokens", &s.coef);
    ok &= freed(c, "tokens", &s.masks);
    for (int i = 0; i < 2; i++)
        ok &= freed(c, "tokens", &s.token[i]);
    return ok;
}
