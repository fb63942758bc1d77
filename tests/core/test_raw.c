/* test_raw.c - raw photos by the previews in them, in the layout of each maker. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/base/buf.h"
#include "core/codec/exif.h"
#include "core/codec/raw_metadata.h"
#include "tests/support/decode_made.h"
#include "tests/support/made_metadata.h"
#include "tests/support/made_raw.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const char date[] = "2021:03:04 05:06:07", lens[] = "XF 35mm F1.4";

/* A JPEG file whose EXIF says `orientation`, another date and another camera. */
static struct made preview(uint32_t w, uint32_t h, uint32_t orientation)
{
    const struct made_tag tags[] = {{MADE_MAIN, 0x10f, "Preview", 0, {0}},
                                    {MADE_MAIN, 0x112, NULL, 1, {orientation}},
                                    {MADE_EXIF, 0x9003, "2001:01:01 01:01:01", 0, {0}},
                                    {MADE_EXIF, 0xa434, "Preview's", 0, {0}},
                                    {0}};
    struct tg_image scene = test_scene(3, w, h, 2, 2, 3);
    struct made plain = encode_made(&scene, TG_JPEG, 80), exif = make_exif(tags, true), jpeg;

    jpeg = make_segment(&plain, 1, "", 0, exif.data, exif.len);
    made_free(&plain);
    made_free(&exif);
    tg_image_release(&scene);
    return jpeg;
}

/* What a photo's file says, as an album shows it. */
static void read_metadata(const struct made *m, struct tg_info *info, struct tg_metadata *metadata)
{
    struct tg_limits limits = {1 << 28};
    const struct tg_blob no_sidecar = {0};
    const struct tg_codec *codec = NULL;
    struct tg_raw_metadata raw = {0};
    struct tg_source src;
    int fd = test_file();

    ck_assert_int_eq(write(fd, m->data, m->len), (ssize_t)m->len);
    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    ck_ok(tg_source_init(&src, fd, "a"));
    ck_ok(tg_codec_find(&src, &codec));
    ck_ok(codec->probe(&src, &limits, info, &raw));
    *metadata = (struct tg_metadata){0};
    ck_ok(tg_raw_metadata_parse(&raw, &no_sidecar, info, metadata));
    tg_raw_metadata_release(&raw);
    tg_source_release(&src);
    close(fd);
}

START_TEST(the_largest_preview_is_shown_as_the_raw_photo_lies)
{
    enum made_maker maker = (enum made_maker)_i;
    struct made large = preview(300, 200, 3), small = preview(64, 40, 1);
    struct made raw =
        make_raw(&(struct made_raw){maker, &large, &small, 6, date, lens, 600, 400, false});
    struct tg_image want = decode_good(&large, (struct decode_how){0});
    struct tg_image im = decode_good(&raw, (struct decode_how){.metadata = true});
    bool speaks = made_raw_speaks(maker);
    struct tg_metadata metadata;
    struct tg_info info;

    ck_same_pixels(&im, &want);
    ck_assert_uint_eq(im.orientation, speaks ? 6 : 3);
    read_metadata(&raw, &info, &metadata);
    ck_assert_int_eq(info.format, TG_RAW);
    ck_assert_uint_eq(info.width, 300);
    ck_assert_uint_eq(info.orientation, speaks ? 6 : 3);
    ck_assert_str_eq(info.date, speaks ? "2021-03-04T05:06:07" : "2001-01-01T01:01:01");
    ck_assert_str_eq(metadata.camera, speaks ? made_raw_camera(maker) : "Preview");
    ck_assert_str_eq(metadata.lens, speaks ? lens : "Preview's");
    tg_metadata_release(&metadata);
    tg_image_release(&im);
    tg_image_release(&want);
    made_free(&raw);
    made_free(&small);
    made_free(&large);
}
END_TEST

START_TEST(kept_metadata_say_how_the_picture_lies)
{
    struct made large = preview(300, 200, 3);
    struct made raw = make_raw(
        &(struct made_raw){(enum made_maker)_i, &large, NULL, 6, date, lens, 600, 400, false});
    struct tg_image im = decode_good(&raw, (struct decode_how){.metadata = true});
    struct tg_info info;

    tg_exif_read(im.exif.data, im.exif.len, &info);
    ck_assert_uint_eq(info.orientation, im.orientation);
    tg_image_release(&im);
    made_free(&raw);
    made_free(&large);
}
END_TEST

