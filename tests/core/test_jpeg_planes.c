/* test_jpeg_planes.c - our own decoder of JPEG files gives libjpeg's samples, or leaves the
 * file. */
#include <stdlib.h>
#include <string.h>

#include "core/codec/jpeg_common.h"
#include "tests/support/guard.h"
#include "tests/support/jpeg_pair.h"
#include "tests/support/suite.h"

struct shape {
    unsigned w, h, components;
    int factor[3][2]; /* horizontal, vertical */
    unsigned restart; /* MCUs */
    int quality;
    bool optimise, progressive, arithmetic, separate; /* separate: a scan for each component */
};

struct file {
    uint8_t *data;
    unsigned long len;
};

static uint64_t seed;

static int below(int limit)
{
    return (int)(test_rand(&seed) % (uint64_t)limit);
}

/* Slopes with noise in half of the 32x32 tiles: flat blocks, some coefficients, all of them. */
static void fill_row(JSAMPLE *row, unsigned w, unsigned y, unsigned components)
{
    for (unsigned x = 0; x < w * components; x++) {
        unsigned at = x / components, kind = (at / 32 + y / 32) % 3;
        unsigned v = at * 2 + y + 60 * (x % components);

        row[x] = (JSAMPLE)(kind == 0 ? 200 : kind == 1 ? v : (unsigned)below(256));
    }
}

static void set_scans(struct jpeg_compress_struct *c, jpeg_scan_info scans[3])
{
    for (int i = 0; i < 3; i++)
        scans[i] = (jpeg_scan_info){.comps_in_scan = 1, .component_index = {i}, .Se = DCTSIZE2 - 1};
    c->scan_info = scans;
    c->num_scans = 3;
}

