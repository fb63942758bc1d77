/* test_recitale_input.c - récitale's checklist for settings (1-18): what is accepted, and what is
 * said of the rest. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

static void load_gallery(const char *more)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "h", more);
    recitale_load(&r, NULL);
}

static void load_sections(const char *sections)
{
    recitale_make(&r, NULL, sections);
    recitale_load(&r, NULL);
}

static void load_root(const char *root)
{
    recitale_make(&r, root, NULL);
    recitale_load(&r, NULL);
}

static const struct tg_node *gallery(const char *dir)
{
    return recitale_find(&r, dir);
}

static void expect_error(const char *position, const char *text)
{
    ck_assert_ptr_null(r.site);
    ck_assert(recitale_has(&r, TG_ERROR, position, text));
}

START_TEST(recitale_01_folders_with_settings_are_galleries)
{
    recitale_make(&r, NULL, NULL);
    tree_file(&r.tree, "other/a.jpg");
    recitale_gallery(&r, "build/g", "");
    tree_text(&r.tree, "build/settings.yaml", "title: old output\n");
    recitale_load(&r, NULL);
    ck_assert_str_eq(gallery("g")->title, "g");
    ck_assert_uint_eq(r.site->root->children_len, 1);
    ck_assert_uint_eq(r.site->photos_len, 1);
}
END_TEST

START_TEST(recitale_02_missing_title)
{
    load_root("sub_title: x\n");
    expect_error("settings.yaml: ", "no title");
}
END_TEST

START_TEST(recitale_02_null_title_is_the_folders_name)
{
    load_root("title:\nrss: false\n");
    ck_assert_ptr_nonnull(r.site);
    ck_assert_str_eq(r.site->root->title, "My photos");
}
END_TEST

static const struct {
    const char *text, *position, *message;
} bad_files[] = {
    {"", "g/settings.yaml: ", "empty"},
    {"# only this\n", "g/settings.yaml: ", "empty"},
    {"- a\n- b\n", "g/settings.yaml:1:1", "not a mapping"},
    {"title: x\n  y: z\n", "g/settings.yaml:2:", "mapping"},
    {"title: [a\n", "g/settings.yaml:2:1", "expected"},
    {"title: \"a\n", "g/settings.yaml:1:8", "unexpected end"},
    {"title: a\tb\n\tc: d\n", "g/settings.yaml:2:1", "tab character"},
    {"title: a\n---\ntitle: b\n", "g/settings.yaml:2:1", "second document"},
    {"title: \xFF\n", "g/settings.yaml:1:8", "UTF-8"},
    {"title: a\nname: \xC3\xA9\xC3\n", "g/settings.yaml:2:8", "UTF-8"},
    {"title: a\001\n", "g/settings.yaml:1:9", "control character"},
    {"title: *nothing\n", "g/settings.yaml:1:8", "anchor"},
    {"title: !!binary aGk=\n", "g/settings.yaml:1:8", "tag"},
    {"{a: b}: c\n", "g/settings.yaml:1:1", "a key must be"},
    {"a: &x [*x]\n", "g/settings.yaml:1:8", "inside what it names"},
};

START_TEST(recitale_02_bad_files_are_named_with_their_line)
{
    recitale_make(&r, NULL, NULL);
    tree_text(&r.tree, "g/settings.yaml", bad_files[_i].text);
    recitale_load(&r, NULL);
    expect_error(bad_files[_i].position, bad_files[_i].message);
}
END_TEST

START_TEST(recitale_03_duplicate_key)
{
    load_gallery("date: 2020-01-01\ndate: 2020-01-02\n");
    expect_error("h/settings.yaml:4:1", "'date' is here a second time, after line 3");
}
END_TEST

static const char *const bad_dates[] = {"2020-02-30",          "2021-02-29", "1900-02-29",
                                        "2020-13-01",          "2020-00-10", "2020-01-01 10:00:00",
                                        "yesterday",           "20200101",   "0000-01-01",
                                        "2020-01-01T00:00:00", "[]",         "12345"};

START_TEST(recitale_03_days_that_do_not_exist)
{
    char text[64];

    (void)snprintf(text, sizeof(text), "date: %s\n", bad_dates[_i]);
    load_gallery(text);
    expect_error("h/settings.yaml:3:7", "a day like");
}
END_TEST

START_TEST(recitale_03_root_date_is_checked_too)
{
    load_root("title: x\nrss: false\ndate: 2020-02-30\n");
    expect_error("settings.yaml:3:7", "a day like");
}
END_TEST

START_TEST(recitale_04_booleans_are_those_of_yaml_1_2)
{
    static const char *const words[] = {"no", "off", "No", "n", "'false'", "yes", "on"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        char text[64];

        (void)snprintf(text, sizeof(text), "public: %s\n", words[i]);
        load_gallery(text);
        ck_assert(!gallery("h")->hidden);
        ck_assert(recitale_has(&r, TG_WARNING, "h/settings.yaml:3:9", "counts as TRUE"));
        recitale_remove(&r);
    }
    load_gallery("public: False\n");
    ck_assert(gallery("h")->hidden);
    ck_assert_uint_eq(r.report.len, 0);
}
END_TEST

START_TEST(recitale_05_no_gallery)
{
    recitale_make(&r, NULL, NULL);
    tree_remove(&r.tree);
    tree_make(&r.tree);
    tree_text(&r.tree, "settings.yaml", "title: x\nrss: false\n");
    tree_file(&r.tree, "g/a.jpg");
    recitale_load(&r, NULL);
    expect_error("settings.yaml", "no gallery");
}
END_TEST

START_TEST(recitale_06_public_galleries_need_a_cover)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "s", "");
    recitale_gallery(&r, "s/deep", "cover:\n");
    recitale_gallery(&r, "s/gone", "cover: gone.jpg\n");
    recitale_gallery(&r, "s/hidden", "cover:\npublic: false\n");
    recitale_load(&r, NULL);
    expect_error("s/deep/settings.yaml: ", "no cover");
    expect_error("s/gone/settings.yaml:2:8", "gone.jpg: does not exist");
    ck_assert_uint_eq(r.report.count[TG_ERROR], 2);
}
END_TEST

START_TEST(recitale_07_sections_beside_galleries)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "s", "");
    recitale_gallery(&r, "s/t", "sections: []\n");
    recitale_gallery(&r, "s/t/u", "");
    recitale_load(&r, NULL);
    expect_error("s/t/settings.yaml", "only one of them");
}
END_TEST

START_TEST(recitale_08_galleries_below_a_hidden_one_are_left_out)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "s", "public: false\n");
    recitale_gallery(&r, "s/t", "");
    recitale_load(&r, NULL);
    ck_assert_uint_eq(gallery("s")->children_len, 0);
    ck_assert(recitale_has(&r, TG_WARNING, "s/settings.yaml", "skipped"));
}
END_TEST

START_TEST(recitale_09_pictures_as_words_and_mappings)
{
    load_sections("  - type: pictures-group\n"
                  "    images:\n"
                  "      - [a.jpg, {name: a.jpg, text: words}]\n");
    ck_assert_str_eq(gallery("g")->sections[0].rows[0].refs[1].text, "words");
    ck_assert_ptr_eq(gallery("g")->sections[0].rows[0].refs[0].photo,
                     gallery("g")->sections[0].rows[0].refs[1].photo);
    recitale_remove(&r);
    load_gallery("cover: {name: a.jpg}\n");
    ck_assert_str_eq(gallery("h")->cover.photo->path, "h/a.jpg");
}
END_TEST

static const struct {
    const char *sections, *message;
} bad_sections[] = {
    {"  - type: pictures-grup\n", "section 1: unknown section type 'pictures-grup'; did you mean "
                                  "'pictures-group'?"},
    {"  - text: x\n", "section 1: has no 'type'"},
    {"  - just words\n", "section 1: expected a mapping"},
    {"  type: text\n", "sections: not a list"},
    {"  - type: text\n  - type: pictures-group\n", "section 2: pictures-group needs 'images'"},
    {"  - {type: pictures-group, images: [a.jpg]}\n", "section 1: images: a row must be a list"},
    {"  - {type: pictures-group, images: a.jpg}\n", "section 1: images: not a list"},
    {"  - {type: pictures-group, images: [[[a.jpg]]]}\n", "section 1: a picture is"},
    {"  - {type: pictures-group, images: [[{text: x}]]}\n", "section 1: a picture is"},
    {"  - {type: full-picture}\n", "section 1: full-picture needs 'image'"},
    {"  - {type: bordered-picture}\n", "section 1: bordered-picture needs 'image'"},
    {"  - {type: panorama}\n", "section 1: panorama needs 'image'"},
    {"  - {type: author}\n", "section 1: author needs 'image'"},
    {"  - {type: panorama, image: {name: a.jpg, resize: 50}}\n",
     "section 1: resize: expected a percentage from 1% to 100%, got '50'"},
    {"  - {type: panorama, image: {name: a.jpg, resize: 0%}}\n",
     "section 1: resize: expected a percentage from 1% to 100%, got '0%'"},
    {"  - {type: panorama, image: {name: a.jpg, quality: 101}}\n",
     "section 1: quality: expected a whole number from 0 to 100, got '101'"},
    {"  - {type: panorama, image: {name: a.jpg, quality: high}}\n",
     "section 1: quality: expected a whole number from 0 to 100, got 'high'"},
    {"  - {type: panorama, image: {name: a.jpg, type: film}}\n",
     "section 1: type: expected image or video, got 'film'"},
    {"  - {type: text, text: [a, b]}\n", "section 1: text: expected a text, got a list or mapping"},
    {"  - {type: full-picture, image: a.jpg, text: {date: 2020-02-30}}\n", "section 1: date:"},
};

START_TEST(recitale_10_bad_sections_are_named)
{
    load_sections(bad_sections[_i].sections);
    expect_error("g/settings.yaml:", bad_sections[_i].message);
}
END_TEST

START_TEST(recitale_10_unknown_theme)
{
    load_root("title: x\nrss: false\nsettings:\n  theme: baroque\n");
    expect_error("settings.yaml:",
                 "there is no themes/baroque/style.css; there are exposure, light, material");
}
END_TEST

START_TEST(themes_of_the_project)
{
    recitale_make(&r, "title: x\nrss: false\nsettings: {theme: gone}\n", NULL);
    tree_text(&r.tree, "themes/b/style.css", "b");
    tree_text(&r.tree, "themes/a/style.css", "a");
    tree_text(&r.tree, "themes/empty/theme.js", "");
    recitale_load(&r, NULL);
    expect_error("settings.yaml:", "there are exposure, light, material, a, b");
    recitale_remove(&r);
    recitale_make(&r, "title: x\nrss: false\nsettings: {theme: ../g}\n", NULL);
    tree_text(&r.tree, "g/style.css", "b");
    recitale_load(&r, NULL);
    expect_error("settings.yaml:", "there is no themes/../g/style.css");
}
END_TEST

START_TEST(recitale_11_unknown_keys_are_accepted)
{
    load_root("title: x\nrss: false\nsub_tilte: y\nsettings:\n  gm: {qualty: 3}\n  xyzzyx: 1\n");
    ck_assert_ptr_nonnull(r.site);
    ck_assert(recitale_has(&r, TG_WARNING, "settings.yaml:3:1", "did you mean 'sub_title'?"));
    ck_assert(recitale_has(&r, TG_WARNING, "settings.yaml:5:8", "did you mean 'quality'?"));
    ck_assert(recitale_has(&r, TG_WARNING, "settings.yaml:6:3", "unknown key 'xyzzyx'"));
    ck_assert_uint_eq(r.report.count[TG_WARNING], 3);
}
END_TEST

START_TEST(recitale_12_the_nearest_options_win)
{
    const struct tg_ref *refs;

    recitale_make(&r, "title: x\nrss: false\nsettings:\n  gm: {quality: 60, strip: false}\n",
                  "  - type: pictures-group\n"
                  "    images:\n"
                  "      - [a.jpg, {name: a.jpg, quality: 90}, {name: a.jpg, text: x}]\n");
    recitale_load(&r, NULL);
    refs = gallery("g")->sections[0].rows[0].refs;
    ck_assert_uint_eq(refs[0].options->quality, 60);
    ck_assert_uint_eq(refs[1].options->quality, 90);
    ck_assert(!refs[1].options->strip);
    ck_assert(refs[1].options->auto_orient && refs[1].options->progressive);
    ck_assert_ptr_eq(refs[0].options, refs[2].options);
}
END_TEST

START_TEST(recitale_13_other_spellings_of_dates)
{
    load_gallery("date: \"2020-1-5\"\n");
    ck_assert_uint_eq(gallery("h")->date.year, 2020);
    ck_assert_uint_eq(gallery("h")->date.month, 1);
    ck_assert_uint_eq(gallery("h")->date.day, 5);
}
END_TEST

static void expect_order(const char *order)
{
    const struct tg_node *home = r.site->root;
    char got[64] = "";

    for (size_t i = 0; i < home->children_len; i++)
        strcat(got, home->children[i]->dir);
    ck_assert_str_eq(got, order);
}

static void load_dated(const char *root)
{
    recitale_make(&r, root, NULL);
    recitale_gallery(&r, "b", "date: 2020-01-02\n");
    recitale_gallery(&r, "c", "date: 2021-01-01\n");
    recitale_gallery(&r, "d", "date: 2020-01-02\n");
    recitale_gallery(&r, "a", "date: 2019-12-31\n");
    recitale_load(&r, NULL);
}

START_TEST(recitale_14_49_newest_first_undated_last_ties_by_name)
{
    load_dated(NULL);
    expect_order("cbdag");
}
END_TEST

START_TEST(recitale_49_reverse)
{
    load_dated("title: x\nrss: false\nsettings:\n  reverse: true\n");
    expect_order("abdcg");
}
END_TEST

static void expect_outside(const char *name, const char *why)
{
    char text[256];

    (void)snprintf(text, sizeof(text), "  - {type: panorama, image: \"%s\"}\n", name);
    recitale_make(&r, NULL, text);
    tree_link(&r.tree, "loop.jpg", "g/loop.jpg");
    recitale_load(&r, NULL);
    expect_error("g/settings.yaml:4:", why);
    recitale_remove(&r);
}

START_TEST(recitale_15_paths_that_leave_the_project)
{
    expect_outside("/etc/passwd", "absolute path");
    expect_outside("../../../../../../../../etc/passwd", "leads out of the project");
    expect_outside("loop.jpg", "symbolic links");
    expect_outside("../g", "is not a file");
    recitale_make(&r, "title: x\nrss: false\ninclude: [../../../../../../etc/passwd]\n", NULL);
    tree_link(&r.tree, "/usr", "outside");
    recitale_load(&r, NULL);
    expect_error("settings.yaml", "leads out of the project");
}
END_TEST

START_TEST(recitale_15_linked_galleries)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "z", "");
    tree_link(&r.tree, "z", "a");
    recitale_load(&r, NULL);
    expect_error("settings.yaml", "a: leads to a folder that is a gallery already");
    recitale_remove(&r);
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "store/z", "");
    tree_link(&r.tree, "store/z", "a");
    recitale_load(&r, NULL);
    ck_assert_str_eq(gallery("a")->cover.photo->dir, "store/z");
}
END_TEST

START_TEST(recitale_16_pictures_of_other_folders)
{
    recitale_make(&r, NULL,
                  "  - type: pictures-group\n    images:\n"
                  "      - [sub/b.jpg, ../h/a.jpg, ../c.jpg]\n");
    recitale_gallery(&r, "h", "");
    tree_file(&r.tree, "g/sub/b.jpg");
    tree_file(&r.tree, "c.jpg");
    recitale_write(&r);
    ck_assert_str_eq(find_photo(r.site, "g/sub/b.jpg")->dir, "g/sub");
    ck_assert_str_eq(find_photo(r.site, "c.jpg")->dir, "");
    recitale_page(&r, "g/index.html", "src=\"sub/b-1188218354-x600.jpg\"");
    recitale_page(&r, "g/index.html", "src=\"../h/a-1188218354-x600.jpg\"");
    recitale_page(&r, "g/index.html", "src=\"../c-1188218354-x600.jpg\"");
}
END_TEST

START_TEST(recitale_17_all_errors_at_once)
{
    recitale_make(&r, "title: x\nrss: false\ndate: never\n",
                  "  - type: nothing\n  - {type: panorama, image: b.jpg}\n");
    recitale_gallery(&r, "h", "date: never\n");
    tree_text(&r.tree, "i/settings.yaml", "title: [\n");
    recitale_load(&r, NULL);
    ck_assert_ptr_null(r.site);
    ck_assert_uint_eq(r.report.len, 5);
    ck_assert_ptr_nonnull(strstr(r.report.problems[0].text, "settings.yaml:3:7: "));
    ck_assert_ptr_nonnull(strstr(r.report.problems[1].text, "g/settings.yaml:4:11: "));
    ck_assert_ptr_nonnull(strstr(r.report.problems[2].text, "g/settings.yaml:5:29: "));
    ck_assert_ptr_nonnull(strstr(r.report.problems[3].text, "h/settings.yaml:3:7: "));
    ck_assert_ptr_nonnull(strstr(r.report.problems[4].text, "i/settings.yaml:"));
}
END_TEST

START_TEST(recitale_18_without_url)
{
    load_root("title: x\nshare: true\nsettings:\n  og: true\n");
    ck_assert_ptr_nonnull(r.site);
    ck_assert(!r.site->look.rss && !r.site->look.share && !r.site->look.og);
    ck_assert_uint_eq(r.report.len, 1);
    ck_assert(recitale_has(&r, TG_WARNING, "settings.yaml: ", "without 'url'"));
}
END_TEST

START_TEST(languages_without_a_translation_give_a_warning)
{
    recitale_make(&r, "title: x\nrss: false\nlang: pt-BR\n", NULL);
    recitale_gallery(&r, "h", "lang: de-AT\n");
    recitale_gallery(&r, "i", "lang: fi\n");
    recitale_load(&r, NULL);
    ck_assert_uint_eq(r.report.len, 1);
    ck_assert(recitale_has(&r, TG_WARNING, "i/settings.yaml:", "lang: 'fi' has no translation"));
    ck_assert(recitale_has(&r, TG_WARNING, "there are ar, de, en, es,", "zh"));
}
END_TEST

START_TEST(recitale_53_unknown_locale)
{
    load_root("title: x\nrss: false\nsettings:\n  date_locale: xx_YY\n");
    expect_error("settings.yaml:", "date_locale: 'xx_YY' is not known");
}
END_TEST

/* Until they can be, pages must not be published unprotected. */
START_TEST(recitale_62_empty_passwords_are_refused)
{
    load_root("title: x\nrss: false\npassword: \"\"\n");
    expect_error("settings.yaml:3:11", "password");
    recitale_remove(&r);
    load_gallery("password: \"\"\n");
    expect_error("h/settings.yaml:3:11", "password");
}
END_TEST

