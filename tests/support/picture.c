/* page_picture.c - see page_picture.h. */
#include "tests/support/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/image/scene.h"

void ck_ok(struct tg_err *err)
{
    struct tg_buf text;

    if (!err)
        return;
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_abort_msg("unexpected error: %s", tg_buf_str(&text));
}

void ck_fails(struct tg_err *err, enum tg_errc code)
{
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), code);
    tg_err_free(err);
}

const struct tg_kernels *test_kernels(void)
{
    static struct tg_kernels k;

    if (!k.vpass)
        tg_kernels_init(&k, tg_cpu_detect());
    return &k;
}

int test_file(void)
{
    char name[] = "/tmp/tirage-test-XXXXXX";
    int fd = mkstemp(name);

    ck_assert_int_ge(fd, 0);
    (void)unlink(name);
    return fd;
}

static void shrink(struct tg_plane *p, uint8_t sx, uint8_t sy)
{
    p->w = (p->w + sx - 1) / sx;
    p->h = (p->h + sy - 1) / sy;
    for (uint32_t y = 0; y < p->h; y++)
        for (uint32_t x = 0; x < p->w; x++)
            p->data[y * p->stride + x] = p->data[(y * sy) * p->stride + (size_t)x * sx];
}

struct tg_image test_scene(uint32_t seed, uint32_t w, uint32_t h, uint8_t sub_x, uint8_t sub_y,
                           unsigned planes)
{
    struct tg_image im;

    ck_ok(tg_scene_paint(test_kernels(), seed, w, h, 1, &im));
    for (unsigned c = 1; c < 3; c++) {
        if (planes == 1)
            tg_plane_release(&im.plane[c]);
        else
            shrink(&im.plane[c], sub_x, sub_y);
        im.sub_x[c] = sub_x;
        im.sub_y[c] = sub_y;
        im.plane[c].extent_w = (double)w / sub_x;
        im.plane[c].extent_h = (double)h / sub_y;
    }
    im.planes = planes;
    im.model = planes == 1 ? TG_GREY : TG_YCC;
    return im;
}

int test_encode(const struct tg_image *image, const struct tg_encode_options *options)
{
    struct tg_sink sink;
    int fd = test_file();

    ck_ok(tg_sink_init(&sink, fd, "test"));
    ck_ok(tg_codec_jpeg.encode(test_kernels(), image, options, &sink));
    tg_sink_release(&sink);
    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

struct tg_err *test_decode(int fd, struct tg_image *image, struct tg_damage *damage)
{
    struct tg_decode_options options = {.kernels = test_kernels(), .limits = {1 << 28}};
    const struct tg_codec *codec = NULL;
    struct tg_source src;
    struct tg_err *err;

    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    ck_ok(tg_source_init(&src, fd, "test.jpg"));
    err = tg_codec_find(&src, &codec);
    if (!err)
        err = codec->decode(&src, &options, image, damage);
    tg_source_release(&src);
    return err;
}

int test_max_difference(const struct tg_plane *a, const struct tg_plane *b)
{
    int worst = 0;

    ck_assert_uint_eq(a->w, b->w);
    ck_assert_uint_eq(a->h, b->h);
    for (uint32_t y = 0; y < a->h; y++)
        for (uint32_t x = 0; x < a->w; x++) {
            int d = abs(a->data[y * a->stride + x] - b->data[y * b->stride + x]);

            worst = d > worst ? d : worst;
        }
    return worst;
}

double test_mse(const struct tg_plane *a, const struct tg_plane *b)
{
    double sum = 0;

    ck_assert_uint_eq(a->w, b->w);
    ck_assert_uint_eq(a->h, b->h);
    for (uint32_t y = 0; y < a->h; y++)
        for (uint32_t x = 0; x < a->w; x++) {
            double d = a->data[y * a->stride + x] - b->data[y * b->stride + x];

            sum += d * d;
        }
    return sum / ((double)a->w * a->h);
}
