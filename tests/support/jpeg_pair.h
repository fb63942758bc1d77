/* jpeg_pair.h - one JPEG file through our own decoder and through libjpeg, plane by plane. */
#ifndef TG_TESTS_JPEG_PAIR_H
#define TG_TESTS_JPEG_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels/kernels.h"

enum jpeg_pair {
    JPEG_PAIR_SAME, /* both decoded it, to the same samples; libjpeg warned of the header at most */
    JPEG_PAIR_LEFT, /* ours leaves it to libjpeg */
    JPEG_PAIR_WARNED,   /* ours decoded it, libjpeg warned of the scan or failed */
    JPEG_PAIR_DIFFERENT /* other samples */
};

/* At the scale eighths / 8; files of more than 2^24 samples count as left. */
enum jpeg_pair jpeg_pair(const struct tg_kernels *k, const uint8_t *file, size_t len,
                         unsigned eighths);

#endif
