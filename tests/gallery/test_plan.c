/* test_plan.c - names, order, covers and renditions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

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

START_TEST(checksums_are_zlibs)
{
    ck_assert_uint_eq(tg_crc32("", 0), 0);
    ck_assert_uint_eq(tg_crc32("123456789", 9), 0xCBF43926u);
}
END_TEST

static void check_name(const char *path, const char *options, uint32_t w, uint32_t h,
                       const char *want)
{
    char *name = tg_rendition_name(path, options, w, h);

    ck_assert_ptr_nonnull(name);
    ck_assert_str_eq(name, want);
    free(name);
}

#define IMAGE(orient, progressive, quality, strip)                                                 \
    "{\"auto-orient\": " orient ", \"progressive\": " progressive ", \"quality\": " quality        \
    ", \"strip\": " strip "}"

START_TEST(names_are_recitales)
{
    const char *defaults = IMAGE("true", "true", "75", "true");

    check_name("a.jpg", defaults, 0, 450, "a-1188218354-x450.jpg");
    check_name("x/y/a.jpg", defaults, 3000, 2000, "a-1188218354-3000x2000.jpg");
    check_name("a.jpg", defaults, 480, 0, "a-1188218354-480x.jpg");
    check_name("a.b.JPeG", defaults, 480, 0, "a.b-1188218354-480x.JPeG");
    check_name("a#b\"><x>\n.jpg", defaults, 480, 0, "a#b\"><x>\n-1188218354-480x.jpg");
    check_name("a", IMAGE("true", "true", "80", "true"), 1, 0, "a-1141083414-1x");
    check_name("a", IMAGE("true", "true", "0", "true"), 1, 0, "a-3376296961-1x");
    check_name("a", IMAGE("true", "true", "75", "false"), 1, 0, "a-1908191925-1x");
    check_name("a", IMAGE("false", "false", "75", "true"), 1, 0, "a-1713890567-1x");
    check_name("a", IMAGE("false", "true", "90", "false"), 1, 0, "a-3764628184-1x");
    check_name("a", IMAGE("false", "true", "95", "false"), 1, 0, "a-77187903-1x");
    check_name("a.jpg", tg_plain_options, 480, 0, "a-389052282-480x.jpg");
}
END_TEST

static struct tg_photo *probed(const struct tg_site *site, const char *path, uint32_t w, uint32_t h,
                               const char *date)
{
    struct tg_photo *photo = find_photo(site, path);

    photo->width = w;
    photo->height = h;
    (void)snprintf(photo->date, sizeof(photo->date), "%s", date);
    return photo;
}

struct size {
    uint32_t req_w, width, height;
};

static void check_renditions(uint32_t w, uint32_t h, const struct size *want, size_t len)
{
    struct tg_site *site = tree_scan(&t);
    const struct tg_photo *photo = probed(site, "a.jpg", w, h, "");

    check_ok(tg_site_plan(site));
    ck_assert_uint_eq(photo->renditions_len, len);
    for (size_t i = 0; i < len; i++) {
        ck_assert_uint_eq(photo->renditions[i].req_w, want[i].req_w);
        ck_assert_uint_eq(photo->renditions[i].req_h, 0);
        ck_assert_uint_eq(photo->renditions[i].width, want[i].width);
        ck_assert_uint_eq(photo->renditions[i].height, want[i].height);
    }
    tg_site_free(site);
}

START_TEST(renditions_never_enlarge)
{
    tree_file(&t, "a.jpg");
    check_renditions(6000, 4000,
                     (struct size[]){{480, 480, 320},
                                     {640, 640, 427},
                                     {960, 960, 640},
                                     {1280, 1280, 853},
                                     {1920, 1920, 1280},
                                     {2560, 2560, 1707}},
                     6);
    check_renditions(1920, 1000,
                     (struct size[]){{480, 480, 250},
                                     {640, 640, 333},
                                     {960, 960, 500},
                                     {1280, 1280, 667},
                                     {1920, 1920, 1000}},
                     5);
    check_renditions(
        1000, 2000,
        (struct size[]){{480, 480, 960}, {640, 640, 1280}, {960, 960, 1920}, {1920, 1000, 2000}},
        4);
    check_renditions(960, 640, (struct size[]){{480, 480, 320}, {640, 640, 427}, {960, 960, 640}},
                     3);
    check_renditions(700, 700, (struct size[]){{480, 480, 480}, {640, 640, 640}, {960, 700, 700}},
                     3);
    check_renditions(480, 100, (struct size[]){{480, 480, 100}}, 1);
    check_renditions(1, 1, (struct size[]){{480, 1, 1}}, 1);
    check_renditions(640, 1, (struct size[]){{480, 480, 1}, {960, 640, 1}}, 2); /* as ever */
    check_renditions(0, 0, NULL, 0);
}
END_TEST

