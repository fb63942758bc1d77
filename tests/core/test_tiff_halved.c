/* test_tiff_halved.c - TIFFs that are halved while they are read, and smaller versions of them. */
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include <check.h>

#include "core/image/alpha.h"
#include "core/image/resample.h"
#include "tests/support/decode_made.h"
#include "tests/support/made_pages.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { NO_EXTRA = 0xffff, ONE_STRIP = 1 << 20, TWICE = 8 /* wanted: halved twice */ };

/* A plane halved twice, as outputs halve it. */
static struct tg_plane halved(const struct tg_plane *p)
{
    struct tg_plane once, twice;

    ck_ok(tg_plane_shrink(test_kernels(), p, 2, 2, &once));
    ck_ok(tg_plane_shrink(test_kernels(), &once, 2, 2, &twice));
    tg_plane_release(&once);
    return twice;
}

static unsigned value_at(const struct tg_plane *p, uint32_t x, uint32_t y)
{
    const uint8_t *row = p->data + y * p->stride;
    uint16_t v;

    if (p->bytes == 1)
        return row[x];
    memcpy(&v, row + (size_t)2 * x, 2);
    return v;
}

static void same_plane(const struct tg_plane *a, const struct tg_plane *b)
{
    ck_assert_uint_eq(a->w, b->w);
    ck_assert_uint_eq(a->h, b->h);
    ck_assert_uint_eq(a->bytes, b->bytes);
    ck_assert(a->extent_w == b->extent_w && a->extent_h == b->extent_h);
    for (uint32_t y = 0; y < a->h; y++)
        ck_assert_mem_eq(a->data + y * a->stride, b->data + y * b->stride, (size_t)a->w * a->bytes);
}

/* The same samples as of the whole picture, halved. */
static void check_halved(const struct made *m, bool deep)
{
    struct tg_image whole = decode_good(m, (struct decode_how){.deep = deep});
    struct tg_image im = decode_good(m, (struct decode_how){.deep = deep, .shrink = TWICE});

    ck_assert_uint_eq(im.width, whole.width);
    ck_assert_uint_eq(im.height, whole.height);
    ck_assert_int_eq(im.model, whole.model);
    ck_assert_uint_eq(im.planes, whole.planes);
    ck_assert_uint_eq(im.depth, whole.depth);
    for (unsigned c = 0; c < im.planes; c++) {
        struct tg_plane want = halved(&whole.plane[c]);

        same_plane(&im.plane[c], &want);
        tg_plane_release(&want);
    }
    tg_image_release(&whole);
    tg_image_release(&im);
}

static void check_made(uint32_t w, uint32_t h, unsigned channels, unsigned bits,
                       const struct made_tiff *o)
{
    struct raster r = raster_new(w, h, channels, bits);
    struct made m = make_tiff(&r, o);

    check_halved(&m, false);
    check_halved(&m, true);
    made_free(&m);
    raster_free(&r);
}

static const uint16_t compressions[] = {COMPRESSION_NONE, COMPRESSION_LZW,
                                        COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS};

START_TEST(what_is_halved_while_it_is_read_is_what_outputs_would_halve)
{
    for (int v = 0; v < 64; v++) {
        uint16_t compression = compressions[_i];
        bool packed = compression == COMPRESSION_LZW || compression == COMPRESSION_ADOBE_DEFLATE;
        struct made_tiff o = {.compression = compression,
                              .photometric = v & 1 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISWHITE,
                              .extra = NO_EXTRA,
                              .big_endian = v & 2,
                              .tile = v & 4 ? 16 : 0,
                              .strip = v & 8 ? ONE_STRIP : 0,
                              .predictor = packed && v & 32 ? PREDICTOR_HORIZONTAL : 0};

        check_made(101, 67, v & 1 ? 3 : 1, v & 16 ? 16 : 8, &o);
    }
}
END_TEST

