/* test_picasa.c - what .picasa.ini says of the photos in a folder. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/model/photo_own.h"
#include "gallery/source/picasa.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "d/a.jpg");
    tree_file(&t, "d/b.jpg");
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
    tg_site_free(site);
    site = NULL;
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){.videos = true}, &report, &site));
    ck_assert_msg(report.len == 0, "%s", report.len ? report.problems[0].text : "");
}

static const char text[] =
    "[Picasa]\r\n"
    "name=Summer at sea\r\n"
    "description=Two weeks\r\n"
    "date=40317.5\r\n"
    "[encoding]\r\n"
    "utf8=1\r\n"
    "[a.jpg]\r\n"
    "star=yes\r\n"
    "caption=On the b\xC3\xA4"
    "ach = good\r\n"
    "keywords=sea,white sand,,Jane Roe\r\n"
    "faces=rect64(3f845bcb59418507),8e62398ebda8c1a5;rect64(40005000600070),ffffffffffffffff\r\n"
    "albums=5a3f,77\r\n"
    "backuphash=4711\r\n"
    "[b.jpg]\r\n"
    "caption=Caf\xE9\r\n"
    "star=no\r\n"
    "rotate=rotate(1)\r\n"
    "faces=rect64(0000000080008000),8e62398ebda8c1a5\r\n"
    "[Contacts2]\r\n"
    "8e62398ebda8c1a5=Jane Roe;jane@example.org;;\r\n"
    "[.album:5a3f]\r\n"
    "name=Best of\r\n"
    "token=5a3f\r\n";

START_TEST(what_it_says_is_taken)
{
    const struct tg_photo *a, *b;

    tree_text(&t, "d/.picasa.ini", text);
    scan();
    a = find_photo(site, "d/a.jpg");
    b = find_photo(site, "d/b.jpg");
    ck_assert_str_eq(a->caption, "On the b\xC3\xA4"
                                 "ach = good");
    ck_assert_str_eq(a->own.keywords, "sea\nwhite sand\nJane Roe\nBest of");
    ck_assert_str_eq(a->own.people, "Jane Roe");
    ck_assert_int_eq(a->own.rating, TG_RATING_BEST);
    ck_assert_str_eq(a->own.faces, "2481,3585,1005,1611 9,12,5,5");
    ck_assert_str_eq(b->caption, "Caf\xC3\xA9");
    ck_assert_str_eq(b->own.people, "Jane Roe");
    ck_assert_ptr_null(b->own.faces); /* it was turned since */
    ck_assert_int_eq(b->own.rating, TG_RATING_NONE);
    ck_assert_str_eq(find_album(site->root, "d")->title, "Summer at sea");
    ck_assert_str_eq(find_album(site->root, "d")->description, "Two weeks");
}
END_TEST

START_TEST(owners_words_go_before)
{
    tree_text(&t, "d/PICASA.INI", text);
    tree_text(&t, "d/album.md", "---\ntitle: Mine\n---\n");
    tree_text(&t, "d/captions.txt", "a.jpg: My caption\n");
    tree_text(&t, "d/b.md", "Title: Of sigal\n");
    scan();
    ck_assert_str_eq(find_photo(site, "d/a.jpg")->caption, "My caption");
    ck_assert_str_eq(find_photo(site, "d/b.jpg")->caption, "Of sigal");
    ck_assert_str_eq(find_album(site->root, "d")->title, "Mine");
    ck_assert_str_eq(find_album(site->root, "d")->description, "Two weeks");
}
END_TEST

START_TEST(hidden_photos_are_left_out)
{
    tree_file(&t, "d/c.heic");
    tree_file(&t, "d/c.mov");
    tree_file(&t, "d/c2.jpg");
    tree_file(&t, "d/c.2.jpg");
    tree_file(&t, "d/e.heic");
    tree_file(&t, "d/e.mov");
    tree_text(&t, "d/.picasa.ini",
              "[b.jpg]\nhidden=YES\n[c.heic]\nhidden=yes\n[e.heic]\nhidden=yes\n[e.mov]\nstar=yes\n"
              "[b.jpg]\nhidden=no\n[a.old.jpg]\nhidden=yes\n");
    scan();
    ck_assert_uint_eq(site->photos_len, 4);
    ck_assert_str_eq(site->photos[0]->path, "d/a.jpg");
    ck_assert_str_eq(site->photos[1]->path, "d/c.2.jpg");
    ck_assert_str_eq(site->photos[2]->path, "d/c2.jpg");
    ck_assert_str_eq(site->photos[3]->path, "d/e.mov");
    ck_assert_uint_eq(site->left_out_len, 4);
    ck_assert_str_eq(site->left_out[0].path, "d/b.jpg");
    ck_assert_str_eq(site->left_out[0].why, "hidden in Picasa");
}
END_TEST

START_TEST(names_are_compared_in_form_c)
{
    tree_file(&t, "d/e\xCC\x81.jpg");
    tree_file(&t, "d/\xC3\xBC.jpg");
    tree_text(&t, "d/.picasa.ini", "[\xC3\xA9.jpg]\ncaption=one\n[\xFC.jpg]\ncaption=two\n");
    scan();
    ck_assert_str_eq(find_photo(site, "d/e\xCC\x81.jpg")->caption, "one");
    ck_assert_str_eq(find_photo(site, "d/\xC3\xBC.jpg")->caption, "two");
}
END_TEST

