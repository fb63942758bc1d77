/* test_tiff.c - every kind of TIFF. */
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include <check.h>

#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const struct decode_how plain = {0};

enum { NO_EXTRA = 0xffff };

static unsigned narrowed(unsigned v, unsigned bits, bool deep)
{
    return bits == 16 && !deep ? (v * 255 + 32767) / 65535 : v;
}

/* Plain samples of 8 or 16 bits. */
static void check_tiff(unsigned channels, unsigned bits, struct made_tiff o, bool deep)
{
    struct raster r = raster_new(37, 23, channels, bits);
    struct made m = make_tiff(&r, &o);
    struct tg_image im = decode_good(&m, (struct decode_how){.deep = deep});
    unsigned invert =
        o.photometric == PHOTOMETRIC_MINISWHITE ? (deep && bits == 16 ? 65535 : 255) : 0;

    ck_assert_uint_eq(im.width, 37);
    ck_assert_uint_eq(im.height, 23);
    ck_assert_uint_eq(im.depth, bits == 16 && deep ? 16 : 8);
    ck_assert_uint_eq(im.planes, channels);
    for (uint32_t y = 0; y < r.h; y++)
        for (uint32_t x = 0; x < r.w; x++)
            for (unsigned c = 0; c < channels; c++)
                ck_assert_uint_eq(sample(&im, c, x, y),
                                  narrowed(r.v[((size_t)y * r.w + x) * channels + c], bits, deep) ^
                                      invert);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

static const uint16_t compressions[] = {COMPRESSION_NONE, COMPRESSION_LZW,
                                        COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS};

START_TEST(plain_tiffs_give_their_exact_samples)
{
    for (int v = 0; v < 32; v++) {
        struct made_tiff o = {.compression = compressions[_i],
                              .photometric = PHOTOMETRIC_RGB,
                              .tile = v & 1 ? 16 : 0,
                              .big_endian = v & 2,
                              .extra = NO_EXTRA};
        unsigned bits = v & 4 ? 16 : 8;
        bool deep = v & 8;

        if (v & 16) {
            check_tiff(3, bits, o, deep);
            o.extra = EXTRASAMPLE_UNASSALPHA;
            check_tiff(4, bits, o, deep);
            continue;
        }
        o.photometric = v & 2 ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK;
        check_tiff(1, bits, o, deep);
        o.photometric = PHOTOMETRIC_MINISBLACK;
        o.extra = EXTRASAMPLE_UNASSALPHA;
        check_tiff(2, bits, o, deep);
    }
}
END_TEST

/* What libtiff converts: palettes, few bits, planes apart. */
static void check_converted(unsigned channels, unsigned bits, struct made_tiff o, bool grey)
{
    struct raster r = raster_new(37, 23, channels, bits);
    struct made m = make_tiff(&r, &o);
    struct tg_image im = decode_good(&m, plain);

    ck_assert_int_eq(im.model, grey ? TG_GREY : TG_RGB);
    ck_assert(!im.alpha);
    for (uint32_t y = 0; y < r.h; y++)
        for (uint32_t x = 0; x < r.w; x++)
            for (unsigned c = 0; c < im.planes; c++) {
                const uint16_t *v = r.v + ((size_t)y * r.w + x) * channels;
                uint8_t rgba[4];

                made_palette(v[0], rgba);
                ck_assert_uint_eq(sample(&im, c, x, y), grey ? v[0] * 255u / ((1u << bits) - 1)
                                                        : channels == 3 ? v[c]
                                                                        : rgba[c]);
            }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(other_tiffs_are_converted)
{
    struct made_tiff o = {.photometric = PHOTOMETRIC_PALETTE, .extra = NO_EXTRA};

    check_converted(1, 8, o, false);
    check_converted(1, 4, o, false);
    o.photometric = PHOTOMETRIC_MINISBLACK;
    check_converted(1, 1, o, true);
    check_converted(1, 4, o, true);
    o.compression = COMPRESSION_CCITTFAX4; /* scanned pages */
    check_converted(1, 1, o, true);
    o.compression = COMPRESSION_NONE;
    o.photometric = PHOTOMETRIC_RGB;
    o.planar = PLANARCONFIG_SEPARATE;
    check_converted(3, 8, o, false);
}
END_TEST

START_TEST(jpeg_in_tiff_is_close)
{
    static const uint16_t photometrics[] = {PHOTOMETRIC_RGB, PHOTOMETRIC_YCBCR};

    for (int v = 0; v < 4; v++) {
        struct made_tiff o = {.photometric = photometrics[v % 2],
                              .extra = NO_EXTRA,
                              .compression = COMPRESSION_JPEG,
                              .tile = v / 2 ? 16 : 0};
        struct raster r = raster_new(64, 48, 3, 8);
        struct made m;
        struct tg_image im;
        unsigned sum = 0;

        for (size_t i = 0; i < (size_t)64 * 48; i++) { /* without the noise */
            r.v[3 * i] = (uint16_t)(i % 64 * 4);
            r.v[3 * i + 1] = (uint16_t)(i / 64 * 5);
            r.v[3 * i + 2] = 100;
        }
        m = make_tiff(&r, &o);
        im = decode_good(&m, plain);
        ck_assert_int_eq(im.model, TG_RGB);
        ck_assert(!im.alpha);
        for (uint32_t y = 0; y < 48; y++)
            for (uint32_t x = 0; x < 64; x++)
                for (unsigned c = 0; c < 3; c++)
                    sum += (unsigned)abs((int)sample(&im, c, x, y) -
                                         r.v[((size_t)y * 64 + x) * 3 + c]);
        ck_assert_uint_lt(sum, (uintmax_t)64 * 48 * 3 * 5);
        tg_image_release(&im);
        made_free(&m);
        raster_free(&r);
    }
}
END_TEST

static void check_associated(unsigned bits, bool deep)
{
    struct raster r = raster_new(16, 16, 4, bits);
    struct made_tiff o = {.photometric = PHOTOMETRIC_RGB, .extra = EXTRASAMPLE_ASSOCALPHA};
    unsigned top = (1u << bits) - 1, full = deep && bits == 16 ? 65535 : 255;
    struct tg_image im;
    struct made m;

    for (size_t i = 0; i < 256; i++) { /* mid grey and white under half an alpha */
        r.v[4 * i] = (uint16_t)(top / 4);
        r.v[4 * i + 1] = r.v[4 * i + 3] = (uint16_t)(top / 2);
        r.v[4 * i + 2] = 0;
    }
    m = make_tiff(&r, &o);
    im = decode_good(&m, (struct decode_how){.deep = deep});
    ck_assert(im.alpha);
    ck_assert_int_le(abs((int)sample(&im, 0, 3, 3) - (int)full / 2), 1 + (int)full / 128);
    ck_assert_uint_eq(sample(&im, 1, 3, 3), full);
    ck_assert_uint_eq(sample(&im, 2, 3, 3), 0);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(premultiplied_alpha_of_tiff_is_undone)
{
    check_associated(8, false);
    check_associated(16, false);
    check_associated(16, true);
}
END_TEST

START_TEST(tiff_orientation_is_told_and_not_applied)
{
    for (uint16_t orientation = 1; orientation <= 8; orientation++)
        for (int palette = 0; palette < 2; palette++) {
            struct made_tiff o = {.photometric = palette ? PHOTOMETRIC_PALETTE : PHOTOMETRIC_RGB,
                                  .extra = NO_EXTRA,
                                  .orientation = orientation,
                                  .dated = true,
                                  .second_page = true};
            struct raster r = raster_new(37, 23, palette ? 1 : 3, 8);
            struct made m = make_tiff(&r, &o);
            struct tg_image im = decode_good(&m, plain);
            struct tg_info info;

            ck_ok(probe_made(&m, (uint64_t)37 * 23, &info));
            ck_assert_int_eq(info.format, TG_TIFF);
            ck_assert_uint_eq(info.width, 37);
            ck_assert_uint_eq(info.height, 23);
            ck_assert_uint_eq(info.orientation, orientation);
            ck_assert_str_eq(info.date, "2021-03-04T05:06:07");
            ck_assert_uint_eq(im.orientation, orientation);
            ck_fails(probe_made(&m, (uint64_t)37 * 23 - 1, &info), TG_E_LIMIT);
            tg_image_release(&im);
            made_free(&m);
            raster_free(&r);
            if (palette)
                check_converted(1, 8, o, false);
            else
                check_tiff(3, 8, o, false);
        }
}
END_TEST

static void refuse_tiff(unsigned channels, unsigned bits, struct made_tiff o, const char *word)
{
    struct raster r = raster_new(16, 16, channels, bits);
    struct made m = make_tiff(&r, &o);
    struct tg_image im;
    struct tg_err *err = decode_made(&m, plain, &im, NULL);
    struct tg_info info;
    struct tg_buf text;

    ck_assert_ptr_nonnull(err);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_assert_msg(strstr(tg_buf_str(&text), word) != NULL, "%s", tg_buf_str(&text));
    tg_buf_release(&text);
    ck_fails(err, TG_E_UNSUPPORTED);
    ck_fails(probe_made(&m, 1000, &info), TG_E_UNSUPPORTED);
    made_free(&m);
    raster_free(&r);
}

START_TEST(raw_photos_and_odd_samples_are_refused_by_name)
{
    struct made_tiff o = {.photometric = PHOTOMETRIC_RGB, .extra = NO_EXTRA};

    o.dng = true;
    refuse_tiff(3, 8, o, "raw photo");
    o.dng = false;
    o.raw_like = true;
    refuse_tiff(3, 8, o, "raw photo");
    o.raw_like = false;
    o.sample_format = SAMPLEFORMAT_INT;
    refuse_tiff(3, 16, o, "integer samples");
    o.sample_format = SAMPLEFORMAT_IEEEFP;
    o.photometric = PHOTOMETRIC_SEPARATED;
    refuse_tiff(4, 16, o, "integer samples");
}
END_TEST

START_TEST(tiff_profile_is_kept)
{
    uint8_t icc[300] = "0123456789abcdefRGB ";
    struct made_tiff o = {
        .photometric = PHOTOMETRIC_RGB, .extra = NO_EXTRA, .icc = icc, .icc_len = sizeof(icc)};
    struct raster r = raster_new(16, 16, 3, 8);
    struct made m = make_tiff(&r, &o);
    struct tg_image im = decode_good(&m, plain);

    ck_assert_uint_eq(im.icc.len, sizeof(icc));
    ck_assert_mem_eq(im.icc.data, icc, sizeof(icc));
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("tiff");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, plain_tiffs_give_their_exact_samples, 0, 4);
    tcase_add_test(tc, other_tiffs_are_converted);
    tcase_add_test(tc, jpeg_in_tiff_is_close);
    tcase_add_test(tc, premultiplied_alpha_of_tiff_is_undone);
    tcase_add_test(tc, tiff_orientation_is_told_and_not_applied);
    tcase_add_test(tc, raw_photos_and_odd_samples_are_refused_by_name);
    tcase_add_test(tc, tiff_profile_is_kept);
    return tg_suite_run("tiff", tc);
}
