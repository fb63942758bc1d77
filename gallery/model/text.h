/* text.h - names of files and folders as text for people. */
#ifndef TG_GALLERY_TEXT_H
#define TG_GALLERY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"
#include "core/base/buf.h"
#include "core/base/utf8.h"

struct tg_texts {
    const char **items;
    size_t len;
};

/* A title from the first `len` bytes of a name: underscores and control characters become spaces,
 * runs of spaces one, bad bytes U+FFFD; never empty.  Caller frees; NULL when memory is short. */
char *tg_text_title(const char *name, size_t len) TG_MUST_USE;

/* strcmp() that takes the ASCII letters A-Z for a-z, on every locale. */
int tg_text_casecmp(const char *a, const char *b);

/* How long the mark at the beginning of a text is that some programs put before UTF-8. */
size_t tg_text_mark(const char *data, size_t len);

/* How long the first line of a text is, with its end. */
size_t tg_text_line(const char *data, size_t len);

/* The lines of a text, which is borrowed; a mark of its encoding at the beginning is not looked
 * at. */
struct tg_lines {
    const char *data;
    size_t len;
    uint32_t number; /* of the line that was given last, from 1 */
};

/* A copy of the next line, without its end; NULL behind the last one and, with *nomem set, when
 * memory is short. */
char *tg_lines_next(struct tg_lines *lines, bool *nomem) TG_MUST_USE;

/* Whether `word` is one of those of `list`, which has a space before, between and behind them. */
bool tg_text_has_word(const char *list, const char *word);

/* Whether a text has something that only HTML means: a character reference, or a tag of an element
 * that texts have. */
bool tg_text_has_html(const char *s);

/* Neither NULL nor empty. */
static inline bool tg_text_is_set(const char *s)
{
    return s && *s;
}

#endif
