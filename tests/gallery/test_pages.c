/* test_pages.c - the written pages: well-formed, linked, escaped, the same every time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <check.h>

#include "core/base/path.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

enum { DEPTH_MAX = 32, TAG_MAX = 16 };

#define HOSTILE "a#b\"><x>&'%.jpg"

static struct tree t;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "top.jpg");
    tree_file(&t, HOSTILE);
    tree_file(&t, "broken_picture.jpg");
    tree_file(&t, "d<1>/deep \"er\"/IMG_7.jpg");
    tree_file(&t, "été/\xFF.jpg");
    tree_file(&t, "lost/nothing.jpg");
    site = tree_scan(&t);
    for (size_t i = 0; i < site->photos_len; i++) {
        site->photos[i]->width = 3000;
        site->photos[i]->height = 2000;
    }
    (void)snprintf(find_photo(site, "top.jpg")->date, 20, "2020-05-17T10:00:00");
    find_photo(site, "lost/nothing.jpg")->failed = true;
    check_ok(tg_site_plan(site));
    find_photo(site, "broken_picture.jpg")->failed = true; /* while it was rendered */
    check_ok(tg_site_write(site, NULL, NULL, NULL));
}

static void teardown(void)
{
    tg_site_free(site);
    tree_remove(&t);
}

static bool is_void(const char *tag)
{
    return strcmp(tag, "meta") == 0 || strcmp(tag, "link") == 0 || strcmp(tag, "img") == 0 ||
           strcmp(tag, "source") == 0;
}

/* Steps over the attributes of a tag, each NAME="VALUE", to behind its >. */
static const char *skip_attributes(const char *p)
{
    while (*p == ' ') {
        size_t name = strspn(++p, "abcdefghijklmnopqrstuvwxyz-");

        ck_assert_msg(name > 0 && strncmp(p + name, "=\"", 2) == 0, "attribute at %.40s", p);
        p += name + 2;
        p += strcspn(p, "\"<>");
        ck_assert_msg(*p == '"', "attribute value at %.40s", p);
        p++;
    }
    ck_assert_msg(*p == '>', "end of tag at %.40s", p);
    return p + 1;
}

struct tags {
    char open[DEPTH_MAX][TAG_MAX];
    size_t depth;
};

/* Takes the tag at `p`, behind its <, into account; returns where it ends. */
static const char *take_tag(struct tags *tags, const char *p)
{
    bool closing = *p == '/';
    char tag[TAG_MAX] = "";
    size_t len;

    p += closing;
    len = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789");
    ck_assert_msg(len > 0 && len < TAG_MAX, "tag at %.40s", p);
    memcpy(tag, p, len);
    if (closing) {
        ck_assert_uint_gt(tags->depth, 0);
        ck_assert_str_eq(tags->open[--tags->depth], tag);
    } else if (!is_void(tag)) {
        ck_assert_uint_lt(tags->depth, DEPTH_MAX);
        memcpy(tags->open[tags->depth++], tag, TAG_MAX);
    }
    return skip_attributes(p + len);
}

/* Every tag closed in order, every attribute quoted, no stray markup. */
static void check_balanced(const char *html)
{
    static const char doctype[] = "<!DOCTYPE html>\n";
    struct tags tags = {.depth = 0};
    const char *p;

    ck_assert_int_eq(strncmp(html, doctype, strlen(doctype)), 0);
    for (p = strchr(html + strlen(doctype), '<'); p; p = strchr(p, '<'))
        p = take_tag(&tags, p + 1);
    ck_assert_uint_eq(tags.depth, 0);
}

static char *decoded(const char *url, size_t len)
{
    char *path = strndup(url, len), *to = path;

    ck_assert_ptr_nonnull(path);
    for (const char *p = path; *p; p++) {
        if (*p == '%') {
            const char hex[] = {p[1], p[2], '\0'};

            *to++ = (char)strtoul(hex, NULL, 16);
            p += 2;
        } else {
            *to++ = *p;
        }
    }
    *to = '\0';
    return path;
}

