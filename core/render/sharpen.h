/* sharpen.h (private to core/render) - an unsharp mask for pictures that were reduced.
 *
 * Each sample v becomes
 *
 *     v + floor((amount * (16 v - s) + 16) / 32)
 *
 * within its range, where s is the sum of the 3 x 3 samples around it with weights 1 2 1, 2 4 2,
 * 1 2 1 (those beyond the edge are the edge), so that the difference to a blurred picture counts
 * amount / 2 times. */
#ifndef TG_RENDER_SHARPEN_H
#define TG_RENDER_SHARPEN_H

#include "core/image/image.h"

/* Changes luma, or each of R, G and B; those planes are the picture's own.  amount: 1 to 4. */
struct tg_err *tg_image_sharpen(struct tg_image *im, unsigned amount) TG_MUST_USE;

#endif
