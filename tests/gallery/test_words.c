/* test_words.c - every language says everything, as what uses it expects. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/utf8.h"
#include "gallery/model/date_html.h"
#include "gallery/model/months.h"
#include "gallery/words/words.h"
#include "tests/support/suite.h"

static const struct tg_words *const languages[] = {
    &tg_words_ar, &tg_words_de, &tg_words_en, &tg_words_es, &tg_words_fr, &tg_words_he,
    &tg_words_it, &tg_words_ja, &tg_words_nl, &tg_words_pl, &tg_words_pt, &tg_words_zh,
};

enum { LANGUAGES = sizeof(languages) / sizeof(languages[0]) };

static const char *const names[] = {
#define NAME(name) #name,
    TG_WORD_ROWS(NAME)
#undef NAME
};

/* As enum tg_plurals tells them. */
static const unsigned forms_of[] = {
    [TG_PLURALS_ANY] = 1, [TG_PLURALS_ONE] = 2, [TG_PLURALS_FR] = 3, [TG_PLURALS_ES] = 3,
    [TG_PLURALS_PL] = 3,  [TG_PLURALS_HE] = 4,  [TG_PLURALS_AR] = 6,
};

static void check_utf8(const char *s)
{
    while (*s)
        ck_assert_msg(tg_text_next(&s) != TG_TEXT_BAD, "bad UTF-8 before '%s'", s);
}

START_TEST(every_language_has_every_word)
{
    size_t missing = 0;

    for (size_t i = 0; i < LANGUAGES; i++)
        for (size_t k = 0; k < TG_WORDS; k++)
            if (!languages[i]->text[k] || !*languages[i]->text[k]) {
                fprintf(stderr, "words_%s.c: no TG_WORD_%s\n", languages[i]->lang, names[k]);
                missing++;
            }
    ck_assert_uint_eq(missing, 0);
}
END_TEST

static size_t forms(const char *text)
{
    size_t n = 1;

    for (; *text; text++)
        n += *text == '|';
    return n;
}

/* How often a placeholder is in the first `len` bytes. */
static size_t placeholders(const char *text, size_t len, char name)
{
    size_t n = 0;

    for (size_t i = 0; i + 2 < len; i++)
        n += text[i] == '{' && text[i + 1] == name && text[i + 2] == '}';
    return n;
}

/* A form has each placeholder of the English word as often; one that is for a small number alone
 * needs no {n}. */
static void check_placeholders(const struct tg_words *words, size_t k, const char *form, size_t nth)
{
    const char *english = tg_words_en.text[k];
    size_t len = strcspn(form, "|"), braces = 0, known = 0;
    bool counted = strchr(english, '|') != NULL;
    bool small = counted && ((words->plurals == TG_PLURALS_AR && nth < 3) ||
                             (words->plurals == TG_PLURALS_HE && nth < 2));

    for (size_t i = 0; i < len; i++)
        braces += form[i] == '{' || form[i] == '}';
    for (const char *name = "nmt"; *name; name++) {
        size_t found = placeholders(form, len, *name);

        known += found;
        if (!(small && *name == 'n' && found == 0))
            ck_assert_msg(found == placeholders(english, strcspn(english, "|"), *name),
                          "%s: TG_WORD_%s: {%c} %zu times in '%.*s'", words->lang, names[k], *name,
                          found, (int)len, form);
    }
    ck_assert_msg(braces == 2 * known, "%s: TG_WORD_%s: other braces", words->lang, names[k]);
}

START_TEST(translations_have_the_placeholders_and_forms_of_the_language)
{
    const struct tg_words *words = languages[_i];

    for (size_t k = 0; k < TG_WORDS; k++) {
        const char *text = tg_word(words, k); /* one that is missing was told above */
        bool counted = strchr(tg_words_en.text[k], '|') != NULL;

        if (!words->text[k])
            continue;
        ck_assert_msg(forms(text) == (counted ? forms_of[words->plurals] : 1),
                      "%s: TG_WORD_%s: %zu forms", words->lang, names[k], forms(text));
        for (size_t n = 0; text; n++) {
            check_placeholders(words, k, text, n);
            text = strchr(text, '|');
            text += text != NULL;
        }
    }
}
END_TEST

