#include "tests/kernels/kernel_cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TAPS = 80, MAX_ROWS = 256, MID_MIN = -8160, MID_MAX = 24480 };

/* Inputs and the two outputs of one run. */
static struct guard input(struct kcase *c, size_t n)
{
    struct guard g = guard_new(n, c->place);

    guard_fill(&g, c->fill, &c->seed);
    return g;
}

static struct guard blank(const struct kcase *c, size_t n)
{
    return guard_new(n, c->place);
}

static bool done(const struct kcase *c, const char *what, struct guard *g)
{
    if (guard_free(g))
        return true;
    fprintf(stderr, "%s: wrote outside, n %zu, place %d\n", what, c->n, (int)c->place);
    return false;
}

/* Compares the two outputs, folds `ref` into the hash (FNV-1a) and frees both. */
static bool same(struct kcase *c, const char *what, struct guard *ref, struct guard *got)
{
    bool ok = true;

    for (size_t i = 0; i < ref->n; i++) {
        c->hash = (c->hash ^ ref->p[i]) * 0x100000001b3u;
        if (ok && ref->p[i] != got->p[i]) {
            fprintf(stderr, "%s: byte %zu is %d, not %d; n %zu, fill %d, place %d\n", what, i,
                    got->p[i], ref->p[i], c->n, (int)c->fill, (int)c->place);
            ok = false;
        }
    }
    ok &= done(c, what, ref);
    ok &= done(c, what, got);
    return ok;
}

static size_t below(struct kcase *c, size_t limit)
{
    return (size_t)(test_rand(&c->seed) % limit);
}

/* Taps of one output as the contract has them: sum 1 << 14, sum of absolute values <= 1 << 15. */
static void random_taps(struct kcase *c, int16_t *coef, size_t taps)
{
    size_t negative = c->fill == FILL_RANDOM ? below(c, 8193) : c->fill == FILL_ZERO ? 0 : 8192;
    size_t left[2] = {16384 + negative, negative};
    size_t last[2] = {taps, taps};

    for (size_t k = 0; k < taps; k++) {
        size_t sign = k < 2 ? k : below(c, 4) == 0;
        size_t part = c->fill == FILL_RANDOM ? below(c, left[sign] / 2 + 1) : 0;

        coef[k] = (int16_t)(sign ? -(int)part : (int)part);
        left[sign] -= part;
        last[sign] = k;
    }
    coef[last[0]] = (int16_t)(coef[last[0]] + (int)left[0]);
    coef[last[1]] = (int16_t)(coef[last[1]] - (int)left[1]);
}

static size_t random_tap_count(struct kcase *c)
{
    size_t kind = below(c, 16);

    return kind == 0 ? MAX_TAPS : kind == 1 ? 2 : 2 + 2 * below(c, 14);
}

/* Ascending starts: usually a resampling's even walk, sometimes with gaps between the windows.
 * Rows outside of every window stay NULL. */
static void random_windows(struct kcase *c, struct tg_vband *band, const uint8_t *rows[MAX_ROWS],
                           const struct guard *pool, size_t npool)
{
    size_t step = below(c, 10) == 0 ? band->taps + 2 : 1 + band->taps / 6, at = below(c, 5);

    for (size_t r = 0; r < TG_BAND; r++) {
        band->start[r] = (uint32_t)at;
        for (size_t k = 0; k < band->taps; k++)
            rows[at + k] = pool[(at + k) % npool].p;
        at += below(c, step + 1);
        if (at + band->taps > MAX_ROWS)
            at = MAX_ROWS - band->taps;
    }
}

static bool run_vpass(struct kcase *c)
{
    enum { POOL = 7 }; /* rows of the picture repeat with this period */
    size_t x0 = below(c, 3), out = 2 * (c->n + c->n % 2) * TG_BAND, taps = random_tap_count(c);
    struct guard pool[POOL], rows = guard_new(MAX_ROWS * sizeof(uint8_t *), GUARD_END);
    struct guard coef = blank(c, 2 * taps * TG_BAND), a = blank(c, out), b = blank(c, out);
    struct tg_vband band = {.taps = taps};
    bool ok = true;

    memset(rows.p, 0, rows.n);
    for (size_t i = 0; i < POOL; i++)
        pool[i] = input(c, x0 + c->n);
    for (size_t r = 0; r < TG_BAND; r++)
        random_taps(c, (int16_t *)(void *)coef.p + r * taps, taps);
    random_windows(c, &band, (const uint8_t **)(void *)rows.p, pool, POOL);
    band.rows = (const uint8_t *const *)(void *)rows.p;
    band.coef = (const int16_t *)(void *)coef.p;
    c->ref->vpass((int16_t *)(void *)a.p, &band, x0, c->n);
    c->got->vpass((int16_t *)(void *)b.p, &band, x0, c->n);
    ok &= same(c, "vpass", &a, &b);
    for (size_t i = 0; i < POOL; i++)
        ok &= done(c, "vpass", &pool[i]);
    ok &= done(c, "vpass", &rows);
    ok &= done(c, "vpass", &coef);
    return ok;
}

