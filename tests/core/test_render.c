/* test_render.c - one source, many outputs: orientation, registration of chroma, sameness. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/codec/exif.h"
#include "core/render/render.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static struct tg_output_spec spec(const char *geometry, int quality, enum tg_subsampling sub)
{
    struct tg_output_spec s = {.subsampling = sub, .quality = quality};

    ck_assert(tg_geometry_parse(geometry, &s.geometry));
    return s;
}

static struct tg_err *render(const struct tg_kernels *k, int source,
                             const struct tg_output_spec *specs, size_t n, int *out,
                             struct tg_output_result *results)
{
    struct tg_render job = {k, {1 << 28}, "test.jpg", specs, n, NULL};
    struct tg_damage damage = {0};

    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    for (size_t i = 0; i < n; i++)
        out[i] = test_file();
    return tg_render(&job, source, out, results, &damage);
}

/* All planes hold the same ramp to the right and down, so that a shift of chroma against luma shows
 * as a difference. */
static struct tg_image ramps(uint32_t w, uint32_t h, uint8_t sx, uint8_t sy)
{
    struct tg_image im = test_scene(1, w, h, sx, sy, 3);

    for (unsigned c = 0; c < 3; c++) {
        struct tg_plane *p = &im.plane[c];

        for (uint32_t y = 0; y < p->h; y++)
            for (uint32_t x = 0; x < p->w; x++) {
                double px = (x + 0.5) * im.sub_x[c], py = (y + 0.5) * im.sub_y[c];

                p->data[y * p->stride + x] = (uint8_t)(20.5 + 140 * px / w + 70 * py / h);
            }
    }
    return im;
}

/* Mean of the luma under chroma sample (x, y); pixels beyond the edge are left out. */
static double luma_under(const struct tg_image *im, unsigned c, uint32_t x, uint32_t y)
{
    uint32_t n = 0, sum = 0;

    for (uint32_t v = y * im->sub_y[c]; v < (y + 1) * im->sub_y[c] && v < im->height; v++)
        for (uint32_t u = x * im->sub_x[c]; u < (x + 1) * im->sub_x[c] && u < im->width; u++) {
            sum += im->plane[0].data[v * im->plane[0].stride + u];
            n++;
        }
    return (double)sum / n;
}

/* Rounding and JPEG make single samples differ; a shift moves them all the same way. */
static void check_registration(const struct tg_image *im, const char *what, unsigned o)
{
    for (unsigned c = 1; c < 3; c++) {
        double sum = 0;
        uint32_t n = 0;

        for (uint32_t y = 1; y + 1 < im->plane[c].h; y++)
            for (uint32_t x = 1; x + 1 < im->plane[c].w; x++) {
                double d = im->plane[c].data[y * im->plane[c].stride + x] - luma_under(im, c, x, y);

                ck_assert_msg(d < 5 && d > -5, "%s orientation %u plane %u at %u,%u: %g", what, o,
                              c, x, y, d);
                sum += d;
                n++;
            }
        ck_assert_msg(sum / n < 0.5 && sum / n > -0.5, "%s orientation %u plane %u: mean %g", what,
                      o, c, sum / n);
    }
}

/* Small enough that a pixel is worth several grey values: a shift of half a chroma sample is >
 * 1. */
START_TEST(chroma_stays_registered_in_every_orientation)
{
    static const char *const geometries[] = {"copy", "41", "x30", "23", "17x", "90%"};
    static const uint8_t subs[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}};

    for (unsigned o = 1; o <= 8; o++)
        for (size_t s = 0; s < 4; s++) {
            uint8_t exif[TG_EXIF_BYTES];
            struct tg_encode_options best = {.quality = 100};
            struct tg_image im = ramps(61, 43, subs[s][0], subs[s][1]);
            struct tg_output_spec specs[6];
            struct tg_output_result results[6];
            int out[6], source;

            tg_exif_write(exif, o, "");
            ck_ok(tg_blob_set(&im.exif, exif, sizeof(exif)));
            source = test_encode(&im, &best);
            for (size_t i = 0; i < 6; i++)
                specs[i] = spec(geometries[i], 100, (enum tg_subsampling)(o % 3));
            ck_ok(render(test_kernels(), source, specs, 6, out, results));
            for (size_t i = 0; i < 6; i++) {
                struct tg_damage damage = {0};
                struct tg_image back;

                ck_ok(test_decode(out[i], &back, &damage));
                ck_assert_uint_eq(back.orientation, 1);
                ck_assert_uint_eq(back.width, results[i].width);
                ck_assert_uint_eq(back.height, results[i].height);
                check_registration(&back, geometries[i], o);
                tg_image_release(&back);
                close(out[i]);
            }
            tg_image_release(&im);
            close(source);
        }
}
END_TEST

/* The corner that is bright in the upright picture is where EXIF says. */
START_TEST(outputs_are_upright)
{
    /* Ramps grow to the right and down: the upright picture's darkest corner, as (right,
     * bottom). */
    static const int darkest[9][2] = {{0, 0}, {0, 0}, {1, 0}, {1, 1}, {0, 1},
                                      {0, 0}, {1, 0}, {1, 1}, {0, 1}};

    for (unsigned o = 1; o <= 8; o++) {
        uint8_t exif[TG_EXIF_BYTES];
        struct tg_encode_options best = {.quality = 95};
        struct tg_image im = ramps(200, 120, 2, 2), back;
        struct tg_output_spec specs[2] = {spec("copy", 95, TG_SUB_KEEP),
                                          spec("50", 95, TG_SUB_KEEP)};
        struct tg_output_result results[2];
        struct tg_damage damage = {0};
        int out[2], source;

        tg_exif_write(exif, o, "");
        ck_ok(tg_blob_set(&im.exif, exif, sizeof(exif)));
        source = test_encode(&im, &best);
        ck_ok(render(test_kernels(), source, specs, 2, out, results));
        for (int i = 0; i < 2; i++) {
            const struct tg_plane *p = &back.plane[0];
            uint32_t x, y;

            ck_ok(test_decode(out[i], &back, &damage));
            ck_assert_uint_eq(back.width > back.height, o < 5);
            x = darkest[o][0] ? p->w - 1 : 0;
            y = darkest[o][1] ? p->h - 1 : 0;
            ck_assert_msg(p->data[y * p->stride + x] < 30, "orientation %u output %d", o, i);
            tg_image_release(&back);
            close(out[i]);
        }
        tg_image_release(&im);
        close(source);
    }
}
END_TEST

