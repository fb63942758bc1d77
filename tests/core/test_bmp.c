/* test_bmp.c - every kind of BMP, against what Chromium shows of the same bytes. */
#include <string.h>

#include <check.h>

#include "tests/support/decode_made.h"
#include "tests/support/made_memory.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { CORE = 12, V1 = 40, V2 = 52, V3 = 56, OS2 = 64, V4 = 108, V5 = 124 };
enum { PLAIN, RLE8, RLE4, FIELDS, OS2_RLE24 = 4, ALPHA_FIELDS = 6 };

static const struct decode_how plain = {0};

struct bmp {
    unsigned header, bits, compression, colours;
    int w, h;
    uint32_t masks[4];
    const uint8_t *palette; /* B, G, R and, but for CORE, 0 */
    size_t palette_len;
    const char *pixels;
    size_t len;
};

static void put(uint8_t *to, uint32_t v, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        to[i] = (uint8_t)(v >> 8 * i);
}

static void fill_header(uint8_t *p, const struct bmp *b)
{
    put(p, b->header, 4);
    if (b->header == CORE) {
        put(p + 4, (uint32_t)b->w, 2);
        put(p + 6, (uint32_t)b->h, 2);
        put(p + 8, 1, 2);
        put(p + 10, b->bits, 2);
        return;
    }
    put(p + 4, (uint32_t)b->w, 4);
    put(p + 8, (uint32_t)b->h, 4);
    put(p + 12, 1, 2);
    put(p + 14, b->bits, 2);
    put(p + 16, b->compression, 4);
    put(p + 32, b->colours, 4);
    for (int i = 0; i < 4; i++) /* in V1 behind the header */
        put(p + 40 + 4 * i, b->masks[i], 4);
}

static struct made make_bmp(const struct bmp *b)
{
    uint8_t file[14] = "BM", info[V5 + 16] = {0};
    size_t head = b->header;
    struct made m = {0};

    if (b->header == V1)
        head += b->compression == FIELDS ? 12 : b->compression == ALPHA_FIELDS ? 16 : 0;
    fill_header(info, b);
    put(file + 2, (uint32_t)(14 + head + b->palette_len + b->len), 4);
    put(file + 10, (uint32_t)(14 + head + b->palette_len), 4);
    made_append(&m, file, sizeof(file));
    made_append(&m, info, head);
    if (b->palette_len)
        made_append(&m, b->palette, b->palette_len);
    made_append(&m, b->pixels, b->len);
    return m;
}

/* `want`: R, G, B and, if there is alpha, A of all pixels from the top left on. */
static void shows_made(struct made m, int w, int h, unsigned planes, const uint8_t *want)
{
    struct tg_image im = decode_good(&m, plain);

    ck_assert_uint_eq(im.width, (uint32_t)w);
    ck_assert_uint_eq(im.height, (uint32_t)h);
    ck_assert_uint_eq(im.planes, planes);
    for (uint32_t y = 0; y < im.height; y++)
        for (uint32_t x = 0; x < im.width; x++)
            for (unsigned c = 0; c < planes; c++)
                ck_assert_msg(sample(&im, c, x, y) == want[(y * im.width + x) * planes + c],
                              "pixel %u, %u, channel %u: %u, not %u", x, y, c, sample(&im, c, x, y),
                              want[(y * im.width + x) * planes + c]);
    tg_image_release(&im);
    made_free(&m);
}

static void shows(const struct bmp *b, unsigned planes, const uint8_t *want)
{
    shows_made(make_bmp(b), b->w, b->h < 0 ? -b->h : b->h, planes, want);
}

#define PIXELS(text) .pixels = (text), .len = sizeof(text) - 1

static const uint8_t four[16] = {0, 0, 0, 0, 50, 100, 200, 0, 255, 255, 255, 0, 1, 2, 3, 0};
static const uint8_t four_core[12] = {0, 0, 0, 50, 100, 200, 255, 255, 255, 1, 2, 3};

