/* words.h - every word that pages and their scripts say, in each language; and how it writes dates.
 *
 * A translation is one file, words_XX.c, which has a text for each row of TG_WORD_ROWS.  A new word
 * needs a row here and a line in each of those files; where one lacks it pages say it in English,
 * and test_words fails.  A new language needs its file, a line in the list of words.c, its code in
 * TG_WORDS_LANGUAGES, in the lists below that and in toolchains/locale.py, which writes
 * date_words.c.
 *
 * Texts stand in HTML, in its attributes and in JSON as they are: without any of < > & " ' and \.
 * The {placeholders} are those of the English text, anywhere in it.  Words with a number have all
 * forms of the language with | between them, in the order of enum tg_plurals; the forms for 0, 1
 * and 2 need no {n}.
 *
 * Parts: date_words.c, words_ar.c, words_de.c, words_en.c, words_es.c, words_fr.c, words_he.c,
 * words_it.c, words_ja.c, words_nl.c, words_pl.c, words_pt.c, words_zh.c. */
#ifndef TG_GALLERY_WORDS_H
#define TG_GALLERY_WORDS_H

#include <stdint.h>

#include "core/base/buf.h"

/* clang-format off */
#define TG_WORD_ROWS(X) \
    /* around every page */ \
    X(MENU) \
    X(BREADCRUMB) \
    X(NIGHT) \
    X(SHARE) \
    X(LICENCE) \
    X(BESIDE) \
    X(PAGES) \
    X(PAGE) \
    X(PAGE_OF) \
    X(FULL_PAGE) \
    X(LIGHT_PAGE) \
    X(MADE_WITH) \
    /* what is in albums */ \
    X(ALBUMS) \
    X(PICTURES) \
    X(VIDEOS) \
    X(TAGS) \
    X(COMMA) \
    X(UNDATED) \
    X(YEARS) \
    X(SEARCH) \
    X(FOUND) \
    X(NOTHING_FOUND) \
    X(MORE_FOUND) \
    X(SEARCH_FAILED) \
    X(TIMELINE) \
    X(PROTECTED) \
    /* albums of other albums' photos */ \
    X(BROWSE) \
    X(BY_DATE) \
    X(KEYWORDS) \
    X(PEOPLE) \
    X(PLACES) \
    X(FOLDERS) \
    X(IN_ALBUM) \
    /* pictures, and what is known of them */ \
    X(NO_PICTURE) \
    X(NO_VIDEO) \
    X(NO_FILE) \
    X(MOTION_PHOTO) \
    X(HDR_PHOTO) \
    X(HDR_MOTION_PHOTO) \
    X(VIDEO) \
    X(PANORAMA) \
    X(WEBSITE) \
    X(INFORMATION) \
    X(CAMERA) \
    X(LENS) \
    X(EXPOSURE) \
    X(DYNAMIC_RANGE) \
    X(DATE) \
    X(PLACE) \
    X(MAP) \
    X(DOWNLOAD) \
    X(DOWNLOAD_ALL) \
    X(DECIMAL) \
    X(BYTES) \
    /* pages behind a password */ \
    X(PROTECTED_PAGE) \
    X(NEEDS_SCRIPT) \
    X(PASSWORD) \
    X(REMEMBER) \
    X(OPEN) \
    X(WAIT) \
    X(WRONG_PASSWORD) \
    X(NEEDS_HTTPS) \
    X(NEEDS_WEB) \
    X(FILE_MISSING) \
    /* the viewer of pictures */ \
    X(VIEWER) \
    X(SLIDESHOW) \
    X(KEYS) \
    X(FULL_SCREEN) \
    X(CLOSE) \
    X(PREVIOUS) \
    X(NEXT) \
    X(COPIED) \
    X(NO_PAGE) \
    X(PLAY_MOTION) \
    X(CANNOT_PLAY) \
    X(HELP_LEAF) \
    X(HELP_ENDS) \
    X(HELP_ZOOM) \
    X(HELP_SPACE) \
    X(KEY_ENDS) \
    X(KEY_SPACE) \
    X(KEY_ESCAPE) \
    /* pictures that visitors select */ \
    X(SELECTION) \
    X(SELECT) \
    X(SELECT_PICTURE) \
    X(SELECT_HOW) \
    X(SELECTED) \
    X(NOT_SELECTED) \
    X(SELECTED_OF) \
    X(COPY_LIST) \
    X(SAVE_LIST) \
    X(COPY_LINK) \
    X(CLEAR) \
    X(UNDO) \
    X(LIST_COPIED) \
    X(FROM_LINK) \
    X(COPY_THIS)