static void check_same_bytes(int a, int b)
{
    off_t size = lseek(a, 0, SEEK_END);
    char *x = malloc((size_t)size), *y = malloc((size_t)size);

    ck_assert_int_gt(size, 0);
    ck_assert_int_eq(lseek(b, 0, SEEK_END), size);
    ck_assert_int_eq(pread(a, x, (size_t)size, 0), size);
    ck_assert_int_eq(pread(b, y, (size_t)size, 0), size);
    ck_assert_mem_eq(x, y, (size_t)size);
    free(x);
    free(y);
}

START_TEST(every_cpu_level_gives_the_same_files)
{
    struct tg_encode_options best = {.quality = 92};
    struct tg_image im = test_scene(6, 1333, 999, 2, 2, 3);
    int source = test_encode(&im, &best);
    struct tg_output_spec specs[3] = {spec("x600", 75, TG_SUB_KEEP), spec("480x", 75, TG_SUB_420),
                                      spec("333x333", 75, TG_SUB_444)};
    struct tg_output_result results[3];
    int want[3], got[3];

    specs[2].geometry.fit = TG_FIT_COVER;
    for (int i = 0; i < tg_nlevels(); i++) {
        struct tg_kernels k;

        tg_kernels_init(&k, tg_level_mask(i));
        ck_ok(render(&k, source, specs, 3, i ? got : want, results));
        for (int j = 0; i && j < 3; j++) {
            check_same_bytes(want[j], got[j]);
            close(got[j]);
        }
    }
    tg_image_release(&im);
    close(source);
}
END_TEST

/* Nothing is enlarged, so both sizes are the picture itself: made once, there twice. */
START_TEST(sizes_that_collapse_are_copies)
{
    struct tg_encode_options best = {.quality = 92};
    struct tg_image im = test_scene(6, 100, 80, 2, 2, 3);
    int source = test_encode(&im, &best), out[3];
    struct tg_output_spec specs[3] = {spec("x450", 75, TG_SUB_KEEP), spec("x800", 75, TG_SUB_KEEP),
                                      spec("x800", 76, TG_SUB_KEEP)};
    struct tg_output_result results[3];

    ck_ok(render(test_kernels(), source, specs, 3, out, results));
    check_same_bytes(out[0], out[1]);
    ck_assert_uint_eq(results[1].bytes, results[0].bytes);
    ck_assert_uint_eq(results[1].width, 100);
    ck_assert_uint_ne(results[2].bytes, results[0].bytes);
    for (int i = 0; i < 3; i++)
        close(out[i]);
    tg_image_release(&im);
    close(source);
}
END_TEST

START_TEST(a_full_output_is_an_error)
{
    struct tg_encode_options best = {.quality = 92};
    struct tg_image im = test_scene(6, 300, 300, 1, 1, 3);
    int source = test_encode(&im, &best);
    struct tg_output_spec s = spec("copy", 95, TG_SUB_KEEP);
    struct tg_render job = {test_kernels(), {1 << 28}, "test.jpg", &s, 1, NULL};
    struct tg_output_result result;
    struct tg_damage damage = {0};
    FILE *full = fopen("/dev/full", "wb");
    int out;

    ck_assert_ptr_nonnull(full);
    out = fileno(full);
    ck_fails(tg_render(&job, source, &out, &result, &damage), TG_E_SYS);
    (void)fclose(full);
    tg_image_release(&im);
    close(source);
}
END_TEST

START_TEST(extreme_shapes_render)
{
    static const uint32_t shapes[][2] = {{1, 1}, {65500, 1}, {1, 65500}, {3, 2000}, {2, 2}};

    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        struct tg_encode_options best = {.quality = 80};
        struct tg_image im = test_scene(6, shapes[i][0], shapes[i][1], 2, 2, 3);
        int source = test_encode(&im, &best), out[4];
        struct tg_output_spec specs[4] = {
            spec("copy", 75, TG_SUB_KEEP), spec("x450", 75, TG_SUB_KEEP),
            spec("480x", 75, TG_SUB_420), spec("20x20", 75, TG_SUB_444)};
        struct tg_output_result results[4];

        specs[3].geometry.fit = TG_FIT_EXACT;
        ck_ok(render(test_kernels(), source, specs, 4, out, results));
        for (int j = 0; j < 4; j++) {
            ck_assert(results[j].width >= 1 && results[j].width <= shapes[i][0]);
            ck_assert(results[j].height >= 1 && results[j].height <= shapes[i][1]);
            close(out[j]);
        }
        tg_image_release(&im);
        close(source);
    }
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("render");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, chroma_stays_registered_in_every_orientation);
    tcase_add_test(tc, outputs_are_upright);
    tcase_add_test(tc, every_cpu_level_gives_the_same_files);
    tcase_add_test(tc, sizes_that_collapse_are_copies);
    tcase_add_test(tc, a_full_output_is_an_error);
    tcase_add_test(tc, extreme_shapes_render);
    return tg_suite_run("render", tc);
}