/* CMYK, floating point, samples that share bytes; and by libtiff's conversion, in several bands. */
START_TEST(all_kinds_of_samples_are_halved)
{
    struct made_tiff o = {.photometric = PHOTOMETRIC_SEPARATED, .extra = NO_EXTRA};

    check_made(101, 67, 4, 8, &o);
    o.planar = PLANARCONFIG_SEPARATE;
    check_made(101, 67, 4, 8, &o);
    o.strip = ONE_STRIP;
    check_made(101, 67, 4, 16, &o);
    o.compression = COMPRESSION_LZW;
    check_made(101, 67, 4, 16, &o);
    o = (struct made_tiff){.photometric = PHOTOMETRIC_RGB, .extra = NO_EXTRA};
    check_made(101, 67, 3, 12, &o);
    o.planar = PLANARCONFIG_SEPARATE;
    check_made(1100, 701, 3, 8, &o);
    o = (struct made_tiff){
        .photometric = PHOTOMETRIC_PALETTE, .extra = NO_EXTRA, .compression = COMPRESSION_LZW};
    check_made(1100, 701, 1, 8, &o);
    o.tile = 64;
    check_made(1100, 701, 1, 4, &o);
    o = (struct made_tiff){.photometric = PHOTOMETRIC_MINISBLACK,
                           .extra = NO_EXTRA,
                           .compression = COMPRESSION_CCITTFAX4};
    check_made(1100, 701, 1, 1, &o);
    o = (struct made_tiff){
        .photometric = PHOTOMETRIC_YCBCR, .extra = NO_EXTRA, .compression = COMPRESSION_JPEG};
    check_made(1100, 701, 3, 8, &o);
}
END_TEST

