/* test_recitale_meta.c - what pages and files tell machines: addresses, cards, JSON-LD, robots,
 * sitemap. */
#include <stdio.h>
#include <unistd.h>

#include <check.h>

#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

static bool exists(const char *path)
{
    char full[512];

    (void)snprintf(full, sizeof(full), "%s/%s", r.tree.out, path);
    return access(full, F_OK) == 0;
}

START_TEST(pages_tell_their_addresses)
{
    recitale_make(&r, "title: x\nurl: https://x.org/p\nsettings: {og: true}\n",
                  "  - {type: pictures-group, images: [[{name: a.jpg, text: \"</script> & "
                  "\\\"q\\\"\"}, a.jpg]]}\n");
    recitale_gallery(&r, "s", "");
    recitale_gallery(&r, "s/t u", "date: 2020-02-03\n");
    recitale_write(&r);
    recitale_page(&r, "index.html", "<link rel=\"canonical\" href=\"https://x.org/p/\">");
    recitale_page(&r, "s/t u/index.html",
                  "<link rel=\"canonical\" href=\"https://x.org/p/s/t%20u/\">");
    recitale_page(&r, "g/index.html",
                  "<meta name=\"twitter:card\" content=\"summary_large_image\">");
    recitale_page(&r, "g/index.html", "\"@type\": \"ImageGallery\", \"name\": \"g\"");
    recitale_page(&r, "g/index.html",
                  "{\"@type\": \"ImageObject\", \"contentUrl\": "
                  "\"https://x.org/p/g/a-1188218354-x1366.jpg\", "
                  "\"caption\": \"\\u003c/script\\u003e \\u0026 \\u0022q\\u0022\"},\n{");
    recitale_page(&r, "s/t u/index.html", "\"datePublished\": \"2020-02-03\"");
    recitale_page_lacks(&r, "s/index.html", "ld+json");
    recitale_page(
        &r, "feed.xml",
        "<media:content medium=\"image\" url=\"https://x.org/p/g/a-1188218354-x900.jpg\"/>");
}
END_TEST

START_TEST(hidden_and_protected_pages_are_not_found)
{
    recitale_make(&r, "title: x\nurl: https://x.org\n", NULL);
    recitale_gallery(&r, "hidden", "public: false\n");
    recitale_gallery(&r, "about", "public: false\nstatic: true\n");
    recitale_gallery(&r, "locked", "password: p\n");
    recitale_write(&r);
    recitale_page(&r, "hidden/index.html", "<meta name=\"robots\" content=\"noindex\">");
    recitale_page_lacks(&r, "hidden/index.html", "ld+json");
    recitale_page_lacks(&r, "about/index.html", "noindex");
    recitale_page_lacks(&r, "g/index.html", "noindex");
    recitale_page(&r, "sitemap.xml", "<url><loc>https://x.org/</loc></url>\n");
    recitale_page(&r, "sitemap.xml", "<url><loc>https://x.org/g/</loc></url>\n");
    recitale_page(&r, "sitemap.xml", "<url><loc>https://x.org/about/</loc></url>\n");
    recitale_page_lacks(&r, "sitemap.xml", "hidden");
    recitale_page_lacks(&r, "sitemap.xml", "locked");
}
END_TEST

START_TEST(without_an_address_there_is_none_of_it)
{
    recitale_make(&r, NULL, "  - {type: panorama, image: a.jpg}\n");
    recitale_write(&r);
    recitale_page_lacks(&r, "g/index.html", "canonical");
    recitale_page_lacks(&r, "g/index.html", "ld+json");
    ck_assert(!exists("sitemap.xml"));
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("meta");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, pages_tell_their_addresses);
    tcase_add_test(tc, hidden_and_protected_pages_are_not_found);
    tcase_add_test(tc, without_an_address_there_is_none_of_it);
    return tg_suite_run("recitale_meta", tc);
}
