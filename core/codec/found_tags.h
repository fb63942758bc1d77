/* found_tags.h (private to core/codec) - keywords, people, place, rating and labels that one source
 * of a photo's metadata has, and what they come to. */
#ifndef TG_CODEC_FOUND_TAGS_H
#define TG_CODEC_FOUND_TAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/metadata.h"

enum tg_place_level {
    TG_PLACE_COUNTRY,
    TG_PLACE_STATE,
    TG_PLACE_CITY,
    TG_PLACE_LOCATION,
    TG_PLACE_LEVELS,
};

/* Zeroed: it has none. */
struct tg_found_tags {
    char *keywords, *people;      /* lists (core/base/tags.h) as they were gathered; owned */
    char *place[TG_PLACE_LEVELS]; /* owned */
    bool rated;                   /* it says something of the rating, be it that there is none */
    int8_t rating;
    uint8_t labels; /* as in struct tg_metadata */
};

void tg_found_tags_release(struct tg_found_tags *found); /* zeroes *found */

/* Add to the lists, or set what is not known yet.  The only error is memory. */
struct tg_err *tg_found_keyword(struct tg_found_tags *found, const char *text, size_t len,
                                enum tg_charset charset, char separator) TG_MUST_USE;
struct tg_err *tg_found_person(struct tg_found_tags *found, const char *name,
                               size_t len) TG_MUST_USE;
struct tg_err *tg_found_place(struct tg_found_tags *found, enum tg_place_level level,
                              const char *text, size_t len, enum tg_charset charset) TG_MUST_USE;

/* Takes what `n` sources of one photo say into *metadata, each thing from the first that has it,
 * and settles it: who is a person in any of them is a keyword in none.  What the rating was
 * before it stays where no source says anything of it.  The sources are spent, and the caller
 * releases them. */
struct tg_err *tg_found_tags_take(struct tg_found_tags *sources, size_t n,
                                  struct tg_metadata *metadata) TG_MUST_USE;

#endif
