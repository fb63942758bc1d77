/* suite.h - what every check program does around its test cases. */
#ifndef TG_TESTS_SUITE_H
#define TG_TESTS_SUITE_H

#include <stdint.h>

#include <check.h>

/* Runs the cases (ended by NULL) as suite `name` and gives the exit status of the program. */
int tg_suite_run_all(const char *name, TCase *const cases[]);

/* The same for a single case. */
int tg_suite_run(const char *name, TCase *tc);

/* For loop tests over the CPU levels: how many this architecture has, "best" included as the last,
 * and name and mask of one. */
int tg_nlevels(void);
const char *tg_level_name(int i);
uint32_t tg_level_mask(int i);

#endif
