/* fuzz.h - what every fuzz target shares.  A target is one function; libFuzzer calls it, or
 * fuzz_replay.c does with the files of a corpus. */
#ifndef TG_TESTS_FUZZ_H
#define TG_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* libFuzzer's name, not ours. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A claim about the code under test. */
#define require(claim) ((claim) ? (void)0 : require_failed(__FILE__, __LINE__, #claim))

static inline _Noreturn void require_failed(const char *file, int line, const char *claim)
{
    fprintf(stderr, "%s:%d: %s does not hold\n", file, line, claim);
    abort();
}

#endif
