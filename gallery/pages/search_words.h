/* search_words.h - which items have which words, as text of few bytes; for search_index.c. */
#ifndef TG_GALLERY_SEARCH_WORDS_H
#define TG_GALLERY_SEARCH_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/err.h"

/* A word of an item. */
struct tg_search_pair {
    const char *word; /* of the arena */
    uint64_t head;    /* its first bytes, for comparing */
    uint32_t item;
};

/* Zeroed is empty. */
struct tg_search_words {
    struct tg_arena arena;
    struct tg_search_pair *pairs; /* owned */
    size_t len, cap;
    bool failed; /* memory is short */
};

void tg_search_words_release(struct tg_search_words *words);

/* The words of a text, which may be NULL, for the item; and one word as it is. */
void tg_search_words_add(struct tg_search_words *words, const char *text, uint32_t item);
void tg_search_words_add_one(struct tg_search_words *words, const char *word, size_t len,
                             uint32_t item);

/* Sorts them, by word, then by item, once. */
void tg_search_words_sort(struct tg_search_words *words);

/* Appends the words from the `at`th pair on: to `keys` the words, each as a digit that says how
 * many characters it shares with the one before, and the rest; to `items` whose they are.  Both
 * with a space between them.  Stops before a word once both have `limit` bytes together; returns
 * the pair that follows. */
size_t tg_search_words_put(const struct tg_search_words *words, size_t at, size_t limit,
                           struct tg_buf *keys, struct tg_buf *items);

/* A number in digits of base 45, the last of which is of a second alphabet: "#" to "~" without "<"
 * and "\".  Of either sign: 0, -1, 1, -2, ... are 0, 1, 2, 3. */
void tg_search_put_number(struct tg_buf *out, uint64_t n);
void tg_search_put_signed(struct tg_buf *out, int64_t n);

#endif
