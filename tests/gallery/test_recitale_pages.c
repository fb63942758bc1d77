/* test_recitale_pages.c - récitale's checklist for pages (8, 39, 44-61, 64). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <check.h>

#include "core/base/path.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

static void write_sections(const char *sections)
{
    recitale_make(&r, NULL, sections);
    recitale_write(&r);
}

static void has(const char *text)
{
    recitale_page(&r, "g/index.html", text);
}

static bool exists(const char *path)
{
    char *full = tg_path_join(r.tree.out, path);
    struct stat st;
    bool found = full && stat(full, &st) == 0;

    free(full);
    return found;
}

START_TEST(recitale_08_hidden_galleries_have_a_page_only)
{
    recitale_make(&r, "title: x\nurl: https://x.org\n", NULL);
    recitale_gallery(&r, "h", "public: false\n");
    recitale_write(&r);
    ck_assert(exists("h/index.html"));
    recitale_page(&r, "index.html", "href=\"g/index.html\"");
    recitale_page_lacks(&r, "index.html", "href=\"h/");
    recitale_page(&r, "feed.xml", "https://x.org/g/");
    recitale_page_lacks(&r, "feed.xml", "https://x.org/h/");
}
END_TEST

#define ODD "a b&c#d%e'é{}"

START_TEST(recitale_39_odd_names_are_encoded)
{
    recitale_make(&r, "title: x\nurl: https://x.org\nsettings: {og: true}\n", NULL);
    tree_file(&r.tree, ODD "/" ODD ".jpg");
    recitale_gallery(&r, ODD,
                     "date: 2020-01-01\ncover: \"" ODD ".jpg\"\nsections:\n"
                     "  - {type: panorama, image: \"" ODD ".jpg\"}\n");
    recitale_write(&r);
#define ENCODED "a%20b%26c%23d%25e%27%C3%A9%7B%7D"
    recitale_page(&r, "index.html", "href=\"" ENCODED "/index.html\"");
    recitale_page(&r, "index.html", "src=\"" ENCODED "/" ENCODED "-1188218354-x900.jpg\"");
    recitale_page(&r, ODD "/index.html", "src=\"" ENCODED "-1188218354-x800.jpg\"");
    recitale_page(&r, ODD "/index.html",
                  "content=\"https://x.org/" ENCODED "/" ENCODED "-1188218354-x900.jpg\"");
    recitale_page(&r, "feed.xml", "<link>https://x.org/" ENCODED "/</link>");
}
END_TEST

START_TEST(recitale_43_shown_sizes)
{
    write_sections("  - {type: pictures-group, images: [[a.jpg], [a.jpg, a.jpg]]}\n"
                   "  - {type: bordered-picture, image: a.jpg}\n");
    has("<img src=\"a-1188218354-x1366.jpg\"");
    has("<img src=\"a-1188218354-x600.jpg\"");
    has("<img src=\"a-1188218354-x1920.jpg\"");
    has("<a href=\"a-1188218354-3000x2000.jpg\">");
    has("a-1188218354-x450.jpg 675w, a-1188218354-x600.jpg 900w, a-1188218354-x800.jpg 1200w");
    has("width=\"900\" height=\"600\"");
}
END_TEST

START_TEST(original_none_links_to_the_largest)
{
    recitale_make(&r, "title: x\nrss: false\nsettings: {original: none}\n",
                  "  - {type: bordered-picture, image: a.jpg}\n");
    recitale_write(&r);
    has("<a href=\"a-1188218354-x1920.jpg\">");
}
END_TEST

START_TEST(recitale_44_weights_are_upright_ratios)
{
    struct tg_photo *photo;

    recitale_make(&r, NULL,
                  "  - {type: pictures-group, images: [[a.jpg, b.jpg, {name: b.jpg, auto-orient: "
                  "false}]]}\n");
    tree_file(&r.tree, "g/b.jpg");
    recitale_load(&r, NULL);
    photo = find_photo(r.site, "g/a.jpg");
    photo->width = 3000;
    photo->height = 2000;
    photo = find_photo(r.site, "g/b.jpg");
    photo->width = 2000;
    photo->height = 3000;
    photo->turned = true;
    check_ok(tg_site_plan(r.site));
    check_ok(tg_site_write(r.site, NULL, NULL, NULL));
    has("--r:1.500\"><a href=\"a-");
    has("--r:0.667\"><a href=\"b-");
    has("--r:1.500\"><a href=\"b-");
}
END_TEST

START_TEST(recitale_45_48_captions_are_shown_and_escaped)
{
    write_sections(
        "  - {type: pictures-group, images: [[{name: a.jpg, text: \"<b> & \\\"q\\\"\"}]]}\n"
        "  - {type: bordered-picture, image: a.jpg, text: under it}\n");
    has("<figcaption>&lt;b&gt; &amp; \"q\"</figcaption>");
    has("alt=\"&lt;b&gt; &amp; &quot;q&quot;\"");
    has("<figcaption>under it</figcaption>");
}
END_TEST

START_TEST(recitale_46_looks_are_honoured)
{
    write_sections(
        "  - {type: text, text: x, background: \"url(x.jpg)\", color: \"#333\"}\n"
        "  - {type: full-picture, image: a.jpg, fixed: true, background_position: 10% 20%}\n"
        "  - {type: paragraph, image: {name: a.jpg, float: right, size: 40%}}\n"
        "  - {type: paragraph, image: a.jpg}\n"
        "  - {type: pictures-group, css: \"gap: \\\"2px\", background: red, images: [[a.jpg]]}\n");
    has("style=\"background:url(x.jpg);color:#333;\"");
    has("class=\"full fixed\"");
    has("style=\"object-position:10% 20%\"");
    has("style=\"float:right;width:40%;\"");
    has("style=\"float:left;width:250px;\"");
    has("<div class=\"row\" style=\"gap: &quot;2px\">");
    has("<section class=\"group on-light\" style=\"background:red;\">");
    has("<section class=\"text\" style="); /* has a colour of its own */
}
END_TEST

