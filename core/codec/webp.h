/* webp.h (private) - what the WebP codec is made of.
 *
 * Parts: webp_decode.c, webp_encode.c, webp_strip.c. */
#ifndef TG_CODEC_WEBP_H
#define TG_CODEC_WEBP_H

#include "core/codec/codec.h"

/* As struct tg_codec's encode. */
struct tg_err *tg_webp_encode(const struct tg_kernels *k, const struct tg_image *image,
                              const struct tg_encode_options *options,
                              struct tg_sink *dst) TG_MUST_USE;

/* As struct tg_codec's strip. */
size_t tg_webp_strip(uint8_t *data, size_t len, const struct tg_strip_options *keep);

#endif
