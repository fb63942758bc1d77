/* key_table.h - every key of settings.yaml and album.md: where it may stand and what its value is.
 * Parsers look their keys up here, and docs/settings.md has the same table.
 *
 * A new key is a row of key_table.c, which `./run generate` also writes into docs/settings.md, and
 * a line in the schema of the parser that says where its value goes. */
#ifndef TG_GALLERY_KEY_TABLE_H
#define TG_GALLERY_KEY_TABLE_H

#include <stdbool.h>
#include <stddef.h>

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
};

/* Where a key may stand; several are or-ed. */
enum {
    TG_IN_PROJECT = 1 << 0,  /* settings.yaml of a project's root */
    TG_IN_SETTINGS = 1 << 1, /* its mapping `settings` */
    TG_IN_GALLERY = 1 << 2,  /* settings.yaml of a gallery */
    TG_IN_FIRST = 1 << 3,    /* album.md of a plain tree's first folder alone */
    TG_IN_ALBUM = 1 << 4,    /* album.md of any folder; readers of the first's ask for both */
    TG_IN_ALBUMS = 1 << 5,   /* the mapping `albums` of it */
    /* Sections: all, and those that have keys of their own. */
    TG_IN_SECTION = 1 << 6,
    TG_IN_FULL = 1 << 7,
    TG_IN_BORDERED = 1 << 8,
    TG_IN_IFRAME = 1 << 9,
    TG_IN_WORDS = 1 << 10,     /* all types but these three */
    TG_IN_FULL_TEXT = 1 << 11, /* `text` of a full-picture */
    TG_IN_PICTURE = 1 << 12,   /* the mapping of a picture or video */
    TG_IN_GM = 1 << 13,
    TG_IN_MEDIA = 1 << 14, /* ffmpeg and ffmpeg_audio, and the mapping of a video */
    TG_IN_DEPLOY = 1 << 15,
    TG_IN_LICENCE = 1 << 16,
};

struct tg_key_row {
    const char *name;
    const char *aliases; /* other spellings: " a b "; "" for none */
    enum tg_key_type type;
    unsigned places;
};

/* The row of a key by its name or another spelling, of those that may stand in one of `places`;
 * NULL if there is none. */
const struct tg_key_row *tg_key_row_find(const char *name, unsigned places);

/* In order of names, one place in one row of a name at most; NULL behind the last. */
const struct tg_key_row *tg_key_row_at(size_t i);

/* What to say of a key that is none in `places`, but in others: "belongs ..."; NULL if nowhere
 * that would help.  *is_error: it is one of the whole site, which would be built without it. */
const char *tg_key_belongs(const char *name, unsigned places, bool *is_error);

#endif
