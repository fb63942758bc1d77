/* test_recitale_light.c - light pages, the theme light, partials: récitale's checklist, 45, 52, 57,
 * 61. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/base/path.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

static bool exists(const char *path)
{
    char *full = tg_path_join(r.tree.out, path);
    struct stat st;
    bool found = full && stat(full, &st) == 0;

    free(full);
    return found;
}

static const char all_sections[] =
    "  - {type: full-picture, image: a.jpg, text: {title: Full, sub_title: Sub, date: "
    "2020-02-03}}\n"
    "  - {type: bordered-picture, image: a.jpg, text: under it}\n"
    "  - {type: pictures-group, images: [[a.jpg, {name: a.jpg, text: \"A & B\"}]]}\n"
    "  - {type: paragraph, title: Par, text: <i>raw</i>, image: a.jpg}\n"
    "  - {type: panorama, image: a.jpg}\n"
    "  - {type: author, image: a.jpg, name: Me, text: hello, website: example.org}\n"
    "  - {type: text, text: <b>text</b>}\n"
    "  - {type: quote, text: said}\n"
    "  - {type: html, html: <u>html</u>}\n"
    "  - {type: iframe, name: \"<iframe title=t src='https://e.org'></iframe>\"}\n";

static void check_light(const char *page, const char *up)
{
    char text[256];

    (void)snprintf(text, sizeof(text), "href=\"%stirage-assets/light-", up);
    recitale_page(&r, page, text);
    recitale_page_lacks(&r, page, "<script");
    recitale_page_lacks(&r, page, "class=\"story");
    recitale_page(
        &r, page,
        "<h2>Full</h2>\n<p>Sub</p>\n<p><time datetime=\"2020-02-03\">03 February 2020</time></p>");
    recitale_page(&r, page, "<figcaption>under it</figcaption>"); /* recitale_45 */
    recitale_page(&r, page, "<figcaption>A &amp; B</figcaption>");
    recitale_page(&r, page, "a-1188218354-x800.jpg\" width=\"1200\" height=\"800\"");
    recitale_page(&r, page, "a-1188218354-x150.jpg");
    recitale_page(&r, page, "a-1188218354-400x400.jpg");
    recitale_page(&r, page, "<i>raw</i>");
    recitale_page(&r, page, "<b>text</b>");
    recitale_page(&r, page, "<blockquote>said</blockquote>");
    recitale_page(&r, page, "<u>html</u>");
    recitale_page(&r, page, "<iframe title=t");
    recitale_page(&r, page, "https://example.org");
}

START_TEST(recitale_61_light_pages_by_the_root)
{
    recitale_make(
        &r,
        "title: x\nrss: false\nmenu: [p: Page]\nsettings: {light_mode: true, night_mode: true}\n",
        all_sections);
    recitale_gallery(&r, "p",
                     "static: true\npublic: false\n"
                     "sections:\n  - {type: full-picture, image: a.jpg}\n");
    recitale_gallery(&r, "s", "");
    recitale_gallery(&r, "s/t", "sections:\n  - {type: panorama, image: a.jpg}\n");
    recitale_write(&r);
    check_light("g/light/index.html", "../../");
    recitale_page(&r, "g/light/index.html", "<a href=\"../index.html\">Full page</a>");
    recitale_page(&r, "g/light/index.html", "<a href=\"../../index.html\">x</a>");
    recitale_page(&r, "g/light/index.html", "src=\"../../g/a-1188218354-x800.jpg\"");
    recitale_page(&r, "g/index.html", "<a href=\"light/index.html\">Light page</a>");
    recitale_page(&r, "p/light/index.html", "href=\"../../p/index.html\">Page</a>");
    recitale_page(&r, "s/t/light/index.html", "<a href=\"../../index.html\">s</a>");
    ck_assert(!exists("s/light")); /* indexes have none */
    ck_assert(!exists("light"));
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-1188218354-x150.jpg"));
}
END_TEST

START_TEST(recitale_61_light_pages_by_a_gallery)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "h",
                     "light_mode: true\nsections:\n  - {type: full-picture, image: a.jpg}\n");
    recitale_gallery(&r, "i", "sections:\n  - {type: full-picture, image: a.jpg}\n");
    recitale_write(&r);
    ck_assert(exists("h/light/index.html"));
    ck_assert(!exists("i/light"));
    ck_assert(recitale_makes(&r, "h/a.jpg", "a-1188218354-x800.jpg"));
    ck_assert(!recitale_makes(&r, "i/a.jpg", "a-1188218354-x800.jpg"));
}
END_TEST

