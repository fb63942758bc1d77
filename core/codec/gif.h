/* gif.h (private) - what the GIF codec is made of.
 *
 * Parts: gif_strip.c. */
#ifndef TG_CODEC_GIF_H
#define TG_CODEC_GIF_H

#include "core/codec/codec.h"

/* As struct tg_codec's strip. */
size_t tg_gif_strip(uint8_t *data, size_t len, const struct tg_strip_options *keep);

#endif
