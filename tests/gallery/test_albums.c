/* test_albums.c - album.md and captions.txt of plain folders, up to the pages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/source/album_file.h"
#include "gallery/source/markdown.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "top.jpg");
    for (int i = 1; i <= 4; i++) {
        char path[] = "a/p0.jpg";

        path[3] = (char)('0' + i);
        tree_file(&t, path);
    }
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
}

/* Scans, plans and writes; `dates` are those of a/p1.jpg to a/p4.jpg. */
static void build(const char *const dates[4])
{
    scan();
    ck_assert_ptr_nonnull(site);
    for (size_t i = 0; i < site->photos_len; i++) {
        struct tg_photo *photo = site->photos[i];

        photo->width = 1200;
        photo->height = 800;
        if (dates && strncmp(photo->path, "a/p", 3) == 0)
            (void)snprintf(photo->date, sizeof(photo->date), "%s", dates[photo->path[3] - '1']);
    }
    check_ok(tg_site_plan(site));
    check_ok(tg_site_write(site, NULL, NULL, NULL));
}

static void check_problem(enum tg_severity severity, const char *text)
{
    for (size_t i = 0; i < report.len; i++)
        if (report.problems[i].severity == severity && strstr(report.problems[i].text, text))
            return;
    ck_abort_msg("no problem: %s (%zu, the first: %s)", text, report.len,
                 report.len ? report.problems[0].text : "none");
}

static void check_order(const char *digits)
{
    const struct tg_node *album = find_album(site->root, "a");

    ck_assert_uint_eq(album->photos_len, strlen(digits));
    for (size_t i = 0; i < album->photos_len; i++)
        ck_assert_int_eq(album->photos[i]->path[3], digits[i]);
}

START_TEST(title_and_text)
{
    tree_text(&t, "a/album.md", "# Hill & *dale*\n\nA **walk**.\n\n# Day one\n\n### Later\n");
    tree_text(&t, "index.md", "---\ntitle: All\ndescription: Of <us>\n---\n");
    build(NULL);
    ck_assert_uint_eq(report.len, 0);
    tree_check(&t, "a/index.html", "<h1>Hill &amp; dale</h1>", true);
    tree_check(&t, "a/index.html",
               "<p>A <strong>walk</strong>.</p>\n<h2>Day one</h2>\n<h3>Later</h3>", true);
    tree_check(&t, "index.html", "<h1>All</h1>", true);
    tree_check(&t, "index.html", "content=\"Of &lt;us&gt;\"", true);
    tree_check(&t, "index.html", "<div class=\"text\">\n<p>Of &lt;us&gt;</p>", true);
    tree_check(&t, "index.html", "<h2>Hill &amp; dale</h2>", true);
}
END_TEST

START_TEST(a_title_is_not_said_twice)
{
    tree_text(&t, "a/album.md", "---\ntitle: Hill & dale\n---\n# Hill & *dale*\n\nA walk.\n");
    tree_text(&t, "album.md", "---\ntitle: All\n---\n# Everything\n\n# All\n");
    build(NULL);
    ck_assert_uint_eq(report.len, 0);
    tree_check(&t, "a/index.html", "<h1>Hill &amp; dale</h1>", true);
    tree_check(&t, "a/index.html", "<div class=\"text\">\n<p>A walk.</p>", true);
    tree_check(&t, "index.html", "<h1>All</h1>", true);
    tree_check(&t, "index.html", "<h2>Everything</h2>\n<h2>All</h2>", true);
}
END_TEST

/* What one of them says of a password must not be passed over. */
START_TEST(only_one_file_counts)
{
    tree_text(&t, "a/album.md", "# One\n");
    tree_text(&t, "a/index.md", "# Two\n");
    scan();
    ck_assert_ptr_null(site);
    check_problem(TG_ERROR,
                  "a/album.md: index.md is in the same folder: only one of them can count");
}
END_TEST

