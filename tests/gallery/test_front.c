/* test_front.c - the first page of a site, covers and what of them is seen, ways up; of plain
 * folders and of projects. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/model/sizes.h"
#include "gallery/source/album_file.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;
static struct recitale r;

static void setup(void)
{
    tree_make(&t);
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

/* Albums of two pictures, the first a portrait with the year of its name. */
static void albums(const char *const *dirs, size_t len, const char *front)
{
    char text[200];

    (void)snprintf(text, sizeof(text), "---\ntitle: Site\n%s---\n", front);
    tree_text(&t, "album.md", text);
    for (size_t i = 0; i < len; i++) {
        (void)snprintf(text, sizeof(text), "%s/1.jpg", dirs[i]);
        tree_file(&t, text);
        (void)snprintf(text, sizeof(text), "%s/2.jpg", dirs[i]);
        tree_file(&t, text);
    }
}

static void plan(void)
{
    scan();
    ck_assert_ptr_nonnull(site);
    for (size_t i = 0; i < site->photos_len; i++) {
        struct tg_photo *photo = site->photos[i];
        bool portrait = strstr(photo->path, "/1.jpg") != NULL;

        photo->width = portrait ? 2000 : 3000;
        photo->height = portrait ? 3000 : 2000;
        if (*photo->path == '1' || *photo->path == '2')
            (void)snprintf(photo->date, sizeof(photo->date), "%.4s-05-17", photo->path);
    }
    check_ok(tg_site_plan(site));
}

static void build(void)
{
    plan();
    check_ok(tg_site_write(site, NULL, NULL, NULL));
}

static void check_problem(const char *text)
{
    for (size_t i = 0; i < report.len; i++)
        if (strstr(report.problems[i].text, text))
            return;
    ck_abort_msg("no problem: %s", text);
}

/* These texts come one after the other, and how often the last. */
static void check_sequence(const char *path, const char *const *texts, size_t len)
{
    char *page = tree_read(&t, path);
    const char *at = page;

    for (size_t i = 0; i < len; i++) {
        const char *next = strstr(at, texts[i]);

        ck_assert_msg(next != NULL, "%s lacks, behind what is before it: %s", path, texts[i]);
        at = next + 1;
    }
    free(page);
}

#define SEQUENCE(path, ...)                                                                        \
    do {                                                                                           \
        static const char *const texts[] = {__VA_ARGS__};                                          \
                                                                                                   \
        check_sequence(path, texts, sizeof(texts) / sizeof(texts[0]));                             \
    } while (0)

/* ---- Covers ---------------------------------------------------------------------------------- */

/* The first dozen has no landscape, or one that is not the first. */
START_TEST(a_landscape_among_the_first_dozen_is_the_cover)
{
    size_t landscape = (size_t)_i;

    for (int i = 10; i < 30; i++) {
        char path[20];

        (void)snprintf(path, sizeof(path), "a/%d.jpg", i);
        tree_file(&t, path);
    }
    scan();
    for (size_t i = 0; i < site->photos_len; i++) {
        site->photos[i]->width = 2000;
        site->photos[i]->height = i == landscape ? 1000 : 3000;
    }
    check_ok(tg_site_plan(site));
    ck_assert_ptr_eq(tg_node_cover(find_album(site->root, "a")).photo,
                     site->photos[landscape < 12 ? landscape : 0]);
    site->photos[0]->failed = true; /* it does not count */
    ck_assert_ptr_eq(tg_node_cover(find_album(site->root, "a")).photo,
                     site->photos[landscape == 0   ? 1
                                  : landscape < 13 ? landscape
                                                   : 1]);
}
END_TEST

START_TEST(tiles_show_faces)
{
    static const char *const dirs[] = {"a", "b", "c"};

    albums(dirs, 3, "");
    tree_text(&t, "a/album.md", "---\ncover: 1.jpg\n---\n");
    tree_text(&t, "b/album.md", "---\ncover: 1.jpg\ncover_position: bottom left\n---\n");
    plan();
    find_photo(site, "a/1.jpg")->metadata.faces = strdup("4000,9000,2000,1000");
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    SEQUENCE("index.html", "src=\"a/1-", "style=\"object-position:50% 100%\"", "src=\"b/1-",
             "style=\"object-position:0% 100%\"", "src=\"c/2-", "alt=\"\"");
    tree_check(&t, "index.html", "object-position:50% 50%", false); /* the middle is said nowhere */
    tree_check(&t, "a/index.html", "object-position", false);       /* pictures in rows are whole */
}
END_TEST