START_TEST(palettes_of_1_2_4_and_8_bits)
{
    static const uint8_t want[12] = {255, 255, 255, 3, 2, 1, 0, 0, 0, 200, 100, 50};
    static const uint8_t two[12] = {200, 100, 50, 0, 0, 0, 0, 0, 0, 200, 100, 50};
    struct bmp b = {.header = V1, .w = 2, .h = 2, .palette = four, .palette_len = 16};

    for (int core = 0; core < 2; core++) {
        b.header = core ? CORE : V1;
        b.palette = core ? four_core : four;
        b.palette_len = core ? 12 : 16;
        b.colours = 4;
        b.bits = 8, b.pixels = "\0\1\0\0\2\3\0\0", b.len = 8;
        shows(&b, 3, want);
        b.bits = 4, b.pixels = "\1\0\0\0\x23\0\0\0";
        shows(&b, 3, want);
        b.bits = 2, b.pixels = "\x10\0\0\0\xb0\0\0\0";
        shows(&b, 3, want);
        b.bits = 1, b.pixels = "\x40\0\0\0\x80\0\0\0";
        b.palette_len = core ? 6 : 8;
        b.colours = 2;
        shows(&b, 3, two);
    }
}
END_TEST

START_TEST(colours_that_a_palette_does_not_have_are_black)
{
    static const uint8_t want[6] = {200, 100, 50, 0, 0, 0}, shared[6] = {200, 100, 50, 0, 2, 1};
    struct bmp b = {.header = V1, .bits = 8, .w = 2, .h = 1, .colours = 2, PIXELS("\1\2\0\0")};

    b.palette = four, b.palette_len = 8;
    shows(&b, 3, want);
    b.colours = 0; /* 256, but the pixels begin earlier */
    shows(&b, 3, want);
    b.colours = 256; /* it says so, and the file has more bytes: Pillow's pal8_offset.bmp */
    shows(&b, 3, shared);
}
END_TEST

START_TEST(rows_go_up_or_down)
{
    static const uint8_t want[12] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 12, 11, 10};
    static const uint8_t up[12] = {3, 2, 1, 12, 11, 10, 9, 8, 7, 6, 5, 4};
    struct bmp b = {
        .header = V1, .bits = 24, .w = 2, .h = 2, PIXELS("\1\2\3\12\13\14\0\0\7\10\11\4\5\6\0\0")};

    shows(&b, 3, want);
    b.h = -2;
    shows(&b, 3, up);
    b.h = 2;
    b.header = CORE;
    shows(&b, 3, want);
    b.header = OS2;
    shows(&b, 3, want);
    b.len -= 2; /* the last row without what fills it up */
    shows(&b, 3, want);
}
END_TEST

START_TEST(sixteen_bits_by_default_and_by_masks)
{
    static const uint8_t plain16[6] = {255, 0, 132, 0, 255, 0};
    static const uint8_t want565[6] = {255, 0, 132, 0, 255, 0},
                         want4444[8] = {255, 17, 34, 136, 0, 0, 255, 255};
    struct bmp b = {.header = V1, .bits = 16, .w = 2, .h = 1, PIXELS("\x10\x7c\xe0\x03")};

    shows(&b, 3, plain16);
    b.compression = FIELDS;
    memcpy(b.masks, (uint32_t[4]){0xf800, 0x7e0, 0x1f, 0}, 16);
    b.pixels = "\x10\xf8\xe0\x07";
    shows(&b, 3, want565);
    b.header = V4;
    memcpy(b.masks, (uint32_t[4]){0xf00, 0xf0, 0xf, 0xf000}, 16);
    b.pixels = "\x12\x8f\x0f\xf0";
    shows(&b, 4, want4444);
}
END_TEST

START_TEST(alpha_counts_where_a_header_has_a_mask_of_it)
{
    static const uint8_t without[6] = {3, 2, 1, 6, 5, 4}, with[8] = {3, 2, 1, 128, 6, 5, 4, 255};
    static const unsigned headers[] = {V1, V2, V3, V4, V5};
    struct bmp b = {.bits = 32,
                    .w = 2,
                    .h = 1,
                    .masks = {0xff0000, 0xff00, 0xff, 0xff000000},
                    PIXELS("\1\2\3\x80\4\5\6\xff")};

    for (size_t i = 0; i < 5; i++) {
        b.header = headers[i];
        b.compression = PLAIN;
        if (b.header == V1 || b.header == V3 || b.header == V2)
            shows(&b, 3, without);
        else
            shows(&b, 4, with);
        b.compression = FIELDS;
        shows(&b, b.header >= V3 ? 4 : 3, b.header >= V3 ? with : without);
    }
    b.header = V1;
    b.compression = ALPHA_FIELDS;
    shows(&b, 4, with);
    b.header = V4;
    b.pixels = "\1\2\3\0\4\5\6\0"; /* nothing would be seen */
    shows(&b, 3, without);
}
END_TEST

