/* test_damage.c - files that are cut short or have flipped bits, in every format: an error or a
 * picture of the right size, and never a crash. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "tests/support/decode_made.h"
#include "tests/support/guard.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

#if TG_HAVE_TIFF
#include <tiffio.h>
#endif

enum { W = 96, H = 80, FLIPS = 2000, MAX_PIXELS = 1 << 20 };

static struct made make_jpeg(void)
{
    struct tg_image im = test_scene(2, W, H, 2, 2, 3);
    struct made m = encode_made(&im, TG_JPEG, 85);

    tg_image_release(&im);
    return m;
}

static struct made make_sample(int kind)
{
    struct raster rgb = raster_new(W, H, 3, 8), rgba = raster_new(W, H, 4, 16),
                  index = raster_new(W, H, 1, 8);
    struct made m = {0};

    switch (kind) {
    case 0:
        m = make_jpeg();
        break;
    case 1:
        m = make_png(&rgb, &(struct made_png){0});
        break;
    case 2:
        m = make_png(&rgba, &(struct made_png){.interlaced = true});
        break;
    case 3:
        m = make_png(&index, &(struct made_png){.palette = true, .transparency = true});
        break;
    case 4:
        m = make_webp(&rgb, &(struct made_webp){.quality = 80, .exif = "II*", .xmp = "<x/>"});
        break;
    case 5:
        m = make_webp(&rgb, &(struct made_webp){.lossless = true});
        break;
    case 6:
        m = make_webp_animation(&rgb);
        break;
#if TG_HAVE_GIF
    case 7:
        m = make_gif(&index, &(struct made_gif){.transparent = 3, .interlaced = true});
        break;
#endif
#if TG_HAVE_TIFF
    case 8:
        m = make_tiff(&rgb, &(struct made_tiff){.photometric = PHOTOMETRIC_RGB,
                                                .extra = 0xffff,
                                                .compression = COMPRESSION_LZW});
        break;
    case 9:
        m = make_tiff(&index, &(struct made_tiff){.photometric = PHOTOMETRIC_PALETTE,
                                                  .extra = 0xffff,
                                                  .compression = COMPRESSION_ADOBE_DEFLATE,
                                                  .tile = 32});
        break;
#endif
    default:
        break;
    }
    raster_free(&rgb);
    raster_free(&rgba);
    raster_free(&index);
    return m;
}
enum { NKINDS = 10 };

/* Decodes and looks at all that was delivered.  True if the picture came without a word of
 * warning. */
static bool try(const struct made *m, struct decode_how how)
{
    struct tg_damage damage = {0};
    struct tg_image im;
    struct tg_info info;
    struct tg_err *err = decode_made(m, how, &im, &damage);
    unsigned sum = 0;

    tg_err_free(probe_made(m, MAX_PIXELS, &info));
    if (err) {
        tg_err_free(err);
        return false;
    }
    ck_assert_uint_le((uint64_t)im.width * im.height, MAX_PIXELS);
    for (unsigned c = 0; c < im.planes; c++)
        for (uint32_t y = 0; y < im.plane[c].h; y++)
            for (size_t i = 0; i < (size_t)im.plane[c].w * (im.depth / 8); i++)
                sum += im.plane[c].data[y * im.plane[c].stride + i];
    ck_assert_uint_ne(sum, 1); /* every sample was read: valgrind and ASan see what is not there */
    tg_image_release(&im);
    return damage.count == 0;
}

START_TEST(a_cut_file_is_never_silently_a_picture)
{
    struct made m = make_sample(_i);

    for (size_t part = 1; m.data && part < 16; part++) {
        struct made cut = {m.data, m.len * part / 16};

        ck_assert_msg(!try(&cut, (struct decode_how){.max_pixels = MAX_PIXELS}),
                      "kind %d cut at %zu/16 went unnoticed", _i, part);
    }
    made_free(&m);
}
END_TEST

START_TEST(flipped_bits_do_no_harm)
{
    struct made m = make_sample(_i);
    uint64_t seed = test_seed() + (uint64_t)_i;

    for (int n = 0; m.data && n < FLIPS; n++) {
        /* half of them in the headers, where they do most */
        size_t at = (size_t)(test_rand(&seed) % (n % 2 ? m.len : m.len < 400 ? m.len : 400));
        uint8_t flip = (uint8_t)(1u << test_rand(&seed) % 8);
        struct decode_how how = {.deep = n & 2, .metadata = n & 4, .max_pixels = MAX_PIXELS};

        m.data[at] ^= flip;
        (void)try(&m, how);
        if (n % 5) /* the others pile up */
            m.data[at] ^= flip;
    }
    made_free(&m);
}
END_TEST

