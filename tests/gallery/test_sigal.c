/* test_sigal.c - index.md and the texts about pictures that users of sigal wrote. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/source/sigal.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "a/IMG_1.jpg");
    tree_file(&t, "a/IMG_2.jpg");
    tree_file(&t, "a/IMG_3.jpg");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
}

static void scan(void)
{
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){0}, &report, &site));
    ck_assert_msg(report.len == 0, "%s", report.len ? report.problems[0].text : "");
}

static const struct tg_node *album(void)
{
    return find_album(site->root, "a");
}

START_TEST(metadata_of_an_album_is_taken)
{
    tree_text(
        &t, "a/index.md",
        "Title: Summer\n    holiday\nTHUMBNAIL: IMG_3.jpg\nAuthor: Jane Doe\nDate: 2019-07-01\n"
        "Sort: filename\nReverse: true\nx-y_1: z\n\nA **first** paragraph.\n");
    scan();
    ck_assert_str_eq(album()->title, "Summer holiday");
    ck_assert_str_eq(album()->cover.photo->path, "a/IMG_3.jpg");
    ck_assert_uint_eq(album()->date.year, 2019);
    ck_assert_int_eq(album()->sort, TG_SORT_NAME);
    ck_assert(album()->reverse);
    ck_assert_ptr_nonnull(strstr(album()->body, "<p>A <strong>first</strong> paragraph.</p>"));
    ck_assert_ptr_null(strstr(album()->body, "Jane"));
    ck_assert(has_note(site, "a/index.md: read as sigal's",
                       "title, cover, date, sort, reverse; without effect: author x-y_1"));
}
END_TEST

START_TEST(order_places_albums)
{
    tree_file(&t, "b/b.jpg");
    tree_file(&t, "c/c.jpg");
    tree_text(&t, "c/index.md", "\xEF\xBB\xBFTitle: C\r\nOrder: 1\r\n\r\n");
    tree_text(&t, "a/index.md", "Order: 2\n");
    tree_text(&t, "b/index.md", "Order: two\nDate: yesterday\n");
    scan();
    check_ok(tg_site_plan(site));
    ck_assert_str_eq(site->root->children[0]->title, "C");
    ck_assert_str_eq(site->root->children[1]->dir, "a");
    ck_assert(has_note(site, "b/index.md", "nothing; without effect: date order"));
}
END_TEST

static const char *const texts[] = {
    "Dear all: this is a text.\n",
    "https://e.org\n",
    "Note: Title: x\n",
    "Tit le: x\n",
    "    Title: x\n",
    "\nTitle: x\n",
    "# Title: x\n",
    "",
};

START_TEST(other_texts_are_texts)
{
    tree_text(&t, "a/index.md", texts[_i]);
    scan();
    ck_assert(!has_note(site, "a/index.md", "sigal"));
}
END_TEST

START_TEST(album_md_is_none_of_sigals)
{
    tree_text(&t, "a/album.md", "Title: x\n");
    scan();
    ck_assert_str_eq(album()->title, "a");
    ck_assert_ptr_nonnull(strstr(album()->body, "<p>Title: x</p>"));
}
END_TEST

static const char *caption(const char *path)
{
    const char *text = find_photo(site, path)->caption;

    return text ? text : "";
}

START_TEST(texts_about_pictures_are_captions)
{
    tree_text(&t, "a/IMG_1.md",
              "Title: The lake\nDate: 2020-01-01T09:05\nLat: 47\n\nSeen from\n"
              "the *north* & <b>.\n");
    tree_text(&t, "a/IMG_2.MD", "Only a text.\n");
    tree_text(&t, "a/IMG_3.md", "Title: In vain\n");
    tree_text(&t, "a/captions.txt", "IMG_3.jpg: Mine\n");
    tree_text(&t, "a/README.md", "Title: nobody's\n");
    scan();
    ck_assert_str_eq(caption("a/IMG_1.jpg"), "The lake – Seen from the north & <b>.");
    ck_assert_str_eq(caption("a/IMG_2.jpg"), "Only a text.");
    ck_assert_str_eq(caption("a/IMG_3.jpg"), "Mine");
    ck_assert(has_note(site, "a: 3 texts about pictures", "without effect: lat"));
    (void)snprintf(find_photo(site, "a/IMG_1.jpg")->date, 20, "2001-01-01T00:00:00");
    check_ok(tg_site_plan(site));
    ck_assert_str_eq(find_photo(site, "a/IMG_1.jpg")->date, "2020-01-01T09:05:00");
}
END_TEST

START_TEST(an_albums_own_text_is_no_pictures)
{
    tree_file(&t, "a/index.jpg");
    tree_text(&t, "a/index.md", "# The album\n");
    scan();
    ck_assert_str_eq(album()->title, "The album");
    ck_assert_str_eq(caption("a/index.jpg"), "");
}
END_TEST

static const struct {
    const char *text, *date;
} dates[] = {
    {"2020-01-31", "2020-01-31T00:00:00"},
    {"2020-01-31 23:59:59", "2020-01-31T23:59:59"},
    {"2020-01-31T09:00:00+02:00", "2020-01-31T09:00:00"},
    {"2020-01-31T24:00:00", ""},
    {"2020-01-31T09:60:00", ""},
    {"2020-02-30", ""},
    {"2020-1-1", ""},
    {"2020-01-31x", ""},
    {"2020-01-31T9", ""},
    {"2020", ""},
};

START_TEST(dates_of_pictures)
{
    char text[64];

    (void)snprintf(text, sizeof(text), "Date: %s\n", dates[_i].text);
    tree_text(&t, "a/IMG_1.md", text);
    scan();
    ck_assert_str_eq(find_photo(site, "a/IMG_1.jpg")->own_date, dates[_i].date);
}
END_TEST

START_TEST(names_may_be_in_another_form)
{
    tree_file(&t, "a/e\xCC\x81t\xC3\xA9.jpg");
    tree_text(&t, "a/\xC3\xA9te\xCC\x81.md", "Summer\n");
    scan();
    ck_assert_str_eq(caption("a/e\xCC\x81t\xC3\xA9.jpg"), "Summer");
}
END_TEST

/* Neither is of sigal's making, and neither stops a build. */
START_TEST(other_things_with_such_names_are_noted)
{
    char *text = malloc(70000);

    ck_assert_ptr_nonnull(text);
    memset(text, 'x', 69999);
    text[69999] = '\0';
    tree_text(&t, "a/IMG_1.md", text);
    tree_dir(&t, "a/IMG_2.md");
    tree_text(&t, "a/IMG_3.md", "");
    free(text);
    scan();
    ck_assert(has_note(site, "a/IMG_1.md", "skipped: not a text of at most 64 KB"));
    ck_assert(has_note(site, "a/IMG_2.md", "skipped: not a text"));
    ck_assert_str_eq(caption("a/IMG_3.jpg"), "");
}
END_TEST

