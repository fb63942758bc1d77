/* tiff.h (private) - what the TIFF codec is made of.
 *
 * Parts: tiff_file.c, tiff_pixels.c. */
#ifndef TG_CODEC_TIFF_H
#define TG_CODEC_TIFF_H

#include <stdbool.h>
#include <tiffio.h>

#include "core/codec/codec.h"

/* A file in memory as libtiff sees it, and what libtiff says about it.  Must stay where it is while
 * `tiff` is open. */
struct tg_tiff {
    struct tg_blob file;
    uint64_t pos;
    TIFF *tiff;
    char text[200]; /* of libtiff's first error; of its first warning too once pixels are read */
    bool reading;   /* set it before pixels are read: from now on, warnings are about damage */
    const char *path;
    const struct tg_source *src; /* where the file came from */
};

/* What the first page is. */
struct tg_tiff_page {
    uint32_t w, h;
    uint16_t bits, samples, photometric, planar, compression, sample_format;
    uint16_t extra; /* how many samples are not colours */
    uint16_t extra_kind;
    bool tiled;
};

/* Reads the source and opens its first page; also when it fails, the caller must call
 * tg_tiff_release(). */
struct tg_err *tg_tiff_open(struct tg_tiff *t, struct tg_source *src) TG_MUST_USE;
void tg_tiff_release(struct tg_tiff *t);

/* TG_E_CORRUPT with libtiff's words. */
struct tg_err *tg_tiff_error(const struct tg_tiff *t) TG_MUST_USE;

/* Describes the page; TG_E_UNSUPPORTED for what we do not show, TG_E_LIMIT for what would take too
 * much memory. */
struct tg_err *tg_tiff_page(const struct tg_tiff *t, const struct tg_limits *limits,
                            struct tg_tiff_page *page) TG_MUST_USE;

/* Reads pixels of a page: as they are where they are plain samples of 8 or 16 bits, through
 * libtiff's conversion to 8-bit RGBA otherwise. */
struct tg_err *tg_tiff_read_plain(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                  const struct tg_kernels *k, bool deep, struct tg_image *image,
                                  struct tg_damage *damage) TG_MUST_USE;
struct tg_err *tg_tiff_read_any(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                const struct tg_kernels *k, struct tg_image *image,
                                struct tg_damage *damage) TG_MUST_USE;

/* Whether tg_tiff_read_plain() can read it. */
bool tg_tiff_is_plain(const struct tg_tiff_page *page);

#endif
