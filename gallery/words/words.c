/* words.c - see words.h. */
#include "gallery/words/words.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CODE = 2, NUMBER_SIZE = 21 };

static const struct tg_words *const languages[] = {
    &tg_words_ar, &tg_words_de, &tg_words_en, &tg_words_es, &tg_words_fr, &tg_words_he,
    &tg_words_it, &tg_words_ja, &tg_words_nl, &tg_words_pl, &tg_words_pt, &tg_words_zh,
};

const struct tg_words *tg_words_find(const char *lang)
{
    size_t len = strcspn(lang, "-_.@");

    if (len == CODE && strncasecmp(lang, "iw", CODE) == 0) /* as it was written until 1989 */
        return &tg_words_he;
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
        if (len == CODE && strncasecmp(lang, languages[i]->lang, CODE) == 0)
            return languages[i];
    return NULL;
}

const struct tg_words *tg_words_of(const char *lang)
{
    const struct tg_words *found = lang ? tg_words_find(lang) : NULL;

    return found ? found : &tg_words_en;
}

const char *tg_word(const struct tg_words *words, enum tg_word word)
{
    return words->text[word] ? words->text[word] : tg_words_en.text[word];
}

/* Where French and Spanish say "de": one million, two million. */
static bool is_millions(uint64_t n)
{
    return n != 0 && n % 1000000 == 0;
}

static unsigned form_polish(uint64_t n)
{
    bool teens = n % 100 >= 12 && n % 100 <= 14;

    if (n == 1)
        return 0;
    return n % 10 >= 2 && n % 10 <= 4 && !teens ? 1 : 2;
}

static unsigned form_hebrew(uint64_t n)
{
    if (n == 1 || n == 2)
        return (unsigned)n - 1;
    return n > 10 && n % 10 == 0 ? 2 : 3;
}

static unsigned form_arabic(uint64_t n)
{
    if (n <= 2)
        return (unsigned)n;
    if (n % 100 < 3)
        return 5;
    return n % 100 <= 10 ? 3 : 4;
}

unsigned tg_words_form(enum tg_plurals plurals, uint64_t n)
{
    switch (plurals) {
    case TG_PLURALS_ONE:
        return n != 1;
    case TG_PLURALS_FR:
        return n <= 1 ? 0 : is_millions(n) ? 1 : 2;
    case TG_PLURALS_ES:
        return n == 1 ? 0 : is_millions(n) ? 1 : 2;
    case TG_PLURALS_PL:
        return form_polish(n);
    case TG_PLURALS_HE:
        return form_hebrew(n);
    case TG_PLURALS_AR:
        return form_arabic(n);
    case TG_PLURALS_ANY:
        break;
    }
    return 0;
}

static const struct tg_fill *find_fill(const struct tg_fill *fills, size_t len, char name)
{
    for (size_t i = 0; i < len; i++)
        if (fills[i].name == name)
            return &fills[i];
    return NULL;
}

void tg_words_fill(struct tg_buf *out, const char *pattern, size_t len, const struct tg_fill *fills,
                   size_t fills_len)
{
    const char *end = pattern + len, *open;

    while ((open = memchr(pattern, '{', (size_t)(end - pattern))) && end - open > 2) {
        const struct tg_fill *fill = open[2] == '}' ? find_fill(fills, fills_len, open[1]) : NULL;

        tg_buf_put(out, pattern, (size_t)(open - pattern) + !fill);
        if (fill)
            tg_buf_puts(out, fill->text);
        pattern = open + (fill ? 3 : 1);
    }
    tg_buf_put(out, pattern, (size_t)(end - pattern));
}

void tg_word_with(struct tg_buf *out, const struct tg_words *words, enum tg_word word,
                  const char *t)
{
    const struct tg_fill fill = {'t', t};
    const char *text = tg_word(words, word);

    tg_words_fill(out, text, strlen(text), &fill, 1);
}

void tg_word_numbers(struct tg_buf *out, const struct tg_words *words, enum tg_word word,
                     uint64_t n, uint64_t m)
{
    bool own = words->text[word] != NULL;
    const char *text = tg_word(words, word);
    char first[NUMBER_SIZE], second[NUMBER_SIZE];
    const struct tg_fill fills[] = {{'n', first}, {'m', second}};

    (void)snprintf(first, sizeof(first), "%" PRIu64, n);
    (void)snprintf(second, sizeof(second), "%" PRIu64, m);
    for (unsigned k = tg_words_form(own ? words->plurals : tg_words_en.plurals, n);
         k && strchr(text, '|'); k--)
        text = strchr(text, '|') + 1;
    tg_words_fill(out, text, strcspn(text, "|"), fills, 2);
}