START_TEST(names_in_any_case)
{
    tree_text(&t, "a/ALBUM.MD", "# One\n");
    tree_text(&t, "a/Captions.TXT", "p1.jpg: A caption\n");
    build(NULL);
    tree_check(&t, "a/index.html", "<h1>One</h1>", true);
    tree_check(&t, "a/index.html", "A caption", true);
}
END_TEST

/* A password that is not understood is an error: else everybody sees what it was to hide. */
START_TEST(passwords_that_are_none)
{
    static const char *const wrong[][2] = {
        {"---\npassword:\n---\n", "a/album.md:2:10: password: is empty"},
        {"---\npassword: ~\n---\n", "a/album.md:2:11: password: is empty"},
        {"---\npasword: x\n---\n", "a/album.md:2:1: unknown key 'pasword'"},
        {"---\nPassword: x\n---\n", "a/album.md:2:1: unknown key 'Password'"},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        tree_text(&t, "a/album.md", wrong[i][0]);
        scan();
        ck_assert_ptr_null(site);
        check_problem(TG_ERROR, wrong[i][1]);
        tg_report_release(&report);
        report = (struct tg_report){0};
    }
    tree_text(&t, "a/album.md", "\n \r\n---\npassword: hunter2\n---\n");
    build(NULL);
    tree_check(&t, "a/index.html", "id=\"sealed\"", true);
}
END_TEST

START_TEST(orders)
{
    static const struct {
        const char *front, *order;
    } cases[] = {
        {"", "4213"}, /* p3 has no date */
        {"reverse: true\n", "1243"},
        {"sort: name\n", "1234"},
        {"sort: name\nreverse: true\n", "4321"},
        {"order: [p3.jpg, p2.jpg]\n", "3214"},
        {"sort: manual\norder: [p4.jpg, p3.jpg]\nreverse: true\n", "3412"},
        {"sort: date\norder: [p3.jpg]\n", "4213"},
    };
    static const char *const dates[] = {"2020-05-03T10:00:00", "2020-05-02T10:00:00", "",
                                        "2020-05-01T10:00:00"};
    tree_front(&t, "a/album.md", cases[_i].front);
    build(dates);
    check_order(cases[_i].order);
}
END_TEST

enum { ORDERS = 7 };

START_TEST(covers)
{
    tree_text(&t, "a/album.md", "---\ncover: p3.jpg\n---\n");
    tree_text(&t, "index.md", "---\ncover: a/p2.jpg\n---\n");
    build(NULL);
    ck_assert_str_eq(tg_node_cover(site->root).photo->path, "a/p2.jpg");
    ck_assert_str_eq(tg_node_cover(find_album(site->root, "a")).photo->path, "a/p3.jpg");
    tree_check(&t, "index.html", "src=\"a/p3-", true);
}
END_TEST

START_TEST(hidden_albums_are_built_but_nowhere_mentioned)
{
    tree_text(&t, "a/album.md", "---\nhidden: true\n---\n");
    tree_file(&t, "a/below/x.jpg");
    tree_file(&t, "a/alongside/x.jpg");
    tree_file(&t, "b/y.jpg");
    tree_file(&t, "c/z.jpg");
    build(NULL);
    tree_check(&t, "a/index.html", "<meta name=\"robots\" content=\"noindex\">", true);
    tree_check(&t, "a/below/index.html", "noindex", true);
    tree_check(&t, "index.html", "noindex", false);
    tree_check(&t, "index.html", "a/index.html", false);
    tree_check(&t, "index.html", "b/index.html", true);
    tree_check(&t, "b/index.html", "../c/index.html", true);
    tree_check(&t, "c/index.html", "../b/index.html", true);
    tree_check(&t, "c/index.html", "../a/index.html", false);
    tree_check(&t, "a/index.html", "../b/index.html", false);
    tree_check(&t, "a/below/index.html", "../alongside/index.html", true);
    tree_check(&t, "index.html", "<span>2 albums</span> · <span>3 pictures</span>", true);
}
END_TEST

