/* test_crops.c - what outputs show by gravity, attention, rotation and padding; and the
 * same bytes at every CPU level. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/codec/exif.h"
#include "core/render/attention.h"
#include "core/render/render.h"
#include "core/run/message.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/shown.h"
#include "tests/support/spec_message.h"
#include "tests/support/suite.h"

/* Each pixel says where it is: R across, G down, in 255ths. */
static struct tg_image places(uint32_t w, uint32_t h, unsigned orientation)
{
    struct tg_image im;
    uint8_t block[TG_EXIF_BYTES];

    ck_ok(tg_image_new(&im, w, h, TG_RGB, false, 8));
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            im.plane[0].data[y * im.plane[0].stride + x] = (uint8_t)(255 * x / (w - 1));
            im.plane[1].data[y * im.plane[1].stride + x] = (uint8_t)(255 * y / (h - 1));
            im.plane[2].data[y * im.plane[2].stride + x] = 99;
        }
    tg_exif_write(block, orientation, "");
    ck_ok(tg_blob_set(&im.exif, block, sizeof(block)));
    return im;
}

/* A picture without chroma subsampling in R, G and B. */
static struct tg_image in_rgb(const struct tg_image *im)
{
    struct tg_image rgb;

    ck_ok(tg_image_new(&rgb, im->width, im->height, TG_RGB, false, 8));
    for (uint32_t y = 0; y < im->height; y++) {
        uint8_t *rows[3];

        for (unsigned c = 0; c < 3; c++) {
            const struct tg_plane *p = &im->plane[c];

            rows[c] = rgb.plane[c].data + y * rgb.plane[c].stride;
            for (uint32_t x = 0; x < im->width; x++)
                rows[c][x] = p->data[y / im->sub_y[c] * p->stride + x / im->sub_x[c]];
        }
        if (im->model == TG_YCC)
            test_kernels()->ycc_to_rgb(rows, (const uint8_t *const *)rows, im->width);
    }
    return rgb;
}

/* What is in the middle of the output is `r` across and `g` down in the picture as it is coded. */
static void ck_middle(const struct made *m, const struct tg_output_spec *spec, int r, int g)
{
    enum { SLACK = 8 };
    struct tg_output_result result;
    struct tg_image im = shown_by(test_kernels(), m, spec, &result);
    int got_r = (int)sample(&im, 0, im.width / 2, im.height / 2),
        got_g = (int)sample(&im, 1, im.width / 2, im.height / 2);

    ck_assert_msg(
        got_r >= r - SLACK && got_r <= r + SLACK && got_g >= g - SLACK && got_g <= g + SLACK,
        "gravity %u: %d, %d instead of %d, %d", spec->geometry.gravity, got_r, got_g, r, g);
    tg_image_release(&im);
}

START_TEST(gravity_says_which_part_is_shown)
{
    /* Squares of the wide picture and of the high one: the beginning, the middle or the end. */
    static const struct {
        enum tg_gravity gravity;
        int wide, high;
    } v[] = {{TG_GRAVITY_CENTRE, 128, 128},    {TG_GRAVITY_NORTH, 128, 43},
             {TG_GRAVITY_NORTHEAST, 212, 43},  {TG_GRAVITY_EAST, 212, 128},
             {TG_GRAVITY_SOUTHEAST, 212, 212}, {TG_GRAVITY_SOUTH, 128, 212},
             {TG_GRAVITY_SOUTHWEST, 43, 212},  {TG_GRAVITY_WEST, 43, 128},
             {TG_GRAVITY_NORTHWEST, 43, 43}};
    struct tg_image wide = places(300, 100, 1), high = places(100, 300, 1);
    struct made w = encode_made(&wide, TG_PNG, 75), h = encode_made(&high, TG_PNG, 75);

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        struct tg_output_spec spec = spec_of("50x50", TG_TARGET_PNG);

        spec.geometry.fit = TG_FIT_COVER;
        spec.geometry.gravity = v[i].gravity;
        ck_middle(&w, &spec, v[i].wide, 128);
        ck_middle(&h, &spec, 128, v[i].high);
    }
    tg_image_release(&wide);
    tg_image_release(&high);
    made_free(&w);
    made_free(&h);
}
END_TEST

