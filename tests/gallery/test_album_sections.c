/* test_album_sections.c - `sections` of album.md: text and pictures before the rows of photos. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/model/problems.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_site *site;
static struct tg_report report;

static void make_photos(void)
{
    tree_make(&t);
    tree_file(&t, "a.jpg");
    tree_file(&t, "b.jpg");
    tree_file(&t, "c.jpg");
    tree_file(&t, "sub/d.jpg");
    tree_text(&t, "captions.txt", "a.jpg: Caption of a\n");
}

static void scan(const char *sections)
{
    const struct tg_scan_rules rules = {.videos = true};
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_printf(&text, "---\ntitle: x\nsections:\n%s---\n", sections);
    tree_text(&t, "album.md", tg_buf_str(&text));
    tg_buf_release(&text);
    check_ok(tg_site_scan(t.src, t.out, &rules, &report, &site));
    for (size_t i = 0; site && i < site->photos_len; i++) {
        site->photos[i]->width = 3000;
        site->photos[i]->height = 2000;
    }
}

static void make(const char *sections)
{
    make_photos();
    scan(sections);
}

static char *page(void)
{
    ck_assert_uint_eq(report.count[TG_ERROR], 0);
    check_ok(tg_site_plan(site));
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    return tree_read(&t, "index.html");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
}

static size_t count(const char *html, const char *text)
{
    size_t n = 0;

    for (; (html = strstr(html, text)); html++)
        n++;
    return n;
}

START_TEST(sections_come_before_the_rows_of_the_other_photos)
{
    char *html;

    make("  - {type: bordered-picture, image: a.jpg}\n"
         "  - {type: pictures-group, images: [[{name: b.jpg, text: Mine}, sub/d.jpg]]}\n");
    html = page();
    ck_assert_uint_eq(count(html, "<a href=\"a-389052282-2560x.jpg\">"), 1);
    ck_assert_uint_eq(count(html, "<a href=\"b-389052282-2560x.jpg\">"), 1);
    ck_assert_uint_eq(count(html, "<figure id=\"c.jpg\""), 1);
    ck_assert_ptr_nonnull(strstr(html, "<section class=\"bordered\">"));
    ck_assert(strstr(html, "id=\"b.jpg\"") < strstr(html, "<ul class=\"rows"));
    ck_assert(strstr(html, "<ul class=\"rows") < strstr(html, "id=\"c.jpg\""));
    ck_assert_ptr_nonnull(strstr(html, "<figcaption>Mine</figcaption>"));
    ck_assert_ptr_nonnull(strstr(html, "alt=\"Caption of a\""));
    ck_assert_ptr_nonnull(strstr(html, "<a href=\"sub/d-389052282-2560x.jpg\">"));
    ck_assert_ptr_nonnull(strstr(html, "<p><span>1 album</span> · <span>4 pictures</span></p>"));
    ck_assert_ptr_nonnull(strstr(html, "tirage-assets/story-"));
    free(html);
    html = tree_read(&t, "sub/index.html");
    ck_assert_uint_eq(count(html, "<figure id=\"d.jpg\""), 1);
    free(html);
}
END_TEST

/* They are those of the album: nothing more is made of a picture because a section shows it. */
START_TEST(sections_want_no_more_renditions)
{
    make("  - {type: full-picture, image: a.jpg}\n");
    check_ok(tg_site_plan(site));
    ck_assert_uint_eq(find_photo(site, "a.jpg")->renditions_len,
                      find_photo(site, "c.jpg")->renditions_len);
}
END_TEST

START_TEST(texts_are_markdown)
{
    char *html;

    make("  - {type: text, text: 'some *words* <b>x</b> [y](javascript:z)'}\n"
         "  - {type: quote, text: to be}\n"
         "  - {type: full-picture, image: a.jpg, text: {title: T, date: 2020-05-17}}\n");
    ck_assert(tree_reported(&report, TG_WARNING, "section 1: 1 of its links skipped"));
    html = page();
    ck_assert_ptr_nonnull(strstr(html, "<p>some <em>words</em> &lt;b&gt;x&lt;/b&gt; y</p>"));
    ck_assert_ptr_nonnull(strstr(html, "<blockquote><p>to be</p>"));
    ck_assert_ptr_nonnull(strstr(
        html, "<h2>T</h2>\n<p><time datetime=\"2020-05-17\">17\u00A0May\u00A02020</time></p>"));
    ck_assert_ptr_nonnull(strstr(html, "<h1>x</h1>"));
    free(html);
}
END_TEST

