/* test_json_read.c - JSON that others have written.  With the argument `print` it reads texts from
 * its standard input, each behind a line with its length, and prints one line of each, for
 * check_json_read.py to compare with Python's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/json_read.h"
#include "tests/support/suite.h"

static bool is_good(const char *text)
{
    return tg_json_is_good(text, strlen(text));
}

static void check_string(const char *json, const char *meant)
{
    struct tg_json r;
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_json_begin(&r, json, strlen(json));
    ck_assert_int_eq(tg_json_next(&r), TG_JSON_STRING);
    tg_json_put(&b, r.value);
    ck_assert_str_eq(tg_buf_str(&b), meant);
    ck_assert_int_eq(tg_json_next(&r), TG_JSON_END);
    tg_buf_release(&b);
}

START_TEST(values_are_met_in_their_order)
{
    static const char text[] = " {\"a\" : [1, -2.5e+3, {}], \"b\":{\"c\":null},\"a\":true}\n";
    static const enum tg_json_kind kinds[] = {
        TG_JSON_OBJECT, TG_JSON_ARRAY, TG_JSON_NUMBER, TG_JSON_NUMBER, TG_JSON_OBJECT,
        TG_JSON_CLOSE,  TG_JSON_CLOSE, TG_JSON_OBJECT, TG_JSON_NULL,   TG_JSON_CLOSE,
        TG_JSON_TRUE,   TG_JSON_CLOSE, TG_JSON_END,    TG_JSON_END};
    static const size_t depths[] = {1, 2, 2, 2, 3, 2, 1, 2, 2, 1, 1, 0, 0, 0};
    static const char *const keys[] = {NULL, "a", NULL, NULL, NULL, NULL, NULL,
                                       "b",  "c", NULL, "a",  NULL, NULL, NULL};
    struct tg_json r;

    tg_json_begin(&r, text, strlen(text));
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        ck_assert_int_eq(tg_json_next(&r), kinds[i]);
        ck_assert_uint_eq(r.depth, depths[i]);
        ck_assert_int_eq(r.key.at != NULL, keys[i] != NULL);
        if (keys[i])
            ck_assert(tg_json_key_is(&r, keys[i]));
        ck_assert(!tg_json_key_is(&r, "d"));
    }
}
END_TEST

START_TEST(what_is_not_asked_for_is_skipped)
{
    static const char text[] = "{\"x\":{\"size\":1,\"y\":[[{}]]},\"z\":[2,3],\"size\":4}";
    struct tg_json r;
    int64_t n = 0;
    int met = 0;

    tg_json_begin(&r, text, strlen(text));
    ck_assert_int_eq(tg_json_next(&r), TG_JSON_OBJECT);
    while (tg_json_each(&r)) {
        if (tg_json_key_is(&r, "size"))
            ck_assert(tg_json_integer(&r, &n));
        tg_json_skip(&r);
        met++;
    }
    ck_assert_int_eq(met, 3);
    ck_assert_int_eq(n, 4);
    ck_assert_int_eq(tg_json_next(&r), TG_JSON_END);
}
END_TEST

START_TEST(strings_are_what_they_mean)
{
    check_string("\"\"", "");
    check_string("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
    check_string("\"\\u00e9\\u00E9\xC3\xA9\"", "\xC3\xA9\xC3\xA9\xC3\xA9");
    check_string("\"\\ud83d\\ude00\"", "\xF0\x9F\x98\x80");
    check_string("\"\\ud83d \\ude00\\ud83d\\ud83d\\ude00\"",
                 "\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x98\x80");
    check_string("\"a\\u0000b\"", "a\xEF\xBF\xBD"
                                  "b");
}
END_TEST

START_TEST(names_are_equal_by_what_they_mean)
{
    static const char text[] = "{\"s\\u0069ze\":\"s\\u0069ze\",\"size\\u0000\":\"siz\"}";
    struct tg_json r;

    tg_json_begin(&r, text, strlen(text));
    ck_assert_int_eq(tg_json_next(&r), TG_JSON_OBJECT);
    ck_assert_int_eq(tg_json_next(&r), TG_JSON_STRING);
    ck_assert(tg_json_key_is(&r, "size") && tg_json_is(&r, "size"));
    ck_assert(!tg_json_key_is(&r, "siz") && !tg_json_key_is(&r, "sizes"));
    ck_assert_int_eq(tg_json_next(&r), TG_JSON_STRING);
    ck_assert(!tg_json_key_is(&r, "size") && !tg_json_is(&r, "size"));
}
END_TEST

START_TEST(integers_are_exact_or_none)
{
    static const struct {
        const char *text;
        bool is;
        int64_t n;
    } cases[] = {{"0", true, 0},
                 {"-0", true, 0},
                 {"\"1589723100\"", true, 1589723100},
                 {"9223372036854775807", true, INT64_MAX},
                 {"-9223372036854775808", true, INT64_MIN},
                 {"9223372036854775808", false, 0},
                 {"-9223372036854775809", false, 0},
                 {"1.0", false, 0},
                 {"1e3", false, 0},
                 {"\"\"", false, 0},
                 {"\"-\"", false, 0},
                 {"\" 1\"", false, 0},
                 {"true", false, 0}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t n = 77;
        struct tg_json r;

        tg_json_begin(&r, cases[i].text, strlen(cases[i].text));
        (void)tg_json_next(&r);
        ck_assert_int_eq(tg_json_integer(&r, &n), cases[i].is);
        ck_assert_int_eq(n, cases[i].is ? cases[i].n : 77);
    }
}
END_TEST

START_TEST(what_is_no_json_is_bad_for_good)
{
    static const char *const bad[] = {"",
                                      " ",
                                      "{",
                                      "[",
                                      "]",
                                      "{]",
                                      "[}",
                                      "[1,]",
                                      "[,1]",
                                      "{,}",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{1:2}",
                                      "{'a':1}",
                                      "01",
                                      "1.",
                                      ".5",
                                      "+1",
                                      "-",
                                      "1e",
                                      "1e+",
                                      "0x1",
                                      "NaN",
                                      "Infinity",
                                      "tru",
                                      "truE",
                                      "nul",
                                      "1 2",
                                      "[1] ,",
                                      "\"",
                                      "\"\\\"",
                                      "\"\\x\"",
                                      "\"\n\"",
                                      "\"\\u12\"",
                                      "\"\\u123g\"",
                                      "\"\x80\"",
                                      "\"\xED\xA0\x80\"",
                                      "\"\xC3\"",
                                      "// a\n1",
                                      "[1/**/]",
                                      "\xFF\xFE[]",
                                      "\xEF\xBB\xBF\xEF\xBB\xBF[]"};
    struct tg_json r;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ck_assert_msg(!is_good(bad[i]), "%s", bad[i]);
        tg_json_begin(&r, bad[i], strlen(bad[i]));
        while (tg_json_next(&r) > TG_JSON_END)
            ;
        ck_assert_int_eq(tg_json_next(&r), TG_JSON_BAD);
    }
    ck_assert(is_good("\xEF\xBB\xBF[]"));
    ck_assert(!tg_json_is_good("[]\0", 3));
    ck_assert(tg_json_is_good("[]x", 2)); /* what stands behind is not looked at */
    ck_assert(!tg_json_is_good("\"\xC3\n", 2));
}
END_TEST

