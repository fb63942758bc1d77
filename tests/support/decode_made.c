/* decode_made.c - see decode_made.h. */
#include "tests/support/decode_made.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/base/file.h"
#include "tests/support/picture.h"

/* An unnamed file with these bytes, positioned at its start. */
static int file_of(const struct made *m)
{
    int fd = test_file();

    ck_ok(tg_fd_write(fd, "made", m->data, m->len));
    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void plan(const void *ctx, const struct tg_info *info, struct tg_decode_plan *plan)
{
    const struct decode_how *how = ctx;

    plan->want_w = info->width / (how->shrink ? how->shrink : 1);
    plan->want_h = info->height / (how->shrink ? how->shrink : 1);
    plan->deep = how->deep;
}

struct tg_err *decode_made(const struct made *m, struct decode_how how, struct tg_image *image,
                           struct tg_damage *damage)
{
    struct tg_decode_options options = {
        .kernels = test_kernels(),
        .limits = {how.max_pixels ? how.max_pixels : 1 << 28},
        .plan = plan,
        .plan_ctx = &how,
        .metadata = how.metadata,
    };
    const struct tg_codec *codec = NULL;
    struct tg_source src;
    struct tg_err *err;
    int fd = file_of(m);

    ck_ok(tg_source_init(&src, fd, "wrong.suffix"));
    err = tg_codec_find(&src, &codec);
    if (!err)
        err = codec->decode(&src, &options, image, damage);
    tg_source_release(&src);
    close(fd);
    return err;
}

struct tg_image decode_good(const struct made *m, struct decode_how how)
{
    struct tg_damage damage = {0};
    struct tg_image image;

    ck_ok(decode_made(m, how, &image, &damage));
    ck_assert_msg(damage.count == 0, "damage: %s", damage.first);
    return image;
}

struct tg_err *probe_made(const struct made *m, uint64_t max_pixels, struct tg_info *info)
{
    struct tg_limits limits = {max_pixels};
    const struct tg_codec *codec = NULL;
    struct tg_source src;
    struct tg_err *err;
    int fd = file_of(m);

    ck_ok(tg_source_init(&src, fd, "wrong.suffix"));
    err = tg_codec_find(&src, &codec);
    if (!err)
        err = codec->probe(&src, &limits, info, NULL);
    tg_source_release(&src);
    close(fd);
    return err;
}

struct made encode_made(const struct tg_image *image, enum tg_format format, int quality)
{
    struct tg_encode_options options = {.format = format, .quality = quality};
    const struct tg_codec *codec = tg_codec_writer(format);
    struct tg_sink sink;
    struct made out = {0};
    int fd = test_file();

    ck_assert_ptr_nonnull(codec);
    ck_ok(tg_sink_init(&sink, fd, "test"));
    ck_ok(codec->encode(test_kernels(), image, &options, &sink));
    out.len = (size_t)sink.written;
    out.data = malloc(out.len);
    ck_assert_ptr_nonnull(out.data);
    ck_assert_int_eq(pread(fd, out.data, out.len, 0), (ssize_t)out.len);
    tg_sink_release(&sink);
    close(fd);
    return out;
}

unsigned sample(const struct tg_image *im, unsigned plane, uint32_t x, uint32_t y)
{
    const uint8_t *row = im->plane[plane].data + y * im->plane[plane].stride;
    uint16_t v;

    if (im->depth == 8)
        return row[x];
    memcpy(&v, row + 2 * (size_t)x, 2);
    return v;
}

void ck_same_pixels(const struct tg_image *a, const struct tg_image *b)
{
    ck_assert_uint_eq(a->width, b->width);
    ck_assert_uint_eq(a->height, b->height);
    ck_assert_uint_eq(a->planes, b->planes);
    ck_assert_uint_eq(a->depth, b->depth);
    ck_assert_int_eq(a->model, b->model);
    ck_assert_int_eq(a->alpha, b->alpha);
    for (unsigned c = 0; c < a->planes; c++) {
        const struct tg_plane *p = &a->plane[c], *q = &b->plane[c];

        ck_assert_uint_eq(p->w, q->w);
        ck_assert_uint_eq(p->h, q->h);
        for (uint32_t y = 0; y < p->h; y++)
            ck_assert_mem_eq(p->data + y * p->stride, q->data + y * q->stride,
                             (size_t)p->w * (a->depth / 8));
    }
}
