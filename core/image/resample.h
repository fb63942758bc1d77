/* resample.h - from one plane to a smaller one.
 *
 * Parts: resample_deep.c. */
#ifndef TG_IMAGE_RESAMPLE_H
#define TG_IMAGE_RESAMPLE_H

#include "core/image/filter.h"
#include "core/image/image.h"

/* A new plane of averages of sx x sy samples, each 1 or 2 (16-bit planes: both 2).  An odd last
 * column or row counts twice: it is all that is known of what lies beyond. */
struct tg_err *tg_plane_shrink(const struct tg_kernels *k, const struct tg_plane *src, uint8_t sx,
                               uint8_t sy, struct tg_plane *dst) TG_MUST_USE;

/* (w + 1) / 2 averages of 2x2 samples of `bytes` 1 or 2 in two rows; an odd last column counts
 * twice. */
void tg_row_halve(const struct tg_kernels *k, uint8_t *to, const uint8_t *a, const uint8_t *b,
                  uint32_t w, unsigned bytes);

/* The two passes for 16-bit samples (private to core/image): plain C, 64-bit sums, rounded once. */
struct tg_err *tg_resample_deep(const struct tg_plane *src, size_t skip, const struct tg_filter *x,
                                const struct tg_filter *y, struct tg_plane *dst) TG_MUST_USE;

/* A plane and its 2x2 box halvings, made on demand and shared by all output sizes. */
struct tg_levels {
    struct tg_plane level[18]; /* 0 is borrowed from the picture; w == 0: not made yet */
};

void tg_levels_init(struct tg_levels *l, const struct tg_plane *full); /* `full` must outlive */
void tg_levels_release(struct tg_levels *l);

/* Which source samples each output sample covers: output (i, j) covers
 * [x + i * step_x, x + (i + 1) * step_x) times the same in y, in samples of level 0. */
struct tg_window {
    double x, y, step_x, step_y;
};

/* True if the window picks exactly the samples of level 0, one for one. */
bool tg_window_is_identity(const struct tg_window *w);

/* The filters of the last call: the two chroma planes of a picture use the same ones.  Start
 * zeroed. */
struct tg_axis {
    size_t src_n, n;
    double origin, step;
    struct tg_filter filter;
};

struct tg_resampler {
    const struct tg_kernels *kernels; /* set by the caller */
    struct tg_axis x, y;
};

void tg_resampler_release(struct tg_resampler *r);

/* Fills `dst` (allocated by the caller, size and depth of samples set) through `w` with Lanczos-3,
 * from the smallest level that still has two samples per output sample in both directions, or from
 * level 0. */
struct tg_err *tg_levels_resample(struct tg_resampler *r, struct tg_levels *l,
                                  const struct tg_window *w, struct tg_plane *dst) TG_MUST_USE;

#endif