/* That pages and style sheets that links of the page lead to are there. */
static void check_links(const char *html, const char *dir)
{
    for (const char *p = strstr(html, "href=\""); p; p = strstr(p, "href=\"")) {
        size_t len = strcspn(p += 6, "\"");
        char *link = decoded(p, len), *path = tg_path_join(dir, link);
        const char *ext = tg_path_ext(link);

        ck_assert_ptr_nonnull(path);
        if (strcmp(ext, ".html") == 0 || strcmp(ext, ".css") == 0)
            free(tree_read(&t, path));
        else
            ck_assert_msg(strncmp(link, "data:", 5) == 0 || strstr(link, "-2560x."), "%s", link);
        free(path);
        free(link);
    }
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;

    for (; (text = strstr(text, what)); text++)
        n++;
    return n;
}

static void check_pages(const struct tg_node *album)
{
    char *path = tg_path_join(album->dir, "index.html"), *html = tree_read(&t, path);

    check_balanced(html);
    check_links(html, album->dir);
    ck_assert_uint_eq(count(html, "<script"), album->photos_len ? 2 : 0); /* viewer and words */
    ck_assert_ptr_null(strstr(html, "http:"));
    ck_assert_ptr_null(strstr(html, "https:"));
    for (size_t i = 0; i < album->children_len; i++)
        check_pages(album->children[i]);
    free(html);
    free(path);
}

START_TEST(pages_are_well_formed_and_linked)
{
    check_pages(site->root);
}
END_TEST

static void check_has(const char *html, const char *text)
{
    ck_assert_msg(strstr(html, text), "missing %s in:\n%s", text, html);
}

START_TEST(front_page_shows_albums_then_pictures)
{
    char *html = tree_read(&t, "index.html");

    check_has(html, "<html lang=\"en\">");
    check_has(html, "<title>My photos</title>");
    check_has(html, "<h1>My photos</h1>\n<p><span>3 albums</span> · <span>6 pictures</span> · "
                    "<span>17\u00A0May\u00A02020</span></p>");
    check_has(html, "<h2>d&lt;1&gt;</h2>\n<p><span>1 album</span> · <span>1 picture</span></p>");
    check_has(html, "<h2>lost</h2>\n<p><span>1 picture</span></p>");
    check_has(html, "<a href=\"%C3%A9t%C3%A9/index.html\">");
    check_has(html, "Made with tirage");
    ck_assert(strstr(html, "class=\"tiles\"") < strstr(html, "class=\"rows"));
    ck_assert_ptr_null(strstr(html, "<nav"));
    free(html);
}
END_TEST

START_TEST(pictures_have_all_their_sizes)
{
    char *html = tree_read(&t, "index.html");

    check_has(html, "\"><figure id=\"top.jpg\"><a href=\"top-389052282-2560x.jpg\">"
                    "<img src=\"top-389052282-960x.jpg\" srcset=\"top-389052282-480x.jpg 480w, "
                    "top-389052282-640x.jpg 640w, top-389052282-960x.jpg 960w, "
                    "top-389052282-1280x.jpg 1280w, top-389052282-1920x.jpg 1920w, "
                    "top-389052282-2560x.jpg 2560w\" "
                    "sizes=\"(max-width: 565px) ");
    check_has(html, "<li style=\"--r:1.500;--a:");
    check_has(html, "vw\" width=\"2560\" height=\"1707\" alt=\"top\"");
    check_has(html, "href=\"a%23b%22%3E%3Cx%3E%26%27%25-389052282-2560x.jpg\"");
    check_has(html, "alt=\"a#b&quot;&gt;&lt;x&gt;&amp;&#39;%\"");
    free(html);
}
END_TEST

START_TEST(failed_pictures_keep_their_place)
{
    char *html = tree_read(&t, "index.html"), *lost = tree_read(&t, "lost/index.html");

    check_has(html, "class=\"missing\"");
    check_has(html, "<b>broken_picture.jpg</b>");
    ck_assert_ptr_null(strstr(html, "broken_picture-"));
    check_has(lost, "<b>nothing.jpg</b>");
    check_has(html, "<a href=\"lost/index.html\"><span class=\"cover\"></span>");
    free(lost);
    free(html);
}
END_TEST

