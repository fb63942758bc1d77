/* test_heif.c - how the pictures of AVIF and HEIC files lie, and what else there is in them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/codec/exif.h"
#include "core/codec/heif_decode.h"
#include "core/render/render.h"
#include "tests/support/decode_made.h"
#include "tests/support/made_heif.h"
#include "tests/support/made_memory.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { SIDE = MADE_HEIF_SIDE, HALF = SIDE / 2, FULL = 1, LIMITED = 0 };

static const struct decode_how plain = {0};

/* The sample of plane c at a pixel of the picture. */
static unsigned sample_at(const struct tg_image *im, unsigned c, uint32_t x, uint32_t y)
{
    return sample(im, c, x / im->sub_x[c], y / im->sub_y[c]);
}

static const struct {
    uint8_t turns[4];
    unsigned orientation;
} turned[] = {{{255}, 1},       {{5, 255}, 2},    {{2, 255}, 3},    {{4, 255}, 4},
              {{1, 4, 255}, 5}, {{3, 255}, 6},    {{1, 5, 255}, 7}, {{1, 255}, 8},
              {{4, 1, 255}, 7}, {{5, 1, 255}, 5}, {{3, 4, 255}, 7}};

/* Where EXIF's orientation says that a w x h picture's pixel goes: ISO 12234's table. */
static void upright(unsigned orientation, uint32_t *x, uint32_t *y)
{
    uint32_t a = *x, b = *y, top = SIDE - 1;
    const uint32_t to[9][2] = {{0, 0},       {a, b}, {top - a, b}, {top - a, top - b},
                               {a, top - b}, {b, a}, {top - b, a}, {top - b, top - a},
                               {b, top - a}};

    *x = to[orientation][0];
    *y = to[orientation][1];
}

/* The same, box by box: irot turns against the clock, imir 0 exchanges top and bottom. */
static void follow(const uint8_t *turns, uint32_t *x, uint32_t *y)
{
    for (; *turns != 255; turns++) {
        for (int i = 0; *turns < 4 && i < *turns; i++) {
            uint32_t before = *x;

            *x = *y;
            *y = SIDE - 1 - before;
        }
        if (*turns == 4)
            *y = SIDE - 1 - *y;
        if (*turns == 5)
            *x = SIDE - 1 - *x;
    }
}

