/* test_still.c - which frames of a video are tried, and which of them is taken. */
#include <string.h>

#include "core/media/still.h"
#include "tests/support/suite.h"

enum { SAMPLES = TG_STILL_SIDE * TG_STILL_SIDE, WHITE = 63, NEVER = INT32_MAX };

/* A line of grey, of which the upper half is lighter and the lower half darker by `detail`. */
static const char *frame(int grey, int detail)
{
    static char line[SAMPLES + 1];

    for (int i = 0; i < SAMPLES; i++)
        line[i] = (char)(TG_STILL_ZERO + (i < SAMPLES / 2 ? grey + detail : grey - detail));
    return line;
}

/* A video: black up to `dark_ms`, then like a fade up to `dim_ms`, then a scene up to its end. */
struct video {
    uint32_t dark_ms, dim_ms, end_ms;
};

/* Searches, and returns the number of tries. */
static unsigned search(const struct video *v, struct tg_still *s)
{
    bool go_on = true;

    *s = (struct tg_still){.at_ms = 0};
    while (go_on) {
        if (s->at_ms < v->end_ms)
            tg_still_take_line(s, s->at_ms < v->dark_ms  ? frame(0, 0)
                                  : s->at_ms < v->dim_ms ? frame(4, 3)
                                                         : frame(30, 20));
        ck_assert_int_eq(tg_still_judge(s), s->best_ms == s->at_ms);
        go_on = tg_still_next(s);
    }
    return s->tries;
}

START_TEST(the_first_frame_of_most_videos_is_enough)
{
    static const struct video videos[] = {{0, 0, 40}, {0, 0, 3600000}};
    struct tg_still s;

    for (size_t i = 0; i < sizeof(videos) / sizeof(videos[0]); i++) {
        ck_assert_uint_eq(search(&videos[i], &s), 1);
        ck_assert_uint_eq(s.best_ms, 0);
    }
}
END_TEST

START_TEST(dark_beginnings_are_passed_over)
{
    static const struct {
        struct video video;
        uint32_t best_ms;
    } cases[] = {
        {{1, 1, 60000}, 1000},          {{999, 1000, 1500}, 1000},
        {{1500, 1900, 4000}, 2000},     {{12000, 12000, 25000}, 20000},
        {{12000, 12500, 15000}, 12500}, {{100, 400, 900}, 500},
        {{3300, 3300, 4000}, 3500},     {{30000, 30000, 3600000}, 40000},
    };
    struct tg_still s;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_uint_le(search(&cases[i].video, &s), 10);
        ck_assert_msg(s.enough && s.best_ms == cases[i].best_ms, "%zu: %u ms", i, s.best_ms);
    }
}
END_TEST

START_TEST(without_a_good_frame_the_best_is_taken)
{
    const struct video black = {NEVER, NEVER, 5000}, longer = {NEVER, NEVER, NEVER},
                       dim = {1500, NEVER, 8000}, brief = {NEVER, NEVER, 40}, none = {0, 0, 0};
    struct tg_still s;

    ck_assert_uint_le(search(&black, &s), 10);
    ck_assert_uint_eq(s.best_ms, 0); /* the first of equals */
    ck_assert_uint_le(search(&longer, &s), 10);
    ck_assert_uint_eq(s.best_ms, 0);
    ck_assert_uint_le(search(&dim, &s), 10);
    ck_assert_uint_eq(s.best_ms, 2000);
    ck_assert_uint_le(search(&brief, &s), 4); /* each try halves what is left */
    ck_assert_uint_eq(s.best_ms, 0);
    ck_assert_uint_le(search(&none, &s), 10);
    ck_assert(!s.enough);
}
END_TEST

START_TEST(frames_without_details_are_not_enough)
{
    struct tg_still s = {.at_ms = 0};

    tg_still_take_line(&s, frame(WHITE, 0));
    ck_assert(tg_still_judge(&s) && !s.enough);
    ck_assert(tg_still_next(&s));
    tg_still_take_line(&s, frame(3, 3)); /* a title on black */
    ck_assert(tg_still_judge(&s) && !s.enough);
    ck_assert(tg_still_next(&s));
    tg_still_take_line(&s, frame(12, 3)); /* a night */
    ck_assert(tg_still_judge(&s) && s.enough);
    ck_assert(!tg_still_next(&s));
}
END_TEST

START_TEST(only_samples_are_samples)
{
    struct tg_still s = {.at_ms = 0};
    char text[2 * SAMPLES + 1];

    for (size_t i = 0; i < 2 * SAMPLES; i += 2)
        memcpy(text + i, "\xc3\xa9", 3);
    tg_still_take_line(&s, "");
    tg_still_take_line(&s, "out_time=00:00:07.300000");
    tg_still_take_line(&s, text);
    text[0] = '\0';
    memcpy(text, frame(30, 20), SAMPLES - 1);
    text[SAMPLES - 1] = '\0';
    tg_still_take_line(&s, text);
    ck_assert(!s.seen);
    (void)strcpy(text, frame(30, 20));
    (void)strcat(text, "progress=end"); /* in one line with them */
    tg_still_take_line(&s, text);
    ck_assert(s.seen);
    ck_assert_uint_eq(s.sum, 30 * SAMPLES);
    tg_still_take_line(&s, frame(WHITE, 0)); /* of the same try */
    ck_assert_uint_eq(s.sum, 30 * SAMPLES);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("still");

    tcase_add_test(tc, the_first_frame_of_most_videos_is_enough);
    tcase_add_test(tc, dark_beginnings_are_passed_over);
    tcase_add_test(tc, without_a_good_frame_the_best_is_taken);
    tcase_add_test(tc, frames_without_details_are_not_enough);
    tcase_add_test(tc, only_samples_are_samples);
    return tg_suite_run("still", tc);
}
