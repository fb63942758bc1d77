/* test_album_order.c - the order of albums in an album, their dates, and albums without
 * pictures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/model/date_html.h"
#include "gallery/model/summary.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "Alps/a.jpg");
    tree_file(&t, "Milan/m.jpg");
    tree_file(&t, "Zoo/z.jpg");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
}

static const char *date_of(const char *path)
{
    static const char *const dates[][2] = {{"Alps/a.jpg", "2021-07-01T10:00:00"},
                                           {"Milan/m.jpg", "2015-05-05T10:00:00"},
                                           {"Zoo/z.jpg", "2018-01-01T10:00:00"}};

    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
        if (strcmp(dates[i][0], path) == 0)
            return dates[i][1];
    return "";
}

static void build(void)
{
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){0}, &report, &site));
    ck_assert_ptr_nonnull(site);
    for (size_t i = 0; i < site->photos_len; i++) {
        site->photos[i]->width = 1200;
        site->photos[i]->height = 800;
        (void)snprintf(site->photos[i]->date, sizeof(site->photos[i]->date), "%s",
                       date_of(site->photos[i]->path));
    }
    check_ok(tg_site_plan(site));
    check_ok(tg_site_write(site, NULL, NULL, NULL));
}

/* Titles of the tiles of a page, with a space behind each. */
static void check_tiles(const char *path, const char *expected)
{
    char *page = tree_read(&t, path), titles[512] = "";

    for (const char *s = page; (s = strstr(s, "<h2>")); s++)
        (void)snprintf(titles + strlen(titles), sizeof(titles) - strlen(titles), "%.*s ",
                       (int)strcspn(s + 4, "<"), s + 4);
    ck_assert_str_eq(titles, expected);
    free(page);
}

static void check_warning(const char *text)
{
    for (size_t i = 0; i < report.len; i++)
        if (report.problems[i].severity == TG_WARNING && strstr(report.problems[i].text, text))
            return;
    ck_abort_msg("no warning: %s (%zu, the first: %s)", text, report.len,
                 report.len ? report.problems[0].text : "none");
}

static const struct {
    const char *front, *tiles;
} orders[] = {
    {"", "Alps Zoo Milan "},
    {"albums: {reverse: true}\n", "Milan Zoo Alps "},
    {"albums: {sort: date}\n", "Alps Zoo Milan "},
    {"albums: {sort: name}\n", "Alps Milan Zoo "},
    {"albums: {sort: name, reverse: true}\n", "Zoo Milan Alps "},
    {"albums: {order: [Milan]}\n", "Milan Alps Zoo "},
    {"albums: {order: Zoo, reverse: true}\n", "Zoo Milan Alps "},
    {"albums: {order: [Zoo, Milan, Zoo], sort: name}\n", "Zoo Milan Alps "},
};

START_TEST(albums_come_in_the_order_that_is_asked_for)
{
    tree_front(&t, "album.md", orders[_i].front);
    build();
    check_tiles("index.html", orders[_i].tiles);
    ck_assert_uint_eq(report.len, 0);
}
END_TEST

START_TEST(neighbours_and_cover_follow_the_order)
{
    tree_text(&t, "album.md", "---\nalbums: {order: [Zoo, Alps]}\n---\n");
    build();
    tree_check(&t, "Alps/index.html", "rel=\"prev\" href=\"../Zoo/index.html\"", true);
    tree_check(&t, "Alps/index.html", "rel=\"next\" href=\"../Milan/index.html\"", true);
    ck_assert_str_eq(tg_node_cover(site->root).photo->path, "Zoo/z.jpg");
}
END_TEST

START_TEST(one_without_a_date_makes_it_the_order_of_names)
{
    tree_file(&t, "Bern/b.jpg");
    build();
    check_tiles("index.html", "Alps Bern Milan Zoo ");
}
END_TEST

START_TEST(by_date_those_without_come_last)
{
    tree_file(&t, "Bern/b.jpg");
    tree_text(&t, "album.md", "---\nalbums: {sort: date, reverse: true}\n---\n");
    build();
    check_tiles("index.html", "Milan Zoo Alps Bern ");
}
END_TEST

START_TEST(the_order_tells_no_date_of_protected_albums)
{
    tree_text(&t, "Zoo/album.md", "---\npassword: secret words\n---\n");
    build();
    check_tiles("index.html", "Alps Milan Zoo ");
}
END_TEST

START_TEST(hidden_albums_do_not_count)
{
    tree_file(&t, "Bern/b.jpg");
    tree_text(&t, "Bern/album.md", "---\nhidden: true\n---\n");
    build();
    check_tiles("index.html", "Alps Zoo Milan ");
}
END_TEST

START_TEST(what_is_for_pictures_is_told_from_what_is_for_albums)
{
    tree_text(&t, "album.md",
              "---\nsort: date\nreverse: true\norder: [Zoo]\nalbums: {order: [Rome], "
              "orders: 1}\n---\n");
    build();
    check_warning("sort: is for pictures, and here are only albums");
    check_warning("reverse: is for pictures");
    check_warning("order: 'Zoo' is an album");
    check_warning("albums: order: no album 'Rome' here");
    check_warning("unknown key 'orders'; did you mean 'order'?");
}
END_TEST

