/* test_views.c - virtual albums: which photos are in which, and their pages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/model/lock.h"
#include "gallery/model/views.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

/* a/IMG_1.jpg to IMG_3.jpg, b/IMG_1.jpg and IMG_2.jpg, two in hidden ones. */
static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "a/IMG_1.jpg");
    tree_file(&t, "a/IMG_2.jpg");
    tree_file(&t, "a/IMG_3.jpg");
    tree_file(&t, "b/IMG_1.jpg");
    tree_file(&t, "b/IMG_2.jpg");
    tree_file(&t, "h/HIDDEN.jpg");
    tree_text(&t, "h/album.md", "---\nhidden: true\n---\n");
    tree_file(&t, "h/deep/DEEP.jpg");
}

/* A protected album too, whose key takes its time. */
static void add_secret(void)
{
    tree_file(&t, "s/SECRET.jpg");
    tree_text(&t, "s/album.md", "---\npassword: word\n---\n");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
}

/* Scans with a first album.md that has these keys. */
static void scan(const char *keys)
{
    char text[2048];

    (void)snprintf(text, sizeof(text), "---\ntitle: All\n%s---\n", keys);
    tree_text(&t, "album.md", text);
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){0}, &report, &site));
    for (size_t i = 0; site && i < site->photos_len; i++) {
        site->photos[i]->width = 1200;
        site->photos[i]->height = 800;
    }
}

static void set(const char *path, const char *date, const char *keywords)
{
    struct tg_photo *photo = find_photo(site, path);

    (void)snprintf(photo->date, sizeof(photo->date), "%s", date);
    if (keywords)
        check_ok(tg_metadata_add(&photo->metadata, TG_METADATA_KEYWORDS, keywords, strlen(keywords),
                                 TG_CHARSET_UTF8));
}

static void set_all(void)
{
    set("a/IMG_1.jpg", "2020-05-17T10:00:00", "Places|France|Paris\nZoo");
    set("a/IMG_2.jpg", "2020-03-01T10:00:00", "places|FRANCE\nzoo\n\xF0\x9F\x98\x80");
    set("a/IMG_3.jpg", "", "Zoo|Apes\nAC/DC\n..\n???");
    set("b/IMG_1.jpg", "2021-01-02T10:00:00", "Zoo\nWeek 10\nWeek 2");
    set("b/IMG_2.jpg", "2020-05-18", NULL);
    set("h/HIDDEN.jpg", "2019-01-01", "Hush\nZoo");
    set("h/deep/DEEP.jpg", "2018-01-01", "Hush\nZoo");
    if (site->locks && !site->root->lock)
        set("s/SECRET.jpg", "2017-01-01", "Hush\nZoo");
}

static void plan(void)
{
    check_ok(tg_site_plan(site));
    check_ok(tg_site_views(site));
}

static void make(const char *keys)
{
    scan(keys);
    ck_assert_ptr_nonnull(site);
    set_all();
    plan();
}

/* Writes "dir: photo photo ..." of a node and all below it. */
static void put_node(struct tg_buf *out, const struct tg_node *node)
{
    tg_buf_printf(out, "%s:", node->dir);
    for (size_t i = 0; i < node->photos_len; i++)
        tg_buf_printf(out, " %s", node->photos[i]->path);
    tg_buf_puts(out, "\n");
    for (size_t i = 0; i < node->children_len; i++)
        put_node(out, node->children[i]);
}

static void check_views(const char *wanted)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    for (size_t i = 0; i < site->views_len; i++)
        put_node(&out, site->views[i]);
    ck_assert_str_eq(tg_buf_str(&out), wanted);
    tg_buf_release(&out);
}

/* The node of that folder; fails the test if there is none. */
static const struct tg_node *view(const char *dir)
{
    const struct tg_node *node = NULL;

    for (size_t i = 0; i < site->views_len && !node; i++)
        node = strncmp(dir, site->views[i]->dir, strlen(site->views[i]->dir)) == 0 ? site->views[i]
                                                                                   : NULL;
    while (node && strcmp(node->dir, dir) != 0) {
        const struct tg_node *next = NULL;

        for (size_t i = 0; i < node->children_len && !next; i++) {
            const struct tg_node *child = node->children[i];
            size_t len = strlen(child->dir);

            if (strncmp(dir, child->dir, len) == 0 && (!dir[len] || dir[len] == '/'))
                next = child;
        }
        node = next;
    }
    ck_assert_msg(node != NULL, "no %s", dir);
    return node;
}