START_TEST(photos_are_ordered_by_date_then_name)
{
    static const char *const want[] = {"z.jpg", "y.jpg", "b2.jpg", "b10.jpg", "c.jpg"};
    struct tg_site *site;

    tree_file(&t, "b10.jpg");
    tree_file(&t, "b2.jpg");
    tree_file(&t, "c.jpg");
    tree_file(&t, "y.jpg");
    tree_file(&t, "z.jpg");
    site = tree_scan(&t);
    probed(site, "z.jpg", 9, 9, "2019-12-31T23:59:59");
    probed(site, "y.jpg", 9, 9, "2020-01-01T00:00:00");
    find_photo(site, "c.jpg")->failed = true;
    check_ok(tg_site_plan(site));
    ck_assert_uint_eq(site->root->photos_len, 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_str_eq(site->root->photos[i]->path, want[i]);
    tg_site_free(site);
}
END_TEST

START_TEST(ties_are_ordered_by_name)
{
    struct tg_site *site;

    tree_file(&t, "p10.jpg");
    tree_file(&t, "p9.jpg");
    site = tree_scan(&t);
    probed(site, "p10.jpg", 9, 9, "2020-01-01T00:00:00");
    probed(site, "p9.jpg", 9, 9, "2020-01-01T00:00:00");
    check_ok(tg_site_plan(site));
    ck_assert_str_eq(site->root->photos[0]->path, "p9.jpg");
    tg_site_free(site);
}
END_TEST

START_TEST(covers_are_good_photos)
{
    struct tg_site *site;

    tree_file(&t, "a/bad.jpg");
    tree_file(&t, "a/deep/good.jpg");
    tree_file(&t, "b/bad.jpg");
    site = tree_scan(&t);
    probed(site, "a/deep/good.jpg", 30, 20, "");
    find_photo(site, "a/bad.jpg")->failed = true;
    find_photo(site, "b/bad.jpg")->failed = true;
    check_ok(tg_site_plan(site));
    ck_assert_ptr_eq(tg_node_cover(site->root).photo, find_photo(site, "a/deep/good.jpg"));
    ck_assert_ptr_eq(tg_node_cover(find_album(site->root, "a")).photo,
                     tg_node_cover(site->root).photo);
    ck_assert_ptr_null(tg_node_cover(find_album(site->root, "b")).photo);
    tg_site_free(site);
}
END_TEST

/* In any order, widths and heights, from the narrowest. */
START_TEST(the_owner_says_the_sizes)
{
    struct tg_site *site;
    const struct tg_photo *photo;

    tree_text(&t, "album.md", "---\nsizes: [2000x, 400, 300x]\n---\n");
    tree_file(&t, "a.jpg");
    site = tree_scan(&t);
    photo = probed(site, "a.jpg", 3000, 2000, "");
    check_ok(tg_site_plan(site));
    ck_assert_uint_eq(photo->renditions_len, 3);
    ck_assert_str_eq(photo->renditions[0].name, "a-389052282-300x.jpg");
    ck_assert_str_eq(photo->renditions[1].name, "a-389052282-x400.jpg");
    ck_assert_uint_eq(photo->renditions[1].width, 600);
    ck_assert_str_eq(photo->renditions[2].name, "a-389052282-2000x.jpg");
    tg_site_free(site);
}
END_TEST

/* Of what becomes JPEG, in each size. */
START_TEST(avif_files_are_planned_alongside)
{
    struct tg_site *site;
    const struct tg_photo *photo, *drawing, *other;

    tree_text(&t, "album.md", "---\nsizes: [480x]\nformats: [avif, webp]\n---\n");
    tree_file(&t, "a.jpg");
    tree_file(&t, "a.png");
    tree_file(&t, "a.heic");
    site = tree_scan(&t);
    photo = probed(site, "a.jpg", 3000, 2000, "");
    drawing = probed(site, "a.png", 3000, 2000, "");
    other = probed(site, "a.heic", 3000, 2000, "");
    find_photo(site, "a.heic")->new_ext = ".jpg";
    site->originals = true;
    check_ok(tg_site_plan(site));
    ck_assert_uint_eq(photo->renditions_len, 2);
    ck_assert_str_eq(photo->renditions[0].webp, "a.jpg-3253779233-480x.webp");
    ck_assert_str_eq(photo->renditions[0].avif, "a.jpg-3609290519-480x.avif");
    ck_assert_ptr_null(photo->renditions[1].avif); /* the original */
    ck_assert_ptr_nonnull(drawing->renditions[0].webp);
    ck_assert_ptr_null(drawing->renditions[0].avif);
    ck_assert_str_eq(other->renditions[0].avif, "a.heic-3609290519-480x.avif");
    tg_site_free(site);
}
END_TEST

START_TEST(colliding_outputs_are_an_error)
{
    struct tg_site *site;
    struct tg_err *err;

    tree_file(&t, "x/a.jpg");
    tree_file(&t, "x/a-389052282-480x.jpg/b.jpg");
    site = tree_scan(&t);
    probed(site, "x/a.jpg", 3000, 2000, "");
    err = tg_site_plan(site);
    ck_assert_int_eq(tg_err_code(err), TG_E_USAGE);
    tg_err_free(err);
    tg_site_free(site);
}
END_TEST

START_TEST(names_that_differ_by_case_are_noted)
{
    struct tg_site *site;

    tree_file(&t, "a.jpg");
    tree_file(&t, "a.JPG");
    tree_file(&t, "a.jpeg");
    site = tree_scan(&t);
    probed(site, "a.jpg", 3000, 2000, "");
    probed(site, "a.JPG", 3000, 2000, "");
    probed(site, "a.jpeg", 3000, 2000, "");
    check_ok(tg_site_plan(site));
    ck_assert_uint_eq(site->notes_len, 1);
    ck_assert(has_note(site, "a.jpg", "case"));
    tg_site_free(site);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("plan");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, checksums_are_zlibs);
    tcase_add_test(tc, names_are_recitales);
    tcase_add_test(tc, renditions_never_enlarge);
    tcase_add_test(tc, photos_are_ordered_by_date_then_name);
    tcase_add_test(tc, ties_are_ordered_by_name);
    tcase_add_test(tc, covers_are_good_photos);
    tcase_add_test(tc, the_owner_says_the_sizes);
    tcase_add_test(tc, avif_files_are_planned_alongside);
    tcase_add_test(tc, colliding_outputs_are_an_error);
    tcase_add_test(tc, names_that_differ_by_case_are_noted);
    return tg_suite_run("plan", tc);
}
