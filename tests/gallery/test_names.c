/* test_names.c - names compare as texts; what is not to be published is not, and what has no effect
 * is told of. */
#include <stdio.h>
#include <string.h>

#include <check.h>

#include "gallery/model/problems.h"
#include "gallery/source/album_file.h"
#include "gallery/source/ignore_file.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

#define E_NFC "\xc3\xa9"  /* one character */
#define E_NFD "e\xcc\x81" /* two of them */

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "top.jpg");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
}

static void scan(const struct tg_scan_rules *rules)
{
    check_ok(tg_site_scan(t.src, t.out, rules, &report, &site));
    ck_assert_ptr_nonnull(site);
}

static void scan_plainly(void)
{
    scan(&(struct tg_scan_rules){0});
}

static void check_warning(const char *text)
{
    for (size_t i = 0; i < report.len; i++)
        if (report.problems[i].severity == TG_WARNING && strstr(report.problems[i].text, text))
            return;
    ck_abort_msg("no warning: %s (%zu, the first: %s)", text, report.len,
                 report.len ? report.problems[0].text : "none");
}

static bool has_photo(const char *path)
{
    for (size_t i = 0; i < site->photos_len; i++)
        if (strcmp(site->photos[i]->path, path) == 0)
            return true;
    return false;
}

/* As a Mac has written the names, and a person the texts; and the other way round. */
START_TEST(names_compare_in_one_form)
{
    const char *on_disk = _i ? E_NFC : E_NFD, *typed = _i ? E_NFD : E_NFC;
    char path[64], text[256];

    (void)snprintf(path, sizeof(path), "Priv%s/a.jpg", on_disk);
    tree_file(&t, path);
    (void)snprintf(path, sizeof(path), "trip/1%s.jpg", on_disk);
    tree_file(&t, path);
    tree_file(&t, "trip/0.jpg");
    (void)snprintf(text, sizeof(text), "---\nexclude: Priv%s\n---\n", typed);
    tree_text(&t, "album.md", text);
    (void)snprintf(text, sizeof(text), "---\ncover: 1%s.jpg\norder: [1%s.jpg]\n---\n", typed,
                   typed);
    tree_text(&t, "trip/album.md", text);
    (void)snprintf(text, sizeof(text), "1%s.jpg: Caption\n", typed);
    tree_text(&t, "trip/captions.txt", text);
    scan_plainly();
    ck_assert_uint_eq(report.len, 0);
    ck_assert_uint_eq(site->photos_len, 3);
    (void)snprintf(path, sizeof(path), "trip/1%s.jpg", on_disk);
    ck_assert_str_eq(find_photo(site, path)->caption, "Caption");
    ck_assert_uint_eq(find_photo(site, path)->position, 1);
    ck_assert_ptr_eq(find_album(site->root, "trip")->cover.photo, find_photo(site, path));
}
END_TEST

/* Two files that no Mac could have alongside each other. */
START_TEST(the_same_bytes_go_before_the_same_text)
{
    tree_file(&t, E_NFC ".jpg");
    tree_file(&t, E_NFD ".jpg");
    tree_text(&t, "captions.txt", E_NFC ".jpg: one\n" E_NFD ".jpg: two\n");
    scan_plainly();
    ck_assert_uint_eq(report.len, 0);
    ck_assert_str_eq(find_photo(site, E_NFC ".jpg")->caption, "one");
    ck_assert_str_eq(find_photo(site, E_NFD ".jpg")->caption, "two");
    for (size_t i = 0; i < site->photos_len; i++)
        site->photos[i]->width = site->photos[i]->height = 600;
    check_ok(tg_site_plan(site));
    ck_assert(has_note(site, ".jpg: ", "by the way of writing accents only"));
}
END_TEST

START_TEST(patterns_of_the_command_line_too)
{
    const char *exclude[] = {"Priv" E_NFC, "Gone" E_NFC, "*.png"}, *include[] = {"*.jpg", "*.webp"};

    tree_file(&t, "Priv" E_NFD "/a.jpg");
    tree_file(&t, "b.png");
    scan(&(struct tg_scan_rules){
        .exclude = exclude, .exclude_len = 3, .include = include, .include_len = 2});
    ck_assert_uint_eq(site->photos_len, 1);
    ck_assert_uint_eq(report.len, 2);
    check_warning("the command line: exclude: 'Gone" E_NFC "' matches nothing here");
    check_warning("the command line: include: '*.webp' matches nothing here");
}
END_TEST

START_TEST(patterns_that_match_nothing_are_told_of)
{
    tree_text(&t, "album.md", "---\nexclude: [Privee, a]\ninclude:\n- '*.jpg'\n- '*.gif'\n---\n");
    tree_file(&t, "Private/x.jpg");
    tree_file(&t, "sub/a/b.jpg");
    tree_text(&t, "sub/album.md", "---\nexclude: drafts\n---\n");
    tree_file(&t, "sub/y.jpg");
    scan_plainly();
    ck_assert_uint_eq(report.len, 3);
    check_warning("album.md:2:11: exclude: 'Privee' matches nothing here");
    check_warning("album.md:5:3: include: '*.gif' matches nothing here");
    check_warning("sub/album.md:2:10: exclude: 'drafts' matches nothing here");
}
END_TEST

