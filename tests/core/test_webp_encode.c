/* test_webp_encode.c - what WebP files are made of: planes, alpha, few colours. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>
#include <webp/decode.h>

#include "core/render/render.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const uint32_t sizes[][2] = {{1, 1}, {2, 1}, {3, 2}, {17, 33}, {64, 48}, {201, 99}};
enum { SIZES = sizeof(sizes) / sizeof(sizes[0]), FOURCC = 12 };

static struct made encode_with(const struct tg_kernels *k, const struct tg_image *im,
                               struct tg_encode_options options)
{
    struct tg_sink sink;
    int fd = test_file();
    struct made m;

    options.format = TG_WEBP;
    ck_ok(tg_sink_init(&sink, fd, "x.webp"));
    ck_ok(tg_codec_webp.encode(k, im, &options, &sink));
    ck_ok(tg_sink_flush(&sink));
    tg_sink_release(&sink);
    m.len = (size_t)lseek(fd, 0, SEEK_END);
    m.data = malloc(m.len);
    ck_assert_int_eq(pread(fd, m.data, m.len, 0), (ssize_t)m.len);
    close(fd);
    return m;
}

static bool is_lossless(const struct made *m)
{
    ck_assert_uint_gt(m->len, FOURCC + 4);
    return memcmp(m->data + FOURCC, "VP8L", 4) == 0;
}

/* Mean of the squared differences of a plane in limited range from what a file has. */
static double distance(const struct tg_plane *p, bool chroma, const uint8_t *got, int stride)
{
    double sum = 0;

    for (uint32_t y = 0; y < p->h; y++)
        for (uint32_t x = 0; x < p->w; x++) {
            uint8_t want;
            double d;

            test_kernels()->to_limited(&want, p->data + y * p->stride + x, 1, chroma);
            d = want - got[(size_t)y * (size_t)stride + x];
            sum += d * d;
        }
    return sum / p->w / p->h;
}

/* Ends the test unless the file's samples, as they are in it, are near the planes' in WebP's
 * range. */
static void ck_planes(const struct tg_image *im, const struct made *m)
{
    int w, h, stride, uv_stride;
    uint8_t *u, *v, *y = WebPDecodeYUV(m->data, m->len, &w, &h, &u, &v, &stride, &uv_stride);

    ck_assert_ptr_nonnull(y);
    ck_assert_uint_eq((unsigned)w, im->width);
    ck_assert_uint_eq((unsigned)h, im->height);
    ck_assert_double_lt(distance(&im->plane[0], false, y, stride), 1.5);
    for (uint32_t row = 0; im->model == TG_GREY && row < (im->height + 1) / 2; row++)
        for (uint32_t x = 0; x < (im->width + 1) / 2; x++) {
            ck_assert_uint_eq(u[row * (size_t)uv_stride + x], 128);
            ck_assert_uint_eq(v[row * (size_t)uv_stride + x], 128);
        }
    if (im->model == TG_YCC) {
        ck_assert_double_lt(distance(&im->plane[1], true, u, uv_stride), 1.5);
        ck_assert_double_lt(distance(&im->plane[2], true, v, uv_stride), 1.5);
    }
    WebPFree(y);
}

/* _i: of `sizes`; the same bytes at every level of the processor. */
START_TEST(planes_go_in_as_they_are)
{
    for (unsigned planes = 1; planes <= 3; planes += 2) {
        struct tg_image im = test_scene(3, sizes[_i][0], sizes[_i][1], 2, 2, planes);
        struct made m = encode_made(&im, TG_WEBP, 100);

        ck_assert(!is_lossless(&m) || (planes == 1 && im.width < 10));
        if (!is_lossless(&m))
            ck_planes(&im, &m);
        for (int level = 0; level < tg_nlevels(); level++) {
            struct tg_kernels k;
            struct made again;

            tg_kernels_init(&k, tg_level_mask(level));
            again = encode_with(&k, &im, (struct tg_encode_options){.quality = 100});
            ck_assert_uint_eq(m.len, again.len);
            ck_assert_mem_eq(m.data, again.data, m.len);
            made_free(&again);
        }
        made_free(&m);
        tg_image_release(&im);
    }
}
END_TEST

