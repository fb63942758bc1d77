/* extras.h (private) - what travels with the pixels, for every decoder. */
#ifndef TG_CODEC_EXTRAS_H
#define TG_CODEC_EXTRAS_H

#include <stddef.h>
#include <stdint.h>

#include "core/codec/codec.h"

/* More than any real colour profile or XMP packet has; what says it is larger is not unpacked. */
enum { TG_EXTRA_MAX = 16 << 20 };

/* Keeps a copy of a colour profile whose colour space is that of the image's model; ignores others,
 * since pixels shown through them would be wrong. */
struct tg_err *tg_extras_set_icc(struct tg_image *im, const uint8_t *icc, size_t len) TG_MUST_USE;

/* A copy of an EXIF block that begins with "Exif\0\0", which the files of some formats and programs
 * leave out.  *blob is empty if the block is. */
struct tg_err *tg_extras_set_exif(struct tg_blob *blob, const uint8_t *exif,
                                  size_t len) TG_MUST_USE;

/* An EXIF block without "Exif\0\0": the TIFF structure alone. */
struct tg_blob tg_extras_bare_exif(const struct tg_image *im);

/* Limits as an error about the source. */
struct tg_err *tg_extras_limits(const struct tg_source *src, const struct tg_limits *limits,
                                uint32_t w, uint32_t h) TG_MUST_USE;

/* What the outputs need: asks options->plan, or full size and 8 bits. */
struct tg_decode_plan tg_extras_plan(const struct tg_decode_options *options,
                                     const struct tg_info *info);

#endif
