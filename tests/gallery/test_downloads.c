/* test_downloads.c - which files visitors may take with them, and what they are called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/model/download.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;

static void setup(void)
{
    tree_make(&t);
}

static void teardown(void)
{
    tree_remove(&t);
}

static void check_name(const char *path, const char *made, size_t n, const char *want)
{
    char *name = tg_download_name(path, made, n);

    ck_assert_ptr_nonnull(name);
    ck_assert_str_eq(name, want);
    free(name);
}

START_TEST(names_are_those_of_the_photos)
{
    check_name("x/y/IMG 1.jpg", "IMG 1-389052282-480x.jpg", 1, "IMG 1.jpg");
    check_name("IMG_1.JPG", "0123abcd.JPG", 1, "IMG_1.JPG");
    check_name("IMG_1.JPG", "a.jpg", 1, "IMG_1.JPG");
    check_name("IMG_1.HEIC", "IMG_1.HEIC-1-480x.jpg", 1, "IMG_1.jpg");
    check_name("clip.MOV", "clip.MOV-1-1280x1280.mp4", 1, "clip.mp4");
    check_name("a.b.jpg", "x.jpg", 3, "a.b (3).jpg");
    check_name("noext", "noext-1-480x", 1, "noext");
    check_name("e\xCC\x81.jpg", "x.jpg", 1, "\xC3\xA9.jpg");
}
END_TEST

START_TEST(names_are_allowed_on_every_system)
{
    check_name("a\nb\x7F\x1B.jpg", "x.jpg", 1, "a_b__.jpg");
    check_name("<>:\"\\|?*.jpg", "x.jpg", 1, "________.jpg");
    check_name("gpj.\xE2\x80\xAE"
               "exe.jpg",
               "x.jpg", 1, "gpj._exe.jpg");
    check_name("\xFF\xC3.jpg", "x.jpg", 1, "__.jpg");
    check_name("con.jpg", "x.jpg", 1, "_con.jpg");
    check_name("LPT1.tar.jpg", "x.jpg", 1, "_LPT1.tar.jpg");
    check_name("Aux .jpg", "x.jpg", 1, "_Aux .jpg");
    check_name("NUL", "", 1, "_NUL");
    check_name("console.jpg", "x.jpg", 1, "console.jpg");
    check_name("end. ", "x. ", 1, "end._");
    check_name("...", "", 1, "._");
    check_name("\xEF\xBB\xBF.jpg", "x.jpg", 1, "\xEF\xBB\xBF.jpg");
}
END_TEST

START_TEST(names_are_no_longer_than_file_systems_take)
{
    char path[260], *name;

    memset(path, 'x', sizeof(path));
    memcpy(path + 251, ".jpg", 5);
    name = tg_download_name(path, "x.jpg", 12);
    ck_assert_uint_eq(strlen(name), TG_DOWNLOAD_NAME_MAX);
    ck_assert_str_eq(name + TG_DOWNLOAD_NAME_MAX - 9, " (12).jpg");
    free(name);
    for (size_t i = 0; i < 240; i += 2)
        memcpy(path + i, "\xC3\xA4", 2);
    name = tg_download_name(path + 1, "x.jpg", 1); /* no half characters */
    ck_assert_uint_le(strlen(name), TG_DOWNLOAD_NAME_MAX);
    ck_assert(tg_text_is_clean(name));
    free(name);
}
END_TEST

static int same_key(const char *a, const char *b)
{
    char *x = tg_download_key(a), *y = tg_download_key(b);
    int same = strcmp(x, y) == 0;

    free(x);
    free(y);
    return same;
}

START_TEST(keys_know_no_upper_and_lower_case)
{
    ck_assert(same_key("IMG.JPG", "img.jpg"));
    ck_assert(same_key("\xC3\x84", "\xC3\xA4")); /* Ä */
    ck_assert(same_key("\xD0\x96", "\xD0\xB6")); /* Ж */
    ck_assert(same_key("\xCE\xA9", "\xCF\x89")); /* Ω */
    ck_assert(same_key("\xC5\xBD", "\xC5\xBE")); /* Ž */
    ck_assert(!same_key("a", "b"));
    ck_assert(!same_key("a", "\xC3\xA4"));
    ck_assert(!same_key("a", "a "));
}
END_TEST

/* The site of the tree, planned; every photo is w pixels wide. */
static struct tg_site *plan(uint32_t w)
{
    struct tg_site *site = tree_scan(&t);

