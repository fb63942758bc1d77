/* test_avif_encode.c - AVIF files as we write them, read again through dav1d. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/codec/avif_write.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const uint32_t sides[][2] = {{1, 1},   {2, 1},    {1, 3},    {7, 5},
                                    {16, 16}, {65, 130}, {301, 199}};

enum { SIDES = sizeof(sides) / sizeof(sides[0]), GOOD = 90 };

static struct tg_image decode_again(const struct tg_image *im, int quality)
{
    struct made m = encode_made(im, TG_AVIF, quality);
    struct tg_image again = decode_good(&m, (struct decode_how){0});

    made_free(&m);
    return again;
}

static void check_close(const struct tg_image *a, const struct tg_image *b)
{
    ck_assert_int_eq(a->model, b->model);
    ck_assert_uint_eq(a->planes, b->planes);
    ck_assert_uint_eq(a->width, b->width);
    ck_assert_uint_eq(a->height, b->height);
    for (unsigned c = 0; c < a->planes; c++) {
        ck_assert_uint_eq(a->sub_x[c], b->sub_x[c]);
        ck_assert_uint_eq(a->sub_y[c], b->sub_y[c]);
        ck_assert_uint_eq(a->plane[c].w, b->plane[c].w);
        ck_assert_uint_eq(a->plane[c].h, b->plane[c].h);
        ck_assert_double_lt(test_mse(&a->plane[c], &b->plane[c]), 40);
    }
}

START_TEST(pictures_of_all_sides_are_read_again)
{
    struct tg_image im = test_scene(7, sides[_i][0], sides[_i][1], 2, 2, 3);
    struct tg_image again = decode_again(&im, GOOD);

    check_close(&im, &again);
    tg_image_release(&again);
    tg_image_release(&im);
}
END_TEST

START_TEST(grey_pictures_stay_grey)
{
    struct tg_image im = test_scene(8, sides[_i][0], sides[_i][1], 1, 1, 1);
    struct tg_image again = decode_again(&im, GOOD);

    check_close(&im, &again);
    tg_image_release(&again);
    tg_image_release(&im);
}
END_TEST

START_TEST(bytes_are_the_same_every_time)
{
    struct tg_image im = test_scene(9, 301, 199, 2, 2, 3);
    struct made a = encode_made(&im, TG_AVIF, 75), b = encode_made(&im, TG_AVIF, 75);

    ck_assert_uint_eq(a.len, b.len);
    ck_assert_mem_eq(a.data, b.data, a.len);
    made_free(&a);
    made_free(&b);
    tg_image_release(&im);
}
END_TEST

START_TEST(better_quality_is_better_and_larger)
{
    static const int qualities[] = {1, 40, 75, 90, 100};
    struct tg_image im = test_scene(10, 301, 199, 2, 2, 3);
    double before = 1e9;
    size_t len = 0;

    for (size_t i = 0; i < sizeof(qualities) / sizeof(qualities[0]); i++) {
        struct made m = encode_made(&im, TG_AVIF, qualities[i]);
        struct tg_image again = decode_good(&m, (struct decode_how){0});
        double mse = test_mse(&im.plane[0], &again.plane[0]);

        ck_assert_msg(mse < before && m.len > len, "quality %d: %f, %zu bytes", qualities[i], mse,
                      m.len);
        before = mse;
        len = m.len;
        tg_image_release(&again);
        made_free(&m);
    }
    tg_image_release(&im);
}
END_TEST

static bool holds(const struct made *m, const char *what, size_t len)
{
    for (size_t i = 0; i + len <= m->len; i++)
        if (memcmp(m->data + i, what, len) == 0)
            return true;
    return false;
}

START_TEST(the_profile_is_written_and_other_metadata_is_not)
{
    static const char profile[] = "stands for a profile", exif[] = "Exif\0\0secret",
                      xmp[] = "<xmp/>";
    struct tg_image im = test_scene(11, 64, 48, 2, 2, 3);
    struct made m;

    ck_ok(tg_blob_set(&im.icc, profile, sizeof(profile)));
    ck_ok(tg_blob_set(&im.exif, exif, sizeof(exif)));
    ck_ok(tg_blob_set(&im.xmp, xmp, sizeof(xmp)));
    m = encode_made(&im, TG_AVIF, 75);
    ck_assert(holds(&m, "colrprofstands for a profile", 28));
    ck_assert(holds(&m, "colrnclx\0\2\0\2\0\6\x80", 15));
    ck_assert(!holds(&m, "secret", 6) && !holds(&m, "xmp", 3));
    made_free(&m);
    tg_blob_release(&im.icc);
    m = encode_made(&im, TG_AVIF, 75);
    ck_assert(holds(&m, "colrnclx\0\1\0\xd\0\6\x80", 15));
    ck_assert(!holds(&m, "prof", 4));
    made_free(&m);
    tg_image_release(&im);
}
END_TEST

START_TEST(other_planes_and_qualities_are_refused)
{
    struct tg_encode_options options = {.format = TG_AVIF, .quality = 75};
    struct tg_image full = test_scene(12, 20, 10, 1, 1, 3), half = test_scene(12, 20, 10, 2, 2, 3);
    struct tg_image rgb, deep, alpha;
    struct tg_sink sink;
    struct tg_buf file;

    tg_buf_init(&file, TG_BUF_MAX);
    ck_ok(tg_sink_init_memory(&sink, &file));
    ck_ok(tg_image_new(&rgb, 20, 10, TG_RGB, false, 8));
    ck_ok(tg_image_new(&deep, 20, 10, TG_GREY, false, 16));
    ck_ok(tg_image_new(&alpha, 20, 10, TG_GREY, true, 8));
    ck_fails(tg_avif_encode(test_kernels(), &full, &options, &sink), TG_E_UNSUPPORTED);
    ck_fails(tg_avif_encode(test_kernels(), &rgb, &options, &sink), TG_E_UNSUPPORTED);
    ck_fails(tg_avif_encode(test_kernels(), &deep, &options, &sink), TG_E_UNSUPPORTED);
    ck_fails(tg_avif_encode(test_kernels(), &alpha, &options, &sink), TG_E_UNSUPPORTED);
    options.quality = 0;
    ck_fails(tg_avif_encode(test_kernels(), &half, &options, &sink), TG_E_USAGE);
    options.quality = 101;
    ck_fails(tg_avif_encode(test_kernels(), &half, &options, &sink), TG_E_USAGE);
    ck_assert_uint_eq(file.len, 0);
    tg_sink_release(&sink);
    tg_buf_release(&file);
    tg_image_release(&full);
    tg_image_release(&half);
    tg_image_release(&rgb);
    tg_image_release(&deep);
    tg_image_release(&alpha);
}
END_TEST

/* Data that is no still picture would get a wrong av1C. */
START_TEST(the_level_is_taken_from_the_data)
{
    uint8_t data[] = {0x12, 0x00, 0x0A, 0x02, 0x1A, 0x40, 0x32, 0x00};
    struct tg_avif_picture p = {.width = 300, .height = 200, .data = tg_avif_trim(data, 8)};
    struct tg_buf file;

    ck_assert_uint_eq(p.data.len, 6);
    tg_buf_init(&file, TG_BUF_MAX);
    ck_ok(tg_avif_boxes(&p, &file));
    ck_assert(holds(&(struct made){(uint8_t *)file.data, file.len}, "av1C\x81\x09\x0C", 7));
    tg_buf_release(&file);
    for (size_t i = 0; i < 4; i++) {
        uint8_t other[] = {0x0A, 0x02, 0x1A, 0x40, 0x32, 0x00};

        other[i % 3] ^= i == 3 ? 0x80 : 0x10; /* another OBU, its length, a video's header */
        p.data = (struct tg_blob){other, i == 1 ? 3 : 6};
        ck_fails(tg_avif_boxes(&p, &file), TG_E_UNSUPPORTED);
    }
    tg_buf_release(&file);
}
END_TEST

