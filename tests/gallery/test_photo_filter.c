/* test_photo_filter.c - photos that ratings, labels and keywords keep off the pages, and what else
 * goes with them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/tags.h"
#include "gallery/plan/photo_filter.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "a.jpg");
    tree_file(&t, "b.jpg");
    tree_file(&t, "c.jpg");
    tree_file(&t, "clip.mp4");
    tree_file(&t, "sub/d.jpg");
    tree_file(&t, "sub/deep/e.jpg");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
}

static void scan(const char *keys)
{
    tree_front(&t, "album.md", keys);
    check_ok(tg_site_scan(t.src, t.out, &(struct tg_scan_rules){.videos = true}, &report, &site));
}

static struct tg_metadata *of(const char *path)
{
    return &find_photo(site, path)->metadata;
}

static void tag(char **list, const char *text)
{
    check_ok(tg_tags_add(list, &tg_keywords_limit, text, strlen(text), TG_CHARSET_UTF8, '\0'));
}

/* Whether just these photos are left, "a.jpg c.jpg"; the reasons of others are listed. */
static void ck_left(const char *paths)
{
    char left[256] = "";
    size_t listed = 0, out = 0;

    check_ok(tg_filter_photos(site));
    for (size_t i = 0; i < site->photos_len; i++) {
        const struct tg_photo *photo = site->photos[i];

        out += photo->left_out != NULL;
        for (size_t k = 0; k < site->left_out_len; k++)
            listed += strcmp(site->left_out[k].path, photo->path) == 0;
        if (!photo->left_out)
            (void)snprintf(left + strlen(left), sizeof(left) - strlen(left), "%s%s",
                           *left ? " " : "", photo->path);
    }
    ck_assert_str_eq(left, paths);
    ck_assert_uint_eq(listed, out);
}

START_TEST(rejected_photos_are_never_shown)
{
    scan("title: All\n");
    of("a.jpg")->rating = TG_RATING_REJECTED;
    ck_left("b.jpg c.jpg clip.mp4 sub/d.jpg sub/deep/e.jpg");
    ck_assert_uint_eq(site->root->photos_len, 3);
    ck_assert_uint_eq(tg_filter_asks(site->root), 0);
}
END_TEST

START_TEST(keywords_exclude_here_and_below)
{
    tree_text(&t, "sub/album.md", "---\nexclude_keywords: x\n---\n");
    scan("exclude_keywords: [Private, 'People|Ada']\n");
    tag(&of("a.jpg")->keywords, "family|private|y");
    tag(&of("b.jpg")->people, "Ada");
    tag(&of("c.jpg")->keywords, "privately");
    tag(&of("sub/deep/e.jpg")->keywords, "PRIVATE");
    ck_left("c.jpg clip.mp4 sub/d.jpg");
    ck_assert_uint_eq(tg_filter_asks(site->root), TG_ASKS_KEYWORDS | TG_ASKS_PEOPLE);
    ck_assert_uint_eq(find_album(site->root, "sub")->children_len, 0); /* nothing is left of it */
}
END_TEST

/* Of which nobody knows what else they have. */
START_TEST(full_lists_are_excluded)
{
    char word[16];

    scan("exclude_keywords: private\n");
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(word, sizeof(word), "word%d", i);
        tag(&of("a.jpg")->keywords, word);
        if (i < 199)
            tag(&of("b.jpg")->keywords, word);
    }
    of("c.jpg")->labels = TG_TAGS_CUT; /* what was not kept was more than was looked at */
    ck_left("b.jpg clip.mp4 sub/d.jpg sub/deep/e.jpg");
}
END_TEST

START_TEST(stars_and_labels_are_said_by_the_nearest)
{
    tree_text(&t, "sub/album.md", "---\nmin_rating: 1\nlabels: []\n---\n");
    scan("min_rating: 3\nlabels: [green, blue]\n");
    of("a.jpg")->rating = 3;
    of("a.jpg")->labels = TG_LABEL_BLUE | TG_LABEL_RED;
    of("b.jpg")->rating = 2;
    of("b.jpg")->labels = TG_LABEL_BLUE;
    of("c.jpg")->rating = 5;
    of("c.jpg")->labels = TG_LABEL_RED;
    of("sub/deep/e.jpg")->rating = 1;
    ck_left("a.jpg clip.mp4 sub/deep/e.jpg"); /* a video has neither */
}
END_TEST

START_TEST(covers_sections_and_videos_go_with_them)
{
    scan("cover: a.jpg\nsections:\n- type: full-picture\n  image: a.jpg\n- type: pictures-group\n"
         "  images: [[a.jpg, b.jpg], [a.jpg]]\n- type: text\n  text: words\n");
    ck_assert_uint_eq(site->root->sections_len, 3);
    of("a.jpg")->rating = TG_RATING_REJECTED;
    of("clip.mp4")->rating = TG_RATING_REJECTED;
    ck_assert_uint_eq(site->media_len, 1);
    ck_left("b.jpg c.jpg sub/d.jpg sub/deep/e.jpg");
    ck_assert_uint_eq(site->media_len, 0);
    ck_assert_ptr_null(site->root->cover.photo);
    ck_assert(has_note(site, "cover: ", "a.jpg is not shown: it is rejected"));
    ck_assert_uint_eq(site->root->sections_len, 2);
    ck_assert_uint_eq(site->root->sections[0].rows_len, 1);
    ck_assert_uint_eq(site->root->sections[0].rows[0].len, 1);
    ck_assert_str_eq(site->root->sections[0].rows[0].refs[0].photo->path, "b.jpg");
}
END_TEST

static const struct {
    const char *keys, *message;
} bad[] = {
    {"min_rating: 6\n", "min_rating: not a number of stars from 0 to 5"},
    {"min_rating: [1]\n", "min_rating: not a number of stars from 0 to 5"},
    {"labels: [green, pink]\n", "labels: 'pink' is none of red, yellow, green, blue and purple"},
    {"exclude_keywords: ' | '\n", "exclude_keywords: ' | ' is not a keyword"},
    {"exclude_keywords: {a: b}\n", "exclude_keywords"},
};

START_TEST(wrong_values_are_reported)
{
    tree_front(&t, "album.md", bad[_i].keys);
    tg_err_free(
        tg_site_scan(t.src, t.out, &(struct tg_scan_rules){.videos = true}, &report, &site));
    ck_assert(tree_reported(&report, TG_ERROR, bad[_i].message));
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("photo_filter");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, rejected_photos_are_never_shown);
    tcase_add_test(tc, keywords_exclude_here_and_below);
    tcase_add_test(tc, full_lists_are_excluded);
    tcase_add_test(tc, stars_and_labels_are_said_by_the_nearest);
    tcase_add_test(tc, covers_sections_and_videos_go_with_them);
    tcase_add_loop_test(tc, wrong_values_are_reported, 0, sizeof(bad) / sizeof(bad[0]));
    return tg_suite_run("photo_filter", tc);
}