START_TEST(folders_with_an_empty_ignore_file_are_left_out)
{
    tree_text(&t, "a/.nomedia", "");
    tree_file(&t, "a/x.jpg");
    tree_file(&t, "a/deep/x.jpg");
    tree_text(&t, "b/.plexignore", " \r\n\n");
    tree_file(&t, "b/x.jpg");
    tree_text(&t, "c/.Ignore", "\xEF\xBB\xBF");
    tree_file(&t, "c/x.jpg");
    tree_text(&t, "d/.ignore", "# nothing\n");
    tree_file(&t, "d/x.jpg");
    tree_file(&t, "e/.ignore/x.jpg"); /* a folder of that name says nothing */
    tree_file(&t, "e/x.jpg");
    scan_plainly();
    ck_assert_uint_eq(site->photos_len, 3);
    ck_assert(has_photo("d/x.jpg") && has_photo("e/x.jpg"));
    ck_assert(has_note(site, "a: ", "skipped: an empty .nomedia is in it"));
    ck_assert(has_note(site, "b: ", "skipped: an empty .plexignore is in it"));
    ck_assert(has_note(site, "c: ", "skipped: an empty .Ignore is in it"));
    ck_assert_uint_eq(site->notes_len, 3);
    ck_assert_uint_eq(report.len, 0);
}
END_TEST

START_TEST(patterns_of_ignore_files_are_applied)
{
    tree_text(&t, ".plexignore",
              "# comment\n\n*.png\r\n!keep.png\ndrafts/\na/b/*.gif\n/top2.jpg\nPriv" E_NFC
              "\n**/z\nnever\n");
    tree_file(&t, "x.png");
    tree_file(&t, "keep.png");
    tree_file(&t, "a/keep.png");
    tree_file(&t, "a/drafts/x.jpg");
    tree_file(&t, "a/b/x.gif");
    tree_file(&t, "a/b/c/x.gif");
    tree_file(&t, "top2.jpg");
    tree_file(&t, "a/top2.jpg");
    tree_file(&t, "Priv" E_NFD "/x.jpg");
    tree_file(&t, "a/b/z/x.jpg");
    tree_text(&t, "a/.ignore", "keep.png\n");
    scan_plainly();
    ck_assert_uint_eq(site->photos_len, 4);
    ck_assert(has_photo("top.jpg") && has_photo("keep.png") && has_photo("a/b/c/x.gif") &&
              has_photo("a/top2.jpg"));
    ck_assert(has_note(site, ".plexignore: ", "6 names skipped"));
    ck_assert(has_note(site, "a/.ignore: ", "1 name skipped"));
    ck_assert_uint_eq(report.len, 1);
    check_warning(".plexignore:10:1: 'never' matches nothing here");
}
END_TEST

START_TEST(ignore_patterns)
{
    static const struct {
        const char *lines, *path;
        bool is_folder;
        enum tg_ignored says;
    } cases[] = {
        {"a", "x/a", false, TG_IGNORE_LEAVES_OUT},
        {"a/", "x/a", false, TG_IGNORE_SAYS_NOTHING},
        {"a/", "x/a", true, TG_IGNORE_LEAVES_OUT},
        {"/a", "x/a", false, TG_IGNORE_SAYS_NOTHING},
        {"x/a", "x/a", false, TG_IGNORE_LEAVES_OUT},
        {"x/a", "y/x/a", false, TG_IGNORE_SAYS_NOTHING},
        {"*/a", "x/y/a", false, TG_IGNORE_SAYS_NOTHING},
        {"**/a", "x/y/a", false, TG_IGNORE_LEAVES_OUT},
        {"**/a", "a", false, TG_IGNORE_LEAVES_OUT},
        {"x/**/a/b", "x/a/y/a/b", false, TG_IGNORE_LEAVES_OUT},
        {"x/**", "x/y/z", false, TG_IGNORE_LEAVES_OUT},
        {"x/**/b", "x/y/c", false, TG_IGNORE_SAYS_NOTHING},
        {"a\n!a", "a", false, TG_IGNORE_KEEPS},
        {"!a\na", "a", false, TG_IGNORE_LEAVES_OUT},
        {"\\#a", "#a", false, TG_IGNORE_LEAVES_OUT},
        {"#a", "#a", false, TG_IGNORE_SAYS_NOTHING},
        {"\\!a", "!a", false, TG_IGNORE_LEAVES_OUT},
        {"a \t\r", "a", false, TG_IGNORE_LEAVES_OUT},
        {"a\\ ", "a ", false, TG_IGNORE_LEAVES_OUT},
        {"/", "a", true, TG_IGNORE_SAYS_NOTHING},
        {"!", "a", true, TG_IGNORE_SAYS_NOTHING},
        {"?.[jJ]pg", "x.Jpg", false, TG_IGNORE_LEAVES_OUT},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tg_arena arena = {NULL};
        const struct tg_reader reader = {&arena, &report, ".ignore", 0};
        struct tg_ignore ignore = {0};

        tg_ignore_parse(&reader, cases[i].lines, strlen(cases[i].lines), &ignore);
        ck_assert_msg(tg_ignore_ask(&ignore, cases[i].path, cases[i].is_folder) == cases[i].says,
                      "%s %s", cases[i].lines, cases[i].path);
        tg_arena_release(&arena);
    }
    ck_assert_uint_eq(report.len, 0);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("names");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, names_compare_in_one_form, 0, 2);
    tcase_add_test(tc, the_same_bytes_go_before_the_same_text);
    tcase_add_test(tc, patterns_of_the_command_line_too);
    tcase_add_test(tc, patterns_that_match_nothing_are_told_of);
    tcase_add_test(tc, folders_with_an_empty_ignore_file_are_left_out);
    tcase_add_test(tc, patterns_of_ignore_files_are_applied);
    tcase_add_test(tc, ignore_patterns);
    return tg_suite_run("names", tc);
}