START_TEST(recitale_47_bodies_are_html)
{
    write_sections("  - {type: text, text: \"<i>one</i> & 1\"}\n"
                   "  - {type: html, html: \"<u>two</u>\"}\n"
                   "  - {type: paragraph, text: \"<em>three</em>\", title: \"<four>\"}\n"
                   "  - {type: quote, text: \"<s>five</s>\"}\n"
                   "  - {type: iframe, name: \"<iframe src='six'></iframe>\"}\n");
    has("<i>one</i> & 1");
    has("<u>two</u>");
    has("<em>three</em>");
    has("<h2>&lt;four&gt;</h2>");
    has("<blockquote><s>five</s></blockquote>");
    has("<iframe src='six'></iframe>");
}
END_TEST

START_TEST(sections_show_their_other_keys)
{
    write_sections(
        "  - type: full-picture\n    image: a.jpg\n"
        "    text: {title: T & U, sub_title: S<, date: 2020-02-02, date_end: 2021-12-31}\n"
        "  - {type: author, image: a.jpg, name: \"N&N\", text: \"<t>\", twitter: \"@me\", "
        "facebook: \"https://fb.com/me?a=1&b=2\", website: x.org}\n"
        "  - {type: paragraph, text: x}\n"
        "  - {type: panorama, image: a.jpg}\n");
    has("<h1>T &amp; U</h1>");
    has("<p>S&lt;</p>");
    has("<time datetime=\"2020-02-02\">02 February 2020</time> – <time datetime=\"2021-12-31\">31 "
        "December 2021</time>");
    has("<h2>N&amp;N</h2>");
    has("<p><t></p>");
    has("href=\"https://twitter.com/me\"");
    has("href=\"https://fb.com/me?a=1&amp;b=2\"");
    has("href=\"https://x.org\"");
    has("src=\"a-1188218354-400x400.jpg\"");
    has("width=\"400\" height=\"267\"");
    has("<section class=\"paragraph\">\n<hr>");
    has("tabindex=\"0\" role=\"region\"");
}
END_TEST

static void expect_rows(size_t galleries, const char *classes)
{
    char *page, got[64] = "", dir[8];

    recitale_make(&r, NULL, NULL);
    for (size_t i = 1; i < galleries; i++) {
        (void)snprintf(dir, sizeof(dir), "g%zu", i);
        recitale_gallery(&r, dir, "");
    }
    recitale_write(&r);
    page = tree_read(&r.tree, "index.html");
    for (const char *at = page; (at = strstr(at, "deck-")); at++)
        strncat(got, at + strlen("deck-"), 1);
    ck_assert_str_eq(got, classes);
    free(page);
    recitale_remove(&r);
}

