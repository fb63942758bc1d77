/* fuzz.h - what every fuzz target shares.  A target is one function; libFuzzer calls it, or fuzz_replay.c
 * does with the files of a corpus. */
#ifndef TG_TESTS_FUZZ_H
#define TG_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* libFuzzer's name, not ours. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A claim about the code under test. */
static inline void require(int condition)
{
    if (!condition)
        abort();
}

#endif
