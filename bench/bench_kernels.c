/* bench_kernels.c - every kernel at every level: kernel/size/level, where a level "hwy/x" is what
 * Highway gives and "x" is what is written by hand.  A version that does not exist, or that this
 * CPU cannot run, is skipped with a message; the level below never stands in for it. */
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"
#include "kernels/families.h"

enum {
    ROW = 4096,   /* samples or pixels of a one-row kernel */
    SIDE = 512,   /* of the square to transpose */
    WIDTH = 3264, /* source columns of a resampled band */
    ROWS = 64,    /* distinct source rows */
    MAX_TAPS = 32,
    MAX_LEVELS = 16,
    MAX_RUNS = 24,
};

struct level {
    char name[16];
    uint32_t mask; /* what it needs */
    bool usable;
    struct tg_kernels k;
};

struct run {
    const char *kernel;
    size_t size;
    unsigned bytes; /* read per call */
    size_t impl_offset;
    void (*call)(const struct tg_kernels *k, const struct run *run, unsigned turn);
    size_t taps, step_q8; /* of resampling: source samples per output, times 256 */
};

struct entry {
    const struct run *run;
    const struct level *level;
};

static struct level levels[MAX_LEVELS];
static size_t nlevels;
static _Alignas(64) uint8_t src[4][8 * ROW], alpha[ROW], picture[SIDE * SIDE];
static _Alignas(64) uint8_t source_rows[ROWS][WIDTH];
/* Two outputs in turn: throughput is measured, not the latency of a store read back. */
static _Alignas(64) uint8_t dst[2][4][4 * ROW], turned[2][SIDE * SIDE];
static _Alignas(64) int16_t band[WIDTH * TG_BAND];
static int16_t coef[WIDTH * MAX_TAPS];
static uint32_t starts[WIDTH];
static struct tg_quant quant;

static void call_vpass(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    const uint8_t *rows[ROWS];
    struct tg_vband b = {.rows = rows, .coef = coef, .taps = run->taps};

    (void)turn;
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = source_rows[i];
    for (size_t r = 0; r < TG_BAND; r++)
        b.start[r] = (uint32_t)(r * run->step_q8 / 256);
    k->vpass(band, &b, 0, WIDTH);
}

static void call_hpass(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    struct tg_hfilter f = {.taps = run->taps, .start = starts, .coef = coef};
    uint8_t *out[TG_BAND];

    while (f.n < WIDTH && f.n * run->step_q8 / 256 + run->taps <= WIDTH) {
        starts[f.n] = (uint32_t)(f.n * run->step_q8 / 256 & ~(size_t)1);
        f.n++;
    }
    for (size_t r = 0; r < TG_BAND; r++)
        out[r] = dst[turn][r / 2] + r % 2 * WIDTH;
    k->hpass(out, band, &f);
}

static void call_halve(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    k->halve(dst[turn][0], src[0], src[1], run->size);
}

static void call_transpose(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    (void)run;
    k->transpose(turned[turn], SIDE, picture, SIDE, SIDE, SIDE);
}

static void call_reverse(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    k->reverse(dst[turn][0], src[0], run->size);
}

static void call_narrow(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    k->narrow(dst[turn][0], (const uint16_t *)(const void *)src[0], run->size);
}

static void call_to_limited(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    k->to_limited(dst[turn][0], src[0], run->size, false);
}

static void call_to_full(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    k->to_full(dst[turn][0], src[0], run->size, true);
}

static void call_fdct(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    static uint64_t mask[ROW / 8];
    static int16_t blocks[ROW * 8];
    const uint8_t *rows[8];

    (void)turn;
    for (size_t i = 0; i < 8; i++)
        rows[i] = picture + i * ROW;
    k->fdct(blocks, mask, rows, run->size, &quant);
}