START_TEST(masks_of_more_than_8_bits_give_their_upper_ones)
{
    static const uint8_t want[6] = {255, 128, 0, 0, 1, 255};
    struct bmp b = {.header = V1,
                    .bits = 32,
                    .compression = FIELDS,
                    .w = 2,
                    .h = 1,
                    .masks = {0x3ff00000, 0xffc00, 0x3ff},
                    PIXELS("\3\x00\xf8\x3f\xff\x17\0\0")};

    shows(&b, 3, want);
}
END_TEST

START_TEST(run_lengths)
{
    static const uint8_t want[24] = {200, 100, 50,  200, 100, 50, 255, 255, 255, 3, 2, 1,
                                     255, 255, 255, 3,   2,   1,  200, 100, 50,  0, 0, 0};
    struct bmp b = {.header = V1, .w = 4, .h = 2, .palette = four, .palette_len = 16, .colours = 4};

    b.bits = 8, b.compression = RLE8;
    b.pixels = "\0\3\2\3\1\0\1\0\0\0\2\1\1\2\1\3\0\1", b.len = 18;
    shows(&b, 3, want);
    b.len = 16; /* all is there, but the end is not said */
    shows(&b, 3, want);
    b.bits = 4, b.compression = RLE4;
    b.pixels = "\4\x23\0\0\0\4\x11\x23\0\1", b.len = 10;
    shows(&(struct bmp){.header = V1,
                        .bits = 4,
                        .compression = RLE4,
                        .w = 4,
                        .h = 2,
                        .colours = 4,
                        .palette = four,
                        .palette_len = 16,
                        PIXELS("\0\4\x23\x10\0\0\2\x11\2\x23\0\1")},
          3, want);
    shows(&(struct bmp){.header = OS2,
                        .bits = 24,
                        .compression = OS2_RLE24,
                        .w = 4,
                        .h = 2,
                        PIXELS("\0\3\xff\xff\xff\1\2\3\x32\x64\xc8\0\1\0\0\0\0\0"
                               "\2\x32\x64\xc8\1\xff\xff\xff\1\1\2\3\0\1")},
          3, want);
    b.h = -2;
    b.bits = 8, b.compression = RLE8;
    b.pixels = "\2\1\1\2\1\3\0\0\0\3\2\3\1\0\1\0\0\1", b.len = 18;
    shows(&b, 3, want);
}
END_TEST

START_TEST(what_runs_leave_out_is_black_and_what_is_too_long_is_cut)
{
    static const uint8_t want[18] = {0,   0,   0,  0, 0, 0, 255, 255, 255,
                                     200, 100, 50, 0, 0, 0, 0,   0,   0};
    static const uint8_t full[18] = {255, 255, 255, 255, 255, 255, 255, 255, 255,
                                     3,   2,   1,   3,   2,   1,   3,   2,   1};
    struct bmp b = {.header = V1,
                    .bits = 8,
                    .compression = RLE8,
                    .w = 3,
                    .h = 2,
                    .colours = 4,
                    .palette = four,
                    .palette_len = 16,
                    PIXELS("\1\1\0\2\1\1\1\2\0\1")};

    shows(&b, 3, want);
    b.pixels = "\x20\3\0\0\0\5\2\2\2\2\2\0\0\0\x20\3\0\1", b.len = 18;
    shows(&b, 3, full);
    b.pixels = "\0\2\xff\xff\3\1\0\1", b.len = 8; /* out of the picture */
    shows(&b, 3, (const uint8_t[18]){0});
}
END_TEST