START_TEST(full_disks_are_told)
{
    struct tg_encode_options options = {.format = TG_AVIF, .quality = 75};
    struct tg_image im = test_scene(13, 40, 30, 2, 2, 3);
    struct tg_sink sink;
    struct tg_buf file;

    tg_buf_init(&file, 100); /* as good as a disk */
    ck_ok(tg_sink_init_memory(&sink, &file));
    ck_fails(tg_avif_encode(test_kernels(), &im, &options, &sink), TG_E_NOMEM);
    tg_sink_release(&sink);
    tg_buf_release(&file);
    tg_image_release(&im);
}
END_TEST

int main(void)
{
    TCase *files = tcase_create("files"), *errors = tcase_create("errors");

    tcase_set_timeout(files, 120);
    tcase_add_loop_test(files, pictures_of_all_sides_are_read_again, 0, SIDES);
    tcase_add_loop_test(files, grey_pictures_stay_grey, 0, SIDES);
    tcase_add_test(files, bytes_are_the_same_every_time);
    tcase_add_test(files, better_quality_is_better_and_larger);
    tcase_add_test(files, the_profile_is_written_and_other_metadata_is_not);
    tcase_add_test(errors, other_planes_and_qualities_are_refused);
    tcase_add_test(errors, the_level_is_taken_from_the_data);
    tcase_add_test(errors, full_disks_are_told);
    return tg_suite_run_all("avif_encode", (TCase *const[]){files, errors, NULL});
}
