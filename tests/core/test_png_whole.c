/* test_png_whole.c - PNG files that are unpacked at once become what libpng makes of them; those
 * with any fault are left to libpng. */
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <zlib.h>

#include "core/base/buf.h"
#include "core/codec/png_adam7.h"
#include "tests/support/guard.h"
#include "tests/support/picture.h"
#include "tests/support/png_pair.h"
#include "tests/support/suite.h"

enum fault {
    NONE,
    BAD_SUM,
    BAD_ADLER,
    CUT,
    SHORT_DATA,
    LONG_DATA,
    BEHIND_DATA,
    NO_FILTER,
    SMALL_WINDOW,
    UNKNOWN_CRITICAL,
    BAD_NAME,
    SECOND_HEADER,
    NO_PALETTE,
    SHORT_PALETTE,
    PALETTE_OF_GREY,
    LATE_PALETTE,
    TWO_TRANSPARENT,
    LARGE_TRANSPARENT,
    ANIMATED,
    PARTED_DATA,
    MANY_CHUNKS,
    NO_END,
    FAULTS
};

/* A file of random bytes, which any filter and any kind makes some picture of. */
struct made_of {
    uint32_t w, h;
    uint8_t depth, type, interlaced;
    size_t part; /* bytes of an IDAT chunk */
    bool transparent;
    enum fault fault;
    uint64_t seed;
};

