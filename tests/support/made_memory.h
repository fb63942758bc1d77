/* made_memory.h (private to made*.c) - growing files in memory. */
#ifndef TG_TESTS_MADE_MEMORY_H
#define TG_TESTS_MADE_MEMORY_H

#include "tests/support/made.h"

/* Ends the program. */
_Noreturn void made_fail(const char *what);

void made_append(struct made *m, const void *data, size_t len);

#endif
