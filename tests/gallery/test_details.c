/* test_details.c - what pages show of keywords, people and places: what is asked for, escaped, and
 * nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/tags.h"
#include "gallery/model/views.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "a/1.jpg");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tree_remove(&t);
}

static void set(struct tg_metadata *metadata, enum tg_metadata_text which, const char *text)
{
    if (text)
        check_ok(tg_metadata_add(metadata, which, text, strlen(text), TG_CHARSET_UTF8));
}

/* The page of a photo with these, under these keys. */
static void write_page(const char *keys, const char *keywords, const char *people,
                       const char *place)
{
    struct tg_photo *photo;

    tree_front(&t, "album.md", keys);
    site = tree_scan(&t);
    photo = find_photo(site, "a/1.jpg");
    photo->width = 3000;
    photo->height = 2000;
    set(&photo->metadata, TG_METADATA_CAMERA, "Nikon D90");
    set(&photo->metadata, TG_METADATA_KEYWORDS, keywords);
    set(&photo->metadata, TG_METADATA_PEOPLE, people);
    set(&photo->metadata, TG_METADATA_PLACE, place);
    check_ok(tg_site_plan(site));
    check_ok(tg_site_views(site));
    check_ok(tg_site_write(site, NULL, NULL, NULL));
}

static void shows(const char *text, bool is_there)
{
    tree_check(&t, "a/index.html", text, is_there);
}

static const struct {
    const char *keys, *shown;
} asked[] = {
    {"", ""},
    {"exif: true\n", "Nikon "},
    {"keywords: true\n", "apple "},
    {"people: true\n", "Jane "},
    {"places: true\n", "Paris "},
    {"keywords: true\npeople: true\nplaces: true\n", "apple Jane Paris "},
    {"exif: true\nplaces: true\n", "Nikon Paris "},
};

START_TEST(only_what_is_asked_for_is_shown)
{
    static const char *const words[] = {"Nikon ", "apple ", "Jane ", "Paris "};

    write_page(asked[_i].keys, "apple pie", "Jane Doe", "France|Paris (7e)");
    for (size_t i = 0; i < 4; i++)
        shows(words[i], strstr(asked[_i].shown, words[i]));
    shows("class=\"info\"", *asked[_i].shown);
}
END_TEST

START_TEST(lists_are_terms_of_the_details)
{
    write_page("exif: true\nkeywords: true\npeople: true\nplaces: true\n",
               "sea\nPlaces|France|Paris", "Jane\nÉmile Zola", "France|Île-de-France|Paris");
    shows("<dt>Camera</dt><dd>Nikon D90</dd>"
          "<dt>Place</dt><dd><bdi>Paris, Île-de-France, France</bdi></dd>"
          "<dt>People</dt><dd><bdi>Jane</bdi>, <bdi>Émile Zola</bdi></dd>"
          "<dt>Keywords</dt><dd><bdi>sea</bdi>, <bdi>Places / France / Paris</bdi></dd></dl>",
          true);
}
END_TEST

START_TEST(a_city_that_its_state_is_called_after_is_there_once)
{
    write_page("places: true\n", NULL, NULL, "Japan|Kyoto|Kyoto|Inari");
    shows("<dd><bdi>Inari, Kyoto, Japan</bdi></dd>", true);
}
END_TEST

/* Where there is none, as for tags that nobody made albums of, and on that page itself, is text. */
START_TEST(tags_lead_to_their_albums)
{
    write_page("keywords: true\npeople: true\nplaces: true\n"
               "albums_from: [\"%keywords\", \"%place\"]\n",
               "Sea side\nTrees|Old oak", "Jane", "France|Paris");
    shows("<a href=\"../places/france/paris/index.html\"><bdi>Paris, France</bdi></a></dd>", true);
    shows("<dd><bdi>Jane</bdi></dd>", true);
    shows("<a href=\"../keywords/sea-side/index.html\"><bdi>Sea side</bdi></a>, "
          "<a href=\"../keywords/trees/old-oak/index.html\"><bdi>Trees / Old oak</bdi></a></dd>",
          true);
    tree_check(&t, "keywords/sea-side/index.html",
               "<dd><bdi>Sea side</bdi>, "
               "<a href=\"../../keywords/trees/old-oak/index.html\"><bdi>Trees",
               true);
}
END_TEST