    for (size_t i = 0; i < site->photos_len; i++) {
        site->photos[i]->width = w;
        site->photos[i]->height = w / 2;
    }
    check_ok(tg_site_plan(site));
    return site;
}

static const char *link_of(const struct tg_site *site, const char *path, const char *dir)
{
    struct tg_ref ref = tg_ref_of(find_photo(site, path));

    return tg_ref_download(&ref, find_album(site->root, dir)->download_size)->name;
}

static void check_width(const struct tg_site *site, const char *path, const char *dir,
                        const char *want)
{
    const char *name = link_of(site, path, dir), *size = strrchr(name, '-');

    ck_assert_msg(size && strncmp(size + 1, want, strlen(want)) == 0, "%s is not %s", name, want);
}

START_TEST(sizes_are_the_nearest_below_or_the_smallest)
{
    struct tg_site *site;

    tree_text(&t, "a/album.md", "---\ndownload: true\ndownload_size: 1920\n---\n");
    tree_file(&t, "a/p.jpg");
    tree_text(&t, "b/album.md", "---\ndownload: true\n---\n");
    tree_file(&t, "b/p.jpg");
    tree_text(&t, "c/album.md", "---\ndownload: zip\ndownload_size: original\n---\n");
    tree_file(&t, "c/p.jpg");
    site = plan(4000);
    check_width(site, "a/p.jpg", "a", "1920x");
    check_width(site, "b/p.jpg", "b", "2560x");
    check_width(site, "c/p.jpg", "c", "4000x2000");
    ck_assert_uint_eq(find_photo(site, "a/p.jpg")->renditions_len, 6); /* and no full-size copy */
    tg_site_free(site);
    site = plan(700);
    check_width(site, "a/p.jpg", "a", "960x");
    tg_site_free(site);
    tree_text(&t, "album.md", "---\nsizes: [3000x, 2500x]\n---\n");
    site = plan(4000);
    check_width(site, "a/p.jpg", "a", "2500x");
    check_width(site, "b/p.jpg", "b", "3000x");
    tg_site_free(site);
}
END_TEST

START_TEST(albums_inherit_what_they_do_not_say)
{
    const struct tg_node *node;
    struct tg_site *site;

    tree_text(&t, "album.md", "---\ndownload: zip\ndownload_size: 2560\nproofing: true\n---\n");
    tree_file(&t, "a/b/p.jpg");
    tree_text(&t, "c/album.md", "---\ndownload: False\nproofing: false\n---\n");
    tree_file(&t, "c/d/p.jpg");
    site = plan(300);
    node = find_album(find_album(site->root, "a"), "a/b");
    ck_assert_int_eq(node->download, TG_DOWNLOAD_ZIP);
    ck_assert_int_eq(node->download_size, TG_DOWNLOAD_2560);
    ck_assert_int_eq(node->proofing, TG_SWITCH_ON);
    node = find_album(find_album(site->root, "c"), "c/d");
    ck_assert_int_eq(node->download, TG_DOWNLOAD_NONE);
    ck_assert_int_eq(node->download_size, TG_DOWNLOAD_2560);
    ck_assert_int_eq(node->proofing, TG_SWITCH_OFF);
    ck_assert_ptr_null(find_photo(site, "c/d/p.jpg")->download_name);
    ck_assert_str_eq(site->archives->name, "b.zip");
    ck_assert_ptr_null(site->archives->next);
    tg_site_free(site);
}
END_TEST

