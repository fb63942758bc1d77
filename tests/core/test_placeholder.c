/* test_placeholder.c - the colours that stand in for pictures: right way up, over the background,
 * and the same at every CPU level. */
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/codec/exif.h"
#include "core/render/render.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { SLACK = 2 /* of the way through Y, Cb and Cr, and the filter's overshoot */ };

static const uint8_t one[3] = {200, 100, 50}, other[3] = {10, 20, 240}, white[3] = {255, 255, 255};

/* `one` above or left of the middle, else `other`; transparent if alpha is 0. */
static struct tg_image halves(uint32_t w, uint32_t h, bool alongside, int alpha,
                              unsigned orientation)
{
    struct tg_image im;
    uint8_t block[TG_EXIF_BYTES];

    ck_ok(tg_image_new(&im, w, h, TG_RGB, alpha >= 0, 8));
    for (unsigned c = 0; c < im.planes; c++)
        for (uint32_t y = 0; y < h; y++)
            for (uint32_t x = 0; x < w; x++) {
                bool first = alongside ? x < (w + 1) / 2 : y < (h + 1) / 2;

                im.plane[c].data[y * im.plane[c].stride + x] = c == 3  ? (uint8_t)alpha
                                                               : first ? one[c]
                                                                       : other[c];
            }
    tg_exif_write(block, orientation, "");
    ck_ok(tg_blob_set(&im.exif, block, sizeof(block)));
    return im;
}

static struct tg_placeholder placeholder_of(const struct tg_kernels *k, const struct made *m,
                                            const char *geometry)
{
    struct tg_output_spec spec = {
        .target = TG_TARGET_JPEG, .quality = 50, .background = {255, 255, 255}};
    struct tg_placeholder placeholder = {0};
    struct tg_render job = {k, {1 << 28}, "test", &spec, 1, &placeholder};
    struct tg_output_result result;
    struct tg_damage damage = {0};
    int source = test_file(), out = test_file();

    ck_assert(tg_geometry_parse(geometry, &spec.geometry));
    ck_assert_int_eq(write(source, m->data, m->len), (ssize_t)m->len);
    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    ck_ok(tg_render(&job, source, &out, &result, &damage));
    close(source);
    close(out);
    ck_assert(placeholder.known);
    return placeholder;
}

static void ck_near(const uint8_t got[3], const uint8_t want[3])
{
    for (int c = 0; c < 3; c++)
        ck_assert_msg(got[c] <= want[c] + SLACK && want[c] <= got[c] + SLACK,
                      "colour %d is %d, not %d", c, got[c], want[c]);
}

static void ck_placeholder(struct tg_image im, const char *geometry, const uint8_t upper[3],
                           const uint8_t lower[3])
{
    struct made m = encode_made(&im, TG_PNG, 75);
    struct tg_placeholder placeholder = placeholder_of(test_kernels(), &m, geometry);

    ck_near(placeholder.rgb[0], upper);
    ck_near(placeholder.rgb[1], lower);
    tg_image_release(&im);
    made_free(&m);
}

START_TEST(halves_are_those_of_the_upright_picture)
{
    ck_placeholder(halves(400, 300, false, -1, 1), "100", one, other);
    ck_placeholder(halves(400, 300, false, -1, 3), "100", other, one);
    ck_placeholder(halves(400, 300, false, -1, 4), "copy", other, one);
    ck_placeholder(halves(400, 300, true, -1, 6), "100", one, other);
    ck_placeholder(halves(400, 300, true, -1, 8), "50%", other, one);
    ck_placeholder(halves(32, 32, false, -1, 1), "copy", one, other);
}
END_TEST

START_TEST(transparent_parts_show_the_background)
{
    const uint8_t pale[3] = {(200 + 255) / 2, (100 + 255) / 2, (50 + 255) / 2},
                  blue[3] = {(10 + 255) / 2, (20 + 255) / 2, (240 + 255) / 2};

    ck_placeholder(halves(200, 200, false, 0, 1), "100", white, white);
    ck_placeholder(halves(200, 200, false, 128, 1), "100", pale, blue);
    ck_placeholder(halves(6, 6, false, 0, 1), "copy", white, white);
}
END_TEST

START_TEST(small_and_narrow_pictures_have_halves_too)
{
    ck_placeholder(halves(1, 1, false, -1, 1), "100", one, one);
    ck_placeholder(halves(2, 2, false, -1, 1), "copy", one, other);
    ck_placeholder(halves(3, 5000, false, -1, 1), "100", one, other);
    ck_placeholder(halves(5000, 2, false, -1, 1), "copy", (const uint8_t[]){105, 60, 145},
                   (const uint8_t[]){105, 60, 145});
}
END_TEST

/* Grey, chroma at half the size, and libjpeg's scaled decoding are in it. */
START_TEST(placeholders_are_the_same_at_every_level)
{
    struct tg_kernels best, level;

    tg_kernels_init(&best, tg_level_mask(tg_nlevels() - 1));
    tg_kernels_init(&level, tg_level_mask(_i));
    for (unsigned planes = 1; planes <= 3; planes += 2) {
        struct tg_image im = test_scene(7, 1237, 931, 2, 2, planes);
        struct made m = encode_made(&im, TG_JPEG, 90);

        for (int i = 0; i < 2; i++) {
            const char *geometry = i ? "copy" : "150";
            struct tg_placeholder a = placeholder_of(&best, &m, geometry),
                                  b = placeholder_of(&level, &m, geometry);

            ck_assert_mem_eq(a.rgb, b.rgb, sizeof(a.rgb));
            ck_assert_mem_ne(a.rgb[0], a.rgb[1], 3);
        }
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("placeholder");

    tcase_add_test(tc, halves_are_those_of_the_upright_picture);
    tcase_add_test(tc, transparent_parts_show_the_background);
    tcase_add_test(tc, small_and_narrow_pictures_have_halves_too);
    tcase_add_loop_test(tc, placeholders_are_the_same_at_every_level, 0, tg_nlevels());
    return tg_suite_run("placeholder", tc);
}