START_TEST(years_are_newest_first_and_months_in_order)
{
    make("albums_from: [\"{YYYY}/{MM}\"]\n");
    check_views("dates:\n"
                "dates/2021:\n"
                "dates/2021/01: b/IMG_1.jpg\n"
                "dates/2020:\n"
                "dates/2020/03: a/IMG_2.jpg\n"
                "dates/2020/05: a/IMG_1.jpg b/IMG_2.jpg\n");
    ck_assert_str_eq(view("dates")->title, "By date");
    ck_assert_str_eq(view("dates/2020")->title, "2020");
    ck_assert_str_eq(view("dates/2020/03")->title, "March");
    ck_assert_uint_eq(view("dates")->view->photos, 4);
    ck_assert_uint_eq(view("dates/2020")->view->photos, 3);
    ck_assert_str_eq(view("dates/2020")->view->first, "2020-03-01T10:00:00");
    ck_assert_str_eq(view("dates/2020")->view->last, "2020-05-18");
}
END_TEST

START_TEST(dates_in_other_words)
{
    make("lang: fr\nalbums_from: [\"Ann\xC3\xA9"
         "e {YY}\", \"{YYYY MMMM}\", \"{YYYY-MM-DD}\"]\n");
    check_views("dates:\n"
                "dates/ann\xC3\xA9"
                "e-21: b/IMG_1.jpg\n"
                "dates/ann\xC3\xA9"
                "e-20: a/IMG_2.jpg a/IMG_1.jpg b/IMG_2.jpg\n"
                "dates-2:\n"
                "dates-2/2021-01: b/IMG_1.jpg\n"
                "dates-2/2020-03: a/IMG_2.jpg\n"
                "dates-2/2020-05: a/IMG_1.jpg b/IMG_2.jpg\n"
                "dates-3:\n"
                "dates-3/2021-01-02: b/IMG_1.jpg\n"
                "dates-3/2020-03-01: a/IMG_2.jpg\n"
                "dates-3/2020-05-17: a/IMG_1.jpg\n"
                "dates-3/2020-05-18: b/IMG_2.jpg\n");
    ck_assert_str_eq(site->views[0]->title, "Par date");
    ck_assert_str_eq(site->views[1]->children[1]->title, "2020 mars");
    ck_assert_str_eq(site->views[2]->children[1]->title, "2020-03-01");
}
END_TEST

/* Levels are albums in albums, cases are one, and nothing of hidden and protected albums is
 * there. */
START_TEST(keywords_are_albums)
{
    add_secret();
    make("albums_from: [\"%keywords\"]\n");
    ck_assert_uint_eq(site->look.asks & TG_ASKS_KEYWORDS, TG_ASKS_KEYWORDS);
    check_views("keywords:\n"
                "keywords/tag: a/IMG_3.jpg\n"
                "keywords/tag-2: a/IMG_3.jpg\n"
                "keywords/ac-dc: a/IMG_3.jpg\n"
                "keywords/places:\n"
                "keywords/places/france: a/IMG_2.jpg\n"
                "keywords/places/france/paris: a/IMG_1.jpg\n"
                "keywords/week-2: b/IMG_1.jpg\n"
                "keywords/week-10: b/IMG_1.jpg\n"
                "keywords/zoo: a/IMG_2.jpg a/IMG_1.jpg b/IMG_1.jpg\n"
                "keywords/zoo/apes: a/IMG_3.jpg\n"
                "keywords/\xF0\x9F\x98\x80: a/IMG_2.jpg\n");
    ck_assert_uint_eq(view("keywords")->view->photos, 4);
    ck_assert_uint_eq(view("keywords/zoo")->view->photos, 4);
    ck_assert_str_eq(view("keywords/ac-dc")->title, "AC/DC");
    ck_assert_ptr_eq(view("keywords/zoo")->parent, view("keywords"));
    ck_assert_ptr_eq(view("keywords")->parent, site->root);
    ck_assert_uint_eq(site->root->children_len, 4); /* a, b, s, h */
}
END_TEST

