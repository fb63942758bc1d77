/* jpeg_planes.h (private) - our decoder of ordinary JPEG files: baseline Huffman coding, 8 bits,
 * one scan, as nearly all cameras write them, and progressive ones.
 *
 * libjpeg reads the header and knows the file; this reads the scan in its place, faster, or gives
 * it back.  Everything out of the ordinary is left to libjpeg, the whole file of it: other kinds of
 * coding, damage of any sort, whatever libjpeg would warn of.  So a picture, its warnings and its
 * errors are libjpeg's, whoever decodes it.
 *
 * Parts: jpeg_blocks.c, jpeg_blocks.h, jpeg_progressive.c, jpeg_progressive.h,
 * jpeg_unhuffman.c, jpeg_unhuffman.h, jpeg_scan.c, jpeg_scan.h. */
#ifndef TG_CODEC_JPEG_PLANES_H
#define TG_CODEC_JPEG_PLANES_H

#include <stdbool.h>

#include "core/codec/jpeg_common.h"
#include "core/codec/jpeg_scan.h"
#include "core/image/image.h"

/* Decodes the scan that begins at byte `at` of `file`, whose header `d` has read, with the scale
 * that jpeg_calc_output_dimensions() chose, into planes that have room for whole MCUs.  Leaves d
 * and the position of the file alone.  False: ask libjpeg; what the planes hold then is nothing. */
bool tg_jpeg_planes_read(const struct tg_kernels *k, const struct jpeg_decompress_struct *d,
                         struct tg_scan_file file, off_t at, struct tg_image *image);

#endif
