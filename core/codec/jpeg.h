/* jpeg.h (private to core/codec, tests and benchmarks) - the encoding half of the JPEG codec.
 *
 * Parts: jpeg_decode.c, jpeg_encode.c, jpeg_encode_libjpeg.c, jpeg_strip.c. */
#ifndef TG_CODEC_JPEG_H
#define TG_CODEC_JPEG_H

#include "core/codec/codec.h"
#include "core/codec/jpeg_script.h"

/* The script of a mode. */
const struct tg_jpeg_script *tg_jpeg_script(enum tg_jpeg_mode mode);

/* codec.h, encode().  `script` is for colour; grey pictures skip what is chroma's.  token_bytes:
 * how many bytes of tokens may be kept before they are made a second time instead, which bounds
 * memory.  0 for the default, a byte for each sample of the planes: twice what photos need at
 * quality 90. */
struct tg_err *tg_jpeg_encode_script(const struct tg_kernels *k, const struct tg_image *image,
                                     int quality, const struct tg_jpeg_script *script,
                                     size_t token_bytes, struct tg_sink *dst) TG_MUST_USE;

/* The same through libjpeg-turbo: the reference for tests and benchmarks.  Here TG_JPEG_FAST is
 * without optimal tables, and progressive is libjpeg's own choice of scans. */
struct tg_err *tg_jpeg_encode_libjpeg(const struct tg_image *image,
                                      const struct tg_encode_options *options,
                                      struct tg_sink *dst) TG_MUST_USE;

/* codec.h, strip().  The coded data and all tables stay as they are; so do the colour profile,
 * JFIF's and Adobe's words on the colour space and, where the picture is not upright, a minimal
 * EXIF that says so. */
size_t tg_jpeg_strip(uint8_t *data, size_t len, const struct tg_strip_options *keep);

#endif