START_TEST(patterns_of_several_levels)
{
    make("albums_from: [\"%keywords/{YYYY}\", \"Trips/%path\", \"Everything\"]\n");
    check_views("keywords:\n"
                "keywords/places:\n"
                "keywords/places/france:\n"
                "keywords/places/france/paris:\n"
                "keywords/places/france/paris/2020: a/IMG_1.jpg\n"
                "keywords/places/france/2020: a/IMG_2.jpg\n"
                "keywords/week-2:\n"
                "keywords/week-2/2021: b/IMG_1.jpg\n"
                "keywords/week-10:\n"
                "keywords/week-10/2021: b/IMG_1.jpg\n"
                "keywords/zoo:\n"
                "keywords/zoo/2021: b/IMG_1.jpg\n"
                "keywords/zoo/2020: a/IMG_2.jpg a/IMG_1.jpg\n"
                "keywords/\xF0\x9F\x98\x80:\n"
                "keywords/\xF0\x9F\x98\x80/2020: a/IMG_2.jpg\n"
                "trips:\n"
                "trips/a: a/IMG_2.jpg a/IMG_1.jpg a/IMG_3.jpg\n"
                "trips/b: b/IMG_2.jpg b/IMG_1.jpg\n"
                "everything: a/IMG_2.jpg a/IMG_1.jpg b/IMG_2.jpg b/IMG_1.jpg a/IMG_3.jpg\n");
}
END_TEST

/* In any case, the folder of another album, and a file of the site. */
START_TEST(names_that_others_have)
{
    tree_file(&t, "Keywords/x.jpg");
    tree_text(&t, "Dates", "a file\n");
    make("files: [Dates]\nalbums_from: [\"%keywords\", \"{YYYY}\", \"static/%path\", \"A\"]\n");
    ck_assert_uint_eq(site->views_len, 4);
    ck_assert_str_eq(site->views[0]->dir, "keywords-2");
    ck_assert_str_eq(site->views[1]->dir, "dates-2");
    ck_assert_str_eq(site->views[2]->dir, "static-2");
    ck_assert_str_eq(site->views[3]->dir, "a-2");
}
END_TEST

START_TEST(photos_that_could_not_be_made_are_in_none)
{
    scan("albums_from: [\"%keywords\", \"%people\"]\n");
    set_all();
    check_ok(tg_site_plan(site));
    find_photo(site, "a/IMG_3.jpg")->failed = true;
    check_ok(tg_site_views(site));
    check_ok(tg_site_views(site)); /* once more, from the beginning */
    check_ok(tg_site_views_note(site));
    ck_assert_uint_eq(site->views_len, 1);
    ck_assert_uint_eq(site->views[0]->view->photos, 3);
    ck_assert(has_note(site, "albums_from", "no photo of an open album is for '%people'"));
    ck_assert(!has_note(site, "albums_from", "'%keywords'"));
}
END_TEST

START_TEST(tags_are_found)
{
    static const char france[] = "pLACES|fRANCE", paris[] = "Places|France|Paris";

    make("albums_from: [\"{YYYY}\", \"Things/%keywords\"]\n");
    ck_assert_ptr_eq(tg_views_find(site, TG_SEGMENT_KEYWORDS, paris, strlen(paris)),
                     view("things/places/france/paris"));
    ck_assert_ptr_eq(tg_views_find(site, TG_SEGMENT_KEYWORDS, france, strlen(france)),
                     view("things/places/france"));
    ck_assert_ptr_eq(tg_views_find(site, TG_SEGMENT_KEYWORDS, "zoological", 3), view("things/zoo"));
    ck_assert_ptr_null(tg_views_find(site, TG_SEGMENT_KEYWORDS, "Hush", 4));
    ck_assert_ptr_null(tg_views_find(site, TG_SEGMENT_PEOPLE, "Zoo", 3));
}
END_TEST

