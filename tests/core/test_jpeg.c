/* test_jpeg.c - JPEG in and out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>
#include <jpeglib.h>

#include "core/codec/exif.h"
#include "tests/support/guard.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const uint32_t sizes[][2] = {{1, 1},   {1, 9},   {9, 1},   {7, 5},   {8, 8},    {16, 16},
                                    {17, 33}, {33, 17}, {15, 31}, {64, 48}, {129, 127}};
static const uint8_t subs[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}};

enum { NSIZES = sizeof(sizes) / sizeof(sizes[0]), NSUBS = sizeof(subs) / sizeof(subs[0]) };

static void check_round_trip(const struct tg_image *im, const struct tg_encode_options *o)
{
    struct tg_damage damage = {0};
    struct tg_image back;
    int fd = test_encode(im, o);

    ck_ok(test_decode(fd, &back, &damage));
    ck_assert_uint_eq(damage.count, 0);
    ck_assert_uint_eq(back.width, im->width);
    ck_assert_uint_eq(back.height, im->height);
    ck_assert_uint_eq(back.planes, im->planes);
    for (unsigned c = 0; c < im->planes; c++) {
        ck_assert_uint_eq(back.sub_x[c], im->sub_x[c]);
        ck_assert_uint_eq(back.sub_y[c], im->sub_y[c]);
        ck_assert_double_eq(back.plane[c].extent_w, im->plane[c].extent_w);
        ck_assert_double_eq(back.plane[c].extent_h, im->plane[c].extent_h);
        ck_assert_int_le(test_max_difference(&im->plane[c], &back.plane[c]), 3);
    }
    tg_image_release(&back);
    close(fd);
}

START_TEST(round_trips_keep_samples_in_place)
{
    struct tg_encode_options o = {.quality = 100};

    for (size_t i = 0; i < NSIZES; i++)
        for (size_t s = 0; s <= NSUBS; s++) { /* the last one is grey */
            const uint8_t *sub = subs[s % NSUBS];
            struct tg_image im =
                test_scene(3, sizes[i][0], sizes[i][1], sub[0], sub[1], s < NSUBS ? 3 : 1);

            o.jpeg_mode = TG_JPEG_BASELINE;
            check_round_trip(&im, &o);
            o.jpeg_mode = TG_JPEG_PROGRESSIVE;
            check_round_trip(&im, &o);
            tg_image_release(&im);
        }
}
END_TEST

/* Our planes against the samples that libjpeg's own simplest loop gives. */
START_TEST(planes_equal_libjpegs_own_output)
{
    struct tg_encode_options o = {.quality = 60, .jpeg_mode = TG_JPEG_PROGRESSIVE};
    struct tg_image im = test_scene(4, 201, 99, 1, 1, 3), back;
    struct tg_damage damage = {0};
    int fd = test_encode(&im, &o);
    struct jpeg_decompress_struct d;
    struct jpeg_error_mgr e;
    FILE *f = fdopen(dup(fd), "rb");
    JSAMPLE row[3 * 201];
    JSAMPROW rows[1] = {row};

    ck_ok(test_decode(fd, &back, &damage));
    rewind(f);
    d.err = jpeg_std_error(&e);
    jpeg_create_decompress(&d);
    jpeg_stdio_src(&d, f);
    (void)jpeg_read_header(&d, TRUE);
    d.out_color_space = JCS_YCbCr;
    (void)jpeg_start_decompress(&d);
    for (uint32_t y = 0; y < 99; y++) {
        (void)jpeg_read_scanlines(&d, rows, 1);
        for (uint32_t x = 0; x < 201; x++)
            for (unsigned c = 0; c < 3; c++)
                ck_assert_uint_eq(row[3 * x + c], back.plane[c].data[y * back.plane[c].stride + x]);
    }
    (void)jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    (void)fclose(f);
    tg_image_release(&im);
    tg_image_release(&back);
    close(fd);
}
END_TEST

static void want_size(const void *ctx, const struct tg_info *info, struct tg_decode_plan *plan)
{
    const uint32_t *want = ctx;

    ck_assert_uint_eq(info->orientation, 1);
    plan->want_w = want[0];
    plan->want_h = want[1];
}

/* The scaled picture has twice the wanted size or more, and its extents say where its samples
 * lie. */