START_TEST(settings_of_this_program_are_checked)
{
    load_root("title: x\nrss: false\nurl: ftp://x\nmenu: [a, {b: c, d: e}]\n"
              "settings: {original: maybe, sizes: [450, 1200x, big]}\n");
    expect_error("settings.yaml:4:8", "menu");
    expect_error("settings.yaml:", "original: expected reencode, link or none, got 'maybe'");
    expect_error("settings.yaml:", "sizes: 'big'");
    expect_error("settings.yaml:3:6", "url: 'ftp://x'");
    ck_assert_uint_eq(r.report.count[TG_ERROR], 5);
}
END_TEST

static char *repeat(const char *what, size_t times, const char *before)
{
    struct tg_buf text;
    char *s;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_puts(&text, before);
    for (size_t i = 0; i < times; i++)
        tg_buf_puts(&text, what);
    s = tg_buf_steal(&text);
    ck_assert_ptr_nonnull(s);
    return s;
}

static void expect_refused(char *text, const char *why)
{
    recitale_make(&r, NULL, NULL);
    tree_text(&r.tree, "g/settings.yaml", text);
    free(text);
    recitale_load(&r, NULL);
    expect_error("g/settings.yaml", why);
}

START_TEST(hostile_aliases_are_bounded)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_puts(&text, "title: x\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++)
        tg_buf_printf(&text, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n",
                      i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    expect_refused(tg_buf_steal(&text), "too many values");
}
END_TEST

START_TEST(hostile_depth_is_bounded)
{
    expect_refused(repeat("[", 100000, "title: "), "inside each other");
}
END_TEST

START_TEST(hostile_anchors_are_bounded)
{
    expect_refused(repeat("- &a x\n", 1001, ""), "too many anchors");
}
END_TEST

START_TEST(hostile_size_is_bounded)
{
    expect_refused(repeat("# 456789\n", (10 << 20) / 9 + 2, "title: x\n"), "larger than");
}
END_TEST

START_TEST(hostile_keys_are_counted_not_listed)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_puts(&text, "title: x\ncover: a.jpg\n");
    for (int i = 0; i < 100000; i++)
        tg_buf_printf(&text, "key%d: x\n", i);
    recitale_make(&r, NULL, NULL);
    tree_text(&r.tree, "g/settings.yaml", tg_buf_str(&text));
    tg_buf_release(&text);
    recitale_load(&r, NULL);
    ck_assert_ptr_nonnull(r.site);
    ck_assert_uint_eq(r.report.count[TG_WARNING], 100000);
    ck_assert_uint_eq(r.report.len, TG_REPORT_MAX);
}
END_TEST

