/* test_recitale_links.c - what a project reads stays in it, whatever its links say; what its
 * settings write stays harmless. */
#include <stdio.h>
#include <string.h>

#include <check.h>

#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

/* The settings are right, so that the rest is built; the picture fails when it is opened. */
START_TEST(recitale_15_links_that_lead_out_are_failures)
{
    recitale_make(
        &r, "title: x\nrss: false\ninclude: [in.txt]\n",
        "  - {type: panorama, image: link.jpg}\n  - {type: panorama, image: folder/hosts}\n");
    recitale_gallery(&r, "h", "");
    tree_link(&r.tree, "/etc/passwd", "g/link.jpg");
    tree_link(&r.tree, "/etc/passwd", "g/a.jpg.xmp");
    tree_link(&r.tree, "/etc", "g/folder");
    tree_link(&r.tree, "/etc/passwd", "custom.css");
    tree_link(&r.tree, "/etc/passwd", "in.txt");
    tree_link(&r.tree, "/etc/passwd", "static/x.txt");
    tree_text(&r.tree, "../away/settings.yaml", "title: away\ncover: a.jpg\n");
    tree_link(&r.tree, "../away", "away");
    tree_link(&r.tree, "../../away/settings.yaml", "i/settings.yaml");
    recitale_load(&r, NULL);
    ck_assert_ptr_nonnull(r.site);
    ck_assert_uint_eq(r.site->root->children_len, 2);
    ck_assert(!r.site->look.custom_css);
    ck_assert_ptr_nonnull(find_photo(r.site, "g/link.jpg"));
    ck_assert_ptr_nonnull(find_photo(r.site, "g/folder/hosts"));
    ck_assert_uint_eq(r.site->failures_len, 6);
    for (size_t i = 0; i < r.site->failures_len; i++)
        ck_assert_msg(strstr(r.site->failures[i], "leads out of the folder of photos"), "%s",
                      r.site->failures[i]);
}
END_TEST

START_TEST(recitale_15_links_may_be_allowed_to_lead_out)
{
    recitale_make(&r, "title: x\nrss: false\nsettings: {links: follow}\n",
                  "  - {type: panorama, image: link.jpg}\n");
    tree_text(&r.tree, "../away/settings.yaml", "title: away\ncover: a.jpg\n");
    tree_file(&r.tree, "../away/a.jpg");
    tree_link(&r.tree, "../../away/a.jpg", "g/link.jpg");
    tree_link(&r.tree, "../away", "away");
    recitale_load(&r, NULL);
    ck_assert_ptr_nonnull(r.site);
    ck_assert_uint_eq(r.site->failures_len, 0);
    ck_assert_uint_eq(r.site->root->children_len, 2);
    ck_assert_str_eq(find_photo(r.site, "away/a.jpg")->dir, "away");
    ck_assert_uint_eq(find_photo(r.site, "g/link.jpg")->bytes, 1);
}
END_TEST

START_TEST(recitale_15_names_compare_in_one_form)
{
    recitale_make(&r,
                  "title: x\nrss: false\ntheme: m\u00e9\nmenu:\n- \u00e9t: Go\n"
                  "include: [\u00e9.txt]\n",
                  "  - {type: panorama, image: \"\u00c9t\u00e9.jpg\"}\n");
    tree_file(&r.tree, "g/E\xcc\x81te\xcc\x81.jpg");
    tree_file(&r.tree, "e\xcc\x81.txt");
    tree_file(&r.tree, "themes/me\xcc\x81/style.css");
    recitale_gallery(&r, "e\xcc\x81t", "");
    recitale_write(&r);
    recitale_page(&r, "index.html", "<a href=\"e%CC%81t/index.html\">Go</a>");
    recitale_page(&r, "index.html", "href=\"themes/me%CC%81/style.css\"");
    recitale_page(&r, "themes/me\xcc\x81/style.css", "x");
    recitale_page(&r, "e\xcc\x81.txt", "x");
    ck_assert_ptr_nonnull(find_photo(r.site, "g/E\xcc\x81te\xcc\x81.jpg")); /* as it is on disk */
}
END_TEST

START_TEST(galleries_with_an_empty_nomedia_are_left_out)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "h", "");
    tree_text(&r.tree, "h/.nomedia", "\n");
    recitale_load(&r, NULL);
    ck_assert_ptr_nonnull(r.site);
    ck_assert_uint_eq(r.site->root->children_len, 1);
    ck_assert(has_note(r.site, "h: ", "an empty .nomedia"));
}
END_TEST