START_TEST(scaled_decoding_leaves_twice_the_size)
{
    static const struct {
        uint32_t want[2], w;
    } cases[] = {{{400, 300}, 1001}, {{250, 180}, 501}, {{251, 180}, 1001},
                 {{125, 90}, 251},   {{60, 45}, 126},   {{1, 1}, 126}};
    struct tg_encode_options o = {.quality = 90};

    for (size_t s = 0; s < NSUBS; s++) {
        struct tg_image im = test_scene(8, 1001, 747, subs[s][0], subs[s][1], 3);
        int fd = test_encode(&im, &o);

        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            struct tg_decode_options d = {.kernels = test_kernels(),
                                          .limits = {1 << 28},
                                          .plan = want_size,
                                          .plan_ctx = cases[i].want};
            struct tg_damage damage = {0};
            struct tg_source src;
            struct tg_image back;

            ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
            ck_ok(tg_source_init(&src, fd, "test.jpg"));
            ck_ok(tg_codec_jpeg.decode(&src, &d, &back, &damage));
            ck_assert_uint_eq(back.plane[0].w, cases[i].w);
            for (unsigned c = 0; c < 3; c++) {
                ck_assert_uint_ge(back.plane[c].w * back.sub_x[c] + 1, 2 * cases[i].want[0]);
                ck_assert_double_le(back.plane[c].extent_w, back.plane[c].w);
                ck_assert_double_gt(back.plane[c].extent_w, back.plane[c].w - 1.0);
                ck_assert_uint_eq(back.sub_x[c], im.sub_x[c]);
            }
            tg_image_release(&back);
            tg_source_release(&src);
        }
        tg_image_release(&im);
        close(fd);
    }
}
END_TEST

START_TEST(icc_profiles_survive_byte_for_byte)
{
    struct tg_encode_options o = {.quality = 75};
    struct tg_image im = test_scene(1, 20, 20, 2, 2, 3), back;
    struct tg_damage damage = {0};
    int fd;

    im.icc.len = 200000; /* four segments */
    im.icc.data = malloc(im.icc.len);
    ck_assert_ptr_nonnull(im.icc.data);
    for (size_t i = 0; i < im.icc.len; i++)
        im.icc.data[i] = (uint8_t)(i * 31 + i / 256);
    memcpy(im.icc.data + 16, "RGB ", 4);
    memcpy(im.icc.data + 36, "acsp", 4);
    fd = test_encode(&im, &o);
    ck_ok(test_decode(fd, &back, &damage));
    ck_assert_uint_eq(back.icc.len, im.icc.len);
    ck_assert_mem_eq(back.icc.data, im.icc.data, im.icc.len);
    tg_image_release(&back);
    close(fd);
    memcpy(im.icc.data + 16, "GRAY", 4); /* does not describe these samples */
    fd = test_encode(&im, &o);
    ck_ok(test_decode(fd, &back, &damage));
    ck_assert_ptr_null(back.icc.data);
    tg_image_release(&im);
    tg_image_release(&back);
    close(fd);
}
END_TEST

START_TEST(exif_orientation_and_date_are_read)
{
    struct tg_limits limits = {1 << 20};

    for (unsigned orientation = 1; orientation <= 8; orientation++) {
        uint8_t exif[TG_EXIF_BYTES];
        struct tg_encode_options o = {.quality = 75};
        struct tg_image im = test_scene(1, 24, 16, 2, 2, 3);
        struct tg_source src;
        struct tg_info info;
        int fd;

        tg_exif_write(exif, orientation, orientation % 2 ? "2024-02-29T23:59:58" : "");
        ck_ok(tg_blob_set(&im.exif, exif, sizeof(exif)));
        fd = test_encode(&im, &o);
        ck_ok(tg_source_init(&src, fd, "test.jpg"));
        ck_ok(tg_codec_jpeg.probe(&src, &limits, &info, NULL));
        ck_assert_uint_eq(info.orientation, orientation);
        ck_assert_str_eq(info.date, orientation % 2 ? "2024-02-29T23:59:58" : "");
        ck_assert_uint_eq(info.width, 24);
        ck_assert_uint_eq(info.height, 16);
        tg_source_release(&src);
        tg_image_release(&im);
        close(fd);
    }
}
END_TEST

START_TEST(nonsense_dates_are_no_dates)
{
    static const char *const dates[] = {
        "0000-00-00T00:00:00", "2024-13-01T00:00:00", "2024-00-01T00:00:00", "2024-01-32T00:00:00",
        "2024-01-01T24:00:00", "    -  -  T  :  :  ", "2024-01-01T00:61:00", "<scr-pt-  T  :  :  "};

    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        uint8_t exif[TG_EXIF_BYTES];
        struct tg_info info = {0};

        tg_exif_write(exif, 6, dates[i]);
        tg_exif_read(exif, sizeof(exif), &info);
        ck_assert_str_eq(info.date, "");
        ck_assert_uint_eq(info.orientation, 6);
    }
}
END_TEST