START_TEST(covers_are_not_taken_from_hidden_albums)
{
    tree_text(&t, "c/hidden/album.md", "---\nhidden: true\n---\n");
    tree_file(&t, "c/hidden/x.jpg");
    tree_file(&t, "c/z/y.jpg");
    build(NULL);
    ck_assert_str_eq(tg_node_cover(find_album(site->root, "c")).photo->path, "c/z/y.jpg");
}
END_TEST

START_TEST(patterns_hold_for_all_folders_below)
{
    tree_text(&t, "album.md", "---\nexclude: [\"p[12].*\", drafts]\n---\n");
    tree_text(&t, "b/album.md", "---\ninclude: \"x*\"\n---\n");
    tree_file(&t, "a/drafts/d.jpg");
    tree_file(&t, "b/x1.jpg");
    tree_file(&t, "b/y1.jpg");
    tree_file(&t, "b/deep/x2.jpg");
    tree_file(&t, "b/deep/y2.jpg");
    scan();
    ck_assert_uint_eq(report.len, 0);
    ck_assert_uint_eq(site->photos_len, 5);
    (void)find_photo(site, "a/p3.jpg");
    (void)find_photo(site, "b/x1.jpg");
    (void)find_photo(site, "b/deep/x2.jpg");
}
END_TEST

START_TEST(captions)
{
    tree_text(&t, "a/captions.txt",
              "\xEF\xBB\xBF# comment\n\np1.jpg: At <the> lake: early\r\n"
              "  p2.jpg :  \xE9t\xE9 \np3.jpeg: no\nnothing\np1.jpg: Again\n");
    build(NULL);
    ck_assert_str_eq(find_photo(site, "a/p1.jpg")->caption, "Again");
    tree_check(&t, "a/index.html", "<figcaption>Again</figcaption>", true);
    tree_check(&t, "a/index.html", "<figcaption>\xEF\xBF\xBDt\xEF\xBF\xBD</figcaption>", true);
    ck_assert_uint_eq(report.len, 3);
    check_problem(TG_WARNING,
                  "a/captions.txt:5:1: no picture 'p3.jpeg' here; did you mean 'p3.jpg'");
    check_problem(TG_WARNING, "a/captions.txt:6:1: not of the form");
    check_problem(TG_WARNING, "a/captions.txt:7:1: a second caption for 'p1.jpg'");
}
END_TEST

START_TEST(days)
{
    static const char *const dates[] = {"2020-05-02T10:00:00", "2020-05-02T23:00:00", "",
                                        "2020-05-01T10:00:00"};

    tree_text(&t, "a/album.md", "---\nsections: day\n---\n");
    build(dates);
    tree_check(&t, "a/index.html",
               "<h2 class=\"day\">1\xC2\xA0May\xC2\xA0"
               "2020</h2>\n<ul class=\"rows",
               true);
    tree_check(&t, "a/index.html",
               "</ul>\n<h2 class=\"day\">2\xC2\xA0May\xC2\xA0"
               "2020</h2>",
               true);
    tree_check(&t, "a/index.html", "<h2 class=\"day\">Undated</h2>", true);
    tree_check(&t, "index.html", "class=\"day\"", false);
}
END_TEST

static void make_large_albums(void)
{
    char path[32];

    for (int i = 0; i < 401; i++) {
        (void)snprintf(path, sizeof(path), "big/%03d.jpg", i);
        tree_file(&t, path);
        (void)snprintf(path, sizeof(path), "whole/%03d.jpg", i);
        tree_file(&t, path);
    }
}

START_TEST(large_albums_are_divided_by_themselves)
{
    make_large_albums();
    tree_text(&t, "whole/album.md", "---\nsections: none\n---\n");
    build(NULL);
    tree_check(&t, "big/index.html", "<h2 class=\"day\">Undated</h2>", true);
    tree_check(&t, "whole/index.html", "class=\"day\"", false);
}
END_TEST

