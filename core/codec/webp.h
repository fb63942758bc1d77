/* webp.h (private) - what the WebP codec is made of. */
#ifndef TG_CODEC_WEBP_H
#define TG_CODEC_WEBP_H

#include "core/codec/codec.h"

/* As struct tg_codec's encode. */
struct tg_err *tg_webp_encode(const struct tg_kernels *k, const struct tg_image *image,
                              const struct tg_encode_options *options,
                              struct tg_sink *dst) TG_MUST_USE;

#endif