START_TEST(gravity_is_that_of_the_upright_picture)
{
    /* 6: the left of the coded picture is on top; 8: the right. */
    static const struct {
        unsigned orientation;
        int north;
    } v[] = {{6, 43}, {8, 212}, {5, 43}, {7, 212}};

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        struct tg_image im = places(300, 100, v[i].orientation);
        struct made m = encode_made(&im, TG_PNG, 75);
        struct tg_output_spec spec = spec_of("50x50", TG_TARGET_PNG);

        spec.geometry.fit = TG_FIT_COVER;
        spec.geometry.gravity = TG_GRAVITY_NORTH;
        ck_middle(&m, &spec, v[i].north, 128);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

/* ---- Attention ------------------------------------------------------------------------------- */

/* A smooth picture but for a square pattern at `at` of its longer side's 12ths, seen from the
 * beginning. */
static struct tg_image patterned(uint32_t w, uint32_t h, uint32_t at)
{
    struct tg_image im = places(w, h, 1);
    uint32_t side = w > h ? h : w, from = (w > h ? w : h) * at / 12;

    for (unsigned c = 0; c < 2; c++) /* also less colourful than the rest of it is */
        for (uint32_t y = 0; y < side; y++)
            for (uint32_t x = 0; x < side / 2; x++) {
                uint32_t u = w > h ? from + x : y, v = w > h ? y : from + x;

                im.plane[c].data[v * im.plane[c].stride + u] =
                    (uint8_t)((x / 16 + y / 16) % 2 ? 190 : 10);
            }
    return im;
}

/* The output's blue is that of the pattern, whose red and green are no place. */
static void ck_has_pattern(const struct tg_image *im, bool has)
{
    unsigned most = 0;

    for (uint32_t y = 0; y < im->height; y++)
        for (uint32_t x = 0; x < im->width; x++) {
            unsigned r = sample(im, 0, x, y), g = sample(im, 1, x, y);

            most += (r > g ? r - g : g - r) < 3;
        }
    ck_assert_msg((most > im->width * im->height / 3) == has, "%u pixels of %u", most,
                  im->width * im->height);
}

START_TEST(attention_is_where_edges_are)
{
    static const uint32_t at[] = {0, 3, 7, 10};

    for (int high = 0; high < 2; high++)
        for (size_t i = 0; i < 4; i++) {
            struct tg_image im = high ? patterned(200, 800, at[i]) : patterned(800, 200, at[i]);
            struct made m = encode_made(&im, TG_PNG, 75);
            struct tg_output_spec spec = spec_of("100x100", TG_TARGET_PNG);
            struct tg_output_result result;
            struct tg_image shown;

            spec.geometry.fit = TG_FIT_COVER;
            spec.geometry.gravity = TG_GRAVITY_ATTENTION;
            shown = shown_by(test_kernels(), &m, &spec, &result);
            ck_has_pattern(&shown, true);
            tg_image_release(&shown);
            spec.geometry.gravity = at[i] < 6 ? TG_GRAVITY_SOUTHEAST : TG_GRAVITY_NORTHWEST;
            shown = shown_by(test_kernels(), &m, &spec, &result);
            ck_has_pattern(&shown, false);
            tg_image_release(&shown);
            tg_image_release(&im);
            made_free(&m);
        }
}
END_TEST

START_TEST(attention_to_nothing_is_the_middle)
{
    struct tg_picture p = {.resampler = {.kernels = test_kernels()}};
    struct tg_output_spec spec = spec_of("50x50", TG_TARGET_PNG);

    ck_ok(tg_image_new(&p.image, 300, 100, TG_GREY, false, 8));
    for (uint32_t y = 0; y < 100; y++)
        memset(p.image.plane[0].data + y * p.image.plane[0].stride, 77, 300);
    spec.geometry.fit = TG_FIT_COVER;
    spec.geometry.gravity = TG_GRAVITY_ATTENTION;
    ck_ok(tg_attention_find(&p, &spec));
    ck_assert_uint_eq(spec.geometry.focus, TG_FOCUS_WHOLE / 2);
    tg_picture_release(&p);
}
END_TEST

/* A packet that names one face. */
static void add_face(struct tg_image *im, const char *x, const char *y)
{
    char xmp[1500];
    int len = snprintf(
        xmp, sizeof(xmp),
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        "xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' "
        "xmlns:stArea='http://ns.adobe.com/xmp/sType/Area#'><mwg-rs:Regions "
        "rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag><rdf:li "
        "rdf:parseType='Resource'><mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Area stArea:x='%s' "
        "stArea:y='%s' stArea:w='0.1' stArea:h='0.1' stArea:unit='normalized'/></rdf:li>"
        "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF>"
        "</x:xmpmeta>",
        x, y);

    ck_ok(tg_blob_set(&im->xmp, xmp, (size_t)len));
}

START_TEST(attention_is_for_faces_first)
{
    static const struct {
        unsigned orientation;
        const char *x;
        int middle;
    } v[] = {{1, "0.8", 204}, {1, "0.1", 43}, {6, "0.8", 204}, {8, "0.25", 64}, {3, "0.7", 178}};

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        struct tg_image im = places(600, 200, v[i].orientation);
        struct tg_output_spec spec = spec_of("100x100", TG_TARGET_PNG);
        struct made m;

        add_face(&im, v[i].x, "0.5");
        for (uint32_t y = 0; y < 200; y += 2) /* what draws attention away */
            memset(im.plane[0].data + y * im.plane[0].stride + 300, 255, 60);
        m = encode_made(&im, TG_PNG, 95);
        spec.geometry.fit = TG_FIT_COVER;
        spec.geometry.gravity = TG_GRAVITY_ATTENTION;
        ck_middle(&m, &spec, v[i].middle, 128);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

/* ---- Rotation and padding -------------------------------------------------------------------- */

START_TEST(pictures_are_rotated_after_they_are_upright)
{
    /* The left edge's middle of the output, in the picture as it is coded, for orientations 1, 6
     * (its left is on top, its bottom left) and 2 (mirrored). */
    static const struct {
        unsigned orientation, rotate;
        int r, g;
    } v[] = {{1, 0, 0, 128},   {1, 1, 128, 255}, {1, 2, 255, 128}, {1, 3, 128, 0},
             {6, 0, 128, 255}, {6, 1, 255, 128}, {6, 2, 128, 0},   {6, 3, 0, 128},
             {2, 0, 255, 128}, {2, 1, 128, 255}, {2, 2, 0, 128},   {2, 3, 128, 0}};

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        struct tg_image im = places(300, 100, v[i].orientation), shown;
        struct made m = encode_made(&im, TG_PNG, 75);
        struct tg_output_spec spec = spec_of(i % 2 ? "300" : "copy", TG_TARGET_PNG);
        struct tg_output_result result;
        unsigned r, g;

        spec.rotate = v[i].rotate;
        shown = shown_by(test_kernels(), &m, &spec, &result);
        ck_assert_uint_eq(shown.width, (v[i].orientation == 6) == v[i].rotate % 2 ? 300 : 100);
        r = sample(&shown, 0, 0, shown.height / 2);
        g = sample(&shown, 1, 0, shown.height / 2);
        ck_assert_msg(abs((int)r - v[i].r) < 5 && abs((int)g - v[i].g) < 5,
                      "orientation %u, rotated by %u: %u, %u", v[i].orientation, v[i].rotate, r, g);
        tg_image_release(&shown);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

START_TEST(faces_are_rotated_too)
{
    struct tg_image im = places(600, 200, 1);
    struct tg_output_spec spec = spec_of("100x100", TG_TARGET_PNG);
    struct made m;

    add_face(&im, "0.8", "0.5");
    m = encode_made(&im, TG_PNG, 95);
    spec.geometry.fit = TG_FIT_COVER;
    spec.geometry.gravity = TG_GRAVITY_ATTENTION;
    for (spec.rotate = 0; spec.rotate < 4; spec.rotate++)
        ck_middle(&m, &spec, 204, 128);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

static void ck_sample(const struct tg_image *im, uint32_t x, uint32_t y, const uint8_t want[3],
                      int slack)
{
    for (unsigned c = 0; c < 3; c++) {
        int got = (int)sample(im, im->planes < 3 ? 0 : c, x, y);

        ck_assert_msg(abs(got - want[c]) <= slack, "%u of %u,%u is %d, not %d", c, x, y, got,
                      want[c]);
    }
}

/* Odd sizes and offsets, in every kind of output: the picture is where it should be, and nothing of
 * either colour is in the other, beyond what the format blurs. */
START_TEST(padding_is_exact)
{
    static const enum tg_target targets[] = {TG_TARGET_PNG, TG_TARGET_PLAIN_PNG, TG_TARGET_JPEG,
                                             TG_TARGET_WEBP};
    static const uint8_t blue[3] = {20, 40, 220}, red[3] = {200, 30, 40};

    for (size_t i = 0; i < 4; i++) {
        bool exact = targets[i] != TG_TARGET_JPEG && targets[i] != TG_TARGET_WEBP;
        struct tg_output_spec spec = spec_of("121x121", targets[i]);
        struct tg_output_result result;
        struct tg_image im, shown, rgb;
        struct made m;

        ck_ok(tg_image_new(&im, 61, 30, TG_RGB, false, 8)); /* it is not enlarged */
        for (unsigned c = 0; c < 3; c++)
            for (uint32_t y = 0; y < im.height; y++)
                memset(im.plane[c].data + y * im.plane[c].stride, red[c], im.width);
        m = encode_made(&im, TG_PNG, 75);
        spec.quality = 100;
        spec.subsampling = TG_SUB_444;
        spec.geometry.pad = true;
        memcpy(spec.padding, blue, 3);
        shown = shown_by(test_kernels(), &m, &spec, &result);
        ck_assert_uint_eq(shown.width, 121);
        ck_assert_uint_eq(shown.height, 121);
        rgb = in_rgb(&shown);
        for (uint32_t y = 0; y < 121; y++)
            for (uint32_t x = 0; x < 121; x++) {
                bool inside = x >= 30 && x < 91 && y >= 45 && y < 75;
                bool edge = x + 3 >= 30 && x < 94 && y + 3 >= 45 && y < 78 &&
                            !(x >= 33 && x < 88 && y >= 48 && y < 72);

                if (exact || !edge)
                    ck_sample(&rgb, x, y, inside ? red : blue, exact ? 0 : 6);
            }
        tg_image_release(&rgb);
        tg_image_release(&shown);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

/* Grey pictures get colours around them, transparent ones an opaque edge. */
START_TEST(padding_of_grey_and_transparent_pictures)
{
    static const uint8_t blue[3] = {20, 40, 220};

    for (unsigned alpha = 0; alpha < 2; alpha++) {
        struct tg_output_spec spec = spec_of("40x40", TG_TARGET_PNG);
        struct tg_output_result result;
        struct tg_image im, shown;
        struct made m;

        ck_ok(tg_image_new(&im, 20, 10, TG_GREY, alpha, 8));
        for (unsigned c = 0; c < im.planes; c++)
            for (uint32_t y = 0; y < im.height; y++)
                memset(im.plane[c].data + y * im.plane[c].stride, 100, im.width);
        m = encode_made(&im, TG_PNG, 75);
        spec.geometry.pad = true;
        memcpy(spec.padding, blue, 3);
        shown = shown_by(test_kernels(), &m, &spec, &result);
        ck_assert_uint_eq(shown.planes, 3 + alpha);
        ck_sample(&shown, 0, 0, blue, 0);
        ck_sample(&shown, 39, 39, blue, 0);
        ck_sample(&shown, 20, 20, (const uint8_t[]){100, 100, 100}, 1);
        if (alpha) {
            ck_assert_uint_eq(sample(&shown, 3, 0, 0), 255);
            ck_assert_uint_eq(sample(&shown, 3, 20, 20), 100);
        }
        tg_image_release(&shown);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

START_TEST(padding_is_limited)
{
    struct tg_output_spec spec = spec_of("3000x3000", TG_TARGET_PNG);
    struct tg_render job = {test_kernels(), {1 << 20}, "test", &spec, 1, NULL};
    struct tg_image im = places(30, 20, 1);
    struct made m = encode_made(&im, TG_PNG, 75);
    int source = test_file(), out = test_file();
    struct tg_damage damage = {0};
    struct tg_output_result result;

    spec.geometry.pad = true;
    ck_assert_int_eq(write(source, m.data, m.len), (ssize_t)m.len);
    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    ck_fails(tg_render(&job, source, &out, &result, &damage), TG_E_LIMIT);
    close(source);
    close(out);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(outputs_are_the_same_at_every_level)
{
    struct tg_kernels best, level;
    struct tg_image im = test_scene(7, 1237, 431, 2, 2, 3), a, b;
    struct made m = encode_made(&im, TG_JPEG, 90);
    struct tg_output_spec spec = spec_of("150x150", TG_TARGET_JPEG);
    struct tg_output_result ra, rb;

    tg_kernels_init(&best, tg_level_mask(tg_nlevels() - 1));
    tg_kernels_init(&level, tg_level_mask(_i));
    spec.geometry.fit = TG_FIT_COVER;
    spec.geometry.gravity = TG_GRAVITY_ATTENTION;
    spec.sharpen = 2;
    spec.rotate = 1;
    spec.max_bytes = 4000;
    a = shown_by(&best, &m, &spec, &ra);
    b = shown_by(&level, &m, &spec, &rb);
    ck_assert_uint_eq(ra.bytes, rb.bytes);
    ck_same_pixels(&a, &b);
    tg_image_release(&a);
    tg_image_release(&b);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* ---- Messages -------------------------------------------------------------------------------- */

START_TEST(workers_get_what_was_said_and_plans_differ)
{
    struct tg_output_spec plain = spec_of("40x30", TG_TARGET_JPEG), spec = plain, got;
    struct tg_buf before = put_spec(&plain), after;

    spec.geometry.gravity = TG_GRAVITY_ATTENTION;
    after = put_spec(&spec);
    ck_assert(after.len > before.len);
    ck_assert(get_spec(&after, &got));
    ck_assert_uint_eq(got.geometry.gravity, TG_GRAVITY_ATTENTION);
    ck_assert(get_spec(&before, &got));
    ck_assert_uint_eq(got.geometry.gravity, TG_GRAVITY_CENTRE);
    spec.geometry.pad = true;
    spec.rotate = 3;
    spec.sharpen = 4;
    spec.max_bytes = UINT64_C(5) << 33;
    spec.quality_of[TG_QUALITY_AVIF] = 33;
    memcpy(spec.padding, (const uint8_t[]){7, 8, 9}, 3);
    tg_buf_release(&after);
    after = put_spec(&spec);
    ck_assert(get_spec(&after, &got));
    ck_assert(got.geometry.pad);
    ck_assert_uint_eq(got.rotate, 3);
    ck_assert_uint_eq(got.sharpen, 4);
    ck_assert_uint_eq(got.max_bytes, spec.max_bytes);
    ck_assert_mem_eq(got.quality_of, spec.quality_of, TG_QUALITIES);
    ck_assert_mem_eq(got.padding, spec.padding, 3);
    spec.geometry.gravity = TG_GRAVITY_ATTENTION + 1;
    tg_buf_release(&after);
    after = put_spec(&spec);
    ck_assert(!get_spec(&after, &got));
    tg_buf_release(&after);
    tg_buf_release(&before);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("crops");

    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, gravity_says_which_part_is_shown);
    tcase_add_test(tc, gravity_is_that_of_the_upright_picture);
    tcase_add_test(tc, attention_is_where_edges_are);
    tcase_add_test(tc, attention_to_nothing_is_the_middle);
    tcase_add_test(tc, attention_is_for_faces_first);
    tcase_add_test(tc, pictures_are_rotated_after_they_are_upright);
    tcase_add_test(tc, faces_are_rotated_too);
    tcase_add_test(tc, padding_is_exact);
    tcase_add_test(tc, padding_of_grey_and_transparent_pictures);
    tcase_add_test(tc, padding_is_limited);
    tcase_add_loop_test(tc, outputs_are_the_same_at_every_level, 0, tg_nlevels());
    tcase_add_test(tc, workers_get_what_was_said_and_plans_differ);
    return tg_suite_run("crops", tc);
}
