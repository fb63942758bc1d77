/* album_pattern.h - what virtual albums are made of, as `albums_from` says it: "%keywords",
 * "{YYYY}/{MM}", "Trips/%place". */
#ifndef TG_GALLERY_ALBUM_PATTERN_H
#define TG_GALLERY_ALBUM_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/attr.h"

/* A segment: between slashes. */
enum tg_segment_kind {
    TG_SEGMENT_TEXT, /* the same for all photos */
    TG_SEGMENT_DATE, /* with what is known of the photo's date, and other text or none */
    TG_SEGMENT_KEYWORDS,
    TG_SEGMENT_PEOPLE,
    TG_SEGMENT_PLACE,
    TG_SEGMENT_PATH /* the folder that the photo is in */
};

enum tg_part_kind {
    TG_PART_TEXT,
    TG_PART_YEAR,        /* YYYY: 2020 */
    TG_PART_SHORT_YEAR,  /* YY: 20 */
    TG_PART_MONTH,       /* MM: 05 */
    TG_PART_SHORT_MONTH, /* MMM: Mar */
    TG_PART_MONTH_NAME,  /* MMMM: March */
    TG_PART_DAY          /* DD: 17 */
};

struct tg_pattern_part {
    enum tg_part_kind kind;
    const char *text; /* `len` bytes of the pattern; of TG_PART_TEXT */
    size_t len;
};

enum {
    TG_ALBUM_PATTERNS = 16,
    TG_PATTERN_SEGMENTS = 8,
    TG_PATTERN_PARTS = 12, /* of a segment */
    TG_PATTERN_BYTES = 200
};

struct tg_pattern_segment {
    enum tg_segment_kind kind;
    struct tg_pattern_part parts[TG_PATTERN_PARTS]; /* of text and dates */
    size_t parts_len;
};

struct tg_album_pattern {
    const char *text; /* all of it */
    struct tg_pattern_segment segments[TG_PATTERN_SEGMENTS];
    size_t len;
};

/* Reads `text`, which the pattern then borrows.  NULL, or why it is none: a clause, static. */
const char *tg_album_pattern_parse(const char *text, struct tg_album_pattern *pattern) TG_MUST_USE;

/* Whether one of the segments is of that kind. */
bool tg_album_pattern_has(const struct tg_album_pattern *pattern, enum tg_segment_kind kind);

#endif
