/* test_recitale_many.c - galleries of many pictures: pages and headings of days. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <check.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

#define ROOT  "title: x\nurl: https://x.org\n"
#define FIRST "  - {type: full-picture, image: a.jpg, text: {title: HERO, sub_title: UNDER}}\n"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

/* A group of the pictures from `first` to the one before `end`, 000.jpg and so on. */
static void put_group(struct tg_buf *out, int first, int end, int per_row)
{
    char path[32];

    tg_buf_puts(out, "  - type: pictures-group\n    images:\n");
    for (int i = first; i < end; i++) {
        (void)snprintf(path, sizeof(path), "g/%03d.jpg", i);
        tree_file(&r.tree, path);
        tg_buf_printf(out, "%s%03d.jpg", (i - first) % per_row ? ", " : "      - [", i);
        if ((i - first) % per_row == per_row - 1 || i == end - 1)
            tg_buf_puts(out, "]\n");
    }
}

static void begin(struct tg_buf *out, const char *root, const char *keys)
{
    recitale_make(&r, root, NULL);
    tg_buf_init(out, TG_BUF_MAX);
    tg_buf_printf(out, "title: g\nsub_title: BELOW\ncover: a.jpg\n%ssections:\n" FIRST, keys);
}

static void end(struct tg_buf *out)
{
    ck_assert(!out->failed);
    tree_text(&r.tree, "g/settings.yaml", tg_buf_str(out));
    tg_buf_release(out);
}

/* The gallery g: a full picture, a group of `len` pictures, a text. */
static void make(const char *root, const char *keys, int len, int per_row)
{
    struct tg_buf out;

    begin(&out, root, keys);
    put_group(&out, 0, len, per_row);
    tg_buf_puts(&out, "  - {type: text, text: LAST}\n");
    end(&out);
}

/* A hundred pictures a day, unless the `odd`th has a date of its own. */
static void write_dated(int len, int odd, const char *date)
{
    recitale_plan(&r);
    for (int i = 0; i < len; i++) {
        char path[32], usual[20];

        (void)snprintf(path, sizeof(path), "g/%03d.jpg", i);
        (void)snprintf(usual, sizeof(usual), "2020-05-%02dT10:00:00", 1 + i / 100);
        (void)snprintf(find_photo(r.site, path)->date, sizeof(usual), "%s",
                       i == odd ? date : usual);
    }
    check_ok(tg_site_write(r.site, NULL, NULL, NULL));
}

static bool exists(const char *path)
{
    char *full = tg_path_join(r.tree.out, path);
    struct stat st;
    bool found = full && stat(full, &st) == 0;

    free(full);
    return found;
}

/* The page shows pictures up to `last`, and no more of them. */
static void ends_with(const char *path, int last)
{
    char text[32];

    (void)snprintf(text, sizeof(text), " id=\"%03d.jpg\"", last);
    recitale_page(&r, path, text);
    (void)snprintf(text, sizeof(text), " id=\"%03d.jpg\"", last + 1);
    recitale_page_lacks(&r, path, text);
}

START_TEST(galleries_of_more_than_400_pictures_are_divided)
{
    make(ROOT, "", 450, 7);
    recitale_write(&r);
    ends_with("g/index.html", 202);
    ends_with("g/page-2.html", 405);
    ends_with("g/page-3.html", 449);
    recitale_page_lacks(&r, "g/page-2.html", " id=\"202.jpg\"");
    recitale_page_lacks(&r, "g/page-3.html", " id=\"405.jpg\"");
    ck_assert(!exists("g/page-4.html"));
    recitale_page_lacks(&r, "g/page-2.html", "LAST");
    recitale_page(&r, "g/page-3.html", "LAST");
    recitale_page(&r, "g/index.html", "<a aria-current=\"page\" href=\"index.html\">1</a>");
    recitale_page(&r, "g/index.html", "<a rel=\"next\" href=\"page-2.html\">2</a>");
    recitale_page(&r, "g/page-2.html", "<a rel=\"prev\" href=\"index.html\">1</a>");
    recitale_page(&r, "g/page-2.html", "viewer-");
}
END_TEST

START_TEST(the_heading_is_on_the_first_page_only)
{
    make(ROOT, "", 450, 7);
    recitale_write(&r);
    recitale_page(&r, "g/index.html", "<h1>HERO</h1>\n<p>UNDER</p>");
    recitale_page(&r, "g/page-2.html", "<h1>g</h1>\n</header>");
    recitale_page_lacks(&r, "g/page-2.html", "HERO");
    recitale_page_lacks(&r, "g/page-2.html", "BELOW");
}
END_TEST

