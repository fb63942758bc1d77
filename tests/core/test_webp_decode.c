/* test_webp_decode.c - lossy WebP becomes the planes that libwebp decodes, in full range. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>
#include <webp/decode.h>
#include <webp/mux.h>

#include "core/codec/exif.h"
#include "core/render/render.h"
#include "core/run/memory.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const struct decode_how plain = {0};

static const uint32_t sizes[][2] = {{1, 1},   {1, 2},   {2, 1},   {3, 5},    {16, 16},
                                    {17, 33}, {33, 18}, {130, 5}, {201, 131}};
enum { NSIZES = sizeof(sizes) / sizeof(sizes[0]) };

static struct made make_lossy(uint32_t w, uint32_t h, unsigned channels, int quality)
{
    struct raster r = raster_new(w, h, channels, 8);
    struct made m = make_webp(&r, &(struct made_webp){.quality = quality});

    raster_free(&r);
    return m;
}

/* The nearest of what a sample of limited range is in full range. */
static unsigned full(unsigned v, bool chroma)
{
    double wide = chroma ? 128 + ((double)v - 128) * 255 / 224 : ((double)v - 16) * 255 / 219;

    return wide <= 0 ? 0 : wide >= 255 ? 255 : (unsigned)(wide + 0.5);
}

static void ck_plane(const struct tg_image *im, unsigned c, const uint8_t *want, int stride)
{
    const struct tg_plane *p = &im->plane[c];

    for (uint32_t y = 0; y < p->h; y++)
        for (uint32_t x = 0; x < p->w; x++)
            ck_assert_uint_eq(p->data[y * p->stride + x],
                              full(want[y * (size_t)stride + x], c > 0));
}

static void ck_shape(const struct tg_image *im, uint32_t w, uint32_t h)
{
    ck_assert_int_eq(im->model, TG_YCC);
    ck_assert(!im->alpha);
    ck_assert_uint_eq(im->planes, 3);
    ck_assert_uint_eq(im->depth, 8);
    for (unsigned c = 0; c < 3; c++) {
        uint32_t sub = c ? 2 : 1;

        ck_assert_uint_eq(im->sub_x[c], sub);
        ck_assert_uint_eq(im->sub_y[c], sub);
        ck_assert_uint_eq(im->plane[c].w, (w + sub - 1) / sub);
        ck_assert_uint_eq(im->plane[c].h, (h + sub - 1) / sub);
        ck_assert_double_eq(im->plane[c].extent_w, (double)w / sub);
        ck_assert_double_eq(im->plane[c].extent_h, (double)h / sub);
    }
}

