/* test_nfc.c - names in Unicode's form C.  With an argument it prints the form of every code point
 * and of made-up texts, for tests/core/check_nfc.py to compare with Python's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/nfc.h"
#include "tests/support/suite.h"

static void check(const char *from, const char *to)
{
    char *text = tg_nfc(from);

    ck_assert_ptr_nonnull(text);
    ck_assert_str_eq(text, to);
    free(text);
}

START_TEST(marks_are_joined)
{
    check("", "");
    check("plain.jpg", "plain.jpg");
    check("\xc3\xa9", "\xc3\xa9");
    check("Prive\xcc\x81", "Priv\xc3\xa9");
    check("E\xcc\x81te\xcc\x81.jpg", "\xc3\x89t\xc3\xa9.jpg");
    /* U+0061 U+0323 U+0302, and in another order, become U+1EAD */
    check("a\xcc\xa3\xcc\x82", "\xe1\xba\xad");
    check("a\xcc\x82\xcc\xa3", "\xe1\xba\xad");
    check("\xcc\x81"
          "a",
          "\xcc\x81"
          "a"); /* nothing before it */
}
END_TEST

START_TEST(marks_that_are_blocked_stay)
{
    check("a\xcc\x80\xcc\x81", "\xc3\xa0\xcc\x81");  /* only the first of a class */
    check("a\xcd\x8f\xcc\x81", "a\xcd\x8f\xcc\x81"); /* U+034F is in between */
    check("a\xcc\xa7\xcc\x88", "\xc3\xa4\xcc\xa7");  /* another class is not in the way */
}
END_TEST

START_TEST(hangul_is_joined_by_arithmetic)
{
    check("\xe1\x84\x80\xe1\x85\xa1", "\xea\xb0\x80"); /* U+1100 U+1161: U+AC00 */
    check("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
          "\xed\x95\x9c");                             /* U+1112 U+1161 U+11AB: U+D55C */
    check("\xea\xb0\x80\xe1\x86\xa8", "\xea\xb0\x81"); /* U+AC00 U+11A8: U+AC01 */
    check("\xea\xb0\x80\xe1\x86\xa7",
          "\xea\xb0\x80\xe1\x86\xa7"); /* U+11A7 is no letter of an end */
    check("\xea\xb0\x81\xe1\x86\xa8", "\xea\xb0\x81\xe1\x86\xa8"); /* it has an end */
}
END_TEST

START_TEST(what_is_excluded_stays_apart)
{
    check("\xe0\xa5\x98", "\xe0\xa4\x95\xe0\xa4\xbc"); /* U+0958: excluded */
    check("\xe2\x84\xab", "\xc3\x85");                 /* U+212B: one character for another */
    check("\xe2\x84\xaa", "K");
    check("\xcd\x84", "\xcc\x88\xcc\x81");                         /* U+0344: begins with a mark */
    check("\xf0\x9d\x85\x9e", "\xf0\x9d\x85\x97\xf0\x9d\x85\xa5"); /* U+1D15E */
    check("\xef\xac\x81", "\xef\xac\x81"); /* U+FB01: that is another form, KC */
}
END_TEST

START_TEST(bytes_that_are_not_utf8_stay)
{
    check("\xff"
          "e\xcc\x81\xc3",
          "\xff\xc3\xa9\xc3");
    check("e\xff\xcc\x81", "e\xff\xcc\x81"); /* nothing is joined across them */
    check("\xed\xa0\x80\xcc\x81", "\xed\xa0\x80\xcc\x81");
}
END_TEST

START_TEST(long_runs_of_marks_end)
{
    enum { MARKS = 200000 };
    char *text = malloc(2 * MARKS + 2), *form;

    ck_assert_ptr_nonnull(text);
    text[0] = 'x';
    for (size_t i = 0; i < MARKS; i++)
        memcpy(text + 1 + 2 * i, i % 2 ? "\xcc\xa3" : "\xcc\x81", 2);
    text[2 * MARKS + 1] = '\0';
    form = tg_nfc(text);
    ck_assert_ptr_nonnull(form);
    ck_assert_uint_eq(strlen(form), 2 * MARKS + 1);
    ck_assert(memcmp(form + 1, "\xcc\xa3\xcc\xa3", 4) == 0);
    free(form);
    free(text);
}
END_TEST

START_TEST(equal_texts)
{
    ck_assert(tg_nfc_equal("Prive\xcc\x81", "Priv\xc3\xa9"));
    ck_assert(tg_nfc_equal("\xe2\x84\xaa", "K"));
    ck_assert(!tg_nfc_equal("Prive", "Priv\xc3\xa9"));
    ck_assert(!tg_nfc_equal("a", "b"));
}
END_TEST

static void put(uint32_t cp, char **at)
{
    if (cp < 0x80) {
        *(*at)++ = (char)cp;
        return;
    }
    if (cp < 0x800) {
        *(*at)++ = (char)(0xC0 | cp >> 6);
    } else {
        if (cp < 0x10000) {
            *(*at)++ = (char)(0xE0 | cp >> 12);
        } else {
            *(*at)++ = (char)(0xF0 | cp >> 18);
            *(*at)++ = (char)(0x80 | (cp >> 12 & 0x3F));
        }
        *(*at)++ = (char)(0x80 | (cp >> 6 & 0x3F));
    }
    *(*at)++ = (char)(0x80 | (cp & 0x3F));
}

static void print(const char *text)
{
    char *form = tg_nfc(text);

    if (!form)
        abort();
    printf("%s\t%s\n", text, form);
    free(form);
}

/* What the characters of the table become alongside each other. */
static void print_mixed(uint32_t *seed, char *text)
{
    char *at = text;

    for (size_t i = 0; i < 6; i++) {
        uint64_t pair;

        *seed = *seed * 1664525u + 1013904223u;
        pair = tg_nfc_pairs[(*seed >> 8) % tg_nfc_pairs_len];
        if (*seed >> 30 == 0)
            put(tg_nfc_classes[(*seed >> 8) % tg_nfc_classes_len] >> 11, &at);
        else
            put((uint32_t)(pair >> 21 * (*seed >> 30 & 1 ? 2 : 1)) & 0x1FFFFF, &at);
        if (pair & 0x1FFFFF)
            put((uint32_t)(pair & 0x1FFFFF), &at);
    }
    *at = '\0';
    print(text);
}

static void print_all(void)
{
    char text[64];
    uint32_t seed = 1;

    puts(tg_nfc_unicode);
    for (uint32_t cp = 1; cp < 0x110000; cp++) {
        char *at = text;

        if (cp == '\n' || cp == '\t' || (cp >= 0xD800 && cp < 0xE000))
            continue;
        put(cp, &at);
        *at = '\0';
        print(text);
        put(0x301, &at);
        put(0x323, &at);
        *at = '\0';
        print(text);
    }
    for (int i = 0; i < 200000; i++)
        print_mixed(&seed, text);
}

int main(int argc, char **argv)
{
    TCase *tc;

    (void)argv;
    if (argc > 1) {
        print_all();
        return 0;
    }
    tc = tcase_create("nfc");
    tcase_add_test(tc, marks_are_joined);
    tcase_add_test(tc, marks_that_are_blocked_stay);
    tcase_add_test(tc, hangul_is_joined_by_arithmetic);
    tcase_add_test(tc, what_is_excluded_stays_apart);
    tcase_add_test(tc, bytes_that_are_not_utf8_stay);
    tcase_add_test(tc, long_runs_of_marks_end);
    tcase_add_test(tc, equal_texts);
    return tg_suite_run("nfc", tc);
}
