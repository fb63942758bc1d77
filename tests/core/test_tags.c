/* test_tags.c - lists of tags: what is kept of what people and programs write. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/tags.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static void add(char **list, const char *text, char separator)
{
    ck_ok(tg_tags_add(list, &tg_keywords_limit, text, strlen(text), TG_CHARSET_WINDOWS, separator));
}

static const struct {
    const char *text;
    char separator;
    const char *kept;
} tags[] = {
    {"holiday", '\0', "holiday"},
    {"  sea  side ", '\0', "sea  side"},
    {"AC/DC", '\0', "AC/DC"},
    {"Places/France/Paris", '/', "Places|France|Paris"},
    {"Places| France |Paris|", '\0', "Places|France|Paris"},
    {"||a|| |b", '\0', "a|b"},
    {"_Digikam_root_tag_/a/b", '/', "a|b"},
    {"../../etc", '\0', "../../etc"},
    {"two\nlines\tand tabs", '\0', "two lines and tabs"},
    {"caf\xe9", '\0', "caf\xc3\xa9"},
    {"cafe\xcc\x81", '\0', "caf\xc3\xa9"},
    {"\xe2\x80\xaegnp.exe\xe2\x80\xac", '\0', "gnp.exe"},
    {"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", '\0',
     "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"},
    {"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", '\0', "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"},
    {"1|2|3|4|5|6|7|8|9|10", '\0', "1|2|3|4|5|6|7|8"},
    {" | ", '\0', NULL},
    {"\xe2\x80\xae", '\0', NULL},
};

START_TEST(tags_are_cleaned)
{
    char *list = NULL, *again = NULL;

    add(&list, tags[_i].text, tags[_i].separator);
    ck_assert_pstr_eq(list, tags[_i].kept);
    if (list)
        ck_ok(tg_tags_add_list(&again, &tg_keywords_limit, list, strlen(list)));
    ck_assert_pstr_eq(again, list);
    free(list);
    free(again);
}
END_TEST

START_TEST(each_is_there_once)
{
    static const char *const words[] = {"Caf\xc3\xa9",
                                        "b",
                                        "CAF\xc3\x89",
                                        "B",
                                        "\xd0\x9c\xd0\xb8\xd1\x80",
                                        "\xd0\xbc\xd0\x98\xd0\xa0"};
    char *list = NULL;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        add(&list, words[i], '\0');
    ck_assert_str_eq(list, "Caf\xc3\xa9\nb\n\xd0\x9c\xd0\xb8\xd1\x80");
    ck_assert_uint_eq(tg_tags_count(list), 3);
    free(list);
}
END_TEST

START_TEST(long_and_many_ones_are_bounded)
{
    char longest[10241], word[16], *list = NULL;

    for (size_t i = 0; i + 1 < sizeof(longest); i += 2)
        memcpy(longest + i, "\xc3\xa9", 2);
    longest[sizeof(longest) - 1] = '\0';
    add(&list, longest + 1, '\0'); /* begins in the middle of a character: Windows-1252 */
    ck_assert_uint_le(strlen(list), TG_TAG_BYTES);
    free(list);
    list = NULL;
    add(&list, longest, '\0');
    ck_assert_uint_eq(strlen(list), TG_TAG_BYTES);
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(word, sizeof(word), "word%d", i);
        add(&list, word, '\0');
    }
    ck_assert_uint_eq(tg_tags_count(list), 200);
    free(list);
    list = NULL;
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(longest, 100, "%099d", i);
        add(&list, longest, '\0');
    }
    ck_assert_uint_le(strlen(list), 8192);
    ck_assert_uint_eq(tg_tags_count(list), 81);
    free(list);
}
END_TEST

static bool contains(const char *tag, const char *part)
{
    struct tg_tag t = tg_tag_of(tag), p = tg_tag_of(part);

    return tg_tag_contains(&t, &p);
}

START_TEST(levels_are_found_whole)
{
    ck_assert(contains("private", "PRIVATE"));
    ck_assert(contains("private|x", "private"));
    ck_assert(contains("a|private", "private"));
    ck_assert(contains("a|private|x", "private|X"));
    ck_assert(!contains("privately", "private"));
    ck_assert(!contains("a private", "private"));
    ck_assert(!contains("a|b", "a|b|c"));
    ck_assert(!contains("a|b", ""));
    ck_assert(!contains("a|b|c", "a|c"));
}
END_TEST

static const struct {
    const char *keywords, *people, *names, *kept, *kept_people;
} sources[] = {
    {NULL, NULL, NULL, NULL, NULL},
    {"Paris\nPlaces|France|Paris\nFrance\nsea", NULL, NULL, "Places|France|Paris\nsea", NULL},
    {"Places\nPlaces|France\nPlaces|France|Paris", NULL, NULL, "Places|France|Paris", NULL},
    {"Jane\nPeople|Jane\nsea", NULL, NULL, "sea", "Jane"},
    {"Family\nPersonen|Family|Jane\nPeople", "Bob", NULL, "People", "Bob\nJane"},
    {"jane\nsea\nFriends|Jane", "Jane", NULL, "sea", "Jane"},
    {"jane\nsea", NULL, "Jane", "sea", NULL},
    {"people\nsea", NULL, NULL, "people\nsea", NULL},
    {"People and places", "People|Jane", NULL, "People and places", "Jane"},
};

START_TEST(names_leave_the_keywords_and_flat_ones_go)
{
    char *keywords = sources[_i].keywords ? strdup(sources[_i].keywords) : NULL;
    char *people = sources[_i].people ? strdup(sources[_i].people) : NULL;

    ck_ok(tg_tags_settle(&keywords, &people, sources[_i].names));
    ck_assert_pstr_eq(keywords, sources[_i].kept);
    ck_assert_pstr_eq(people, sources[_i].kept_people);
    free(keywords);
    free(people);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("tags");

    tcase_add_loop_test(tc, tags_are_cleaned, 0, sizeof(tags) / sizeof(tags[0]));
    tcase_add_test(tc, each_is_there_once);
    tcase_add_test(tc, long_and_many_ones_are_bounded);
    tcase_add_test(tc, levels_are_found_whole);
    tcase_add_loop_test(tc, names_leave_the_keywords_and_flat_ones_go, 0,
                        sizeof(sources) / sizeof(sources[0]));
    return tg_suite_run("tags", tc);
}