/* Samples as a vertical pass can leave them. */
static void fill_mid(struct kcase *c, struct guard *g)
{
    int16_t *p = (int16_t *)(void *)g->p;

    for (size_t i = 0; i < g->n / 2; i++) {
        size_t part = c->fill == FILL_RANDOM        ? below(c, MID_MAX - MID_MIN + 1)
                      : c->fill == FILL_ALTERNATING ? (i % 2) * (MID_MAX - MID_MIN)
                      : c->fill == FILL_MAX         ? MID_MAX - MID_MIN
                                                    : 0;

        p[i] = (int16_t)((int)part + MID_MIN);
    }
}

static bool run_hpass(struct kcase *c)
{
    size_t taps = random_tap_count(c), width = taps + 2 * below(c, c->n + 1);
    struct guard src = blank(c, 2 * width * TG_BAND), start = guard_new(4 * c->n, GUARD_END);
    struct guard coef = blank(c, 2 * taps * c->n), a[TG_BAND], b[TG_BAND];
    uint8_t *dst_a[TG_BAND], *dst_b[TG_BAND];
    uint32_t *at = (uint32_t *)(void *)start.p;
    struct tg_hfilter filter = {.n = c->n, .taps = taps, .start = at};
    bool ok = true;

    fill_mid(c, &src);
    for (size_t x = 0; x < c->n; x++) {
        at[x] = (uint32_t)(2 * below(c, (width - taps) / 2 + 1));
        random_taps(c, (int16_t *)(void *)coef.p + x * taps, taps);
    }
    filter.coef = (const int16_t *)(void *)coef.p;
    for (size_t r = 0; r < TG_BAND; r++) {
        dst_a[r] = (a[r] = blank(c, c->n)).p;
        dst_b[r] = (b[r] = blank(c, c->n)).p;
    }
    c->ref->hpass(dst_a, (const int16_t *)(void *)src.p, &filter);
    c->got->hpass(dst_b, (const int16_t *)(void *)src.p, &filter);
    for (size_t r = 0; r < TG_BAND; r++)
        ok &= same(c, "hpass", &a[r], &b[r]);
    ok &= done(c, "hpass", &src);
    ok &= done(c, "hpass", &start);
    ok &= done(c, "hpass", &coef);
    return ok;
}

static bool run_halve(struct kcase *c)
{
    struct guard s = input(c, 2 * c->n), t = input(c, 2 * c->n);
    struct guard a = blank(c, c->n), b = blank(c, c->n);
    bool ok;

    c->ref->halve(a.p, s.p, t.p, c->n);
    c->got->halve(b.p, s.p, t.p, c->n);
    ok = same(c, "halve", &a, &b);
    a = blank(c, c->n);
    b = blank(c, c->n);
    c->ref->halve(a.p, s.p, s.p, c->n);
    c->got->halve(b.p, s.p, s.p, c->n);
    ok &= same(c, "halve of one row", &a, &b);
    ok &= done(c, "halve", &s);
    ok &= done(c, "halve", &t);
    return ok;
}

/* n wide, and a height that walks through all tails too; signs of the strides by bits of `flip`. */
static bool transpose_once(struct kcase *c, size_t h, unsigned flip)
{
    size_t w = c->n, src_gap = below(c, 3), dst_gap = below(c, 3);
    ptrdiff_t sstride = (ptrdiff_t)(w + src_gap), dstride = (ptrdiff_t)(h + dst_gap);
    size_t src_size = (size_t)sstride * (h - 1) + w, dst_size = (size_t)dstride * (w - 1) + h;
    struct guard s = input(c, src_size), a = blank(c, dst_size), b = blank(c, dst_size);
    ptrdiff_t sfirst = flip & 1 ? sstride * (ptrdiff_t)(h - 1) : 0;
    ptrdiff_t dfirst = flip & 2 ? dstride * (ptrdiff_t)(w - 1) : 0;
    bool ok;

    sstride = flip & 1 ? -sstride : sstride;
    dstride = flip & 2 ? -dstride : dstride;
    c->ref->transpose(a.p + dfirst, dstride, s.p + sfirst, sstride, w, h);
    c->got->transpose(b.p + dfirst, dstride, s.p + sfirst, sstride, w, h);
    ok = same(c, "transpose", &a, &b);
    ok &= done(c, "transpose", &s);
    return ok;
}

static bool run_transpose(struct kcase *c)
{
    size_t h = 1 + below(c, 70);
    bool ok = transpose_once(c, h, (unsigned)(h % 4));

    return transpose_once(c, 16, 0) && ok;
}

