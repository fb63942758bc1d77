/* test_chart.c - maps: the part of the earth that is shown, dots, the coast cut at the edges. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/pages/chart.h"
#include "tests/support/suite.h"

enum { MANY = 5000, E6 = 1000000 };

static struct tg_coast coast;

static void load(void)
{
    ck_assert_ptr_null(tg_coast_load(&coast));
}

static void release(void)
{
    tg_coast_release(&coast);
}

/* Spots of "latitude,longitude" in degrees. */
static size_t spots_of(const int32_t (*degrees)[2], size_t len, struct tg_spot *spots)
{
    for (size_t i = 0; i < len; i++)
        spots[i] = tg_spot_of(degrees[i][0] * E6, degrees[i][1] * E6);
    return len;
}

/* All are inside, with a margin, and no two dots are too near to each other. */
static size_t check_dots(const struct tg_spot *given, size_t len, struct tg_chart *chart)
{
    static struct tg_spot spots[MANY];
    static uint32_t dot_of[MANY];
    struct tg_dot *dots;
    size_t n, sum = 0, seen = 0;

    memcpy(spots, given, len * sizeof(*spots));
    *chart = tg_chart_of(spots, len);
    ck_assert(tg_chart_gather(chart, given, len, &dots, &n, dot_of));
    for (size_t i = 0; i < n; i++) {
        ck_assert(dots[i].x >= 0 && dots[i].x <= TG_CHART_W);
        ck_assert(dots[i].y >= 0 && dots[i].y <= TG_CHART_H);
        ck_assert_uint_ge(dots[i].count, 1);
        sum += dots[i].count;
        for (size_t k = 0; k < i; k++) {
            int64_t dx = dots[i].x - dots[k].x, dy = dots[i].y - dots[k].y;

            ck_assert_int_ge(dx * dx + dy * dy, TG_CHART_APART * TG_CHART_APART);
        }
    }
    ck_assert_uint_eq(sum, len);
    for (size_t i = 0; i < len; i++) { /* numbered as they are met */
        ck_assert_uint_le(dot_of[i], seen);
        seen += dot_of[i] == seen;
    }
    ck_assert_uint_eq(seen, n);
    free(dots);
    return n;
}

START_TEST(spots_are_rounded_to_hundredths_of_degrees)
{
    static const int32_t cases[][4] = {
        /* latitude, longitude; the spot's */
        {48858370, 2294480, 4886, 229},
        {-33856780, 151215300, -3386, 15122},
        {0, 179996000, 0, -18000}, /* the date line is one line */
        {0, 180000000, 0, -18000},
        {0, -180000000, 0, -18000},
        {90000000, 0, 9000, 0},
        {-90000000, 0, -9000, 0},
        {4999, -4999, 0, 0},
        {5000, -5000, 1, -1},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct tg_spot spot = tg_spot_of(cases[i][0], cases[i][1]);

        ck_assert_int_eq(spot.lat, cases[i][2]);
        ck_assert_int_eq(spot.lon, cases[i][3]);
    }
}
END_TEST

START_TEST(any_numbers_are_somewhere_on_earth)
{
    static const int32_t odd[] = {INT32_MIN, INT32_MIN + 1,
                                  INT32_MAX, INT32_MAX - 1,
                                  180000001, -180000001,
                                  360000000, 90000001,
                                  -1,        0};
    static struct tg_spot spots[sizeof(odd) / sizeof(odd[0])];
    size_t len = sizeof(odd) / sizeof(odd[0]);
    struct tg_chart chart;

    for (size_t i = 0; i < len; i++)
        for (size_t k = 0; k < len; k++) {
            spots[k] = tg_spot_of(odd[i], odd[k]);
            ck_assert(spots[k].lat >= -TG_SPOT_POLE && spots[k].lat <= TG_SPOT_POLE);
            ck_assert(spots[k].lon >= -TG_SPOT_ROUND / 2 && spots[k].lon < TG_SPOT_ROUND / 2);
        }
    ck_assert_uint_ge(check_dots(spots, len, &chart), 1);
}
END_TEST

START_TEST(one_spot_is_in_the_middle)
{
    const struct tg_spot spot = tg_spot_of(48858370, 2294480);
    struct tg_dot *dots;
    struct tg_spot same[20];
    struct tg_chart chart;
    uint32_t dot_of[20];
    size_t n;

    for (size_t i = 0; i < 20; i++)
        same[i] = spot;
    ck_assert_uint_eq(check_dots(same, 20, &chart), 1);
    ck_assert_int_eq(chart.height, 100);
    ck_assert(tg_chart_gather(&chart, same, 20, &dots, &n, dot_of));
    ck_assert_uint_eq(dots[0].count, 20);
    ck_assert_int_le(abs(dots[0].x - TG_CHART_W / 2), 8);
    ck_assert_int_le(abs(dots[0].y - TG_CHART_H / 2), 8);
    free(dots);
    ck_assert_uint_ge(tg_chart_km(&chart), 210);
    ck_assert_uint_le(tg_chart_km(&chart), 230);
}
END_TEST