START_TEST(recitale_49_rows_of_three_remainder_first)
{
    expect_rows(1, "1");
    expect_rows(2, "2");
    expect_rows(3, "3");
    expect_rows(4, "13");
    expect_rows(8, "233");
    recitale_make(&r, NULL, NULL);
}
END_TEST

START_TEST(recitale_50_tiles)
{
    recitale_make(&r, "title: Site\nrss: false\nshow_date: true\n", NULL);
    recitale_gallery(&r, "s", "date: 2020-02-02\nsub_title: Sub & more\ntags: [one, <two>]\n");
    recitale_gallery(&r, "s/t", "");
    recitale_gallery(&r, "s/t/u", "date: 2020-02-03\n");
    recitale_write(&r);
    recitale_page(&r, "index.html", "<strong>s</strong>");
    recitale_page(&r, "index.html", "<span>Sub &amp; more</span>");
    recitale_page(&r, "index.html", "<time datetime=\"2020-02-02\">02 February 2020</time>");
    recitale_page(&r, "index.html", "in <bdi>one</bdi>, <bdi>&lt;two&gt;</bdi>");
    recitale_page(&r, "index.html", "<a href=\"s/index.html\"><img src=\"s/a-");
    recitale_page(&r, "s/index.html", "<a href=\"t/index.html\"><img src=\"t/a-");
    recitale_page(&r, "s/t/index.html", "<a href=\"u/index.html\"><img src=\"u/a-");
    recitale_remove(&r);
    recitale_make(&r, "title: Site\nrss: false\nshow_date: false\n", NULL);
    recitale_gallery(&r, "s", "date: 2020-02-02\n");
    recitale_write(&r);
    recitale_page_lacks(&r, "index.html", "<time");
}
END_TEST

START_TEST(recitale_51_sub_indexes_have_their_own_title)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "s", "sub_title: Below\n");
    recitale_gallery(&r, "s/t", "");
    recitale_gallery(&r, "s/t/u", "");
    recitale_write(&r);
    recitale_page(&r, "s/index.html", "<h1>s</h1>\n<p>Below</p>");
    recitale_page(&r, "s/index.html", "<a href=\"../index.html\">Site</a>");
    recitale_page(&r, "s/t/index.html", "<a href=\"../../index.html\">Site</a>");
    recitale_page(&r, "s/t/index.html", "<a href=\"../index.html\">s</a>");
    recitale_page(&r, "s/t/u/index.html", "<a href=\"../../../index.html\">Site</a>");
}
END_TEST

/* One theme of our own for all: every page at every depth has it. */
START_TEST(recitale_52_57_style_at_every_depth)
{
    static const char *const pages[] = {"index.html", "s/index.html", "s/t/index.html",
                                        "p/index.html"};

    recitale_make(&r, "title: x\nrss: false\nsettings: {theme: material}\n", NULL);
    recitale_gallery(&r, "s", "theme: light\n");
    recitale_gallery(&r, "s/t", "");
    recitale_gallery(&r, "p", "static: true\npublic: false\n");
    tree_text(&r.tree, "custom.css", "body { color: red }");
    tree_text(&r.tree, "custom.js", "alert(1)");
    recitale_write(&r);
    recitale_page(&r, "static/css/custom.css", "color: red");
    recitale_page(&r, "static/js/custom.js", "alert(1)");
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        static const char *const ups[] = {"", "../", "../../", "../"};
        char text[128];

        (void)snprintf(text, sizeof(text), "href=\"%stirage-assets/%s-", ups[i],
                       pages[i][0] == 's' ? "light" : "story"); /* a theme is that of all below */
        recitale_page(&r, pages[i], text);
        (void)snprintf(text, sizeof(text), "href=\"%sstatic/css/custom.css\"", ups[i]);
        recitale_page(&r, pages[i], text);
        (void)snprintf(text, sizeof(text), "src=\"%sstatic/js/custom.js\"", ups[i]);
        recitale_page(&r, pages[i], text);
    }
    ck_assert(recitale_has(&r, TG_WARNING, "settings.yaml", "'material'"));
}
END_TEST

