/* test_effort.c - effort and lossless on their way from specs to workers and into plans. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "tests/support/picture.h"
#include "tests/support/spec_message.h"
#include "tests/support/suite.h"

enum { FIELDS = 16, FLAGS = 8 };

static const struct tg_output_spec usual = {
    .geometry = {.kind = TG_GEO_BOX, .fit = TG_FIT_INSIDE, .w = 480, .h = 7},
    .target = TG_TARGET_WEBP,
    .subsampling = TG_SUB_420,
    .jpeg_mode = TG_JPEG_PROGRESSIVE,
    .colour = TG_COLOUR_SRGB,
    .quality = 75,
    .keep = TG_KEEP_XMP,
    .background = {1, 2, 3},
};

/* The fields of specs in plans that 0.1.0 made. */
static const uint32_t as_ever[FIELDS] = {TG_GEO_BOX,
                                         TG_FIT_INSIDE,
                                         480,
                                         7,
                                         0,
                                         TG_TARGET_WEBP,
                                         TG_SUB_420,
                                         TG_JPEG_PROGRESSIVE,
                                         0,
                                         TG_TURN_UPRIGHT,
                                         TG_COLOUR_SRGB,
                                         75,
                                         TG_KEEP_XMP,
                                         1,
                                         2,
                                         3};

static struct tg_buf put_fields(const uint32_t *fields)
{
    struct tg_buf b;

    tg_frame_begin(&b, 1);
    for (size_t i = 0; i < FIELDS; i++)
        tg_frame_u32(&b, fields[i]);
    ck_assert(tg_frame_finish(&b));
    return b;
}

static bool equal(const struct tg_buf *a, const struct tg_buf *b)
{
    return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

START_TEST(plans_without_effort_are_as_ever)
{
    struct tg_buf old = put_fields(as_ever), now = put_spec(&usual);

    ck_assert(equal(&old, &now));
    tg_buf_release(&old);
    tg_buf_release(&now);
}
END_TEST

START_TEST(workers_get_what_was_said_and_plans_differ)
{
    struct tg_buf plain = put_spec(&usual);

    for (unsigned way = 1; way < 4 * (TG_EFFORT_MAX + 1); way++) {
        struct tg_output_spec spec = usual, got;
        struct tg_buf b;

        spec.libjpeg = way & 1;
        spec.lossless = way & 2;
        spec.effort = way / 4;
        b = put_spec(&spec);
        ck_assert(!equal(&b, &plain));
        ck_assert(get_spec(&b, &got));
        ck_assert_uint_eq(got.effort, spec.effort);
        ck_assert_int_eq(got.lossless, spec.lossless);
        ck_assert_int_eq(got.libjpeg, spec.libjpeg);
        ck_assert_int_eq(got.quality, 75);
        tg_buf_release(&b);
    }
    tg_buf_release(&plain);
}
END_TEST

START_TEST(more_effort_than_there_is_is_a_bad_message)
{
    uint32_t fields[FIELDS];
    struct tg_output_spec got;
    struct tg_buf b;

    memcpy(fields, as_ever, sizeof(fields));
    fields[FLAGS] = 4 * (TG_EFFORT_MAX + 1);
    b = put_fields(fields);
    ck_assert(!get_spec(&b, &got));
    ck_assert_uint_eq(got.effort, 0);
    tg_buf_release(&b);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("effort");

    tcase_add_test(tc, plans_without_effort_are_as_ever);
    tcase_add_test(tc, workers_get_what_was_said_and_plans_differ);
    tcase_add_test(tc, more_effort_than_there_is_is_a_bad_message);
    return tg_suite_run("effort", tc);
}
