/* raw_photo.h (private) - raw photos of cameras by the JPEG previews in them, found by readers of
 * our own: most files are TIFF of a kind (CR2, NEF, ARW, DNG, ORF, RW2, PEF, SRW), CR3 is boxes,
 * RAF and X3F are containers of their own.  The sensor's data is never looked at.
 *
 * Numbers of a file are only ever followed forwards: how many directories, entries, boxes and
 * previews are looked at is bounded, and nothing is allocated that depends on them.
 *
 * Parts: raw_boxes.c, raw_exif.c, raw_file.c, raw_ifds.c, raw_maker.c, raw_photo.c. */
#ifndef TG_CODEC_RAW_PHOTO_H
#define TG_CODEC_RAW_PHOTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/codec/stream.h"
#include "core/image/image.h"

enum {
    TG_RAWFILE_PAGE = 4096,   /* bytes that can be looked at together */
    TG_RAWEXIF_ENTRIES = 128, /* kept for the EXIF block */
    TG_RAWEXIF_DATA = 16384,  /* bytes of their values */
};

/* A file that is read here and there. */
struct tg_rawfile {
    int fd;
    uint64_t start, size; /* offset of its first byte; bytes */
    uint64_t at;          /* of the page */
    size_t len;
    uint8_t page[TG_RAWFILE_PAGE];
};

/* False if the source has no position.  The position stays where it is. */
bool tg_rawfile_init(struct tg_rawfile *f, const struct tg_source *src);

/* n <= TG_RAWFILE_PAGE bytes at `at`, good until the next call; NULL if the file does not have
 * them. */
const uint8_t *tg_rawfile_at(struct tg_rawfile *f, uint64_t at, size_t n);

/* Reads n bytes at `at`, or as many as there are; returns how many. */
size_t tg_rawfile_read(struct tg_rawfile *f, uint64_t at, void *to, size_t n);

/* A number of n <= 8 bytes; 0 beyond the end. */
uint64_t tg_rawfile_get(struct tg_rawfile *f, uint64_t at, unsigned n, bool msb);

/* Entries of the photo's directories that say something of it, as they are in the file. */
enum tg_rawexif_ifd { TG_RAWEXIF_MAIN, TG_RAWEXIF_PHOTO, TG_RAWEXIF_GPS, TG_RAWEXIF_IFDS };
struct tg_rawexif {
    bool msb;
    size_t len, used;
    struct tg_rawexif_entry {
        uint16_t ifd, tag, type;
        uint32_t count, at, bytes; /* at: in data */
    } entries[TG_RAWEXIF_ENTRIES];
    uint8_t data[TG_RAWEXIF_DATA];
};

/* Whether such an entry is of use. */
bool tg_rawexif_wants(enum tg_rawexif_ifd ifd, unsigned tag);

/* Keeps an entry, unless there is one of this tag or no room. */
void tg_rawexif_add(struct tg_rawexif *x, enum tg_rawexif_ifd ifd, unsigned tag, unsigned type,
                    uint32_t count, const uint8_t *value, size_t bytes);

/* A number of 16 bits; 0 if there is none. */
unsigned tg_rawexif_short(const struct tg_rawexif *x, enum tg_rawexif_ifd ifd, unsigned tag);

/* Names the lens, where only its numbers are known: the shortest and longest focal length and the
 * largest aperture at each, as rationals. */
void tg_rawexif_name_lens(struct tg_rawexif *x);

/* A block that begins with "Exif\0\0" of all entries and this orientation. */
struct tg_err *tg_rawexif_block(const struct tg_rawexif *x, unsigned orientation,
                                struct tg_blob *block) TG_MUST_USE;

struct tg_rawphoto {
    struct tg_rawfile file;
    const char *maker;       /* "Canon ", by the container; "" if many have it */
    bool raw;                /* it is a raw photo */
    uint64_t at, len;        /* the largest preview; len 0: none */
    uint32_t w, h;           /* of it */
    bool speaks;             /* it has EXIF of its own */
    bool adobe_rgb;          /* so is one that does not say what its colours are */
    unsigned offered;        /* previews */
    unsigned visited;        /* directories */
    uint32_t across, down;   /* of the sensor's picture, if known */
    uint64_t xmp, xmp_bytes; /* the packet; 0 bytes: none */
    struct tg_rawexif exif;
};

/* Looks for previews and for what the file says of the photo.  p->raw stays false if it is
 * something else. */
void tg_rawphoto_read(struct tg_rawphoto *p, const struct tg_source *src);

/* A preview may be there: if it begins as a JPEG file that can be shown and is larger than any
 * before, it is the one. */
void tg_rawphoto_offer(struct tg_rawphoto *p, uint64_t at, uint64_t len);

/* A TIFF structure in the file. */
struct tg_rawifds {
    struct tg_rawphoto *photo;
    uint64_t base; /* offsets count from here */
    bool msb, big; /* big-endian; BigTIFF */
};
struct tg_rawifd_entry {
    unsigned tag, type;
    uint64_t count;
    uint64_t at; /* of the values, in the file; none lies beyond its end */
};

/* Reads the header at t->base; false if there is none.  *first: offset of the first directory. */
bool tg_rawifds_init(struct tg_rawifds *t, uint64_t *first);

/* Calls `visit` for every entry of the directory at `offset`; returns the offset of the next
 * directory, 0 if there is none. */
typedef void tg_rawifd_visit_fn(const struct tg_rawifds *t, const struct tg_rawifd_entry *e,
                                void *ctx);
uint64_t tg_rawifds_visit(const struct tg_rawifds *t, uint64_t offset, tg_rawifd_visit_fn *visit,
                          void *ctx);

uint64_t tg_rawifd_value(const struct tg_rawifds *t, const struct tg_rawifd_entry *e, uint64_t i);

/* Keeps an entry for the EXIF block, as `tag`. */
void tg_rawifd_keep(const struct tg_rawifds *t, const struct tg_rawifd_entry *e,
                    enum tg_rawexif_ifd ifd, unsigned tag);

/* Keeps what is of use of a directory; of EXIF's own, with what the maker's note tells. */
void tg_rawifds_keep(const struct tg_rawifds *t, uint64_t offset, enum tg_rawexif_ifd ifd);

/* All directories of a TIFF: previews, the entries of the first one, whether it is raw. */
void tg_rawifds_walk(struct tg_rawphoto *p);

/* A maker's note: previews, colours, and the lens that only it names. */
void tg_rawmaker_read(const struct tg_rawifds *t, const struct tg_rawifd_entry *note);

/* The same of Canon's, which is a directory. */
void tg_rawmaker_canon(const struct tg_rawifds *t, uint64_t directory);

/* A CR3 file. */
void tg_rawboxes_walk(struct tg_rawphoto *p);

/* Whether a TIFF directory with these has a sensor's data. */
bool tg_rawifd_is_sensor(uint64_t photometric, uint64_t compression);

#endif
