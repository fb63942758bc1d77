/* test_jpeg_encode.c - our JPEG encoder against libjpeg-turbo's.
 *
 * TG_TEST_ROUNDS=N in the environment makes N times as many random pictures. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/codec/jpeg.h"
#include "core/codec/jpeg_huffman.h"
#include "tests/support/guard.h"
#include "tests/support/picture.h"
#include "tests/support/planes.h"
#include "tests/support/suite.h"

enum { MODES = TG_JPEG_FAST + 1, SHAPES = 5, PICTURES = 240, SIDE_MAX = 70 };

static const uint8_t shapes[SHAPES][3] = {{1, 1, 3}, {2, 1, 3}, {1, 2, 3}, {2, 2, 3}, {1, 1, 1}};

static struct tg_image make(uint64_t *seed, uint32_t w, uint32_t h, size_t shape,
                            enum planes_fill fill)
{
    struct tg_image im =
        planes_make(seed, w, h, shapes[shape][0], shapes[shape][1], shapes[shape][2], fill);

    ck_assert_ptr_nonnull(im.plane[0].data);
    return im;
}

static void check_equal_planes(const struct tg_image *a, const struct tg_image *b)
{
    ck_assert_uint_eq(a->planes, b->planes);
    for (unsigned c = 0; c < a->planes; c++) {
        ck_assert_uint_eq(a->sub_x[c], b->sub_x[c]);
        ck_assert_uint_eq(a->sub_y[c], b->sub_y[c]);
        ck_assert_uint_eq(a->plane[c].w, b->plane[c].w);
        ck_assert_uint_eq(a->plane[c].h, b->plane[c].h);
        ck_assert_int_eq(test_max_difference(&a->plane[c], &b->plane[c]), 0);
    }
}

static void check_like_libjpeg(const struct tg_image *im, int quality, enum tg_jpeg_mode mode)
{
    struct tg_encode_options o = {.quality = quality, .jpeg_mode = mode};
    struct tg_damage damage = {0};
    struct tg_image ours, theirs;
    int fd = test_encode(im, &o);

    ck_ok(test_decode(fd, &ours, &damage));
    ck_assert_msg(damage.count == 0, "libjpeg warns: %s", damage.first);
    close(fd);
    o.libjpeg = true;
    fd = test_encode(im, &o);
    ck_ok(test_decode(fd, &theirs, &damage));
    close(fd);
    check_equal_planes(&ours, &theirs);
    tg_image_release(&ours);
    tg_image_release(&theirs);
}

static int pictures(void)
{
    const char *rounds = getenv("TG_TEST_ROUNDS");

    return PICTURES * (rounds ? atoi(rounds) : 1);
}

/* Any contents, size, subsampling and quality decode to the samples of libjpeg's own file. */
START_TEST(samples_are_those_of_libjpeg)
{
    uint64_t seed = test_seed() + (uint64_t)_i;
    int n = pictures();

    for (int i = 0; i < n; i++) {
        uint32_t w = 1 + (uint32_t)(test_rand(&seed) % SIDE_MAX);
        uint32_t h = 1 + (uint32_t)(test_rand(&seed) % SIDE_MAX);
        int quality = 1 + (int)(test_rand(&seed) % 100);
        struct tg_image im =
            make(&seed, w, h, (size_t)i % SHAPES, (enum planes_fill)(i / SHAPES % PLANES_FILLS));

        check_like_libjpeg(&im, i % 7 ? quality : 100, (enum tg_jpeg_mode)_i);
        tg_image_release(&im);
    }
}
END_TEST

/* Runs of empty blocks end at 32767, rows of blocks do not; 65500 samples are a legal side. */
START_TEST(long_runs_and_sides)
{
    static const struct {
        uint32_t w, h;
        enum planes_fill fill;
    } cases[] = {{1608, 1640, PLANES_FLAT},
                 {1605, 1633, PLANES_SPARSE},
                 {65500, 3, PLANES_SLOPES},
                 {5, 65500, PLANES_SLOPES}};
    uint64_t seed = test_seed();

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tg_image im = make(&seed, cases[i].w, cases[i].h, 3, cases[i].fill);

        check_like_libjpeg(&im, 75, (enum tg_jpeg_mode)_i);
        tg_image_release(&im);
    }
}
END_TEST

static int encode_script(const struct tg_kernels *k, const struct tg_image *im, int quality,
                         const struct tg_jpeg_script *script, size_t token_bytes)
{
    struct tg_sink sink;
    int fd = test_file();

    ck_ok(tg_sink_init(&sink, fd, "test"));
    ck_ok(tg_jpeg_encode_script(k, im, quality, script, token_bytes, &sink));
    tg_sink_release(&sink);
    return fd;
}

static uint64_t file_size(int fd)
{
    struct stat st;

    ck_assert_int_eq(fstat(fd, &st), 0);
    return (uint64_t)st.st_size;
}

