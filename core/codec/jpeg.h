/* jpeg.h (private to core/codec) - the encoding half of the JPEG codec. */
#ifndef TG_CODEC_JPEG_H
#define TG_CODEC_JPEG_H

#include "core/codec/codec.h"

struct tg_err *tg_jpeg_encode(const struct tg_kernels *k, const struct tg_image *image,
                              const struct tg_encode_options *options,
                              struct tg_sink *dst) TG_MUST_USE;

#endif
