/* tiff.h (private) - what the TIFF codec is made of.
 *
 * Parts: tiff_convert.c, tiff_file.c, tiff_pages.c, tiff_pixels.c. */
#ifndef TG_CODEC_TIFF_H
#define TG_CODEC_TIFF_H

#include <stdbool.h>
#include <tiffio.h>

#include "core/codec/codec.h"
#include "core/image/icc.h"

/* What a file's directories say. */
struct tg_tiff_choice {
    uint64_t first, picture; /* offsets of directories; 0: there is none */
    uint64_t orientation;    /* of the first directory; 0: it does not say */
    bool raw;                /* a raw photo */
};

/* A file in memory as libtiff sees it, and what libtiff says about it.  Must stay where it is while
 * `tiff` is open. */
struct tg_tiff {
    struct tg_blob file;
    uint64_t pos;
    TIFF *tiff;
    struct tg_tiff_choice choice;
    bool padded;    /* what lies beyond the end of the file reads as 0 */
    char text[200]; /* of libtiff's first error; of its first warning too once pixels are read */
    bool reading;   /* set it before pixels are read: from now on, warnings are about damage */
    const char *path;
    const struct tg_source *src; /* where the file came from */
};

/* Finds the page to show: the first one that is no smaller version of another and no mask, below
 * the first directory if need be; else the first that has a size.  Looks at no more than 64
 * directories. */
struct tg_tiff_choice tg_tiff_choose(const struct tg_blob *file);

/* Makes the strips or tiles of a directory end where the file does, in memory: what there is of
 * them can then be unpacked. */
void tg_tiff_clip(const struct tg_blob *file, uint64_t offset);

/* Who makes planes of its samples. */
enum tg_tiff_kind {
    TG_TIFF_OTHER, /* libtiff's conversion to RGBA */
    TG_TIFF_GREY,
    TG_TIFF_RGB,
    TG_TIFF_CMYK,
    TG_TIFF_LAB,     /* CIE L*a*b*, ICC's or ITU's */
    TG_TIFF_PALETTE, /* with alpha: libtiff leaves that out */
};

/* What the page is. */
struct tg_tiff_page {
    enum tg_tiff_kind kind;
    uint32_t w, h;
    uint16_t bits, samples, photometric, planar, compression, sample_format;
    uint16_t extra; /* how many samples are not colours */
    uint16_t extra_kind;
    bool tiled;
    bool untagged_alpha; /* a sample more than there are colours, of which nothing is said */
};

/* Reads the source and opens the page to show; TG_E_UNSUPPORTED for raw photos.  Also when it
 * fails, the caller must call tg_tiff_release(). */
struct tg_err *tg_tiff_open(struct tg_tiff *t, struct tg_source *src) TG_MUST_USE;
void tg_tiff_release(struct tg_tiff *t);

/* TG_E_CORRUPT with libtiff's words. */
struct tg_err *tg_tiff_error(const struct tg_tiff *t) TG_MUST_USE;

/* Describes the page; TG_E_UNSUPPORTED for what we do not show, TG_E_LIMIT for what would take too
 * much memory. */
struct tg_err *tg_tiff_page(const struct tg_tiff *t, const struct tg_limits *limits,
                            struct tg_tiff_page *page) TG_MUST_USE;

/* Whether rows of such samples can be converted by the functions below. */
bool tg_tiff_samples_fit(const struct tg_tiff_page *page);
bool tg_tiff_has_alpha(const struct tg_tiff_page *page);

/* From samples as libtiff delivers them to those of a picture.  Numbers with a point are light from
 * 0 to 1, or, if there is a colour profile, what it says; outside 0 .. 1 they are clipped. */
struct tg_tiff_convert {
    const struct tg_tiff_page *page;
    const struct tg_kernels *k;
    unsigned channels; /* of the page: colours and alpha */
    unsigned depth;    /* of the picture */
    bool linear;
    struct tg_cmyk *cmyk;
    uint16_t *table;                           /* tg_srgb_table_new() */
    uint8_t (*palette)[3];                     /* of 1 << bits colours */
    uint8_t *picked, *whole, *colour, *narrow; /* a row each, after every step */
};

/* The caller calls tg_tiff_convert_release(), on error too.  The page must fit. */
struct tg_err *tg_tiff_convert_init(struct tg_tiff_convert *c, const struct tg_tiff *t,
                                    const struct tg_tiff_page *page, const struct tg_kernels *k,
                                    bool deep) TG_MUST_USE;
void tg_tiff_convert_release(struct tg_tiff_convert *c);

/* n pixels, all samples of each together, to as many of grey or RGB, with alpha if the page has it,
 * of c->depth bits; good until the next call. */
const void *tg_tiff_convert_row(const struct tg_tiff_convert *c, const uint8_t *pixels, size_t n);

/* Reads pixels of a page: as they are where they are plain samples, through libtiff's conversion to
 * 8-bit RGBA otherwise.  What is lost of it is grey and damage; all of it, an error. */
struct tg_err *tg_tiff_read_plain(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                  const struct tg_kernels *k, bool deep, struct tg_image *image,
                                  struct tg_damage *damage) TG_MUST_USE;
struct tg_err *tg_tiff_read_any(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                const struct tg_kernels *k, struct tg_image *image,
                                struct tg_damage *damage) TG_MUST_USE;

/* Whether tg_tiff_read_plain() can read it. */
bool tg_tiff_is_plain(const struct tg_tiff_page *page);

#endif