START_TEST(a_profile_in_the_file_is_kept)
{
    uint8_t icc[200] = "0123456789abcdefRGB ";
    struct bmp b = {.header = V5, .bits = 24, .w = 1, .h = 1, PIXELS("\1\2\3\0")};
    struct made m = make_bmp(&b);
    struct tg_image im;

    put(m.data + 70, 0x4d424544, 4); /* "MBED" */
    put(m.data + 126, (uint32_t)m.len - 14, 4);
    put(m.data + 130, sizeof(icc), 4);
    im = decode_good(&m, plain);
    ck_assert_uint_eq(im.icc.len, 0); /* beyond the end */
    tg_image_release(&im);
    made_append(&m, icc, sizeof(icc));
    im = decode_good(&m, plain);
    ck_assert_uint_eq(im.icc.len, sizeof(icc));
    ck_assert_mem_eq(im.icc.data, icc, sizeof(icc));
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(rows_that_are_there_are_kept)
{
    struct bmp b = {.header = V1,
                    .bits = 8,
                    .w = 4,
                    .h = 4,
                    .palette = four,
                    .palette_len = 16,
                    .colours = 4,
                    PIXELS("\1\1\1\1\2\2\2\2\3\3")};
    struct bmp runs = {.header = V1,
                       .bits = 8,
                       .compression = RLE8,
                       .w = 4,
                       .h = 4,
                       .palette = four,
                       .palette_len = 16,
                       .colours = 4,
                       PIXELS("\4\1\0\0\4\2\0\0\2\3\0")};

    for (int i = 0; i < 2; i++) {
        struct made m = make_bmp(i ? &runs : &b);
        struct tg_damage damage = {0};
        struct tg_image im;

        ck_ok(decode_made(&m, plain, &im, &damage));
        ck_assert_uint_eq(damage.count, 1);
        ck_assert_uint_eq(sample(&im, 0, 0, 3), 200);
        ck_assert_uint_eq(sample(&im, 0, 3, 2), 255);
        ck_assert_uint_eq(sample(&im, 0, 3, 1), 128);
        ck_assert_uint_eq(sample(&im, 0, 0, 0), 128);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

static void refused(const struct bmp *b, enum tg_errc code)
{
    struct made m = make_bmp(b);
    struct tg_info info;
    struct tg_image im;

    ck_fails(decode_made(&m, plain, &im, NULL), code);
    ck_fails(probe_made(&m, 1 << 20, &info), code);
    made_free(&m);
}

START_TEST(what_browsers_do_not_show_is_refused)
{
    static const struct bmp kinds[] = {
        {.header = V1, .bits = 3, .w = 1, .h = 1},
        {.header = CORE, .bits = 16, .w = 1, .h = 1},
        {.header = V1, .bits = 24, .compression = FIELDS, .w = 1, .h = 1},
        {.header = V1, .bits = 0, .compression = 4, .w = 1, .h = 1}, /* JPEG within */
        {.header = OS2, .bits = 1, .compression = 3, .w = 1, .h = 1},
        {.header = V1, .bits = 32, .compression = FIELDS, .w = 1, .h = 1, .masks = {0xf0f}},
        {.header = 100, .bits = 24, .w = 1, .h = 1},
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct bmp b = kinds[i];

        b.pixels = "\0\0\0\0\0\0\0\0", b.len = 8;
        refused(&b, TG_E_UNSUPPORTED);
    }
}
END_TEST

START_TEST(what_makes_no_sense_is_corrupt_or_too_large)
{
    struct bmp b = {.header = V1, .bits = 24, .w = 1, .h = 1, PIXELS("\0\0\0\0")};
    struct made m;
    struct tg_image im;

    b.w = -1;
    refused(&b, TG_E_CORRUPT);
    b.w = 0;
    refused(&b, TG_E_LIMIT);
    b.w = 1, b.h = INT32_MIN;
    refused(&b, TG_E_CORRUPT);
    b.w = 60000, b.h = 60000;
    refused(&b, TG_E_LIMIT);
    b.w = b.h = 1;
    m = make_bmp(&b);
    m.len = 54; /* no pixels */
    ck_fails(decode_made(&m, plain, &im, NULL), TG_E_CORRUPT);
    m.len = 40; /* half a header */
    ck_fails(decode_made(&m, plain, &im, NULL), TG_E_CORRUPT);
    m.len = 58;
    put(m.data + 10, 20, 4); /* pixels in the header */
    ck_fails(decode_made(&m, plain, &im, NULL), TG_E_CORRUPT);
    put(m.data + 10, 0xfffffff0, 4);
    ck_fails(decode_made(&m, plain, &im, NULL), TG_E_CORRUPT);
    made_free(&m);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("bmp");

    tcase_add_test(tc, palettes_of_1_2_4_and_8_bits);
    tcase_add_test(tc, colours_that_a_palette_does_not_have_are_black);
    tcase_add_test(tc, rows_go_up_or_down);
    tcase_add_test(tc, sixteen_bits_by_default_and_by_masks);
    tcase_add_test(tc, alpha_counts_where_a_header_has_a_mask_of_it);
    tcase_add_test(tc, masks_of_more_than_8_bits_give_their_upper_ones);
    tcase_add_test(tc, run_lengths);
    tcase_add_test(tc, what_runs_leave_out_is_black_and_what_is_too_long_is_cut);
    tcase_add_test(tc, a_profile_in_the_file_is_kept);
    tcase_add_test(tc, rows_that_are_there_are_kept);
    tcase_add_test(tc, what_browsers_do_not_show_is_refused);
    tcase_add_test(tc, what_makes_no_sense_is_corrupt_or_too_large);
    return tg_suite_run("bmp", tc);
}