START_TEST(depth_and_size_have_limits)
{
    char deep[2 * TG_JSON_DEPTH + 3];
    char *large = malloc(TG_JSON_MAX + 2);

    memset(deep, '[', TG_JSON_DEPTH + 1);
    memset(deep + TG_JSON_DEPTH + 1, ']', TG_JSON_DEPTH + 1);
    deep[2 * TG_JSON_DEPTH + 2] = '\0';
    ck_assert(!is_good(deep));
    ck_assert(tg_json_is_good(deep + 1, 2 * TG_JSON_DEPTH));
    ck_assert_ptr_nonnull(large);
    memset(large, ' ', TG_JSON_MAX + 1);
    large[0] = '1';
    large[TG_JSON_MAX + 1] = '\0';
    ck_assert(tg_json_is_good(large, TG_JSON_MAX));
    ck_assert(!tg_json_is_good(large, TG_JSON_MAX + 1));
    free(large);
}
END_TEST

/* ---- For check_json_read.py ------------------------------------------------------------------ */

static void print_text(char sign, struct tg_json_text text)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_json_put(&b, text);
    putchar(sign);
    for (size_t i = 0; i < b.len; i++)
        printf("%02x", (unsigned char)b.data[i]);
    putchar(' ');
    tg_buf_release(&b);
}

static void print_values(const char *data, size_t len)
{
    static const char signs[] = "?.{[)sntfz";
    struct tg_json r;

    if (!tg_json_is_good(data, len)) {
        puts("bad");
        return;
    }
    tg_json_begin(&r, data, len);
    while (tg_json_next(&r) > TG_JSON_END) {
        if (r.key.at)
            print_text('k', r.key);
        if (r.kind == TG_JSON_STRING)
            print_text('s', r.value);
        else if (r.kind == TG_JSON_NUMBER)
            printf("n%.*s ", (int)r.value.len, r.value.at);
        else
            printf("%c ", signs[r.kind]);
    }
    putchar('\n');
}

static int print_all(void)
{
    size_t len;

    while (scanf("%zu", &len) == 1 && len <= 2 * (size_t)TG_JSON_MAX) {
        char *data = calloc(len + 1, 1); /* of its own: sanitizers see what reads beyond */

        (void)getchar();
        if (!data || fread(data, 1, len, stdin) != len)
            exit(1);
        print_values(data, len);
        free(data);
    }
    return 0;
}

int main(int argc, char **argv)
{
    TCase *tc;

    if (argc > 1 && strcmp(argv[1], "print") == 0)
        return print_all();
    tc = tcase_create("json_read");
    tcase_add_test(tc, values_are_met_in_their_order);
    tcase_add_test(tc, what_is_not_asked_for_is_skipped);
    tcase_add_test(tc, strings_are_what_they_mean);
    tcase_add_test(tc, names_are_equal_by_what_they_mean);
    tcase_add_test(tc, integers_are_exact_or_none);
    tcase_add_test(tc, what_is_no_json_is_bad_for_good);
    tcase_add_test(tc, depth_and_size_have_limits);
    return tg_suite_run("json_read", tc);
}