static const char *const odd[] = {
    "",
    "[",
    "[]\ncaption=x\n",
    "]\n=\n==\n[a.jpg\ncaption=x",
    "caption=x\n[Contacts2]\n=\n=;\nx\n[Picasa]\nname=\n",
    "[a.jpg]\nfaces=rect64(,\n",
    "[a.jpg]\nfaces=rect64(12345678901234567),x;rect64(zz),;,;;rect64\nalbums=,,\nkeywords=,\n",
    "[a.jpg]\nfaces=rect64(ffffffff00000000),x\nkeywords= , \x01,\xFF\xFE\n",
    "[.album:]\nname=x\n[a.jpg]\nalbums=\n",
};

START_TEST(nothing_in_it_is_an_error)
{
    const struct tg_photo *a;

    tree_text(&t, "d/.picasa.ini", odd[_i]);
    scan();
    a = find_photo(site, "d/a.jpg");
    ck_assert_ptr_null(a->caption);
    ck_assert_ptr_null(a->own.people);
    ck_assert_ptr_null(a->own.faces);
    ck_assert_str_eq(find_album(site->root, "d")->title, "d");
}
END_TEST

/* Without a name for the number, in a file that is nothing else. */
START_TEST(a_file_that_is_too_large_is_an_error)
{
    char *large = malloc(TG_PICASA_MAX + 2);

    ck_assert_ptr_nonnull(large);
    memset(large, '\n', TG_PICASA_MAX + 1);
    large[TG_PICASA_MAX + 1] = '\0';
    tree_text(&t, "d/.picasa.ini", large);
    free(large);
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){0}, &report, &site));
    ck_assert_ptr_null(site);
    ck_assert(tree_reported(&report, TG_ERROR, ""));
}
END_TEST

/* ---- Joining --------------------------------------------------------------------------------- */

static void set(char **to, const char *value)
{
    *to = value ? strdup(value) : NULL;
}

START_TEST(lists_are_united_as_far_as_they_are_asked_for)
{
    static const struct {
        unsigned asks;
        const char *keywords, *people;
    } cases[] = {{0, NULL, NULL},
                 {TG_ASKS_KEYWORDS, "boat\nsea", NULL},
                 {TG_ASKS_PEOPLE, NULL, "Jane Roe"},
                 {TG_ASKS_KEYWORDS | TG_ASKS_PEOPLE, "boat\nsea", "Ann\nJane Roe"}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tg_photo *photo = calloc(1, sizeof(*photo));
        unsigned asks = cases[i].asks;

        ck_assert_ptr_nonnull(photo);
        if (asks & TG_ASKS_KEYWORDS)
            set(&photo->metadata.keywords, "boat\nJane Roe");
        if (asks & TG_ASKS_PEOPLE && asks & TG_ASKS_KEYWORDS)
            set(&photo->metadata.people, "Ann");
        set(&photo->own.keywords, "Sea\nsea\nBoat");
        set(&photo->own.people, "Jane Roe");
        photo->own.rating = TG_RATING_BEST;
        check_ok(tg_photo_own_join(photo, asks, true));
        ck_assert_pstr_eq(photo->metadata.keywords, cases[i].keywords && asks ? "boat\nSea" : NULL);
        ck_assert_pstr_eq(photo->metadata.people, cases[i].people);
        ck_assert_int_eq(photo->metadata.rating, TG_RATING_BEST);
        ck_assert_str_eq(photo->own.people, "Jane Roe");
        tg_photo_free(photo);
    }
}
END_TEST

START_TEST(what_the_file_says_goes_before)
{
    struct tg_photo *photo = calloc(1, sizeof(*photo));

    ck_assert_ptr_nonnull(photo);
    photo->metadata.rating = 2;
    set(&photo->own.faces, "1,2,3,4");
    photo->own.rating = TG_RATING_BEST;
    check_ok(tg_photo_own_join(photo, 0, false));
    ck_assert_int_eq(photo->metadata.rating, 2);
    ck_assert_ptr_null(photo->metadata.faces);
    check_ok(tg_photo_own_join(photo, 0, true));
    ck_assert_str_eq(photo->metadata.faces, "1,2,3,4");
    tg_photo_free(photo);
}
END_TEST

START_TEST(keywords_of_an_album_are_its_photos)
{
    tree_text(&t, "d/album.md", "---\ntags: [Italy, 'Places|Rome']\n---\n");
    tree_text(&t, "d/.picasa.ini", "[a.jpg]\nkeywords=italy,sea\n");
    tree_file(&t, "d/e/f.jpg");
    scan();
    ck_assert_str_eq(find_photo(site, "d/a.jpg")->own.keywords, "italy\nsea\nPlaces|Rome");
    ck_assert_str_eq(find_photo(site, "d/b.jpg")->own.keywords, "Italy\nPlaces|Rome");
    ck_assert_ptr_null(find_photo(site, "d/e/f.jpg")->own.keywords);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("picasa");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, what_it_says_is_taken);
    tcase_add_test(tc, owners_words_go_before);
    tcase_add_test(tc, hidden_photos_are_left_out);
    tcase_add_test(tc, names_are_compared_in_form_c);
    tcase_add_loop_test(tc, nothing_in_it_is_an_error, 0, (int)(sizeof(odd) / sizeof(odd[0])));
    tcase_add_test(tc, a_file_that_is_too_large_is_an_error);
    tcase_add_test(tc, lists_are_united_as_far_as_they_are_asked_for);
    tcase_add_test(tc, what_the_file_says_goes_before);
    tcase_add_test(tc, keywords_of_an_album_are_its_photos);
    return tg_suite_run("picasa", tc);
}
