/* avif_write.h (private to core/codec) - AVIF files through libaom.
 *
 * Parts: avif_encode.c, avif_boxes.c. */
#ifndef TG_CODEC_AVIF_WRITE_H
#define TG_CODEC_AVIF_WRITE_H

#include "core/codec/codec.h"

/* Takes TG_GREY and TG_YCC of 4:2:0, 8 bits, no alpha: as in JFIF, BT.601 of full range.  The
 * colour profile is written, EXIF and XMP are not. */
struct tg_err *tg_avif_encode(const struct tg_kernels *k, const struct tg_image *image,
                              const struct tg_encode_options *options,
                              struct tg_sink *dst) TG_MUST_USE;

/* What the boxes around a coded picture say. */
struct tg_avif_picture {
    uint32_t width, height;
    bool grey;
    struct tg_blob icc;  /* borrowed; empty: sRGB */
    struct tg_blob data; /* borrowed: the OBUs of one still picture, the sequence header first */
};

/* Appends to `file` everything that stands before the picture's data.  TG_E_UNSUPPORTED if its
 * sequence header is none of a still picture. */
struct tg_err *tg_avif_boxes(const struct tg_avif_picture *p, struct tg_buf *file) TG_MUST_USE;

/* The data without a temporal delimiter, which files do not have. */
struct tg_blob tg_avif_trim(uint8_t *data, size_t len);

#endif