static struct file make(const struct shape *s)
{
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    jpeg_scan_info scans[3];
    struct file f = {NULL, 0};
    JSAMPLE *row = malloc((size_t)3 * s->w);

    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &f.data, &f.len);
    c.image_width = s->w;
    c.image_height = s->h;
    c.input_components = (int)s->components;
    c.in_color_space = s->components == 1 ? JCS_GRAYSCALE : JCS_YCbCr;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, s->quality, TRUE);
    for (unsigned i = 0; i < s->components; i++) {
        c.comp_info[i].h_samp_factor = s->factor[i][0];
        c.comp_info[i].v_samp_factor = s->factor[i][1];
    }
    c.restart_interval = s->restart;
    c.optimize_coding = s->optimise;
    c.arith_code = s->arithmetic;
    if (s->progressive)
        jpeg_simple_progression(&c);
    if (s->separate)
        set_scans(&c, scans);
    jpeg_start_compress(&c, TRUE);
    for (unsigned y = 0; y < s->h; y++) {
        JSAMPROW rows[1] = {row};

        fill_row(row, s->w, y, s->components);
        ck_assert_uint_eq(jpeg_write_scanlines(&c, rows, 1), 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    free(row);
    return f;
}

static const unsigned scales[] = {8, 4, 2, 1};
enum { SCALES = 4, SAMPLINGS = 12 };

static void expect(const struct tg_kernels *k, const struct file *f, enum jpeg_pair wanted,
                   const char *what)
{
    for (int i = 0; i < SCALES; i++) {
        enum jpeg_pair got = jpeg_pair(k, f->data, f->len, scales[i]);

        ck_assert_msg(got == wanted, "%s at %u/8: %d, not %d", what, scales[i], (int)got,
                      (int)wanted);
    }
}

static struct shape ordinary(void)
{
    return (struct shape){
        .w = 150, .h = 90, .components = 3, .factor = {{2, 2}, {1, 1}, {1, 1}}, .quality = 90};
}

START_TEST(every_sampling_size_and_interval)
{
    static const int samplings[SAMPLINGS][3][2] = {
        {{2, 2}, {1, 1}, {1, 1}}, {{2, 1}, {1, 1}, {1, 1}}, {{1, 2}, {1, 1}, {1, 1}},
        {{1, 1}, {1, 1}, {1, 1}}, {{4, 1}, {1, 1}, {1, 1}}, {{4, 2}, {1, 1}, {1, 1}},
        {{2, 2}, {2, 1}, {2, 1}}, {{2, 2}, {1, 2}, {1, 2}}, {{1, 1}, {2, 2}, {1, 1}},
        {{3, 1}, {1, 1}, {1, 1}}, {{2, 4}, {1, 1}, {1, 1}}, {{2, 2}, {2, 2}, {1, 1}}};
    struct tg_kernels k;

    seed = test_seed() + (uint64_t)_i;
    tg_kernels_init(&k, tg_level_mask(_i));
    for (int i = 0; i < 150; i++) {
        struct shape s = ordinary();
        struct file f;
        char what[100];

        s.w = 1 + (unsigned)below(300);
        s.h = 1 + (unsigned)below(120);
        s.components = below(6) == 0 ? 1 : 3;
        memcpy(s.factor, samplings[i % SAMPLINGS], sizeof(s.factor));
        s.progressive = below(3) == 0;
        s.restart = (unsigned)(!s.progressive && below(3) == 0 ? 1 + below(40) : 0);
        s.quality = 1 + below(100);
        s.optimise = below(2);
        f = make(&s);
        (void)snprintf(what, sizeof(what), "%ux%u, %u components, sampling %d, restart %u, q %d%s",
                       s.w, s.h, s.components, i % SAMPLINGS, s.restart, s.quality,
                       s.progressive ? ", progressive" : "");
        expect(&k, &f, JPEG_PAIR_SAME, what);
        free(f.data);
    }
}
END_TEST

/* Large enough for both halves to be decoded at once; behind it nothing, or more
 * than it has itself. */
START_TEST(two_halves_at_once)
{
    static const unsigned intervals[] = {1, 3, 4, 25, 26, 100, 474, 475, 476, 1000};
    struct tg_kernels k;

    seed = test_seed() + 50 + (uint64_t)_i;
    tg_kernels_init(&k, tg_level_mask(_i));
    for (size_t i = 0; i < sizeof(intervals) / sizeof(intervals[0]); i++) {
        struct shape s = ordinary();
        struct file f;
        unsigned long len;

        s.w = 390 + (unsigned)below(20);
        s.h = 290 + (unsigned)below(20);
        s.components = i % 4 == 3 ? 1 : 3;
        s.restart = intervals[i];
        f = make(&s);
        expect(&k, &f, JPEG_PAIR_SAME, "halves");
        len = f.len;
        f.data = realloc(f.data, 4 * len);
        ck_assert_ptr_nonnull(f.data);
        for (f.len = len; f.len < 4 * len; f.len++)
            f.data[f.len] = i % 2 ? (uint8_t)below(256) : f.data[f.len % len];
        expect(&k, &f, JPEG_PAIR_SAME, "halves with more behind");
        free(f.data);
    }
}
END_TEST

START_TEST(other_kinds_are_left)
{
    struct tg_kernels k;
    struct shape s[4];
    struct file f;

    seed = test_seed();
    tg_kernels_init(&k, UINT32_MAX);
    for (int i = 0; i < 4; i++)
        s[i] = ordinary();
    s[0].progressive = true;
    s[0].restart = 5;
    s[1].arithmetic = true;
    s[2].separate = true;
    for (int i = 0; i < 3; i++) {
        f = make(&s[i]);
        expect(&k, &f, JPEG_PAIR_LEFT, "another kind");
        free(f.data);
    }
    f = make(&s[3]);
    expect(&k, &f, JPEG_PAIR_SAME, "an ordinary file");
    f.len -= 2; /* no end marker */
    expect(&k, &f, JPEG_PAIR_LEFT, "no end");
    f.len /= 2;
    expect(&k, &f, JPEG_PAIR_LEFT, "half of a file");
    free(f.data);
}
END_TEST

/* A file of the same shape with other coefficients. */
static struct file with_coefficients(const struct file *from, int most_bits, bool progressive)
{
    struct jpeg_decompress_struct d;
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    struct file f = {NULL, 0};
    jvirt_barray_ptr *arrays;

    d.err = c.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&d);
    jpeg_create_compress(&c);
    jpeg_mem_src(&d, from->data, from->len);
    (void)jpeg_read_header(&d, TRUE);
    arrays = jpeg_read_coefficients(&d);
    for (int i = 0; i < d.num_components; i++)
        for (JDIMENSION y = 0; y < d.comp_info[i].height_in_blocks; y++) {
            JBLOCKARRAY row = d.mem->access_virt_barray((j_common_ptr)&d, arrays[i], y, 1, TRUE);

            for (JDIMENSION x = 0; x < d.comp_info[i].width_in_blocks; x++) {
                int bits = below(most_bits + 1), sparse = 1 + below(12);

                for (int k = 0; k < DCTSIZE2; k++)
                    row[0][x][k] =
                        (JCOEF)(below(sparse) == 0 && k > 0 ? below(2 << bits) - (1 << bits) : 0);
                row[0][x][0] = (JCOEF)(below(200) - 100);
            }
        }
    jpeg_mem_dest(&c, &f.data, &f.len);
    jpeg_copy_critical_parameters(&d, &c);
    c.optimize_coding = TRUE;
    if (progressive)
        jpeg_simple_progression(&c);
    jpeg_write_coefficients(&c, arrays);
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    (void)jpeg_finish_decompress(&d);
    jpeg_destroy_decompress(&d);
    return f;
}

/* From what photos have to what only an attacker writes: there a file may be left, never decoded to
 * something else. */