/* As a project's galleries have them; nothing of those behind a password. */
START_TEST(tags_of_albums_are_on_their_tiles)
{
    static const char *tags[] = {"sea & sun", "<b>"};

    tree_file(&t, "b/2.jpg");
    tree_text(&t, "b/album.md", "---\npassword: secret\n---\n");
    write_page("", NULL, NULL, NULL);
    find_album(site->root, "a")->tags = (struct tg_texts){tags, 2};
    find_album(site->root, "b")->tags = (struct tg_texts){tags, 1};
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    tree_check(&t, "index.html",
               "<p><span class=\"tags\">in <bdi>sea &amp; sun</bdi>, <bdi>&lt;b&gt;</bdi></span>",
               true);
    tree_check(&t, "index.html", "<bdi>sea &amp; sun</bdi></span>", false);
}
END_TEST

START_TEST(words_are_those_of_the_page)
{
    write_page("lang: ar\nkeywords: true\npeople: true\n", "a\nb", "c", NULL);
    shows("<dt>الكلمات المفتاحية</dt><dd><bdi>a</bdi>، <bdi>b</bdi></dd>", true);
    shows("<dt>الأشخاص</dt>", true);
}
END_TEST

START_TEST(empty_lists_are_no_terms)
{
    write_page("keywords: true\npeople: true\nplaces: true\n", "one", NULL, NULL);
    shows("<dl><dt>Keywords</dt>", true);
    shows("<dt>People</dt>", false);
    shows("<dt>Place</dt>", false);
    tg_site_free(site);
    write_page("keywords: true\npeople: true\nplaces: true\n", NULL, NULL, NULL);
    shows("class=\"info\"", false);
}
END_TEST

/* And alternative texts stay as they are. */
START_TEST(hostile_tags_are_text)
{
    write_page("keywords: true\npeople: true\nplaces: true\n",
               "<script>alert(1)</script>\n\"&amp;'\n../..|a.b|C:\\", "</dd></dl><b>", "A&B|<i>");
    shows("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>", true);
    shows("<bdi>\"&amp;amp;'</bdi>, <bdi>../.. / a.b / C:\\</bdi>", true);
    shows("<bdi>&lt;/dd&gt;&lt;/dl&gt;&lt;b&gt;</bdi>", true);
    shows("<bdi>&lt;i&gt;, A&amp;B</bdi>", true);
    shows("alt=\"1\"", true);
}
END_TEST

START_TEST(as_many_as_there_may_be)
{
    struct tg_buf list;
    char *page, *at;
    size_t n = 0;

    tg_buf_init(&list, TG_BUF_MAX);
    for (int i = 0; i < 1000; i++)
        tg_buf_printf(&list, "keyword %d\n", i);
    write_page("keywords: true\n", tg_buf_str(&list), NULL, NULL);
    tg_buf_release(&list);
    page = tree_read(&t, "a/index.html");
    for (at = page; (at = strstr(at, "<bdi>keyword ")); at++)
        n++;
    ck_assert_uint_eq(n, tg_keywords_limit.most);
    free(page);
}
END_TEST

/* Nothing of them is on other pages, in feeds or in what search engines read. */
START_TEST(other_files_have_none_of_them)
{
    static const char *const files[] = {"index.html", "feed.xml", "sitemap.xml"};

    write_page("keywords: true\npeople: true\nplaces: true\nurl: https://e.org\n", "Apfelbaum",
               "Zaphod", "Timbuktu");
    for (size_t i = 0; i < 3; i++) {
        tree_check(&t, files[i], "Apfelbaum", false);
        tree_check(&t, files[i], "Zaphod", false);
        tree_check(&t, files[i], "Timbuktu", false);
    }
    shows("Apfelbaum", true);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("details");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, only_what_is_asked_for_is_shown, 0, sizeof(asked) / sizeof(asked[0]));
    tcase_add_test(tc, lists_are_terms_of_the_details);
    tcase_add_test(tc, a_city_that_its_state_is_called_after_is_there_once);
    tcase_add_test(tc, tags_lead_to_their_albums);
    tcase_add_test(tc, tags_of_albums_are_on_their_tiles);
    tcase_add_test(tc, words_are_those_of_the_page);
    tcase_add_test(tc, empty_lists_are_no_terms);
    tcase_add_test(tc, hostile_tags_are_text);
    tcase_add_test(tc, as_many_as_there_may_be);
    tcase_add_test(tc, other_files_have_none_of_them);
    return tg_suite_run("details", tc);
}
