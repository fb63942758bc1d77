/* filter.h - Lanczos-3 windows in fixed point, the same on every machine. */
#ifndef TG_IMAGE_FILTER_H
#define TG_IMAGE_FILTER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/* `n` output samples; output i is the sum over k < taps of coef[i * taps + k] * source[start[i] +
 * k].  Coefficients are Q14 and obey the bounds of kernels.h.  start + taps may run past the
 * source; the coefficients there are 0. */
struct tg_filter {
    size_t n, taps; /* taps is even */
    uint32_t *start;
    int16_t *coef;
};

enum tg_filter_start { TG_START_ANY, TG_START_EVEN };

/* Output sample i covers the source interval [origin + i * step, origin + (i + 1) * step), in
 * samples of a source that has `src_n` of them.  step < 1 enlarges.  Weights of samples that do not
 * exist are dropped and the rest normalised, so edges are neither darkened nor ringed; a window
 * whose middle lies beyond an edge becomes the one at the edge. */
struct tg_err *tg_filter_init(struct tg_filter *f, size_t src_n, double origin, double step,
                              size_t n, enum tg_filter_start align) TG_MUST_USE;
void tg_filter_release(struct tg_filter *f);

#endif
