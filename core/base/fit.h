/* fit.h - how large a scaled picture becomes.  Shared by the engine, which makes it, and the pages,
 * which announce it. */
#ifndef TG_BASE_FIT_H
#define TG_BASE_FIT_H

#include <stdint.h>

/* Size of a w x h picture scaled into a box, never enlarged.  A box side of 0 is free.  The
 * deciding side gets the box's length L, the other is floor or ceil of L times the ratio, whichever
 * makes width / height nearer to the picture's (tie: floor), at least 1.  w, h >= 1.  Vectors:
 * 3000x2000 into x450 is 675x450, 900x1200 into x450 is 337x450, 3x2000 into x450 is 1x450. */
void tg_fit_inside(uint32_t w, uint32_t h, uint32_t box_w, uint32_t box_h, uint32_t *out_w,
                   uint32_t *out_h);

#endif
