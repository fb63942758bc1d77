/* tags.h - keywords, people and places of a photo: lists in one text, as struct tg_metadata has
 * them.
 *
 * A tag stands on each line.  The levels of one are separated by '|', as Lightroom writes them:
 * "Places|France|Paris".  Each tag is there once, in the order met; of several spellings that
 * differ in case the first counts.  The texts are UTF-8 in Normalization Form C, without control
 * characters and those that turn the direction of writing, without white space around levels and
 * without empty levels.  NULL is the empty list. */
#ifndef TG_BASE_TAGS_H
#define TG_BASE_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/clean_text.h"
#include "core/base/err.h"

enum {
    TG_TAG_BYTES = 200, /* longer ones are cut at a character */
    TG_TAG_LEVELS = 8,  /* further ones are dropped */
};

/* What a list holds at most; more is dropped. */
struct tg_tags_limit {
    size_t most;  /* tags */
    size_t each;  /* bytes of one */
    size_t bytes; /* of all */
};
extern const struct tg_tags_limit tg_keywords_limit; /* 200 of TG_TAG_BYTES, 8 KiB */
extern const struct tg_tags_limit tg_people_limit;   /* 100 of TG_TAG_BYTES, 8 KiB */
extern const struct tg_tags_limit tg_place_limit;    /* one of 400 bytes */
/* While tags are gathered, for tg_tags_settle(): 400 of TG_TAG_BYTES, 16 KiB. */
extern const struct tg_tags_limit tg_tags_raw_limit;

/* A tag, or a level of one; borrowed, not ended by a NUL. */
struct tg_tag {
    const char *text; /* NULL: before the first */
    size_t len;
};

struct tg_tag tg_tag_of(const char *text);

/* The tag behind *tag in the list, or the first for a zeroed one; false if there is none. */
bool tg_tags_next(const char *list, struct tg_tag *tag);

/* The same for the levels of a tag. */
bool tg_tag_next_level(const struct tg_tag *tag, struct tg_tag *level);

/* Its last level: what flat keywords are. */
struct tg_tag tg_tag_leaf(const struct tg_tag *tag);

/* Order and equality without case: of Latin, Greek, Cyrillic and Armenian letters.  0: the same. */
int tg_tag_compare(const struct tg_tag *a, const struct tg_tag *b);

/* Whether the list has just this tag. */
bool tg_tags_have(const char *list, const struct tg_tag *tag);

/* Whether the levels of `part` follow one another somewhere in `tag`: "private" is in "private", in
 * "private|x" and in "a|private|x". */
bool tg_tag_contains(const struct tg_tag *tag, const struct tg_tag *part);

/* Whether that is so of any tag of the list. */
bool tg_tags_contain(const char *list, const struct tg_tag *part);

size_t tg_tags_count(const char *list);

/* Whether more tags may have been dropped from it. */
bool tg_tags_are_full(const char *list, const struct tg_tags_limit *limit);

/* Adds to *list (owned; may be NULL) the tag of `len` bytes, which may end at a NUL before, cleaned
 * and cut.  '|' separates levels, and so does `separator` if it is not '\0' ('/' in digiKam's
 * lists).  Nothing of what is empty, there already, or beyond the limit.  The only error is
 * memory. */
struct tg_err *tg_tags_add(char **list, const struct tg_tags_limit *limit, const char *text,
                           size_t len, enum tg_charset charset, char separator) TG_MUST_USE;

/* Adds every tag of a list that anybody may have written, in UTF-8, line by line. */
struct tg_err *tg_tags_add_list(char **list, const struct tg_tags_limit *limit, const char *text,
                                size_t len) TG_MUST_USE;

/* Whether a tag is the root of people's tags or below it; *name: whom it names, of length 0 if it
 * is the root. */
bool tg_tag_is_of_people(const struct tg_tag *tag, struct tg_tag *name);

/* Brings together what the sources of one photo say; the three lists are owned, and may be NULL.
 * - A tag of levels whose first is the root of people's tags ("People" and the same in the
 *   languages of digiKam) becomes the person that its last level names.
 * - A keyword that has a person as one of its levels leaves the keywords, so that no name comes out
 *   where only keywords are asked for.  `names` are further people to be kept out like this, of
 *   sources that are not believed otherwise; borrowed, may be NULL.
 * - A flat keyword that is a level of another one leaves, and so does one that another goes on
 *   from: "Paris" and "Places|France" next to "Places|France|Paris".
 * - What programs note for themselves leaves, like "darktable|exported|jpeg". */
struct tg_err *tg_tags_settle(char **keywords, char **people, const char *names) TG_MUST_USE;

#endif