START_TEST(members_are_in_order_of_names_and_none_is_the_same_as_another)
{
    static const char *const want[] = {"A (2).jpg", "a (3).jpg", "A.jpg",
                                       "a (4).JPG", "b2.jpg",    "b10.jpg"};
    const struct tg_archive *archive;
    struct tg_site *site;
    size_t len = sizeof(want) / sizeof(want[0]);
    size_t found = 0;

    tree_text(&t, "album.md", "---\ndownload: zip\nreverse: true\n---\n");
    tree_file(&t, "A.jpg");
    tree_file(&t, "a.jpg");
    tree_file(&t, "a.JPG");
    tree_file(&t, "A (2).jpg");
    tree_file(&t, "b10.jpg");
    tree_file(&t, "b2.jpg");
    site = plan(300);
    archive = site->archives;
    ck_assert_str_eq(archive->name, "photos.zip");
    ck_assert_uint_eq(archive->len, len);
    for (size_t i = 0; i < archive->len; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert(!same_key(archive->members[i].name, archive->members[k].name));
    for (size_t i = 0; i < archive->len; i++)
        found += strcmp(archive->members[i].name, "A (2).jpg") == 0 ||
                 strcmp(archive->members[i].name, "A.jpg") == 0;
    ck_assert_uint_eq(found, 2); /* those that came first keep their names */
    ck_assert_str_eq(archive->members[len - 2].name, "b2.jpg");
    ck_assert_str_eq(archive->members[len - 1].name, "b10.jpg");
    tg_site_free(site);
}
END_TEST

START_TEST(a_folder_with_the_name_of_a_zip_file_is_an_error)
{
    struct tg_site *site;
    struct tg_err *err;

    tree_text(&t, "a/album.md", "---\ndownload: zip\n---\n");
    tree_file(&t, "a/p.jpg");
    tree_file(&t, "a/a.zip/q.jpg");
    site = tree_scan(&t);
    for (size_t i = 0; i < site->photos_len; i++)
        site->photos[i]->width = site->photos[i]->height = 100;
    err = tg_site_plan(site);
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_USAGE);
    ck_assert_str_eq(tg_err_path(err), "a/a.zip");
    tg_err_free(err);
    tg_site_free(site);
}
END_TEST

START_TEST(pages_lead_to_zip_files_that_are_there)
{
    struct tg_site *site;
    char *page;

    tree_text(&t, "album.md", "---\ndownload: zip\n---\n");
    tree_file(&t, "my \"p\".jpg");
    site = plan(300);
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    page = tree_read(&t, "index.html");
    ck_assert_ptr_null(strstr(page, "photos.zip"));
    ck_assert_ptr_nonnull(strstr(page, "<a download=\"my _p_.jpg\" href=\"my%20%22p%22-"));
    ck_assert_ptr_null(strstr(page, "proof"));
    free(page);
    site->archives->there = true;
    site->archives->pictures = 1;
    site->archives->bytes = 1249999;
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    page = tree_read(&t, "index.html");
    ck_assert_ptr_nonnull(
        strstr(page, "<p class=\"archive\"><a download=\"photos.zip\" href=\"photos.zip\">"
                     "Download all</a> · 1 picture · ZIP, 1.2\xC2\xA0MB</p>"));
    free(page);
    tg_site_free(site);
}
END_TEST

static void check_size(struct tg_site *site, uint64_t bytes, const char *want)
{
    char *page, text[64];

    site->archives->bytes = bytes;
    check_ok(tg_site_write(site, NULL, NULL, NULL));
    page = tree_read(&t, "index.html");
    (void)snprintf(text, sizeof(text), "ZIP, %s</p>", want);
    ck_assert_msg(strstr(page, text) != NULL, "%llu is not %s", (unsigned long long)bytes, want);
    free(page);
}

START_TEST(sizes_are_told_in_two_digits_at_least)
{
    struct tg_site *site;

    tree_text(&t, "album.md", "---\ndownload: zip\n---\n");
    tree_file(&t, "p.jpg");
    site = plan(300);
    site->archives->there = true;
    site->archives->pictures = 1;
    check_size(site, 400, "0\xC2\xA0kB");
    check_size(site, 849999, "850\xC2\xA0kB");
    check_size(site, 999400, "999\xC2\xA0kB");
    check_size(site, 999600, "1.0\xC2\xA0MB");
    check_size(site, 9900000, "9.9\xC2\xA0MB");
    check_size(site, 34400000, "34\xC2\xA0MB");
    check_size(site, 5000000000, "5.0\xC2\xA0GB");
    check_size(site, 7000000000000000, "7000\xC2\xA0TB");
    tg_site_free(site);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("downloads");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, names_are_those_of_the_photos);
    tcase_add_test(tc, names_are_allowed_on_every_system);
    tcase_add_test(tc, names_are_no_longer_than_file_systems_take);
    tcase_add_test(tc, keys_know_no_upper_and_lower_case);
    tcase_add_test(tc, sizes_are_the_nearest_below_or_the_smallest);
    tcase_add_test(tc, albums_inherit_what_they_do_not_say);
    tcase_add_test(tc, members_are_in_order_of_names_and_none_is_the_same_as_another);
    tcase_add_test(tc, a_folder_with_the_name_of_a_zip_file_is_an_error);
    tcase_add_test(tc, pages_lead_to_zip_files_that_are_there);
    tcase_add_test(tc, sizes_are_told_in_two_digits_at_least);
    return tg_suite_run("downloads", tc);
}