START_TEST(a_journey_over_the_date_line_is_no_journey_around_the_earth)
{
    static const int32_t fiji[][2] = {{-17, 178}, {-18, 179}, {-17, -179}, {-19, -178}};
    struct tg_spot spots[4];
    struct tg_chart chart;
    size_t len = spots_of(fiji, 4, spots);

    ck_assert_uint_eq(check_dots(spots, len, &chart), 4);
    ck_assert_int_lt(chart.width, 700);
    ck_assert_int_gt(chart.west, 17000);
}
END_TEST

START_TEST(spots_all_around_the_earth_show_all_of_it)
{
    static const int32_t all[][2] = {{40, -74}, {51, 0}, {-33, 151}, {35, 139}, {-77, 166}};
    struct tg_spot spots[5];
    struct tg_chart chart;
    size_t len = spots_of(all, 5, spots);

    ck_assert_uint_eq(check_dots(spots, len, &chart), 5);
    ck_assert_int_eq(chart.width, TG_SPOT_ROUND);
    ck_assert_int_eq(chart.height, 2 * TG_SPOT_POLE);
    chart = tg_chart_of(spots, 0);
    ck_assert_int_eq(chart.width, TG_SPOT_ROUND);
}
END_TEST

START_TEST(poles_are_edges)
{
    static const int32_t poles[][2] = {{90, 0}, {89, 120}, {-90, 10}, {-89, 11}};
    struct tg_spot spots[4];
    struct tg_chart chart;

    for (int south = 0; south < 2; south++) {
        size_t len = spots_of(poles + 2 * south, 2, spots);

        ck_assert_uint_ge(check_dots(spots, len, &chart), 1);
        ck_assert_int_le(chart.north, TG_SPOT_POLE);
        ck_assert_int_ge(chart.north - chart.height, -TG_SPOT_POLE);
    }
}
END_TEST

START_TEST(dots_are_where_most_pictures_are)
{
    /* Two towns, the larger with neighbours that are too near for dots of their own. */
    static const struct tg_spot towns[] = {{1000, 4500}, {1001, 4500}, {1002, 4500},
                                           {1001, 4500}, {1400, 4500}, {1001, 4501}};
    struct tg_chart chart;
    struct tg_dot *dots;
    uint32_t dot_of[6];
    size_t n;

    ck_assert_uint_eq(check_dots(towns, 6, &chart), 2);
    ck_assert(tg_chart_gather(&chart, towns, 6, &dots, &n, dot_of));
    ck_assert_uint_eq(dots[0].count, 5);
    ck_assert_uint_eq(dots[1].count, 1);
    ck_assert_int_eq(dots[0].x, (int32_t)((int64_t)(1001 - chart.west) * TG_CHART_W / chart.width));
    ck_assert_uint_eq(dot_of[4], 1);
    free(dots);
}
END_TEST

START_TEST(many_spots_become_few_dots)
{
    static struct tg_spot spots[MANY];
    uint32_t seed = (uint32_t)_i + 1;
    struct tg_chart chart;

    for (size_t i = 0; i < MANY; i++) {
        seed = seed * 1664525 + 1013904223;
        spots[i].lon = (int32_t)(seed >> 8) % (TG_SPOT_ROUND / (1 << _i)) - TG_SPOT_ROUND / 2;
        seed = seed * 1664525 + 1013904223;
        spots[i].lat = (int32_t)(seed >> 8) % (2 * TG_SPOT_POLE / (1 << _i)) - TG_SPOT_POLE;
    }
    ck_assert_uint_le(check_dots(spots, MANY, &chart), 250);
}
END_TEST

/* Reads a path of M, l and z: no point is beyond the edges by more than a stroke. */
static size_t check_path(const char *path)
{
    long at[2] = {0, 0};
    size_t points = 0;
    char command = 0;

    while (*path) {
        char *end;

        if (strchr("Mlz", *path)) {
            command = *path++;
            ck_assert(command != 'z' || points > 2);
            continue;
        }
        for (int i = 0; i < 2; i++) {
            long n = strtol(path, &end, 10);

            ck_assert_ptr_ne(end, path);
            at[i] = command == 'M' ? n : at[i] + n;
            path = end;
        }
        ck_assert(at[0] >= -24 && at[0] <= TG_CHART_W + 24);
        ck_assert(at[1] >= -24 && at[1] <= TG_CHART_H + 24);
        points++;
    }
    return points;
}

static size_t land(const struct tg_chart *chart, struct tg_buf *out)
{
    tg_buf_clear(out);
    tg_chart_land(chart, &coast, out);
    ck_assert(!out->failed);
    return check_path(tg_buf_str(out));
}

START_TEST(land_is_cut_at_the_edges)
{
    static const int32_t where[][2] = {{48, 2}, {28, -16}, {-17, 179}, {-77, 166},
                                       {89, 0}, {-89, 0},  {64, -170}, {0, 0}};
    struct tg_spot spots[8];
    struct tg_buf out;
    int32_t x, y;

    tg_buf_init(&out, TG_BUF_MAX);
    for (size_t i = 0; i < 8; i++) {
        struct tg_chart chart, around;

        (void)spots_of(where + i, 1, spots);
        chart = tg_chart_of(spots, 1);
        (void)land(&chart, &out);
        around = tg_chart_around(&chart, &x, &y);
        ck_assert(x >= 0 && x <= TG_CHART_W && y >= 0 && y <= TG_CHART_H);
        ck_assert_int_le(around.north, TG_SPOT_POLE);
        ck_assert(i == 7 || land(&around, &out) > 10);
    }
    tg_buf_release(&out);
}
END_TEST