static void expect_date(const char *setting, const char *environment, const char *date)
{
    char root[128];

    (void)snprintf(root, sizeof(root), "title: x\nrss: false\n%s", setting);
    recitale_make(&r, root, NULL);
    recitale_gallery(&r, "s", "date: 2020-02-02\n");
    recitale_load(&r, environment);
    check_ok(tg_site_plan(r.site));
    check_ok(tg_site_write(r.site, NULL, NULL, NULL));
    recitale_page(&r, "index.html", date);
    recitale_remove(&r);
}

START_TEST(recitale_53_dates_in_many_languages)
{
    expect_date("", NULL, "<time datetime=\"2020-02-02\">02 February 2020</time>");
    expect_date("", "C.UTF-8", "<time datetime=\"2020-02-02\">02 February 2020</time>");
    expect_date("", "xx_YY", "<time datetime=\"2020-02-02\">02 February 2020</time>");
    expect_date("", "ru_RU.UTF-8", "<time datetime=\"2020-02-02\">02 февраля 2020</time>");
    expect_date("settings: {date_locale: fr_FR}\n", "ru_RU",
                "<time datetime=\"2020-02-02\">02 février 2020</time>");
    expect_date("settings: {date_locale: de-AT}\n", NULL,
                "<time datetime=\"2020-02-02\">02 Februar 2020</time>");
    expect_date("settings: {date_locale: pt_BR}\n", NULL,
                "<time datetime=\"2020-02-02\">02 fevereiro 2020</time>");
    expect_date("settings: {date_locale: zh_TW}\n", NULL,
                "<time datetime=\"2020-02-02\">02 2月 2020</time>");
    expect_date("settings: {date_locale: sr_RS@latin}\n", NULL,
                "<time datetime=\"2020-02-02\">02 februar 2020</time>");
    expect_date("lang: de\n", "ru_RU",
                "<time datetime=\"2020-02-02\">2.\u00A0Februar\u00A02020</time>");
    expect_date("lang: de\nsettings: {date_locale: fr_FR}\n", NULL,
                "<time datetime=\"2020-02-02\">02 février 2020</time>");
    expect_date("lang: ru\n", NULL, "<time datetime=\"2020-02-02\">02 февраля 2020</time>");
    expect_date("lang: tlh\n", NULL, "<time datetime=\"2020-02-02\">02 February 2020</time>");
    ck_assert_uint_ge(tg_locales_len, 40);
    recitale_make(&r, NULL, NULL);
}
END_TEST

START_TEST(every_locale_has_twelve_months)
{
    recitale_make(&r, NULL, NULL);
    for (size_t i = 0; i < tg_locales_len; i++) {
        size_t bars = 0;

        for (const char *c = tg_locales[i].months; *c; c++)
            bars += *c == '|';
        ck_assert_uint_eq(bars, 11);
        ck_assert_ptr_eq(tg_locale_find(tg_locales[i].id), &tg_locales[i]);
        for (uint8_t month = 1; month <= 12; month++) {
            struct tg_buf out;

            tg_buf_init(&out, TG_BUF_MAX);
            tg_html_date(&out, &tg_locales[i], (struct tg_date){2020, month, 9});
            ck_assert_uint_gt(out.len, strlen("09  2020") + 1);
            ck_assert(!strchr(out.data, '|') && !strchr(out.data, '<'));
            tg_buf_release(&out);
        }
    }
}
END_TEST

START_TEST(recitale_54_menu_targets_from_every_depth)
{
    recitale_make(&r,
                  "title: x\nrss: false\nmenu:\n  - g: Gallery\n  - ./s/t: Deep\n"
                  "  - https://x.org/?a&b: Elsewhere\n  - mailto:me@x.org: Mail\n"
                  "  - files/: Files\n  - a.pdf: Paper <1>\n",
                  NULL);
    recitale_gallery(&r, "s", "");
    recitale_gallery(&r, "s/t", "static: true\n");
    recitale_write(&r);
    recitale_page(&r, "index.html", "<a href=\"g/index.html\">Gallery</a>");
    recitale_page(&r, "index.html", "<a href=\"s/t/index.html\">Deep</a>");
    recitale_page(&r, "s/index.html", "<a href=\"../g/index.html\">Gallery</a>");
    recitale_page(&r, "s/t/index.html", "<a href=\"../../g/index.html\">Gallery</a>");
    recitale_page(&r, "s/t/index.html", "<a href=\"https://x.org/?a&amp;b\">Elsewhere</a>");
    recitale_page(&r, "s/t/index.html", "<a href=\"mailto:me@x.org\">Mail</a>");
    recitale_page(&r, "s/t/index.html", "<a href=\"../../files/index.html\">Files</a>");
    recitale_page(&r, "s/t/index.html", "<a href=\"../../a.pdf\">Paper &lt;1&gt;</a>");
    recitale_page_lacks(&r, "g/index.html", "aria-label=\"Menu\"");
}
END_TEST

