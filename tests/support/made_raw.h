/* made_raw.h - raw photos as each maker's cameras lay them out, without a sensor's data. */
#ifndef TG_TESTS_MADE_RAW_H
#define TG_TESTS_MADE_RAW_H

#include "tests/support/made.h"

enum made_maker {
    MADE_CR2,      /* the first directory's strip is the preview; lossless JPEG in the last */
    MADE_CR3,      /* boxes: the preview is a track */
    MADE_CR3_UUID, /* boxes: the preview is in a uuid box */
    MADE_NEF,      /* below the first directory */
    MADE_NEF_NOTE, /* in the maker's note, big-endian in a little-endian file */
    MADE_ARW,      /* in the first directory, which has no picture of its own */
    MADE_DNG,      /* a JPEG strip below the first directory */
    MADE_RAF,      /* the whole of what is said is in the preview */
    MADE_ORF,      /* in the maker's note; a TIFF by another name */
    MADE_RW2,      /* a value of the first directory; a TIFF by another name */
    MADE_PEF,      /* in the third directory */
    MADE_PEF_NOTE, /* in the maker's note, from the beginning of the file */
    MADE_SRW,      /* below the first directory, big-endian */
    MADE_X3F,      /* in sections; the whole of what is said is in the preview */
    MADE_MAKERS
};

struct made_raw {
    enum made_maker maker;
    const struct made *jpeg;  /* the largest preview; NULL: none */
    const struct made *small; /* a smaller one, where the maker has more; NULL: none */
    unsigned orientation;     /* 0: nothing is said */
    const char *date, *lens;  /* EXIF's; NULL: none */
    uint16_t sensor_w, sensor_h;
    bool adobe_rgb; /* the container says so, as the maker's cameras do */
};

/* Whether what is said stands in the container, and not in the preview alone. */
bool made_raw_speaks(enum made_maker maker);

/* The camera is "Canon EOS", "NIKON D1" and so on. */
struct made make_raw(const struct made_raw *o);

/* What metadata says of that. */
const char *made_raw_camera(enum made_maker maker);

#endif