/* Colours are multiplied by alpha before they are averaged. */
static void check_alpha(unsigned bits, uint16_t extra, bool deep)
{
    struct raster r = raster_new(101, 67, 4, bits);
    struct made m = make_tiff(
        &r, &(struct made_tiff){.photometric = PHOTOMETRIC_RGB, .extra = extra, .strip = 3});
    struct tg_image whole = decode_good(&m, (struct decode_how){.deep = deep});
    struct tg_image im = decode_good(&m, (struct decode_how){.deep = deep, .shrink = TWICE});
    struct tg_plane alpha = halved(&whole.plane[3]);

    ck_assert(im.alpha);
    same_plane(&im.plane[3], &alpha);
    for (unsigned c = 0; c < 3; c++) {
        struct tg_plane product, want, got;

        ck_ok(tg_plane_premultiply(test_kernels(), &whole.plane[c], &whole.plane[3], &product));
        ck_ok(tg_plane_premultiply(test_kernels(), &im.plane[c], &im.plane[3], &got));
        want = halved(&product);
        for (uint32_t y = 0; y < want.h; y++)
            for (uint32_t x = 0; x < want.w; x++)
                ck_assert_int_le(abs((int)value_at(&got, x, y) - (int)value_at(&want, x, y)), 1);
        tg_plane_release(&product);
        tg_plane_release(&want);
        tg_plane_release(&got);
    }
    tg_plane_release(&alpha);
    tg_image_release(&whole);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(halved_pictures_keep_what_is_behind_transparent_pixels_out)
{
    check_alpha(8, EXTRASAMPLE_UNASSALPHA, false);
    check_alpha(16, EXTRASAMPLE_UNASSALPHA, false);
    check_alpha(16, EXTRASAMPLE_UNASSALPHA, true);
    check_alpha(8, EXTRASAMPLE_ASSOCALPHA, false);
}
END_TEST

START_TEST(opaque_alpha_is_dropped_and_changes_nothing)
{
    struct raster r = raster_new(101, 67, 4, 8);
    struct made m;

    for (size_t i = 0; i < (size_t)r.w * r.h; i++)
        r.v[4 * i + 3] = 255;
    m = make_tiff(
        &r, &(struct made_tiff){.photometric = PHOTOMETRIC_RGB, .extra = EXTRASAMPLE_UNASSALPHA});
    check_halved(&m, false);
    made_free(&m);
    raster_free(&r);
}
END_TEST

/* The same as of the whole picture, with a word about it; returns the last sample. */
static unsigned check_lost(const struct made *m, unsigned first)
{
    struct tg_damage damage = {0}, all = {0};
    struct tg_image im, whole;
    struct tg_plane want;
    unsigned last;

    ck_ok(decode_made(m, (struct decode_how){.shrink = TWICE}, &im, &damage));
    ck_ok(decode_made(m, (struct decode_how){0}, &whole, &all));
    ck_assert_uint_gt(damage.count, 0);
    ck_assert_str_eq(damage.first, all.first);
    want = halved(&whole.plane[0]);
    same_plane(&im.plane[0], &want);
    ck_assert_uint_eq(sample(&im, 0, 0, 0), first);
    last = sample(&im, 0, im.plane[0].w - 1, im.plane[0].h - 1);
    tg_plane_release(&want);
    tg_image_release(&whole);
    tg_image_release(&im);
    return last;
}

START_TEST(of_damaged_files_halved_pictures_show_what_whole_ones_do)
{
    for (int v = 0; v < 8; v++) {
        struct made_tiff o = {.photometric = PHOTOMETRIC_RGB,
                              .extra = NO_EXTRA,
                              .compression = v & 2 ? COMPRESSION_LZW : COMPRESSION_ADOBE_DEFLATE,
                              .strip = v & 1 ? ONE_STRIP : 0,
                              .tile = v & 4 ? 32 : 0};
        struct raster r = raster_new(512, 128, 3, 8);
        struct made m = make_tiff(&r, &o);
        struct tg_image good = decode_good(&m, (struct decode_how){.shrink = TWICE});
        size_t first = m.data[4] | (size_t)m.data[5] << 8 | (size_t)m.data[6] << 16;

        memset(m.data + first / 2, 0xff, first - first / 2); /* the directory is behind pixels */
        (void)check_lost(&m, sample(&good, 0, 0, 0));
        tg_image_release(&good);
        made_free(&m);
        raster_free(&r);
    }
}
END_TEST

START_TEST(what_was_cut_off_is_grey_in_halved_pictures_too)
{
    static const struct made_tag tags[] = {
        {TIFFTAG_IMAGEWIDTH, 4, 64, NULL},
        {TIFFTAG_IMAGELENGTH, 4, 64, NULL},
        {TIFFTAG_BITSPERSAMPLE, 3, 8, NULL},
        {TIFFTAG_PHOTOMETRIC, 3, 1, NULL},
        {TIFFTAG_SAMPLESPERPIXEL, 3, 1, NULL},
        {TIFFTAG_ROWSPERSTRIP, 4, 64, NULL},
        {0, 0, 0, NULL},
    };
    uint8_t pixels[64 * 64];
    struct made_page page = {tags, pixels, sizeof(pixels), sizeof(pixels) / 2 + 7, NULL};
    struct made m;

    memset(pixels, 77, sizeof(pixels));
    m = make_pages(&page, 1, false);
    ck_assert_uint_eq(check_lost(&m, 77), 0x80);
    made_free(&m);
}
END_TEST

/* ---- Smaller versions ------------------------------------------------------------------------ */

static struct raster flat(uint32_t w, uint32_t h, unsigned bits, uint16_t v)
{
    struct raster r = raster_new(w, h, 3, bits);

    for (size_t i = 0; i < (size_t)w * h * 3; i++)
        r.v[i] = v;
    return r;
}

/* The first sample of what is shown where so many times less is wanted of a picture that is 200 in
 * all of its pixels. */
static unsigned shown(const struct raster *smaller, size_t n, struct made_tiff o, unsigned shrink)
{
    struct raster full = flat(128, 96, 8, 200);
    struct tg_image im;
    struct made m;
    unsigned v;

    o.photometric = PHOTOMETRIC_RGB;
    o.extra = NO_EXTRA;
    o.smaller = smaller;
    o.smaller_len = n;
    m = make_tiff(&full, &o);
    im = decode_good(&m, (struct decode_how){.shrink = shrink});
    ck_assert_uint_eq(im.width, 128);
    ck_assert_uint_eq(im.height, 96);
    ck_assert_uint_ge(im.plane[0].w, 2 * (128 / shrink) < 128 ? 2 * (128 / shrink) : 128);
    v = sample(&im, 0, 0, 0);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&full);
    return v;
}