START_TEST(texts_are_plain)
{
    const struct tg_words *words = languages[_i];

    for (size_t k = 0; k < TG_WORDS; k++) {
        check_utf8(tg_word(words, k));
        ck_assert_msg(!strpbrk(tg_word(words, k), "<>&\"'\\\n\t"), "%s: TG_WORD_%s: '%s'",
                      words->lang, names[k], tg_word(words, k));
    }
    ck_assert_ptr_nonnull(strstr(words->text[TG_WORD_MADE_WITH], "tirage"));
}
END_TEST

START_TEST(languages_are_found_by_their_tags)
{
    static const struct {
        const char *lang;
        const struct tg_words *words;
    } rows[] = {{"de", &tg_words_de},
                {"de-AT", &tg_words_de},
                {"DE", &tg_words_de},
                {"pt-BR", &tg_words_pt},
                {"zh-Hans", &tg_words_zh},
                {"zh_TW", &tg_words_zh},
                {"iw", &tg_words_he},
                {"fr_FR.UTF-8", &tg_words_fr},
                {"ar-EG", &tg_words_ar},
                {"fi", NULL},
                {"den", NULL},
                {"d", NULL},
                {"", NULL},
                {"-de", NULL},
                {"english", NULL}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ck_assert_ptr_eq(tg_words_find(rows[i].lang), rows[i].words);
        ck_assert_ptr_eq(tg_words_of(rows[i].lang), rows[i].words ? rows[i].words : &tg_words_en);
    }
    ck_assert_ptr_eq(tg_words_of(NULL), &tg_words_en);
}
END_TEST

/* In messages, and months in their tables, by the same names. */
START_TEST(the_list_of_languages_is_all_of_them)
{
    struct tg_buf list;

    tg_buf_init(&list, TG_BUF_MAX);
    for (size_t i = 0; i < LANGUAGES; i++) {
        ck_assert_ptr_eq(tg_words_find(languages[i]->lang), languages[i]);
        ck_assert_ptr_nonnull(tg_locale_find(languages[i]->lang));
        tg_buf_printf(&list, "%s%s", i ? ", " : "", languages[i]->lang);
    }
    ck_assert_str_eq(tg_buf_str(&list), TG_WORDS_LANGUAGES);
    tg_buf_release(&list);
}
END_TEST

static void check_counts(const struct tg_words *words, enum tg_word word, uint64_t n,
                         const char *expected)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_word_numbers(&out, words, word, n, 7);
    ck_assert_str_eq(tg_buf_str(&out), expected);
    tg_buf_release(&out);
}

START_TEST(numbers_choose_a_form)
{
    check_counts(&tg_words_en, TG_WORD_PICTURES, 1, "1 picture");
    check_counts(&tg_words_en, TG_WORD_PICTURES, 0, "0 pictures");
    check_counts(&tg_words_pl, TG_WORD_PICTURES, 1, "1 zdjęcie");
    check_counts(&tg_words_pl, TG_WORD_PICTURES, 24, "24 zdjęcia");
    check_counts(&tg_words_pl, TG_WORD_PICTURES, 5, "5 zdjęć");
    check_counts(&tg_words_pl, TG_WORD_PICTURES, 112, "112 zdjęć");
    check_counts(&tg_words_ar, TG_WORD_PICTURES, 2, "صورتان");
    check_counts(&tg_words_ar, TG_WORD_PICTURES, 103, "103 صور");
    check_counts(&tg_words_he, TG_WORD_ALBUMS, 2, "שני אלבומים");
    check_counts(&tg_words_es, TG_WORD_PICTURES, 2000000, "2000000 de fotos");
    check_counts(&tg_words_ja, TG_WORD_PAGE_OF, 2, "7ページ中2ページ目");
    check_counts(&tg_words_de, TG_WORD_PAGE_OF, UINT64_MAX, "Seite 18446744073709551615 von 7");
}
END_TEST