/* The only album below one. */
static const struct tg_node *below(const struct tg_node *node)
{
    ck_assert_uint_eq(node->children_len, 1);
    return node->children[0];
}

/* What the first page is behind, its virtual albums are behind too, and no folder tells a keyword;
 * the menu names them as if it did. */
START_TEST(a_password_of_the_first_page_is_theirs)
{
    const struct tg_node *year, *month;
    char path[128];

    make("password: first\nalbums_from: [\"{YYYY}/{MM}\"]\nmenu:\n- dates/2021/01: Month\n");
    ck_assert_ptr_nonnull(site->root->lock);
    ck_assert_str_eq(site->views[0]->dir, "dates");
    year = site->views[0]->children[0];
    month = below(year);
    ck_assert_ptr_eq(month->lock, site->root->lock);
    ck_assert_uint_eq(strlen(year->dir), strlen("dates/") + TG_SECRET_NAME);
    ck_assert_uint_eq(strlen(month->dir), strlen(year->dir) + 1 + TG_SECRET_NAME);
    ck_assert_ptr_null(strstr(month->dir, "2021"));
    ck_assert_ptr_eq(site->look.menu[0].node, month);
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    (void)snprintf(path, sizeof(path), "%s/index.html", month->dir);
    tree_check(&t, path, "IMG_1", false);
}
END_TEST

START_TEST(pages_lead_to_each_other)
{
    make("url: https://example.org/p\ndownload: true\nmenu:\n- dates/2020: Year\n"
         "albums_from: [\"{YYYY}\", \"%keywords\"]\n");
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    tree_check(&t, "index.html", "<a href=\"dates/2020/index.html\">Year</a>", true);
    tree_check(&t, "index.html", "<h2 class=\"day\">Browse</h2>\n<ul class=\"tiles\"", true);
    tree_check(&t, "index.html", "<h3>By date</h3>", true);
    tree_check(&t, "index.html", "<li><a href=\"keywords/index.html\">", true);
    tree_check(&t, "index.html", "<span>4 albums</span>", false); /* h is hidden */
    tree_check(&t, "a/index.html", "robots", false);
    tree_check(&t, "dates/2020/index.html", "<meta name=\"robots\" content=\"noindex\">", true);
    tree_check(&t, "dates/2020/index.html",
               "<link rel=\"canonical\" href=\"https://example.org/p/dates/2020/\">", true);
    tree_check(&t, "dates/2020/index.html", "ld+json", false);
    tree_check(&t, "dates/2020/index.html",
               "<a class=\"home\" href=\"../../a/index.html#IMG_1.jpg\">Album: <bdi>a</bdi></a>",
               true);
    tree_check(&t, "dates/2020/index.html", "<a href=\"../../a/IMG_1-389052282-1920x.jpg\"", true);
    tree_check(&t, "dates/2020/index.html", "<a rel=\"prev\" href=\"../2021/index.html\">", true);
    tree_check(&t, "dates/index.html", "<a rel=\"next\" href=\"../keywords/index.html\">", true);
    tree_check(&t, "dates/index.html", "<span>2 albums</span> · <span>4 pictures</span>", true);
    tree_check(&t, "sitemap.xml", "dates", false);
    tree_check(&t, "feed.xml", "dates", false);
    tree_check(&t, "dates/2020/index.html", "tirage-assets/views-", true);
    tree_check(&t, "a/index.html", "tirage-assets/views-", false);
}
END_TEST

/* Basic pages have them too. */
START_TEST(basic_pages_lead_to_each_other)
{
    make("theme: light\nalbums_from: [\"{YYYY}\"]\n");
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    tree_check(&t, "index.html", "<h2>Browse</h2>\n<ul>\n<li><a href=\"dates/index.html\">", true);
    tree_check(&t, "dates/2021/index.html", "<a class=\"home\" href=\"../../b/index.html\">Album",
               true);
    tree_check(&t, "dates/2021/index.html", "tirage-assets/views-", false);
}
END_TEST