START_TEST(recitale_55_licence)
{
    recitale_make(&r, NULL, NULL);
    recitale_write(&r);
    has("<a rel=\"license\" href=\"https://creativecommons.org/licenses/by-sa/3.0/\">CC-BY-SA</a>");
    recitale_remove(&r);
    recitale_make(&r, "title: x\nrss: false\nlicence: {name: Mine & yours, url: \"x?a&b\"}\n",
                  NULL);
    recitale_write(&r);
    has("<a rel=\"license\" href=\"x?a&amp;b\">Mine &amp; yours</a>");
    recitale_remove(&r);
    recitale_make(&r, "title: x\nrss: false\nlicence: {name: Only a name}\n", NULL);
    recitale_write(&r);
    has("<p>Licence: Only a name</p>");
}
END_TEST

START_TEST(recitale_56_static_pages_show_their_pictures)
{
    recitale_make(&r, "title: x\nrss: false\nmenu: [{p: Page}]\n", NULL);
    recitale_gallery(&r, "p",
                     "static: true\npublic: false\nsections:\n"
                     "  - {type: pictures-group, images: [[a.jpg]]}\n");
    recitale_write(&r);
    recitale_page(&r, "p/index.html", "<img src=\"a-1188218354-x1366.jpg\"");
    recitale_page(&r, "p/index.html", "aria-label=\"Menu\"");
    recitale_page(&r, "p/index.html", "<script defer=\"\" src=\"../tirage-assets/viewer-");
}
END_TEST

START_TEST(recitale_58_64_files_are_copied)
{
    recitale_make(&r, "title: x\nrss: false\ninclude: [robots.txt, docs/a.txt, gone.txt]\n", NULL);
    tree_text(&r.tree, "robots.txt", "robots");
    tree_text(&r.tree, "docs/a.txt", "docs");
    tree_text(&r.tree, "static/fonts/f.txt", "font");
    recitale_write(&r);
    recitale_page(&r, "robots.txt", "robots");
    recitale_page(&r, "docs/a.txt", "docs");
    recitale_page(&r, "static/fonts/f.txt", "font");
    recitale_page(&r, "index.html", "tirage-assets/story-");
    ck_assert(recitale_has(&r, TG_WARNING, "settings.yaml", "gone.txt: does not exist"));
}
END_TEST

START_TEST(recitale_58_links_out_of_static_are_refused)
{
    recitale_make(&r, NULL, NULL);
    tree_file(&r.tree, "static/a.txt");
    tree_link(&r.tree, "/etc/passwd", "static/b.txt");
    tree_link(&r.tree, "a.txt", "static/c.txt");
    recitale_write(&r);
    ck_assert_uint_eq(r.site->failures_len, 1);
    ck_assert_ptr_nonnull(strstr(r.site->failures[0], "static/b.txt: a link that leads out"));
    ck_assert(!exists("static/b.txt"));
    ck_assert(exists("static/a.txt") && exists("static/c.txt"));
}
END_TEST