START_TEST(turns_and_mirrors_are_an_orientation)
{
    struct made m =
        make_heif(&(struct made_heif){.stream = MADE_HEIF_420, .turns = turned[_i].turns});
    struct tg_image im = decode_good(&m, plain);
    uint32_t x = 5, y = 20, ex = 5, ey = 20;
    struct tg_info info;

    ck_assert_uint_eq(im.orientation, turned[_i].orientation);
    ck_ok(probe_made(&m, 1 << 20, &info));
    ck_assert_uint_eq(info.orientation, turned[_i].orientation);
    follow(turned[_i].turns, &x, &y);
    upright(im.orientation, &ex, &ey);
    ck_assert_uint_eq(x, ex);
    ck_assert_uint_eq(y, ey);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* w, h, and where the middle of the crop is from that of the picture. */
static const struct {
    int32_t clap[8];
    uint32_t x, y, w, h;
} crops[] = {
    {{32, 1, 16, 1, 0, 1, 0, 1}, 16, 24, 32, 16}, {{33, 1, 17, 1, 1, 2, -15, 2}, 16, 16, 33, 17},
    {{31, 1, 17, 1, 1, 2, 1, 2}, 17, 24, 31, 17}, /* begins between samples of chroma */
    {{64, 1, 64, 1, 0, 1, 0, 1}, 0, 0, 64, 64},   {{10, 1, 10, 1, 27, 1, -27, 1}, 54, 0, 10, 10},
};

START_TEST(crops_are_cut_out)
{
    struct made m = make_heif(&(struct made_heif){.stream = MADE_HEIF_420, .clap = crops[_i].clap}),
                all = make_heif(&(struct made_heif){.stream = MADE_HEIF_420});
    struct tg_image im = decode_good(&m, plain), whole = decode_good(&all, plain);
    struct tg_info info;

    ck_ok(probe_made(&m, 1 << 20, &info));
    ck_assert_uint_eq(info.width, crops[_i].w);
    ck_assert_uint_eq(info.height, crops[_i].h);
    ck_assert_uint_eq(im.width, crops[_i].w);
    ck_assert_uint_eq(im.height, crops[_i].h);
    ck_assert_int_eq(im.model, crops[_i].x % 2 ? TG_RGB : TG_YCC);
    for (uint32_t y = 0; y < im.height; y++)
        for (uint32_t x = 0; im.model == TG_YCC && x < im.width; x++)
            for (unsigned c = 0; c < 3; c++)
                ck_assert_uint_eq(sample_at(&im, c, x, y),
                                  sample_at(&whole, c, x + crops[_i].x, y + crops[_i].y));
    /* where the squares meet, in RGB as well: upper left is red, the others have hardly any */
    for (uint32_t x = 0; im.model == TG_RGB && x < im.width; x++)
        ck_assert_int_eq(sample(&im, 0, x, 0) > 200, x + crops[_i].x < HALF);
    tg_image_release(&im);
    tg_image_release(&whole);
    made_free(&m);
    made_free(&all);
}
END_TEST

static const int32_t odd_crops[][8] = {
    {65, 1, 10, 1, 0, 1, 0, 1},  {10, 0, 10, 1, 0, 1, 0, 1},       {10, 1, 10, 1, 60, 1, 0, 1},
    {-5, 1, 10, 1, 0, 1, 0, 1},  {10, 1, 0, 1, 0, 1, 0, 1},        {10, 1, 10, 1, 0, 1, -28, 1},
    {10, 1, 10, -1, 0, 1, 0, 1}, {INT32_MIN, 1, 10, 1, 0, 1, 0, 1}};

START_TEST(crops_that_make_no_sense_are_left_out_and_told)
{
    struct made m = make_heif(&(struct made_heif){.stream = MADE_HEIF_420, .clap = odd_crops[_i]});
    struct tg_damage damage = {0};
    struct tg_image im;

    ck_ok(decode_made(&m, plain, &im, &damage));
    ck_assert_uint_eq(damage.count, 1);
    ck_assert_uint_eq(im.width, SIDE);
    ck_assert_uint_eq(im.height, SIDE);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* Every pixel of a grid, from the tile that it lies in. */
static void ck_grid(const struct tg_image *im)
{
    for (uint32_t y = 0; y < im->height; y++)
        for (uint32_t x = 0; x < im->width; x++)
            for (unsigned c = 0; c < 3; c++)
                ck_assert_uint_eq(sample_at(im, c, x, y),
                                  made_heif_samples[y % SIDE / HALF * 2 + x % SIDE / HALF][c]);
}

START_TEST(tiles_lie_where_they_belong)
{
    static const uint32_t sizes[][2] = {{192, 128}, {129, 65}, {191, 127}, {150, 100}};
    struct made_heif o = {.stream = made_heif_coded[_i / 4],
                          .columns = 3,
                          .rows = 2,
                          .grid_w = sizes[_i % 4][0],
                          .grid_h = sizes[_i % 4][1],
                          .grid_in_file = _i % 2,
                          .wide = _i / 2 % 2};
    struct made m = make_heif(&o);
    struct tg_image im = decode_good(&m, plain);

    ck_assert_uint_eq(im.width, o.grid_w);
    ck_assert_uint_eq(im.height, o.grid_h);
    ck_assert_uint_eq(im.plane[1].w, (o.grid_w + im.sub_x[1] - 1) / im.sub_x[1]);
    ck_assert_double_eq(im.plane[1].extent_w, (double)o.grid_w / im.sub_x[1]);
    if (made_heif_bits(o.stream) == 8)
        ck_grid(&im);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

static const struct made_heif grid = {.stream = TG_HAVE_AVIF ? MADE_AV1_420 : MADE_HEVC_420,
                                      .columns = 2,
                                      .rows = 2,
                                      .grid_w = 128,
                                      .grid_h = 128};

START_TEST(a_tile_of_another_kind_is_lost_and_the_others_shown)
{
    struct made_heif o = grid;
    struct tg_damage damage = {0};
    struct tg_image im;
    struct made m;

    o.has_odd_tile = true;
    o.odd_tile = MADE_HEIF_10;
    m = make_heif(&o);
    ck_ok(decode_made(&m, plain, &im, &damage));
    ck_assert_uint_eq(damage.count, 1);
    ck_assert_uint_eq(sample_at(&im, 0, 63, 63), made_heif_samples[3][0]);
    for (unsigned c = 0; c < 3; c++)
        ck_assert_uint_eq(sample_at(&im, c, 100, 100), 0x80);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* The file ends within the last tile but one. */
START_TEST(what_there_is_of_a_grid_is_shown)
{
    struct made m = make_heif(&grid);
    struct tg_damage damage = {0};
    struct tg_image im;
    size_t len = m.len;

    m.len -= MADE_HEIF_420 == MADE_HEVC_420 ? 1000 : 90;
    ck_ok(decode_made(&m, plain, &im, &damage));
    ck_assert_uint_ge(damage.count, 1);
    ck_assert_uint_eq(sample_at(&im, 0, 63, 63), made_heif_samples[3][0]);
    tg_image_release(&im);
    m.len = len;
    made_free(&m);
}
END_TEST

START_TEST(small_outputs_are_made_of_the_thumbnail)
{
    struct made_heif o = grid;
    struct tg_image im;
    struct made m;

    o.thumbnail = true;
    m = make_heif(&o);
    im = decode_good(&m, (struct decode_how){.shrink = 4});
    ck_assert_uint_eq(im.width, 128);
    ck_assert_uint_eq(im.plane[0].w, SIDE);
    ck_assert_double_eq(im.plane[1].extent_w, HALF);
    tg_image_release(&im);
    im = decode_good(&m, (struct decode_how){.shrink = 3});
    ck_assert_uint_eq(im.plane[0].w, 128);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

/* Boxes alone turn: an EXIF block that says something else is mended. */
START_TEST(metadata_come_from_their_items)
{
    static const uint8_t turns[] = {3, 255}; /* orientation 6 */
    static const unsigned said[] = {6, 8, 1};
    uint8_t block[TG_EXIF_BYTES], icc[132] = {0};
    struct made_heif o = {.stream = MADE_HEIF_420,
                          .exif = block + 6,
                          .exif_len = sizeof(block) - 6,
                          .xmp = "<xmp/>",
                          .icc = icc,
                          .icc_len = sizeof(icc),
                          .turns = turns};
    struct tg_image im;
    struct tg_info info;
    struct made m;

    memcpy(icc + 16, "RGB ", sizeof("RGB ") - 1);
    tg_exif_write(block, said[_i], "2001-02-03T04:05:06");
    m = make_heif(&o);
    ck_ok(probe_made(&m, 1 << 20, &info));
    ck_assert_str_eq(info.date, "2001-02-03T04:05:06");
    ck_assert_uint_eq(info.orientation, 6);
    im = decode_good(&m, (struct decode_how){.metadata = true});
    ck_assert_uint_eq(im.orientation, 6);
    if (said[_i] == 6)
        ck_assert_mem_eq(im.exif.data, block, sizeof(block));
    tg_exif_read(im.exif.data, im.exif.len, &info);
    ck_assert_uint_eq(info.orientation, 6);
    ck_assert_str_eq(info.date, "2001-02-03T04:05:06");
    ck_assert_uint_eq(im.xmp.len, 6);
    ck_assert_uint_eq(im.icc.len, sizeof(icc));
    tg_image_release(&im);
    im = decode_good(&m, plain);
    ck_assert_ptr_null(im.exif.data);
    ck_assert_ptr_null(im.xmp.data);
    tg_image_release(&im);
    made_free(&m);
}
END_TEST

START_TEST(limits_are_kept)
{
    struct made m = make_heif(&grid);
    struct tg_info info;
    struct tg_image im;

    ck_ok(probe_made(&m, 1 << 14, &info));
    ck_fails(probe_made(&m, (1 << 14) - 1, &info), TG_E_LIMIT);
    ck_fails(decode_made(&m, (struct decode_how){.max_pixels = (1 << 14) - 1}, &im, NULL),
             TG_E_LIMIT);
    made_free(&m);
}
END_TEST

/* Where a file says that its picture is 64 x 64: width and height follow at 8 and 12. */
static uint8_t *size_in(const struct made *m)
{
    static const char name[] = "ispe\0\0\0\0\0\0";
    size_t at = 0;

    while (memcmp(m->data + at, name, sizeof(name)) != 0)
        at++;
    return m->data + at;
}

/* 16384 x 16384 pixels in some hundred bytes. */
START_TEST(pictures_too_large_for_their_files_are_refused)
{
    struct made m = make_heif(&(struct made_heif){.stream = made_heif_coded[_i]});
    struct tg_info info;
    struct tg_image im;
    uint8_t *size = size_in(&m);

    size[10] = size[14] = 0x40;
    size[11] = size[15] = 0;
    ck_fails(probe_made(&m, 1 << 30, &info), TG_E_LIMIT);
    ck_fails(decode_made(&m, (struct decode_how){.max_pixels = 1 << 30}, &im, NULL), TG_E_LIMIT);
    size[10] = size[14] = 0x10;
    ck_ok(probe_made(&m, 1 << 30, &info)); /* so much is free */
    made_free(&m);
}
END_TEST

/* The frame is 64 x 64, and the file says less. */
START_TEST(frames_that_are_larger_than_their_file_says_are_refused)
{
    struct made m = make_heif(&(struct made_heif){.stream = MADE_HEIF_420});
    struct tg_image im;
    uint8_t *size = size_in(&m);

    size[11] = size[15] = 16;
    if (MADE_HEIF_420 == MADE_AV1_420) {
        ck_fails(decode_made(&m, plain, &im, NULL), TG_E_CORRUPT);
    } else { /* is coded in blocks of 64: the rest is cut off */
        im = decode_good(&m, plain);
        ck_assert_uint_eq(im.width, 16);
        tg_image_release(&im);
    }
    made_free(&m);
}
END_TEST

/* 49 tiles, each of which is the whole file of 4 MiB. */
START_TEST(the_same_bytes_are_no_picture_many_times_over)
{
    enum { ENTRY = 16, EXTENT = 8, MORE = 4 << 20 };
    struct made_heif o = {
        .stream = MADE_HEIF_420, .columns = 7, .rows = 7, .grid_w = 7 * SIDE, .grid_h = 7 * SIDE};
    struct made m = make_heif(&o);
    uint8_t *zeros = calloc(1, MORE);
    struct tg_damage damage = {0};
    struct tg_image im;
    size_t at = 0;

    ck_assert_ptr_nonnull(zeros);
    while (memcmp(m.data + at, "iloc", sizeof("iloc") - 1) != 0)
        at++;
    at += 12; /* type, version, sizes, number: entries follow, the first of which is the grid's */
    for (size_t i = 1; i <= 49; i++)
        memset(m.data + at + i * ENTRY + EXTENT, 0, 8);
    made_append(&m, zeros, MORE);
    ck_fails(decode_made(&m, plain, &im, &damage), TG_E_LIMIT);
    free(zeros);
    made_free(&m);
}
END_TEST

/* Cut off anywhere, and with any byte of its boxes changed, a file is an error or a picture. */
START_TEST(any_damage_ends_in_a_picture_or_an_error)
{
    struct made_heif o = grid;
    struct tg_damage damage = {0};
    struct tg_image im;
    struct made m;
    size_t whole;

    o.thumbnail = true;
    o.exif = "II*\0\10\0\0\0\0\0\0\0\0\0";
    o.exif_len = 14;
    m = make_heif(&o);
    whole = m.len;
    for (m.len = 13; m.len < whole; m.len += 7) {
        struct tg_err *err = decode_made(&m, plain, &im, &damage);

        if (!err)
            tg_image_release(&im);
        tg_err_free(err);
    }
    m.len = whole;
    for (size_t at = 12; at < m.len; at++) {
        static const uint8_t values[] = {0, 1, 0x7f, 0xff};
        uint8_t before = m.data[at];
        struct tg_err *err;

        m.data[at] = values[at % 4];
        err = decode_made(&m, (struct decode_how){.max_pixels = 1 << 20}, &im, &damage);
        if (!err)
            tg_image_release(&im);
        tg_err_free(err);
        m.data[at] = before;
    }
    made_free(&m);
}
END_TEST

#if TG_HAVE_AVIF
/* EXIF with Apple's note, whose numbers make 3 - 70 * 0.005 stops: see gainmap_apple.c. */
static const uint8_t apple_exif[] = "MM\0*\0\0\0\10\0\1\207\151\0\4\0\0\0\1\0\0\0\32\0\0\0\0"
                                    "\0\1\222\174\0\7\0\0\0\70\0\0\0\54\0\0\0\0"
                                    "Apple iOS\0\0\1MM\0\2"
                                    "\0\41\0\12\0\0\0\1\0\0\0\50\0\60\0\12\0\0\0\1\0\0\0\60"
                                    "\0\0\0\145\0\0\0\144\0\0\0\1\0\0\0\310";

static const struct made_heif with_gain_map = {.stream = MADE_AV1_420,
                                               .columns = 5,
                                               .rows = 5,
                                               .grid_w = 320,
                                               .grid_h = 320,
                                               .alpha = true,
                                               .foreign_aux = true,
                                               .exif = apple_exif,
                                               .exif_len = sizeof(apple_exif) - 1};

static int file_of(const struct made *m)
{
    int fd = test_file();

    ck_assert_int_eq(write(fd, m->data, m->len), (ssize_t)m->len);
    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static struct tg_gainmap gain_map_of(int fd)
{
    struct tg_gainmap g;
    struct tg_source src;

    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    ck_ok(tg_source_init(&src, fd, "output"));
    ck_ok(tg_gainmap_find(&src, &g));
    tg_source_release(&src);
    return g;
}

/* In full size, so that the squares stay squares. */
START_TEST(apples_gain_map_goes_along_with_the_jpeg)
{
    const struct tg_output_spec spec = {
        .geometry = {.kind = TG_GEO_COPY}, .quality = 75, .keep = TG_KEEP_GAIN_MAP};
    const struct tg_render job = {.kernels = test_kernels(),
                                  .limits = {1 << 20},
                                  .path = "photo.avif",
                                  .specs = &spec,
                                  .n = 1};
    struct made m = make_heif(&with_gain_map);
    int source = file_of(&m), out = test_file();
    struct tg_output_result result = {0};
    struct tg_damage damage = {0};
    struct tg_image map = {0};
    struct tg_source src;
    struct tg_gainmap g;
    struct tg_info info;
    uint8_t curve[256];

    ck_ok(probe_made(&m, 1 << 20, &info));
    ck_assert(info.gain_map);
    ck_ok(tg_render(&job, source, &out, &result, &damage));
    ck_assert_str_eq(damage.note, "");
    g = gain_map_of(out);
    ck_assert_int_eq(g.kind, TG_GAINMAP_STANDARD);
    ck_assert_uint_eq(g.at + g.bytes, result.bytes);
    ck_assert_str_eq(g.texts.value[TG_GAIN_MAX][0], "2.65");
    tg_gainmap_apple_curve(&g, curve);
    ck_ok(tg_source_init(&src, out, "output"));
    ck_ok(tg_source_narrow(&src, g.at, g.bytes));
    ck_ok(tg_codec_jpeg.decode(
        &src, &(struct tg_decode_options){.kernels = job.kernels, .limits = job.limits}, &map,
        &damage));
    ck_assert(map.model == TG_GREY && map.width == 320 && map.height == 320);
    for (unsigned i = 0; i < 4; i++) {
        int want = curve[made_heif_samples[i][0]];
        int got = (int)sample(&map, 0, 256 + HALF / 2 + i % 2 * HALF, HALF / 2 + i / 2 * HALF);

        ck_assert_int_le(abs(got - want), 3);
    }
    tg_source_release(&src);
    tg_image_release(&map);
    tg_gainmap_release(&g);
    made_free(&m);
    close(source);
    close(out);
}
END_TEST

START_TEST(without_a_headroom_there_is_no_gain_map)
{
    struct made_heif o = with_gain_map;
    struct tg_info info;
    struct made m;

    o.exif = NULL;
    m = make_heif(&o);
    ck_ok(probe_made(&m, 1 << 20, &info));
    ck_assert(!info.gain_map);
    made_free(&m);
}
END_TEST

START_TEST(any_damage_ends_in_a_gain_map_or_none)
{
    static const uint8_t values[] = {0, 1, 0x7f, 0xff};
    const struct tg_decode_options options = {.kernels = test_kernels(), .limits = {1 << 20}};
    struct made_heif o = with_gain_map;
    struct made m;

    o.columns = o.rows = 0;
    m = make_heif(&o);
    for (size_t at = 12; at < m.len; at++) {
        struct tg_gainmap g = {.kind = TG_GAINMAP_NONE};
        struct tg_damage damage = {0};
        struct tg_image map = {0};
        struct tg_source src;
        uint8_t before = m.data[at];
        int fd;

        m.data[at] = values[at % 4];
        fd = file_of(&m);
        m.data[at] = before;
        ck_ok(tg_source_init(&src, fd, "photo"));
        tg_err_free(tg_codec_avif.gain_map(&src, &options, &g, &map, &damage));
        ck_assert((uint64_t)map.width * map.height <= options.limits.max_pixels);
        tg_image_release(&map);
        tg_gainmap_release(&g);
        tg_source_release(&src);
        close(fd);
    }
    made_free(&m);
}
END_TEST
#endif

int main(void)
{
    TCase *tc = tcase_create("heif");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, turns_and_mirrors_are_an_orientation, 0,
                        (int)(sizeof(turned) / sizeof(turned[0])));
    tcase_add_loop_test(tc, crops_are_cut_out, 0, (int)(sizeof(crops) / sizeof(crops[0])));
    tcase_add_loop_test(tc, crops_that_make_no_sense_are_left_out_and_told, 0,
                        (int)(sizeof(odd_crops) / sizeof(odd_crops[0])));
    tcase_add_loop_test(tc, tiles_lie_where_they_belong, 0, 4 * MADE_HEIF_CODED);
    tcase_add_test(tc, a_tile_of_another_kind_is_lost_and_the_others_shown);
    tcase_add_test(tc, what_there_is_of_a_grid_is_shown);
    tcase_add_test(tc, small_outputs_are_made_of_the_thumbnail);
    tcase_add_loop_test(tc, metadata_come_from_their_items, 0, 3);
    tcase_add_test(tc, limits_are_kept);
    tcase_add_loop_test(tc, pictures_too_large_for_their_files_are_refused, 0, MADE_HEIF_CODED);
    tcase_add_test(tc, frames_that_are_larger_than_their_file_says_are_refused);
    tcase_add_test(tc, the_same_bytes_are_no_picture_many_times_over);
    tcase_add_test(tc, any_damage_ends_in_a_picture_or_an_error);
#if TG_HAVE_AVIF
    tcase_add_test(tc, apples_gain_map_goes_along_with_the_jpeg);
    tcase_add_test(tc, without_a_headroom_there_is_no_gain_map);
    tcase_add_test(tc, any_damage_ends_in_a_gain_map_or_none);
#endif
    return tg_suite_run("heif", tc);
}