START_TEST(any_coefficients)
{
    struct tg_kernels k;
    int same = 0;

    seed = test_seed() + (uint64_t)_i;
    tg_kernels_init(&k, tg_level_mask(_i));
    for (int i = 0; i < 60; i++) {
        struct shape s = ordinary();
        struct file from, f;

        s.quality = 1 + below(100);
        from = make(&s);
        f = with_coefficients(&from, i % 10, i % 20 >= 10);
        for (int scale = 0; scale < SCALES; scale++) {
            enum jpeg_pair got = jpeg_pair(&k, f.data, f.len, scales[scale]);

            ck_assert_msg(got == JPEG_PAIR_SAME || got == JPEG_PAIR_LEFT,
                          "%d of up to %d bits at %u/8: %d", i, i % 10, scales[scale], (int)got);
            same += got == JPEG_PAIR_SAME;
        }
        free(from.data);
        free(f.data);
    }
    ck_assert_int_gt(same, 60);
}
END_TEST

/* Bits turned, bytes lost, changed and doubled: left, or the same without a word from libjpeg. */
START_TEST(damage_is_left_or_harmless)
{
    struct tg_kernels k;
    int left = 0;

    seed = test_seed() + 100 + (uint64_t)_i;
    tg_kernels_init(&k, tg_level_mask(_i));
    for (int i = 0; i < 400; i++) {
        struct shape s = ordinary();
        struct file f;
        size_t at;
        enum jpeg_pair got;

        s.w = 1 + (unsigned)below(100);
        s.h = 1 + (unsigned)below(60);
        s.progressive = i / 16 % 2;
        s.restart = (unsigned)(!s.progressive && i % 3 == 0 ? 1 + below(5) : 0);
        s.w *= s.restart > 0 ? 4 : 1; /* so that they have halves */
        f = make(&s);
        at = (size_t)below((int)f.len - 1);
        if (i % 4 == 0)
            f.data[at] ^= (uint8_t)(1 << below(8));
        else if (i % 4 == 1)
            f.data[at] = 0xff;
        else if (i % 4 == 2)
            memmove(f.data + at, f.data + at + 1, --f.len - at);
        else
            memmove(f.data + at + 1, f.data + at, f.len - at - 1);
        got = jpeg_pair(&k, f.data, f.len, scales[i / 4 % SCALES]);
        ck_assert_msg(got == JPEG_PAIR_SAME || got == JPEG_PAIR_LEFT, "damage %d: %d", i, (int)got);
        left += got == JPEG_PAIR_LEFT;
        free(f.data);
    }
    ck_assert_int_gt(left, 40);
}
END_TEST

/* A grey picture of 4000x4000 with one code each for DC and AC, sixteen zeros, which say that the
 * block is as the one before; and ten zero bytes of data.  What is read behind them says so too. */
START_TEST(a_scan_that_ends_early_is_not_read_beyond)
{
    static const uint8_t head[] = {0xff, 0xd8, 0xff, 0xdb, 0, 67, 0},
                         frame[] = {0xff, 0xc0, 0, 11, 8, 0x0f, 0xa0, 0x0f, 0xa0, 1, 1, 0x11, 0},
                         scan[] = {0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0}, end[] = {0xff, 0xd9};
    uint8_t data[200] = {0}, *p = data;
    struct file f = {data, 0};
    struct tg_kernels k;

    tg_kernels_init(&k, tg_level_mask(_i));
    memcpy(p, head, sizeof(head));
    memset(p + sizeof(head), 1, DCTSIZE2);
    p += sizeof(head) + DCTSIZE2;
    memcpy(p, frame, sizeof(frame));
    p += sizeof(frame);
    for (uint8_t ac = 0; ac < 2; ac++, p += 22) {
        memcpy(p, (const uint8_t[]){0xff, 0xc4, 0, 20, (uint8_t)(ac << 4)}, 5);
        p[20] = 1;
    }
    memcpy(p, scan, sizeof(scan));
    p += sizeof(scan) + 10;
    memcpy(p, end, sizeof(end));
    f.len = (unsigned long)(p + sizeof(end) - data);
    ck_assert_int_eq(jpeg_pair(&k, f.data, f.len, 8), JPEG_PAIR_LEFT);
    ck_assert_int_eq(jpeg_pair(&k, f.data, f.len, 1), JPEG_PAIR_LEFT);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("planes");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, every_sampling_size_and_interval, 0, tg_nlevels());
    tcase_add_loop_test(tc, two_halves_at_once, 0, tg_nlevels());
    tcase_add_test(tc, other_kinds_are_left);
    tcase_add_loop_test(tc, a_scan_that_ends_early_is_not_read_beyond, 0, tg_nlevels());
    tcase_add_loop_test(tc, any_coefficients, 0, tg_nlevels());
    tcase_add_loop_test(tc, damage_is_left_or_harmless, 0, tg_nlevels());
    return tg_suite_run("jpeg_planes", tc);
}