START_TEST(recitale_59_feed)
{
    char *feed;

    recitale_make(&r, "title: A & B\nsub_title: <c>\nurl: https://x.org/photos/\n", NULL);
    recitale_gallery(&r, "old", "date: 2019-12-31\nsub_title: Sub & title\n");
    recitale_gallery(&r, "new", "date: 2024-02-29\n");
    recitale_gallery(&r, "new/in", "date: 2000-01-01\n");
    recitale_gallery(&r, "new/hidden", "public: false\n");
    recitale_write(&r);
    feed = tree_read(&r.tree, "feed.xml");
    ck_assert_ptr_nonnull(strstr(feed, "<title>A &amp; B</title>"));
    ck_assert_ptr_nonnull(strstr(feed, "<description>&lt;c&gt;</description>"));
    ck_assert_ptr_nonnull(strstr(feed, "<description>Sub &amp; title</description>"));
    ck_assert_ptr_nonnull(strstr(feed, "<guid>https://x.org/photos/new/in/</guid>"));
    ck_assert_ptr_nonnull(strstr(feed, "<pubDate>Thu, 29 Feb 2024 00:00:00 -0000</pubDate>"));
    ck_assert_ptr_nonnull(strstr(feed, "<pubDate>Sat, 01 Jan 2000 00:00:00 -0000</pubDate>"));
    ck_assert_ptr_nonnull(strstr(feed, "<pubDate>Tue, 31 Dec 2019 00:00:00 -0000</pubDate>"));
    ck_assert_ptr_nonnull(strstr(feed, "href=\"https://x.org/photos/feed.xml\""));
    ck_assert(strstr(feed, "/new/</link>") < strstr(feed, "/new/in/</link>"));
    ck_assert(strstr(feed, "/new/in/</link>") < strstr(feed, "/old/</link>"));
    ck_assert(strstr(feed, "/old/</link>") < strstr(feed, "/g/</link>"));
    ck_assert_ptr_null(strstr(feed, "hidden"));
    free(feed);
    recitale_page(&r, "index.html", "type=\"application/rss+xml\" href=\"feed.xml\"");
    recitale_page(&r, "new/index.html", "type=\"application/rss+xml\" href=\"../feed.xml\"");
}
END_TEST

START_TEST(recitale_60_open_graph)
{
    recitale_make(&r, "title: S & T\nurl: https://x.org\nsettings: {og: true}\n", NULL);
    recitale_gallery(&r, "h", "date: 2020-02-02\ndescription: \"d \\\"e\\\"\"\ntags: [one, two]\n");
    recitale_gallery(&r, "hidden", "cover:\npublic: false\n");
    recitale_write(&r);
    recitale_page(&r, "h/index.html", "<meta property=\"og:title\" content=\"h\">");
    recitale_page(&r, "h/index.html", "<meta property=\"og:site_name\" content=\"S &amp; T\">");
    recitale_page(&r, "h/index.html",
                  "<meta property=\"og:description\" content=\"d &quot;e&quot;\">");
    recitale_page(&r, "h/index.html", "<meta property=\"og:type\" content=\"article\">");
    recitale_page(&r, "h/index.html",
                  "<meta property=\"og:image\" content=\"https://x.org/h/a-1188218354-x900.jpg\">");
    recitale_page(&r, "h/index.html", "article:published_time\" content=\"2020-02-02\">");
    recitale_page(&r, "h/index.html", "article:tag\" content=\"two\">");
    recitale_page(&r, "hidden/index.html", "og:title");
    recitale_page_lacks(&r, "hidden/index.html", "og:image");
    recitale_page_lacks(&r, "index.html", "og:title");
}
END_TEST

START_TEST(share_links)
{
    recitale_make(&r, "title: x\nurl: https://x.org\nshare: true\n", NULL);
    recitale_gallery(&r, "h i", "name: N & M\ntags: [one, two]\n");
    recitale_write(&r);
    recitale_page(&r, "h i/index.html",
                  "text=N%20%26%20M&amp;hashtags=one,two&amp;url=https%3A//x.org/h%2520i/\"");
    recitale_page(&r, "h i/index.html", "sharer.php?u=https%3A//x.org/h%2520i/\"");
    recitale_page(&r, "h i/index.html", "pinterest.com/");
    recitale_page_lacks(&r, "index.html", "class=\"share\"");
}
END_TEST

START_TEST(own_theme_comes_before_custom_css)
{
    recitale_make(&r, "title: x\nrss: false\nsettings: {theme: a b}\n", NULL);
    tree_text(&r.tree, "themes/a b/style.css", "its style");
    tree_text(&r.tree, "themes/a b/theme.js", "its script");
    tree_text(&r.tree, "themes/a b/fonts/f.txt", "its font");
    tree_text(&r.tree, "custom.css", "custom");
    recitale_write(&r);
    has("<link rel=\"stylesheet\" href=\"../themes/a%20b/style.css\">\n"
        "<link rel=\"stylesheet\" href=\"../static/css/custom.css\">");
    has("<script defer src=\"../themes/a%20b/theme.js\"></script>");
    recitale_page(&r, "themes/a b/style.css", "its style");
    recitale_page(&r, "themes/a b/fonts/f.txt", "its font");
}
END_TEST

