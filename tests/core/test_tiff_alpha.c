/* test_tiff_alpha.c - TIFF samples that libtiff's own conversion leaves out or does not know: alpha
 * of palettes and of grey, numbers of bits that share bytes; and small tiles. */
#include <stdlib.h>
#include <tiffio.h>

#include <check.h>

#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { W = 37, H = 23, NO_EXTRA = 0xffff };

static const uint16_t extras[] = {EXTRASAMPLE_UNASSALPHA, EXTRASAMPLE_ASSOCALPHA, NO_EXTRA};

static void check_palette(unsigned bits, struct made_tiff o)
{
    struct raster r = raster_new(W, H, 2, bits);
    unsigned max = (1u << bits) - 1;
    struct tg_image im;
    struct made m;

    for (size_t i = 0; i < (size_t)W * H; i++)
        r.v[2 * i + 1] = (uint16_t)(i % (max + 1));
    o.photometric = PHOTOMETRIC_PALETTE;
    m = make_tiff(&r, &o);
    im = decode_good(&m, (struct decode_how){0});
    ck_assert_int_eq(im.model, TG_RGB);
    ck_assert(im.alpha);
    for (uint32_t y = 0; y < H; y++)
        for (uint32_t x = 0; x < W; x++) {
            const uint16_t *v = r.v + 2 * ((size_t)y * W + x);
            uint8_t want[4];

            made_palette(v[0], want);
            want[3] = (uint8_t)(v[1] * 255u / max);
            for (unsigned c = 0; c < 4; c++)
                ck_assert_uint_eq(sample(&im, c, x, y), want[c]);
        }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(palettes_have_alpha)
{
    for (unsigned v = 0; v < 8; v++)
        for (unsigned bits = 1; bits <= 8; bits *= 2) {
            struct made_tiff o = {.extra = extras[_i],
                                  .tile = v & 1 ? 16 : 0,
                                  .big_endian = v & 2,
                                  .compression = v & 4 ? COMPRESSION_LZW : COMPRESSION_NONE};

            check_palette(bits, o);
        }
}
END_TEST

/* What libtiff does itself: other samples than alpha are left out. */
START_TEST(samples_that_are_no_alpha_are_left_out_of_palettes)
{
    struct raster r = raster_new(W, H, 2, 8);
    struct made m = make_tiff(&r, &(struct made_tiff){.photometric = PHOTOMETRIC_PALETTE,
                                                      .extra = EXTRASAMPLE_UNSPECIFIED});
    struct tg_image im = decode_good(&m, (struct decode_how){0});

    ck_assert(!im.alpha);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}
END_TEST

/* Grey of 69 and 133 under every alpha; in JPEG too. */
static void check_grey(struct made_tiff o, unsigned bits, unsigned slack)
{
    struct raster r = raster_new(64, 64, 2, bits);
    unsigned scale = bits == 16 ? 257 : 1;
    bool multiplied = o.extra == EXTRASAMPLE_ASSOCALPHA;
    struct tg_image im;
    struct made m;

    for (unsigned i = 0; i < 64 * 64; i++) {
        unsigned alpha = 4 * (i / 64) + 3, grey = i % 64 < 32 ? 69 : 133;

        r.v[2 * (size_t)i] = (uint16_t)((multiplied ? grey * alpha / 255 : grey) * scale);
        r.v[2 * (size_t)i + 1] = (uint16_t)(alpha * scale);
    }
    o.photometric = PHOTOMETRIC_MINISBLACK;
    m = make_tiff(&r, &o);
    im = decode_good(&m, (struct decode_how){0});
    ck_assert_int_eq(im.model, TG_GREY);
    ck_assert(im.alpha);
    for (unsigned y = multiplied ? 32 : 0; y < 64; y++)
        for (unsigned x = 0; x < 64; x++) {
            ck_assert_int_le(abs((int)sample(&im, 0, x, y) - (x < 32 ? 69 : 133)), (int)slack);
            ck_assert_int_le(abs((int)sample(&im, 1, x, y) - (int)(4 * y + 3)), (int)slack);
        }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(grey_has_alpha)
{
    bool multiplied = extras[_i] == EXTRASAMPLE_ASSOCALPHA;

    for (unsigned v = 0; v < 4; v++) {
        struct made_tiff o = {.extra = extras[_i], .tile = v & 1 ? 16 : 0, .big_endian = v & 2};

        check_grey(o, 8, multiplied ? 2 : 0);
        check_grey(o, 16, multiplied ? 2 : 0);
        o.compression = COMPRESSION_JPEG;
        check_grey(o, 8, multiplied ? 8 : 5);
    }
}
END_TEST

static void check_bits(unsigned bits, unsigned channels, bool deep, struct made_tiff o)
{
    struct raster r = raster_new(W, H, channels, bits);
    struct tg_image im;
    struct made m;

    deep = deep && bits > 8;
    o.photometric = channels < 3 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB;
    o.extra = channels % 2 == 0 ? EXTRASAMPLE_UNASSALPHA : NO_EXTRA;
    m = make_tiff(&r, &o);
    im = decode_good(&m, (struct decode_how){.deep = deep});
    ck_assert_uint_eq(im.planes, channels);
    for (uint32_t y = 0; y < H; y++)
        for (uint32_t x = 0; x < W; x++)
            for (unsigned c = 0; c < channels; c++) {
                unsigned max = (1u << bits) - 1, top = deep ? 65535 : 255;
                unsigned v = r.v[((size_t)y * W + x) * channels + c];
                unsigned want = (v * top + max / 2) / max;

                ck_assert_int_le(abs((int)sample(&im, c, x, y) - (int)want), 1);
                if (v == 0 || v == max)
                    ck_assert_uint_eq(sample(&im, c, x, y), want);
            }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(samples_that_share_bytes_are_shown)
{
    for (unsigned v = 0; v < 16; v++)
        for (unsigned channels = _i < 8 ? 2 : 1; channels <= 4; channels++) {
            struct made_tiff o = {.tile = v & 1 ? 16 : 0,
                                  .big_endian = v & 2,
                                  .compression = v & 4 ? COMPRESSION_ADOBE_DEFLATE : 0};

            check_bits((unsigned)_i, channels, v & 8, o);
        }
}
END_TEST

/* Those that libtiff converts. */
START_TEST(tiles_of_any_size_are_shown)
{
    static const uint16_t photometrics[] = {PHOTOMETRIC_PALETTE, PHOTOMETRIC_MINISWHITE};
    struct raster r = raster_new(W, H, 1, _i == 0 ? 4 : 1);
    struct tg_image im[2];

    for (unsigned v = 0; v < 2; v++) {
        struct made m = make_tiff(&r, &(struct made_tiff){.photometric = photometrics[_i],
                                                          .extra = NO_EXTRA,
                                                          .tile = v ? 16 : 0});

        im[v] = decode_good(&m, (struct decode_how){0});
        made_free(&m);
    }
    ck_same_pixels(&im[0], &im[1]);
    tg_image_release(&im[0]);
    tg_image_release(&im[1]);
    raster_free(&r);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("tiff alpha");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, palettes_have_alpha, 0, 3);
    tcase_add_test(tc, samples_that_are_no_alpha_are_left_out_of_palettes);
    tcase_add_loop_test(tc, grey_has_alpha, 0, 3);
    tcase_add_loop_test(tc, tiles_of_any_size_are_shown, 0, 2);
    tcase_add_loop_test(tc, samples_that_share_bytes_are_shown, 1, 16);
    return tg_suite_run("tiff_alpha", tc);
}