#define LOOP(tc, test, list) tcase_add_loop_test(tc, test, 0, sizeof(list) / sizeof((list)[0]))

static void add_more(TCase *tc)
{
    tcase_add_test(tc, recitale_13_other_spellings_of_dates);
    tcase_add_test(tc, recitale_14_49_newest_first_undated_last_ties_by_name);
    tcase_add_test(tc, recitale_49_reverse);
    tcase_add_test(tc, recitale_15_paths_that_leave_the_project);
    tcase_add_test(tc, recitale_15_linked_galleries);
    tcase_add_test(tc, recitale_16_pictures_of_other_folders);
    tcase_add_test(tc, recitale_17_all_errors_at_once);
    tcase_add_test(tc, recitale_18_without_url);
    tcase_add_test(tc, languages_without_a_translation_give_a_warning);
    tcase_add_test(tc, recitale_53_unknown_locale);
    tcase_add_test(tc, recitale_62_empty_passwords_are_refused);
    tcase_add_test(tc, settings_of_this_program_are_checked);
    tcase_add_test(tc, hostile_aliases_are_bounded);
    tcase_add_test(tc, hostile_depth_is_bounded);
    tcase_add_test(tc, hostile_anchors_are_bounded);
    tcase_add_test(tc, hostile_size_is_bounded);
    tcase_add_test(tc, hostile_keys_are_counted_not_listed);
}