/* Blocks of which a quarter of the coefficients up to the 24th are not zero. */
static void call_tokens(const struct tg_kernels *k, const struct run *run, unsigned turn)
{
    static uint64_t mask[ROW / 8];
    static int16_t blocks[ROW * 8];
    static uint16_t token[ROW * 8];
    static struct tg_tokens t;

    (void)turn;
    for (size_t i = 0; mask[0] == 0 && i < run->size * 24; i++) {
        size_t b = run->size - 1 - i / 24, z = 1 + i % 24;

        if (src[0][i] % 4 == 0 || z == 1) {
            blocks[64 * b + tg_zigzag[z]] = (int16_t)(1 - src[1][i] / 128 * 2);
            mask[b] |= UINT64_C(1) << z;
        }
    }
    t.next = token;
    t.end = token + ROW * 8;
    k->tokens(&t, blocks, mask, run->size, 1, 63);
}

#define PLANES(turn) ((uint8_t *const[]){dst[turn][0], dst[turn][1], dst[turn][2], dst[turn][3]})
#define SOURCES      ((const uint8_t *const[]){src[0], src[1], src[2], src[3]})
#define CALL(name, a, b)                                                                           \
    static void call_##name(const struct tg_kernels *k, const struct run *run, unsigned turn)      \
    {                                                                                              \
        k->name(a, b, run->size);                                                                  \
    }
#define CALL_ALPHA(name)                                                                           \
    static void call_##name(const struct tg_kernels *k, const struct run *run, unsigned turn)      \
    {                                                                                              \
        k->name(dst[turn][0], src[0], alpha, run->size);                                           \
    }
CALL(split2, PLANES(turn), src[0])
CALL(split3, PLANES(turn), src[0])
CALL(split4, PLANES(turn), src[0])
CALL(merge2, dst[turn][0], SOURCES)
CALL(merge3, dst[turn][0], SOURCES)
CALL(merge4, dst[turn][0], SOURCES)
CALL(rgb_to_ycc, PLANES(turn), SOURCES)
CALL(ycc_to_rgb, PLANES(turn), SOURCES)
CALL_ALPHA(premul)
#define CALL_UNFILTER(name, bpp)                                                                   \
    static void call_##name(const struct tg_kernels *k, const struct run *run, unsigned turn)      \
    {                                                                                              \
        k->name(dst[turn][0], src[0], run->size / 12 * 12, bpp);                                   \
    }
#define CALL_FILTER(name, bpp)                                                                     \
    static void call_##name(const struct tg_kernels *k, const struct run *run, unsigned turn)      \
    {                                                                                              \
        k->name(dst[turn][0], src[0], src[1], run->size / 12 * 12, bpp);                           \
    }
CALL_FILTER(filter_up, 3)
CALL_FILTER(filter_paeth, 3)
CALL_UNFILTER(unfilter_sub, 3)
CALL_UNFILTER(unfilter_up, 3)
CALL_UNFILTER(unfilter_average, 3)
CALL_UNFILTER(unfilter_paeth, 3)
CALL_ALPHA(unpremul)

#define RUN(name, size, bytes)                                                                     \
    {                                                                                              \
#name, size, bytes, offsetof(struct tg_kernels, impl.name), call_##name, 0, 0              \
    }
/* Sizes of a 2448-row photo: taps and step as Lanczos-3 has them at that output height. */
#define RESAMPLE(name, height, bytes, taps)                                                        \
    {                                                                                              \
#name, height, bytes, offsetof(struct tg_kernels, impl.name), call_##name, taps,           \
            2448 * 256 / (height)                                                                  \
    }