/* An album's word holds for those below, until one of them says its own. */
START_TEST(row_heights)
{
    tree_file(&t, "top.jpg");
    tree_file(&t, "a/x.jpg");
    tree_file(&t, "a/b/x.jpg");
    tree_file(&t, "a/c/x.jpg");
    tree_file(&t, "a/c/d/x.jpg");
    tree_text(&t, "a/album.md", "---\nrows: compact\n---\n");
    tree_text(&t, "a/c/album.md", "---\nrows: large\n---\n");
    build(NULL);
    tree_check(&t, "index.html", "--k:1.000", true);
    tree_check(&t, "a/index.html", "--k:0.770", true);
    tree_check(&t, "a/b/index.html", "--k:0.770", true);
    tree_check(&t, "a/c/index.html", "--k:1.330", true);
    tree_check(&t, "a/c/d/index.html", "--k:1.330", true);
}
END_TEST

/* 401 pictures are three pages, unless all are wanted on one. */
START_TEST(pages)
{
    make_large_albums();
    tree_file(&t, "big/below/x.jpg");
    tree_file(&t, "big/Page-12.html/x.jpg");
    tree_text(&t, "big/album.md", "Words");
    tree_text(&t, "whole/album.md", "---\npages: false\n---\n");
    tree_text(&t, "album.md", "---\nurl: https://x.org\n---\n");
    build(NULL);
    tree_check(&t, "big/index.html", "id=\"199.jpg\"", true);
    tree_check(&t, "big/index.html", "id=\"200.jpg\"", false);
    tree_check(&t, "big/index.html", "Words", true);
    tree_check(&t, "big/index.html", "href=\"below/index.html\"", true);
    tree_check(&t, "big/index.html", "<a aria-current=\"page\" href=\"index.html\">1</a>", true);
    tree_check(&t, "big/index.html", "<a rel=\"next\" href=\"page-2.html\">2</a>", true);
    tree_check(&t, "big/page-2.html", " pictures</span> · <span>page 2 of 3</span></p>", true);
    tree_check(&t, "big/page-2.html", "<title>big, page 2 · ", true);
    tree_check(&t, "big/page-2.html",
               "<link rel=\"canonical\" href=\"https://x.org/big/page-2.html\">", true);
    tree_check(&t, "big/page-2.html", "Words", false);
    tree_check(&t, "big/page-2.html", "href=\"below/index.html\"", false);
    tree_check(&t, "big/page-2.html", "<h2 class=\"day\">Undated</h2>", true);
    tree_check(&t, "big/page-2.html", "fetchpriority", true);
    tree_check(&t, "big/page-2.html", "id=\"200.jpg\"", true);
    tree_check(&t, "big/page-3.html", "id=\"400.jpg\"", true);
    tree_check(&t, "big/page-3.html", "id=\"399.jpg\"", false);
    tree_check(&t, "whole/index.html", "id=\"400.jpg\"", true);
    tree_check(&t, "whole/index.html", "page 1", false);
    ck_assert(has_note(site, "big/Page-12.html", "skipped"));
}
END_TEST

/* All that is wrong is said at once, with its places. */
START_TEST(mistakes)
{
    tree_text(&t, "a/album.md",
              "---\nsort: nmae\ntitel: x\npassword: ''\nhidden: [1]\ndate: 2020-02-30\n"
              "rows: huge\n---\n");
    tree_text(&t, "index.md", "---\ntitle: x\n");
    scan();
    ck_assert_ptr_null(site);
    check_problem(TG_ERROR, "a/album.md:2:7: sort: expected date, name or manual, got 'nmae'");
    check_problem(TG_WARNING, "a/album.md:3:1: unknown key 'titel'; did you mean 'title'?");
    check_problem(TG_ERROR, "a/album.md:4:11: password: is empty");
    check_problem(TG_ERROR,
                  "a/album.md:5:9: hidden: expected true or false, got a list or mapping");
    check_problem(TG_ERROR, "a/album.md:6:7: date: expected a day like 2020-01-31, a month or a "
                            "year, got '2020-02-30'");
    check_problem(TG_ERROR, "a/album.md:7:7: rows: expected normal, compact or large, got 'huge'");
    check_problem(TG_ERROR, "index.md:1:1: the line ---");
}
END_TEST