/* Whether the spot is on land: how often a line to the south meets the coast. */
static bool is_land(int32_t lat, int32_t lon)
{
    bool inside = false;

    for (size_t i = 0; i < coast.rings_len; i++) {
        const struct tg_coast_ring *ring = &coast.rings[i];
        const struct tg_spot *s = coast.spots + ring->first;

        for (int32_t x = lon - 2 * TG_SPOT_ROUND; x <= lon + 2 * TG_SPOT_ROUND; x += TG_SPOT_ROUND)
            for (size_t k = 0, p = ring->len - 1; k < ring->len; p = k++)
                if ((s[k].lon > x) != (s[p].lon > x) &&
                    lat > s[k].lat + (int64_t)(s[p].lat - s[k].lat) * (x - s[k].lon) /
                                         (s[p].lon - s[k].lon))
                    inside = !inside;
    }
    return inside;
}

START_TEST(the_coast_is_that_of_the_earth)
{
    static const int32_t lands[][2] = {
        {4886, 235}, {2830, -1660},  {3268, -1703},  {3872, -2720},  {6450, -1900}, {-2000, 13000},
        {-8500, 0},  {-8500, 17900}, {6650, -17500}, {-1780, 17800}, {4060, 900},   {-4500, 16900}};
    static const int32_t seas[][2] = {{0, 0},    {4000, -4000}, {4200, 5080}, {-6000, 0},
                                      {8900, 0}, {0, 17900},    {0, -17900},  {3500, 1800}};

    ck_assert_uint_gt(coast.rings_len, 500);
    for (size_t i = 0; i < sizeof(lands) / sizeof(lands[0]); i++)
        ck_assert_msg(is_land(lands[i][0], lands[i][1]), "no land at %d, %d", lands[i][0],
                      lands[i][1]);
    for (size_t i = 0; i < sizeof(seas) / sizeof(seas[0]); i++)
        ck_assert_msg(!is_land(seas[i][0], seas[i][1]), "land at %d, %d", seas[i][0], seas[i][1]);
}
END_TEST

START_TEST(damaged_coasts_end_early)
{
    static uint8_t bytes[4096];
    uint32_t seed = (uint32_t)_i;

    for (size_t i = 0; i < sizeof(bytes); i++) {
        seed = seed * 1664525 + 1013904223;
        bytes[i] = _i == 0 ? 0 : _i == 1 ? 0xFF : (uint8_t)(seed >> 24);
    }
    for (size_t len = 0; len <= sizeof(bytes); len = len * 2 + 1) {
        struct tg_coast c = {.spots = NULL};

        ck_assert_ptr_null(tg_coast_unpack(bytes, len, &c));
        ck_assert_uint_le(c.spots_len, 8 * len);
        tg_coast_release(&c);
    }
}
END_TEST

START_TEST(the_grid_has_lines_of_round_degrees)
{
    static const int32_t town[][2] = {{48, 2}};
    struct tg_spot spots[1];
    struct tg_chart chart;
    struct tg_buf out;
    size_t lines = 0;

    (void)spots_of(town, 1, spots);
    tg_buf_init(&out, TG_BUF_MAX);
    chart = tg_chart_of(spots, 1);
    tg_chart_grid(&chart, &out);
    chart = tg_chart_of(spots, 0);
    tg_chart_grid(&chart, &out);
    for (const char *s = tg_buf_str(&out); *s; s++)
        lines += *s == 'M';
    ck_assert(lines > 12 && lines < 60);
    ck_assert_ptr_nonnull(strstr(tg_buf_str(&out), "M0 400h1600")); /* the equator */
    tg_buf_release(&out);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("chart");

    tcase_add_checked_fixture(tc, load, release);
    tcase_add_test(tc, spots_are_rounded_to_hundredths_of_degrees);
    tcase_add_test(tc, any_numbers_are_somewhere_on_earth);
    tcase_add_test(tc, one_spot_is_in_the_middle);
    tcase_add_test(tc, a_journey_over_the_date_line_is_no_journey_around_the_earth);
    tcase_add_test(tc, spots_all_around_the_earth_show_all_of_it);
    tcase_add_test(tc, poles_are_edges);
    tcase_add_test(tc, dots_are_where_most_pictures_are);
    tcase_add_loop_test(tc, many_spots_become_few_dots, 0, 10);
    tcase_add_test(tc, land_is_cut_at_the_edges);
    tcase_add_test(tc, the_coast_is_that_of_the_earth);
    tcase_add_loop_test(tc, damaged_coasts_end_early, 0, 50);
    tcase_add_test(tc, the_grid_has_lines_of_round_degrees);
    return tg_suite_run("chart", tc);
}