int main(void)
{
    TCase *tc = tcase_create("recitale_input");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, recitale_01_folders_with_settings_are_galleries);
    tcase_add_test(tc, recitale_02_missing_title);
    tcase_add_test(tc, recitale_02_null_title_is_the_folders_name);
    LOOP(tc, recitale_02_bad_files_are_named_with_their_line, bad_files);
    tcase_add_test(tc, recitale_03_duplicate_key);
    LOOP(tc, recitale_03_days_that_do_not_exist, bad_dates);
    tcase_add_test(tc, recitale_03_root_date_is_checked_too);
    tcase_add_test(tc, recitale_04_booleans_are_those_of_yaml_1_2);
    tcase_add_test(tc, recitale_05_no_gallery);
    tcase_add_test(tc, recitale_06_public_galleries_need_a_cover);
    tcase_add_test(tc, recitale_07_sections_beside_galleries);
    tcase_add_test(tc, recitale_08_galleries_below_a_hidden_one_are_left_out);
    tcase_add_test(tc, recitale_09_pictures_as_words_and_mappings);
    LOOP(tc, recitale_10_bad_sections_are_named, bad_sections);
    tcase_add_test(tc, recitale_10_unknown_theme);
    tcase_add_test(tc, themes_of_the_project);
    tcase_add_test(tc, recitale_11_unknown_keys_are_accepted);
    tcase_add_test(tc, recitale_12_the_nearest_options_win);
    add_more(tc);
    return tg_suite_run("recitale_input", tc);
}
