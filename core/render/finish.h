/* finish.h (private to core/render) - from the view of a picture to what an encoder takes. */
#ifndef TG_RENDER_FINISH_H
#define TG_RENDER_FINISH_H

#include "core/render/view.h"

/* Makes the finished output picture of `spec` in `format`: scaled, turned, with the colour model,
 * depth, alpha, chroma subsampling and metadata that the encoder of `format` and the spec ask
 * for.  A profile that cannot be used is damage. */
struct tg_err *tg_finish_output(struct tg_picture *p, const struct tg_output_spec *spec,
                                enum tg_format format, struct tg_image *out,
                                struct tg_damage *damage) TG_MUST_USE;

#endif
