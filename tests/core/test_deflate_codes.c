/* test_deflate_codes.c - streams of Huffman codes and runs, unpacked by zlib and by libdeflate. */
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>
#include <zlib.h>

#include "core/codec/deflate_codes.h"
#include "tests/support/guard.h"
#include "tests/support/suite.h"

enum { BLOCK = 128 << 10, MOST = 3 * BLOCK + 100 };

static uint8_t data[MOST], again[MOST + 1];

static void fill(size_t len, uint64_t *seed)
{
    for (size_t i = 0; i < len; i++)
        data[i] = (uint8_t)test_rand(seed);
}

/* Returns the length of the stream, after both have unpacked it to data[0..len) and no more. */
static size_t check_stream(size_t len)
{
    size_t room = tg_deflate_codes_bound(len), n, got = 0;
    struct guard to = guard_new(room, GUARD_END);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    uLongf out = sizeof(again);

    n = tg_deflate_codes(data, len, to.p);
    ck_assert_uint_le(n, room);
    ck_assert_int_eq(uncompress(again, &out, to.p, n), Z_OK);
    ck_assert_uint_eq(out, len);
    ck_assert_mem_eq(again, data, len);
    memset(again, 0x55, len);
    ck_assert_int_eq(libdeflate_zlib_decompress(d, to.p, n, again, sizeof(again), &got),
                     LIBDEFLATE_SUCCESS);
    ck_assert_uint_eq(got, len);
    ck_assert_mem_eq(again, data, len);
    libdeflate_free_decompressor(d);
    ck_assert(guard_free(&to));
    return n;
}

START_TEST(any_length)
{
    uint64_t seed = 1;

    for (size_t len = 0; len < 40; len++) {
        fill(len, &seed);
        check_stream(len);
    }
    for (size_t len = BLOCK - 9; len < BLOCK + 10; len++) {
        fill(len, &seed);
        check_stream(len);
    }
    fill(MOST, &seed);
    /* Nothing can be saved: headers and a little for codes of more than 8 bits. */
    ck_assert_uint_le(check_stream(MOST), MOST + MOST / 100);
}
END_TEST

/* A run of each length, at each place of a step of eight bytes. */
START_TEST(runs)
{
    uint64_t seed = 2;

    for (size_t at = 0; at < 9; at++)
        for (size_t n = 0; n < 300; n++) {
            fill(700, &seed);
            memset(data + at, 7, n);
            check_stream(at + n + n % 11);
        }
}
END_TEST

/* Runs go on beyond the end of a block. */
START_TEST(one_value)
{
    memset(data, 0, sizeof(data));
    for (size_t len = 1; len < 3000; len++)
        check_stream(len);
    /* 256 bytes by a code for the length, its extra bits and one bit of distance. */
    ck_assert_uint_le(check_stream(MOST), 1800);
}
END_TEST

/* Counts that double have codes of up to 17 bits, which are limited to 15. */
START_TEST(codes_that_would_be_too_long)
{
    size_t n = 0, all = BLOCK - 1; /* a prime: each place is taken once */

    for (unsigned s = 0; s < 17; s++)
        for (size_t i = 0; i < (size_t)1 << s; i++, n++)
            data[n * 2 % all] = (uint8_t)(s * 11 + 1); /* two halves in turn: no runs */
    ck_assert_uint_eq(n, all);
    check_stream(n);
}
END_TEST

/* As filtered rows of photos: little differences are most frequent. */
START_TEST(little_differences)
{
    uint64_t seed = 3;
    size_t packed;

    for (size_t i = 0; i < MOST; i++) {
        uint64_t r = test_rand(&seed);

        data[i] = (uint8_t)((r & 7) + (r >> 3 & 7) - (r >> 6 & 7) - (r >> 9 & 7));
    }
    packed = check_stream(MOST);
    ck_assert_uint_lt(packed, MOST / 8 * 5); /* their entropy is 4.24 bits */
    ck_assert_uint_gt(packed, MOST / 2);
}
END_TEST

START_TEST(bounds_that_no_size_t_holds)
{
    ck_assert_uint_eq(tg_deflate_codes_bound(SIZE_MAX), SIZE_MAX);
    ck_assert_uint_eq(tg_deflate_codes_bound(SIZE_MAX / 2), SIZE_MAX);
    ck_assert_uint_ge(tg_deflate_codes_bound(0), 8);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("deflate_codes");

    tcase_add_test(tc, any_length);
    tcase_add_test(tc, runs);
    tcase_add_test(tc, one_value);
    tcase_add_test(tc, codes_that_would_be_too_long);
    tcase_add_test(tc, little_differences);
    tcase_add_test(tc, bounds_that_no_size_t_holds);
    return tg_suite_run("deflate_codes", tc);
}
