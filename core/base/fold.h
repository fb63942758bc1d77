/* fold.h - words as a search compares them: without case, accents and the width of letters.
 *
 * gallery/assets/search.js does the same to what visitors type; the test fold_script compares the
 * two.
 *
 * Parts: fold_table.c. */
#ifndef TG_BASE_FOLD_H
#define TG_BASE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"

enum { TG_FOLD_WORD = 24 }; /* characters of a word; more are cut off */

/* The words of a text, folded, with one space between them.  Runs of characters of scripts without
 * spaces (Chinese, Japanese, Thai) stand apart from others.  Anything may be in `s`.  The caller
 * frees; NULL when memory is short. */
char *tg_fold(const char *s) TG_MUST_USE;

/* A word to look for, in a text of tg_fold(). */
struct tg_fold_word {
    const char *text;
    size_t len;
};

/* The next one at *text, which moves on; false at the end.  Of a script without spaces each
 * character is given with the one behind it. */
bool tg_fold_next(const char **text, struct tg_fold_word *word);

/* What characters are; what is in no class is a letter.  Ascending. */
enum tg_fold_kind { TG_FOLD_LETTER, TG_FOLD_MARK, TG_FOLD_DENSE, TG_FOLD_GAP };
struct tg_fold_class {
    uint32_t first, last;
    enum tg_fold_kind kind;
};
extern const struct tg_fold_class tg_fold_classes[];
extern const size_t tg_fold_classes_len;

/* Runs of capital letters, each `step` after the one before; ascending. */
struct tg_fold_lower {
    uint16_t first, last;
    int16_t distance;
    uint8_t step;
};
extern const struct tg_fold_lower tg_fold_lower[];
extern const size_t tg_fold_lower_len;

#endif
