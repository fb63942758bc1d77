/* image.h - pictures as planes of samples. */
#ifndef TG_IMAGE_IMAGE_H
#define TG_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/limits.h"
#include "kernels/kernels.h"

enum { TG_MAX_PLANES = 4 };

/* One channel of 8-bit samples or of native-endian uint16_t.  Row y starts at
 * data + y * stride; what follows the w samples of a row is padding that anyone may overwrite. */
struct tg_plane {
    uint8_t *data;
    size_t stride;  /* bytes; a multiple of 64 for planes made by tg_plane_new() */
    unsigned bytes; /* per sample: 1 or 2 */
    uint32_t w, h;  /* samples held */
    /* The part of the plane that the picture covers, in samples: less than w, h where the last
     * sample is shared with what lies beyond the edge (the chroma of an odd-width 4:2:0 photo). */
    double extent_w, extent_h;
    void *memory; /* what tg_plane_release() frees; NULL if the samples are borrowed */
};

/* Allocates w x h samples of `bytes` (1 or 2) bytes each, uninitialised.  extent = size.
 * TG_E_LIMIT if a side is 0 or over TG_MAX_SIDE + 64. */
struct tg_err *tg_plane_new_deep(struct tg_plane *p, uint32_t w, uint32_t h,
                                 unsigned bytes) TG_MUST_USE;
/* The same for 8-bit samples. */
struct tg_err *tg_plane_new(struct tg_plane *p, uint32_t w, uint32_t h) TG_MUST_USE;
void tg_plane_release(struct tg_plane *p); /* zeroes *p */

/* A plane that borrows p's samples. */
struct tg_plane tg_plane_borrow(const struct tg_plane *p);

enum tg_model { TG_GREY, TG_YCC, TG_RGB };

/* Bytes that travel with a picture. */
struct tg_blob {
    uint8_t *data; /* NULL if none */
    size_t len;
};

struct tg_image {
    uint32_t width, height; /* of the picture as coded, before any decode scaling */
    enum tg_model model;
    bool alpha;      /* the last plane is alpha; colours are not premultiplied */
    unsigned planes; /* 1 or 3, one more with alpha */
    unsigned depth;  /* bits per sample: 8, or 16 (never with TG_YCC) */
    struct tg_plane plane[TG_MAX_PLANES];
    /* Picture pixels per sample of each plane before any decode scaling: 1 or 2 (2, 2 for the
     * chroma of 4:2:0); stranger factors are reported as 2, 2. */
    uint8_t sub_x[TG_MAX_PLANES], sub_y[TG_MAX_PLANES];
    unsigned orientation; /* EXIF 1-8: how to turn it upright */
    bool animated;        /* the first of several frames */
    bool exotic;   /* the file is coded in a way that not every browser shows, or shows right */
    bool icc_made; /* the file has no profile: `icc` was made of what its EXIF says */
    struct tg_blob icc;  /* owned; its colour space fits the model */
    struct tg_blob exif; /* owned; begins with "Exif\0\0" */
    struct tg_blob xmp;  /* owned; the XML packet */
};

/* Fills in what a new picture without chroma subsampling has: sizes, model, planes, depth 8 or 16,
 * orientation 1; allocates the planes.  On error everything is released. */
struct tg_err *tg_image_new(struct tg_image *im, uint32_t w, uint32_t h, enum tg_model model,
                            bool alpha, unsigned depth) TG_MUST_USE;

/* The same of TG_YCC with one sample of chroma for sub_x times sub_y pixels (1 or 2); where those
 * lie beyond the edge in part, its plane's extent says so. */
struct tg_err *tg_image_new_ycc(struct tg_image *im, uint32_t w, uint32_t h, uint8_t sub_x,
                                uint8_t sub_y) TG_MUST_USE;

/* Copies bytes into a blob, replacing what it held. */
struct tg_err *tg_blob_set(struct tg_blob *b, const void *data, size_t len) TG_MUST_USE;
void tg_blob_release(struct tg_blob *b);

void tg_image_release(struct tg_image *im); /* zeroes *im */

/* True for the orientations that swap width and height. */
bool tg_orientation_swaps(unsigned orientation);

/* Whether the coded x (y) axis runs backwards in the upright picture. */
bool tg_orientation_mirrors_x(unsigned orientation);
bool tg_orientation_mirrors_y(unsigned orientation);

/* Turns `src` by `orientation` into a new plane.  orientation 2-8. */
struct tg_err *tg_plane_orient(const struct tg_kernels *k, const struct tg_plane *src,
                               unsigned orientation, struct tg_plane *dst) TG_MUST_USE;

#endif
