/* test_frame.c - messages between the program and its workers. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/pool/frame.h"
#include "tests/support/suite.h"

/* Every cut and every flipped byte of a good frame is refused or reads as fields within bounds. */
START_TEST(frames_are_read_within_bounds)
{
    struct tg_buf b;
    struct tg_frame f;

    tg_frame_begin(&b, 42);
    tg_frame_u32(&b, 7);
    tg_frame_str(&b, "name with \xff bytes");
    tg_frame_u64(&b, 9);
    ck_assert(tg_frame_finish(&b));
    ck_assert_uint_eq(tg_frame_open(&f, b.data, b.len), 42);
    ck_assert_uint_eq(tg_frame_get_max(&f, 7), 7);
    ck_assert_str_eq(tg_frame_get_str(&f), "name with \xff bytes");
    ck_assert(!tg_frame_end(&f));
    ck_assert_uint_eq(tg_frame_get_u64(&f), 9);
    ck_assert(tg_frame_end(&f));
    for (size_t len = 0; len < b.len; len++) {
        uint8_t *cut = malloc(len ? len : 1); /* exactly so long: sanitizers see a byte too far */

        memcpy(cut, b.data, len);
        (void)tg_frame_open(&f, cut, len);
        (void)tg_frame_get_max(&f, 6);
        (void)tg_frame_get_str(&f);
        (void)tg_frame_get_u64(&f);
        ck_assert(!tg_frame_end(&f));
        free(cut);
    }
    for (size_t at = 12; at < b.len; at++) { /* behind the header */
        uint8_t *bad = malloc(b.len);

        memcpy(bad, b.data, b.len);
        bad[at] ^= 0xff;
        (void)tg_frame_open(&f, bad, b.len);
        (void)tg_frame_get_u32(&f);
        ck_assert_uint_lt(strlen(tg_frame_get_str(&f)), b.len);
        free(bad);
    }
    tg_buf_release(&b);
}
END_TEST

START_TEST(a_frame_has_a_largest_size)
{
    struct tg_buf b;
    char *s = malloc(TG_FRAME_MAX + 1);

    memset(s, 'a', TG_FRAME_MAX);
    s[TG_FRAME_MAX] = '\0';
    tg_frame_begin(&b, 1);
    tg_frame_str(&b, s);
    ck_assert(!tg_frame_finish(&b));
    tg_buf_release(&b);
    free(s);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("frame");

    tcase_add_test(tc, frames_are_read_within_bounds);
    tcase_add_test(tc, a_frame_has_a_largest_size);
    return tg_suite_run("frame", tc);
}
