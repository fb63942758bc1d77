/* jpeg_segments.h (private to core/codec) - what stands in a JPEG file around the coded data. */
#ifndef TG_CODEC_JPEG_SEGMENTS_H
#define TG_CODEC_JPEG_SEGMENTS_H

#include "core/codec/jpeg_huffman.h"
#include "core/codec/jpeg_script.h"
#include "core/codec/stream.h"
#include "core/image/image.h"

/* The example tables of ITU-T T.81 Annex K.1 for luma (0) or chroma (1), natural order, scaled to
 * `quality` (1-100) as the Independent JPEG Group does and kept within 1-255. */
void tg_jpeg_quant_table(uint8_t table[64], int chroma, int quality);

/* Start of image, JFIF header without density, and the EXIF, XMP and ICC profile that `image`
 * carries.  What no segment can hold is left out: EXIF and XMP over 64 kB. */
struct tg_err *tg_jpeg_write_head(struct tg_sink *dst, const struct tg_image *image) TG_MUST_USE;

/* Quantisation tables and frame header.  `sampling`: factors of each component, h << 4 | v. */
struct tg_err *tg_jpeg_write_frame(struct tg_sink *dst, const struct tg_image *image, int quality,
                                   bool progressive, const uint8_t sampling[3]) TG_MUST_USE;

/* id: 0 or 1. */
struct tg_err *tg_jpeg_write_huffman(struct tg_sink *dst, bool ac, unsigned id,
                                     const struct tg_huffman *h) TG_MUST_USE;

struct tg_err *tg_jpeg_write_scan(struct tg_sink *dst, const struct tg_jpeg_scan *scan) TG_MUST_USE;

struct tg_err *tg_jpeg_write_end(struct tg_sink *dst) TG_MUST_USE;

#endif