static void put32(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static void put_chunk(struct tg_buf *out, const char *name, const void *data, size_t len)
{
    uint8_t word[4];
    uLong sum = crc32(crc32(0, (const Bytef *)name, 4), len ? data : (const void *)"", (uInt)len);

    put32(word, (uint32_t)len);
    tg_buf_put(out, word, 4);
    tg_buf_put(out, name, 4);
    tg_buf_put(out, data, len);
    put32(word, (uint32_t)sum);
    tg_buf_put(out, word, 4);
}

static size_t row_bytes(const struct made_of *m, size_t cols)
{
    static const uint8_t channels[] = {1, 0, 3, 1, 2, 0, 4};

    return (cols * channels[m->type] * m->depth + 7) / 8;
}

/* A palette's samples are those of its colours. */
static void put_row(struct made_of *m, struct tg_buf *out, size_t cols)
{
    uint8_t filter = m->type == 3 ? 0 : (uint8_t)(test_rand(&m->seed) % 5);

    tg_buf_put(out, &filter, 1);
    for (size_t i = 0; i < row_bytes(m, cols); i++) {
        uint8_t byte = (uint8_t)test_rand(&m->seed);

        tg_buf_put(out, &byte, 1);
    }
}

static void put_pictures(struct made_of *m, struct tg_buf *out)
{
    for (unsigned pass = 0; pass < (m->interlaced ? TG_ADAM7_PASSES : 1); pass++) {
        size_t cols = m->interlaced ? tg_adam7_cols(m->w, pass) : m->w;
        size_t rows = m->interlaced ? tg_adam7_rows(m->h, pass) : m->h;

        for (size_t y = 0; cols && y < rows; y++)
            put_row(m, out, cols);
    }
}

/* The zlib stream, with the faults that it may have. */
static uint8_t *pack(struct made_of *m, size_t *len)
{
    struct tg_buf raw;
    uint8_t *packed;
    uLongf n;

    tg_buf_init(&raw, TG_BUF_MAX);
    put_pictures(m, &raw);
    if (m->fault == NO_FILTER)
        raw.data[0] = 5;
    if (m->fault == LONG_DATA)
        tg_buf_put(&raw, "", 1);
    if (m->fault == SHORT_DATA)
        raw.len--;
    n = compressBound((uLong)raw.len) + 1;
    packed = malloc(n);
    ck_assert_int_eq(compress(packed, &n, (const Bytef *)raw.data, (uLong)raw.len), Z_OK);
    if (m->fault == BAD_ADLER)
        packed[n - 1] ^= 1;
    if (m->fault == BEHIND_DATA)
        packed[n++] = 0;
    if (m->fault == SMALL_WINDOW) { /* and the check of the header */
        packed[0] = 0x08;
        packed[1] = (uint8_t)(31 - 0x0800 % 31);
    }
    tg_buf_release(&raw);
    *len = n;
    return packed;
}

static void put_data(struct made_of *m, struct tg_buf *out)
{
    size_t len, at = 0;
    uint8_t *packed = pack(m, &len);

    while (at < len) {
        size_t n = len - at < m->part ? len - at : m->part;

        put_chunk(out, "IDAT", packed + at, n);
        at += n;
        if (m->fault == PARTED_DATA && at < len)
            put_chunk(out, "teXt", "x", 1);
    }
    free(packed);
}

static void put_colours(struct made_of *m, struct tg_buf *out)
{
    uint8_t palette[768], key[6];
    size_t colours = (size_t)1 << (m->depth < 8 ? m->depth : 8);

    for (size_t i = 0; i < sizeof(palette); i++)
        palette[i] = (uint8_t)test_rand(&m->seed);
    if (m->fault == SHORT_PALETTE)
        colours--; /* one index, the largest, has none */
    if ((m->type == 3 && m->fault != NO_PALETTE) || m->fault == PALETTE_OF_GREY)
        put_chunk(out, "PLTE", palette, 3 * colours);
    for (size_t i = 0; i < 3; i++) { /* samples of 16 bits */
        key[2 * i] = m->depth == 16 ? palette[i] : m->fault == LARGE_TRANSPARENT;
        key[2 * i + 1] = palette[i] & (uint8_t)((1u << (m->depth < 8 ? m->depth : 8)) - 1);
    }
    for (int i = 0; m->transparent && i < (m->fault == TWO_TRANSPARENT ? 2 : 1); i++)
        put_chunk(out, "tRNS", m->type == 3 ? palette : key,
                  m->type == 3   ? (colours + 1) / 2
                  : m->type == 2 ? 6
                                 : 2);
}

static void put_others(const struct made_of *m, struct tg_buf *out)
{
    if (m->fault == UNKNOWN_CRITICAL)
        put_chunk(out, "NEED", "x", 1);
    if (m->fault == BAD_NAME)
        put_chunk(out, "te1t", "x", 1);
    if (m->fault == ANIMATED)
        put_chunk(out, "acTL", "\0\0\0\1\0\0\0\0", 8);
    for (int i = 0; m->fault == MANY_CHUNKS && i < 70; i++)
        put_chunk(out, "gAMA", "\0\0\xb1\x8f", 4);
    put_chunk(out, "gAMA", "\0\0\xb1\x8f", 4);
    put_chunk(out, "tEXt", "Comment\0nothing", 15);
}

static void make(struct made_of m, struct tg_buf *out)
{
    uint8_t header[13] = {[8] = m.depth, m.type, 0, 0, m.interlaced};

    tg_buf_init(out, TG_BUF_MAX);
    tg_buf_put(out, "\x89PNG\r\n\x1a\n", 8);
    put32(header, m.w);
    put32(header + 4, m.h);
    put_chunk(out, "IHDR", header, sizeof(header));
    if (m.fault == SECOND_HEADER)
        put_chunk(out, "IHDR", header, sizeof(header));
    put_others(&m, out);
    put_colours(&m, out);
    put_data(&m, out);
    if (m.fault == LATE_PALETTE)
        put_chunk(out, "PLTE", "abc", 3);
    put_chunk(out, "iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x/>", 26);
    if (m.fault != NO_END)
        put_chunk(out, "IEND", NULL, 0);
    if (m.fault == CUT)
        out->len -= 20;
    if (m.fault == BAD_SUM)
        out->data[8 + 8 + 13] ^= 1;
    ck_assert(!out->failed);
}

static enum png_pair pair_of(struct made_of m, bool deep)
{
    struct tg_buf file;
    enum png_pair pair;

    make(m, &file);
    pair = png_pair(test_kernels(), (const uint8_t *)file.data, file.len, deep, true);
    tg_buf_release(&file);
    return pair;
}

static const uint8_t kinds[][2] = {{1, 0}, {2, 0}, {4, 0}, {8, 0}, {16, 0}, {8, 2}, {16, 2}, {1, 3},
                                   {2, 3}, {4, 3}, {8, 3}, {8, 4}, {16, 4}, {8, 6}, {16, 6}};
enum { NKINDS = sizeof(kinds) / sizeof(kinds[0]) };
static const uint32_t sizes[][2] = {{1, 1}, {2, 3}, {5, 1}, {1, 9}, {8, 8}, {33, 17}, {130, 65}};
enum { NSIZES = sizeof(sizes) / sizeof(sizes[0]) };

START_TEST(every_kind_is_what_libpng_makes_of_it)
{
    struct made_of m = {.depth = kinds[_i][0], .type = kinds[_i][1], .seed = 1};

    for (size_t s = 0; s < NSIZES; s++)
        for (unsigned v = 0; v < 16; v++) {
            m.w = sizes[s][0];
            m.h = sizes[s][1];
            m.interlaced = v & 1;
            m.transparent = (v & 2) && m.type < 4;
            m.part = v & 4 ? 7 : 8192;
            ck_assert_msg(pair_of(m, v & 8) == PNG_PAIR_SAME, "type %d depth %d %ux%u variant %u",
                          m.type, m.depth, m.w, m.h, v);
            m.seed++;
        }
}
END_TEST

/* The last pass of a picture of one column has no rows of bytes, and there is no row above the
 * first: filters have something to go wrong with.  Many by chance. */
START_TEST(many_by_chance)
{
    uint64_t seed = test_seed();

    for (int i = 0; i < 2000; i++) {
        struct made_of m = {.seed = seed + (uint64_t)i};
        size_t kind = test_rand(&seed) % NKINDS;

        m.depth = kinds[kind][0];
        m.type = kinds[kind][1];
        m.w = (uint32_t)(1 + test_rand(&seed) % 40);
        m.h = (uint32_t)(1 + test_rand(&seed) % 20);
        m.interlaced = test_rand(&seed) & 1;
        m.transparent = (test_rand(&seed) & 1) && m.type < 4;
        m.part = (size_t)(1 + test_rand(&seed) % 300);
        ck_assert_msg(pair_of(m, test_rand(&seed) & 1) == PNG_PAIR_SAME, "turn %d", i);
    }
}
END_TEST

/* What each fault is seen in. */
static struct made_of with_fault(enum fault fault)
{
    struct made_of m = {
        .w = 300, .h = 200, .depth = 8, .type = 2, .part = 8192, .seed = 5, .fault = fault};

    if (fault == NO_PALETTE || fault == SHORT_PALETTE)
        m.type = 3;
    if (fault == PALETTE_OF_GREY)
        m.type = 0;
    m.transparent = fault == TWO_TRANSPARENT || fault == LARGE_TRANSPARENT;
    return m;
}

START_TEST(a_file_with_a_fault_is_left_to_libpng)
{
    enum fault fault = (enum fault)_i;
    enum png_pair right = fault == NONE ? PNG_PAIR_SAME : PNG_PAIR_LEFT;

    ck_assert_int_eq(pair_of(with_fault(fault), false), right);
}
END_TEST

/* A picture that is cut at any byte, or has any byte changed. */
START_TEST(damage_is_left_to_libpng)
{
    const struct tg_kernels *k = test_kernels();
    struct made_of m = {.w = 9, .h = 7, .depth = 4, .type = 3, .part = 20, .seed = 9};
    struct tg_buf file;

    make(m, &file);
    for (size_t i = 0; i < file.len; i++) {
        uint8_t *copy = malloc(file.len);

        memcpy(copy, file.data, file.len);
        ck_assert_int_ne(png_pair(k, copy, i, false, true), PNG_PAIR_DIFFERENT);
        copy[i] ^= 0x20;
        ck_assert_int_eq(png_pair(k, copy, file.len, false, true), PNG_PAIR_LEFT);
        free(copy);
    }
    tg_buf_release(&file);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("png_whole");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, every_kind_is_what_libpng_makes_of_it, 0, NKINDS);
    tcase_add_test(tc, many_by_chance);
    tcase_add_loop_test(tc, a_file_with_a_fault_is_left_to_libpng, 0, FAULTS);
    tcase_add_test(tc, damage_is_left_to_libpng);
    return tg_suite_run("png_whole", tc);
}
