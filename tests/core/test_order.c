/* test_order.c - which photo is next for a process that has done some of one group. */
#include <stdio.h>
#include <stdlib.h>

#include <check.h>

#include "core/run/order.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { UNITS = 60, GROUPS = 5 };

static struct tg_order some(void)
{
    static char names[UNITS][8];
    struct tg_unit *units = calloc(UNITS, sizeof(*units));
    struct tg_order o;

    for (size_t i = 0; i < UNITS; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "%02zu", i);
        units[i] = (struct tg_unit){i, i * 7 % GROUPS, i * 31 % 17, names[i]};
    }
    ck_ok(tg_order_init(&o, units, UNITS));
    return o;
}

/* Takes everything, always for the group of the last one; counts changes of group. */
START_TEST(each_unit_comes_once_and_groups_stay_together)
{
    struct tg_order o = some();
    bool taken[UNITS] = {false};
    uint64_t group = GROUPS;
    unsigned changes = 0;
    size_t unit;

    while (tg_order_peek(&o, group, &unit)) {
        const struct tg_unit *u = &o.units[unit];

        ck_assert(!taken[u->job]);
        taken[u->job] = true;
        changes += u->group != group;
        group = u->group;
        tg_order_take(&o, unit);
    }
    ck_assert_uint_eq(o.left, 0);
    ck_assert_uint_eq(changes, GROUPS);
    for (size_t i = 0; i < UNITS; i++)
        ck_assert(taken[i]);
    tg_order_release(&o);
}
END_TEST

/* A new process gets the largest of all that is left. */
START_TEST(a_new_process_gets_the_largest)
{
    struct tg_order o = some();
    uint64_t last = UINT64_MAX;
    size_t unit;

    while (tg_order_peek(&o, GROUPS, &unit)) {
        ck_assert_uint_le(o.units[unit].bytes, last);
        last = o.units[unit].bytes;
        tg_order_take(&o, unit);
    }
    ck_assert_uint_eq(o.left, 0);
    tg_order_release(&o);
}
END_TEST

/* Within a group too. */
START_TEST(a_group_begins_with_its_largest)
{
    struct tg_order o = some();
    uint64_t last = UINT64_MAX;
    size_t unit;

    for (size_t i = 0; i < UNITS / GROUPS; i++) {
        ck_assert(tg_order_peek(&o, 2, &unit));
        ck_assert_uint_eq(o.units[unit].group, 2);
        ck_assert_uint_le(o.units[unit].bytes, last);
        last = o.units[unit].bytes;
        tg_order_take(&o, unit);
    }
    ck_assert(tg_order_peek(&o, 2, &unit));
    ck_assert_uint_ne(o.units[unit].group, 2);
    tg_order_release(&o);
}
END_TEST

START_TEST(nothing_is_nothing)
{
    struct tg_order o;
    size_t unit;

    ck_ok(tg_order_init(&o, NULL, 0));
    ck_assert(!tg_order_peek(&o, 0, &unit));
    tg_order_release(&o);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("order");

    tcase_add_test(tc, each_unit_comes_once_and_groups_stay_together);
    tcase_add_test(tc, a_new_process_gets_the_largest);
    tcase_add_test(tc, a_group_begins_with_its_largest);
    tcase_add_test(tc, nothing_is_nothing);
    return tg_suite_run("order", tc);
}
