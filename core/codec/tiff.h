/* tiff.h (private) - what the TIFF codec is made of.
 *
 * Parts: tiff_any.c, tiff_convert.c, tiff_file.c, tiff_inflate.c, tiff_page.c, tiff_pages.c,
 * tiff_pixels.c. */
#ifndef TG_CODEC_TIFF_H
#define TG_CODEC_TIFF_H

#include <stdbool.h>
#include <tiffio.h>

#include "core/codec/codec.h"
#include "core/codec/raw_photo.h"
#include "core/image/halving.h"
#include "core/image/icc.h"

enum { TG_TIFF_SMALLER = 16 };

/* A directory with a smaller version of the picture. */
struct tg_tiff_smaller {
    uint64_t at, w, h;
};

/* What a file's directories say. */
struct tg_tiff_choice {
    uint64_t first, picture; /* offsets of directories; 0: there is none */
    uint64_t orientation;    /* of the first directory; 0: it does not say */
    bool raw;                /* a raw photo */
    struct tg_tiff_smaller smaller[TG_TIFF_SMALLER];
    size_t smaller_len;
};

/* Where a directory counts the bytes of its strips or tiles, if some end beyond the file. */
struct tg_tiff_clip {
    uint64_t offsets, counts; /* of the lists in the file */
    uint64_t first, end;      /* such strips are among these; end 0: there are none */
    unsigned offset_bytes, count_bytes;
    bool msb;
};

/* A file as libtiff sees it, and what libtiff says about it.  Must stay where it is while `tiff` is
 * open. */
struct tg_tiff {
    struct tg_rawfile file;
    struct tg_tiff_clip clip;
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
struct tg_tiff_choice tg_tiff_choose(struct tg_rawfile *file);

/* Strips or tiles of a directory that end beyond the file; and the n bytes `to` of the file at `at`
 * as if they ended where it does: what there is of them can then be unpacked. */
struct tg_tiff_clip tg_tiff_find_cut(struct tg_rawfile *file, uint64_t offset);
void tg_tiff_clip(const struct tg_tiff_clip *c, struct tg_rawfile *file, uint64_t at, uint8_t *to,
                  size_t n);

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
    bool untagged_alpha;       /* a sample more than there are colours, of which nothing is said */
    uint32_t block_w, block_h; /* of tiles, or of strips; block_h is no more than h for strips */
};

/* Opens the page to show; TG_E_UNSUPPORTED for raw photos.  Also when it fails, the caller must
 * call tg_tiff_release(). */
struct tg_err *tg_tiff_open(struct tg_tiff *t, struct tg_source *src) TG_MUST_USE;
void tg_tiff_release(struct tg_tiff *t);

/* Goes to another directory.  Warnings about it do not count. */
bool tg_tiff_enter(struct tg_tiff *t, uint64_t offset);

/* TG_E_CORRUPT with libtiff's words. */
struct tg_err *tg_tiff_error(const struct tg_tiff *t) TG_MUST_USE;

/* Describes the page; TG_E_UNSUPPORTED for what we do not show, TG_E_LIMIT for what would take too
 * much memory. */
struct tg_err *tg_tiff_page(const struct tg_tiff *t, const struct tg_limits *limits,
                            struct tg_tiff_page *page) TG_MUST_USE;

/* Whether the picture may be halved while it is read: not if it must be known whole first. */
bool tg_tiff_can_halve(const struct tg_tiff_page *page);

/* Bytes of the largest strip or tile of the page in the file. */
uint64_t tg_tiff_largest_block(const struct tg_tiff *t, const struct tg_tiff_page *page);

/* How many bytes decoding the page takes besides the picture that comes of it, if it is halved
 * while it is read; 0 if it cannot be. */
uint64_t tg_tiff_room(const struct tg_tiff *t, const struct tg_tiff_page *page);

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

/* Rows of samples, as the page has them. */
struct tg_tiff_rows {
    uint8_t *data;
    size_t stride, rows;
    unsigned bits; /* of a sample */
};

/* n bytes of samples to the machine's order. */
void tg_tiff_swap(const struct tg_tiff *t, unsigned bits, uint8_t *row, size_t n);

/* Unpacks strips and tiles of a page that are packed by Deflate. */
struct tg_tiff_inflate {
    struct libdeflate_decompressor *unpacker; /* NULL: others are to be left to libtiff */
    uint8_t *packed;
    size_t room;
    bool differences; /* samples are told by those to their left */
    unsigned samples; /* of a pixel in a block */
};

/* For blocks of `bytes` bytes at most.  The caller releases it, on error too. */
struct tg_err *tg_tiff_inflate_init(struct tg_tiff_inflate *z, const struct tg_tiff *t,
                                    const struct tg_tiff_page *page, size_t bytes) TG_MUST_USE;
void tg_tiff_inflate_release(struct tg_tiff_inflate *z);

/* Unpacks a strip or tile into rows.  False if that is left to libtiff, or if there is anything
 * wrong with it: libtiff tells what and how far it is good. */
bool tg_tiff_inflate(const struct tg_tiff_inflate *z, struct tg_tiff *t, const struct tg_kernels *k,
                     uint32_t block, const struct tg_tiff_rows *to);

/* How pixels are read. */
struct tg_tiff_how {
    const struct tg_kernels *kernels;
    bool deep;
    unsigned halvings; /* of the picture while it is read */
};

/* Reads pixels of a page: as they are where they are plain samples, through libtiff's conversion to
 * 8-bit RGBA otherwise.  What is lost of it is grey and damage; all of it, an error. */
struct tg_err *tg_tiff_read_plain(struct tg_tiff *t, const struct tg_tiff_page *page,
                                  const struct tg_tiff_how *how, struct tg_image *image,
                                  struct tg_damage *damage) TG_MUST_USE;
struct tg_err *tg_tiff_read_any(const struct tg_tiff *t, const struct tg_tiff_page *page,
                                const struct tg_tiff_how *how, struct tg_image *image,
                                struct tg_damage *damage) TG_MUST_USE;

/* For both: greys what there is not in the file of rows [y, y + rows) of the picture, which are the
 * first of `band`.  Sets *got if there is any, *lost if not all. */
void tg_tiff_grey_missing(const struct tg_tiff *t, const struct tg_tiff_page *p,
                          struct tg_image *band, uint32_t y, uint32_t rows, bool *got, bool *lost);

/* Damage if some of the pixels are bad, an error if all are. */
struct tg_err *tg_tiff_report(const struct tg_tiff *t, bool got, bool lost,
                              struct tg_damage *damage) TG_MUST_USE;

/* What either takes besides the picture, if it halves it. */
uint64_t tg_tiff_plain_room(const struct tg_tiff *t, const struct tg_tiff_page *page);
uint64_t tg_tiff_any_room(const struct tg_tiff *t, const struct tg_tiff_page *page);

/* Whether tg_tiff_read_plain() can read it. */
bool tg_tiff_is_plain(const struct tg_tiff_page *page);

#endif
