/* jpeg_progressive.h (private) - progressive files, for jpeg_planes.c. */
#ifndef TG_CODEC_JPEG_PROGRESSIVE_H
#define TG_CODEC_JPEG_PROGRESSIVE_H

#include "core/codec/jpeg_planes.h"

/* tg_jpeg_planes_read() of a progressive file.  Its coefficients, two bytes each as libjpeg's, and
 * ten bytes more for every 64 are held at once: core/run/memory.c counts with them. */
bool tg_jpeg_progressive_read(const struct tg_kernels *k, const struct jpeg_decompress_struct *d,
                              struct tg_scan_file file, off_t at, struct tg_image *image);

#endif
