/* test_recitale_lock.c - protected galleries: récitale's checklist, 62 and 63. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

#define SECTIONS                                                                                   \
    "sections:\n"                                                                                  \
    "  - {type: pictures-group, images: [[{name: a.jpg, text: CAPTION}, a.jpg]]}\n"

/* The page can be read. */
static void open_page(const char *path, const char *text)
{
    recitale_page(&r, path, text);
    recitale_page_lacks(&r, path, "id=\"sealed\"");
}

/* The page is there, and nothing of it can be read. */
static void sealed_page(const char *path, const char *title)
{
    static const char *const hidden[] = {"CAPTION", "a-1188218354", "HIDDEN", "s/t/index", "a.jpg"};

    recitale_page(&r, path, "<script id=\"sealed\" type=\"application/octet-stream\"");
    recitale_page(&r, path, "<meta name=\"robots\" content=\"noindex\">");
    recitale_page(&r, path, title);
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
        recitale_page_lacks(&r, path, hidden[i]);
}

START_TEST(recitale_62_a_gallery_and_all_below_it)
{
    recitale_make(&r, "title: x\nurl: https://x.org\nsettings: {light_mode: true, og: true}\n",
                  NULL);
    recitale_gallery(&r, "s",
                     "password: pw\nsub_title: HIDDEN\ndate: 2020-01-01\ntags: [HIDDEN]\n");
    recitale_gallery(&r, "s/t", "sub_title: HIDDEN\n" SECTIONS);
    recitale_gallery(&r, "s/u", "password: other\n" SECTIONS);
    recitale_write(&r);
    /* Of its title only what a tile says anyway, and a way back to where that is. */
    sealed_page("s/index.html", "<title>s · Protected page</title>");
    recitale_page(&r, "s/index.html", "<h1>s</h1>");
    recitale_page(&r, "s/index.html", "<a class=\"up\" href=\"../index.html\">x</a>");
    sealed_page("s/t/index.html", "<title>s · Protected page</title>");
    sealed_page("s/t/light/index.html", "<title>s · Protected page</title>");
    recitale_page(&r, "s/t/light/index.html", "<a href=\"../../../index.html\">x</a>");
    sealed_page("s/u/index.html", "<title>Protected page</title>");
    recitale_page(&r, "s/u/index.html", "<a class=\"up\" href=\"../../index.html\">x</a>");
    open_page("g/index.html", "<h1>g</h1>");
    /* Its tile tells where to go, and nothing more. */
    open_page("index.html", "<span class=\"lock\"></span>\n<span "
                            "class=\"words\"><strong>s</strong>\n<span>Protected</span>");
    recitale_page_lacks(&r, "index.html", "HIDDEN");
    recitale_page_lacks(&r, "index.html", "2020");
    recitale_page_lacks(&r, "index.html", "src=\"s/");
    recitale_page(&r, "feed.xml", "https://x.org/g/");
    recitale_page_lacks(&r, "feed.xml", "https://x.org/s/");
    ck_assert_ptr_ne(recitale_find(&r, "s")->children[0]->lock,
                     recitale_find(&r, "s")->children[1]->lock);
}
END_TEST

START_TEST(recitale_62_a_whole_site)
{
    char *feed;

    recitale_make(&r, "title: HIDDEN\nurl: https://x.org\npassword: 1234\n", &SECTIONS[10]);
    recitale_write(&r);
    sealed_page("index.html", "<title>Protected page</title>");
    sealed_page("g/index.html", "<title>Protected page</title>");
    feed = tg_path_join(r.tree.out, "feed.xml");
    ck_assert_int_ne(access(feed, F_OK), 0);
    free(feed);
}
END_TEST

/* A page as it was written. */
static char *page(const char *path)
{
    return tree_read(&r.tree, path);
}

START_TEST(recitale_62_pages_are_sealed_the_same_again)
{
    char *first, *second;

    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "h", "password: pw\n" SECTIONS);
    recitale_write(&r);
    first = page("h/index.html");
    check_ok(tg_site_write(r.site, NULL, NULL, NULL));
    second = page("h/index.html");
    ck_assert_str_eq(first, second);
    free(first);
    free(second);
}
END_TEST

START_TEST(recitale_63_names_cannot_be_guessed)
{
    const struct tg_photo *photo;
    const struct tg_node *h;
    char expected[TG_SECRET_NAME + 1];
    bool found = false;

    recitale_make(&r, NULL, "  - {type: bordered-picture, image: ../h/a.jpg}\n");
    recitale_gallery(&r, "h", "password: pw\n" SECTIONS);
    recitale_write(&r);
    photo = find_photo(r.site, "h/a.jpg");
    h = recitale_find(&r, "h");
    tg_secret_name(&h->lock->secret, "h/a-1188218354-x600.jpg", expected);
    for (size_t i = 0; i < photo->renditions_len; i++) {
        const struct tg_rendition *rendition = &photo->renditions[i];

        if (rendition->lock)
            ck_assert_ptr_null(strstr(rendition->name, "a-"));
        found |= strncmp(rendition->name, expected, TG_SECRET_NAME) == 0 &&
                 strcmp(rendition->name + TG_SECRET_NAME, TG_SEAL_SUFFIX) == 0;
    }
    ck_assert(found);
    /* The same photo in an open gallery has the ordinary names there. */
    open_page("g/index.html", "../h/a-1188218354-x1920.jpg");
    recitale_page_lacks(&r, "g/index.html", expected);
}
END_TEST

START_TEST(recitale_63_settings_are_not_published)
{
    recitale_make(&r, "title: x\nrss: false\ninclude: [g/settings.yaml]\n", NULL);
    recitale_load(&r, NULL);
    ck_assert_ptr_nonnull(r.site);
    recitale_remove(&r);
    recitale_make(&r, "title: x\nrss: false\npassword: p\ninclude: [g/settings.yaml]\n", NULL);
    recitale_load(&r, NULL);
    ck_assert(recitale_has(&r, TG_ERROR, "include: g/settings.yaml", "has a password in it"));
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("lock");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, recitale_62_a_gallery_and_all_below_it);
    tcase_add_test(tc, recitale_62_a_whole_site);
    tcase_add_test(tc, recitale_62_pages_are_sealed_the_same_again);
    tcase_add_test(tc, recitale_63_names_cannot_be_guessed);
    tcase_add_test(tc, recitale_63_settings_are_not_published);
    return tg_suite_run("recitale_lock", tc);
}
