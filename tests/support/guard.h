/* guard.h - buffers between two pages that cannot be touched.  A byte too far is a crash; the slack
 * that page size leaves on the other side is filled with a pattern and checked. */
#ifndef TG_TESTS_GUARD_H
#define TG_TESTS_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum guard_place {
    GUARD_END,     /* the last byte touches the page after */
    GUARD_START,   /* the first byte touches the page before */
    GUARD_SHIFTED, /* 2 bytes after the start: aligned to 2 and to nothing more */
    GUARD_NPLACES
};

enum guard_fill { FILL_RANDOM, FILL_ZERO, FILL_MAX, FILL_ALTERNATING, GUARD_NFILLS };

struct guard {
    uint8_t *p; /* n bytes */
    size_t n;
    uint8_t *page; /* first of the writable pages */
    size_t len;    /* of the writable pages */
};

/* n >= 1 bytes filled with 0x55.  Ends the program if there is no memory. */
struct guard guard_new(size_t n, enum guard_place place);

/* Fills with bytes of one kind; random ones come from *seed, which is advanced. */
void guard_fill(struct guard *g, enum guard_fill fill, uint64_t *seed);

/* False if the slack was written to.  Unmaps. */
bool guard_free(struct guard *g);

/* The next of a sequence of random numbers (SplitMix64), the same on every machine. */
uint64_t test_rand(uint64_t *seed);

/* TG_TEST_SEED, or a fixed number; printed by whoever uses it. */
uint64_t test_seed(void);

#endif
