/* placeholder.h (private to core/render) - the colours that stand in for a picture until it is
 * loaded. */
#ifndef TG_RENDER_PLACEHOLDER_H
#define TG_RENDER_PLACEHOLDER_H

#include "core/base/metadata.h"
#include "core/render/view.h"

/* Averages of the upright picture's halves, transparent parts over `background`.  Samples are taken
 * for sRGB, whatever the colour profile says: nobody sees the difference in a blur, and no colour
 * engine's rounding gets into pages. */
struct tg_err *tg_picture_placeholder(struct tg_picture *p, const uint8_t background[3],
                                      struct tg_placeholder *placeholder) TG_MUST_USE;

#endif
