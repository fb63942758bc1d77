/* facts.h - what a photo tells about itself, as text that is safe to hand on, and its colours.
 *
 * Every text is UTF-8 of a bounded length without control characters (line feeds in the description
 * alone) and without white space at its ends. */
#ifndef TG_BASE_FACTS_H
#define TG_BASE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

enum tg_fact {
    TG_FACT_TITLE,
    TG_FACT_DESCRIPTION,
    TG_FACT_CAMERA,   /* "Nikon D90" */
    TG_FACT_LENS,     /* "EF24-105mm f/4L IS USM" */
    TG_FACT_EXPOSURE, /* "1/250 s, f/8, ISO 200, 35 mm" */
    TG_FACTS,
};

enum { TG_LATITUDE_E6 = 90000000, TG_LONGITUDE_E6 = 180000000 }; /* the largest */

struct tg_facts {
    char *text[TG_FACTS]; /* owned; NULL where the photo tells nothing */
    bool located;         /* it knows where it was taken, in millionths of a degree */
    int32_t latitude_e6, longitude_e6;
};

/* The average R, G, B of the upper and the lower half of a picture. */
struct tg_tint {
    bool known;
    uint8_t rgb[2][3];
};

void tg_facts_release(struct tg_facts *facts); /* zeroes *facts */

/* What bytes that are not UTF-8 are taken for. */
enum tg_charset {
    TG_CHARSET_UTF8,   /* damage: U+FFFD */
    TG_CHARSET_LATIN1, /* a text with such bytes anywhere is Latin-1 from its beginning to its end */
};

/* Cleans the `len` bytes of `text`, which may end at a NUL before, and keeps the result, unless there is one already or nothing is left.
 * Cleaning a clean text changes nothing. */
struct tg_err *tg_facts_add(struct tg_facts *facts, enum tg_fact which, const char *text,
                            size_t len, enum tg_charset charset) TG_MUST_USE;

#endif