static bool run_reverse(struct kcase *c)
{
    struct guard s = input(c, c->n), a = blank(c, c->n), b = blank(c, c->n);
    bool ok;

    c->ref->reverse(a.p, s.p, c->n);
    c->got->reverse(b.p, s.p, c->n);
    ok = same(c, "reverse", &a, &b);
    ok &= done(c, "reverse", &s);
    return ok;
}

static bool run_split(struct kcase *c, tg_split_fn *ref, tg_split_fn *got, size_t channels)
{
    struct guard s = input(c, channels * c->n), a[4], b[4];
    uint8_t *dst_a[4], *dst_b[4];
    bool ok = true;

    for (size_t i = 0; i < channels; i++) {
        dst_a[i] = (a[i] = blank(c, c->n)).p;
        dst_b[i] = (b[i] = blank(c, c->n)).p;
    }
    ref(dst_a, s.p, c->n);
    got(dst_b, s.p, c->n);
    for (size_t i = 0; i < channels; i++)
        ok &= same(c, "split", &a[i], &b[i]);
    ok &= done(c, "split", &s);
    return ok;
}

static bool run_merge(struct kcase *c, tg_merge_fn *ref, tg_merge_fn *got, size_t channels)
{
    struct guard s[4], a = blank(c, channels * c->n), b = blank(c, channels * c->n);
    const uint8_t *src[4];
    bool ok;

    for (size_t i = 0; i < channels; i++)
        src[i] = (s[i] = input(c, c->n)).p;
    ref(a.p, src, c->n);
    got(b.p, src, c->n);
    ok = same(c, "merge", &a, &b);
    for (size_t i = 0; i < channels; i++)
        ok &= done(c, "merge", &s[i]);
    return ok;
}

static bool run_alpha(struct kcase *c, tg_alpha_fn *ref, tg_alpha_fn *got)
{
    struct guard s = input(c, c->n), alpha = input(c, c->n);
    struct guard a = blank(c, c->n), b = blank(c, c->n);
    bool ok;

    ref(a.p, s.p, alpha.p, c->n);
    got(b.p, s.p, alpha.p, c->n);
    ok = same(c, "alpha", &a, &b);
    a = blank(c, c->n);
    ref(a.p, s.p, alpha.p, c->n);
    got(s.p, s.p, alpha.p, c->n);
    ok &= same(c, "alpha in place", &a, &s);
    ok &= done(c, "alpha", &alpha);
    return ok;
}

static bool run_colour(struct kcase *c, tg_colour_fn *ref, tg_colour_fn *got)
{
    struct guard s[3], a[3], b[3];
    uint8_t *dst_a[3], *dst_b[3], *place[3];
    const uint8_t *src[3];
    bool ok = true;

    for (size_t i = 0; i < 3; i++) {
        src[i] = place[i] = (s[i] = input(c, c->n)).p;
        dst_a[i] = (a[i] = blank(c, c->n)).p;
        dst_b[i] = (b[i] = blank(c, c->n)).p;
    }
    ref(dst_a, src, c->n);
    got(dst_b, src, c->n);
    got(place, src, c->n);
    for (size_t i = 0; i < 3; i++) {
        if (memcmp(place[i], dst_b[i], c->n) != 0) {
            fprintf(stderr, "colour: in place differs, n %zu\n", c->n);
            ok = false;
        }
        ok &= same(c, "colour", &a[i], &b[i]);
        ok &= done(c, "colour", &s[i]);
    }
    return ok;
}

static bool run_narrow(struct kcase *c)
{
    struct guard s = input(c, 2 * c->n), a = blank(c, c->n), b = blank(c, c->n);
    bool ok;

    c->ref->narrow(a.p, (const uint16_t *)(void *)s.p, c->n);
    c->got->narrow(b.p, (const uint16_t *)(void *)s.p, c->n);
    ok = same(c, "narrow", &a, &b);
    ok &= done(c, "narrow", &s);
    return ok;
}

static bool run_range(struct kcase *c, tg_range_fn *ref, tg_range_fn *got)
{
    bool ok = true;

    for (int chroma = 0; chroma < 2; chroma++) {
        struct guard s = input(c, c->n), a = blank(c, c->n), b = blank(c, c->n);

        ref(a.p, s.p, c->n, chroma);
        got(b.p, s.p, c->n, chroma);
        ok &= same(c, "range", &a, &b);
        a = blank(c, c->n);
        ref(a.p, s.p, c->n, chroma);
        got(s.p, s.p, c->n, chroma);
        ok &= same(c, "range in place", &a, &s);
    }
    return ok;
}