static void check_same_file(int a, int b)
{
    char x[4096], y[4096];
    ssize_t n = 1;

    ck_assert_uint_eq(file_size(a), file_size(b));
    for (off_t at = 0; n > 0; at += n) {
        n = pread(a, x, sizeof(x), at);
        ck_assert_int_eq(pread(b, y, sizeof(y), at), n);
        ck_assert_mem_eq(x, y, (size_t)n);
    }
}

/* With standard tables there is nothing left to choose: not a bit differs from libjpeg's file. */
START_TEST(fast_files_are_those_of_libjpeg)
{
    uint64_t seed = test_seed();

    for (int i = 0; i < SHAPES * PLANES_FILLS; i++) {
        struct tg_image im =
            make(&seed, 130, 71, (size_t)i % SHAPES, (enum planes_fill)(i / SHAPES));
        struct tg_encode_options o = {.quality = 95, .jpeg_mode = TG_JPEG_FAST};
        int ours = test_encode(&im, &o), theirs;

        o.libjpeg = true;
        theirs = test_encode(&im, &o);
        check_same_file(ours, theirs);
        close(ours);
        close(theirs);
        tg_image_release(&im);
    }
}
END_TEST

/* Tables of equal worth to libjpeg's. */
START_TEST(optimal_files_are_as_small_as_libjpegs)
{
    uint64_t seed = test_seed();

    for (int i = 0; i < SHAPES * PLANES_FILLS; i++) {
        struct tg_image im =
            make(&seed, 130, 71, (size_t)i % SHAPES, (enum planes_fill)(i / SHAPES));
        struct tg_encode_options o = {.quality = 75, .jpeg_mode = TG_JPEG_BASELINE};
        int ours = test_encode(&im, &o), theirs;

        o.libjpeg = true;
        theirs = test_encode(&im, &o);
        /* Equal lengths, but other codes, give other bytes 0xFF and the zeros stuffed after
         * them. */
        ck_assert_uint_le(file_size(ours), file_size(theirs) + file_size(theirs) / 100 + 2);
        close(ours);
        close(theirs);
        tg_image_release(&im);
    }
}
END_TEST

/* Tokens kept, and tokens made again scan by scan: the same file. */
START_TEST(files_do_not_depend_on_what_is_kept)
{
    const struct tg_jpeg_script *script = tg_jpeg_script((enum tg_jpeg_mode)_i);
    uint64_t seed = test_seed();

    for (size_t i = 0; i < SHAPES; i++) {
        struct tg_image im = make(&seed, 700, 500, i, PLANES_NOISE);
        int all = encode_script(test_kernels(), &im, 100, script, SIZE_MAX);
        int some = encode_script(test_kernels(), &im, 100, script, 200000);
        int none = encode_script(test_kernels(), &im, 100, script, 1);

        check_same_file(all, some);
        check_same_file(all, none);
        close(all);
        close(some);
        close(none);
        tg_image_release(&im);
    }
}
END_TEST

START_TEST(files_do_not_depend_on_the_cpu)
{
    const struct tg_jpeg_script *script = tg_jpeg_script(TG_JPEG_PROGRESSIVE);
    uint64_t seed = test_seed();
    struct tg_kernels c, level;

    tg_kernels_init(&c, 0);
    tg_kernels_init(&level, tg_level_mask(_i));
    for (int fill = 0; fill < PLANES_FILLS; fill++) {
        struct tg_image im = make(&seed, 321, 123, 3, (enum planes_fill)fill);
        int a = encode_script(&c, &im, 75, script, 0),
            b = encode_script(&level, &im, 75, script, 0);

        check_same_file(a, b);
        close(a);
        close(b);
        tg_image_release(&im);
    }
}
END_TEST

/* The bits that a table needs for these counts. */
static uint64_t cost(const struct tg_huffman *h, const uint64_t count[256])
{
    uint64_t bits = 0;
    unsigned k = 0;

    for (unsigned l = 0; l < 16; l++)
        for (unsigned i = 0; i < h->lengths[l]; i++)
            bits += count[h->symbols[k++]] * (l + 1);
    ck_assert_uint_eq(k, h->n);
    return bits;
}

/* Every symbol has a code, no code begins another, and all ones is none. */
static void check_table(const struct tg_huffman *h, const uint64_t count[256])
{
    uint32_t code[256], space = 0;

    tg_huffman_codes(h, code);
    for (unsigned s = 0; s < 256; s++) {
        uint32_t length = code[s] >> 16;

        ck_assert_uint_eq(length > 0, count[s] > 0);
        ck_assert_uint_le(length, 16);
        ck_assert_uint_lt(code[s] & 0xFFFF, length ? (1u << length) - 1 : 1);
        space += length ? 1u << (16 - length) : 0;
    }
    ck_assert_uint_lt(space, 1u << 16);
}

