/* test_hidden_frame.c - animated PNG files whose default image is for programs that know no
 * animations: the first frame counts. */
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <zlib.h>

#include "tests/support/decode_made.h"
#include "tests/support/made_memory.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { W = 20, H = 16, HEADER = 33 }; /* HEADER: bytes of a PNG up to its first chunk behind IHDR */

static void put32(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void add_chunk(struct made *m, const char *name, const void *data, size_t len)
{
    uint8_t head[8], sum[4];

    put32(head, (uint32_t)len);
    memcpy(head + 4, name, 4);
    put32(sum, (uint32_t)crc32(crc32(0, head + 4, 4), data, (uInt)len));
    made_append(m, head, 8);
    made_append(m, data, len);
    made_append(m, sum, 4);
}

/* Frame control: the place of a frame, a tenth of a second. */
static void add_control(struct made *m, uint32_t number, const uint32_t place[4])
{
    uint8_t p[26] = {0};

    put32(p, number);
    for (size_t i = 0; i < 4; i++)
        put32(p + 4 + 4 * i, place[i]); /* width, height, x, y */
    p[21] = 1;
    p[23] = 10;
    add_chunk(m, "fcTL", p, sizeof(p));
}

/* The coded data of a still picture as that of a frame. */
static void add_data(struct made *m, uint32_t *number, const struct made *still)
{
    for (size_t at = 8; at + 12 <= still->len; at += 12 + get32(still->data + at)) {
        size_t n = get32(still->data + at);
        uint8_t *p;

        if (memcmp(still->data + at + 4, "IDAT", 4) != 0)
            continue;
        p = malloc(4 + n);
        put32(p, (*number)++);
        memcpy(p + 4, still->data + at + 8, n);
        add_chunk(m, "fdAT", p, 4 + n);
        free(p);
    }
}

struct animation {
    uint32_t frames, place[4];
    unsigned channels;
    bool interlaced;
};

/* A header and a default image that is black, and a first frame that is `r`. */
static struct made make_animation(const struct animation *animation, const struct raster *r)
{
    struct raster black = raster_new(W, H, animation->channels, 8);
    const struct made_png how = {.interlaced = animation->interlaced};
    struct made still, frame = make_png(r, &how), m = {0};
    uint8_t control[8] = {0};
    uint32_t number = 1;

    memset(black.v, 0, (size_t)W * H * animation->channels * sizeof(*black.v));
    still = make_png(&black, &how);
    put32(control, animation->frames);
    made_append(&m, still.data, HEADER);
    add_chunk(&m, "acTL", control, 8);
    made_append(&m, still.data + HEADER, still.len - HEADER - 12); /* 12: IEND */
    add_control(&m, 0, animation->place);
    add_data(&m, &number, &frame);
    add_control(&m, number++, (const uint32_t[]){W, H, 0, 0});
    add_data(&m, &number, &still);
    add_chunk(&m, "IEND", "", 0);
    made_free(&still);
    made_free(&frame);
    raster_free(&black);
    return m;
}

/* Whether the picture is `r` on a transparent canvas. */
static void ck_frame(const struct tg_image *im, const struct animation *animation,
                     const struct raster *r)
{
    const uint32_t *place = animation->place;
    bool whole = r->w == W && r->h == H;

    ck_assert_uint_eq(im->width, W);
    ck_assert_uint_eq(im->height, H);
    ck_assert(im->animated);
    ck_assert(whole || im->alpha);
    for (uint32_t y = 0; y < H; y++)
        for (uint32_t x = 0; x < W; x++) {
            uint32_t fx = x - place[2], fy = y - place[3];
            bool seen = fx < r->w && fy < r->h;

            for (unsigned c = 0; c < r->channels; c++)
                ck_assert_uint_eq(sample(im, c, x, y),
                                  seen ? r->v[(fy * r->w + fx) * r->channels + c] : 0);
            if (im->alpha && r->channels % 2)
                ck_assert_uint_eq(sample(im, r->channels, x, y), seen ? 255 : 0);
        }
}

START_TEST(the_first_frame_is_shown_on_the_canvas)
{
    static const struct animation animations[] = {
        {2, {W, H, 0, 0}, 3, false}, {1, {W, H, 0, 0}, 3, true},  {2, {7, 9, 5, 4}, 3, false},
        {2, {7, 9, 13, 7}, 4, true}, {2, {1, 1, 0, 0}, 1, false}, {2, {W, 2, 0, 14}, 2, true},
    };

    for (size_t i = 0; i < sizeof(animations) / sizeof(animations[0]); i++) {
        struct raster r =
            raster_new(animations[i].place[0], animations[i].place[1], animations[i].channels, 8);
        struct made m = make_animation(&animations[i], &r);
        struct tg_image im = decode_good(&m, (struct decode_how){0});

        ck_frame(&im, &animations[i], &r);
        tg_image_release(&im);
        made_free(&m);
        raster_free(&r);
    }
}
END_TEST

/* Frames that are not on the canvas, and animations of none: what other programs show. */
START_TEST(an_animation_that_makes_no_sense_is_its_default_image)
{
    static const struct animation animations[] = {
        {2, {W, H, 1, 0}, 3, false},          {2, {W, H, 0, 1}, 3, false},
        {2, {0, H, 0, 0}, 3, false},          {2, {W + 1, H, 0, 0}, 3, false},
        {2, {7, 9, UINT32_MAX, 0}, 3, false}, {2, {UINT32_MAX, 9, 2, 0}, 3, false},
        {0, {W, H, 0, 0}, 3, false},          {0x80000001, {W, H, 0, 0}, 3, false},
    };

    for (size_t i = 0; i < sizeof(animations) / sizeof(animations[0]); i++) {
        struct raster r = raster_new(W, H, 3, 8);
        struct made m = make_animation(&animations[i], &r);
        struct tg_image im = decode_good(&m, (struct decode_how){0});

        ck_assert_uint_eq(im.width, W);
        for (uint32_t x = 0; x < W; x++)
            ck_assert_uint_eq(sample(&im, 0, x, H / 2), 0);
        tg_image_release(&im);
        made_free(&m);
        raster_free(&r);
    }
}
END_TEST

START_TEST(a_frame_that_is_cut_short_is_shown_as_far_as_it_goes)
{
    static const struct animation animation = {2, {W, H, 0, 0}, 3, false};
    struct raster r = raster_new(W, H, 3, 8);
    struct made m = make_animation(&animation, &r);

    for (size_t n = HEADER; n < m.len; n++) {
        struct made cut = {m.data, n};
        struct tg_damage damage = {0};
        struct tg_image im;
        struct tg_err *err = decode_made(&cut, (struct decode_how){0}, &im, &damage);

        if (!err && im.animated && sample(&im, 0, 0, 0) != 0) /* the frame, not what is hidden */
            ck_assert_uint_eq(sample(&im, 0, W - 1, 0), r.v[3 * (size_t)(W - 1)]);
        if (!err)
            tg_image_release(&im);
        tg_err_free(err);
    }
    made_free(&m);
    raster_free(&r);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("hidden_frame");

    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, the_first_frame_is_shown_on_the_canvas);
    tcase_add_test(tc, an_animation_that_makes_no_sense_is_its_default_image);
    tcase_add_test(tc, a_frame_that_is_cut_short_is_shown_as_far_as_it_goes);
    return tg_suite_run("hidden_frame", tc);
}