/* Figures of files with one name, of two albums, have different ids. */
START_TEST(ids_differ)
{
    make("albums_from: [\"%keywords\"]\n");
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    tree_check(&t, "keywords/zoo/index.html", "<figure id=\"IMG_1.jpg\">", true);
    tree_check(&t, "keywords/zoo/index.html", "<figure id=\"IMG_1.jpg:2\">", true);
    tree_check(&t, "keywords/zoo/index.html", "href=\"../../b/index.html#IMG_1.jpg\"", true);
}
END_TEST

START_TEST(a_site_without_them_has_none)
{
    make("");
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    ck_assert_uint_eq(site->views_len, 0);
    ck_assert_uint_eq(site->look.asks, 0);
    tree_check(&t, "index.html", "Browse", false);
}
END_TEST

/* Those of sections and of the second page of an album. */
START_TEST(links_lead_to_the_page_that_has_the_photo)
{
    for (int i = 100; i < 502; i++) {
        char path[32];

        (void)snprintf(path, sizeof(path), "many/m%d.jpg", i);
        tree_file(&t, path);
    }
    tree_text(&t, "a/album.md",
              "---\nsections:\n- type: bordered-picture\n  image: IMG_3.jpg\n---\n");
    make("albums_from: [\"All/%path\"]\n");
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    tree_check(&t, "all/a/index.html", "href=\"../../a/index.html#IMG_3.jpg\"", true);
    tree_check(&t, "all/many/index.html", "href=\"../../many/index.html#m100.jpg\"", true);
    tree_check(&t, "all/many/page-2.html", "href=\"../../many/page-2.html#m300.jpg\"", true);
    tree_check(&t, "all/many/page-3.html", "href=\"../../many/page-3.html#m501.jpg\"", true);
}
END_TEST

START_TEST(what_is_wrong_is_said)
{
    scan("albums_from: [\"%keywords\", \"{YYY}\"]\n");
    ck_assert_ptr_null(site);
    ck_assert(tree_reported(&report, TG_ERROR,
                            "album.md:3:28: albums_from: '{YYY}': between braces stand"));
}
END_TEST

START_TEST(there_are_at_most_sixteen)
{
    char keys[512] = "albums_from: [";

    for (int i = 0; i <= TG_ALBUM_PATTERNS; i++)
        strcat(keys, "a,");
    strcat(keys, "]\n");
    scan(keys);
    ck_assert_ptr_null(site);
    ck_assert(tree_reported(&report, TG_ERROR, "albums_from: more than 16 patterns"));
}
END_TEST

/* A photo with more keywords than anybody reads, of which each is an album. */
START_TEST(many_keywords)
{
    struct tg_buf list;

    scan("albums_from: [\"%keywords/%people\"]\n");
    tg_buf_init(&list, TG_BUF_MAX);
    for (int i = 0; i < 1000; i++)
        tg_buf_printf(&list, "k%d\n", i);
    set("a/IMG_1.jpg", "", tg_buf_str(&list));
    check_ok(tg_metadata_add(&find_photo(site, "a/IMG_1.jpg")->metadata, TG_METADATA_PEOPLE,
                             list.data, list.len, TG_CHARSET_UTF8));
    plan();
    ck_assert_uint_eq(site->views_len, 1);
    ck_assert_uint_eq(site->views[0]->view->photos, 1);
    ck_assert_uint_ge(site->views[0]->children_len, 40);
    ck_assert_uint_eq(site->views[0]->children[0]->children_len, 100);
    tg_buf_release(&list);
}
END_TEST

/* A page of names where tiles would be too many. */
START_TEST(many_albums)
{
    struct tg_buf list;

    scan("albums_from: [\"%keywords\"]\n");
    tg_buf_init(&list, TG_BUF_MAX);
    for (int i = 0; i < 100; i++)
        tg_buf_printf(&list, "k%d\n", i);
    set("a/IMG_1.jpg", "", tg_buf_str(&list));
    set("a/IMG_2.jpg", "", "k7\n<i>");
    plan();
    ck_assert_uint_eq(site->views[0]->children_len, 101);
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    tree_check(&t, "keywords/index.html", "<ul class=\"names\" role=\"list\">\n", true);
    tree_check(&t, "keywords/index.html",
               "<li><a href=\"k7/index.html\"><bdi>k7</bdi></a> <span>2</span></li>", true);
    tree_check(&t, "keywords/index.html", "<bdi>&lt;i&gt;</bdi>", true);
    tree_check(&t, "keywords/index.html", "<ul class=\"tiles\"", false);
    tg_buf_release(&list);
}
END_TEST