START_TEST(the_smallest_version_of_twice_the_pixels_is_shown)
{
    struct raster smaller[] = {flat(64, 48, 8, 100), flat(32, 24, 8, 50), flat(8, 6, 8, 10)};

    for (int v = 0; v < 4; v++) {
        struct made_tiff o = {.smaller_below = v & 1,
                              .tile = v & 2 ? 16 : 0,
                              .compression = COMPRESSION_ADOBE_DEFLATE};

        ck_assert_uint_eq(shown(smaller, 3, o, 1), 200);
        ck_assert_uint_eq(shown(smaller, 3, o, 2), 200);
        ck_assert_uint_eq(shown(smaller, 3, o, 4), 100);
        ck_assert_uint_eq(shown(smaller, 3, o, 8), 50);
        ck_assert_uint_eq(shown(smaller, 3, o, 16), 50);
        ck_assert_uint_eq(shown(smaller, 3, o, 32), 10);
        ck_assert_uint_eq(shown(smaller + 2, 1, o, 8), 200); /* a preview alone */
    }
    for (size_t i = 0; i < 3; i++)
        raster_free(&smaller[i]);
}
END_TEST

START_TEST(pages_that_each_are_half_of_the_one_before_are_smaller_versions_if_they_have_tiles)
{
    struct raster smaller[] = {flat(64, 48, 8, 100), flat(32, 24, 8, 50), flat(30, 24, 8, 10)};
    struct made_tiff o = {.smaller_unsaid = true, .tile = 16};

    ck_assert_uint_eq(shown(smaller, 2, o, 4), 100);
    ck_assert_uint_eq(shown(smaller, 2, o, 8), 50);
    ck_assert_uint_eq(shown(smaller, 3, o, 4), 200); /* pages of a document */
    ck_assert_uint_eq(shown(smaller + 1, 1, o, 8), 200);
    o.tile = 0;
    ck_assert_uint_eq(shown(smaller, 2, o, 4), 200);
    for (size_t i = 0; i < 3; i++)
        raster_free(&smaller[i]);
}
END_TEST

START_TEST(versions_of_another_shape_or_kind_are_not_shown)
{
    struct raster other[] = {flat(64, 64, 8, 100), flat(64, 48, 16, 100), flat(64, 40, 8, 100)};

    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(shown(&other[i], 1, (struct made_tiff){.tile = 16}, 4), 200);
        ck_assert_uint_eq(shown(&other[i], 1, (struct made_tiff){.tile = 16}, 5), 200);
        raster_free(&other[i]);
    }
}
END_TEST

/* Without a word about it: the picture itself is good. */
START_TEST(for_a_damaged_version_the_picture_is_shown)
{
    struct raster half = flat(64, 48, 8, 100);
    struct made_tiff o = {.smaller_bad = true, .tile = 16};

    o.compression = COMPRESSION_ADOBE_DEFLATE;
    ck_assert_uint_eq(shown(&half, 1, o, 4), 200);
    o.compression = COMPRESSION_LZW;
    ck_assert_uint_eq(shown(&half, 1, o, 4), 200);
    raster_free(&half);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("halved TIFFs");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, what_is_halved_while_it_is_read_is_what_outputs_would_halve, 0, 4);
    tcase_add_test(tc, all_kinds_of_samples_are_halved);
    tcase_add_test(tc, halved_pictures_keep_what_is_behind_transparent_pixels_out);
    tcase_add_test(tc, opaque_alpha_is_dropped_and_changes_nothing);
    tcase_add_test(tc, of_damaged_files_halved_pictures_show_what_whole_ones_do);
    tcase_add_test(tc, what_was_cut_off_is_grey_in_halved_pictures_too);
    tcase_add_test(tc, the_smallest_version_of_twice_the_pixels_is_shown);
    tcase_add_test(
        tc, pages_that_each_are_half_of_the_one_before_are_smaller_versions_if_they_have_tiles);
    tcase_add_test(tc, versions_of_another_shape_or_kind_are_not_shown);
    tcase_add_test(tc, for_a_damaged_version_the_picture_is_shown);
    return tg_suite_run("tiff_halved", tc);
}