static const struct run runs[] = {
    RESAMPLE(vpass, 1920, WIDTH *TG_BAND * 2448 / 1920, 8),
    RESAMPLE(vpass, 800, WIDTH *TG_BAND * 2448 / 800, 20),
    RESAMPLE(hpass, 1920, 2 * WIDTH * TG_BAND, 10),
    RESAMPLE(hpass, 800, 2 * WIDTH * TG_BAND, 20),
    RUN(halve, ROW, 4 * ROW),
    RUN(transpose, SIDE, SIDE *SIDE),
    RUN(reverse, ROW, ROW),
    RUN(split2, ROW, 2 * ROW),
    RUN(split3, ROW, 3 * ROW),
    RUN(split4, ROW, 4 * ROW),
    RUN(merge2, ROW, 2 * ROW),
    RUN(merge3, ROW, 3 * ROW),
    RUN(merge4, ROW, 4 * ROW),
    RUN(premul, ROW, 2 * ROW),
    RUN(unpremul, ROW, 2 * ROW),
    RUN(rgb_to_ycc, ROW, 3 * ROW),
    RUN(ycc_to_rgb, ROW, 3 * ROW),
    RUN(narrow, ROW, 2 * ROW),
    RUN(to_limited, ROW, ROW),
    RUN(to_full, ROW, ROW),
    RUN(filter_up, ROW, ROW),
    RUN(filter_paeth, ROW, ROW),
    RUN(unfilter_sub, ROW, ROW),
    RUN(unfilter_up, ROW, ROW),
    RUN(unfilter_average, ROW, ROW),
    RUN(unfilter_paeth, ROW, ROW),
    RUN(fdct, ROW / 8, 8 * ROW),
    RUN(tokens, ROW / 8, 16 * ROW),
};

static const char *impl_of(const struct run *run, const struct tg_kernels *k)
{
    const char *impl;

    memcpy(&impl, (const char *)k + run->impl_offset, sizeof(impl));
    return impl;
}

static void run_entry(struct bench *b, const void *arg)
{
    const struct entry *e = arg;
    unsigned turn = 0;

    if (!e->level->usable) {
        bench_skip(b, "this CPU lacks the level");
        return;
    }
    if (strcmp(impl_of(e->run, &e->level->k), e->level->name) != 0) {
        bench_skip(b, "there is no such version");
        return;
    }
    while (bench_next(b)) {
        e->run->call(&e->level->k, e->run, turn);
        turn ^= 1;
        bench_use(dst);
    }
    bench_bytes(b, e->run->bytes);
}

static struct level *add_level(const char *prefix, const char *name)
{
    struct level *l = &levels[nlevels++];

    snprintf(l->name, sizeof(l->name), "%s%s", prefix, name);
    tg_cpu_level(name, &l->mask);
    l->usable = (l->mask & tg_cpu_detect()) == l->mask;
    tg_kernels_init(&l->k, 0);
    return l;
}

/* The table as it is at the level, and, where Highway is, the table of that level's Highway
 * alone. */
static void add_levels(void)
{
    const char *const *names = tg_cpu_level_names();

    for (size_t i = 0; names[i]; i++) {
        struct level *l = add_level("", names[i]);

        tg_kernels_init(&l->k, l->mask);
        if (i > 0) {
            uint32_t below;

            l = add_level("hwy/", names[i]);
            tg_cpu_level(names[i - 1], &below);
            tg_kernels_init_hwy(&l->k, l->mask & ~below);
        }
    }
}

static void fill(void)
{
    uint32_t seed = 1;
    uint8_t table[64];

    for (size_t i = 0; i < sizeof(src); i++)
        ((uint8_t *)src)[i] = (uint8_t)((seed = seed * 1664525 + 1013904223) >> 24);
    for (size_t i = 0; i < ROW; i++)
        alpha[i] = src[2][i];
    for (size_t i = 0; i < sizeof(picture); i++)
        picture[i] = src[0][i % sizeof(src[0])];
    for (size_t i = 0; i < ROWS; i++)
        memcpy(source_rows[i], src[i % 4] + 16 * i, WIDTH);
    for (size_t i = 0; i < sizeof(coef) / sizeof(coef[0]); i++)
        coef[i] = (int16_t)(16384 / MAX_TAPS + i % 3);
    memset(table, 16, sizeof(table));
    tg_quant_init(&quant, table);
}

int main(int argc, char **argv)
{
    static struct entry entries[MAX_RUNS * MAX_LEVELS];
    struct entry *e = entries;

    fill();
    add_levels();
    for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
        for (size_t j = 0; j < nlevels; j++) {
            char name[64];

            *e = (struct entry){&runs[i], &levels[j]};
            snprintf(name, sizeof(name), "%.31s/%zu/%.15s", runs[i].kernel, runs[i].size,
                     levels[j].name);
            bench_add(name, run_entry, e++);
        }
    }
    return bench_run(argc, argv);
}