START_TEST(the_roots_file_is_for_the_whole_site)
{
    tree_text(&t, "album.md", "---\nexif: true\nformats: [jpeg, webp]\ndownload: true\n---\n");
    scan();
    ck_assert(site->look.exif && site->look.webp && !site->look.map);
    ck_assert_int_eq(site->root->download, TG_DOWNLOAD_EACH);
    ck_assert_uint_eq(report.len, 0);
    tg_site_free(site);
    site = NULL;
    /* Where pictures were taken is told by the root's owner alone. */
    tree_text(&t, "a/album.md", "---\nmap: true\n---\n");
    scan();
    ck_assert_ptr_null(site);
    ck_assert_uint_eq(report.len, 1);
    check_problem(TG_ERROR, "a/album.md:2:1: map: belongs in the first folder's album.md");
}
END_TEST

/* With the address of the site there is what machines read. */
START_TEST(addresses)
{
    tree_text(&t, "album.md",
              "---\ntitle: </script> & me\nurl: https://x.org/p//\nlang: he\n---\n");
    tree_text(&t, "a/album.md", "---\ncover: p2.jpg\n---\n");
    tree_file(&t, "h/q.jpg");
    tree_text(&t, "h/album.md", "---\nhidden: true\n---\n");
    build(NULL);
    tree_check(&t, "index.html", "<html lang=\"he\" dir=\"rtl\">", true);
    tree_check(&t, "index.html", "<link rel=\"canonical\" href=\"https://x.org/p/\">", true);
    tree_check(&t, "a/index.html", "<meta property=\"og:url\" content=\"https://x.org/p/a/\">",
               true);
    tree_check(&t, "a/index.html", "<meta property=\"og:image\" content=\"https://x.org/p/a/p2-",
               true);
    tree_check(&t, "a/index.html", "\"contentUrl\": \"https://x.org/p/a/p1-", true);
    tree_check(&t, "index.html", "\"name\": \"\\u003c/script\\u003e \\u0026 me\"", true);
    tree_check(&t, "sitemap.xml",
               "<loc>https://x.org/p/</loc></url>\n<url><loc>https://x.org/p/a/</loc>", true);
    tree_check(&t, "sitemap.xml", "/h/", false);
    tree_check(&t, "h/index.html", "ImageGallery", false);
    tree_check(&t, "index.html", "type=\"application/rss+xml\" href=\"feed.xml\"", true);
    tree_check(&t, "a/index.html", "rss+xml", false);
}
END_TEST

START_TEST(no_address)
{
    tree_text(&t, "album.md", "---\nurl: ftp://x.org\n---\n");
    scan();
    ck_assert_ptr_null(site);
    check_problem(TG_ERROR, "album.md:2:6: url: 'ftp://x.org' begins with neither");
    tree_text(&t, "album.md", "---\nurl: https://x.org/?a=b\n---\n");
    scan();
    ck_assert_ptr_null(site);
    check_problem(TG_ERROR,
                  "album.md:2:6: url: expected the address of a folder, got 'https://x.org/?a=b'");
}
END_TEST

/* The feed: newest albums first, those without a date after them, covers, and nothing that is
 * hidden or locked. */
