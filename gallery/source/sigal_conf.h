/* sigal_conf.h - the settings of sigal, sigal.conf.py; for gallery/ only.
 *
 * They are Python.  Nothing of it is run: of its lines only those are read that give a name a
 * literal, `name = 'text'`, which may be a text, a number, True, False or None, or a tuple, list or
 * dict of these; how deep they may be inside each other is bounded.  Lines that import, comments
 * and texts that stand alone say nothing; all other lines are counted as unread. */
#ifndef TG_GALLERY_SIGAL_CONF_H
#define TG_GALLERY_SIGAL_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"

#define TG_SIGAL_CONF "sigal.conf.py"

enum {
    TG_SIGAL_CONF_MAX = 256 << 10, /* bytes */
    TG_SIGAL_SETTINGS = 300,       /* further ones are unread */
    TG_SIGAL_VALUES = 10000,       /* in one setting; one of more is unread */
    TG_SIGAL_UNREAD = 100          /* places; further ones are joined to the last */
};

enum tg_literal_kind {
    TG_LITERAL_NONE,
    TG_LITERAL_BOOL,
    TG_LITERAL_NUMBER,
    TG_LITERAL_TEXT,
    TG_LITERAL_LIST, /* or tuple */
    TG_LITERAL_MAP
};

struct tg_literal {
    enum tg_literal_kind kind;
    bool truth;                     /* of a boolean */
    const char *text;               /* of a text; of a number, as it is written */
    const struct tg_literal *first; /* of a list; of a map the first key, its value behind it */
    const struct tg_literal *next;  /* in the same list or map */
};

struct tg_sigal_setting {
    const char *name;
    struct tg_literal value;
    uint32_t line;
};

struct tg_sigal_unread {
    uint32_t first, last; /* lines */
};

/* All in an arena. */
struct tg_sigal_conf {
    struct tg_sigal_setting *settings; /* each name once, with the value that it has in the end */
    size_t len;
    struct tg_sigal_unread *unread;
    size_t unread_len;
};

/* False when memory is short.  No text fails: in the worst case all of it is unread. */
bool tg_sigal_conf_read(struct tg_arena *arena, const char *data, size_t len,
                        struct tg_sigal_conf *conf) TG_MUST_USE;

/* The setting of that name; NULL if there is none. */
const struct tg_sigal_setting *tg_sigal_conf_get(const struct tg_sigal_conf *conf,
                                                 const char *name);

/* Whether it is a text that is not empty; NULL is none. */
static inline bool tg_literal_is_text(const struct tg_literal *value)
{
    return value && value->kind == TG_LITERAL_TEXT && *value->text;
}

/* The value of a key of a map, the last one if it is there twice; NULL if it has none, is NULL or
 * no map. */
const struct tg_literal *tg_literal_get(const struct tg_literal *map, const char *key);

#endif
