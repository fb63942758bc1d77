/* test_themes.c - the themes that are built in: which page has which style sheet, their fonts, own
 * themes of the same name. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

/* The address of the style sheet of a page, from OUT; to be freed. */
static char *style_of(const char *page)
{
    static const char before[] = "<link rel=\"stylesheet\" href=\"";
    char *full = tg_path_join(r.tree.out, page), *html = NULL, *at, *path;
    size_t len;

    check_ok(tg_file_read(full, 1 << 20, &html, &len));
    at = strstr(html, before);
    ck_assert_ptr_nonnull(at);
    at = strstr(at, "tirage-assets/");
    ck_assert_ptr_nonnull(at);
    path = strndup(at, strcspn(at, "\""));
    free(html);
    free(full);
    return path;
}

static void check_style(const char *page, const char *has, const char *lacks)
{
    char *path = style_of(page);

    if (has)
        recitale_page(&r, path, has);
    if (lacks)
        recitale_page_lacks(&r, path, lacks);
    free(path);
}

static size_t count_fonts(void)
{
    char *path = tg_path_join(r.tree.out, "tirage-assets");
    DIR *dir = opendir(path);
    struct dirent *entry;
    size_t n = 0;

    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir)))
        n += strstr(entry->d_name, ".woff2") != NULL;
    (void)closedir(dir);
    free(path);
    return n;
}

static void make(const char *settings)
{
    char root[256];

    (void)snprintf(root, sizeof(root), "title: x\nrss: false\nsettings: {%s}\n", settings);
    recitale_make(&r, root, "  - {type: full-picture, image: a.jpg, text: {title: Full}}\n");
}

static const char JOST[] = "font-family:\"Jost\"", SERIF[] = "font-family:\"Instrument Serif\"";
static const char SCHEME[] = "<meta name=\"color-scheme\" content=\"light dark\">";

START_TEST(projects_have_exposure_and_its_fonts)
{
    make("");
    recitale_write(&r);
    check_style("g/index.html", JOST, NULL);
    check_style("g/index.html", SERIF, NULL);
    check_style("g/index.html", ".hero > header", "#0a0a0b");
    check_style("g/index.html", "font-display:swap", "url(http");
    recitale_page(&r, "g/index.html", "<body class=\"story hero\">");
    recitale_page(&r, "g/index.html", SCHEME);
    ck_assert_uint_eq(count_fonts(), 4);
}
END_TEST

START_TEST(paper_is_what_others_begin_with)
{
    make("theme: paper");
    recitale_write(&r);
    check_style("g/index.html", ".paragraph", JOST);
    check_style("g/index.html", NULL, "#0a0a0b");
    ck_assert_uint_eq(count_fonts(), 0);
}
END_TEST

START_TEST(night_is_dark_before_anything_is_drawn)
{
    make("theme: night");
    recitale_write(&r);
    check_style("g/index.html", "#0a0a0b", SERIF);
    recitale_page(&r, "g/index.html", "<meta name=\"color-scheme\" content=\"dark\">");
    ck_assert_uint_eq(count_fonts(), 2);
    recitale_remove(&r);
    make("theme: night, night_mode: true");
    recitale_write(&r);
    recitale_page(&r, "g/index.html", "<meta name=\"color-scheme\" content=\"dark light\">");
    recitale_page(&r, "g/index.html", "id=\"night\" checked>");
    recitale_remove(&r);
    make("night_mode: true");
    recitale_write(&r);
    recitale_page(&r, "g/index.html", "id=\"night\">");
}
END_TEST

START_TEST(fonts_of_the_system)
{
    make("fonts: system");
    recitale_write(&r);
    check_style("g/index.html", ".hero > header", "@font-face");
    ck_assert_uint_eq(count_fonts(), 0);
    recitale_remove(&r);
    make("fonts: serif");
    recitale_load(&r, NULL);
    ck_assert(
        recitale_has(&r, TG_ERROR, "settings.yaml", "fonts: 'serif' is neither theme nor system"));
}
END_TEST

/* As récitale's: a gallery's theme is that of all below it. */
START_TEST(galleries_may_have_other_themes)
{
    make("theme: paper");
    recitale_gallery(&r, "s", "theme: night\n");
    recitale_gallery(&r, "s/t", "");
    recitale_gallery(&r, "l", "theme: light\n");
    recitale_gallery(&r, "l/t", "theme: exposure\n");
    recitale_gallery(&r, "l/t/u", "");
    recitale_write(&r);
    check_style("index.html", NULL, "#0a0a0b");
    check_style("s/index.html", "#0a0a0b", NULL);
    check_style("s/t/index.html", "#0a0a0b", NULL);
    check_style("l/index.html", "max-width: 60rem", JOST);
    check_style("l/t/u/index.html", SERIF, NULL);
}
END_TEST

START_TEST(a_gallery_s_unknown_theme)
{
    make("");
    recitale_gallery(&r, "s", "theme: baroque\n");
    recitale_gallery(&r, "s/t", "");
    recitale_load(&r, NULL);
    ck_assert(recitale_has(&r, TG_ERROR, "s/settings.yaml:3:8",
                           "there is no 'baroque'; in a gallery there are exposure, light, "
                           "material, night, paper"));
}
END_TEST

/* Folders of these names are older than our themes. */
START_TEST(a_folder_goes_before_paper_and_night)
{
    static const char *const names[] = {"paper", "night", "exposure", "light"};

    for (size_t i = 0; i < 4; i++) {
        char settings[64], path[64];

        (void)snprintf(settings, sizeof(settings), "theme: %s", names[i]);
        (void)snprintf(path, sizeof(path), "themes/%s/style.css", names[i]);
        make(settings);
        tree_text(&r.tree, path, "own");
        recitale_write(&r);
        if (i < 2) {
            recitale_page(&r, "g/index.html", path);
            check_style("g/index.html", ".paragraph", "#0a0a0b");
        } else {
            recitale_page_lacks(&r, "g/index.html", path);
        }
        if (i < 3)
            recitale_remove(&r);
    }
}
END_TEST

START_TEST(own_themes_begin_with_paper)
{
    make("theme: mine");
    tree_text(&r.tree, "themes/mine/style.css", "own");
    recitale_write(&r);
    check_style("g/index.html", ".paragraph", JOST);
    ck_assert_uint_eq(count_fonts(), 0);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("themes");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, projects_have_exposure_and_its_fonts);
    tcase_add_test(tc, paper_is_what_others_begin_with);
    tcase_add_test(tc, night_is_dark_before_anything_is_drawn);
    tcase_add_test(tc, fonts_of_the_system);
    tcase_add_test(tc, galleries_may_have_other_themes);
    tcase_add_test(tc, a_gallery_s_unknown_theme);
    tcase_add_test(tc, a_folder_goes_before_paper_and_night);
    tcase_add_test(tc, own_themes_begin_with_paper);
    return tg_suite_run("themes", tc);
}
