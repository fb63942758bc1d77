/* test_languages.c - albums in other languages than English. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/model/html.h"
#include "gallery/model/problems.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    report = (struct tg_report){.len = 0};
    tree_file(&t, "a/p1.jpg");
    tree_file(&t, "a/p2.jpg");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
}

/* Writes the site; the pictures are of these days. */
static void build(const char *first, const char *second)
{
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){0}, &report, &site));
    ck_assert_ptr_nonnull(site);
    for (size_t i = 0; i < site->photos_len; i++) {
        site->photos[i]->width = 1200;
        site->photos[i]->height = 800;
        strcpy(site->photos[i]->date, i ? second : first);
    }
    check_ok(tg_site_plan(site));
    check_ok(tg_site_write(site, NULL, NULL, NULL));
}

START_TEST(pages_speak_the_language_of_the_root)
{
    tree_text(&t, "album.md", "---\nlang: pl\n---\n# All\n");
    build("2020-05-17T12:00:00", "2020-05-19T12:00:00");
    ck_assert_uint_eq(report.len, 0);
    tree_check(&t, "index.html", "<html lang=\"pl\">", true);
    tree_check(&t, "a/index.html",
               "<p><span>2 zdjęcia</span> · <span>17–19\u00A0maja\u00A02020</span></p>", true);
    tree_check(&t, "a/index.html", "<nav aria-label=\"Ścieżka nawigacji\">", true);
    tree_check(&t, "a/index.html", "\"close\":\"Zamknij\"", true);
    tree_check(&t, "a/index.html", "<p>Utworzono za pomocą tirage</p>", true);
}
END_TEST

START_TEST(a_language_without_a_translation_keeps_its_tag)
{
    tree_text(&t, "album.md",
              "---\nlang: ru\nsections: [{type: full-picture, image: a/p1.jpg, "
              "text: {title: T, date: 2020-05-17}}]\n---\n");
    build("", "");
    ck_assert_uint_eq(report.len, 1);
    ck_assert_int_eq(report.problems[0].severity, TG_WARNING);
    ck_assert_ptr_nonnull(strstr(report.problems[0].text,
                                 "lang: 'ru' has no translation, so that the pages' own words are "
                                 "English; there are ar, de, en,"));
    tree_check(&t, "index.html", "<html lang=\"ru\">", true);
    tree_check(&t, "index.html", "2 pictures", true);
    tree_check(&t, "index.html", ">17 мая 2020</time>", true);
}
END_TEST

/* The language comes from a file that anybody may have written. */
START_TEST(odd_languages_are_escaped)
{
    tree_text(&t, "album.md", "---\nlang: \"de\\\"><b>\"\n---\n");
    build("", "");
    tree_check(&t, "index.html", "<html lang=\"de&quot;&gt;&lt;b&gt;\">", true);
    ck_assert_uint_eq(report.len, 1);
}
END_TEST

START_TEST(an_empty_language_is_english)
{
    tree_text(&t, "album.md", "---\nlang: \"\"\n---\n");
    build("", "");
    tree_check(&t, "index.html", "<html lang=\"en\">", true);
    tree_check(&t, "index.html", "Made with tirage", true);
}
END_TEST

static void check_tag(const char *lang, const char *expected)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_html_lang(&out, lang);
    ck_assert_str_eq(tg_buf_str(&out), expected);
    tg_buf_release(&out);
}

START_TEST(tags_are_written_as_browsers_want_them)
{
    char tag[80] = "";

    check_tag(NULL, "<html lang=\"en\">\n");
    check_tag("pt_BR", "<html lang=\"pt-BR\">\n");
    check_tag("de_AT.UTF-8", "<html lang=\"de-AT\">\n");
    check_tag("sr-Latn@x", "<html lang=\"sr-Latn\">\n");
    check_tag("iw", "<html lang=\"iw\" dir=\"rtl\">\n");
    check_tag(".UTF-8", "<html lang=\"en\">\n");
    memset(tag, 'a', sizeof(tag) - 1);
    check_tag(tag, "<html lang=\"en\">\n");
}
END_TEST

START_TEST(feeds_name_their_language)
{
    tree_text(&t, "album.md", "---\nlang: pt_BR\nurl: https://example.org\n---\n");
    build("2020-05-17T12:00:00", "2020-05-19T12:00:00");
    tree_check(&t, "feed.xml", "<language>pt-BR</language>\n", true);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("languages");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, pages_speak_the_language_of_the_root);
    tcase_add_test(tc, a_language_without_a_translation_keeps_its_tag);
    tcase_add_test(tc, odd_languages_are_escaped);
    tcase_add_test(tc, an_empty_language_is_english);
    tcase_add_test(tc, tags_are_written_as_browsers_want_them);
    tcase_add_test(tc, feeds_name_their_language);
    return tg_suite_run("languages", tc);
}
