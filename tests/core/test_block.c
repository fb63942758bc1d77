/* test_block.c - large blocks that are kept; core/base/block.c is built for this test with room for
 * 1 MiB. */
#include <stdint.h>
#include <string.h>

#include <check.h>

#include "core/base/block.h"
#include "tests/support/suite.h"

enum { KIB = 1024 };

START_TEST(blocks_are_aligned_and_whole)
{
    void *block[50];

    for (size_t i = 0; i < 50; i++) {
        block[i] = tg_block_new(i * 1000);
        ck_assert_ptr_nonnull(block[i]);
        ck_assert_uint_eq((uintptr_t)block[i] % 64, 0);
        memset(block[i], (int)i, i * 1000);
    }
    for (size_t i = 0; i < 50; i++) {
        size_t wrong = 0; /* an assertion per byte would take seconds */

        for (size_t k = 0; k < i * 1000; k++)
            wrong += ((unsigned char *)block[i])[k] != i;
        ck_assert_uint_eq(wrong, 0);
        tg_block_free(block[i]);
    }
    tg_block_free(NULL);
    ck_assert_ptr_null(tg_block_new(SIZE_MAX));
    tg_block_purge();
}
END_TEST

START_TEST(freed_blocks_serve_again)
{
    void *large = tg_block_new(600 * KIB), *small = tg_block_new(200 * KIB);

    tg_block_free(large);
    tg_block_free(small);
    ck_assert_ptr_eq(tg_block_new(199 * KIB), small); /* the smallest that fits */
    ck_assert_ptr_eq(tg_block_new(201 * KIB), large);
    tg_block_free(large);
    tg_block_free(small);
    tg_block_purge();
}
END_TEST

/* More blocks than slots, one that is larger than the room, a limit of nothing. */
START_TEST(more_than_the_room_and_many_blocks_are_fine)
{
    static void *block[1000];

    for (unsigned round = 0; round < 3; round++) {
        for (size_t i = 0; i < 1000; i++) {
            block[i] = tg_block_new(64 + i * 7);
            memset(block[i], 1, 64 + i * 7);
        }
        for (size_t i = 0; i < 1000; i++)
            tg_block_free(block[i]);
        tg_block_free(tg_block_new(5000 * KIB));
    }
    tg_block_limit(0);
    tg_block_free(tg_block_new(KIB));
    tg_block_limit(SIZE_MAX);
    tg_block_purge();
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("block");

    tcase_add_test(tc, blocks_are_aligned_and_whole);
    tcase_add_test(tc, freed_blocks_serve_again);
    tcase_add_test(tc, more_than_the_room_and_many_blocks_are_fine);
    return tg_suite_run("block", tc);
}