/* Settings of the root and of a section in which a link is refused. */
static const struct {
    const char *root, *sections, *position, *key;
} bad_links[] = {
    {"title: x\nmenu:\n- javascript:alert(1): Go\n", NULL, "settings.yaml:3:3", "menu"},
    {"title: x\nmenu:\n- ' javascript:alert(1)': Go\n", NULL, "settings.yaml:3:3", "menu"},
    {"title: x\nmenu:\n- \"\\x01JavaScript:alert(1)\": Go\n", NULL, "settings.yaml:3:3", "menu"},
    {"title: x\nmenu:\n- \"java\\tscript:alert(1)\": Go\n", NULL, "settings.yaml:3:3", "menu"},
    {"title: x\nmenu:\n- \"data:text/html,x\": Go\n", NULL, "settings.yaml:3:3", "menu"},
    {"title: x\nmenu:\n- VBScript:x: Go\n", NULL, "settings.yaml:3:3", "menu"},
    {"title: x\nlicence: {name: n, url: 'javascript:alert(1)'}\n", NULL,
     "settings.yaml:2:", "licence: url"},
    {"title: x\nlicence:\n  url: data:x\n", NULL, "settings.yaml:3:8", "licence: url"},
    {NULL, "  - {type: author, image: a.jpg, website: 'javascript://%0aalert(1)'}\n",
     "g/settings.yaml:", "website"},
    {NULL, "  - {type: author, image: a.jpg, twitter: ' javascript://%0aalert(1)'}\n",
     "g/settings.yaml:", "twitter"},
    {NULL, "  - {type: author, image: a.jpg, facebook: 'data://x'}\n",
     "g/settings.yaml:", "facebook"},
};

START_TEST(links_that_could_run_are_refused)
{
    recitale_make(&r, bad_links[_i].root, bad_links[_i].sections);
    recitale_load(&r, NULL);
    ck_assert_ptr_null(r.site);
    ck_assert(recitale_has(&r, TG_ERROR, bad_links[_i].position, bad_links[_i].key));
    ck_assert(recitale_has(&r, TG_ERROR, bad_links[_i].position,
                           "allowed are http:, https:, mailto:, tel: and paths in the site"));
}
END_TEST

/* Without what is cut off in front, the address would get a scheme on the page at the top. */
START_TEST(paths_do_not_become_schemes)
{
    recitale_make(&r,
                  "title: x\nrss: false\nlicence: {name: n, url: a/b.html}\nmenu:\n"
                  "- ./javascript:alert(1): A\n- /javascript:alert(2): B\n- .//a:b: C\n"
                  "- tel:+1: D\n- \"#a:b\": E\n- x/a:b: F\n",
                  NULL);
    recitale_write(&r);
    recitale_page(&r, "index.html", "<a href=\"./javascript:alert(1)\">A</a>");
    recitale_page(&r, "index.html", "<a href=\"./javascript:alert(2)\">B</a>");
    recitale_page(&r, "index.html", "<a href=\"./a:b\">C</a>");
    recitale_page(&r, "index.html", "<a href=\"tel:+1\">D</a>");
    recitale_page(&r, "index.html", "<a href=\"#a:b\">E</a>");
    recitale_page(&r, "index.html", "<a href=\"x/a:b\">F</a>");
    recitale_page(&r, "index.html", "<a rel=\"license\" href=\"a/b.html\">n</a>");
}
END_TEST

/* A title is in the index, as its author wants, and nowhere else. */
START_TEST(neighbours_do_not_tell_of_locked_galleries)
{
    recitale_make(&r, "title: x\nurl: https://x.org\nsettings: {light_mode: true, og: true}\n",
                  NULL);
    recitale_gallery(&r, "h", "date: 2001-01-01\n");
    recitale_gallery(&r, "locked1", "password: a\ndate: 2000-01-03\n");
    recitale_gallery(&r, "locked2", "password: b\ndate: 2000-01-02\n");
    recitale_gallery(&r, "i", "date: 2000-01-01\n");
    recitale_write(&r);
    recitale_page(&r, "index.html", "locked1");
    for (size_t i = 0; i < 5; i++) {
        static const char *const open[] = {"h/index.html", "i/index.html", "h/light/index.html",
                                           "feed.xml", "sitemap.xml"};

        recitale_page_lacks(&r, open[i], "locked");
    }
    recitale_page(&r, "h/index.html", "<a rel=\"next\" href=\"../i/index.html\"><bdi>i</bdi></a>");
    recitale_page(&r, "i/index.html", "<a rel=\"prev\" href=\"../h/index.html\"><bdi>h</bdi></a>");
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("links");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, recitale_15_links_that_lead_out_are_failures);
    tcase_add_test(tc, recitale_15_links_may_be_allowed_to_lead_out);
    tcase_add_test(tc, recitale_15_names_compare_in_one_form);
    tcase_add_test(tc, galleries_with_an_empty_nomedia_are_left_out);
    tcase_add_loop_test(tc, links_that_could_run_are_refused, 0,
                        sizeof(bad_links) / sizeof(bad_links[0]));
    tcase_add_test(tc, paths_do_not_become_schemes);
    tcase_add_test(tc, neighbours_do_not_tell_of_locked_galleries);
    return tg_suite_run("recitale_links", tc);
}