/* Grey with alpha: of the colours under transparent pixels nothing is asked. */
START_TEST(alpha_of_grey_is_kept)
{
    for (size_t i = 0; i < SIZES; i++) {
        struct tg_image im, back;
        struct made m;

        ck_ok(tg_image_new(&im, sizes[i][0], sizes[i][1], TG_GREY, true, 8));
        for (uint32_t y = 0; y < im.height; y++)
            for (uint32_t x = 0; x < im.width; x++) {
                im.plane[0].data[y * im.plane[0].stride + x] = (uint8_t)(x + y);
                im.plane[1].data[y * im.plane[1].stride + x] = (uint8_t)(7 * x + y);
            }
        m = encode_made(&im, TG_WEBP, 95);
        back = decode_good(&m, (struct decode_how){0});
        ck_assert(back.alpha);
        ck_assert_int_eq(test_max_difference(&im.plane[1], &back.plane[back.planes - 1]), 0);
        for (uint32_t y = 0; y < im.height; y++)
            for (uint32_t x = 0; x < im.width; x++)
                for (unsigned c = 0; sample(&im, 1, x, y) && c + 1 < back.planes; c++)
                    ck_assert_int_le(abs((int)sample(&back, c, x, y) - (int)(uint8_t)(x + y)), 30);
        tg_image_release(&back);
        made_free(&m);
        tg_image_release(&im);
    }
}
END_TEST

/* Pixel (x, y) of a drawing in `colours` colours; of noise. */
static struct tg_image rgb(uint32_t w, uint32_t h, unsigned colours, bool noise)
{
    struct tg_image im;
    uint32_t seed = 1;

    ck_ok(tg_image_new(&im, w, h, TG_RGB, false, 8));
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            unsigned v = x / 9 + y / 7;

            seed = seed * 1664525 + 1013904223;
            v = (noise ? seed >> 16 : v) % colours;
            im.plane[0].data[y * im.plane[0].stride + x] = (uint8_t)(v * 31);
            im.plane[1].data[y * im.plane[1].stride + x] = (uint8_t)(v * 7);
            im.plane[2].data[y * im.plane[2].stride + x] = (uint8_t)v;
        }
    return im;
}

START_TEST(few_colours_are_lossless_where_that_is_smaller)
{
    struct tg_image drawing = rgb(200, 150, 12, false), noise = rgb(200, 150, 250, true), back;
    struct made a = encode_made(&drawing, TG_WEBP, 75), b = encode_made(&noise, TG_WEBP, 10);
    struct made c = encode_with(test_kernels(), &noise,
                                (struct tg_encode_options){.quality = 10, .lossless = true});

    ck_assert(is_lossless(&a));
    back = decode_good(&a, (struct decode_how){0});
    ck_same_pixels(&drawing, &back);
    ck_assert(!is_lossless(&b));
    ck_assert_uint_gt(c.len, b.len);
    tg_image_release(&back);
    made_free(&a);
    made_free(&b);
    made_free(&c);
    tg_image_release(&drawing);
    tg_image_release(&noise);
}
END_TEST

/* Grey: as RGB of three equal planes.  _i: effort */
START_TEST(lossless_is_exact_with_any_effort)
{
    struct tg_encode_options o = {.quality = 75, .effort = (unsigned)_i, .lossless = true};
    struct tg_image grey = test_scene(6, 67, 43, 1, 1, 1), noise = rgb(67, 43, 256, true), back;
    struct made a = encode_with(test_kernels(), &grey, o);
    struct made b = encode_with(test_kernels(), &noise, o);

    ck_assert(is_lossless(&a) && is_lossless(&b));
    back = decode_good(&a, (struct decode_how){0});
    ck_assert_uint_eq(back.planes, 3);
    for (unsigned c = 0; c < 3; c++)
        ck_assert_int_eq(test_max_difference(&grey.plane[0], &back.plane[c]), 0);
    tg_image_release(&back);
    back = decode_good(&b, (struct decode_how){0});
    ck_same_pixels(&noise, &back);
    tg_image_release(&back);
    made_free(&a);
    made_free(&b);
    tg_image_release(&grey);
    tg_image_release(&noise);
}
END_TEST

START_TEST(other_planes_are_refused)
{
    struct tg_encode_options o = {.format = TG_WEBP, .quality = 75};
    struct tg_image whole = test_scene(1, 20, 10, 1, 1, 3), wide = test_scene(1, 20, 10, 2, 1, 3);
    struct tg_image good = test_scene(1, 20, 10, 2, 2, 3);
    struct tg_sink sink;

    ck_ok(tg_sink_init(&sink, -1, "x.webp"));
    ck_fails(tg_codec_webp.encode(test_kernels(), &whole, &o, &sink), TG_E_USAGE);
    ck_fails(tg_codec_webp.encode(test_kernels(), &wide, &o, &sink), TG_E_USAGE);
    o.lossless = true;
    ck_fails(tg_codec_webp.encode(test_kernels(), &good, &o, &sink), TG_E_USAGE);
    tg_sink_release(&sink);
    tg_image_release(&whole);
    tg_image_release(&wide);
    tg_image_release(&good);
}
END_TEST