START_TEST(pages_tell_of_their_own_pictures)
{
    make(ROOT, "", 450, 7);
    recitale_write(&r);
    recitale_page(&r, "g/page-2.html", "<title>g, page 2 · x</title>");
    recitale_page(&r, "g/page-2.html",
                  "<link rel=\"canonical\" href=\"https://x.org/g/page-2.html\">");
    recitale_page(&r, "g/index.html", "\"https://x.org/g/202-1188218354-x1366.jpg\"}");
    recitale_page_lacks(&r, "g/index.html", "\"https://x.org/g/203-1188218354-x1366.jpg\"}");
    recitale_page(&r, "g/page-2.html", "\"https://x.org/g/203-1188218354-x1366.jpg\"}");
    recitale_page_lacks(&r, "g/page-2.html", "\"https://x.org/g/202-1188218354-x1366.jpg\"}");
}
END_TEST

START_TEST(galleries_of_400_pictures_are_not_divided)
{
    make(ROOT, "", 399, 7);
    recitale_write(&r);
    ends_with("g/index.html", 398);
    recitale_page(&r, "g/index.html", "LAST");
    recitale_page_lacks(&r, "g/index.html", "aria-label=\"Pages\"");
    ck_assert(!exists("g/page-2.html"));
}
END_TEST

START_TEST(rows_stay_whole)
{
    make(ROOT, "", 450, 150);
    recitale_write(&r);
    ends_with("g/index.html", 299);
    ends_with("g/page-2.html", 449);
    ck_assert(!exists("g/page-3.html"));
}
END_TEST

START_TEST(texts_are_on_the_page_of_what_they_follow_or_introduce)
{
    struct tg_buf out;

    begin(&out, ROOT, "");
    put_group(&out, 0, 200, 10);
    tg_buf_puts(&out, "  - {type: text, text: NEXT}\n");
    put_group(&out, 200, 600, 10);
    tg_buf_puts(&out, "  - {type: text, text: LAST}\n");
    end(&out);
    recitale_write(&r);
    ends_with("g/index.html", 199);
    recitale_page_lacks(&r, "g/index.html", "NEXT");
    recitale_page_lacks(&r, "g/page-2.html", "id=\"199.jpg\"");
    recitale_page(&r, "g/page-2.html", "NEXT");
    recitale_page_lacks(&r, "g/page-3.html", "NEXT");
    recitale_page(&r, "g/page-3.html", "LAST");
    ck_assert(!exists("g/page-4.html"));
}
END_TEST

START_TEST(pages_false_keeps_all_on_one_page)
{
    make(ROOT, "pages: false\n", 450, 7);
    recitale_write(&r);
    ends_with("g/index.html", 449);
    recitale_page_lacks(&r, "g/index.html", "aria-label=\"Pages\"");
    ck_assert(!exists("g/page-2.html"));
}
END_TEST

START_TEST(basic_pages_are_not_divided)
{
    make(ROOT, "light_mode: true\n", 450, 7);
    recitale_write(&r);
    ck_assert(exists("g/page-2.html"));
    recitale_page(&r, "g/page-2.html", "href=\"light/index.html\"");
    recitale_page(&r, "g/light/index.html", "000-1188218354-x800.jpg");
    recitale_page(&r, "g/light/index.html", "449-1188218354-x800.jpg");
    recitale_page_lacks(&r, "g/light/index.html", "aria-label=\"Pages\"");
    ck_assert(!exists("g/light/page-2.html"));
}
END_TEST

START_TEST(galleries_of_the_basic_theme_are_not_divided)
{
    make(ROOT "theme: light\n", "", 450, 7);
    recitale_write(&r);
    recitale_page(&r, "g/index.html", "449-1188218354-x800.jpg");
    ck_assert(!exists("g/page-2.html"));
}
END_TEST

START_TEST(further_pages_are_sealed_too)
{
    make(ROOT, "password: pw\n", 450, 7);
    recitale_write(&r);
    recitale_page(&r, "g/page-2.html", "id=\"sealed\"");
    recitale_page_lacks(&r, "g/page-2.html", "203.jpg");
    recitale_page(&r, "g/page-3.html", "id=\"sealed\"");
}
END_TEST

START_TEST(feed_and_sitemap_name_the_gallery_alone)
{
    make(ROOT, "", 450, 7);
    recitale_write(&r);
    recitale_page(&r, "feed.xml", "<link>https://x.org/g/</link>");
    recitale_page_lacks(&r, "feed.xml", "page-2");
    recitale_page(&r, "sitemap.xml", "<url><loc>https://x.org/g/</loc></url>\n</urlset>");
}
END_TEST

