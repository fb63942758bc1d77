#include "tests/support/suite.h"

#include <stdlib.h>

#include "kernels/kernels.h"

int tg_suite_run_all(const char *name, TCase *const cases[])
{
    Suite *suite = suite_create(name);
    SRunner *runner;
    int failed;

    for (size_t i = 0; cases[i]; i++)
        suite_add_tcase(suite, cases[i]);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int tg_suite_run(const char *name, TCase *tc)
{
    return tg_suite_run_all(name, (TCase *const[]){tc, NULL});
}

int tg_nlevels(void)
{
    const char *const *names = tg_cpu_level_names();
    int n = 0;

    while (names[n])
        n++;
    return n + 1;
}

const char *tg_level_name(int i)
{
    return i + 1 < tg_nlevels() ? tg_cpu_level_names()[i] : "best";
}

uint32_t tg_level_mask(int i)
{
    uint32_t mask;

    ck_assert(tg_cpu_level(tg_level_name(i), &mask));
    return mask;
}
