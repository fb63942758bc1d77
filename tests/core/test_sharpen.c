/* test_sharpen.c - outputs that are sharpened, and those whose files must not be large. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/shown.h"
#include "tests/support/suite.h"

/* ---- Sharpening ------------------------------------------------------------------------------ */

/* Against the formula, written down once more. */
static unsigned sharpened(const struct tg_image *im, unsigned c, uint32_t x, uint32_t y,
                          int64_t amount)
{
    int64_t sum = 0, v = sample(im, c, x, y), most = im->depth == 16 ? 65535 : 255, top;

    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            int64_t u = (int64_t)x + dx, w = (int64_t)y + dy;

            u = u < 0 ? 0 : u < im->width ? u : im->width - 1;
            w = w < 0 ? 0 : w < im->height ? w : im->height - 1;
            sum += (2 - abs(dx)) * (2 - abs(dy)) * (int64_t)sample(im, c, (uint32_t)u, (uint32_t)w);
        }
    top = amount * (16 * v - sum) + 16;
    v += top >= 0 ? top / 32 : -((31 - top) / 32);
    return (unsigned)(v < 0 ? 0 : v < most ? v : most);
}

START_TEST(sharpening_is_by_the_formula)
{
    static const uint32_t sizes[][2] = {{37, 23}, {1, 1}, {1, 9}, {8, 1}, {64, 2}};

    for (size_t i = 0; i < 5; i++)
        for (unsigned way = 0; way < 6; way++) {
            struct raster r = raster_new(sizes[i][0], sizes[i][1], 3, way % 2 ? 16 : 8);
            struct tg_output_spec spec = spec_of("copy", TG_TARGET_PNG);
            struct tg_output_result result;
            struct tg_image im, shown;
            struct made m;

            ck_ok(tg_image_new(&im, r.w, r.h, TG_RGB, false, way % 2 ? 16 : 8));
            for (unsigned c = 0; c < 3; c++)
                for (size_t j = 0; j < (size_t)r.w * r.h; j++) {
                    uint8_t *row = im.plane[c].data + j / r.w * im.plane[c].stride;

                    if (way % 2)
                        ((uint16_t *)(void *)row)[j % r.w] = r.v[j * 3 + c];
                    else
                        row[j % r.w] = (uint8_t)r.v[j * 3 + c];
                }
            m = encode_made(&im, TG_PNG, 75);
            spec.sharpen = 1U << way / 2;
            shown = shown_by(test_kernels(), &m, &spec, &result);
            ck_assert_uint_eq(shown.depth, im.depth);
            for (unsigned c = 0; c < 3 && im.planes == shown.planes; c++)
                for (uint32_t y = 0; y < r.h; y++)
                    for (uint32_t x = 0; x < r.w; x++)
                        ck_assert_uint_eq(sample(&shown, c, x, y),
                                          sharpened(&im, c, x, y, spec.sharpen));
            tg_image_release(&shown);
            tg_image_release(&im);
            made_free(&m);
            raster_free(&r);
        }
}
END_TEST

/* ---- Quality --------------------------------------------------------------------------------- */

static uint64_t bytes_of(const struct tg_output_spec *spec, int source, struct tg_damage *damage,
                         uint8_t *file, size_t room)
{
    struct tg_render job = {test_kernels(), {1 << 28}, "test", spec, 1, NULL};
    struct tg_output_result result;
    int out = test_file();

    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    ck_ok(tg_render(&job, source, &out, &result, damage));
    ck_assert_uint_le(result.bytes, room);
    ck_assert_int_eq(pread(out, file, result.bytes, 0), (ssize_t)result.bytes);
    close(out);
    return result.bytes;
}

/* The file is that of the best quality that fits, found by trying them all. */
START_TEST(files_have_the_best_quality_that_fits)
{
    static const enum tg_target targets[] = {TG_TARGET_JPEG, TG_TARGET_WEBP};
    enum { ROOM = 1 << 18, TOP = 90 };
    uint8_t *file = malloc(ROOM), *want = malloc(ROOM);
    struct tg_image im = test_scene(3, 300, 200, 2, 2, 3);
    struct made m = encode_made(&im, TG_JPEG, 95);
    int source = test_file();

    ck_assert(file && want);
    ck_assert_int_eq(write(source, m.data, m.len), (ssize_t)m.len);
    for (size_t i = 0; i < 2; i++) {
        uint64_t size[TOP + 1];
        struct tg_output_spec spec = spec_of("150", targets[i]);

        for (spec.quality = TG_QUALITY_LEAST; spec.quality <= TOP; spec.quality++)
            size[spec.quality] = bytes_of(&spec, source, &(struct tg_damage){0}, file, ROOM);
        for (int q = TG_QUALITY_LEAST; q <= TOP; q += 7) {
            struct tg_damage damage = {0};
            int best = TOP;
            uint64_t bytes;

            while (size[best] > size[q])
                best--;
            spec.max_bytes = 0;
            spec.quality = best;
            bytes = bytes_of(&spec, source, &damage, want, ROOM);
            spec.quality = TOP;
            spec.max_bytes = size[q];
            ck_assert_uint_eq(bytes_of(&spec, source, &damage, file, ROOM), bytes);
            ck_assert_mem_eq(file, want, bytes);
            ck_assert_str_eq(damage.note, "");
        }
        spec.max_bytes = 300; /* cannot be had */
        for (spec.quality = 12; spec.quality <= TOP; spec.quality += 26) {
            struct tg_damage damage = {0};
            uint64_t bytes = bytes_of(&spec, source, &damage, file, ROOM);

            ck_assert(strstr(damage.note, "--max-bytes"));
            ck_assert_uint_eq(damage.count, 0);
            if (spec.quality > TG_QUALITY_LEAST)
                ck_assert_uint_eq(bytes, size[TG_QUALITY_LEAST]);
            else
                ck_assert_uint_lt(bytes, size[TG_QUALITY_LEAST]);
        }
    }
    free(file);
    free(want);
    close(source);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(formats_have_qualities_of_their_own)
{
    struct tg_output_spec spec = {.quality = 75, .quality_of = {80, 0, 60}};

    ck_assert_int_eq(tg_output_quality(&spec, TG_JPEG), 80);
    ck_assert_int_eq(tg_output_quality(&spec, TG_WEBP), 75);
    ck_assert_int_eq(tg_output_quality(&spec, TG_AVIF), 60);
    ck_assert_int_eq(tg_output_quality(&spec, TG_PNG), 75);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("sharpen");

    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, sharpening_is_by_the_formula);
    tcase_add_test(tc, files_have_the_best_quality_that_fits);
    tcase_add_test(tc, formats_have_qualities_of_their_own);
    return tg_suite_run("sharpen", tc);
}
