/* settings.h - reading mappings of a settings file by tables of keys; for gallery/ only.
 *
 * Parts: settings_downloads.c. */
#ifndef TG_GALLERY_SETTINGS_H
#define TG_GALLERY_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gallery/model/dates.h"
#include "gallery/model/problems.h"
#include "gallery/model/text.h"
#include "gallery/settings/key_table.h"
#include "gallery/settings/yaml.h"

struct tg_schema;

/* Where the value of a key goes; what it is says the table of keys. */
struct tg_key {
    const char *name;
    size_t offset, size;         /* in the structure that is filled */
    const struct tg_schema *map; /* of TG_KEY_MAP; then size is 0 */
};

/* The keys that a reader knows where the table of keys has them in one of `places`, which is
 * TG_IN_... */
struct tg_schema {
    unsigned places;
    const struct tg_key *keys;
    size_t len;
    const char *others;           /* known, without effect and harmless: " a b "; NULL: none */
    const struct tg_schema *more; /* keys that readers share, in places of this one; NULL: none */
    size_t more_at;               /* the offset of the structure that they fill */
};

/* A key of the structure `owner`; one that has keys of its own, in a schema; and a schema of an
 * array of keys, without and with those of another. */
#define TG_KEY(name, owner, field)                                                                 \
    {                                                                                              \
        name, offsetof(owner, field), sizeof(((owner *)0)->field), NULL                            \
    }
#define TG_KEY_OF_MAP(name, schema)                                                                \
    {                                                                                              \
        name, 0, 0, schema                                                                         \
    }
#define TG_SCHEMA(places, keys, others)                                                            \
    {                                                                                              \
        places, keys, sizeof(keys) / sizeof((keys)[0]), others, NULL, 0                            \
    }
#define TG_SCHEMA_AND(places, keys, more, owner, field)                                            \
    {                                                                                              \
        places, keys, sizeof(keys) / sizeof((keys)[0]), NULL, more, offsetof(owner, field)         \
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

/* The value of a key, also by another spelling that the table of keys has for it; NULL if it has
 * none, or is NULL or no map. */
const struct tg_yaml *tg_settings_get(const struct tg_yaml *map, const char *key, unsigned places);

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

/* The key `formats`: whether WebP and AVIF are wanted alongside JPEG, which there is in any
 * case. */
struct tg_look;
void tg_settings_formats(const struct tg_reader *reader, const struct tg_yaml *node,
                         const struct tg_texts *formats, struct tg_look *look);

/* The key `sizes`: heights and widths of pictures, which are added. */
struct tg_sizes;
void tg_settings_sizes(const struct tg_reader *reader, const struct tg_yaml *node,
                       const struct tg_texts *words, struct tg_sizes *sizes);

/* The keys `download`, `download_size` and `proofing` of a mapping, as written; NULL: nothing. */
struct tg_node;
struct tg_download_words {
    const char *download, *size;
    bool proofing;
};
void tg_settings_downloads(const struct tg_reader *reader, const struct tg_yaml *map,
                           const struct tg_download_words *words, struct tg_node *node);

/* The key `password` of a mapping: an empty one is an error. */
void tg_settings_password(const struct tg_reader *reader, const struct tg_yaml *map,
                          const char *password);

/* The key `lang` of a mapping: warns if pages have no words in that language. */
void tg_settings_lang(const struct tg_reader *reader, const struct tg_yaml *map, const char *lang);

/* The key `url`, which is the address of a site, without slashes at its end; NULL for NULL and
 * "". */
const char *tg_settings_url(const struct tg_reader *reader, const struct tg_yaml *map,
                            const char *url);

#endif