/* A preview that has EXIF says itself what its colours are. */
START_TEST(adobe_rgb_is_known_from_the_raw_photo)
{
    enum made_maker maker = (enum made_maker)_i;
    struct tg_image scene = test_scene(3, 120, 80, 2, 2, 3), im;
    struct made silent = encode_made(&scene, TG_JPEG, 80), speaking = preview(120, 80, 1);
    const struct {
        const struct made *jpeg;
        bool adobe_rgb, want;
    } cases[] = {
        {&silent, true, made_raw_speaks(maker)}, {&silent, false, false}, {&speaking, true, false}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct made raw = make_raw(&(struct made_raw){.maker = maker,
                                                      .jpeg = cases[i].jpeg,
                                                      .date = date,
                                                      .lens = lens,
                                                      .adobe_rgb = cases[i].adobe_rgb});

        im = decode_good(&raw, (struct decode_how){0});
        ck_assert_int_eq(im.icc.len > 0, cases[i].want);
        ck_assert_int_eq(im.icc_made, cases[i].want);
        tg_image_release(&im);
        made_free(&raw);
    }
    made_free(&speaking);
    made_free(&silent);
    tg_image_release(&scene);
}
END_TEST

/* The error of a raw photo that cannot be shown. */
static void is_refused(const struct made *raw)
{
    struct tg_damage damage = {0};
    struct tg_image im;
    struct tg_err *err = decode_made(raw, (struct decode_how){0}, &im, &damage);
    struct tg_buf text;
    struct tg_info info;

    ck_assert_ptr_nonnull(err);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_assert_msg(strstr(tg_buf_str(&text), "raw photo without a JPEG preview: develop it"), "%s",
                  tg_buf_str(&text));
    tg_buf_release(&text);
    ck_fails(err, TG_E_UNSUPPORTED);
    ck_fails(probe_made(raw, 1000, &info), TG_E_UNSUPPORTED);
}

/* Its first directory's picture of 160 x 120 pixels is none. */
START_TEST(without_a_preview_it_is_refused_by_name)
{
    struct made raw = make_raw(
        &(struct made_raw){(enum made_maker)_i, NULL, NULL, 1, date, lens, 600, 400, false});

    is_refused(&raw);
    made_free(&raw);
}
END_TEST

START_TEST(a_small_preview_is_noted)
{
    static const uint32_t sides[] = {999, 1000};

    for (size_t i = 0; i < 2; i++) {
        struct made large = preview(sides[i], 600, 1);
        struct made raw =
            make_raw(&(struct made_raw){MADE_NEF, &large, NULL, 1, date, lens, 6000, 4000, false});
        struct tg_damage damage = {0};
        struct tg_image im;

        ck_ok(decode_made(&raw, (struct decode_how){0}, &im, &damage));
        ck_assert_uint_eq(damage.count, 0);
        if (i == 0)
            ck_assert_ptr_nonnull(strstr(damage.note, "largest preview has 999x600 pixels"));
        else
            ck_assert_str_eq(damage.note, "");
        tg_image_release(&im);
        made_free(&raw);
        made_free(&large);
    }
}
END_TEST

/* Cameras that turn the preview themselves. */
START_TEST(a_preview_that_was_turned_is_not_turned_again)
{
    struct made large = preview(200, 300, 1);
    struct made raw =
        make_raw(&(struct made_raw){MADE_NEF, &large, NULL, 6, date, lens, 600, 400, false});
    struct tg_info info;

    ck_ok(probe_made(&raw, 1 << 20, &info));
    ck_assert_uint_eq(info.orientation, 1);
    made_free(&raw);
    made_free(&large);
}
END_TEST

START_TEST(the_preview_tells_how_it_lies_where_nothing_else_does)
{
    struct made large = preview(300, 200, 8);
    struct made raw =
        make_raw(&(struct made_raw){MADE_NEF, &large, NULL, 0, NULL, NULL, 600, 400, false});
    struct tg_info info;

    ck_ok(probe_made(&raw, 1 << 20, &info));
    ck_assert_uint_eq(info.orientation, 8);
    ck_assert_str_eq(info.date, "2001-01-01T01:01:01");
    made_free(&raw);
    made_free(&large);
}
END_TEST

START_TEST(a_file_that_was_cut_off_is_an_error_or_damaged)
{
    struct made large = preview(96, 64, 3), small = preview(32, 24, 1);
    struct made raw = make_raw(
        &(struct made_raw){(enum made_maker)_i, &large, &small, 6, date, lens, 600, 400, false});

    for (size_t len = 1; len < raw.len; len += len < 2000 ? 13 : 97) {
        struct made cut = {raw.data, len};
        struct tg_damage damage = {0};
        struct tg_image im = {0};
        struct tg_err *err = decode_made(&cut, (struct decode_how){.metadata = true}, &im, &damage);

        if (!err) /* never the 160 x 120 pixels of the first directory */
            ck_assert(im.width == 96 || im.width == 32);
        tg_err_free(err);
        tg_image_release(&im);
    }
    made_free(&raw);
    made_free(&small);
    made_free(&large);
}
END_TEST

