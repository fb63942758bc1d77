/* test_html.c - escapers and titles against hostile names. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/model/date_html.h"
#include "gallery/model/html.h"
#include "gallery/model/summary.h"
#include "gallery/model/text.h"
#include "tests/support/suite.h"

#define BAD "\xEF\xBF\xBD"

typedef void escape_fn(struct tg_buf *out, const char *s);

static void check_escape(escape_fn *escape, const char *in, const char *want)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    escape(&out, in);
    ck_assert_str_eq(tg_buf_str(&out), want);
    ck_assert(!out.failed);
    tg_buf_release(&out);
}

START_TEST(text_is_escaped)
{
    check_escape(tg_html_text, "", "");
    check_escape(tg_html_text, "plain", "plain");
    check_escape(tg_html_text, "a#b\"><x>.jpg", "a#b\"&gt;&lt;x&gt;.jpg");
    check_escape(tg_html_text, "Tom & Jerry's", "Tom &amp; Jerry's");
    check_escape(tg_html_text, "&amp;", "&amp;amp;");
    check_escape(tg_html_text, "a\nb\tc\r", "a b c ");
    check_escape(tg_html_text, "été – 東京 \xF0\x9F\x93\xB7", "été – 東京 \xF0\x9F\x93\xB7");
}
END_TEST

START_TEST(attribute_is_escaped)
{
    check_escape(tg_html_attr, "a#b\"><x>.jpg", "a#b&quot;&gt;&lt;x&gt;.jpg");
    check_escape(tg_html_attr, "' onload='x", "&#39; onload=&#39;x");
    check_escape(tg_html_attr, "100% `x`\n", "100% `x` ");
}
END_TEST

START_TEST(bad_bytes_are_replaced)
{
    static const char *const cases[][2] = {
        {"\x80", BAD},                             /* stray continuation */
        {"a\xFFz", "a" BAD "z"},                   /* never a lead byte */
        {"\xC3", BAD},                             /* cut short */
        {"\xC3(", BAD "("},                        /* the next byte is its own */
        {"\xC0\xAF", BAD BAD},                     /* overlong slash */
        {"\xE0\x80\xBC", BAD BAD BAD},             /* overlong < */
        {"\xE2\x82<", BAD "&lt;"},                 /* nothing hides behind a lead byte */
        {"\xED\xA0\x80", BAD BAD BAD},             /* surrogate */
        {"\xF4\x90\x80\x80", BAD BAD BAD BAD},     /* above U+10FFFF */
        {"\xF0\x9F\x93", BAD},                     /* cut short */
        {"\x01\x1F\x7F\xC2\x85", BAD BAD BAD BAD}, /* control characters */
        {"\xEF\xBF\xBE\xEF\xB7\x90", BAD BAD},     /* noncharacters */
        {"\xEF\xBB\xBF|\xF4\x8F\xBF\xBD", "\xEF\xBB\xBF|\xF4\x8F\xBF\xBD"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check_escape(tg_html_text, cases[i][0], cases[i][1]);
        check_escape(tg_html_attr, cases[i][0], cases[i][1]);
    }
}
END_TEST

START_TEST(url_path_is_encoded)
{
    check_escape(tg_html_url_path, "a/B_0.9-~.jpg", "a/B_0.9-~.jpg");
    check_escape(tg_html_url_path, "a#b\"><x>.jpg", "a%23b%22%3E%3Cx%3E.jpg");
    check_escape(tg_html_url_path, "100% ?&'+,;=:@!$()*.jpg",
                 "100%25%20%3F%26%27%2B%2C%3B%3D%3A%40%21%24%28%29%2A.jpg");
    check_escape(tg_html_url_path, "javascript:x", "javascript%3Ax");
    check_escape(tg_html_url_path, "été", "%C3%A9t%C3%A9");
    check_escape(tg_html_url_path, "\n\x7F\xFF\\", "%0A%7F%FF%5C");
}
END_TEST

static void check_title(const char *name, const char *want)
{
    char *title = tg_text_title(name, strlen(name));

    ck_assert_ptr_nonnull(title);
    ck_assert_str_eq(title, want);
    free(title);
}

START_TEST(titles_are_readable)
{
    check_title("Norway", "Norway");
    check_title("2020-05-17_Rue_de la_Paix", "2020-05-17 Rue de la Paix");
    check_title("__a__b__", "a b");
    check_title("a\nb\x7F\xC2\xA0z", "a b z");
    check_title("b\xE9t\xE9", "b" BAD "t" BAD);
    check_title("\xE2\x80", BAD);
    check_title("_", "Untitled");
    check_title("", "Untitled");
    check_title("<i>", "<i>");
}
END_TEST

START_TEST(title_of_a_part)
{
    char *title = tg_text_title("IMG_12.jpg", strlen("IMG_12"));

    ck_assert_str_eq(title, "IMG 12");
    free(title);
}
END_TEST

static void check_days(const char *first, const char *last, const char *want)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_html_days(&out, &tg_words_en, first, last);
    ck_assert_str_eq(tg_buf_str(&out), want);
    tg_buf_release(&out);
}

START_TEST(days_are_readable)
{
    check_days("2020-05-17T13:45:00", "2020-05-17T23:00:00", "17\u00A0May\u00A02020");
    check_days("2020-05-03T13:45:00", "2020-05-12T00:00:00", "3–12\u00A0May\u00A02020");
    check_days("2020-04-28T13:45:00", "2020-05-03T00:00:00", "April\u00A0– May\u00A02020");
    check_days("2019-12-28T13:45:00", "2020-01-03T00:00:00",
               "December\u00A02019\u00A0– January\u00A02020");
    check_days("2020-13-01T00:00:00", "2020-01-03T00:00:00", "");
    check_days("2020-01-01T00:00:00", "2020:01:03", "");
}
END_TEST

static const struct {
    const char *text;
    bool html;
} texts[] = {
    {"Tom &amp; Ann", true},
    {"one<br>two", true},
    {"one<BR/>two", true},
    {"a &#39; b", true},
    {"a &#x27; b", true},
    {"<a href=\"x\">y</a>", true},
    {"x</i>", true},
    {"Tom & Ann", false},
    {"AT&T; and &;", false},
    {"I <3 you > me", false},
    {"a < b and c > d", false},
    {"<untitled>", false},
    {"R&D;", false},
    {"5 &# 6;", false},
    {"<b", false},
    {"&amp", false},
    {"<>", false},
    {"", false},
};

START_TEST(html_is_told_from_text)
{
    ck_assert_msg(tg_text_has_html(texts[_i].text) == texts[_i].html, "%s", texts[_i].text);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("html");

    tcase_add_test(tc, text_is_escaped);
    tcase_add_test(tc, attribute_is_escaped);
    tcase_add_test(tc, bad_bytes_are_replaced);
    tcase_add_test(tc, url_path_is_encoded);
    tcase_add_test(tc, titles_are_readable);
    tcase_add_test(tc, title_of_a_part);
    tcase_add_test(tc, days_are_readable);
    tcase_add_loop_test(tc, html_is_told_from_text, 0, sizeof(texts) / sizeof(texts[0]));
    return tg_suite_run("html", tc);
}
