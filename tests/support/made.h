/* made.h - files of every format, made in memory by the libraries themselves: none of our own code
 * is in them, so that decoders are not tested against their own mistakes.
 *
 * Parts: made_gif.c, made_memory.h, made_tiff.c. */
#ifndef TG_TESTS_MADE_H
#define TG_TESTS_MADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Interleaved samples of `bits` bits.  Sample c of pixel x, y is v[(y * w + x) * channels + c]. */
struct raster {
    uint32_t w, h;
    unsigned channels, bits;
    uint16_t *v;
};

/* Soft slopes with some noise, using the whole range of values. */
struct raster raster_new(uint32_t w, uint32_t h, unsigned channels, unsigned bits);
void raster_free(struct raster *r);

/* Colour i of the palette of all files that have one: R, G, B, A. */
void made_palette(unsigned i, uint8_t rgba[4]);

/* A file in memory; free with made_free(). */
struct made {
    uint8_t *data;
    size_t len;
};
void made_free(struct made *m);

/* A PNG chunk. */
struct made_chunk {
    const char *name; /* NULL ends a list */
    const void *data;
    size_t len;
    bool late; /* after the pixels */
};

struct made_png {
    bool palette;      /* one channel of indices */
    bool transparency; /* tRNS: of the palette, or the colour of the first pixel */
    bool interlaced;
    const struct made_chunk *chunks; /* NULL: none */
};
struct made make_png(const struct raster *r, const struct made_png *o);

/* 3 or 4 channels of 8 bits.  Metadata NULL: none. */
struct made_webp {
    bool lossless;
    int quality;
    const char *icc, *exif, *xmp; /* texts, whatever they are */
};
struct made make_webp(const struct raster *r, const struct made_webp *o);

/* An animation: `r`, then the same upside down. */
struct made make_webp_animation(const struct raster *r);

#if TG_HAVE_GIF
/* One channel of at most 8 bits. */
struct made_gif {
    bool interlaced, second_frame, no_palette;
    int transparent;        /* -1: none */
    int canvas_w, canvas_h; /* 0: as the picture */
    int left, top;
    bool zero_canvas; /* the header says 0 x 0 */
};
struct made make_gif(const struct raster *r, const struct made_gif *o);
#endif

#if TG_HAVE_TIFF
struct made_tiff {
    uint16_t photometric, compression,
        planar;                   /* libtiff's numbers; 0 for planar and compression: plain */
    uint16_t extra;               /* EXTRASAMPLE_*, of one channel; 0xffff: none */
    uint16_t orientation;         /* 0: no tag */
    uint32_t tile;                /* side of tiles; 0: strips */
    uint32_t strip;               /* rows of a strip; 0: 5 */
    uint16_t predictor;           /* 0: no tag */
    const struct raster *smaller; /* pages behind it: smaller versions of it, it is said ... */
    size_t smaller_len;
    bool smaller_unsaid, smaller_below, smaller_bad; /* or not; in SubIFDs; they are not good */
    uint16_t sample_format;                          /* 0: no tag */
    bool big_endian, dng, raw_like, second_page, dated;
    const void *icc;
    uint32_t icc_len;
    /* Texts of tags; NULL: none.  Photoshop's resources have a length. */
    const char *description, *make, *model, *xmp;
    const void *photoshop;
    uint32_t photoshop_len;
};
struct made make_tiff(const struct raster *r, const struct made_tiff *o);
#endif

#endif
