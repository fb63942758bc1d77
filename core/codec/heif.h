/* heif.h (private) - the boxes of HEIF files (ISO/IEC 14496-12, 23008-12), which HEIC and AVIF are:
 * which items a file has, what is said of them, and where their bytes are.
 *
 * Nothing here is decoded.  Every number of a file is bounded before anything is allocated for it,
 * and no step goes backwards in the file, so that reading ends soon whatever it holds.
 *
 * Parts: heif_boxes.c, heif_items.c, heif_picture.c. */
#ifndef TG_CODEC_HEIF_H
#define TG_CODEC_HEIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/image/image.h"

/* Four letters as the number that they are in a file. */
#define TG_FOURCC(a, b, c, d)                                                                      \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* More than any real file has: one of 200 megapixels in tiles of 512x512 has 800 of each. */
enum {
    TG_HEIF_ITEMS = 4096,
    TG_HEIF_EXTENTS = 8192,
    TG_HEIF_REFERENCES = 16384,
    TG_HEIF_PROPERTIES = 8192,
    TG_HEIF_USES = 65536, /* of properties, by items */
    TG_HEIF_TILES = 2048, /* of a grid */
};

/* Reads numbers from memory, big-endian; after the end they are 0 and `bad` is set. */
struct tg_heif_cursor {
    uint8_t *at;
    size_t left;
    bool bad;
};

uint64_t tg_heif_get(struct tg_heif_cursor *c, unsigned bytes); /* 0-8 */

/* Goes on to the next box and sets its type and a cursor over what is in it; false at the end, and,
 * with `bad` set, for what is no box.  One that is longer than its surroundings ends with them, and
 * its cursor is `bad` from the start. */
bool tg_heif_box(struct tg_heif_cursor *c, uint32_t *type, struct tg_heif_cursor *inside);

/* What is left of it. */
static inline struct tg_blob tg_heif_span(const struct tg_heif_cursor *c)
{
    return (struct tg_blob){c->at, c->left};
}

struct tg_heif_item {
    uint32_t id, type;      /* TG_FOURCC */
    bool xmp;               /* a `mime` item of XMP */
    uint8_t construction;   /* iloc: 0 in the file, 1 in idat, others cannot be read */
    bool elsewhere;         /* in another file */
    size_t extent, extents; /* the first, and how many */
    size_t use, uses;       /* of properties, the same */
};

struct tg_heif_extent {
    uint64_t at, len; /* len 0: to the end */
};

struct tg_heif_reference {
    uint32_t type, from, to; /* in the order of the file */
};

struct tg_heif_property {
    uint32_t type;
    struct tg_heif_cursor data;
};

struct tg_heif_use {
    uint16_t property; /* from 1; 0 and what is beyond the last: none */
    bool essential;    /* who does not know it must not show the item */
};

struct tg_heif {
    const char *path;
    struct tg_blob file; /* borrowed */
    struct tg_heif_cursor idat;
    uint32_t primary;           /* id of the item that the file shows */
    struct tg_heif_item *items; /* by id */
    struct tg_heif_extent *extents;
    struct tg_heif_reference *references;
    struct tg_heif_property *properties;
    struct tg_heif_use *uses;
    size_t items_len, extents_len, references_len, properties_len, uses_len;
};

/* Reads the `meta` box of a file in memory, which must outlive *h.  The caller calls
 * tg_heif_release(), on error too.  TG_E_CORRUPT, TG_E_LIMIT, TG_E_UNSUPPORTED for sequences. */
struct tg_err *tg_heif_open(struct tg_heif *h, const char *path,
                            const struct tg_blob *file) TG_MUST_USE;
void tg_heif_release(struct tg_heif *h);

/* NULL if there is none. */
const struct tg_heif_item *tg_heif_item(const struct tg_heif *h, uint32_t id);

/* The n-th property (from 0) of this type that an item has; false: there is none. */
bool tg_heif_property(const struct tg_heif *h, const struct tg_heif_item *item, uint32_t type,
                      unsigned n, struct tg_heif_cursor *data);

/* The n-th item (from 0) that `item` refers to, or that refers to it; NULL if there is none. */
const struct tg_heif_item *tg_heif_target(const struct tg_heif *h, const struct tg_heif_item *item,
                                          uint32_t type, unsigned n);
const struct tg_heif_item *tg_heif_referrer(const struct tg_heif *h,
                                            const struct tg_heif_item *item, uint32_t type,
                                            unsigned n);

/* A copy of an item's bytes, which the caller releases: never more than the file has.  What lies
 * beyond the end of the file is missing, *cut tells. */
struct tg_err *tg_heif_data(const struct tg_heif *h, const struct tg_heif_item *item,
                            struct tg_blob *data, bool *cut) TG_MUST_USE;

/* Code points of ITU-T H.273.  2: nobody says. */
struct tg_heif_colour {
    unsigned primaries, transfer, matrix;
    bool full_range;
};

/* What has to be known of an item to show it. */
struct tg_heif_picture {
    const struct tg_heif_item *item;
    uint32_t type;             /* of what is coded: hvc1, av01 */
    uint32_t coded_w, coded_h; /* what the tiles make up */
    uint32_t columns, rows;    /* of tiles: 1, 1 without a grid */
    uint32_t tile_w, tile_h;   /* columns * tile_w >= coded_w */
    uint32_t x, y, w, h;       /* what of it is shown */
    unsigned orientation;      /* EXIF 1-8, of what is shown */
    bool says_colour;          /* the boxes do: */
    struct tg_heif_colour colour;
    struct tg_heif_cursor icc;           /* empty: none */
    const struct tg_heif_item *alpha;    /* NULL: none */
    const struct tg_heif_item *gain_map; /* Apple's; NULL: none */
    bool premultiplied;
    bool odd_crop; /* the file asks for a crop that makes no sense, and gets none */
};

/* Describes an item.  TG_E_UNSUPPORTED, which names what it is, for kinds that are not read;
 * TG_E_CORRUPT where boxes are missing or contradict each other. */
struct tg_err *tg_heif_describe(const struct tg_heif *h, const struct tg_heif_item *item,
                                struct tg_heif_picture *picture) TG_MUST_USE;

/* Tile `n` of it, row by row; the picture's own item if it has no grid.  NULL: it is missing, or of
 * another type than the rest. */
const struct tg_heif_item *tg_heif_tile(const struct tg_heif *h,
                                        const struct tg_heif_picture *picture, size_t n);

/* The smallest version of a whole picture that has at least `w` x `h` pixels and lies as it does;
 * false if there is none. */
bool tg_heif_thumbnail(const struct tg_heif *h, const struct tg_heif_picture *picture, uint32_t w,
                       uint32_t height, struct tg_heif_picture *thumbnail);

/* The EXIF block, without the number in front of it, and the XMP packet that describe an item;
 * empty if there is none.  The caller releases them. */
struct tg_err *tg_heif_metadata(const struct tg_heif *h, const struct tg_heif_item *item,
                                struct tg_blob *exif, struct tg_blob *xmp) TG_MUST_USE;

#endif