/* What tg_render() makes of a JPEG file. */
static struct made render(const struct tg_image *im, const char *geometry, bool lossless)
{
    struct tg_encode_options o = {.format = TG_JPEG, .quality = 95};
    struct tg_output_spec s = {.target = TG_TARGET_WEBP, .quality = 100, .lossless = lossless};
    struct tg_render job = {test_kernels(), {1 << 28}, "test", &s, 1, NULL};
    int source = test_encode(im, &o), out = test_file();
    struct tg_damage damage = {0};
    struct tg_output_result result;
    struct made m;

    ck_assert(tg_geometry_parse(geometry, &s.geometry));
    ck_ok(tg_render(&job, source, &out, &result, &damage));
    ck_assert_uint_eq(damage.count, 0);
    m = (struct made){malloc(result.bytes), result.bytes};
    ck_assert_int_eq(pread(out, m.data, m.len, 0), (ssize_t)m.len);
    close(source);
    close(out);
    return m;
}

/* A photo at its own size: the file that its decoder's planes make.  _i: of `sizes` */
START_TEST(planes_of_jpeg_come_without_rgb)
{
    struct tg_image im = test_scene(8, sizes[_i][0], sizes[_i][1], 2, 2, 3), decoded;
    int fd = test_encode(&im, &(struct tg_encode_options){.format = TG_JPEG, .quality = 95});
    struct made m = render(&im, "copy", false), direct;
    struct tg_damage damage = {0};

    ck_ok(test_decode(fd, &decoded, &damage));
    ck_assert_int_eq(decoded.model, TG_YCC);
    direct = encode_made(&decoded, TG_WEBP, 100);
    ck_assert_uint_eq(direct.len, m.len);
    ck_assert_mem_eq(direct.data, m.data, m.len);
    close(fd);
    made_free(&direct);
    made_free(&m);
    tg_image_release(&decoded);
    tg_image_release(&im);
}
END_TEST

/* Of luma and chroma that `rgb` has, how far `ycc`'s are from it: the mean of squares. */
static double plane_distance(const struct tg_image *ycc, const struct tg_image *rgb, unsigned c)
{
    const struct tg_plane *from = &ycc->plane[c], *to = &rgb->plane[c];
    unsigned shift = c > 0;
    uint64_t sum = 0;

    for (uint32_t y = 0; y < rgb->height; y++)
        for (uint32_t x = 0; x < rgb->width; x++) {
            int d = from->data[(y >> shift) * from->stride + (x >> shift)] -
                    to->data[y * to->stride + x];

            sum += (uint64_t)(d * d);
        }
    return (double)sum / rgb->width / rgb->height;
}

static void make_ycc(const struct tg_image *rgb)
{
    for (uint32_t y = 0; y < rgb->height; y++) {
        uint8_t *row[3];

        for (unsigned c = 0; c < 3; c++)
            row[c] = rgb->plane[c].data + y * rgb->plane[c].stride;
        test_kernels()->rgb_to_ycc(row, (const uint8_t *const *)row, rgb->width);
    }
}

/* Of all kinds of chroma, grey and reductions to odd sizes the picture is a lossless file's. */
START_TEST(photos_look_alike_lossy_and_lossless)
{
    static const char *const geometries[] = {"copy", "77", "40x31"};

    for (uint8_t kind = 0; kind < 5; kind++)
        for (size_t i = 0; i < 3; i++) {
            struct tg_image im = test_scene(9, 171, 117, (uint8_t)(1 + kind % 2),
                                            (uint8_t)(1 + kind / 2 % 2), kind < 4 ? 3 : 1);
            struct made a = render(&im, geometries[i], false), b = render(&im, geometries[i], true);
            struct tg_image lossy = decode_good(&a, (struct decode_how){0});
            struct tg_image exact = decode_good(&b, (struct decode_how){0});

            ck_assert(!is_lossless(&a) && is_lossless(&b));
            ck_assert_uint_eq(lossy.width, exact.width);
            ck_assert_int_eq(lossy.model, TG_YCC);
            make_ycc(&exact);
            for (unsigned c = 0; c < 3; c++)
                ck_assert_double_lt(plane_distance(&lossy, &exact, c), 20);
            tg_image_release(&lossy);
            tg_image_release(&exact);
            made_free(&a);
            made_free(&b);
            tg_image_release(&im);
        }
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("webp");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, planes_go_in_as_they_are, 0, SIZES);
    tcase_add_test(tc, alpha_of_grey_is_kept);
    tcase_add_test(tc, few_colours_are_lossless_where_that_is_smaller);
    tcase_add_loop_test(tc, lossless_is_exact_with_any_effort, 0, TG_EFFORT_MAX + 1);
    tcase_add_test(tc, other_planes_are_refused);
    tcase_add_loop_test(tc, planes_of_jpeg_come_without_rgb, 0, SIZES);
    tcase_add_test(tc, photos_look_alike_lossy_and_lossless);
    return tg_suite_run("webp_encode", tc);
}
