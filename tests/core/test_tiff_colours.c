/* test_tiff_colours.c - TIFF samples that are not simply grey or RGB in 8 or 16 bits. */
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include <check.h>

#include "tests/support/decode_made.h"
#include "tests/support/made_pages.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { NO_EXTRA = 0xffff, COUNT = 6 };

static const struct decode_how plain = {0};

/* The usual colours in ink, and what they look like. */
static const uint8_t inks[COUNT][4] = {{0, 255, 255, 0}, {255, 0, 255, 0}, {255, 255, 0, 0},
                                       {0, 0, 0, 0},     {0, 0, 0, 255},   {0, 0, 0, 128}};
static const uint8_t colours[COUNT][3] = {{255, 0, 0},     {0, 255, 0}, {0, 0, 255},
                                          {255, 255, 255}, {0, 0, 0},   {127, 127, 127}};

static struct raster ink_raster(unsigned channels, unsigned bits, unsigned alpha)
{
    struct raster r = raster_new(37, 23, channels, bits);
    unsigned scale = bits == 16 ? 257 : 1;

    for (size_t i = 0; i < (size_t)37 * 23; i++) {
        for (unsigned c = 0; c < 4; c++)
            r.v[i * channels + c] = (uint16_t)(inks[i % COUNT][c] * alpha / 255 * scale);
        if (channels == 5)
            r.v[i * channels + 4] = (uint16_t)(alpha * scale);
    }
    return r;
}