START_TEST(styles_of_others_have_no_effect)
{
    char *html;

    make("  - {type: text, text: x, background: 'url(//x.org)', color: red}\n"
         "  - {type: pictures-group, images: [[{name: a.jpg, size: 'url(//x.org)'}]], css: 'x:y'}\n"
         "  - {type: full-picture, image: b.jpg, background_position: 'x;y:z'}\n");
    ck_assert(tree_reported(&report, TG_WARNING, "section 1: background: has no effect"));
    ck_assert(tree_reported(&report, TG_WARNING, "section 2: css: has no effect"));
    ck_assert(tree_reported(&report, TG_WARNING, "section 2: unknown key 'size'"));
    ck_assert(tree_reported(&report, TG_WARNING, "section 3: background_position: has no effect"));
    html = page();
    ck_assert_ptr_null(strstr(html, "x.org"));
    ck_assert_ptr_null(strstr(html, "y:z"));
    free(html);
}
END_TEST

START_TEST(html_of_others_is_an_error)
{
    static const char *const sections[] = {"  - {type: html, html: x}\n",
                                           "  - {type: iframe, name: x}\n",
                                           "  - {type: audio, image: x.mp3}\n"};

    make(sections[_i]);
    ck_assert(tree_reported(&report, TG_ERROR, "is of projects alone"));
}
END_TEST

START_TEST(pictures_that_are_not_there_are_warned_of)
{
    char *html;

    make("  - {type: panorama, image: aa.jpg}\n");
    ck_assert(tree_reported(&report, TG_WARNING,
                            "album.md:4:29: no picture 'aa.jpg' here; did you mean 'a.jpg'?"));
    html = page();
    ck_assert_ptr_nonnull(strstr(html, "<b>aa.jpg</b> This picture could not be shown"));
    free(html);
}
END_TEST

START_TEST(open_pages_tell_nothing_of_pictures_behind_a_password)
{
    char *html;

    make_photos();
    tree_text(&t, "sub/album.md", "---\npassword: x\n---\n");
    scan("  - {type: panorama, image: sub/d.jpg}\n"
         "  - {type: pictures-group, images: [[{name: sub/d.jpg, text: Mine}]]}\n");
    ck_assert(tree_reported(&report, TG_WARNING, "'sub/d.jpg' is behind a password"));
    html = page();
    ck_assert_uint_eq(count(html, "<b>Protected</b> This picture could not be shown"), 2);
    ck_assert_ptr_null(strstr(html, "d.jpg"));
    ck_assert_ptr_null(strstr(html, "Mine"));
    free(html);
}
END_TEST

/* `first`, then `n` times `item`, then `last`. */
static void make_many(const char *first, size_t n, const char *item, const char *last)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_puts(&text, first);
    while (n--)
        tg_buf_puts(&text, item);
    tg_buf_puts(&text, last);
    make(tg_buf_str(&text));
    tg_buf_release(&text);
}

/* A section {BEFORE'TEXT'} whose text is 99,999 times `sign`, and `n` aliases of it: the file is
 * small, but what they stand for is not. */
static void make_aliases(const char *before, char sign, size_t n)
{
    char words[100 * 1000];
    struct tg_buf first;

    memset(words, sign, sizeof(words) - 1);
    words[sizeof(words) - 1] = '\0';
    tg_buf_init(&first, TG_BUF_MAX);
    tg_buf_printf(&first, "  - &s {%s'%s'}\n", before, words);
    make_many(tg_buf_str(&first), n, "  - *s\n", "");
    tg_buf_release(&first);
}

START_TEST(aliases_make_no_page_that_is_too_long)
{
    make_aliases("type: text, text: ", '&', (size_t)_i);
    ck_assert(
        tree_reported(&report, TG_ERROR, _i < 100 ? "becomes too long a page" : "too much text"));
    ck_assert_uint_eq(report.count[TG_ERROR], 1);
}
END_TEST

START_TEST(aliases_make_no_titles_without_end)
{
    make_aliases("type: paragraph, title: ", 'x', 200);
    ck_assert(tree_reported(&report, TG_ERROR, "too much text"));
}
END_TEST

START_TEST(pictures_are_limited)
{
    make_many("  - &g\n    type: pictures-group\n    images:\n      - [", 1250, "a.jpg, ",
              "a.jpg]\n  - *g\n  - *g\n  - *g\n");
    ck_assert(tree_reported(&report, TG_ERROR, "album.md:4:3: sections: more than 5000 pictures"));
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("album_sections");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, sections_come_before_the_rows_of_the_other_photos);
    tcase_add_test(tc, sections_want_no_more_renditions);
    tcase_add_test(tc, texts_are_markdown);
    tcase_add_test(tc, styles_of_others_have_no_effect);
    tcase_add_loop_test(tc, html_of_others_is_an_error, 0, 3);
    tcase_add_test(tc, pictures_that_are_not_there_are_warned_of);
    tcase_add_test(tc, open_pages_tell_nothing_of_pictures_behind_a_password);
    tcase_add_test(tc, aliases_make_no_titles_without_end);
    tcase_add_loop_test(tc, aliases_make_no_page_that_is_too_long, 10, 11);
    tcase_add_loop_test(tc, aliases_make_no_page_that_is_too_long, 200, 201);
    tcase_add_test(tc, pictures_are_limited);
    return tg_suite_run("album_sections", tc);
}