/* n blocks; quantisation tables from all ones to all 255. */
static bool run_fdct(struct kcase *c)
{
    struct guard s[8], a = blank(c, 128 * c->n), b = blank(c, 128 * c->n);
    struct guard mask_a = guard_new(8 * c->n, GUARD_END), mask_b = guard_new(8 * c->n, GUARD_END);
    const uint8_t *rows[8];
    struct tg_quant q;
    uint8_t table[64];
    bool ok = true;

    for (size_t i = 0, most = below(c, 255); i < 64; i++)
        table[i] = (uint8_t)(1 + (c->fill == FILL_RANDOM ? below(c, most + 1) : most));
    tg_quant_init(&q, table);
    for (size_t i = 0; i < 8; i++)
        rows[i] = (s[i] = input(c, 8 * c->n)).p;
    c->ref->fdct((int16_t *)(void *)a.p, (uint64_t *)(void *)mask_a.p, rows, c->n, &q);
    c->got->fdct((int16_t *)(void *)b.p, (uint64_t *)(void *)mask_b.p, rows, c->n, &q);
    ok &= same(c, "fdct", &a, &b);
    ok &= same(c, "fdct mask", &mask_a, &mask_b);
    for (size_t i = 0; i < 8; i++)
        ok &= done(c, "fdct", &s[i]);
    return ok;
}

/* n pixels of a size by chance. */
static bool run_unfilter(struct kcase *c, tg_unfilter_fn *ref, tg_unfilter_fn *got)
{
    static const uint8_t sizes[] = {1, 2, 3, 4, 6, 8};
    size_t bpp = sizes[below(c, sizeof(sizes))], n = c->n * bpp;
    struct guard a = input(c, n), b = blank(c, n), prior = input(c, n);
    bool ok;

    memcpy(b.p, a.p, n);
    ref(a.p, prior.p, n, bpp);
    got(b.p, prior.p, n, bpp);
    ok = same(c, "unfilter", &a, &b);
    ok &= done(c, "unfilter", &prior);
    return ok;
}

static bool run_filter(struct kcase *c, tg_filter_fn *ref, tg_filter_fn *got)
{
    static const uint8_t sizes[] = {1, 2, 3, 4, 6, 8};
    size_t bpp = sizes[below(c, sizeof(sizes))], n = c->n * bpp;
    struct guard row = input(c, n), prior = input(c, n), a = blank(c, n), b = blank(c, n);
    uint64_t sum = ref(a.p, row.p, prior.p, n, bpp);
    bool ok = got(b.p, row.p, prior.p, n, bpp) == sum;

    if (!ok)
        fprintf(stderr, "filter: another sum; n %zu, fill %d\n", c->n, (int)c->fill);
    c->hash = (c->hash ^ sum) * 0x100000001b3u;
    ok &= same(c, "filter", &a, &b);
    ok &= done(c, "filter", &row);
    ok &= done(c, "filter", &prior);
    return ok;
}

#define CHANNELS(channels)                                                                         \
    static bool run_split##channels(struct kcase *c)                                               \
    {                                                                                              \
        return run_split(c, c->ref->split##channels, c->got->split##channels, channels);           \
    }                                                                                              \
    static bool run_merge##channels(struct kcase *c)                                               \
    {                                                                                              \
        return run_merge(c, c->ref->merge##channels, c->got->merge##channels, channels);           \
    }
CHANNELS(2)
CHANNELS(3)
CHANNELS(4)

#define SAME_SHAPE(shape, name)                                                                    \
    static bool run_##name(struct kcase *c)                                                        \
    {                                                                                              \
        return run_##shape(c, c->ref->name, c->got->name);                                         \
    }
SAME_SHAPE(filter, filter_none)
SAME_SHAPE(filter, filter_sub)
SAME_SHAPE(filter, filter_up)
SAME_SHAPE(filter, filter_average)
SAME_SHAPE(filter, filter_paeth)
SAME_SHAPE(unfilter, unfilter_sub)
SAME_SHAPE(unfilter, unfilter_up)
SAME_SHAPE(unfilter, unfilter_average)
SAME_SHAPE(unfilter, unfilter_paeth)
SAME_SHAPE(alpha, premul)
SAME_SHAPE(alpha, unpremul)
SAME_SHAPE(colour, rgb_to_ycc)
SAME_SHAPE(colour, ycc_to_rgb)
SAME_SHAPE(range, to_limited)
SAME_SHAPE(range, to_full)

#define ENTRY(name, type) {#name, run_##name, offsetof(struct tg_kernels, impl.name)},
const struct kcase_kernel kcase_kernels[] = {TG_KERNELS(ENTRY){NULL, NULL, 0}};

const char *kcase_impl(const struct kcase_kernel *kernel, const struct tg_kernels *k)
{
    const char *impl;

    memcpy(&impl, (const char *)k + kernel->impl_offset, sizeof(impl));
    return impl;
}
