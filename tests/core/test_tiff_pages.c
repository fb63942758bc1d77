/* test_tiff_pages.c - which directory of a TIFF is shown, and which files are raw photos. */
#include <string.h>

#include <check.h>

#include "tests/support/decode_made.h"
#include "tests/support/made_pages.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

/* Of libtiff's tags, those that a picture needs, and the ones that say what it is for. */
enum { KIND = 254, OLD_KIND = 255, W = 256, H, BITS, COMPRESSION, PHOTO = 262, MAKE = 271, MODEL };
enum { ORIENTATION = 274, SAMPLES = 277, ROWS, DATE = 306, PREVIEW = 513, DNG = 50706 };

#define PICTURE(w, h, bits, photo, samples)                                                        \
    {W, 4, w, NULL}, {H, 4, h, NULL}, {BITS, 3, bits, NULL}, {PHOTO, 3, photo, NULL},              \
        {SAMPLES, 3, samples, NULL},                                                               \
    {                                                                                              \
        ROWS, 4, h, NULL                                                                           \
    }
#define SMALL PICTURE(4, 2, 8, 2, 3)
#define LARGE PICTURE(8, 6, 8, 2, 3)
#define CFA   PICTURE(8, 6, 8, 32803, 1)
#define END                                                                                        \
    {                                                                                              \
        0, 0, 0, NULL                                                                              \
    }

static const uint8_t blue[4 * 2 * 3] = {0}, red[8 * 6 * 3] = {200, 40, 40};

static const struct made_tag small[] = {SMALL, END}, large[] = {LARGE, END}, cfa[] = {CFA, END},
                             reduced[] = {{KIND, 4, 1, NULL}, SMALL, END},
                             old_reduced[] = {{OLD_KIND, 3, 2, NULL}, SMALL, END},
                             mask[] = {{KIND, 4, 4, NULL}, PICTURE(8, 6, 8, 4, 1), END},
                             linear[] = {PICTURE(8, 6, 8, 34892, 3), END},
                             plain_mask[] = {PICTURE(8, 6, 8, 4, 1), END};

static struct tg_err *decode_pages(const struct made_page *pages, size_t n, bool msb,
                                   struct tg_image *im)
{
    struct made m = make_pages(pages, n, msb);
    struct tg_err *err = decode_made(&m, (struct decode_how){0}, im, NULL);

    made_free(&m);
    return err;
}

/* The large picture, not the one in front of it. */
static void shows_large(const struct made_page *pages, size_t n)
{
    for (int msb = 0; msb < 2; msb++) {
        struct tg_image im;

        ck_ok(decode_pages(pages, n, msb, &im));
        ck_assert_uint_eq(im.width, 8);
        ck_assert_uint_eq(sample(&im, 0, 0, 0), 200);
        tg_image_release(&im);
    }
}

START_TEST(smaller_versions_and_masks_are_not_the_picture)
{
    const struct made_page full = {large, red, sizeof(red), 0, NULL};
    const struct made_page first[] = {{reduced, blue, sizeof(blue), 0, NULL},
                                      {old_reduced, blue, sizeof(blue), 0, NULL},
                                      {mask, red, 48, 0, NULL},
                                      {plain_mask, red, 48, 0, NULL}};

    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
        shows_large((struct made_page[]){first[i], full}, 2);
        shows_large((struct made_page[]){first[i], first[(i + 1) % 4], full}, 3);
    }
    shows_large((struct made_page[]){full, first[0]}, 2);
}
END_TEST

START_TEST(the_picture_may_be_in_a_sub_directory)
{
    const struct made_page full = {large, red, sizeof(red), 0, NULL};
    const struct made_page between = {reduced, blue, sizeof(blue), 0, &full};

    shows_large((struct made_page[]){{reduced, blue, sizeof(blue), 0, &full}}, 1);
    shows_large((struct made_page[]){{reduced, blue, sizeof(blue), 0, &between}}, 1);
}
END_TEST

START_TEST(a_small_version_alone_is_shown)
{
    struct made_page page = {reduced, blue, sizeof(blue), 0, NULL};
    struct tg_image im;

    ck_ok(decode_pages(&page, 1, false, &im));
    ck_assert_uint_eq(im.width, 4);
    tg_image_release(&im);
}
END_TEST

