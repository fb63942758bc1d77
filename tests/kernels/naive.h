/* naive.h - the contracts of kernels.h said a second time, sample by sample and in 64 bits, to
 * check the C reference against something that shares no code with it.
 *
 * Parts: naive_jpeg.c. */
#ifndef TG_TESTS_NAIVE_H
#define TG_TESTS_NAIVE_H

#include "kernels/kernels.h"

void naive_kernels(struct tg_kernels *k);

/* Of naive_jpeg.c. */
tg_unstuff_fn naive_unstuff;
tg_unhuff_fn naive_unhuff;
tg_unhuff_pair_fn naive_unhuff_pair;
tg_refine_fn naive_refine;
tg_tokens_fn naive_tokens;
tg_idct_fn naive_idct8, naive_idct4, naive_idct2;

/* Whether what the first pass of the transform to side x side samples leaves of a block is such
 * that NEON's versions do not refuse it; side: 8, 4, 2. */
bool naive_idct_is_tame(const int16_t *coef, const struct tg_dequant *q, size_t side);

#endif
