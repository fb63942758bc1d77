/* vplan.h - a band's vertical windows laid out for multiplies of row pairs.  Private to kernels/.
 *
 * SIMD multiplies two neighbouring rows at once, and the eight outputs of a band use the same rows
 * again and again.  So all windows are put on one grid of row pairs that begins at start[0]: a
 * window that begins on the second row of a pair gets a coefficient 0 in front and one behind. */
#ifndef TG_KERNELS_VPLAN_H
#define TG_KERNELS_VPLAN_H

#include "kernels/kernels.h"

enum { TG_VPLAN_PAIRS = 128 }; /* enough to reduce to a 19th; beyond that the C code has to do */

struct tg_vplan {
    size_t pairs;
    size_t first[TG_BAND], end[TG_BAND]; /* the pairs that row r needs: [first, end) */
    int16_t coef[TG_BAND][2 * TG_VPLAN_PAIRS];
    const uint8_t *row[2 * TG_VPLAN_PAIRS]; /* already at column x0 */
};

enum { TG_VPLAN_STRIP = 64 }; /* the widest strip */

/* Does `width` columns of the band: rows are read at column x, dst is where x goes. */
typedef void tg_vstrip_fn(int16_t *dst, const struct tg_vplan *plan, size_t x);

/* A vertical pass made of strips of one width (even, at most TG_VPLAN_STRIP), with what is left
 * over at the end, and with the C code for bands that have no plan. */
void tg_vplan_run(int16_t *dst, const struct tg_vband *band, size_t x0, size_t n, size_t width,
                  tg_vstrip_fn *strip);

#endif