START_TEST(deep_pages_lead_up)
{
    char *html = tree_read(&t, "d<1>/deep \"er\"/index.html");

    check_has(html, "<title>deep \"er\" · My photos</title>");
    check_has(html, "<li><a href=\"../../index.html\">My photos</a></li>\n"
                    "<li><a href=\"../index.html\">d&lt;1&gt;</a></li>\n</ol>");
    check_has(html, "href=\"../../tirage-assets/style-");
    check_has(html, "alt=\"IMG 7\"");
    ck_assert_ptr_null(strstr(html, "loading=\"lazy\"")); /* the first row */
    free(html);
}
END_TEST

START_TEST(later_rows_are_lazy)
{
    char *html = tree_read(&t, "index.html"); /* pictures come after tiles */

    ck_assert(strstr(html, "loading=\"lazy\"") > strstr(html, "class=\"rows"));
    free(html);
}
END_TEST

START_TEST(bad_bytes_become_text)
{
    char *html = tree_read(&t, "été/index.html");

    check_has(html, "href=\"%FF-389052282-2560x.jpg\"");
    check_has(html, "alt=\"\xEF\xBF\xBD\"");
    check_has(html, "<h1>été</h1>");
    free(html);
}
END_TEST

START_TEST(written_twice_is_untouched)
{
    char *path = tg_path_join(t.out, "index.html");
    struct stat before, after;

    ck_assert_int_eq(stat(path, &before), 0);
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    ck_assert_uint_eq((unsigned)before.st_mode & 0777, 0644);
    free(path);
}
END_TEST

START_TEST(unwritable_out_is_an_error)
{
    struct tg_site copy = *site;
    struct tg_err *err;
    char file[128];

    (void)snprintf(file, sizeof(file), "%s/top.jpg", t.src); /* a file where a folder must be */
    copy.out = file;
    err = tg_site_write(&copy, NULL, NULL, NULL);
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_SYS);
    tg_err_free(err);
}
END_TEST

/* Of the photos of which they are there, before WebP, and of no others. */
START_TEST(avif_files_are_offered_once_they_are_there)
{
    char *page;

    tg_site_free(site);
    tree_text(&t, "album.md", "---\nformats: [jpeg, webp, avif]\nsizes: [480x, 960x]\n---\n");
    site = tree_scan(&t);
    for (size_t i = 0; i < site->photos_len; i++) {
        site->photos[i]->width = 3000;
        site->photos[i]->height = 2000;
    }
    check_ok(tg_site_plan(site));
    find_photo(site, "top.jpg")->avif = true;
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    page = tree_read(&t, "index.html");
    ck_assert_ptr_nonnull(strstr(page, "<picture><source type=\"image/avif\" srcset=\"top.jpg-"));
    ck_assert_ptr_nonnull(strstr(page, "-960x.avif 960w\" sizes="));
    ck_assert_ptr_nonnull(strstr(page, "><source type=\"image/webp\" srcset=\"top.jpg-"));
    ck_assert_ptr_nonnull(
        strstr(page, "<picture><source type=\"image/webp\" srcset=\"broken_picture.jpg-"));
    ck_assert_ptr_null(strstr(page, "broken_picture.jpg-3609290519"));
    free(page);
    find_photo(site, "top.jpg")->avif = false;
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    page = tree_read(&t, "index.html");
    ck_assert_ptr_null(strstr(page, "avif"));
    free(page);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("pages");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, pages_are_well_formed_and_linked);
    tcase_add_test(tc, front_page_shows_albums_then_pictures);
    tcase_add_test(tc, pictures_have_all_their_sizes);
    tcase_add_test(tc, failed_pictures_keep_their_place);
    tcase_add_test(tc, deep_pages_lead_up);
    tcase_add_test(tc, later_rows_are_lazy);
    tcase_add_test(tc, avif_files_are_offered_once_they_are_there);
    tcase_add_test(tc, bad_bytes_become_text);
    tcase_add_test(tc, written_twice_is_untouched);
    tcase_add_test(tc, unwritable_out_is_an_error);
    return tg_suite_run("pages", tc);
}
