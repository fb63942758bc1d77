/* settings.h - reading mappings of a settings file by tables of keys; for gallery/ only. */
#ifndef TG_GALLERY_SETTINGS_H
#define TG_GALLERY_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gallery/model/dates.h"
#include "gallery/model/problems.h"
#include "gallery/model/text.h"
#include "gallery/settings/yaml.h"

enum tg_key_type {
    TG_KEY_TEXT,    /* const char *: any scalar, as written */
    TG_KEY_BOOL,    /* bool */
    TG_KEY_DATE,    /* struct tg_date */
    TG_KEY_QUALITY, /* uint8_t, 0 to 100 */
    TG_KEY_PERCENT, /* uint16_t, of "50%", 1 to 100 */
    TG_KEY_TEXTS,   /* struct tg_texts: a list of scalars, or a scalar alone */
    TG_KEY_NODE,    /* const struct tg_yaml *: read elsewhere */
    TG_KEY_MAP,     /* a mapping with keys of its own, which go to the same structure */
    TG_KEY_SHOWN,   /* a text that pages show as it is: HTML in it is a warning */
    TG_KEY_UNUSED,  /* known, but without effect: a warning */
};

struct tg_schema;

struct tg_key {
    const char *name;
    enum tg_key_type type;
    size_t offset;               /* in the structure that is filled */
    const struct tg_schema *map; /* of TG_KEY_MAP */
};

struct tg_schema {
    const struct tg_key *keys;
    size_t len;
    const char *others; /* known, without effect and harmless: " a b "; NULL: none */
};

/* A key of the structure `owner`, of the type TG_KEY_... `type`; and a schema of an array of
 * keys. */
#define TG_KEY(name, type, owner, field)                                                           \
    {                                                                                              \
        name, TG_KEY_##type, offsetof(owner, field), NULL                                          \
    }
#define TG_SCHEMA(keys, others)                                                                    \
    {                                                                                              \
        keys, sizeof(keys) / sizeof((keys)[0]), others                                             \
    }

struct tg_reader {
    struct tg_arena *arena;
    struct tg_report *report;
    const char *file; /* relative to SRC */
    size_t section;   /* its number from 1, 0 outside of any: part of messages */
};

/* Fills `into` from a mapping, which may be NULL or null.  Keys that are absent or null leave what
 * is there.  Values of a wrong kind are errors, unknown keys warnings. */
void tg_settings_read(const struct tg_reader *reader, const struct tg_yaml *map,
                      const struct tg_schema *schema, void *into);

/* Warns if a text that pages show as it is looks like HTML; NULL is fine. */
void tg_settings_warn_html(const struct tg_reader *reader, const struct tg_yaml *node,
                           const char *key, const char *text);

/* The known word that a typing error could have made `word` of; NULL if none comes near. */
const char *tg_settings_nearest(const char *word, const char *const *known, size_t len);

/* The end of a message's format, with its arguments: what may have been meant; nothing for NULL. */
#define TG_MEANT "%s%s%s"
#define TG_MEANT_ARGS(word)                                                                        \
    (word) ? "; did you mean '" : "", (word) ? (word) : "", (word) ? "'?" : ""

void tg_settings_problem(const struct tg_reader *reader, enum tg_severity severity,
                         const struct tg_yaml *node, const char *fmt, ...) TG_PRINTF(4, 5);

/* Which of three words the key at `node` says; the first for NULL.  Another word is an error. */
size_t tg_settings_choose(const struct tg_reader *reader, const struct tg_yaml *node,
                          const char *key, const char *word, const char *const words[3]);

/* The key `links`: true for "follow", false for "inside" and NULL; another word is an error. */
bool tg_settings_links(const struct tg_reader *reader, const struct tg_yaml *node,
                       const char *word);

/* The key `formats`: whether WebP and AVIF are wanted alongside JPEG, which there is in any case. */
struct tg_look;
void tg_settings_formats(const struct tg_reader *reader, const struct tg_yaml *node,
                         const struct tg_texts *formats, struct tg_look *look);

/* The key `sizes`: heights and widths of pictures, which are added. */
struct tg_sizes;
void tg_settings_sizes(const struct tg_reader *reader, const struct tg_yaml *node,
                       const struct tg_texts *words, struct tg_sizes *sizes);

/* The key `password` of a mapping: an empty one is an error. */
void tg_settings_password(const struct tg_reader *reader, const struct tg_yaml *map,
                          const char *password);

/* The key `url`, which is the address of a site, without slashes at its end; NULL for NULL and
 * "". */
const char *tg_settings_url(const struct tg_reader *reader, const struct tg_yaml *map,
                            const char *url);

#endif