/* Each byte of the containers in turn: whatever comes of it, it is an error or a preview. */
START_TEST(damaged_numbers_lead_nowhere)
{
    static const uint8_t values[] = {0, 0xff, 0x08};
    struct made large = preview(40, 24, 3);
    struct made raw = make_raw(
        &(struct made_raw){(enum made_maker)_i, &large, NULL, 6, date, lens, 600, 400, false});

    for (size_t at = 0; at < raw.len && at < 3000; at += 3) {
        uint8_t was = raw.data[at];

        for (size_t v = 0; v < sizeof(values); v++) {
            struct tg_damage damage = {0};
            struct tg_image im = {0};

            raw.data[at] = values[v];
            tg_err_free(
                decode_made(&raw, (struct decode_how){.max_pixels = 1 << 16}, &im, &damage));
            tg_image_release(&im);
        }
        raw.data[at] = was;
    }
    made_free(&raw);
    made_free(&large);
}
END_TEST

static uint8_t *put(uint8_t *p, unsigned bytes, uint32_t v)
{
    while (bytes--)
        *p++ = (uint8_t)(v >> 8 * bytes);
    return p;
}

static uint8_t *put_text(uint8_t *p, const char *text, size_t len)
{
    memcpy(p, text, len);
    return p + len;
}

/* A CR3 file of nothing but boxes of directories, all of which are the same one. */
static struct made boxes_of_directories(void)
{
    static const char uuid[] =
        "uuid\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48";
    enum { BOXES = 250, BOX = 16, NOTE = 24 + BOXES * BOX, MOOV = 8 + BOXES * NOTE };
    enum { DIRECTORY = 24 + MOOV + 8, ENTRIES = 512, BYTES = DIRECTORY + 2 + 12 * ENTRIES };
    struct made m = {malloc(BYTES), BYTES};
    uint8_t *p = m.data;

    ck_assert_ptr_nonnull(p);
    p = put_text(put(p, 4, 24), "ftypcrx \0\0\0\1crx isom", 20);
    p = put_text(put(p, 4, MOOV), "moov", 4);
    for (int i = 0; i < BOXES; i++) {
        p = put_text(put(p, 4, NOTE), uuid, 20);
        for (int k = 0; k < BOXES; k++) {
            p = put_text(put(p, 4, BOX), "CMT2MM\0*", 8);
            p = put(p, 4, (uint32_t)(DIRECTORY + 4 - (p - m.data)));
        }
    }
    p = put_text(put(p, 4, 8 + BYTES - DIRECTORY), "mdat", 4);
    p = put(p, 2, ENTRIES);
    for (int i = 0; i < ENTRIES; i++)
        p = put(put(put(p, 4, 0x829a0005), 4, 200), 4, 8); /* rationals */
    ck_assert_ptr_eq(p, m.data + BYTES);
    return m;
}

START_TEST(directories_without_number_take_no_time)
{
    struct made raw = boxes_of_directories();

    is_refused(&raw);
    made_free(&raw);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("raw");

    tcase_add_loop_test(tc, the_largest_preview_is_shown_as_the_raw_photo_lies, 0, MADE_MAKERS);
    tcase_add_loop_test(tc, kept_metadata_say_how_the_picture_lies, 0, MADE_MAKERS);
    tcase_add_loop_test(tc, adobe_rgb_is_known_from_the_raw_photo, 0, MADE_MAKERS);
    tcase_add_loop_test(tc, without_a_preview_it_is_refused_by_name, 0, MADE_MAKERS);
    tcase_add_test(tc, a_small_preview_is_noted);
    tcase_add_test(tc, a_preview_that_was_turned_is_not_turned_again);
    tcase_add_test(tc, the_preview_tells_how_it_lies_where_nothing_else_does);
    tcase_add_loop_test(tc, a_file_that_was_cut_off_is_an_error_or_damaged, 0, MADE_MAKERS);
    tcase_add_loop_test(tc, damaged_numbers_lead_nowhere, 0, MADE_MAKERS);
    tcase_add_test(tc, directories_without_number_take_no_time);
    return tg_suite_run("raw", tc);
}