START_TEST(portraits_show_more_of_their_upper_half)
{
    tree_file(&t, "a/1.jpg");
    build();
    tree_check(&t, "index.html", "style=\"object-position:50% 25%\"", true);
}
END_TEST

static const struct {
    const char *said;
    int x, y; /* -1: it is an error */
} positions[] = {{"top", 50, 0},           {"center", 50, 50},
                 {"bottom", 50, 100},      {"left", 0, 50},
                 {"right", 100, 50},       {"right top", 100, 0},
                 {"top right", 100, 0},    {"30% 7%", 30, 7},
                 {"  100%   0% ", 100, 0}, {"top top", -1, 0},
                 {"top bottom", -1, 0},    {"left right", -1, 0},
                 {"center center", -1, 0}, {"30%", -1, 0},
                 {"101% 0%", -1, 0},       {"99999999999999999999% 0%", -1, 0},
                 {"30% 7% 1%", -1, 0},     {"1.5% 2%", -1, 0},
                 {"-1% 2%", -1, 0},        {"50px 2px", -1, 0},
                 {"0;color:red", -1, 0},   {"", -1, 0}};

START_TEST(the_owner_says_what_of_a_cover_is_seen)
{
    char text[200];
    const struct tg_focus *focus;

    (void)snprintf(text, sizeof(text), "---\ncover_position: \"%s\"\n---\n", positions[_i].said);
    tree_text(&t, "a/album.md", text);
    tree_file(&t, "a/1.jpg");
    scan();
    if (positions[_i].x < 0) {
        ck_assert_ptr_null(site);
        check_problem("a/album.md:2:17: cover_position: expected center, top");
        return;
    }
    ck_assert_ptr_nonnull(site);
    focus = find_album(site->root, "a")->cover_focus;
    ck_assert_int_eq(focus->x, positions[_i].x);
    ck_assert_int_eq(focus->y, positions[_i].y);
    ck_assert_ptr_eq(tg_node_cover(site->root).focus, focus); /* with the cover */
}
END_TEST

START_TEST(lock_tiles_say_what_they_are)
{
    static const char *const dirs[] = {"a", "b"};

    albums(dirs, 2, "");
    tree_text(&t, "b/album.md", "---\npassword: word\n---\n");
    build();
    SEQUENCE("index.html", "src=\"a/2-", "<li><a href=\"b/index.html\">",
             "<span class=\"cover lock\"><span>Protected</span></span>\n<h2>b</h2>\n</a></li>");
}
END_TEST

/* ---- Ways up --------------------------------------------------------------------------------- */

START_TEST(the_arrow_leads_up_one)
{
    tree_file(&t, "a/b & c/d/1.jpg");
    tree_text(&t, "album.md", "---\ntitle: Site\n---\n");
    build();
    tree_check(&t, "index.html", "class=\"up\"", false);
    SEQUENCE("a/index.html", "<nav aria-label=\"Breadcrumb\">\n<ol>\n"
                             "<li><a class=\"up\" href=\"../index.html\">Site</a></li>\n</ol>");
    SEQUENCE("a/b & c/d/index.html",
             "<nav aria-label=\"Breadcrumb\">\n"
             "<a class=\"up\" href=\"../index.html\" aria-label=\"b &amp; c\"></a>\n<ol>\n"
             "<li><a href=\"../../../index.html\">Site</a></li>\n"
             "<li><a href=\"../../index.html\">a</a></li>\n"
             "<li><a href=\"../index.html\">b &amp; c</a></li>\n</ol>");
}
END_TEST

/* ---- Front pages ----------------------------------------------------------------------------- */

static const char *const years[] = {"2019 e", "2020 a", "2020 b", "2021 c", "2022 d", "2023 f"};

START_TEST(a_site_that_asks_for_nothing_has_no_style_of_its_own)
{
    albums(years, 6, _i ? "front: tiles\n" : "");
    build();
    tree_check(&t, "index.html", "/lead-", false);
    tree_check(&t, "index.html", "/years-", false);
    tree_check(&t, "index.html", "class=\"lead", false);
    tree_check(&t, "index.html", "fetchpriority", true);
}
END_TEST