START_TEST(what_the_first_directory_says_holds_for_the_picture)
{
    static const struct made_tag first[] = {{KIND, 4, 1, NULL},
                                            SMALL,
                                            {ORIENTATION, 3, 6, NULL},
                                            {DATE, 2, 0, "2021:03:04 05:06:07"},
                                            END};
    const struct made_page full = {large, red, sizeof(red), 0, NULL};
    struct made_page page = {first, blue, sizeof(blue), 0, &full};
    struct made m = make_pages(&page, 1, false);
    struct tg_image im = decode_good(&m, (struct decode_how){0});
    struct tg_info info;

    ck_ok(probe_made(&m, 1000, &info));
    ck_assert_uint_eq(info.width, 8);
    ck_assert_uint_eq(info.orientation, 6);
    ck_assert_str_eq(info.date, "2021-03-04T05:06:07");
    ck_assert_uint_eq(im.orientation, 6);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

static void is_raw(struct tg_err *err)
{
    struct tg_buf text;

    ck_assert_ptr_nonnull(err);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_assert_msg(strstr(tg_buf_str(&text), "is a raw photo") != NULL, "%s", tg_buf_str(&text));
    tg_buf_release(&text);
    ck_fails(err, TG_E_UNSUPPORTED);
}

static void are_raw(const struct made_page *pages, size_t n)
{
    for (int msb = 0; msb < 2; msb++) {
        struct tg_image im;

        is_raw(decode_pages(pages, n, msb, &im));
    }
}

START_TEST(sensor_data_anywhere_is_a_raw_photo)
{
    static const struct made_tag sony[] = {{COMPRESSION, 3, 6, NULL}, {PREVIEW, 4, 8, NULL}, END},
                                 samsung[] = {{MAKE, 2, 0, "SAMSUNG"}, END},
                                 pentax[] = {CFA, {COMPRESSION, 3, 65535, NULL}, END},
                                 dng[] = {SMALL, {DNG, 4, 0x401, NULL}, END};
    const struct made_page sensor = {cfa, red, 48, 0, NULL}, sums = {linear, red, 144, 0, NULL};
    const struct made_page thumb = {small, blue, sizeof(blue), 0, NULL};
    struct made_page between = {reduced, blue, sizeof(blue), 0, &sensor};

    are_raw(&sensor, 1);
    are_raw(&sums, 1);
    are_raw((struct made_page[]){thumb, sensor}, 2);
    are_raw((struct made_page[]){thumb, thumb, sums}, 3);
    are_raw((struct made_page[]){{small, blue, sizeof(blue), 0, &sensor}}, 1);
    are_raw((struct made_page[]){{small, blue, sizeof(blue), 0, &between}}, 1);
    are_raw((struct made_page[]){{sony, NULL, 0, 0, &sensor}}, 1);
    are_raw((struct made_page[]){{sony, NULL, 0, 0, NULL}}, 1); /* the rest was cut off */
    are_raw((struct made_page[]){{samsung, NULL, 0, 0, NULL}, sensor}, 2);
    are_raw((struct made_page[]){{pentax, red, 48, 0, NULL}}, 1);
    are_raw((struct made_page[]){{dng, blue, sizeof(blue), 0, NULL}}, 1);
}
END_TEST

START_TEST(canons_first_raw_files_are_known_by_the_camera)
{
    static const struct made_tag canon[] = {
        SMALL, {MAKE, 2, 0, "Canon"}, {MODEL, 2, 0, "EOS-1D"}, END};
    const struct made_page thumb = {small, blue, sizeof(blue), 0, NULL};
    struct made_page first = {canon, blue, sizeof(blue), 0, NULL};
    struct tg_image im;

    are_raw((struct made_page[]){first, thumb}, 2);
    ck_ok(decode_pages(&first, 1, false, &im)); /* a picture that was made of one */
    tg_image_release(&im);
}
END_TEST

START_TEST(raw_files_that_are_not_quite_tiff_are_known_by_their_beginning)
{
    static const struct {
        const char *bytes;
        size_t len;
    } files[] = {{"II*\0\x80\0\0\0IIIITwaR", 16},
                 {"MM\0*\0\0\0\x80MMMMRawT", 16},
                 {"II\x1a\0\0\0HEAPCCDR\2\0", 16},
                 {"MM\0\0\0\x1aHEAPCCDR\2\0", 16}};

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        uint8_t bytes[200] = {0};
        struct made m = {bytes, sizeof(bytes)};
        struct tg_image im;

        memcpy(bytes, files[i].bytes, files[i].len);
        is_raw(decode_made(&m, (struct decode_how){0}, &im, NULL));
    }
}
END_TEST

/* Pixels lie where raw files have their names. */
START_TEST(pixels_are_not_taken_for_the_name_of_a_raw_format)
{
    static const uint8_t names[][24] = {"CR\2CR\2CR\2CR\2CR\2CR\2CR", "IIIIIIIIIIIIIIIIIIIIIII"};

    for (size_t i = 0; i < 2; i++) {
        struct made_page page = {small, names[i], 24, 0, NULL};
        struct tg_image im;

        ck_ok(decode_pages(&page, 1, false, &im));
        ck_assert_uint_eq(sample(&im, 0, 0, 0), names[i][0]);
        tg_image_release(&im);
    }
}
END_TEST

START_TEST(directories_that_go_in_circles_end)
{
    const struct made_page full = {large, red, sizeof(red), 0, NULL};
    struct made_page page = {reduced, blue, sizeof(blue), 0, &full};
    struct made m = make_pages(&page, 1, false);
    uint32_t first = m.data[4] | (uint32_t)m.data[5] << 8;
    struct tg_image im;

    memcpy(m.data + m.len - 4, m.data + 4, 4); /* it comes after itself */
    im = decode_good(&m, (struct decode_how){0});
    ck_assert_uint_eq(im.width, 8);
    tg_image_release(&im);
    for (size_t i = 0; i < 9; i++) { /* and below itself, with nothing else */
        uint8_t *entry = m.data + first + 2 + 12 * i;

        if (entry[0] == 330 % 256 && entry[1] == 330 / 256)
            memcpy(entry + 8, m.data + 4, 4);
    }
    is_raw(decode_made(&m, (struct decode_how){0}, &im, NULL));
    made_free(&m);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("tiff pages");

    tcase_add_test(tc, smaller_versions_and_masks_are_not_the_picture);
    tcase_add_test(tc, the_picture_may_be_in_a_sub_directory);
    tcase_add_test(tc, a_small_version_alone_is_shown);
    tcase_add_test(tc, what_the_first_directory_says_holds_for_the_picture);
    tcase_add_test(tc, sensor_data_anywhere_is_a_raw_photo);
    tcase_add_test(tc, canons_first_raw_files_are_known_by_the_camera);
    tcase_add_test(tc, raw_files_that_are_not_quite_tiff_are_known_by_their_beginning);
    tcase_add_test(tc, pixels_are_not_taken_for_the_name_of_a_raw_format);
    tcase_add_test(tc, directories_that_go_in_circles_end);
    return tg_suite_run("tiff_pages", tc);
}