START_TEST(names_of_albums_may_be_in_another_form)
{
    tree_file(&t, "Prive\xCC\x81/p.jpg"); /* as a Mac writes it */
    tree_text(&t, "album.md", "---\nalbums: {order: [Priv\xC3\xA9]}\n---\n");
    build();
    check_tiles("index.html", "Prive\xCC\x81 Alps Milan Zoo ");
    ck_assert_uint_eq(report.len, 0);
}
END_TEST

START_TEST(a_month_or_a_year_is_a_date)
{
    tree_text(&t, "Milan/album.md", "---\ndate: 2018-06\n---\n");
    tree_text(&t, "Zoo/album.md", "---\ndate: 2021\n---\n");
    tree_text(&t, "album.md", "---\nurl: https://e.org\n---\n");
    build();
    check_tiles("index.html", "Alps Zoo Milan ");
    tree_check(&t, "index.html",
               "1 picture</span> · <span>June\xC2\xA0"
               "2018</span></p>",
               true);
    tree_check(&t, "index.html", "1 picture</span> · <span>2021</span></p>", true);
    tree_check(&t, "feed.xml", "<pubDate>Fri, 01 Jun 2018 00:00:00 -0000</pubDate>", true);
    tree_check(&t, "feed.xml", "<pubDate>Fri, 01 Jan 2021 00:00:00 -0000</pubDate>", true);
    tree_check(&t, "Zoo/index.html", "\"dateCreated\": \"2021\"", true);
    ck_assert_uint_eq(report.len, 0);
}
END_TEST

static const struct {
    const char *first, *last, *html;
} days[] = {
    {"2015", "2015", "2015"},
    {"2015-06", "2015-06",
     "June\xC2\xA0"
     "2015"},
    {"2015", "2015-06-17T10:00:00", "2015"},
    {"2015-06", "2015-06-17",
     "June\xC2\xA0"
     "2015"},
    {"2015", "2016-06-01",
     "2015\xC2\xA0– June\xC2\xA0"
     "2016"},
    {"2015-04", "2015-06-01",
     "April\xC2\xA0– June\xC2\xA0"
     "2015"},
    {"2015-13", "2015-13", ""},
    {"0", "0", ""},
    {"2015-", "2015-", ""},
};

START_TEST(days_are_as_exact_as_is_known)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_html_days(&out, &tg_words_en, days[_i].first, days[_i].last);
    ck_assert_str_eq(tg_buf_str(&out), days[_i].html);
    tg_buf_release(&out);
}
END_TEST

START_TEST(a_text_alone_is_an_album)
{
    tree_text(&t, "About/album.md", "# About me\nI take photos.\n");
    tree_text(&t, "Trips/album.md", "Two trips.\n");
    tree_file(&t, "Trips/One/a.jpg");
    tree_text(&t, "Plan/album.md", "---\ntitle: Later\n---\n");
    tree_text(&t, "Drafts/album.md", "---\nexclude: '*'\n---\nNot yet.\n");
    tree_file(&t, "Drafts/d.jpg");
    build();
    tree_check(&t, "About/index.html", "<p>I take photos.</p>", true);
    tree_check(&t, "Trips/index.html", "<p>Two trips.</p>", true);
    tree_check(&t, "index.html", "<h2>About me</h2>\n</a>", true);
    check_tiles("index.html", "About me Alps Milan Trips Zoo ");
    ck_assert(has_note(site, "Plan/album.md", "neither a text in it nor a picture"));
}
END_TEST

START_TEST(texts_without_any_picture_are_no_site)
{
    struct tg_err *err;

    tree_remove(&t);
    tree_make(&t);
    tree_text(&t, "a/album.md", "Text.\n");
    err = tg_site_scan(t.src, t.out, &(struct tg_scan_rules){0}, &report, &site);
    ck_assert_int_eq(tg_err_code(err), TG_E_USAGE);
    tg_err_free(err);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("album_order");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, albums_come_in_the_order_that_is_asked_for, 0,
                        sizeof(orders) / sizeof(orders[0]));
    tcase_add_test(tc, neighbours_and_cover_follow_the_order);
    tcase_add_test(tc, one_without_a_date_makes_it_the_order_of_names);
    tcase_add_test(tc, by_date_those_without_come_last);
    tcase_add_test(tc, the_order_tells_no_date_of_protected_albums);
    tcase_add_test(tc, hidden_albums_do_not_count);
    tcase_add_test(tc, what_is_for_pictures_is_told_from_what_is_for_albums);
    tcase_add_test(tc, names_of_albums_may_be_in_another_form);
    tcase_add_test(tc, a_month_or_a_year_is_a_date);
    tcase_add_loop_test(tc, days_are_as_exact_as_is_known, 0, sizeof(days) / sizeof(days[0]));
    tcase_add_test(tc, a_text_alone_is_an_album);
    tcase_add_test(tc, texts_without_any_picture_are_no_site);
    return tg_suite_run("album_order", tc);
}
