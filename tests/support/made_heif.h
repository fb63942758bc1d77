/* made_heif.h - HEIF files: boxes of our own around pictures that encoders made.
 *
 * Every picture is 64 x 64 pixels without loss: four squares of 32 x 32, whose samples in 8 bits
 * are made_heif_samples; of more bits they are shifted, and 1 (10 bits) or 5 (12 bits) is added.
 * AV1's are by libaom, HEVC's by x265.  Those that are lossy show waves, 4:2:0, whose hashes are
 * those that ffmpeg's own decoder and libaom give.
 *
 * Parts: made_heif_streams.c. */
#ifndef TG_TESTS_MADE_HEIF_H
#define TG_TESTS_MADE_HEIF_H

#include "tests/support/made.h"

enum { MADE_HEIF_SIDE = 64 };

enum made_stream {
    MADE_AV1_420,
    MADE_AV1_444,
    MADE_AV1_420_10,
    MADE_AV1_422_12,
    MADE_AV1_GREY, /* luma alone */
    MADE_AV1_LOSSY,
    MADE_HEVC_420,
    MADE_HEVC_420_10,
    MADE_HEVC_LOSSY,
    MADE_NO_STREAM,
/* For what is the same in both: */
#if TG_HAVE_AVIF
    MADE_HEIF_420 = MADE_AV1_420,
    MADE_HEIF_10 = MADE_AV1_420_10,
#else
    MADE_HEIF_420 = MADE_HEVC_420,
    MADE_HEIF_10 = MADE_HEVC_420_10,
#endif
};

/* An item and its configuration. */
struct made_heif_stream {
    const uint8_t *data;
    size_t len;
    const uint8_t *config;
    size_t config_len;
};
extern const struct made_heif_stream made_heif_streams[MADE_NO_STREAM];

/* Those without loss and in colour that this build decodes. */
static const enum made_stream made_heif_coded[] = {
#if TG_HAVE_AVIF
    MADE_AV1_420,  MADE_AV1_444,     MADE_AV1_420_10, MADE_AV1_422_12,
#endif
#if TG_HAVE_HEVC
    MADE_HEVC_420, MADE_HEVC_420_10,
#endif
};
enum { MADE_HEIF_CODED = sizeof(made_heif_coded) / sizeof(made_heif_coded[0]) };

/* Of a sample. */
static inline unsigned made_heif_bits(enum made_stream s)
{
    return s == MADE_AV1_420_10 || s == MADE_HEVC_420_10 ? 10 : s == MADE_AV1_422_12 ? 12 : 8;
}

/* Y, Cb, Cr of the upper left, upper right, lower left and lower right square. */
extern const uint8_t made_heif_samples[4][3];

struct made_heif {
    enum made_stream stream;
    const char *brand;      /* NULL: avif or heic, as the stream */
    unsigned columns, rows; /* of a grid of the same picture; 0: none */
    uint32_t grid_w, grid_h;
    bool grid_in_file;         /* what describes the grid is in mdat, not in idat */
    enum made_stream odd_tile; /* of the last tile; only with has_odd_tile */
    bool has_odd_tile;
    bool thumbnail;            /* the picture once more, as a thumbnail of the grid */
    bool alpha, premultiplied; /* of MADE_AV1_GREY, for each tile */
    bool foreign_aux;          /* the auxiliary picture is something else */
    const uint8_t *turns;      /* irot (0-3) and imir (4, 5) in their order, until 255; or NULL */
    const int32_t *clap;       /* 8 numbers, or NULL */
    const uint16_t *nclx;      /* primaries, transfer, matrix, range, or NULL */
    const void *icc, *exif;    /* exif: TIFF */
    size_t icc_len, exif_len;
    const char *xmp;
    const char *type;     /* of the picture's item instead of its own */
    const char *property; /* an essential property of this type */
    bool wide;            /* numbers of 8 bytes in iloc, ids of 4 */
};
struct made make_heif(const struct made_heif *o);

#endif