START_TEST(feed)
{
    tree_text(&t, "album.md", "---\ntitle: Ours & theirs\nurl: https://x.org/p\n---\n");
    tree_text(&t, "a/album.md", "---\ndate: 2020-02-29\ndescription: Snow & ice\n---\n");
    tree_file(&t, "new/q.jpg");
    tree_text(&t, "new/album.md", "---\ndate: 2021-06-10\n---\n");
    tree_file(&t, "never/q.jpg");
    tree_file(&t, "h/q.jpg");
    tree_text(&t, "h/album.md", "---\nhidden: true\n---\n");
    tree_file(&t, "s/q.jpg");
    tree_text(&t, "s/album.md", "---\npassword: word\n---\n");
    tree_file(&t, "s/u/q.jpg");
    build(NULL);
    tree_check(&t, "feed.xml", "<channel>\n<title>Ours &amp; theirs</title>\n", true);
    tree_check(&t, "feed.xml", "<link>https://x.org/p/</link>", true);
    tree_check(&t, "feed.xml",
               "<pubDate>Thu, 10 Jun 2021 00:00:00 -0000</pubDate>\n</item>\n"
               "<item>\n<title>a</title>\n<link>https://x.org/p/a/</link>\n"
               "<guid>https://x.org/p/a/</guid>\n"
               "<description>Snow &amp; ice</description>\n"
               "<media:content medium=\"image\" url=\"https://x.org/p/a/p1-",
               true);
    tree_check(&t, "feed.xml",
               "<pubDate>Sat, 29 Feb 2020 00:00:00 -0000</pubDate>\n</item>\n"
               "<item>\n<title>never</title>",
               true);
    tree_check(&t, "feed.xml", "/h/", false);
    tree_check(&t, "feed.xml", "/s/", false);
}
END_TEST

/* Nothing of a protected album is on pages that anybody may read, and its own files tell nothing by
 * their names. */
START_TEST(passwords)
{
    tree_text(&t, "album.md", "---\nurl: https://x.org\ncover: s/u/deep.jpg\n---\n");
    tree_text(&t, "s/album.md",
              "---\npassword: hidden word\ndescription: INNER\ndate: 1999-01-02\n---\n");
    tree_file(&t, "s/private.jpg");
    tree_file(&t, "s/u/deep.jpg");
    tree_file(&t, "z/z.jpg");
    build(NULL);
    check_problem(TG_WARNING, "album.md:3:8: cover: 's/u/deep.jpg' is behind a password");
    tree_check(&t, "index.html", "<span>Protected</span>", true);
    tree_check(&t, "index.html", "6 pictures", true);
    tree_check(&t, "a/index.html", "../s/", false); /* its neighbour is the next that is open */
    tree_check(&t, "a/index.html", "<a rel=\"next\" href=\"../z/index.html\"><bdi>z</bdi></a>",
               true);
    tree_check(&t, "z/index.html", "<a rel=\"prev\" href=\"../a/index.html\"><bdi>a</bdi></a>",
               true);
    tree_check(&t, "feed.xml", "/s/", false);
    tree_check(&t, "index.html", "1999", false);
    tree_check(&t, "index.html", "INNER", false);
    tree_check(&t, "index.html", "private", false);
    tree_check(&t, "sitemap.xml", "/s/", false);
    tree_check(&t, "s/index.html", "id=\"sealed\"", true);
    tree_check(&t, "s/index.html", "../tirage-assets/unlock-", true);
    tree_check(&t, "s/index.html", "INNER", false);
    tree_check(&t, "s/u/index.html", "id=\"sealed\"", true);
    tree_check(&t, "s/u/index.html", "../../tirage-assets/style-", true);
    ck_assert_ptr_null(strstr(find_photo(site, "s/u/deep.jpg")->renditions[0].name, "deep"));
    ck_assert_ptr_nonnull(strstr(find_photo(site, "a/p1.jpg")->renditions[0].name, "p1"));
}
END_TEST

START_TEST(formats)
{
    tree_text(&t, "album.md", "---\nformats: [webp, jepg]\n---\n");
    scan();
    ck_assert_ptr_null(site);
    check_problem(TG_ERROR, "album.md:2:17: formats: 'jepg' is none of jpeg, webp and avif");
}
END_TEST

START_TEST(names_that_lead_nowhere)
{
    tree_text(&t, "a/album.md",
              "---\ncover: ../top.jpg\norder:\n- p1.jpg\n- ../../etc/passwd\n- p22.jpg\n---\n");
    build(NULL);
    ck_assert_uint_eq(report.count[TG_ERROR], 0);
    check_problem(TG_WARNING, "a/album.md:2:8: cover: no picture '../top.jpg' here");
    check_problem(TG_WARNING, "a/album.md:5:3: order: no picture '../../etc/passwd' here");
    check_problem(TG_WARNING,
                  "a/album.md:6:3: order: no picture 'p22.jpg' here; did you mean 'p2.jpg'?");
    check_order("1234");
}
END_TEST

