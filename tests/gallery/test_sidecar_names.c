/* test_sidecar_names.c - which of the files in a folder is a photo's sidecar. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tree_remove(&t);
}

static void scan(void)
{
    struct tg_report report = {0};

    tg_site_free(site);
    site = NULL;
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){.videos = true}, &report, &site));
    tg_report_release(&report);
}

static void check(const char *photo, const char *sidecar)
{
    ck_assert_str_eq(find_photo(site, photo)->sidecar, sidecar);
}

/* A folder with these two files, the other one being the sidecar or not. */
static const struct {
    const char *photo, *other;
    bool is;
} pairs[] = {
    {"a.jpg", "a.jpg.xmp", true},
    {"a.jpg", "a.xmp", true},
    {"a.jpg", "a.XMP", true},
    {"a.jpg", "A.xmp", false},
    {"a.jpg", "a_01.jpg.xmp", false},
    {"a.jpg", "a.jpg_original.xmp", false},
    {"a.jpg", ".a.jpg.xmp", false},
    {"a.JPG", "a.JPG.json", true},
    {"a.JPG", "a.jpg.json", false},
    {"a.jpg", "a.json", false},
    {"a.jpg", "a.jpg.JSON", true},
    {"a.jpg", "a.jpg.supplemental-metadata.json", true},
    {"a.jpg", "a.jpg.supplemental-me.json", true},
    {"a.jpg", "a.jpg.s.json", true},
    {"a.jpg", "a.jpg..json", true},
    {"a.jpg", "a.jpg.supplemental-metadata-2.json", false},
    {"a.jpg", "a.jpg.other.json", false},
    {"a.jpg", "a.jpg(1).json", false},
    {"a(1).jpg", "a.jpg(1).json", true},
    {"a(1).jpg", "a.jpg.supplemental-metadata(1).json", true},
    {"a(1).jpg", "a.jpg.supplemental-m(1).json", true},
    {"a(1).jpg", "a(1).jpg.json", true},
    {"a(1).jpg", "a.jpg.json", false},
    {"a(1).jpg", "a.jpg(2).json", false},
    {"a(12).jpg", "a.jpg(12).json", true},
    {"a().jpg", "a.jpg().json", false},
    {"a(x).jpg", "a.jpg(x).json", false},
    {"a-edited.jpg", "a.jpg.json", true},
    {"a-edited.jpg", "a.jpg.supplemental-metadata.json", true},
    {"a-bearbeitet.jpg", "a.jpg.json", true},
    {"a-edited(1).jpg", "a.jpg(1).json", true},
    {"a-edited(1).jpg", "a.jpg.supplemental-metadata(1).json", true},
    {"a-edited.jpg", "a-edited.jpg.json", true},
    {"-edited.jpg", ".jpg.json", false},
    {"a-edition.jpg", "a.jpg.json", false},
    /* 46 characters are left of a name */
    {"1234567890123456789012345678901234567890.12345.jpg",
     "1234567890123456789012345678901234567890.12345.json", true},
    {"1234567890123456789012345678901234567890.12345.jpg",
     "1234567890123456789012345678901234567890.1234.json", false},
    {"12345678901234567890123456789012345678901234.jpg",
     "12345678901234567890123456789012345678901234.j.json", true},
    {"123456789012345678901234567890123456789012345678(3).jpg",
     "1234567890123456789012345678901234567890123456(3).json", true},
    {"\xc3\xa9"
     "234567890123456789012345678901234567890123456x.jpg",
     "\xc3\xa9"
     "234567890123456789012345678901234567890123456.json",
     true},
    {"a.mp4", "a.mp4.json", true},
    {"a.mp4", "a.mp4.xmp", true},
};

START_TEST(the_name_tells)
{
    tree_file(&t, pairs[_i].photo);
    tree_file(&t, pairs[_i].other);
    scan();
    check(pairs[_i].photo, pairs[_i].is ? pairs[_i].other : "");
}
END_TEST

START_TEST(xmp_goes_before_json_and_full_names_before_stems)
{
    tree_file(&t, "d/a.jpg");
    tree_file(&t, "d/a.jpg.supplemental-metadata.json");
    scan();
    check("d/a.jpg", "d/a.jpg.supplemental-metadata.json");
    tree_file(&t, "d/a.jpg.json");
    scan();
    check("d/a.jpg", "d/a.jpg.json");
    tree_file(&t, "d/a.XMP");
    scan();
    check("d/a.jpg", "d/a.XMP");
    tree_file(&t, "d/a.xmp");
    scan();
    check("d/a.jpg", "d/a.xmp");
    tree_file(&t, "d/a.jpg.xmp");
    scan();
    check("d/a.jpg", "d/a.jpg.xmp");
}
END_TEST

START_TEST(numbers_and_edits_find_their_own)
{
    tree_file(&t, "a.jpg");
    tree_file(&t, "a(1).jpg");
    tree_file(&t, "a-edited.jpg");
    tree_file(&t, "a-edited(1).jpg");
    tree_file(&t, "a.jpg.supplemental-metadata.json");
    tree_file(&t, "a.jpg.supplemental-metadata(1).json");
    scan();
    check("a.jpg", "a.jpg.supplemental-metadata.json");
    check("a-edited.jpg", "a.jpg.supplemental-metadata.json");
    check("a(1).jpg", "a.jpg.supplemental-metadata(1).json");
    check("a-edited(1).jpg", "a.jpg.supplemental-metadata(1).json");
}
END_TEST

START_TEST(the_video_of_a_picture_has_the_pictures)
{
    tree_file(&t, "a.heic");
    tree_file(&t, "a.mp4");
    tree_file(&t, "a.heic.supplemental-metadata.json");
    tree_file(&t, "b.mp4");
    tree_file(&t, "b.json");
    scan();
    check("a.heic", "a.heic.supplemental-metadata.json");
    check("a.mp4", "a.heic.supplemental-metadata.json");
    check("b.mp4", "");
}
END_TEST

START_TEST(a_name_that_was_cut_must_be_that_of_one_photo)
{
    tree_file(&t, "1234567890123456789012345678901234567890123456_A.jpg");
    tree_file(&t, "1234567890123456789012345678901234567890123456.json");
    scan();
    check("1234567890123456789012345678901234567890123456_A.jpg",
          "1234567890123456789012345678901234567890123456.json");
    tree_file(&t, "1234567890123456789012345678901234567890123456_A-edited.jpg");
    tree_file(&t, "1234567890123456789012345678901234567890123456_A.mp4");
    scan();
    check("1234567890123456789012345678901234567890123456_A-edited.jpg",
          "1234567890123456789012345678901234567890123456.json");
    tree_file(&t, "1234567890123456789012345678901234567890123456_B.jpg");
    scan();
    check("1234567890123456789012345678901234567890123456_A.jpg", "");
    check("1234567890123456789012345678901234567890123456_B.jpg", "");
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("sidecar_names");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, the_name_tells, 0, (int)(sizeof(pairs) / sizeof(pairs[0])));
    tcase_add_test(tc, xmp_goes_before_json_and_full_names_before_stems);
    tcase_add_test(tc, numbers_and_edits_find_their_own);
    tcase_add_test(tc, the_video_of_a_picture_has_the_pictures);
    tcase_add_test(tc, a_name_that_was_cut_must_be_that_of_one_photo);
    return tg_suite_run("sidecar_names", tc);
}