/* _i: of `sizes` */
START_TEST(lossy_webp_is_planes_of_full_range)
{
    for (int quality = 0; quality <= 100; quality += 50) {
        struct made m = make_lossy(sizes[_i][0], sizes[_i][1], 3, quality);
        struct tg_image im = decode_good(&m, plain);
        int w, h, stride, uv_stride;
        uint8_t *u, *v, *y = WebPDecodeYUV(m.data, m.len, &w, &h, &u, &v, &stride, &uv_stride);

        ck_assert_ptr_nonnull(y);
        ck_shape(&im, sizes[_i][0], sizes[_i][1]);
        ck_plane(&im, 0, y, stride);
        ck_plane(&im, 1, u, uv_stride);
        ck_plane(&im, 2, v, uv_stride);
        WebPFree(y);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

/* A picture of one colour. */
static void ck_colour(struct raster *r, const unsigned colour[3])
{
    uint8_t rgb[3][1], *const to[3] = {rgb[0], rgb[1], rgb[2]};
    struct tg_image im;
    struct made m;
    uint8_t *want;
    int w, h;

    for (size_t i = 0; i < (size_t)16 * 16; i++)
        for (unsigned c = 0; c < 3; c++)
            r->v[3 * i + c] = (uint16_t)colour[c];
    m = make_webp(r, &(struct made_webp){.quality = 95});
    im = decode_good(&m, plain);
    want = WebPDecodeRGB(m.data, m.len, &w, &h);
    ck_assert_ptr_nonnull(want);
    for (unsigned c = 0; c < 3; c++)
        rgb[c][0] = im.plane[c].data[(c ? 4 : 8) * im.plane[c].stride + (c ? 4 : 8)];
    test_kernels()->ycc_to_rgb(to, (const uint8_t *const *)to, 1);
    for (int c = 0; c < 3; c++)
        ck_assert_int_le(abs(rgb[c][0] - want[(8 * 16 + 8) * 3 + c]), 2);
    WebPFree(want);
    tg_image_release(&im);
    made_free(&m);
}

/* Eight levels each of red, green and blue, as far as they go: planes hold what libwebp makes
 * RGB. */
START_TEST(colours_are_those_of_libwebp)
{
    struct raster r = raster_new(16, 16, 3, 8);

    for (unsigned i = 0; i < 512; i++)
        ck_colour(
            &r, (const unsigned[3]){(i & 7) * 255 / 7, (i >> 3 & 7) * 255 / 7, (i >> 6) * 255 / 7});
    raster_free(&r);
}
END_TEST

START_TEST(alpha_lossless_and_animations_stay_rgb)
{
    struct raster r = raster_new(41, 30, 3, 8);
    struct made files[] = {make_lossy(41, 30, 4, 80),
                           make_webp(&r, &(struct made_webp){.lossless = true}),
                           make_webp_animation(&r)};

    for (int i = 0; i < 3; i++) {
        struct tg_image im = decode_good(&files[i], plain);
        struct tg_info info;

        ck_assert_int_eq(im.model, TG_RGB);
        ck_assert_int_eq(im.alpha, i == 0);
        ck_ok(probe_made(&files[i], 1 << 20, &info));
        ck_assert_uint_eq(info.samples, 0);
        tg_image_release(&im);
        made_free(&files[i]);
    }
    raster_free(&r);
}
END_TEST

/* Rows of plane c that are as they should be, from the top. */
static uint32_t good_rows(const struct tg_image *im, const struct tg_image *whole, unsigned c)
{
    const struct tg_plane *p = &im->plane[c], *q = &whole->plane[c];
    uint32_t y = 0;

    while (y < p->h && memcmp(p->data + y * p->stride, q->data + y * q->stride, p->w) == 0)
        y++;
    return y;
}

static bool is_grey(const struct tg_plane *p, uint32_t y)
{
    for (uint32_t x = 0; x < p->w; x++)
        if (p->data[y * p->stride + x] != 128)
            return false;
    return true;
}

/* Colour ends where luma does. */
static uint32_t ck_cut(const struct tg_image *im, const struct tg_image *whole)
{
    uint32_t rows = good_rows(im, whole, 0);

    for (unsigned c = 0; c < 3; c++) {
        uint32_t from = c ? (rows + 1) / 2 : rows;

        ck_assert_uint_ge(good_rows(im, whole, c), from);
        for (uint32_t y = from; y < im->plane[c].h; y++)
            ck_assert(is_grey(&im->plane[c], y));
    }
    return rows;
}

/* _i: whether it is wanted so small that it is not filtered */
START_TEST(rows_behind_a_cut_are_grey)
{
    struct decode_how how = {.shrink = _i ? 8 : 0};
    struct made m = make_lossy(150, 171, 3, 80);
    struct tg_image whole = decode_good(&m, how);
    uint32_t before = 0, most = 0;

    for (size_t n = 12; n < m.len; n += 61) {
        struct made cut = {m.data, n};
        struct tg_damage damage = {0};
        struct tg_image im;
        struct tg_err *err = decode_made(&cut, how, &im, &damage);

        if (err) {
            ck_assert_uint_eq(most, 0);
            tg_err_free(err);
            continue;
        }
        ck_assert_uint_ge(damage.count, 1);
        most = ck_cut(&im, &whole);
        ck_assert_uint_ge(most, before);
        before = most;
        tg_image_release(&im);
    }
    ck_assert_uint_ge(most, whole.height * 3 / 4);
    tg_image_release(&whole);
    made_free(&m);
}
END_TEST

/* Mean of squared differences of 8x8 boxes. */
static double boxed_mse(const struct tg_plane *a, const struct tg_plane *b)
{
    double sum = 0;
    uint32_t w = a->w / 8, h = a->h / 8;

    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            int d = 0;

            for (uint32_t i = 0; i < 64; i++)
                d += a->data[(8 * y + i / 8) * a->stride + 8 * x + i % 8] -
                     b->data[(8 * y + i / 8) * b->stride + 8 * x + i % 8];
            sum += d * d / (64.0 * 64);
        }
    return sum / (w * h);
}

/* Not where half as small would do, and so that nobody sees it. */
START_TEST(only_what_is_made_small_is_not_filtered)
{
    struct tg_image scene = test_scene(3, 640, 480, 1, 1, 3), whole, same, small;
    struct raster r = {640, 480, 3, 8, calloc((size_t)640 * 480 * 3, sizeof(uint16_t))};
    struct made m;

    for (uint32_t i = 0; i < 640 * 480 * 3; i++)
        r.v[i] = (uint16_t)sample(&scene, i % 3, i / 3 % 640, i / 3 / 640);
    m = make_webp(&r, &(struct made_webp){.quality = 40});
    whole = decode_good(&m, plain);
    same = decode_good(&m, (struct decode_how){.shrink = 5});
    small = decode_good(&m, (struct decode_how){.shrink = 8});
    ck_same_pixels(&whole, &same);
    ck_assert_double_gt(test_mse(&whole.plane[0], &small.plane[0]), 0);
    for (unsigned c = 0; c < 3; c++) /* 47 dB */
        ck_assert_double_lt(boxed_mse(&whole.plane[c], &small.plane[c]), 1.3);
    tg_image_release(&scene);
    tg_image_release(&whole);
    tg_image_release(&same);
    tg_image_release(&small);
    made_free(&m);
    raster_free(&r);
}
END_TEST

static struct made with_exif(const struct made *webp, const uint8_t *exif, size_t len)
{
    WebPData bits = {webp->data, webp->len}, data = {exif, len}, whole;
    WebPMux *mux = WebPMuxCreate(&bits, 1);
    struct made m;

    ck_assert_int_eq(WebPMuxSetChunk(mux, "EXIF", &data, 1), WEBP_MUX_OK);
    ck_assert_int_eq(WebPMuxAssemble(mux, &whole), WEBP_MUX_OK);
    m = (struct made){malloc(whole.size), whole.size};
    ck_assert_ptr_nonnull(m.data);
    memcpy(m.data, whole.bytes, whole.size);
    WebPDataClear(&whole);
    WebPMuxDelete(mux);
    return m;
}

/* A JPEG in best quality of a WebP file whose EXIF says how it lies. */
static struct tg_image render_upright(const struct made *webp, struct tg_output_result *result)
{
    struct tg_output_spec s = {.target = TG_TARGET_JPEG, .quality = 100};
    struct tg_render job = {test_kernels(), {1 << 28}, "test", &s, 1, NULL};
    int source = test_file(), out = test_file();
    struct tg_damage damage = {0};
    struct tg_image back;

    ck_assert(tg_geometry_parse("copy", &s.geometry));
    ck_assert_int_eq(write(source, webp->data, webp->len), (ssize_t)webp->len);
    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    ck_ok(tg_render(&job, source, &out, result, &damage));
    ck_assert_int_eq(lseek(out, 0, SEEK_SET), 0);
    ck_ok(test_decode(out, &back, &damage));
    ck_assert_uint_eq(damage.count, 0);
    close(source);
    close(out);
    return back;
}

/* _i: 2 to 8. */
START_TEST(planes_are_turned_upright)
{
    struct tg_image im, back, turned = {0};
    uint8_t block[TG_EXIF_BYTES];
    struct made bare = make_lossy(76, 44, 3, 95), m;
    struct tg_output_result result;

    im = decode_good(&bare, plain);
    tg_exif_write(block, (unsigned)_i, "");
    m = with_exif(&bare, block, sizeof(block));
    back = render_upright(&m, &result);
    ck_assert_uint_eq(back.width, _i > 4 ? 44 : 76);
    for (unsigned c = 0; c < 3; c++) {
        ck_ok(tg_plane_orient(test_kernels(), &im.plane[c], (unsigned)_i, &turned.plane[c]));
        ck_assert_int_le(test_max_difference(&turned.plane[c], &back.plane[c]), 3);
    }
    tg_image_release(&turned);
    tg_image_release(&im);
    tg_image_release(&back);
    made_free(&bare);
    made_free(&m);
}
END_TEST

/* Planes of 1.5 bytes a pixel and their halves are less than RGB with alpha takes. */
START_TEST(planes_of_webp_take_less_memory)
{
    struct tg_job_output output = {
        .spec = {.geometry = {.kind = TG_GEO_BOX, .w = 480, .h = 480}, .target = TG_TARGET_JPEG}};
    struct tg_job job = {.outputs = &output, .outputs_len = 1, .bytes = 1 << 20};
    struct made m = make_lossy(33, 21, 3, 80);
    uint64_t rgb, planes;

    ck_ok(probe_made(&m, 1 << 20, &job.info));
    ck_assert_uint_eq(job.info.samples, 33 * 21 + 2 * 17 * 11);
    job.info.width = 6000;
    job.info.height = 4000;
    job.info.samples = 6000 * 4000 * 3 / 2;
    planes = tg_memory_estimate(&job);
    job.info.samples = 0;
    rgb = tg_memory_estimate(&job);
    ck_assert_uint_ge(planes, 6000 * 4000 * 2);
    ck_assert_uint_gt(rgb, planes + UINT64_C(6000) * 4000 * 8);
    made_free(&m);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("WebP input");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, lossy_webp_is_planes_of_full_range, 0, NSIZES);
    tcase_add_test(tc, colours_are_those_of_libwebp);
    tcase_add_test(tc, alpha_lossless_and_animations_stay_rgb);
    tcase_add_loop_test(tc, rows_behind_a_cut_are_grey, 0, 2);
    tcase_add_test(tc, only_what_is_made_small_is_not_filtered);
    tcase_add_loop_test(tc, planes_are_turned_upright, 2, 9);
    tcase_add_test(tc, planes_of_webp_take_less_memory);
    return tg_suite_run("webp_decode", tc);
}