/* The whole numbers that CLDR gives as examples of each category. */
START_TEST(plural_rules_are_those_of_cldr)
{
    static const struct {
        enum tg_plurals plurals;
        unsigned form;
        uint64_t numbers[24];
    } rows[] = {
        {TG_PLURALS_ANY, 0, {0, 1, 15, 100, 1000000}},
        {TG_PLURALS_ONE, 0, {1}},
        {TG_PLURALS_ONE, 1, {0, 2, 16, 100, 1000, 1000000}},
        {TG_PLURALS_FR, 0, {0, 1}},
        {TG_PLURALS_FR, 1, {1000000, 2000000}},
        {TG_PLURALS_FR, 2, {2, 17, 100, 1000, 10000, 100000, 1000001}},
        {TG_PLURALS_ES, 0, {1}},
        {TG_PLURALS_ES, 1, {1000000, 3000000}},
        {TG_PLURALS_ES, 2, {0, 2, 16, 100, 1000, 10000, 100000}},
        {TG_PLURALS_PL, 0, {1}},
        {TG_PLURALS_PL, 1, {2, 3, 4, 22, 23, 24, 32, 34, 42, 52, 54, 62, 102, 1002}},
        {TG_PLURALS_PL, 2, {0, 5, 11, 12, 13, 14, 19, 21, 100, 112, 1000, 10000, 1000000}},
        {TG_PLURALS_HE, 0, {1}},
        {TG_PLURALS_HE, 1, {2}},
        {TG_PLURALS_HE, 2, {20, 30, 90, 100, 1000, 10000, 1000000}},
        {TG_PLURALS_HE, 3, {0, 3, 10, 11, 17, 101, 1001}},
        {TG_PLURALS_AR, 0, {0}},
        {TG_PLURALS_AR, 1, {1}},
        {TG_PLURALS_AR, 2, {2}},
        {TG_PLURALS_AR, 3, {3, 10, 103, 110, 1003}},
        {TG_PLURALS_AR, 4, {11, 26, 99, 111, 1011}},
        {TG_PLURALS_AR, 5, {100, 101, 102, 200, 302, 402, 600, 1000, 10000, 1000000}},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        for (size_t k = 0; k == 0 || rows[i].numbers[k]; k++)
            ck_assert_msg(tg_words_form(rows[i].plurals, rows[i].numbers[k]) == rows[i].form,
                          "%d: %u", (int)rows[i].plurals, (unsigned)rows[i].numbers[k]);
}
END_TEST

/* A text with _ for each space that no line breaks at; the caller frees. */
static char *with_marks(const char *text)
{
    char *marked = calloc(1, strlen(text) + 1), *to = marked;

    ck_assert_ptr_nonnull(marked);
    for (; *text; text++)
        if (strncmp(text, "\xC2\xA0", 2) == 0) {
            *to++ = '_';
            text++;
        } else {
            *to++ = *text;
        }
    return marked;
}

/* A day, days of a month, months of a year, months of years, and a year. */
START_TEST(dates_are_written_as_the_language_does)
{
    static const struct {
        const struct tg_words *words;
        const char *expected[5];
    } rows[] = {
        {&tg_words_en,
         {"3_May_2020", "3–12_May_2020", "April_– May_2020", "December_2019_– May_2020", "2020"}},
        {&tg_words_de,
         {"3._Mai_2020", "3.–12._Mai_2020", "April–Mai_2020", "Dezember_2019_– Mai_2020", "2020"}},
        {&tg_words_fr,
         {"3_mai_2020", "3–12_mai_2020", "avril_– mai_2020", "décembre_2019_– mai_2020", "2020"}},
        {&tg_words_es,
         {"3_de_mayo_de_2020", "3–12_de_mayo_de_2020", "abril–mayo_de_2020",
          "diciembre_de_2019_– mayo_de_2020", "2020"}},
        {&tg_words_it,
         {"3_maggio_2020", "3–12_maggio_2020", "aprile–maggio_2020", "dicembre_2019_– maggio_2020",
          "2020"}},
        {&tg_words_pt,
         {"3_de_maio_de_2020", "3_– 12_de_maio_de_2020", "abril_– maio_de_2020",
          "dezembro_de_2019_– maio_de_2020", "2020"}},
        {&tg_words_nl,
         {"3_mei_2020", "3–12_mei_2020", "april–mei_2020", "december_2019_– mei_2020", "2020"}},
        {&tg_words_pl,
         {"3_maja_2020", "3–12_maja_2020", "kwiecień–maj_2020", "grudzień_2019–maj_2020", "2020"}},
        {&tg_words_ja,
         {"2020年5月3日", "2020年5月3日～12日", "2020年4月～5月", "2019年12月～2020年5月",
          "2020年"}},
        {&tg_words_zh,
         {"2020年5月3日", "2020年5月3日至12日", "2020年4月至5月", "2019年12月至2020年5月",
          "2020年"}},
        {&tg_words_ar,
         {"3_مايو_2020", "3–12_مايو_2020", "أبريل_– مايو،_2020", "ديسمبر،_2019_– مايو،_2020",
          "2020"}},
        {&tg_words_he,
         {"3_במאי_2020", "3–12_במאי_2020", "אפריל–מאי_2020", "דצמבר_2019–מאי_2020", "2020"}},
    };
    static const char *const ranges[5][2] = {{"2020-05-03", "2020-05-03T13:45:00"},
                                             {"2020-05-03", "2020-05-12"},
                                             {"2020-04-28", "2020-05-12"},
                                             {"2019-12-31", "2020-05-12"},
                                             {"2020", "2020-05-12"}};

    ck_assert_uint_eq(sizeof(rows) / sizeof(rows[0]), LANGUAGES);
    for (size_t i = 0; i < LANGUAGES; i++)
        for (size_t k = 0; k < 5; k++) {
            struct tg_buf out;
            char *marked;

            tg_buf_init(&out, TG_BUF_MAX);
            tg_html_days(&out, rows[i].words, ranges[k][0], ranges[k][1]);
            marked = with_marks(tg_buf_str(&out));
            ck_assert_str_eq(marked, rows[i].expected[k]);
            free(marked);
            tg_buf_release(&out);
        }
}
END_TEST

START_TEST(what_is_not_translated_is_english)
{
    static const struct tg_words none = {
        .lang = "xx", .dates = &tg_dates_de, .plurals = TG_PLURALS_AR};

    ck_assert_str_eq(tg_word(&none, TG_WORD_CLOSE), "Close");
    check_counts(&none, TG_WORD_PICTURES, 2, "2 pictures");
}
END_TEST

static void check_fill(const char *pattern, const char *expected)
{
    static const struct tg_fill fills[] = {{'t', "{n}"}, {'n', ""}};
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_words_fill(&out, pattern, strlen(pattern), fills, 2);
    ck_assert_str_eq(tg_buf_str(&out), expected);
    tg_buf_release(&out);
}

START_TEST(placeholders_are_filled_once)
{
    check_fill("", "");
    check_fill("{t}", "{n}");
    check_fill("a{n}b{t}", "ab{n}");
    check_fill("{x}{t", "{x}{t");
    check_fill("{{t}}", "{{n}}");
    check_fill("{", "{");
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("words");

    tcase_add_test(tc, every_language_has_every_word);
    tcase_add_loop_test(tc, translations_have_the_placeholders_and_forms_of_the_language, 0,
                        LANGUAGES);
    tcase_add_loop_test(tc, texts_are_plain, 0, LANGUAGES);
    tcase_add_test(tc, languages_are_found_by_their_tags);
    tcase_add_test(tc, the_list_of_languages_is_all_of_them);
    tcase_add_test(tc, numbers_choose_a_form);
    tcase_add_test(tc, plural_rules_are_those_of_cldr);
    tcase_add_test(tc, dates_are_written_as_the_language_does);
    tcase_add_test(tc, what_is_not_translated_is_english);
    tcase_add_test(tc, placeholders_are_filled_once);
    return tg_suite_run("words", tc);
}
