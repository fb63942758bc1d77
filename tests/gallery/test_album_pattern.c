/* test_album_pattern.c - what `albums_from` may say, and what folders of virtual albums are
 * called. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/buf.h"
#include "gallery/model/views.h"
#include "tests/support/suite.h"

/* ---- Patterns -------------------------------------------------------------------------------- */

START_TEST(patterns_are_read)
{
    struct tg_album_pattern p;

    ck_assert_ptr_null(tg_album_pattern_parse("%keywords", &p));
    ck_assert_uint_eq(p.len, 1);
    ck_assert_int_eq(p.segments[0].kind, TG_SEGMENT_KEYWORDS);
    ck_assert_ptr_null(tg_album_pattern_parse("By year, {YYYY}!/{MM-DD}/%people/%path/x", &p));
    ck_assert_uint_eq(p.len, 5);
    ck_assert_int_eq(p.segments[0].kind, TG_SEGMENT_DATE);
    ck_assert_uint_eq(p.segments[0].parts_len, 3);
    ck_assert_int_eq(p.segments[0].parts[0].kind, TG_PART_TEXT);
    ck_assert_uint_eq(p.segments[0].parts[0].len, strlen("By year, "));
    ck_assert_int_eq(p.segments[0].parts[1].kind, TG_PART_YEAR);
    ck_assert_int_eq(p.segments[1].parts[0].kind, TG_PART_MONTH);
    ck_assert_int_eq(p.segments[1].parts[1].kind, TG_PART_TEXT);
    ck_assert_int_eq(p.segments[1].parts[2].kind, TG_PART_DAY);
    ck_assert_int_eq(p.segments[4].kind, TG_SEGMENT_TEXT);
    ck_assert(tg_album_pattern_has(&p, TG_SEGMENT_PEOPLE));
    ck_assert(!tg_album_pattern_has(&p, TG_SEGMENT_PLACE));
    ck_assert_ptr_null(tg_album_pattern_parse("{YYYY MMMM}/{YY}{MMM}", &p));
    ck_assert_int_eq(p.segments[0].parts[2].kind, TG_PART_MONTH_NAME);
    ck_assert_int_eq(p.segments[1].parts[0].kind, TG_PART_SHORT_YEAR);
    ck_assert_int_eq(p.segments[1].parts[1].kind, TG_PART_SHORT_MONTH);
}
END_TEST

START_TEST(patterns_that_are_none)
{
    static const char *const wrong[][2] = {
        {"", "nothing between two slashes"},
        {"/a", "nothing between two slashes"},
        {"a//b", "nothing between two slashes"},
        {"a/", "nothing between two slashes"},
        {"%keyword", "one of %keywords, %people, %place and %path"},
        {"%Keywords", "one of %keywords"},
        {"%keywords and more", "one of %keywords"},
        {"%", "one of %keywords"},
        {"{YYY}", "between braces stand"},
        {"{M}", "between braces stand"},
        {"{HH}", "between braces stand"},
        {"{}", "between braces stand"},
        {"{-}", "between braces stand"},
        {"{YYYYMM}", "between braces stand"},
        {"{{YYYY}}", "a brace has no partner"},
        {"{YYYY", "a brace has no partner"},
        {"YYYY}", "a brace has no partner"},
        {"a}{YYYY}", "a brace has no partner"},
        {"%place/%place", "twice"},
        {"{DD}{DD}{DD}{DD}{DD}{DD}{DD}{DD}{DD}{DD}{DD}{DD}{DD}", "too many parts"},
        {"a/b/c/d/e/f/g/h/i", "more than eight parts"},
    };
    struct tg_album_pattern p;
    char text[TG_PATTERN_BYTES + 2];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const char *why = tg_album_pattern_parse(wrong[i][0], &p);

        ck_assert_msg(why && strstr(why, wrong[i][1]), "%s: %s", wrong[i][0], why ? why : "taken");
    }
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    ck_assert_ptr_nonnull(tg_album_pattern_parse(text, &p));
    ck_assert_ptr_null(tg_album_pattern_parse(text + 1, &p));
}
END_TEST

/* ---- Names of folders ------------------------------------------------------------------------ */

START_TEST(names_of_folders)
{
    static const char *const names[][2] = {
        {"Paris", "paris"},
        {"New York City", "new-york-city"},
        {"  a  --  b  ", "a-b"},
        {"C++", "c"},
        {"AC/DC", "ac-dc"},
        {"..", "tag"},
        {"a.b.", "a-b"},
        {"index.html", "index-html"},
        {"_private", "private"},
        {"", "tag"},
        {"???", "tag"},
        {"CON", "con-tag"},
        {"Lpt1", "lpt1-tag"},
        {"\xC3\x89lan vital", "\xC3\x89lan-vital"},
        {"e\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
        {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
        {"\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9", "\xF0\x9F\x91\xA8\xF0\x9F\x91\xA9"},
        {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD7\xA8\xD7\x91",
         "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D-\xD7\xA8\xD7\x91"},
        {"\xE2\x80\xAEtxt.exe", "txt-exe"},
        {"\xE6\x9D\xB1\xE4\xBA\xAC\xE3\x80\x80\xE3\x80\x8C\xE5\xA1\x94\xE3\x80\x8D",
         "\xE6\x9D\xB1\xE4\xBA\xAC-\xE5\xA1\x94"},
        {"a\xC2\xA0\xE2\x80\x93 b\xC2\xB2", "a-b\xC2\xB2"},
        {"\xFF\xFE", "tag"},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char *slug = tg_view_slug(names[i][0]);

        ck_assert_str_eq(slug, names[i][1]);
        free(slug);
    }
}
END_TEST

START_TEST(long_names_end_at_a_character)
{
    struct tg_buf text;
    char *slug;

    tg_buf_init(&text, TG_BUF_MAX);
    for (int i = 0; i < 4000; i++)
        tg_buf_puts(&text, "\xE2\x82\xAC");
    slug = tg_view_slug(tg_buf_str(&text));
    ck_assert_uint_eq(strlen(slug), TG_SLUG_BYTES / 3 * 3);
    free(slug);
    tg_buf_release(&text);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("texts");

    tcase_add_test(tc, patterns_are_read);
    tcase_add_test(tc, patterns_that_are_none);
    tcase_add_test(tc, names_of_folders);
    tcase_add_test(tc, long_names_end_at_a_character);
    return tg_suite_run("album_pattern", tc);
}