START_TEST(a_lead_shows_pictures_of_the_first_albums)
{
    albums(years, 6, "front: lead\n");
    tree_text(&t, "2021 c/album.md", "---\ncover: 2.jpg\n---\n");
    tree_file(&t, "2021 c/3.jpg");
    tree_text(&t, "2020 b/album.md", "---\nhidden: true\n---\n");
    tree_text(&t, "2022 d/album.md", "---\npassword: word\n---\n");
    build();
    SEQUENCE("index.html", "/lead-", "<header>\n<div class=\"lead mosaic of-3\">",
             "<a href=\"2023%20f/index.html\" aria-label=\"2023 f\"><img src=\"2023%20f/2-",
             "fetchpriority=\"high\"", "<a href=\"2021%20c/index.html\"", "2021%20c/3-",
             "<a href=\"2020%20a/index.html\"", "</a></div>\n<h1>Site</h1>",
             "<ul class=\"tiles\" role=\"list\">");
    tree_check(&t, "2020 a/index.html", "/lead-", false);
    tree_check(&t, "2020 a/index.html", "class=\"lead", false);
}
END_TEST

START_TEST(a_lead_has_five_pictures_at_most)
{
    albums(years, 6, "front: lead\n");
    build();
    tree_check(&t, "index.html", "<div class=\"lead mosaic of-5\">", true);
    SEQUENCE("index.html", "2023%20f/index.html", "2022%20d/index.html", "2021%20c/index.html",
             "2020%20a/index.html", "2020%20b/index.html", "</div>\n<h1>");
}
END_TEST

START_TEST(the_cover_is_the_lead)
{
    albums(years, 6, "front: lead\ncover: 2020 a/1.jpg\ncover_position: 10% 20%\n");
    build();
    SEQUENCE("index.html", "<header>\n<div class=\"lead\"><img src=\"2020%20a/1-",
             "style=\"object-position:10% 20%\" alt=\"1\"", "</div>\n<h1>");
}
END_TEST

/* One of the only album, or of the page itself; or none. */
START_TEST(few_albums_have_one_lead)
{
    static const char *const leads[] = {"<div class=\"lead\"><img src=\"top-",
                                        "<div class=\"lead\"><a href=\"20"};

    albums(years, (size_t)_i, "front: lead\n");
    if (_i == 0)
        tree_file(&t, "top.jpg");
    build();
    tree_check(&t, "index.html", leads[_i > 0], true);
}
END_TEST

START_TEST(albums_come_by_years)
{
    albums(years, 6, "front: timeline\n");
    tree_file(&t, "odd/x.jpg");
    tree_text(&t, "2022 d/album.md", "---\npassword: word\n---\n");
    build();
    SEQUENCE("index.html", "/years-", "<nav aria-label=\"Years\" class=\"years\">\n<ul>\n",
             "<li><a href=\"#y2023\">2023</a></li>\n<li><a href=\"#y2021\">2021</a></li>\n"
             "<li><a href=\"#y2020\">2020</a></li>\n<li><a href=\"#y2019\">2019</a></li>\n"
             "<li><a href=\"#y0\">Undated</a></li>\n</ul>\n</nav>\n",
             "<h2 class=\"year\" id=\"y2023\">2023</h2>\n<ul class=\"tiles\" role=\"list\">",
             "<h3>2023 f</h3>", "</ul>\n<h2 class=\"year\" id=\"y2021\">2021</h2>", "id=\"y2020\"",
             "<h3>2020 a</h3>", "<h3>2020 b</h3>", "id=\"y2019\"",
             "<h2 class=\"year\" id=\"y0\">Undated</h2>", "<h3>2022 d</h3>", "<h3>odd</h3>");
    tree_check(&t, "index.html", "<h2>", false);
}
END_TEST

START_TEST(years_come_as_the_albums_do)
{
    albums(years, 6, "front: timeline\nalbums: {reverse: true}\n");
    build();
    SEQUENCE("index.html", "id=\"y2019\"", "id=\"y2020\"", "id=\"y2023\"");
}
END_TEST

START_TEST(one_year_needs_no_links)
{
    albums(years + 1, 2, "front: timeline\n");
    build();
    tree_check(&t, "index.html", "class=\"years\"", false);
    tree_check(&t, "index.html", "<h2 class=\"year\" id=\"y2020\">", true);
}
END_TEST

START_TEST(another_front_is_an_error)
{
    albums(years, 1, "front: mosaic\n");
    scan();
    ck_assert_ptr_null(site);
    check_problem("album.md:3:8: front: expected tiles, lead or timeline, got 'mosaic'");
}
END_TEST

/* ---- Projects -------------------------------------------------------------------------------- */

#define ROOT(front) "title: Site\nrss: false\nsettings: {front: " front "}\n"

static void set_up_project(void)
{
    r = (struct recitale){.site = NULL};
}

static void tear_down_project(void)
{
    recitale_remove(&r);
}