START_TEST(tables_keep_to_16_bits)
{
    uint64_t count[256] = {0}, a = 1, b = 1;
    struct tg_huffman h;

    for (unsigned n = 1; n <= 90; n++) { /* Fibonacci's numbers make the deepest trees */
        count[(n * 7) % 256] = a;
        tg_huffman_optimal(&h, count);
        check_table(&h, count);
        b += a;
        a = b - a;
    }
    for (unsigned s = 0; s < 256; s++)
        count[s] = UINT64_C(1) << 50;
    tg_huffman_optimal(&h, count);
    check_table(&h, count);
    /* 257 leaves: all codes have 8 bits but two, which share a prefix with the reserved one. */
    ck_assert_uint_eq(cost(&h, count), (UINT64_C(1) << 50) * (256 * 8 + 1));
}
END_TEST

/* Costs worked out by hand; the reserved code takes its share. */
START_TEST(tables_are_optimal)
{
    static const uint64_t counts[][6] = {
        {1, 1, 1, 1, 1, 1}, {100, 1, 1, 1, 1, 1}, {32, 16, 8, 4, 2, 1}, {5, 5, 5, 1, 1, 1}};
    static const uint64_t best[] = {17, 118, 120, 42};

    for (size_t i = 0; i < sizeof(best) / sizeof(best[0]); i++) {
        uint64_t count[256] = {0};
        struct tg_huffman h;

        memcpy(count + 10, counts[i], sizeof(counts[i]));
        tg_huffman_optimal(&h, count);
        check_table(&h, count);
        ck_assert_uint_eq(cost(&h, count), best[i]);
    }
}
END_TEST

static void check_refused(const struct tg_image *im, int quality)
{
    const struct tg_jpeg_script *script = tg_jpeg_script(TG_JPEG_PROGRESSIVE);
    struct tg_sink sink;
    int fd = test_file();

    ck_ok(tg_sink_init(&sink, fd, "test"));
    ck_fails(tg_jpeg_encode_script(test_kernels(), im, quality, script, 0, &sink), TG_E_USAGE);
    tg_sink_release(&sink);
    ck_assert_uint_eq(file_size(fd), 0);
    close(fd);
}

START_TEST(nonsense_is_refused)
{
    uint64_t seed = test_seed();
    struct tg_image im = make(&seed, 33, 17, 3, PLANES_SLOPES), bad;

    check_refused(&im, 0);
    check_refused(&im, 101);
    check_refused(&im, -5);
    bad = im, bad.width = 0;
    check_refused(&bad, 75);
    bad = im, bad.height = 70000;
    check_refused(&bad, 75);
    bad = im, bad.width = 35; /* chroma does not fit */
    check_refused(&bad, 75);
    bad = im, bad.sub_x[2] = 1;
    check_refused(&bad, 75);
    bad = im, bad.sub_y[1] = 0;
    check_refused(&bad, 75);
    bad = im, bad.planes = 4;
    check_refused(&bad, 75);
    bad = im, bad.model = TG_RGB;
    check_refused(&bad, 75);
    bad = im, bad.depth = 16;
    check_refused(&bad, 75);
    tg_image_release(&im);
}
END_TEST

START_TEST(full_disks_are_told)
{
    uint64_t seed = test_seed();
    struct tg_image im = make(&seed, 900, 900, 3, PLANES_NOISE);
    int full = open("/dev/full", O_WRONLY);
    struct tg_sink sink;

    ck_assert_int_ge(full, 0);
    ck_ok(tg_sink_init(&sink, full, "/dev/full"));
    ck_fails(tg_jpeg_encode_script(test_kernels(), &im, 90, tg_jpeg_script((enum tg_jpeg_mode)_i),
                                   0, &sink),
             TG_E_SYS);
    tg_sink_release(&sink);
    close(full);
    tg_image_release(&im);
}
END_TEST

int main(void)
{
    TCase *samples = tcase_create("samples"), *files = tcase_create("files");
    TCase *tables = tcase_create("tables"), *errors = tcase_create("errors");

    printf("TG_TEST_SEED=%llu\n", (unsigned long long)test_seed());
    tcase_set_timeout(samples, 3600);
    tcase_add_loop_test(samples, samples_are_those_of_libjpeg, 0, MODES);
    tcase_add_loop_test(samples, long_runs_and_sides, 0, MODES);
    tcase_set_timeout(files, 120);
    tcase_add_test(files, fast_files_are_those_of_libjpeg);
    tcase_add_test(files, optimal_files_are_as_small_as_libjpegs);
    tcase_add_loop_test(files, files_do_not_depend_on_what_is_kept, 0, MODES);
    tcase_add_loop_test(files, files_do_not_depend_on_the_cpu, 1, tg_nlevels());
    tcase_add_test(tables, tables_keep_to_16_bits);
    tcase_add_test(tables, tables_are_optimal);
    tcase_add_test(errors, nonsense_is_refused);
    tcase_add_loop_test(errors, full_disks_are_told, 0, MODES);
    return tg_suite_run_all("jpeg_encode", (TCase *const[]){samples, files, tables, errors, NULL});
}