static void check_inks(unsigned channels, unsigned bits, unsigned alpha, struct made_tiff o)
{
    struct raster r = ink_raster(channels, bits, o.extra == EXTRASAMPLE_ASSOCALPHA ? alpha : 255);
    struct made m;
    struct tg_image im;

    for (size_t i = 0; channels == 5 && i < (size_t)37 * 23; i++)
        r.v[i * 5 + 4] = (uint16_t)(alpha * (bits == 16 ? 257 : 1));
    o.photometric = PHOTOMETRIC_SEPARATED;
    m = make_tiff(&r, &o);
    im = decode_good(&m, (struct decode_how){.deep = bits == 16});
    ck_assert_int_eq(im.model, TG_RGB);
    ck_assert_uint_eq(im.alpha,
                      o.extra == EXTRASAMPLE_UNASSALPHA || o.extra == EXTRASAMPLE_ASSOCALPHA);
    for (uint32_t y = 0; y < r.h; y++)
        for (uint32_t x = 0; x < r.w; x++) {
            for (unsigned c = 0; c < 3; c++)
                ck_assert_int_le(abs((int)sample(&im, c, x, y) - colours[(y * 37 + x) % COUNT][c]),
                                 o.extra == EXTRASAMPLE_ASSOCALPHA ? 2 : 0);
            if (im.alpha)
                ck_assert_uint_eq(sample(&im, 3, x, y), alpha);
        }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(cmyk_tiffs_are_shown_by_the_formula)
{
    for (unsigned v = 0; v < 32; v++) {
        struct made_tiff o = {.compression = v & 1 ? COMPRESSION_LZW : COMPRESSION_NONE,
                              .planar = v & 2 ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG,
                              .big_endian = v & 4,
                              .extra = NO_EXTRA};
        unsigned bits = v & 8 ? 16 : 8;

        o.tile = v & 16 && !(v & 2) ? 16 : 0;
        check_inks(4, bits, 255, o);
        o.extra = EXTRASAMPLE_UNSPECIFIED;
        check_inks(5, bits, 100, o);
        o.extra = EXTRASAMPLE_UNASSALPHA;
        check_inks(5, bits, 100, o);
        o.extra = EXTRASAMPLE_ASSOCALPHA;
        check_inks(5, bits, 128, o);
    }
}
END_TEST

/* A profile by which coloured inks are a light grey and black is black: an ICC header, one tag,
 * and a table of two values for each ink. */
enum { LUT = 144, TABLES = LUT + 48, CLUT = TABLES + 4 * 256, PROFILE = CLUT + 16 * 3 + 3 * 256 };

static void fill_profile(uint8_t icc[PROFILE])
{
    static const char header[48] = "\0\0\0\0\0\0\0\0\2\x40\0\0prtrCMYKLab \0\0\0\0\0\0\0\0"
                                   "\0\0\0\0acsp";

    memset(icc, 0, PROFILE);
    memcpy(icc, header, sizeof(header));
    icc[2] = PROFILE >> 8, icc[3] = PROFILE & 255;
    memcpy(icc + 68, "\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d", 12); /* D50 */
    memcpy(icc + 128, "\0\0\0\1A2B0\0\0\0", 11);
    icc[139] = LUT;
    icc[142] = (PROFILE - LUT) >> 8, icc[143] = (PROFILE - LUT) & 255;
    memcpy(icc + LUT, "mft1\0\0\0\0\4\3\2", 11);
    for (int i = 0; i < 3; i++)
        icc[LUT + 12 + 16 * i + 1] = 1;
    for (int i = 0; i < 4 * 256; i++)
        icc[TABLES + i] = (uint8_t)i;
    for (int i = 0; i < 16; i++) {
        icc[CLUT + 3 * i] = i % 2 ? 0 : 200;
        icc[CLUT + 3 * i + 1] = icc[CLUT + 3 * i + 2] = 128;
    }
    for (int i = 0; i < 3 * 256; i++)
        icc[CLUT + 48 + i] = (uint8_t)i;
}

START_TEST(cmyk_tiffs_are_shown_through_their_profile)
{
    uint8_t icc[PROFILE];
    struct made_tiff o = {.photometric = PHOTOMETRIC_SEPARATED,
                          .extra = NO_EXTRA,
                          .icc = icc,
                          .icc_len = sizeof(icc)};
    struct raster r = ink_raster(4, 8, 255);
    struct tg_image im;
    struct made m;

    fill_profile(icc);
    m = make_tiff(&r, &o);
    im = decode_good(&m, plain);
    ck_assert_uint_eq(im.icc.len, 0); /* it is RGB by now */
    for (unsigned c = 0; c < 3; c++) {
        ck_assert_int_le(abs((int)sample(&im, c, 0, 0) - 193), 3);
        ck_assert_int_le(abs((int)sample(&im, c, 1, 0) - 193), 3);
        ck_assert_uint_le(sample(&im, c, 4, 0), 3);
    }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}
END_TEST

/* A picture of one row of `n` pixels, all in one strip. */
static struct made row_of(const void *pixels, uint32_t n, unsigned bits, unsigned samples,
                          unsigned photo, unsigned format, unsigned extra)
{
    const struct made_tag tags[] = {{256, 4, n, NULL},       {257, 4, 1, NULL},
                                    {258, 3, bits, NULL},    {262, 3, photo, NULL},
                                    {277, 3, samples, NULL}, {278, 4, 1, NULL},
                                    {339, 3, format, NULL},  {extra ? 338 : 0, 3, extra, NULL},
                                    {0, 0, 0, NULL}};
    const struct made_page page = {tags, pixels, (size_t)n * samples * bits / 8, 0, NULL};
    const uint16_t one = 1;

    return make_pages(&page, 1, *(const uint8_t *)&one == 0);
}

static void check_row(struct made m, uint32_t n, unsigned channels, const unsigned *want)
{
    struct tg_image im = decode_good(&m, plain);

    ck_assert_uint_eq(im.width, n);
    ck_assert_uint_eq(im.planes, channels);
    for (uint32_t x = 0; x < n; x++)
        for (unsigned c = 0; c < channels; c++)
            ck_assert_msg(sample(&im, c, x, 0) == want[x * channels + c],
                          "pixel %u, channel %u: %u, not %u", x, c, sample(&im, c, x, 0),
                          want[x * channels + c]);
    tg_image_release(&im);
    made_free(&m);
}

/* L* of 0, 64/255, half, 191/255 and 1: what lcms2 and the formulas of CIE 15 say. */
static const unsigned greys[15] = {0,   0,   0,   60,  60,  60,  119, 119,
                                   119, 184, 184, 184, 255, 255, 255};
static const uint8_t lightness[5] = {0, 64, 128, 191, 255};

START_TEST(neutral_lab_is_neutral_grey)
{
    static const struct {
        unsigned photo, bits, a, b;
    } kinds[] = {{PHOTOMETRIC_CIELAB, 8, 0, 0},
                 {PHOTOMETRIC_CIELAB, 16, 0, 0},
                 {PHOTOMETRIC_ICCLAB, 8, 128, 128},
                 {PHOTOMETRIC_ICCLAB, 16, 32768, 32768},
                 {PHOTOMETRIC_ITULAB, 8, 128, 96}};

    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        uint16_t deep[15];
        uint8_t bytes[15];

        for (int i = 0; i < 5; i++) {
            deep[3 * i] = (uint16_t)(lightness[i] * 256);
            deep[3 * i + 1] = (uint16_t)kinds[k].a;
            deep[3 * i + 2] = (uint16_t)kinds[k].b;
        }
        for (int i = 0; i < 15; i++)
            bytes[i] = (uint8_t)(i % 3 ? deep[i] : lightness[i / 3]);
        check_row(row_of(kinds[k].bits == 16 ? (const void *)deep : bytes, 5, kinds[k].bits, 3,
                         kinds[k].photo, 1, 0),
                  5, 3, greys);
    }
}
END_TEST