/* The picture has its upper rows, and grey below. */
static void check_rows_kept(const struct made *m, size_t len)
{
    struct made cut = {m->data, len};
    struct tg_image whole = decode_good(m, (struct decode_how){0}), im;
    struct tg_damage damage = {0};

    ck_ok(decode_made(&cut, (struct decode_how){0}, &im, &damage));
    ck_assert_uint_ge(damage.count, 1);
    ck_assert_uint_eq(im.width, W);
    ck_assert_uint_eq(im.height, H);
    for (uint32_t x = 0; x < W; x++) {
        ck_assert_uint_eq(sample(&im, 0, x, 0), sample(&whole, 0, x, 0));
        ck_assert_uint_eq(sample(&im, 0, x, H - 1), 128);
    }
    tg_image_release(&whole);
    tg_image_release(&im);
}

START_TEST(rows_before_the_cut_are_kept)
{
    struct made m = make_sample(1);

    check_rows_kept(&m, m.len * 3 / 4);
    made_free(&m);
}
END_TEST

/* A file so small that its pixels are one block, or one piece, to the library. */
static struct made make_small(int kind)
{
    struct raster rgb = raster_new(8, 20, 3, 8), index = raster_new(8, 20, 1, 7),
                  large = raster_new(64, 64, 3, 8);
    struct made m = {0};

    switch (kind) {
    case 0:
        m = make_png(&rgb, &(struct made_png){0});
        break;
    case 1:
        m = make_webp(&large, &(struct made_webp){.quality = 90});
        break;
    case 2:
        m = make_webp_animation(&large);
        break;
#if TG_HAVE_GIF
    case 3:
        m = make_gif(&index, &(struct made_gif){.transparent = -1});
        break;
#endif
    default:
        break;
    }
    raster_free(&rgb);
    raster_free(&index);
    raster_free(&large);
    return m;
}
enum { NSMALL = 4 };

/* Rows from the top that are as they should be. */
static uint32_t good_rows(const struct tg_image *im, const struct tg_image *whole)
{
    for (uint32_t y = 0; y < whole->height; y++)
        for (uint32_t x = 0; x < whole->width; x++)
            if (sample(im, 0, x, y) != sample(whole, 0, x, y))
                return y;
    return whole->height;
}

/* Of the last tenth at most, and of what the library had not come to. */
START_TEST(small_files_lose_only_the_rows_behind_the_cut)
{
    struct made m = make_small(_i);
    struct tg_image whole, im;
    uint32_t rows = 0;

    if (!m.data)
        return;
    whole = decode_good(&m, (struct decode_how){0});
    for (size_t n = m.len / 2; n < m.len - 13; n++) { /* 13: what ends a PNG */
        struct made cut = {m.data, n};
        struct tg_damage damage = {0};
        struct tg_err *err = decode_made(&cut, (struct decode_how){0}, &im, &damage);
        uint32_t now;

        if (err) {
            tg_err_free(err);
            ck_assert_uint_eq(rows, 0);
            continue;
        }
        ck_assert_uint_ge(damage.count, 1);
        now = good_rows(&im, &whole);
        ck_assert_uint_ge(now, rows);
        rows = now;
        tg_image_release(&im);
    }
    ck_assert_uint_ge(rows, whole.height / 2);
    tg_image_release(&whole);
    made_free(&m);
}
END_TEST

/* The sum of a chunk is wrong, or that of all pixels: they are there all the same. */
START_TEST(wrong_sums_cost_no_rows)
{
    struct raster r = raster_new(8, 20, 3, 8);
    struct made m = make_png(&r, &(struct made_png){0});
    struct tg_image whole = decode_good(&m, (struct decode_how){0}), im;
    struct tg_damage damage = {0};

    m.data[m.len - 12 - 1] ^= 1; /* before IEND */
    ck_ok(decode_made(&m, (struct decode_how){0}, &im, &damage));
    ck_assert_uint_eq(damage.count, 1);
    ck_same_pixels(&im, &whole);
    tg_image_release(&im);
    tg_image_release(&whole);
    made_free(&m);
    raster_free(&r);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("damage");

    tcase_set_timeout(tc, 250);
    tcase_add_loop_test(tc, a_cut_file_is_never_silently_a_picture, 0, NKINDS);
    tcase_add_loop_test(tc, flipped_bits_do_no_harm, 0, NKINDS);
    tcase_add_test(tc, rows_before_the_cut_are_kept);
    tcase_add_loop_test(tc, small_files_lose_only_the_rows_behind_the_cut, 0, NSMALL);
    tcase_add_test(tc, wrong_sums_cost_no_rows);
    return tg_suite_run("damage", tc);
}