START_TEST(markdown)
{
    static const struct {
        const char *text, *html;
        size_t refused;
    } cases[] = {
        {"<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n", 0},
        {"[a](javascript:x)", "<p>a</p>\n", 1},
        {"[a](JaVaScRiPt:x)", "<p>a</p>\n", 1},
        {"[a](<java\tscript:x>)", "<p>a</p>\n", 1},
        {"[a](data:text/html,x)", "<p>a</p>\n", 1},
        {"[a](&#106;avascript:x)", "<p><a href=\"&amp;#106;avascript:x\">a</a></p>\n", 0},
        {"[a](< javascript:x>)", "<p>a</p>\n", 1},
        {"[a](HTTPS://b/?c&amp;d)", "<p><a href=\"HTTPS://b/?c&amp;d\">a</a></p>\n", 0},
        {"[a](<b c.html> \"t\")", "<p><a href=\"b%20c.html\">a</a></p>\n", 0},
        {"[a](b#c:d)", "<p><a href=\"b#c:d\">a</a></p>\n", 0},
        {"[a](\"\"b'\"\")", "<p><a href=\"&quot;&quot;b&#39;&quot;&quot;\">a</a></p>\n", 0},
        {"[a](tel:+49)", "<p><a href=\"tel:+49\">a</a></p>\n", 0},
        {"<mailto:a@b>", "<p><a href=\"mailto:a@b\">mailto:a@b</a></p>\n", 0},
        {"![x [y](z)](http://w)", "<p>x y</p>\n", 0},
        {"```html\n<b>\n\n&amp;\n```", "<pre><code>&lt;b&gt;\n\n&amp;amp;\n</code></pre>\n", 0},
        {"a\xFF\x01 &copy;", "<p>a\xEF\xBF\xBD\xEF\xBF\xBD &copy;</p>\n", 0},
        {"7. x", "<ol start=\"7\">\n<li>x</li>\n</ol>\n", 0},
        {"# t", "<h2>t</h2>\n", 0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tg_markdown m;

        ck_assert(tg_markdown_init(&m, cases[i].text, strlen(cases[i].text), false));
        ck_assert_str_eq(tg_buf_str(&m.html), cases[i].html);
        ck_assert_uint_eq(m.refused, cases[i].refused);
        tg_markdown_release(&m);
    }
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("albums");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, title_and_text);
    tcase_add_test(tc, a_title_is_not_said_twice);
    tcase_add_test(tc, only_one_file_counts);
    tcase_add_test(tc, names_in_any_case);
    tcase_add_test(tc, passwords_that_are_none);
    tcase_add_loop_test(tc, orders, 0, ORDERS);
    tcase_add_test(tc, covers);
    tcase_add_test(tc, hidden_albums_are_built_but_nowhere_mentioned);
    tcase_add_test(tc, covers_are_not_taken_from_hidden_albums);
    tcase_add_test(tc, patterns_hold_for_all_folders_below);
    tcase_add_test(tc, captions);
    tcase_add_test(tc, days);
    tcase_add_test(tc, large_albums_are_divided_by_themselves);
    tcase_add_test(tc, mistakes);
    tcase_add_test(tc, the_roots_file_is_for_the_whole_site);
    tcase_add_test(tc, addresses);
    tcase_add_test(tc, feed);
    tcase_add_test(tc, no_address);
    tcase_add_test(tc, passwords);
    tcase_add_test(tc, row_heights);
    tcase_add_test(tc, pages);
    tcase_add_test(tc, formats);
    tcase_add_test(tc, names_that_lead_nowhere);
    tcase_add_test(tc, markdown);
    return tg_suite_run("albums", tc);
}