/* sRGB's own primaries and a skin tone, from lcms2. */
START_TEST(colours_of_lab_are_right)
{
    static const int8_t lab[3][2] = {{81, 70}, {-79, 81}, {18, 18}};
    static const uint8_t light[3] = {139, 224, 178};
    uint8_t bytes[9];
    struct tg_image im;
    struct made m;

    for (int i = 0; i < 3; i++) {
        bytes[3 * i] = light[i];
        bytes[3 * i + 1] = (uint8_t)lab[i][0];
        bytes[3 * i + 2] = (uint8_t)lab[i][1];
    }
    m = row_of(bytes, 3, 8, 3, PHOTOMETRIC_CIELAB, 1, 0);
    im = decode_good(&m, plain);
    ck_assert_uint_ge(sample(&im, 0, 0, 0), 253);
    ck_assert_uint_le(sample(&im, 1, 0, 0) + sample(&im, 2, 0, 0), 12);
    ck_assert_uint_ge(sample(&im, 1, 1, 0), 253);
    ck_assert_uint_le(sample(&im, 0, 1, 0) + sample(&im, 2, 1, 0), 20);
    ck_assert_int_le(abs((int)sample(&im, 0, 2, 0) - 209), 2);
    ck_assert_int_le(abs((int)sample(&im, 1, 2, 0) - 159), 2);
    ck_assert_int_le(abs((int)sample(&im, 2, 2, 0) - 139), 2);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* IEC 61966-2-1 by hand; what lies outside of 0 .. 1 is clipped. */
static const double light[8] = {0, 0.1, 0.5, 1, -1, 2, 0.002, 0.25};
static const unsigned encoded[8] = {0, 89, 188, 255, 0, 255, 7, 137};

static void to_half(uint16_t *to, double v)
{
    uint32_t bits;
    float f = (float)v;

    memcpy(&bits, &f, 4);
    *to = (uint16_t)((bits >> 16 & 0x8000) |
                     (v == 0 ? 0 : ((bits >> 23 & 255) - 127 + 15) << 10 | (bits >> 13 & 1023)));
}

START_TEST(light_in_floating_point_becomes_srgb)
{
    double doubles[8];
    float floats[8];
    uint16_t halves[8];

    for (int i = 0; i < 8; i++) {
        doubles[i] = light[i];
        floats[i] = (float)light[i];
        to_half(&halves[i], light[i]);
    }
    check_row(row_of(floats, 8, 32, 1, PHOTOMETRIC_MINISBLACK, 3, 0), 8, 1, encoded);
    check_row(row_of(doubles, 8, 64, 1, PHOTOMETRIC_MINISBLACK, 3, 0), 8, 1, encoded);
    check_row(row_of(halves, 8, 16, 1, PHOTOMETRIC_MINISBLACK, 3, 0), 8, 1, encoded);
}
END_TEST

START_TEST(floating_point_that_is_no_number_is_black)
{
    static const uint32_t bits[4] = {0x7fc00000, 0xffc00000, 0x7f800000, 0xff800000};
    static const unsigned want[4] = {0, 0, 255, 0};

    check_row(row_of(bits, 4, 32, 1, PHOTOMETRIC_MINISBLACK, 3, 0), 4, 1, want);
}
END_TEST

START_TEST(alpha_is_taken_out_of_light)
{
    static const float pixels[8] = {0.25F, 0.125F, 0.5F, 0.5F, 0, 0, 0, 0};
    static const unsigned want[8] = {188, 137, 255, 128, 0, 0, 0, 0};

    check_row(row_of(pixels, 2, 32, 4, PHOTOMETRIC_RGB, 3, EXTRASAMPLE_ASSOCALPHA), 2, 4, want);
}
END_TEST

START_TEST(of_32_bits_the_upper_ones_are_shown)
{
    static const uint32_t pixels[6] = {0, 0x01010101, 0x80808080, 0xffffffff, 0xc8c8c8c8, 7};
    static const unsigned want[6] = {0, 1, 128, 255, 200, 0};

    check_row(row_of(pixels, 2, 32, 3, PHOTOMETRIC_RGB, 1, 0), 2, 3, want);
}
END_TEST

START_TEST(a_fourth_sample_without_a_word_is_alpha)
{
    static const uint8_t seen[8] = {200, 40, 40, 255, 0, 0, 0, 0}, never[4] = {200, 40, 40, 0};
    static const uint16_t deep[8] = {51400, 10280, 10280, 65535, 0, 0, 0, 0};
    static const unsigned want[8] = {200, 40, 40, 255, 0, 0, 0, 0};

    check_row(row_of(seen, 2, 8, 4, PHOTOMETRIC_RGB, 1, 0), 2, 4, want);
    check_row(row_of(deep, 2, 16, 4, PHOTOMETRIC_RGB, 1, 0), 2, 4, want);
    check_row(row_of(never, 1, 8, 4, PHOTOMETRIC_RGB, 1, 0), 1, 3, want);
}
END_TEST

/* A picture of 8 x 8 pixels of one value, of which `there` rows are in the file. */
static void check_cut(unsigned photo, unsigned samples, unsigned bits, size_t there, unsigned first,
                      unsigned rest)
{
    const struct made_tag tags[] = {
        {256, 4, 8, NULL},       {257, 4, 8, NULL}, {258, 3, bits, NULL}, {262, 3, photo, NULL},
        {277, 3, samples, NULL}, {278, 4, 8, NULL}, {0, 0, 0, NULL}};
    size_t row = samples * bits;
    struct made_page page = {tags, calloc(row, 8), row * 8, there * row + row / 2, NULL};
    struct made m = make_pages(&page, 1, false);
    struct tg_damage damage = {0};
    struct tg_image im;

    ck_ok(decode_made(&m, plain, &im, &damage));
    ck_assert_uint_eq(damage.count, 1);
    ck_assert_uint_eq(sample(&im, 0, 7, (uint32_t)there - 1), first);
    ck_assert_uint_eq(sample(&im, 0, 0, (uint32_t)there), rest);
    ck_assert_uint_eq(sample(&im, 0, 7, 7), rest);
    tg_image_release(&im);
    made_free(&m);
    free((void *)(uintptr_t)page.pixels);
}

START_TEST(rows_of_a_strip_that_was_cut_are_kept)
{
    for (size_t there = 1; there < 8; there++) {
        check_cut(PHOTOMETRIC_MINISBLACK, 1, 8, there, 0, 128);
        check_cut(PHOTOMETRIC_MINISWHITE, 1, 1, there, 255, 128);
        check_cut(PHOTOMETRIC_RGB, 3, 16, there, 0, 128);
        check_cut(PHOTOMETRIC_SEPARATED, 4, 8, there, 255, 128);
    }
}
END_TEST

/* PackBits, a row of 8 in two bytes: what there is of a strip that was cut can be unpacked. */
START_TEST(rows_of_a_packed_strip_that_was_cut_are_kept)
{
    static const uint8_t packed[16] = {0xf9, 7, 0xf9, 7, 0xf9, 7, 0xf9, 7,
                                       0xf9, 7, 0xf9, 7, 0xf9, 7, 0xf9, 7};
    static const struct made_tag tags[] = {{256, 4, 8, NULL}, {257, 4, 8, NULL},
                                           {258, 3, 8, NULL}, {259, 3, COMPRESSION_PACKBITS, NULL},
                                           {262, 3, 1, NULL}, {277, 3, 1, NULL},
                                           {278, 4, 8, NULL}, {0, 0, 0, NULL}};

    for (size_t there = 1; there < 8; there++) {
        struct made_page page = {tags, packed, sizeof(packed), 2 * there + 1, NULL};
        struct made m = make_pages(&page, 1, there % 2);
        struct tg_damage damage = {0};
        struct tg_image im;

        ck_ok(decode_made(&m, plain, &im, &damage));
        ck_assert_uint_eq(damage.count, 1);
        ck_assert_uint_eq(sample(&im, 0, 7, (uint32_t)there - 1), 7);
        ck_assert_uint_eq(sample(&im, 0, 0, (uint32_t)there), 128);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

/* One block of one colour: no coefficient but DC, whose code has one bit. */
static const uint8_t jpeg_head[] = {0xff, 0xd8, 0xff, 0xdb, 0, 67, 0};
static const uint8_t jpeg_tail[] = {
    0xff, 0xc0, 0, 11, 8,    0, 8, 0, 8,  1, 1,    0x11, 0, /* frame */
    0xff, 0xc4, 0, 20, 0x00, 1, 0, 0, 0,  0, 0,    0,    0,
    0,    0,    0, 0,  0,    0, 0, 0, 0, /* DC: 0 */
    0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0,  0, 0,    0,    0,
    0,    0,    0, 0,  0,    0, 0, 0, 0, /* AC: end */
    0xff, 0xda, 0, 8,  1,    1, 0, 0, 63, 0, 0x3f, 0xff, 0xd9};

START_TEST(old_jpeg_in_tiff_is_shown_where_libtiff_can)
{
    const struct made_tag tags[] = {{256, 4, 8, NULL}, {257, 4, 8, NULL}, {258, 3, 8, NULL},
                                    {259, 3, 6, NULL}, {262, 3, 1, NULL}, {277, 3, 1, NULL},
                                    {278, 4, 8, NULL}, {513, 4, 8, NULL}, {0, 0, 0, NULL}};
    uint8_t jpeg[sizeof(jpeg_head) + 64 + sizeof(jpeg_tail)];
    struct made_page page = {tags, jpeg, sizeof(jpeg), 0, NULL};
    struct tg_image im;
    struct made m;

    memcpy(jpeg, jpeg_head, sizeof(jpeg_head));
    memset(jpeg + sizeof(jpeg_head), 8, 64);
    memcpy(jpeg + sizeof(jpeg_head) + 64, jpeg_tail, sizeof(jpeg_tail));
    m = make_pages(&page, 1, false);
    if (TIFFIsCODECConfigured(COMPRESSION_OJPEG)) {
        im = decode_good(&m, plain);
        ck_assert_uint_eq(sample(&im, 0, 3, 3), 128);
        tg_image_release(&im);
    } else {
        ck_fails(decode_made(&m, plain, &im, NULL), TG_E_UNSUPPORTED);
    }
    made_free(&m);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("tiff colours");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, cmyk_tiffs_are_shown_by_the_formula);
    tcase_add_test(tc, cmyk_tiffs_are_shown_through_their_profile);
    tcase_add_test(tc, neutral_lab_is_neutral_grey);
    tcase_add_test(tc, colours_of_lab_are_right);
    tcase_add_test(tc, light_in_floating_point_becomes_srgb);
    tcase_add_test(tc, floating_point_that_is_no_number_is_black);
    tcase_add_test(tc, alpha_is_taken_out_of_light);
    tcase_add_test(tc, of_32_bits_the_upper_ones_are_shown);
    tcase_add_test(tc, a_fourth_sample_without_a_word_is_alpha);
    tcase_add_test(tc, rows_of_a_strip_that_was_cut_are_kept);
    tcase_add_test(tc, rows_of_a_packed_strip_that_was_cut_are_kept);
    tcase_add_test(tc, old_jpeg_in_tiff_is_shown_where_libtiff_can);
    return tg_suite_run("tiff_colours", tc);
}
