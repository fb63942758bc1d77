/* test_damaged_scans.c - JPEG files whose headers make no sense once there is a picture: it is
 * shown as far as it had come. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <jpeglib.h>

#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { W = 96, H = 80, EOI = 2 };

/* What libjpeg calls an error between scans and behind the last one. */
static const struct {
    const char *bytes;
    size_t len;
} bad[] = {
    {"\xff\xd8", 2},                       /* a second picture begins */
    {"\xff\x44", 2},                       /* no such marker */
    {"\xff\xc8\0\x11", 4},                 /* no such process */
    {"\xff\xda\x12\x34", 4},               /* a scan of a strange length */
    {"\xff\xda\0\x08\1\x9\0\0\x3f\0", 10}, /* a scan of no channel */
    {"\xff\xc4\0\x13\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 21},
    {"\xff\xdb\0\3\7", 5}, /* a table that cannot be */
    {"\xff\xdd\0\x55", 4}, /* intervals of a strange length */
    {"\xff\xc0\0\x11\x8\0\1\0\1\xff\1\x11\0\2\x11\1\3\x11\1",
     19}, /* another frame of 255 channels */
    {"\xff\xc2\0\x11\x8\xff\xff\xff\xff\3\1\x44\0\2\x11\1\3\x11\1", 19}, /* a larger one */
};
enum { NBAD = sizeof(bad) / sizeof(bad[0]) };

enum { ONE, ARITHMETIC, PLANES, PROGRESSIVE, PROGRESSIVE_ARITHMETIC, NKINDS };

static void set_kind(struct jpeg_compress_struct *c, int kind)
{
    static const jpeg_scan_info planes[] = {
        {1, {0}, 0, 63, 0, 0}, {1, {1}, 0, 63, 0, 0}, {1, {2}, 0, 63, 0, 0}};

    c->arith_code = kind == ARITHMETIC || kind == PROGRESSIVE_ARITHMETIC;
    if (kind >= PROGRESSIVE)
        jpeg_simple_progression(c);
    if (kind == PLANES) {
        c->scan_info = planes;
        c->num_scans = 3;
    }
}

static struct made make(int kind)
{
    struct raster r = raster_new(W, H, 3, 8);
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr e;
    unsigned char *data = NULL;
    unsigned long len = 0;
    JSAMPLE row[3 * W];
    JSAMPROW rows[1] = {row};
    struct made m;

    c.err = jpeg_std_error(&e);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &data, &len);
    c.image_width = W;
    c.image_height = H;
    c.input_components = 3;
    c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&c);
    set_kind(&c, kind);
    jpeg_start_compress(&c, TRUE);
    while (c.next_scanline < c.image_height) {
        for (size_t i = 0; i < sizeof(row); i++)
            row[i] = (JSAMPLE)r.v[c.next_scanline * sizeof(row) + i];
        (void)jpeg_write_scanlines(&c, rows, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    m = (struct made){malloc(len), len};
    memcpy(m.data, data, len);
    free(data);
    raster_free(&r);
    return m;
}

/* `m` up to `at`, then more, then the rest of `m` from `from` on. */
static struct made splice(const struct made *m, size_t at, const void *more, size_t n, size_t from)
{
    struct made out = {malloc(at + n + m->len - from), at + n + m->len - from};

    memcpy(out.data, m->data, at);
    memcpy(out.data + at, more, n);
    memcpy(out.data + at + n, m->data + from, m->len - from);
    return out;
}

static struct tg_image decode_damaged(const struct made *m)
{
    struct tg_damage damage = {0};
    struct tg_image im;

    ck_ok(decode_made(m, (struct decode_how){0}, &im, &damage));
    ck_assert_uint_ge(damage.count, 1);
    ck_assert_str_ne(damage.first, "");
    return im;
}

/* Where the n-th scan header is; the length of the file if there are fewer. */
static size_t find_scan(const struct made *m, int n)
{
    for (size_t at = 0; at + 1 < m->len; at++)
        if (m->data[at] == 0xff && m->data[at + 1] == 0xda && n-- == 0)
            return at;
    return m->len;
}

/* _i: of `bad` */
START_TEST(nothing_behind_the_pixels_costs_the_picture)
{
    uint8_t junk[64] = {0, 0, 0, 24, 'f', 't', 'y', 'p'};

    for (int kind = 0; kind < NKINDS; kind++) {
        struct made m = make(kind), odd;
        struct tg_image good = decode_good(&m, (struct decode_how){0}), im;

        memcpy(junk + 32, bad[_i].bytes, bad[_i].len);
        odd = splice(&m, m.len - EOI, junk, sizeof(junk), m.len);
        im = decode_damaged(&odd);
        ck_same_pixels(&im, &good);
        ck_assert(im.exotic); /* the file itself is shown to nobody */
        tg_image_release(&im);
        tg_image_release(&good);
        made_free(&odd);
        made_free(&m);
    }
}
END_TEST

START_TEST(scans_before_a_bad_header_are_shown)
{
    static const uint8_t end[] = {0xff, 0xd9};

    for (int kind = PLANES; kind < NKINDS; kind++) {
        struct made m = make(kind);
        size_t at;

        for (int scan = 1; (at = find_scan(&m, scan)) < m.len; scan++) {
            struct made whole = splice(&m, at, end, sizeof(end), m.len);
            struct made odd = splice(&m, at, bad[_i].bytes, bad[_i].len, at);
            struct tg_image so_far = decode_good(&whole, (struct decode_how){0});
            struct tg_image im = decode_damaged(&odd);

            ck_same_pixels(&im, &so_far);
            ck_assert_uint_eq(im.width, W);
            ck_assert_uint_eq(im.height, H);
            tg_image_release(&im);
            tg_image_release(&so_far);
            made_free(&odd);
            made_free(&whole);
        }
        made_free(&m);
    }
}
END_TEST

START_TEST(rows_before_a_bad_marker_are_shown)
{
    struct made m = make(ONE), odd;
    struct tg_image good = decode_good(&m, (struct decode_how){0}), im;
    size_t middle = (find_scan(&m, 0) + m.len) / 2;

    odd = splice(&m, middle, bad[_i].bytes, bad[_i].len, middle);
    im = decode_damaged(&odd);
    for (uint32_t x = 0; x < W; x++) {
        ck_assert_uint_eq(sample(&im, 0, x, 0), sample(&good, 0, x, 0));
        ck_assert_uint_eq(sample(&im, 0, x, H - 1), 128);
    }
    tg_image_release(&im);
    tg_image_release(&good);
    made_free(&odd);
    made_free(&m);
}
END_TEST

/* A file of several scans that ends anywhere, in the middle of a table for one. */
START_TEST(scans_before_the_cut_are_shown)
{
    for (int kind = PLANES; kind < NKINDS; kind++) {
        struct made m = make(kind);

        for (size_t n = find_scan(&m, 0) + 20; n < m.len - EOI; n += 37) {
            struct made cut = {m.data, n};
            struct tg_image im = decode_damaged(&cut);

            ck_assert_uint_eq(im.width, W);
            tg_image_release(&im);
        }
        made_free(&m);
    }
}
END_TEST

/* Before there is a picture, nothing is forgiven. */
START_TEST(a_bad_first_header_is_an_error)
{
    struct made m = make(PROGRESSIVE), odd;
    size_t at = find_scan(&m, 0);
    struct tg_image im;

    odd = splice(&m, at, "\xff\x44", 2, at);
    ck_fails(decode_made(&odd, (struct decode_how){0}, &im, NULL), TG_E_CORRUPT);
    made_free(&odd);
    made_free(&m);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("damaged_scans");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, nothing_behind_the_pixels_costs_the_picture, 0, NBAD);
    tcase_add_loop_test(tc, scans_before_a_bad_header_are_shown, 0, NBAD);
    tcase_add_loop_test(tc, rows_before_a_bad_marker_are_shown, 0, NBAD);
    tcase_add_test(tc, scans_before_the_cut_are_shown);
    tcase_add_test(tc, a_bad_first_header_is_an_error);
    return tg_suite_run("damaged_scans", tc);
}