/* clang-format on */

enum tg_word {
#define TG_WORD_MEMBER(name) TG_WORD_##name,
    TG_WORD_ROWS(TG_WORD_MEMBER)
#undef TG_WORD_MEMBER
        TG_WORDS
};

/* CLDR's plural rules for whole numbers, each with its categories in the order of the forms. */
enum tg_plurals {
    TG_PLURALS_ANY, /* other */
    TG_PLURALS_ONE, /* one, other */
    TG_PLURALS_FR,  /* one (0 too), many (millions), other */
    TG_PLURALS_ES,  /* one, many (millions), other */
    TG_PLURALS_PL,  /* one, few, many */
    TG_PLURALS_HE,  /* one, two, many, other */
    TG_PLURALS_AR   /* zero, one, two, few, many, other */
};

/* Patterns with {d} day, {m} month's name in a date, {l} month's name alone, {n} month's number and
 * {y} year, and with capital letters for the second date of a range.  A space is one that no line
 * breaks at, unless it is behind a dash. */
struct tg_date_words {
    const char *names, *alone; /* twelve names with | between them; alone: NULL if they are alike */
    const char *day, *days;    /* of one month */
    const char *month, *months, *years_months;
    const char *year, *years;
};

struct tg_words {
    const char *lang; /* "de" */
    const struct tg_date_words *dates;
    enum tg_plurals plurals;
    const char *text[TG_WORDS]; /* NULL: not translated */
};

/* What there is, for messages. */
#define TG_WORDS_LANGUAGES "ar, de, en, es, fr, he, it, ja, nl, pl, pt, zh"

extern const struct tg_words tg_words_ar, tg_words_de, tg_words_en, tg_words_es, tg_words_fr,
    tg_words_he, tg_words_it, tg_words_ja, tg_words_nl, tg_words_pl, tg_words_pt, tg_words_zh;
extern const struct tg_date_words tg_dates_ar, tg_dates_de, tg_dates_en, tg_dates_es, tg_dates_fr,
    tg_dates_he, tg_dates_it, tg_dates_ja, tg_dates_nl, tg_dates_pl, tg_dates_pt, tg_dates_zh;

/* The words of "de", "de-AT", "DE_de.UTF-8"; NULL if there are none. */
const struct tg_words *tg_words_find(const char *lang);

/* The same; English where there are none, or `lang` is NULL. */
const struct tg_words *tg_words_of(const char *lang);

/* The text of a word, which may be written anywhere on a page; for one with placeholders see
 * below. */
const char *tg_word(const struct tg_words *words, enum tg_word word);

/* Which form of a word the number wants, from 0. */
unsigned tg_words_form(enum tg_plurals plurals, uint64_t n);

/* A placeholder's name and what stands in its place, which was escaped by the caller. */
struct tg_fill {
    char name;
    const char *text;
};

/* Writes the first `len` bytes of a pattern; a placeholder without a fill stays as it is. */
void tg_words_fill(struct tg_buf *out, const char *pattern, size_t len, const struct tg_fill *fills,
                   size_t fills_len);

/* Writes a word with its {t}. */
void tg_word_with(struct tg_buf *out, const struct tg_words *words, enum tg_word word,
                  const char *t);

/* Writes a word with its {n}, in the form that it wants, and {m}. */
void tg_word_numbers(struct tg_buf *out, const struct tg_words *words, enum tg_word word,
                     uint64_t n, uint64_t m);

#endif