START_TEST(damaged_exif_never_fails)
{
    uint8_t exif[TG_EXIF_BYTES], bad[TG_EXIF_BYTES];
    uint64_t seed = test_seed();

    tg_exif_write(exif, 6, "2024-02-29T23:59:58");
    for (size_t len = 6; len <= sizeof(exif); len++)
        for (int round = 0; round < 50; round++) {
            struct tg_info info = {0};

            memcpy(bad, exif, sizeof(bad));
            for (int flips = 0; flips < 4; flips++)
                bad[6 + test_rand(&seed) % (sizeof(bad) - 6)] = (uint8_t)test_rand(&seed);
            tg_exif_read(bad, len, &info);
            ck_assert(info.orientation >= 1 && info.orientation <= 8);
            ck_assert(strlen(info.date) == 0 || strlen(info.date) == 19);
        }
}
END_TEST

/* Cut short anywhere: a picture with a warning, or a named error, never a crash and never
 * silence. */
START_TEST(truncation_is_told)
{
    for (int mode = 0; mode < 2; mode++) {
        struct tg_encode_options o = {.quality = 75, .jpeg_mode = (enum tg_jpeg_mode)mode};
        struct tg_image im = test_scene(2, 320, 240, 2, 2, 3);
        int fd = test_encode(&im, &o);
        off_t size = lseek(fd, 0, SEEK_END);

        for (int part = 15; part >= 0; part--) {
            struct tg_damage damage = {0};
            struct tg_image back;
            struct tg_err *err;

            ck_assert_int_eq(ftruncate(fd, size * part / 16), 0);
            err = test_decode(fd, &back, &damage);
            if (err)
                ck_assert_str_eq(tg_err_path(err), "test.jpg");
            else
                ck_assert_uint_gt(damage.count, 0);
            ck_assert(part < 8 || !err);
            tg_err_free(err);
            if (!err)
                tg_image_release(&back);
        }
        tg_image_release(&im);
        close(fd);
    }
}
END_TEST

START_TEST(flipped_bits_never_crash)
{
    struct tg_encode_options o = {.quality = 75, .jpeg_mode = TG_JPEG_PROGRESSIVE};
    struct tg_image im = test_scene(2, 120, 90, 2, 2, 3);
    int fd = test_encode(&im, &o);
    off_t size = lseek(fd, 0, SEEK_END);
    uint64_t seed = test_seed();

    for (int round = 0; round < 400; round++) {
        off_t at = (off_t)(test_rand(&seed) % (uint64_t)size);
        struct tg_damage damage = {0};
        struct tg_image back;
        struct tg_err *err;
        uint8_t old, bad;

        ck_assert_int_eq(pread(fd, &old, 1, at), 1);
        bad = (uint8_t)(old ^ 1u << test_rand(&seed) % 8);
        ck_assert_int_eq(pwrite(fd, &bad, 1, at), 1);
        err = test_decode(fd, &back, &damage);
        if (!err)
            tg_image_release(&back);
        tg_err_free(err);
        ck_assert_int_eq(pwrite(fd, &old, 1, at), 1);
    }
    tg_image_release(&im);
    close(fd);
}
END_TEST

START_TEST(other_files_are_named_for_what_they_are)
{
    static const struct {
        const char *bytes;
        size_t len;
        enum tg_errc code;
    } files[] = {
        {"", 0, TG_E_CORRUPT},
        {"hello", 5, TG_E_UNSUPPORTED},
        {"\0\0\0\x18"
         "ftypisom",
         12, TG_E_UNSUPPORTED},
        {"\xff\xd8\xff", 3, TG_E_CORRUPT},
        {"\xff\xd8\xff\xd9", 4, TG_E_CORRUPT},
    };

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct tg_damage damage = {0};
        struct tg_image back;
        struct tg_err *err;
        int fd = test_file();

        ck_assert_int_eq(write(fd, files[i].bytes, files[i].len), (ssize_t)files[i].len);
        err = test_decode(fd, &back, &damage);
        ck_assert_ptr_nonnull(err);
        ck_assert_str_eq(tg_err_path(err), "test.jpg");
        ck_fails(err, files[i].code);
        close(fd);
    }
}
END_TEST

START_TEST(limits_are_checked_before_pixels)
{
    struct tg_encode_options o = {.quality = 75};
    struct tg_image im = test_scene(2, 100, 100, 2, 2, 3), back;
    int fd = test_encode(&im, &o);
    struct tg_decode_options d = {.kernels = test_kernels(), .limits = {9999}};
    struct tg_damage damage = {0};
    struct tg_source src;

    ck_ok(tg_source_init(&src, fd, "test.jpg"));
    ck_fails(tg_codec_jpeg.decode(&src, &d, &back, &damage), TG_E_LIMIT);
    tg_source_release(&src);
    tg_image_release(&im);
    close(fd);
}
END_TEST

