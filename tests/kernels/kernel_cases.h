/* kernel_cases.h - one run of a kernel alongside another implementation of it, on guarded buffers.
 * Shared by the check suite and by kernel_sweep, which needs no library.
 *
 * Parts: jpeg_cases.c. */
#ifndef TG_TESTS_KERNEL_CASES_H
#define TG_TESTS_KERNEL_CASES_H

#include "kernels/kernels.h"
#include "tests/support/guard.h"

struct kcase {
    const struct tg_kernels *ref, *got;
    size_t n;               /* samples or pixels per row */
    enum guard_fill fill;   /* of the inputs */
    enum guard_place place; /* of all buffers */
    uint64_t seed;          /* advanced; the same start gives the same inputs */
    uint64_t hash;          /* outputs of ref are folded in */
};

/* False, with a message on stderr, if the outputs differ or a byte outside was written. */
typedef bool kcase_fn(struct kcase *c);

struct kcase_kernel {
    const char *name;
    kcase_fn *run;
    size_t impl_offset; /* of the const char * in struct tg_kernels that names the implementation */
};

/* All of struct tg_kernels, ended by a NULL name. */
extern const struct kcase_kernel kcase_kernels[];

/* Of jpeg_cases.c. */
kcase_fn run_unstuff, run_unhuff, run_unhuff_pair, run_refine, run_idct8, run_idct8_corner,
    run_idct4, run_idct4_corner, run_idct2, run_tokens;

const char *kcase_impl(const struct kcase_kernel *kernel, const struct tg_kernels *k);

#endif