START_TEST(hostile_metadata_is_bounded)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_puts(&text, "Title: x\n");
    for (int i = 0; i < 2000; i++)
        tg_buf_printf(&text, "    %099d\n", i);
    tree_text(&t, "a/index.md", tg_buf_str(&text)); /* 100 lines are metadata */
    tg_buf_clear(&text);
    tg_buf_puts(&text, "Title: ");
    for (int i = 0; i < 1000; i++)
        tg_buf_puts(&text, "0123456789");
    tree_text(&t, "a/IMG_1.md", tg_buf_str(&text)); /* too long a value */
    tg_buf_release(&text);
    scan();
    ck_assert_uint_lt(strlen(album()->title), 5000);
    ck_assert_str_eq(caption("a/IMG_1.jpg"), "");
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("sigal");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, metadata_of_an_album_is_taken);
    tcase_add_test(tc, order_places_albums);
    tcase_add_loop_test(tc, other_texts_are_texts, 0, sizeof(texts) / sizeof(texts[0]));
    tcase_add_test(tc, album_md_is_none_of_sigals);
    tcase_add_test(tc, texts_about_pictures_are_captions);
    tcase_add_test(tc, an_albums_own_text_is_no_pictures);
    tcase_add_loop_test(tc, dates_of_pictures, 0, sizeof(dates) / sizeof(dates[0]));
    tcase_add_test(tc, names_may_be_in_another_form);
    tcase_add_test(tc, other_things_with_such_names_are_noted);
    tcase_add_test(tc, hostile_metadata_is_bounded);
    return tg_suite_run("sigal", tc);
}