START_TEST(files_with_names_of_pages_are_skipped)
{
    make(ROOT "include: [g/Page-2.html, g/other.html, page-2.html]\n", "", 450, 7);
    tree_text(&r.tree, "g/Page-2.html", "");
    tree_text(&r.tree, "g/other.html", "");
    tree_text(&r.tree, "page-2.html", "");
    recitale_write(&r);
    ck_assert(recitale_has(&r, TG_WARNING, "g/Page-2.html", "skipped"));
    ck_assert(!exists("g/Page-2.html"));
    ck_assert(exists("g/other.html"));
    ck_assert(exists("page-2.html")); /* the index is never divided */
}
END_TEST

#define DAY(day) "<h2 class=\"day\">" day " May 2020</h2>\n<div class=\"row\">\n<figure"

START_TEST(large_groups_in_order_of_date_have_a_heading_for_each_day)
{
    make(ROOT, "", 450, 7);
    write_dated(450, -1, NULL);
    recitale_page(&r, "g/index.html", "<section class=\"group\">\n" DAY("01") " id=\"000.jpg\"");
    /* The row from 098 to 104 begins on the first day. */
    recitale_page(&r, "g/index.html", DAY("02") " id=\"105.jpg\"");
    recitale_page_lacks(&r, "g/index.html", DAY("01") " id=\"007.jpg\"");
    recitale_page_lacks(&r, "g/index.html", DAY("03"));
    recitale_page(&r, "g/page-2.html", DAY("03") " id=\"203.jpg\"");
    recitale_page(&r, "g/page-2.html", DAY("04") " id=\"301.jpg\"");
    recitale_page(&r, "g/page-3.html", DAY("05") " id=\"406.jpg\"");
}
END_TEST

START_TEST(headings_are_in_the_language_of_dates)
{
    make(ROOT "settings: {date_locale: fr}\n", "", 401, 7);
    write_dated(401, -1, NULL);
    recitale_page(&r, "g/index.html", "<h2 class=\"day\">01 mai 2020</h2>");
}
END_TEST

START_TEST(days_false_keeps_headings_away)
{
    make(ROOT, "days: false\n", 450, 7);
    write_dated(450, -1, NULL);
    recitale_page_lacks(&r, "g/index.html", "class=\"day\"");
    recitale_page_lacks(&r, "g/page-2.html", "class=\"day\"");
}
END_TEST

START_TEST(groups_of_400_have_no_headings)
{
    make(ROOT, "", 400, 7);
    write_dated(400, -1, NULL);
    recitale_page_lacks(&r, "g/index.html", "class=\"day\"");
}
END_TEST

START_TEST(groups_in_another_order_have_no_headings)
{
    make(ROOT, "", 450, 7);
    write_dated(450, 440, "2020-05-01T10:00:00");
    recitale_page_lacks(&r, "g/index.html", "class=\"day\"");
}
END_TEST

START_TEST(groups_with_undated_pictures_have_no_headings)
{
    make(ROOT, "", 450, 7);
    write_dated(450, 0, "");
    recitale_page_lacks(&r, "g/index.html", "class=\"day\"");
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("recitale_many");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, galleries_of_more_than_400_pictures_are_divided);
    tcase_add_test(tc, the_heading_is_on_the_first_page_only);
    tcase_add_test(tc, pages_tell_of_their_own_pictures);
    tcase_add_test(tc, galleries_of_400_pictures_are_not_divided);
    tcase_add_test(tc, rows_stay_whole);
    tcase_add_test(tc, texts_are_on_the_page_of_what_they_follow_or_introduce);
    tcase_add_test(tc, pages_false_keeps_all_on_one_page);
    tcase_add_test(tc, basic_pages_are_not_divided);
    tcase_add_test(tc, galleries_of_the_basic_theme_are_not_divided);
    tcase_add_test(tc, further_pages_are_sealed_too);
    tcase_add_test(tc, feed_and_sitemap_name_the_gallery_alone);
    tcase_add_test(tc, files_with_names_of_pages_are_skipped);
    tcase_add_test(tc, large_groups_in_order_of_date_have_a_heading_for_each_day);
    tcase_add_test(tc, headings_are_in_the_language_of_dates);
    tcase_add_test(tc, days_false_keeps_headings_away);
    tcase_add_test(tc, groups_of_400_have_no_headings);
    tcase_add_test(tc, groups_in_another_order_have_no_headings);
    tcase_add_test(tc, groups_with_undated_pictures_have_no_headings);
    return tg_suite_run("recitale_many", tc);
}