START_TEST(recitale_61_light_pages_can_be_switched_off)
{
    recitale_make(&r, "title: x\nrss: false\nsettings: {light_mode: true}\n", NULL);
    recitale_gallery(&r, "h", "light_mode: false\n");
    recitale_write(&r);
    ck_assert(exists("g/light/index.html"));
    ck_assert(!exists("h/light"));
}
END_TEST

START_TEST(recitale_52_the_theme_light)
{
    recitale_make(&r, "title: x\nrss: false\nsettings: {theme: light, light_mode: true}\n",
                  all_sections);
    recitale_gallery(&r, "s", "theme: exposure\n");
    recitale_gallery(&r, "s/t", "");
    recitale_write(&r);
    check_light("g/index.html", "../");
    recitale_page(&r, "index.html", "href=\"tirage-assets/light-");
    recitale_page(&r, "index.html",
                  "<a href=\"g/index.html\"><img src=\"g/a-1188218354-x900.jpg\"");
    ck_assert(!exists("g/light")); /* it is one already */
    recitale_page(&r, "s/index.html", "href=\"../tirage-assets/story-");
    recitale_page(&r, "s/t/index.html", "class=\"story\"");
    ck_assert(exists("s/t/light/index.html"));
}
END_TEST

static size_t renditions(const char *photo)
{
    return find_photo(r.site, photo)->renditions_len;
}

START_TEST(the_theme_light_makes_what_its_pages_show)
{
    recitale_make(&r, "title: x\nurl: https://e.org\nsettings: {theme: light, og: true}\n",
                  "  - {type: pictures-group, images: [[a.jpg, b.jpg]]}\n"
                  "  - {type: author, image: c.jpg}\n"
                  "  - {type: paragraph, image: d.jpg}\n");
    tree_file(&r.tree, "g/b.jpg");
    tree_file(&r.tree, "g/c.jpg");
    tree_file(&r.tree, "g/d.jpg");
    recitale_plan(&r);
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-1188218354-x800.jpg"));
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-1188218354-x900.jpg"));
    ck_assert_uint_eq(renditions("g/a.jpg"), 2);
    ck_assert(recitale_makes(&r, "g/b.jpg", "b-1188218354-x800.jpg"));
    ck_assert_uint_eq(renditions("g/b.jpg"), 1);
    ck_assert(recitale_makes(&r, "g/c.jpg", "c-1188218354-400x400.jpg"));
    ck_assert_uint_eq(renditions("g/c.jpg"), 1);
    ck_assert(recitale_makes(&r, "g/d.jpg", "d-1188218354-x150.jpg"));
    ck_assert_uint_eq(renditions("g/d.jpg"), 1);
}
END_TEST

START_TEST(recitale_60_previews_and_shares_of_the_theme_light)
{
    recitale_make(&r,
                  "title: x\nurl: https://e.org\nshare: true\nsettings: {theme: light, og: true}\n",
                  NULL);
    recitale_write(&r);
    recitale_page(&r, "g/index.html", "<meta property=\"og:title\" content=\"g\">");
    recitale_page(&r, "g/index.html",
                  "<meta property=\"og:image\" content=\"https://e.org/g/a-1188218354-x900.jpg\">");
    recitale_page(&r, "g/index.html", "class=\"share\"");
}
END_TEST

/* The page that they belong to is the full one. */
START_TEST(light_pages_alongside_have_neither_previews_nor_shares)
{
    recitale_make(
        &r, "title: x\nurl: https://e.org\nshare: true\nsettings: {light_mode: true, og: true}\n",
        NULL);
    recitale_write(&r);
    recitale_page(&r, "g/index.html", "class=\"share\"");
    recitale_page_lacks(&r, "g/light/index.html", "class=\"share\"");
    recitale_page_lacks(&r, "g/light/index.html", "og:title");
}
END_TEST

