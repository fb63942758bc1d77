/* jpeg_shape.h (private to core/codec) - planes as libjpeg delivers them: their sizes, and what is
 * at their edges. */
#ifndef TG_CODEC_JPEG_SHAPE_H
#define TG_CODEC_JPEG_SHAPE_H

#include <stdio.h> /* jpeglib.h wants it */

#include <jpeglib.h>

#include "core/base/err.h"
#include "core/image/image.h"

/* Plane c of the picture, in memory for whole MCUs, once libjpeg knows its scale.  Sizes come from
 * the component's own scaled block size, which at reduced scale may give subsampled components the
 * luma's resolution. */
struct tg_err *tg_jpeg_plane_new(const struct jpeg_decompress_struct *ci, int c,
                                 struct tg_image *image) TG_MUST_USE;

/* A scaled sample at the edge that is less than half covered by the picture shows mostly what the
 * encoder padded with: its neighbour replaces it. */
void tg_jpeg_replace_padding(struct tg_plane *p);

/* Outputs can keep chroma planes that are alike, each side the luma's or half of it; anything else
 * is reported as 4:2:0. */
void tg_jpeg_simplify_subsampling(struct tg_image *image);

#endif
