/* metadata.h - what a photo's file says of it, from the worker that reads it through the state to
 * the page that shows it, and the colours that stand in for it.
 *
 * Every text is UTF-8 of a bounded length without control characters (line feeds in the description
 * and in lists alone) and without white space at its ends. */
#ifndef TG_BASE_METADATA_H
#define TG_BASE_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/clean_text.h"
#include "core/base/err.h"

/* The texts, in the order of messages and of the state's columns. */
enum tg_metadata_text {
    TG_METADATA_TITLE,
    TG_METADATA_DESCRIPTION,
    TG_METADATA_CAMERA,
    TG_METADATA_LENS,
    TG_METADATA_EXPOSURE,
    TG_METADATA_KEYWORDS,
    TG_METADATA_PEOPLE,
    TG_METADATA_PLACE,
    TG_METADATA_MOTION, /* from here on for us alone */
    TG_METADATA_FACES,
    TG_METADATA_TEXTS,
};

/* What is read of a photo, kept and handed on only where somebody asks for it: where OUT and its
 * state lie, others may read.  Bits. */
enum tg_metadata_ask {
    TG_ASKS_LOCATION = 1,
    TG_ASKS_KEYWORDS = 2,
    TG_ASKS_PEOPLE = 4,
    TG_ASKS_PLACE = 8,
    TG_ASKS_ALL = 15,
};

/* Colour labels: bits, as programs exist that give a photo several. */
enum tg_label {
    TG_LABEL_RED = 1,
    TG_LABEL_YELLOW = 2,
    TG_LABEL_GREEN = 4,
    TG_LABEL_BLUE = 8,
    TG_LABEL_PURPLE = 16,
    TG_LABELS_ALL = 31,
    TG_TAGS_CUT = 32, /* no label: the photo has more keywords or people than are ever looked at */
    TG_LABELS_MAX = TG_LABELS_ALL | TG_TAGS_CUT,
};

enum { TG_RATING_REJECTED = -1, TG_RATING_NONE = 0, TG_RATING_BEST = 5 };

enum { TG_LATITUDE_E6 = 90000000, TG_LONGITUDE_E6 = 180000000 }; /* the largest */

struct tg_metadata {
    /* Owned; NULL where the photo has none. */
    union {
        char *text[TG_METADATA_TEXTS];
        struct {
            char *title, *description; /* of an XMP sidecar, XMP, IPTC or EXIF, in this order */
            char *camera;              /* "Nikon D90" */
            char *lens;                /* "EF24-105mm f/4L IS USM" */
            char *exposure;            /* "1/250 s, f/8, ISO 200, 35 mm" */
            char *keywords;            /* lists (core/base/tags.h) without people's names, and */
            char *people;              /* these */
            char *place;  /* "Country|State|City|Location", what is known of it: one tag */
            char *motion; /* of a motion photo, where its video is (core/base/motion.h) */
            char *faces;  /* where faces are in it (core/base/faces.h) */
        };
    };
    bool located; /* it was taken at a known location, in millionths of a degree */
    int32_t latitude_e6, longitude_e6;
    int8_t rating;  /* stars, or TG_RATING_NONE or TG_RATING_REJECTED */
    uint8_t labels; /* bits of enum tg_label, and TG_TAGS_CUT */
};

/* The average R, G, B of the upper and the lower half of a picture. */
struct tg_placeholder {
    bool known;
    uint8_t rgb[2][3];
};

void tg_metadata_release(struct tg_metadata *metadata); /* zeroes *metadata */

/* Forgets what none of the bits of enum tg_metadata_ask asks for. */
void tg_metadata_keep(struct tg_metadata *metadata, unsigned asks);

/* Releases *to, which gets what *from holds, and zeroes *from. */
void tg_metadata_move(struct tg_metadata *to, struct tg_metadata *from);

/* Cleans the `len` bytes of `text`, which may end at a NUL before, and keeps the result, unless
 * there is one already, nothing is left, or a title or a description is a standing text
 * (core/base/standing_text.h).  Of keywords, people and places the text is a list in UTF-8, and
 * each of its tags is cleaned as tg_tags_add() does.  Cleaning a clean text changes nothing. */
struct tg_err *tg_metadata_add(struct tg_metadata *metadata, enum tg_metadata_text which,
                               const char *text, size_t len, enum tg_charset charset) TG_MUST_USE;

#endif