/* ---- Projects -------------------------------------------------------------------------------- */

static struct recitale r;

static void set_up_project(void)
{
    r = (struct recitale){.site = NULL};
}

static void tear_down_project(void)
{
    recitale_remove(&r);
}

static size_t renditions(void)
{
    size_t n = 0;

    for (size_t i = 0; i < r.site->photos_len; i++)
        n += r.site->photos[i]->renditions_len;
    return n;
}

START_TEST(stories_have_them_too)
{
    static const char sections[] = "- type: pictures-group\n  images:\n  - [b.jpg, c.jpg]\n"
                                   "- type: full-picture\n  image: d.jpg\n"
                                   "- type: author\n  image: me.jpg\n  name: Me\n";
    size_t planned;

    recitale_make(&r, "title: Site\nrss: false\nsettings:\n  albums_from: [\"{YYYY}\"]\n",
                  sections);
    tree_file(&r.tree, "g/b.jpg");
    tree_file(&r.tree, "g/c.jpg");
    tree_file(&r.tree, "g/d.jpg");
    tree_file(&r.tree, "g/me.jpg");
    tree_file(&r.tree, "u/s.jpg");
    recitale_gallery(&r, "u", "public: false\nsections:\n- type: full-picture\n  image: s.jpg\n");
    recitale_plan(&r);
    for (size_t i = 0; i < r.site->photos_len; i++)
        strcpy(r.site->photos[i]->date, "2020-01-01");
    planned = renditions();
    check_ok(tg_site_views(r.site));
    ck_assert_uint_eq(r.site->views_len, 1);
    ck_assert_uint_eq(r.site->views[0]->view->photos, 3);
    check_ok(tg_site_write(r.site, NULL, NULL, NULL));
    ck_assert_uint_eq(renditions(), planned);
    recitale_page(&r, "index.html", "<li><a href=\"dates/index.html\">");
    recitale_page(&r, "dates/2020/index.html", "<figure id=\"b.jpg\">");
    recitale_page(&r, "dates/2020/index.html", "srcset=\"../../g/b-");
    recitale_page(&r, "dates/2020/index.html", "href=\"../../g/index.html#b.jpg\">Album");
    recitale_page(&r, "dates/2020/index.html", "href=\"../../g/index.html\">Album");
    recitale_page_lacks(&r, "dates/2020/index.html", "me-");
}
END_TEST

int main(void)
{
    TCase *plain = tcase_create("albums"), *projects = tcase_create("projects");
    TCase *const cases[] = {plain, projects, NULL};

    tcase_add_checked_fixture(plain, setup, teardown);
    tcase_set_timeout(plain, 60);
    tcase_add_test(plain, years_are_newest_first_and_months_in_order);
    tcase_add_test(plain, dates_in_other_words);
    tcase_add_test(plain, keywords_are_albums);
    tcase_add_test(plain, patterns_of_several_levels);
    tcase_add_test(plain, names_that_others_have);
    tcase_add_test(plain, photos_that_could_not_be_made_are_in_none);
    tcase_add_test(plain, tags_are_found);
    tcase_add_test(plain, a_password_of_the_first_page_is_theirs);
    tcase_add_test(plain, pages_lead_to_each_other);
    tcase_add_test(plain, basic_pages_lead_to_each_other);
    tcase_add_test(plain, ids_differ);
    tcase_add_test(plain, a_site_without_them_has_none);
    tcase_add_test(plain, links_lead_to_the_page_that_has_the_photo);
    tcase_add_test(plain, what_is_wrong_is_said);
    tcase_add_test(plain, there_are_at_most_sixteen);
    tcase_add_test(plain, many_keywords);
    tcase_add_test(plain, many_albums);
    tcase_add_checked_fixture(projects, set_up_project, tear_down_project);
    tcase_add_test(projects, stories_have_them_too);
    return tg_suite_run_all("views", cases);
}
