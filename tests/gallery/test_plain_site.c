/* test_plain_site.c - what the first album.md of a plain tree says of the whole site, and what lies
 * beside it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/settings/address.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "a/1.jpg");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
}

static void scan(const char *front)
{
    tree_front(&t, "album.md", front);
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){0}, &report, &site));
}

static void build(const char *front)
{
    scan(front);
    ck_assert_ptr_nonnull(site);
    for (size_t i = 0; i < site->photos_len; i++) {
        site->photos[i]->width = 1200;
        site->photos[i]->height = 800;
    }
    check_ok(tg_site_plan(site));
    check_ok(tg_site_write(site, NULL, NULL, NULL));
}

START_TEST(basic_pages_show_all_pictures)
{
    char path[32];

    for (int i = 2; i <= 401; i++) {
        (void)snprintf(path, sizeof(path), "a/%d.jpg", i);
        tree_file(&t, path);
    }
    tree_file(&t, "a/b/x.jpg");
    build("theme: light\n");
    tree_check(&t, "a/index.html", "<figure><img src=\"1-", true);
    tree_check(&t, "a/index.html", "<li><a href=\"b/index.html\">", true);
    tree_check(&t, "a/index.html", "<figure><img src=\"201-", false);
    tree_check(&t, "a/page-2.html", "<figure><img src=\"201-", true);
    tree_check(&t, "a/page-2.html", "<li><a href=\"b/index.html\">", false);
    tree_check(&t, "a/page-3.html", "<figure><img src=\"401-", true);
    tree_check(&t, "a/b/index.html", "<script", false);
}
END_TEST

START_TEST(basic_pages_alongside_others)
{
    build("light_mode: true\n");
    tree_check(&t, "a/index.html", "<a href=\"light/index.html\">", true);
    tree_check(&t, "a/light/index.html", "<figure><img src=\"../../a/1-", true);
    tree_check(&t, "a/light/index.html", "<script", false);
    tree_check(&t, "index.html", "<a href=\"light/index.html\">", false);
}
END_TEST

START_TEST(menus_find_albums)
{
    tree_file(&t, "caf\xC3\xA9/1.jpg");
    build("menu: [{./a: A}, {\"cafe\xCC\x81\": B}]\n");
    ck_assert_ptr_nonnull(site->look.menu[0].node);
    ck_assert_ptr_nonnull(site->look.menu[1].node);
    tree_check(&t, "index.html", "<a href=\"a/index.html\">A</a>", true);
    tree_check(&t, "index.html", "<a href=\"caf%C3%A9/index.html\">B</a>", true);
}
END_TEST

START_TEST(addresses_that_are_safe)
{
    static const char *const safe[] = {"a/b",      "#x",    "./a:b", "a?b\\c", "https://a.example/",
                                       "mailto:a", "tel:1", "/a",    ""};
    static const char *const unsafe[] = {"\\\\host", "/\\host", "a\\b",    "\t//host",  "/\n/host",
                                         "x:y",      "data:x",  "file:/x", "\001//host"};

    for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
        ck_assert_msg(tg_address_is_harmless(safe[i]), "%s", safe[i]);
    for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
        ck_assert_msg(!tg_address_is_harmless(unsafe[i]), "%s", unsafe[i]);
}
END_TEST

START_TEST(what_needs_the_address_of_the_site)
{
    build("share: true\n");
    ck_assert(tree_reported(&report, TG_WARNING, "without 'url' there is no feed"));
    ck_assert(!site->look.share && !site->look.rss && !site->look.og);
    teardown();
    setup();
    build("title: x\n");
    ck_assert_uint_eq(report.len, 0);
    teardown();
    setup();
    build("url: https://a.example\nrss: false\n");
    ck_assert_uint_eq(report.len, 0);
    ck_assert(!site->look.rss && site->look.og);
    tree_check(&t, "index.html", "feed.xml", false);
}
END_TEST

START_TEST(a_usual_quality_changes_no_name)
{
    build("quality: 75\n");
    ck_assert_str_eq(site->photos[0]->renditions[0].name, "1-389052282-480x.jpg");
    teardown();
    setup();
    build("quality: 76\n");
    ck_assert_uint_eq(site->quality, 76);
    ck_assert_str_ne(site->photos[0]->renditions[0].name, "1-389052282-480x.jpg");
}
END_TEST

START_TEST(files_are_no_albums)
{
    tree_file(&t, "caf\xC3\xA9/1.jpg");
    tree_file(&t, "caf\xC3\xA9/x.pdf");
    tree_file(&t, "logo.jpg");
    build("files: [\"cafe\xCC\x81\", logo.jpg]\n"); /* in another form of Unicode */
    ck_assert_uint_eq(site->root->children_len, 1);
    ck_assert_uint_eq(site->root->photos_len, 0);
    ck_assert_uint_eq(site->files_len, 3);
}
END_TEST

/* As of projects, but for the theme that there is without the key. */
START_TEST(themes_of_plain_folders)
{
    build("theme: night\n");
    tree_check(&t, "a/index.html", "<meta name=\"color-scheme\" content=\"dark\">", true);
    ck_assert_int_eq(site->root->theme, TG_THEME_NIGHT);
    teardown();
    setup();
    build("fonts: system\n");
    tree_check(&t, "a/index.html", "<meta name=\"color-scheme\" content=\"light dark\">", true);
    ck_assert(site->look.system_fonts);
    teardown();
    setup();
    tree_text(&t, "themes/paper/style.css", "own");
    tree_text(&t, "themes/paper/.git/config", "[remote]");
    tree_text(&t, "themes/paper/faces/.DS_Store", "x");
    build("theme: paper\n");
    ck_assert_uint_eq(site->files_len, 1);
    tree_check(&t, "a/index.html", "href=\"../themes/paper/style.css\"", true);
    teardown();
    setup();
    tree_text(&t, "static/css/custom.css", "b{}");
    tree_text(&t, "custom.css", "a{}");
    build("files: static\n");
    ck_assert_uint_eq(site->files_len, 1); /* two would be written in turn by each build */
    ck_assert_str_eq(site->files[0].from, "custom.css");
    teardown();
    setup();
    build("theme: light\n");
    tree_check(&t, "a/index.html", "tirage-assets/light-", true);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("plain_site");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, basic_pages_show_all_pictures);
    tcase_add_test(tc, basic_pages_alongside_others);
    tcase_add_test(tc, menus_find_albums);
    tcase_add_test(tc, addresses_that_are_safe);
    tcase_add_test(tc, what_needs_the_address_of_the_site);
    tcase_add_test(tc, a_usual_quality_changes_no_name);
    tcase_add_test(tc, files_are_no_albums);
    tcase_add_test(tc, themes_of_plain_folders);
    return tg_suite_run("plain_site", tc);
}