/* récitale knows it of indexes alone. */
START_TEST(a_theme_without_galleries_inside_has_no_effect)
{
    recitale_make(&r, "title: x\nrss: false\n", NULL);
    recitale_gallery(&r, "l", "theme: light\n");
    recitale_gallery(&r, "m", "theme: of mine\n");
    recitale_gallery(&r, "s", "theme: light\n");
    recitale_gallery(&r, "s/t", "theme: exposure\n");
    recitale_write(&r);
    ck_assert(recitale_has(&r, TG_WARNING, "l/settings.yaml:3:8", "theme: has no effect"));
    ck_assert(recitale_has(&r, TG_WARNING, "m/settings.yaml", "theme: has no effect"));
    ck_assert(recitale_has(&r, TG_WARNING, "s/t/settings.yaml", "theme: has no effect"));
    recitale_page(&r, "l/index.html", "class=\"story\"");
    recitale_page(&r, "s/index.html", "href=\"../tirage-assets/light-");
    recitale_page(&r, "s/t/index.html", "href=\"../../tirage-assets/light-");
}
END_TEST

START_TEST(recitale_57_custom_style_on_light_pages)
{
    recitale_make(&r, "title: x\nrss: false\nsettings: {light_mode: true}\n", NULL);
    tree_text(&r.tree, "custom.css", "body { color: red }");
    recitale_write(&r);
    recitale_page(&r, "g/light/index.html", "href=\"../../static/css/custom.css\"");
}
END_TEST

START_TEST(partials_are_in_every_page)
{
    static const char *const pages[] = {"index.html", "s/index.html", "s/t/index.html",
                                        "g/light/index.html"};
    static const char *const ups[] = {"", "../", "../../", "../../"};

    recitale_make(&r, "title: x\nrss: false\nsettings: {light_mode: true}\n", NULL);
    recitale_gallery(&r, "s", "");
    recitale_gallery(&r, "s/t", "");
    tree_text(&r.tree, "partials/head.html", "<meta name=\"a\" content=\"{{root}}x{{root}}\">");
    tree_text(&r.tree, "partials/header.html", "<p>before</p>\n");
    tree_text(&r.tree, "partials/footer.html", "<p>{{ root }}</p>");
    recitale_write(&r);
    for (size_t i = 0; i < 4; i++) {
        char text[128];

        (void)snprintf(text, sizeof(text), "<meta name=\"a\" content=\"%sx%s\">\n</head>", ups[i],
                       ups[i]);
        recitale_page(&r, pages[i], text);
        recitale_page(&r, pages[i], "<p>before</p>\n<header>");
        recitale_page(&r, pages[i], "<p>{{ root }}</p>\n<p>Made with");
    }
}
END_TEST

START_TEST(partials_stay_in_the_project)
{
    char target[512], link[600];

    recitale_make(&r, NULL, NULL);
    tree_text(&r.tree, "partials/head.html", "x");
    (void)snprintf(target, sizeof(target), "%s/partials/footer.html", r.tree.src);
    (void)snprintf(link, sizeof(link), "/etc/hostname");
    ck_assert_int_eq(symlink(link, target), 0);
    recitale_load(&r, NULL);
    ck_assert_ptr_nonnull(r.site);
    ck_assert_ptr_null(r.site->look.partials[TG_PARTIAL_FOOTER]);
    ck_assert_uint_eq(r.site->failures_len, 1);
    ck_assert_ptr_nonnull(strstr(r.site->failures[0], "partials/footer.html: a link that leads"));
    recitale_remove(&r);
    recitale_make(&r, NULL, NULL);
    tree_dir(&r.tree, "partials/head.html");
    recitale_load(&r, NULL);
    ck_assert(recitale_has(&r, TG_ERROR, "partials/head.html", "is not a file"));
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("light");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, recitale_61_light_pages_by_the_root);
    tcase_add_test(tc, recitale_61_light_pages_by_a_gallery);
    tcase_add_test(tc, recitale_61_light_pages_can_be_switched_off);
    tcase_add_test(tc, recitale_52_the_theme_light);
    tcase_add_test(tc, the_theme_light_makes_what_its_pages_show);
    tcase_add_test(tc, recitale_60_previews_and_shares_of_the_theme_light);
    tcase_add_test(tc, light_pages_alongside_have_neither_previews_nor_shares);
    tcase_add_test(tc, a_theme_without_galleries_inside_has_no_effect);
    tcase_add_test(tc, recitale_57_custom_style_on_light_pages);
    tcase_add_test(tc, partials_are_in_every_page);
    tcase_add_test(tc, partials_stay_in_the_project);
    return tg_suite_run("recitale_light", tc);
}