START_TEST(bad_quality_is_refused)
{
    struct tg_encode_options o = {.quality = 0};
    struct tg_image im = test_scene(2, 10, 10, 2, 2, 3);
    struct tg_sink sink;

    ck_ok(tg_sink_init(&sink, test_file(), "test"));
    ck_fails(tg_codec_jpeg.encode(test_kernels(), &im, &o, &sink), TG_E_USAGE);
    o.quality = 101;
    ck_fails(tg_codec_jpeg.encode(test_kernels(), &im, &o, &sink), TG_E_USAGE);
    close(sink.fd);
    tg_sink_release(&sink);
    tg_image_release(&im);
}
END_TEST

START_TEST(a_full_disk_is_an_error)
{
    struct tg_encode_options o = {.quality = 95};
    struct tg_image im = test_scene(2, 300, 300, 1, 1, 3);
    struct tg_sink sink;
    FILE *full = fopen("/dev/full", "wb");

    ck_assert_ptr_nonnull(full);
    ck_ok(tg_sink_init(&sink, fileno(full), "out.jpg"));
    ck_fails(tg_codec_jpeg.encode(test_kernels(), &im, &o, &sink), TG_E_SYS);
    tg_sink_release(&sink);
    (void)fclose(full);
    tg_image_release(&im);
}
END_TEST

/* A JPEG of one colour that stores R, G, B, the last two at half the size of the first. */
static int uneven_rgb(uint32_t w, uint32_t h, uint8_t r, uint8_t g, uint8_t b)
{
    int fd = test_file();
    FILE *f = fdopen(dup(fd), "wb");
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    uint8_t *row = malloc((size_t)w * 3);

    ck_assert(f && row);
    for (uint32_t x = 0; x < w; x++)
        memcpy(row + 3 * (size_t)x, (uint8_t[]){r, g, b}, 3);
    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_stdio_dest(&c, f);
    c.image_width = w;
    c.image_height = h;
    c.input_components = 3;
    c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&c);
    jpeg_set_colorspace(&c, JCS_RGB);
    jpeg_set_quality(&c, 100, TRUE);
    c.comp_info[0].h_samp_factor = c.comp_info[0].v_samp_factor = 2;
    jpeg_start_compress(&c, TRUE);
    while (c.next_scanline < h)
        (void)jpeg_write_scanlines(&c, &row, 1);
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    free(row);
    (void)fclose(f);
    return fd;
}

START_TEST(rgb_may_be_subsampled)
{
    int fd = uneven_rgb(37, 29, 200, 100, 50);
    struct tg_damage damage = {0};
    struct tg_image im;
    const uint8_t ycc[3] = {124, 86, 182}; /* by JFIF's formula */

    ck_ok(test_decode(fd, &im, &damage));
    ck_assert_int_eq(im.model, TG_YCC);
    for (unsigned c = 0; c < 3; c++) {
        const struct tg_plane *p = &im.plane[c];

        ck_assert_uint_eq(p->w, 37);
        ck_assert_uint_eq(p->h, 29);
        for (uint32_t y = 0; y < p->h; y++)
            for (uint32_t x = 0; x < p->w; x++)
                ck_assert_int_le(abs(p->data[y * p->stride + x] - ycc[c]), 2);
    }
    tg_image_release(&im);
    close(fd);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("jpeg");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, round_trips_keep_samples_in_place);
    tcase_add_test(tc, planes_equal_libjpegs_own_output);
    tcase_add_test(tc, rgb_may_be_subsampled);
    tcase_add_test(tc, scaled_decoding_leaves_twice_the_size);
    tcase_add_test(tc, icc_profiles_survive_byte_for_byte);
    tcase_add_test(tc, exif_orientation_and_date_are_read);
    tcase_add_test(tc, nonsense_dates_are_no_dates);
    tcase_add_test(tc, damaged_exif_never_fails);
    tcase_add_test(tc, truncation_is_told);
    tcase_add_test(tc, flipped_bits_never_crash);
    tcase_add_test(tc, other_files_are_named_for_what_they_are);
    tcase_add_test(tc, limits_are_checked_before_pixels);
    tcase_add_test(tc, bad_quality_is_refused);
    tcase_add_test(tc, a_full_disk_is_an_error);
    return tg_suite_run("jpeg", tc);
}
