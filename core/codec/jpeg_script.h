/* jpeg_script.h (private to core/codec, tests and benchmarks) - the scans of a JPEG file. */
#ifndef TG_CODEC_JPEG_SCRIPT_H
#define TG_CODEC_JPEG_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

/* One scan: components first ... first + components - 1 (0 luma, 1 and 2 chroma), coefficients
 * from ... to of the zigzag order.  Several components only with from = 0. */
struct tg_jpeg_scan {
    uint8_t first, components, from, to;
};

enum { TG_JPEG_SCANS = 6 };

/* What a file is made of. */
struct tg_jpeg_script {
    bool progressive;
    bool standard_tables; /* instead of optimal ones */
    uint8_t scans;
    struct tg_jpeg_scan scan[TG_JPEG_SCANS];
};

#endif
