/* bmp.h (private) - what the BMP codec is made of.
 *
 * Parts: bmp_header.c, bmp_rle.c. */
#ifndef TG_CODEC_BMP_H
#define TG_CODEC_BMP_H

#include "core/codec/codec.h"

enum { TG_BMP_PALETTE = 256 };

/* A picture in memory, as its header describes it. */
struct tg_bmp {
    struct tg_blob file; /* owned */
    const char *path;
    uint32_t w, h;
    bool top_down;
    unsigned bits;    /* per pixel: 1, 2, 4, 8, 16, 24 or 32 */
    bool rle;         /* run lengths of `bits` 4, 8 or 24 */
    uint32_t mask[4]; /* red, green, blue and alpha of 16 and 32 bits; 0: there is none */
    size_t pixels_at; /* not beyond the end of the file */
    size_t icc_at, icc_len;
    uint8_t palette[TG_BMP_PALETTE][4]; /* R, G, B, 255; black where the file has none */
};

/* Reads the source and its header.  TG_E_UNSUPPORTED for what browsers do not show, TG_E_LIMIT for
 * too many pixels.  The caller releases bmp->file, on error too. */
struct tg_err *tg_bmp_open(struct tg_bmp *bmp, struct tg_source *src,
                           const struct tg_limits *limits) TG_MUST_USE;

/* Little-endian numbers. */
static inline uint32_t tg_bmp_get16(const uint8_t *p)
{
    return (uint32_t)(p[0] | p[1] << 8);
}

static inline uint32_t tg_bmp_get32(const uint8_t *p)
{
    return tg_bmp_get16(p) | tg_bmp_get16(p + 2) << 16;
}

/* Unpacks run lengths into a black picture of RGB: what the runs leave out stays so, as in
 * browsers.  Rows whose runs are not in the file are lost.  False if there is such a row. */
bool tg_bmp_unpack(const struct tg_bmp *bmp, struct tg_image *image);

#endif
