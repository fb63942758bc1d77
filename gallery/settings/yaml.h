/* yaml.h - a YAML file as a tree, by the rules of YAML 1.2's core schema: only true and false are
 * booleans.  Read through libyaml, which knows nothing of schemas.
 *
 * Merge keys are resolved: `<<` with a mapping or a list of them adds their keys where there are
 * none of that name; of several mappings the first counts.
 *
 * Parts: yaml_hint.c, yaml_scalar.c. */
#ifndef TG_GALLERY_YAML_H
#define TG_GALLERY_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "gallery/model/problems.h"

enum tg_yaml_kind {
    TG_YAML_NULL,
    TG_YAML_BOOL,
    TG_YAML_INT,
    TG_YAML_FLOAT, /* and integers beyond 64 bits */
    TG_YAML_TEXT,
    TG_YAML_LIST,
    TG_YAML_MAP,
};

struct tg_yaml_pair;

struct tg_yaml {
    enum tg_yaml_kind kind;
    uint32_t line, column; /* where it begins, from 1 */
    const char *text;      /* of scalars, as written but without quotes; valid UTF-8 */
    bool truth;            /* of a boolean */
    bool hashtag;          /* of null: "#word" is behind it in its line, a comment for YAML */
    int64_t number;        /* of an integer */
    size_t len;            /* of lists and maps */
    const struct tg_yaml **items;
    const struct tg_yaml_pair *pairs; /* in the order of the file; each key once */
};

struct tg_yaml_pair {
    const struct tg_yaml *key, *value; /* a key is always a scalar */
};

enum {
    TG_YAML_BYTES = 10 << 20, /* of a file; and of its texts, with an alias's where it stands */
    TG_YAML_DEPTH = 64,       /* of lists and maps inside each other */
    TG_YAML_ANCHORS = 1000,   /* in a file */
    TG_YAML_VALUES = 1000000, /* in a file, with those of an alias counted where it stands */
};

/* Parses the `len` bytes of the file `name`.  The tree lives in `arena` and borrows nothing else;
 * its branches may be shared by aliases.  What is wrong goes to `report`, and then, or when there
 * is no document in it, the result is NULL. */
const struct tg_yaml *tg_yaml_parse(struct tg_arena *arena, const char *name, const void *data,
                                    size_t len, struct tg_report *report);

static inline bool tg_yaml_is_scalar(const struct tg_yaml *node)
{
    return node->text != NULL;
}

/* The value of a key; NULL if it has none, is NULL or no map. */
const struct tg_yaml *tg_yaml_get(const struct tg_yaml *map, const char *key);

/* What may be wrong with the line that `problem` is about: a text for its owner; NULL: nobody
 * knows. */
const char *tg_yaml_hint(const char *line, size_t len, const char *problem);

/* Decides what a plain scalar is: fills kind, truth and number from text. */
void tg_yaml_resolve(struct tg_yaml *scalar);

#endif
