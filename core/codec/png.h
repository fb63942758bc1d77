/* png.h (private) - what the PNG codec is made of.
 *
 * Parts: png_decode.c, png_encode.c, png_file.c, png_file.h, png_probe.c, png_strip.c,
 * png_whole.c. */
#ifndef TG_CODEC_PNG_H
#define TG_CODEC_PNG_H

#include "core/codec/codec.h"

/* As struct tg_codec's functions of these names. */
struct tg_err *tg_png_probe(struct tg_source *src, const struct tg_limits *limits,
                            struct tg_info *info, struct tg_raw_metadata *raw) TG_MUST_USE;
/* Through libpng, whatever the file is like. */
struct tg_err *tg_png_decode_rows(struct tg_source *src, const struct tg_decode_options *options,
                                  struct tg_image *image, struct tg_damage *damage) TG_MUST_USE;

/* The same, several times as fast, of files without any fault, whose coded data are unpacked at
 * once: with file and planes they take no more memory than core/run/memory.c allows for.  *done:
 * false of all others, which are read with tg_png_decode_rows() from the beginning: what they are
 * worth, and what is said of them, is libpng's. */
struct tg_err *tg_png_decode_whole(struct tg_source *src, const struct tg_decode_options *options,
                                   struct tg_image *image, struct tg_damage *damage,
                                   bool *done) TG_MUST_USE;
struct tg_err *tg_png_encode(const struct tg_kernels *k, const struct tg_image *image,
                             const struct tg_encode_options *options,
                             struct tg_sink *dst) TG_MUST_USE;

/* The least bytes of a file with such a header, for tg_bounds_check(). */
uint64_t tg_png_least_bytes(uint32_t w, uint32_t h, unsigned depth, unsigned type);

/* As struct tg_codec's strip. */
size_t tg_png_strip(uint8_t *data, size_t len, const struct tg_strip_options *keep);

#endif
