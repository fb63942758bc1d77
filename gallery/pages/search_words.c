/* search_words.c - see search_words.h. */
#include "gallery/pages/search_words.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/fold.h"
#include "core/base/size.h"
#include "core/base/utf8.h"

enum {
    BASE = 45,
    DIGITS_MAX = 12, /* of a number of 64 bits */
    SHARED_MAX = BASE - 1,
    RUN = 3, /* items one after another, from which on they are written as a run */
    HEAD = sizeof(uint64_t),
    PAIRS_AT_FIRST = 1024
};

void tg_search_words_release(struct tg_search_words *words)
{
    tg_arena_release(&words->arena);
    free(words->pairs);
    *words = (struct tg_search_words){.len = 0};
}

/* ---- Numbers --------------------------------------------------------------------------------- */

static char digit(size_t i)
{
    static const char digits[] = "#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`"
                                 "abcdefghijklmnopqrstuvwxyz{|}~";

    return digits[i];
}

void tg_search_put_number(struct tg_buf *out, uint64_t n)
{
    char text[DIGITS_MAX];
    size_t at = DIGITS_MAX;

    text[--at] = digit(BASE + n % BASE);
    while (n /= BASE)
        text[--at] = digit(n % BASE);
    tg_buf_put(out, text + at, DIGITS_MAX - at);
}

void tg_search_put_signed(struct tg_buf *out, int64_t n)
{
    tg_search_put_number(out, n < 0 ? (uint64_t)-n * 2 - 1 : (uint64_t)n * 2);
}

/* ---- Order ----------------------------------------------------------------------------------- */

/* JavaScript compares UTF-16, in which what is beyond U+FFFF is before U+E000. */
static unsigned char rank(char c)
{
    unsigned char u = (unsigned char)c;

    return u == 0xEE || u == 0xEF ? (unsigned char)(u + 8) : u;
}

static uint64_t head_of(const char *word)
{
    uint64_t head = 0;

    for (size_t i = 0; i < HEAD; i++) {
        head = head << 8 | rank(*word);
        word += *word != '\0';
    }
    return head;
}

static int compare_words(const struct tg_search_pair *a, const struct tg_search_pair *b)
{
    const char *x = a->word, *y = b->word;

    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    if (!(a->head & 0xFF) || x == y) /* all of it is in there */
        return 0;
    while (*x && *x == *y) {
        x++;
        y++;
    }
    return (rank(*x) > rank(*y)) - (rank(*x) < rank(*y));
}

static int compare(const void *a, const void *b)
{
    const struct tg_search_pair *x = a, *y = b;
    int order = compare_words(x, y);

    return order ? order : (x->item > y->item) - (x->item < y->item);
}

void tg_search_words_sort(struct tg_search_words *words)
{
    if (words->len)
        qsort(words->pairs, words->len, sizeof(*words->pairs), compare);
}

/* ---- Adding ---------------------------------------------------------------------------------- */

static bool make_room(struct tg_search_words *words)
{
    size_t cap = words->cap ? 2 * words->cap : PAIRS_AT_FIRST, bytes;
    struct tg_search_pair *pairs;

    if (words->len < words->cap)
        return true;
    pairs = tg_size_mul(cap, sizeof(*pairs), &bytes) ? realloc(words->pairs, bytes) : NULL;
    if (!pairs)
        return false;
    words->pairs = pairs;
    words->cap = cap;
    return true;
}

void tg_search_words_add_one(struct tg_search_words *words, const char *word, size_t len,
                             uint32_t item)
{
    char *copy = words->failed ? NULL : tg_arena_copy(&words->arena, word, len);

    if (!copy || !make_room(words)) {
        words->failed = true;
        return;
    }
    words->pairs[words->len++] = (struct tg_search_pair){copy, head_of(copy), item};
}

void tg_search_words_add(struct tg_search_words *words, const char *text, uint32_t item)
{
    char *folded = text ? tg_fold(text) : NULL;
    const char *at = folded;
    struct tg_fold_word word;

    if (!text)
        return;
    words->failed |= !folded;
    while (at && tg_fold_next(&at, &word))
        tg_search_words_add_one(words, word.text, word.len, item);
    free(folded);
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* The second without what it shares with the first, counted in the units of UTF-16: nothing beyond
 * U+FFFF is shared, so that they are characters. */
static void put_key(struct tg_buf *keys, const char *last, const char *word)
{
    size_t shared = 0;

    while (*word && shared < SHARED_MAX) {
        const char *x = last, *y = word;

        if (!*last || (unsigned char)*word >= 0xF0 || tg_text_next(&x) != tg_text_next(&y))
            break;
        last = x;
        word = y;
        shared++;
    }
    tg_search_put_number(keys, shared);
    tg_buf_puts(keys, word);
}

/* The items of the pairs from `at` to before `end`, each once; the first is told by its distance
 * from *first, that of the word before. */
static void put_items(const struct tg_search_words *words, size_t at, size_t end, uint32_t *first,
                      struct tg_buf *items)
{
    const struct tg_search_pair *pairs = words->pairs;
    uint32_t last = pairs[at].item;

    tg_search_put_signed(items, (int64_t)last - *first);
    *first = last;
    while (++at < end) {
        size_t run = 0;

        if (pairs[at].item == last)
            continue;
        for (size_t i = at; i < end && pairs[i].item <= last + run + 1; i++)
            run += pairs[i].item == last + run + 1;
        if (run < RUN) {
            tg_search_put_number(items, pairs[at].item - last);
            last = pairs[at].item;
            continue;
        }
        tg_search_put_number(items, 0);
        tg_search_put_number(items, run);
        last += (uint32_t)run;
        while (at + 1 < end && pairs[at + 1].item <= last)
            at++;
    }
}

size_t tg_search_words_put(const struct tg_search_words *words, size_t at, size_t limit,
                           struct tg_buf *keys, struct tg_buf *items)
{
    const char *last = "";
    uint32_t first = 0;

    while (at < words->len && keys->len + items->len < limit) {
        size_t end = at + 1;

        while (end < words->len && compare_words(&words->pairs[at], &words->pairs[end]) == 0)
            end++;
        if (*last) {
            tg_buf_putc(keys, ' ');
            tg_buf_putc(items, ' ');
        }
        put_key(keys, last, words->pairs[at].word);
        put_items(words, at, end, &first, items);
        last = words->pairs[at].word;
        at = end;
    }
    return at;
}