/* It takes the place of its tile, and is made as large as full pictures are. */
START_TEST(the_first_story_is_the_lead)
{
    recitale_make(&r, ROOT("lead"), NULL);
    recitale_gallery(&r, "s", "date: 2020-02-02\n");
    recitale_gallery(&r, "u", "date: 2021-02-02\ncover_position: left\n");
    recitale_gallery(&r, "v", "date: 2022-02-02\npassword: word\n");
    recitale_write(&r);
    recitale_page(&r, "index.html",
                  "<header>\n<div class=\"lead\"><a href=\"u/index.html\"><img src=\"u/a-");
    recitale_page(&r, "index.html", "style=\"object-position:0% 50%\"");
    recitale_page(&r, "index.html", "<span class=\"words\"><strong>u</strong>");
    recitale_page(&r, "index.html", "<ul class=\"deck deck-3\" role=\"list\">\n");
    recitale_page_lacks(&r, "index.html", "<li><a href=\"u/index.html\">");
    recitale_page(&r, "index.html", "<li><a href=\"v/index.html\"><span class=\"lock\"></span>");
    ck_assert(recitale_makes(&r, "u/a.jpg", "a-2096829031-x2000.jpg") ||
              tg_ref_rendition(&recitale_find(&r, "u")->cover, 0, TG_HEIGHT_FULL));
    ck_assert_ptr_null(tg_ref_rendition(&recitale_find(&r, "s")->cover, 0, TG_HEIGHT_FULL));
}
END_TEST

START_TEST(stories_come_by_years)
{
    recitale_make(&r, ROOT("timeline"), NULL);
    recitale_gallery(&r, "s", "date: 2020-02-02\n");
    recitale_gallery(&r, "u", "date: 2021-02-02\n");
    recitale_write(&r);
    recitale_page(&r, "index.html", "<li><a href=\"#y2021\">2021</a></li>");
    recitale_page(&r, "index.html",
                  "<h2 class=\"year\" id=\"y2020\">2020</h2>\n"
                  "<ul class=\"deck deck-3\" role=\"list\">\n"
                  "<li><a href=\"s/index.html\">");
    recitale_page(&r, "index.html", "<h2 class=\"year\" id=\"y0\">");
}
END_TEST

START_TEST(stories_show_faces)
{
    struct tg_photo *photo;

    recitale_make(&r, NULL,
                  "  - {type: full-picture, image: a.jpg}\n"
                  "  - {type: full-picture, image: {name: a.jpg}, background_position: top}\n"
                  "  - {type: author, image: a.jpg, name: Anna, text: x}\n");
    recitale_plan(&r);
    photo = r.site->photos[0];
    photo->metadata.faces = strdup("0,0,1000,2000");
    check_ok(tg_site_write(r.site, NULL, NULL, NULL));
    recitale_page(&r, "index.html", "style=\"object-position:0% 0%\"");
    recitale_page(&r, "g/index.html", "<section class=\"full\">\n<img");
    recitale_page(&r, "g/index.html", "style=\"object-position:0% 0%\"");
    recitale_page(&r, "g/index.html", "style=\"object-position:top\"");
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("front"), *projects = tcase_create("projects");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, a_landscape_among_the_first_dozen_is_the_cover, 0, 14);
    tcase_add_test(tc, tiles_show_faces);
    tcase_add_test(tc, portraits_show_more_of_their_upper_half);
    tcase_add_loop_test(tc, the_owner_says_what_of_a_cover_is_seen, 0,
                        sizeof(positions) / sizeof(positions[0]));
    tcase_add_test(tc, lock_tiles_say_what_they_are);
    tcase_add_test(tc, the_arrow_leads_up_one);
    tcase_add_loop_test(tc, a_site_that_asks_for_nothing_has_no_style_of_its_own, 0, 2);
    tcase_add_test(tc, a_lead_shows_pictures_of_the_first_albums);
    tcase_add_test(tc, a_lead_has_five_pictures_at_most);
    tcase_add_test(tc, the_cover_is_the_lead);
    tcase_add_loop_test(tc, few_albums_have_one_lead, 0, 3);
    tcase_add_test(tc, albums_come_by_years);
    tcase_add_test(tc, years_come_as_the_albums_do);
    tcase_add_test(tc, one_year_needs_no_links);
    tcase_add_test(tc, another_front_is_an_error);
    tcase_add_checked_fixture(projects, set_up_project, tear_down_project);
    tcase_add_test(projects, the_first_story_is_the_lead);
    tcase_add_test(projects, stories_come_by_years);
    tcase_add_test(projects, stories_show_faces);
    return tg_suite_run_all("front", (TCase *const[]){tc, projects, NULL});
}
