/* test_justify.c - rows of generated albums: full, even, and nothing left over. */
#include <stdlib.h>

#include <check.h>

#include "gallery/pages/justify.h"
#include "tests/support/suite.h"

enum { MANY = 100000 };

/* Those of page_rows.c, from phones to the widest screens. */
static const uint32_t wanted[] = {2700, 3700, 4800, 6200, 8500};
static const uint32_t gaps[] = {17, 10, 9, 8, 5};
enum { WANTED = sizeof(wanted) / sizeof(wanted[0]) };

static uint32_t ratios[MANY];
static struct tg_place places[MANY];

/* An album of shapes as cameras and phones make them; its character depends on the seed. */
static size_t make_album(uint32_t seed)
{
    static const uint32_t shapes[] = {1500, 1333, 667, 750, 1778, 563, 1000, 800, 1250, 2350};
    size_t len = 2 + seed * seed * 7 % 211;
    size_t kinds = 1 + seed % 7, first = seed % 3;

    for (size_t i = 0; i < len; i++) {
        seed = seed * 1664525 + 1013904223;
        ratios[i] = shapes[first + (seed >> 16) % kinds];
    }
    return len;
}

static uint32_t sum_of(size_t begin, size_t end)
{
    uint32_t sum = 0;

    for (size_t i = begin; i < end; i++)
        sum += ratios[i];
    return sum;
}

/* Every row says the truth of itself. */
static void check_rows(size_t len)
{
    size_t begin = 0;

    for (size_t i = 0; i < len; i++) {
        if (!places[i].last) {
            ck_assert(i + 1 < len);
            continue;
        }
        for (size_t k = begin; k <= i; k++) {
            ck_assert_uint_eq(places[k].len, i + 1 - begin);
            ck_assert_uint_eq(places[k].row, places[i].row);
            ck_assert_int_eq(places[k].last, k == i);
        }
        if (places[i].is_short)
            ck_assert(i + 1 == len && places[i].row >= sum_of(begin, i + 1));
        else
            ck_assert_uint_eq(places[i].row, sum_of(begin, i + 1));
        begin = i + 1;
    }
    ck_assert_uint_eq(begin, len);
}

static void check_heights(size_t len, uint32_t target, uint32_t gap)
{
    for (size_t i = 0; i < len; i++) {
        uint64_t width = TG_RATIO_ONE - (uint64_t)gap * (places[i].len - 1);
        uint64_t height = width * target / places[i].row;

        if (places[i].len == len) /* a single row may be widened to the edge */
            height = height > TG_ROW_HIGHEST ? height * 8 / 10 : height;
        ck_assert_msg((height >= TG_ROW_LOWEST || places[i].is_short) && height <= TG_ROW_HIGHEST,
                      "%zu of %zu: %llu", i, len, (unsigned long long)height);
    }
}

START_TEST(rows_are_even_and_full)
{
    size_t len = make_album((uint32_t)_i);

    for (size_t k = 0; k < WANTED; k++) {
        uint32_t target = tg_justify(ratios, len, wanted[k], gaps[k], places);

        ck_assert_uint_ge(target, wanted[k] / 2);
        ck_assert_uint_le(target, wanted[k] * 3 / 2);
        check_rows(len);
        check_heights(len, target, gaps[k]);
        ck_assert_msg(places[len - 1].len > 1 || places[0].len == 1, "one of %zu is left over, %u",
                      len, wanted[k]);
    }
}
END_TEST

/* The nearest wanted height serves nearly always. */
START_TEST(heights_are_those_wanted)
{
    size_t others = 0;

    for (uint32_t seed = 0; seed < 100; seed++)
        for (size_t k = 0; k < WANTED; k++) {
            size_t len = make_album(seed);
            uint32_t target = tg_justify(ratios, len, wanted[k], gaps[k], places);

            others += target != wanted[k];
        }
    ck_assert_uint_le(others, 50);
}
END_TEST

/* A row of its own where it fills one, and no row before it is left ragged. */
START_TEST(panoramas_stand_alone)
{
    const uint32_t album[] = {1500, 1500, 667, 1500, 6000, 1500, 1333, 1500, 667, 1500};
    size_t len = sizeof(album) / sizeof(album[0]);

    for (size_t k = 0; k < WANTED; k++) {
        for (size_t i = 0; i < len; i++)
            ratios[i] = album[i];
        tg_justify(ratios, len, wanted[k], gaps[k], places);
        check_rows(len);
        if (wanted[k] < 8000)
            ck_assert_uint_eq(places[4].len, 1);
        else
            ck_assert_uint_gt(places[4].len, 1);
    }
}
END_TEST

START_TEST(few_pictures)
{
    ratios[0] = 1500;
    ck_assert_uint_eq(tg_justify(ratios, 0, 4800, 9, places), 4800);
    tg_justify(ratios, 1, 4800, 9, places); /* one: a short row, at most as high as any */
    ck_assert(places[0].is_short && places[0].last);
    ck_assert_uint_eq(places[0].row, 4800 * TG_RATIO_ONE / TG_ROW_HIGHEST);
    tg_justify(ratios, 1, 2700, 17, places); /* on a phone as wide as the list */
    ck_assert(!places[0].is_short && places[0].row == 1500);
    for (size_t i = 0; i < 3; i++) /* three wide ones on a phone: one below the other */
        ratios[i] = 1778;
    tg_justify(ratios, 3, 2700, 17, places);
    for (size_t i = 0; i < 3; i++)
        ck_assert(places[i].len == 1 && !places[i].is_short);
    for (size_t i = 0; i < 1001; i++) /* no height suits an odd number, but none is left over */
        ratios[i] = 1778;
    tg_justify(ratios, 1001, 2700, 17, places);
    ck_assert_uint_gt(places[1000].len, 1);
    ratios[0] = 100000; /* shapes that no camera makes */
    ratios[1] = 1;
    ratios[2] = 100000;
    tg_justify(ratios, 3, 2700, 17, places);
    check_rows(3);
}
END_TEST

/* Time does not grow faster than the album: the test would not end. */
START_TEST(a_hundred_thousand)
{
    for (size_t i = 0; i < MANY; i++)
        ratios[i] = i % 3 ? 1500 : 667;
    ck_assert_uint_eq(tg_justify(ratios, MANY, 8500, 5, places), 8500);
    check_rows(MANY);
    check_heights(MANY, 8500, 5);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("justify");

    tcase_add_loop_test(tc, rows_are_even_and_full, 0, 40);
    tcase_add_test(tc, heights_are_those_wanted);
    tcase_add_test(tc, panoramas_stand_alone);
    tcase_add_test(tc, few_pictures);
    tcase_add_test(tc, a_hundred_thousand);
    return tg_suite_run("justify", tc);
}