START_TEST(night_mode)
{
    recitale_make(&r, "title: x\nrss: false\nsettings: {night_mode: true}\n", NULL);
    recitale_write(&r);
    has("id=\"night\"");
    has("<script defer src=\"../tirage-assets/night-");
    recitale_remove(&r);
    recitale_make(&r, NULL, NULL);
    recitale_write(&r);
    recitale_page_lacks(&r, "g/index.html", "night");
}
END_TEST

START_TEST(failed_pictures_keep_their_place)
{
    recitale_make(&r, NULL,
                  "  - {type: full-picture, image: a.jpg}\n"
                  "  - {type: pictures-group, images: [[a.jpg, {name: a.jpg, type: video}]]}\n");
    recitale_load(&r, NULL);
    find_photo(r.site, "g/a.jpg")->failed = true;
    check_ok(tg_site_plan(r.site));
    check_ok(tg_site_write(r.site, NULL, NULL, NULL));
    has("<b>a.jpg</b> This picture could not be shown");
    has("<b>a.jpg</b> This file could not be played");
    recitale_page_lacks(&r, "g/index.html", "<img");
    recitale_page_lacks(&r, "index.html", "<img");
}
END_TEST

START_TEST(languages_and_descriptions)
{
    recitale_make(&r, "title: x\nrss: false\nlang: fr\n", NULL);
    recitale_gallery(&r, "h", "lang: de\ndescription: Ein \"Wort\"\n");
    recitale_write(&r);
    recitale_page(&r, "index.html", "<html lang=\"fr\">");
    has("<html lang=\"fr\">");
    recitale_page(&r, "h/index.html", "<html lang=\"de\">");
    recitale_page(&r, "h/index.html", "<p>Lizenz: <a");
    recitale_page(&r, "index.html", "<p>Licence\u00A0: <a");
    ck_assert_uint_eq(r.report.len, 0);
    recitale_page(&r, "h/index.html", "name=\"description\" content=\"Ein &quot;Wort&quot;\"");
}
END_TEST

static void add_more(TCase *tc)
{
    tcase_add_test(tc, recitale_54_menu_targets_from_every_depth);
    tcase_add_test(tc, recitale_55_licence);
    tcase_add_test(tc, recitale_56_static_pages_show_their_pictures);
    tcase_add_test(tc, recitale_58_64_files_are_copied);
    tcase_add_test(tc, recitale_58_links_out_of_static_are_refused);
    tcase_add_test(tc, recitale_59_feed);
    tcase_add_test(tc, recitale_60_open_graph);
    tcase_add_test(tc, share_links);
    tcase_add_test(tc, own_theme_comes_before_custom_css);
    tcase_add_test(tc, night_mode);
    tcase_add_test(tc, failed_pictures_keep_their_place);
    tcase_add_test(tc, languages_and_descriptions);
}

int main(void)
{
    TCase *tc = tcase_create("recitale_pages");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, recitale_08_hidden_galleries_have_a_page_only);
    tcase_add_test(tc, recitale_39_odd_names_are_encoded);
    tcase_add_test(tc, recitale_43_shown_sizes);
    tcase_add_test(tc, original_none_links_to_the_largest);
    tcase_add_test(tc, recitale_44_weights_are_upright_ratios);
    tcase_add_test(tc, recitale_45_48_captions_are_shown_and_escaped);
    tcase_add_test(tc, recitale_46_looks_are_honoured);
    tcase_add_test(tc, recitale_47_bodies_are_html);
    tcase_add_test(tc, sections_show_their_other_keys);
    tcase_add_test(tc, recitale_49_rows_of_three_remainder_first);
    tcase_add_test(tc, recitale_50_tiles);
    tcase_add_test(tc, recitale_51_sub_indexes_have_their_own_title);
    tcase_add_test(tc, recitale_52_57_style_at_every_depth);
    tcase_add_test(tc, recitale_53_dates_in_many_languages);
    tcase_add_test(tc, every_locale_has_twelve_months);
    add_more(tc);
    return tg_suite_run("recitale_pages", tc);
}
