/* test_scan.c - what a source folder becomes. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "gallery/model/problems.h"
#include "gallery/source/suffixes.h"
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

START_TEST(folders_become_albums)
{
    struct tg_site *site;

    tree_file(&t, "b.jpg");
    tree_file(&t, "a.JPEG");
    tree_file(&t, "day 10/x.jpg");
    tree_file(&t, "day 9/deep/er/y.Jpe");
    tree_file(&t, "notes.txt");
    tree_dir(&t, "empty/also empty");
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 4);
    ck_assert_str_eq(site->photos[0]->path, "a.JPEG");
    ck_assert_str_eq(site->photos[1]->path, "b.jpg");
    ck_assert_str_eq(site->photos[2]->path, "day 10/x.jpg");
    ck_assert_str_eq(site->photos[3]->path, "day 9/deep/er/y.Jpe");
    ck_assert_str_eq(site->photos[3]->dir, "day 9/deep/er");
    ck_assert_uint_eq(site->photos[0]->bytes, 1);
    ck_assert_str_eq(site->root->title, "My photos");
    ck_assert_str_eq(site->root->dir, "");
    ck_assert_uint_eq(site->root->photos_len, 2);
    ck_assert_uint_eq(site->root->children_len, 2); /* natural order, none for the empty ones */
    ck_assert_str_eq(site->root->children[0]->title, "day 9");
    ck_assert_str_eq(site->root->children[1]->title, "day 10");
    ck_assert_ptr_eq(find_album(site->root, "day 9/deep/er")->parent,
                     find_album(site->root, "day 9/deep"));
    ck_assert_uint_eq(site->notes_len, 0);
    tg_site_free(site);
}
END_TEST

START_TEST(folders_of_systems_are_passed_over)
{
    static const char *const junk[] = {"@eaDir/a.jpg",
                                       "x/__MACOSX/a.jpg",
                                       "lost+found/a.jpg",
                                       ".thumbnails/a.jpg",
                                       "x/._a.jpg",
                                       "#recycle/a.jpg",
                                       "System Volume Information/a.jpg",
                                       "x/Thumbs.db"};
    struct tg_site *site;

    for (size_t i = 0; i < sizeof(junk) / sizeof(junk[0]); i++)
        tree_file(&t, junk[i]);
    tree_file(&t, "x/a.jpg");
    tree_file(&t, "lost and found/a.jpg");
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 2);
    ck_assert_str_eq(site->photos[0]->path, "lost and found/a.jpg");
    ck_assert_str_eq(site->photos[1]->path, "x/a.jpg");
    ck_assert_uint_eq(site->notes_len + site->failures_len, 0);
    tg_site_free(site);
}
END_TEST

START_TEST(hidden_files_are_passed_over)
{
    struct tg_site *site;

    tree_file(&t, "a.jpg");
    tree_file(&t, ".b.jpg");
    tree_file(&t, ".thumbs/c.jpg");
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 1);
    ck_assert_uint_eq(site->notes_len, 0);
    tg_site_free(site);
}
END_TEST

START_TEST(special_files_are_noted)
{
    struct tg_site *site;

    tree_file(&t, "a.jpg");
    tree_fifo(&t, "sub/pipe\n.jpg");
    tree_link(&t, "nowhere", "dead.jpg");
    tree_link(&t, "self.jpg", "self.jpg");
    tree_file(&t, "b.MRW");
    tree_file(&t, "c.mrw");
    tree_file(&t, "d.PNG");
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 2);
    ck_assert(has_note(site, "sub/pipe\\x0a.jpg", "neither a file nor a folder"));
    ck_assert(has_note(site, "dead.jpg", "leads nowhere"));
    ck_assert(has_note(site, "self.jpg", "leads nowhere"));
    ck_assert(has_note(site, "2 .mrw files", "darktable-cli"));
    ck_assert_uint_eq(site->notes_len, 4);
    tg_site_free(site);
}
END_TEST

START_TEST(every_suffix_is_found_in_any_case)
{
    for (size_t i = 0; i < TG_SUFFIXES; i++) {
        const struct tg_suffix *suffix = &tg_suffixes[i];
        char name[32];

        ck_assert_int_lt(snprintf(name, sizeof(name), "a/b%s", suffix->suffix), (int)sizeof(name));
        ck_assert_ptr_eq(tg_suffix_of(name), suffix);
        for (char *c = name; *c; c++)
            *c = (char)toupper((unsigned char)*c);
        ck_assert_ptr_eq(tg_suffix_of(name), suffix);
        ck_assert_int_eq(suffix->help != NULL,
                         suffix->kind == TG_SUFFIX_UNREAD || suffix->kind == TG_SUFFIX_PHOTO);
    }
    ck_assert_ptr_null(tg_suffix_of("jpg"));
    ck_assert_ptr_null(tg_suffix_of(".jpg"));
    ck_assert_ptr_null(tg_suffix_of("a.jpg.unknown"));
}
END_TEST

START_TEST(links_are_followed_and_loops_cut)
{
    struct tg_site *site;

    tree_file(&t, "z/real/a.jpg");
    tree_link(&t, "z/real", "alias");          /* sorts before the folder, must not take it over */
    tree_link(&t, "..", "z/real/up");          /* an ancestor */
    tree_link(&t, ".", "z/self");              /* itself */
    tree_link(&t, "../..", "z/real/above");    /* SRC */
    tree_link(&t, "z/real/a.jpg", "file.jpg"); /* another name for a picture is one more */
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 2);
    ck_assert_str_eq(site->photos[0]->path, "file.jpg");
    ck_assert_str_eq(site->photos[1]->path, "z/real/a.jpg");
    ck_assert_uint_eq(site->root->children_len, 1);
    ck_assert_uint_eq(site->notes_len, 4);
    ck_assert_uint_eq(site->failures_len, 0);
    ck_assert(has_note(site, "alias: ", "in the gallery already"));
    tg_site_free(site);
}
END_TEST

static struct tg_site *scan_all(bool follow_links)
{
    const struct tg_scan_rules rules = {.videos = true, .follow_links = follow_links};
    struct tg_report report = {0};
    struct tg_site *site = NULL;

    check_ok(tg_site_scan(t.src, t.out, &rules, &report, &site));
    tg_report_release(&report);
    return site;
}

static bool has_failure(const struct tg_site *site, const char *path)
{
    size_t len = strlen(path);

    for (size_t i = 0; i < site->failures_len; i++)
        if (strncmp(site->failures[i], path, len) == 0 &&
            strncmp(site->failures[i] + len, ": a link that leads out", 23) == 0)
            return true;
    return false;
}

START_TEST(links_that_lead_out_are_failures)
{
    char inside[256], outside[256];
    struct tg_site *site;

    tree_file(&t, "a/real.jpg");
    tree_file(&t, "../elsewhere/b.jpg");
    tree_file(&t, "../elsewhere/.nomedia");
    tree_text(&t, "../elsewhere/album.md", "# Secret\n");
    (void)snprintf(inside, sizeof(inside), "%s/a/real.jpg", t.src);
    (void)snprintf(outside, sizeof(outside), "%s/../elsewhere/b.jpg", t.src);
    tree_link(&t, inside, "a/absolute.jpg");
    tree_link(&t, "../../My_photos/a/real.jpg", "a/out_and_in.jpg");
    tree_link(&t, outside, "a/out.jpg");
    tree_link(&t, "out.jpg", "a/twice.jpg");
    tree_link(&t, "/etc/passwd", "a/notes.txt"); /* nothing that would be read */
    tree_link(&t, "/etc/passwd", "a/captions.txt");
    tree_link(&t, "/etc/passwd", "a/real.xmp");
    tree_link(&t, "../elsewhere", "folder");
    tree_link(&t, "../../elsewhere/album.md", "asks/album.md"); /* nobody knows what it asks for */
    tree_file(&t, "asks/c.jpg");
    tree_link(&t, "../../elsewhere/.nomedia", "ignored/.nomedia");
    tree_file(&t, "ignored/d.jpg");
    site = scan_all(false);
    ck_assert_uint_eq(site->photos_len, 3);
    ck_assert_str_eq(site->photos[0]->path, "a/absolute.jpg");
    ck_assert_str_eq(site->photos[1]->path, "a/out_and_in.jpg");
    ck_assert_str_eq(site->photos[2]->path, "a/real.jpg");
    ck_assert(has_failure(site, "a/out.jpg") && has_failure(site, "a/twice.jpg"));
    ck_assert(has_failure(site, "a/captions.txt") && has_failure(site, "a/real.xmp"));
    ck_assert(has_failure(site, "folder") && has_failure(site, "asks/album.md"));
    ck_assert(has_failure(site, "ignored/.nomedia"));
    ck_assert_uint_eq(site->failures_len, 7);
    tg_site_free(site);
}
END_TEST

START_TEST(front_matter_may_allow_links_to_lead_out)
{
    struct tg_site *site;

    tree_file(&t, "../elsewhere/b.jpg");
    tree_text(&t, "album.md", "---\nlinks: follow\n---\n");
    tree_text(&t, "sub/album.md", "# Sub\n");
    tree_link(&t, "../../elsewhere/b.jpg", "sub/b.jpg");
    tree_link(&t, "../elsewhere", "whole");
    site = scan_all(false);
    ck_assert_uint_eq(site->failures_len, 0);
    ck_assert_uint_eq(site->photos_len, 2);
    tg_site_free(site);
}
END_TEST

START_TEST(folders_elsewhere_are_entered_once)
{
    struct tg_site *site;

    tree_file(&t, "../elsewhere/sub/a.jpg");
    tree_link(&t, "../elsewhere", "two");
    tree_link(&t, "../elsewhere", "one");
    tree_link(&t, "..", "out"); /* above SRC */
    tree_link(&t, "/", "rootfs");
    site = scan_all(true);
    ck_assert_uint_eq(site->photos_len, 1);
    ck_assert_str_eq(site->photos[0]->path, "one/sub/a.jpg");
    ck_assert_uint_eq(site->notes_len, 3);
    ck_assert(has_note(site, "two: ", "already"));
    ck_assert(has_note(site, "rootfs: ", "or above it"));
    tg_site_free(site);
}
END_TEST

START_TEST(galleries_are_not_sources)
{
    struct tg_site *site = NULL;

    tree_file(&t, "a.jpg");
    tree_file(&t, "build/b.jpg");
    tree_file(&t, "older/.tirage/state.db");
    tree_file(&t, "older/c.jpg");
    tree_link(&t, "build", "current");
    (void)snprintf(t.out, sizeof(t.out), "%s/./build/", t.src); /* the same folder, other words */
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 1);
    ck_assert_uint_eq(site->notes_len, 1);
    ck_assert(has_note(site, "older: ", "made by tirage"));
    tg_site_free(site);
}
END_TEST

static void check_refused(const char *src, const char *out, enum tg_errc code, const char *path)
{
    struct tg_report report = {0};
    struct tg_site *site = NULL;
    struct tg_err *err = tg_site_scan(src, out, &(struct tg_scan_rules){0}, &report, &site);

    ck_assert_ptr_nonnull(err);
    ck_assert_ptr_null(site);
    ck_assert_int_eq(tg_err_code(err), code);
    ck_assert_str_eq(tg_err_path(err), path);
    tg_err_free(err);
}

START_TEST(impossible_sources_are_refused)
{
    char missing[128], file[128];

    (void)snprintf(missing, sizeof(missing), "%s/none", t.src);
    (void)snprintf(file, sizeof(file), "%s/a.jpg", t.src);
    check_refused(missing, t.out, TG_E_SYS, missing);
    check_refused(t.src, t.out, TG_E_USAGE, t.src); /* no picture */
    tree_file(&t, "sub/a.txt");
    check_refused(t.src, t.out, TG_E_USAGE, t.src); /* still none */
    tree_file(&t, "a.jpg");
    check_refused(file, t.out, TG_E_SYS, file);
    check_refused(t.src, t.src, TG_E_USAGE, t.src); /* OUT is SRC, or above it */
    check_refused(t.src, t.root, TG_E_USAGE, t.root);
    tree_dir(&t, ".tirage");
    check_refused(t.src, t.out, TG_E_USAGE, t.src); /* is a gallery itself */
}
END_TEST

START_TEST(names_of_our_files_are_reserved)
{
    struct tg_site *site;

    tree_file(&t, "a.jpg");
    tree_file(&t, "tirage-assets/b.jpg");
    tree_file(&t, "Feed.xml/b.jpg");
    tree_file(&t, "sitemap.xml/b.jpg");
    tree_file(&t, "sub/feed.xml/c.jpg");
    tree_file(&t, "Index.HTML/c.jpg");
    tree_file(&t, "sub/tirage-assets/d.jpg"); /* only at the top */
    tree_file(&t, "sub/index.html/e.jpg");
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 3);
    ck_assert_str_eq(site->photos[1]->path, "sub/feed.xml/c.jpg");
    ck_assert_str_eq(site->photos[2]->path, "sub/tirage-assets/d.jpg");
    ck_assert(has_note(site, "tirage-assets: ", "rename"));
    ck_assert(has_note(site, "Feed.xml: ", "rename"));
    ck_assert(has_note(site, "sitemap.xml: ", "rename"));
    ck_assert(has_note(site, "Index.HTML: ", "rename"));
    ck_assert(has_note(site, "sub/index.html: ", "rename"));
    ck_assert_uint_eq(site->notes_len, 5);
    tg_site_free(site);
}
END_TEST

START_TEST(strange_names_are_kept)
{
    struct tg_site *site;

    tree_file(&t, "a\nb\xFF/c \"d\"#%.jpg");
    tree_file(&t, "folder.jpg/e.jpg");
    tree_file(&t, "jpg");
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 2);
    ck_assert_str_eq(site->photos[0]->path, "a\nb\xFF/c \"d\"#%.jpg");
    ck_assert_str_eq(site->photos[0]->dir, "a\nb\xFF");
    ck_assert_str_eq(site->root->children[0]->title, "a b\xEF\xBF\xBD");
    ck_assert_str_eq(site->root->children[1]->title, "folder.jpg");
    tg_site_free(site);
}
END_TEST

START_TEST(depth_is_limited)
{
    struct tg_buf path;
    struct tg_site *site;

    tg_buf_init(&path, TG_BUF_MAX);
    for (int i = 0; i < 70; i++)
        tg_buf_puts(&path, "d/");
    tg_buf_puts(&path, "a.jpg");
    tree_file(&t, tg_buf_str(&path));
    tg_buf_release(&path);
    tree_file(&t, "d/b.jpg");
    site = tree_scan(&t);
    ck_assert_uint_eq(site->photos_len, 1);
    ck_assert_uint_eq(site->notes_len, 1);
    ck_assert(has_note(site, "d/d/d", "too many folders"));
    tg_site_free(site);
}
END_TEST

START_TEST(unreadable_folders_are_failures)
{
    uid_t user = geteuid();
    struct tg_site *site;
    char *secret;

    tree_file(&t, "a.jpg");
    tree_file(&t, "secret/b.jpg");
    secret = tg_path_join(t.src, "secret");
    ck_assert_int_eq(chmod(secret, 0), 0);
    if (user == 0) /* the administrator may read everything */
        ck_assert_int_eq(seteuid(65534), 0);
    site = tree_scan(&t);
    ck_assert_int_eq(seteuid(user), 0);
    ck_assert_int_eq(chmod(secret, 0755), 0);
    ck_assert_uint_eq(site->photos_len, 1);
    ck_assert_uint_eq(site->notes_len, 0);
    ck_assert_uint_eq(site->failures_len, 1);
    ck_assert_str_eq(site->failures[0], "secret: the folder cannot be read: Permission denied");
    tg_site_free(site);
    free(secret);
}
END_TEST

/* The names of all photos, each with a space behind it. */
static void ck_shown(enum tg_raw_rule rule, const char *want)
{
    const struct tg_scan_rules rules = {.raw = rule};
    struct tg_report report = {0};
    struct tg_site *site = NULL;
    struct tg_buf shown;

    tg_buf_init(&shown, TG_BUF_MAX);
    check_ok(tg_site_scan(t.src, t.out, &rules, &report, &site));
    for (size_t i = 0; i < site->photos_len; i++)
        tg_buf_printf(&shown, "%s ", site->photos[i]->path);
    ck_assert_str_eq(tg_buf_str(&shown), want);
    for (size_t i = 0; i < site->root->photos_len; i++)
        ck_assert_ptr_eq(site->root->photos[i], site->photos[i]);
    tg_buf_release(&shown);
    tg_report_release(&report);
    tg_site_free(site);
}

static const char *const raw_files[] = {"a.CR2", "a.jpg", "b.heic",  "b.dng",     "c.nef",
                                        "d.jpg", "e.jpg", "e-1.dng", "f.jpg.cr3", "f.jpg"};

START_TEST(a_raw_photo_and_its_picture_are_one)
{
    for (size_t i = 0; i < sizeof(raw_files) / sizeof(raw_files[0]); i++)
        tree_file(&t, raw_files[i]);
    ck_shown(TG_RAW_UNSAID, "a.jpg b.heic c.nef d.jpg e-1.dng e.jpg f.jpg f.jpg.cr3 ");
    ck_shown(TG_RAW_PAIR, "a.jpg b.heic c.nef d.jpg e-1.dng e.jpg f.jpg f.jpg.cr3 ");
    ck_shown(TG_RAW_PREFER, "a.CR2 b.dng c.nef d.jpg e-1.dng e.jpg f.jpg f.jpg.cr3 ");
    ck_shown(TG_RAW_IGNORE, "a.jpg b.heic d.jpg e.jpg f.jpg ");
    ck_shown(TG_RAW_SEPARATE,
             "a.CR2 a.jpg b.dng b.heic c.nef d.jpg e-1.dng e.jpg f.jpg f.jpg.cr3 ");
}
END_TEST

START_TEST(album_md_says_what_becomes_of_raw_photos)
{
    tree_file(&t, "a.CR2");
    tree_file(&t, "a.jpg");
    tree_text(&t, "album.md", "---\nraw: prefer\n---\n");
    ck_shown(TG_RAW_UNSAID, "a.CR2 ");
    ck_shown(TG_RAW_PAIR, "a.jpg ");
}
END_TEST

/* What a pattern leaves out does not stand for a raw photo, and neither does a video. */
START_TEST(a_raw_photo_without_its_picture_is_shown)
{
    tree_file(&t, "a.CR2");
    tree_file(&t, "a.jpg");
    tree_file(&t, "b.dng");
    tree_file(&t, "b.mov");
    tree_text(&t, "album.md", "---\nexclude: '*.jpg'\n---\n");
    ck_shown(TG_RAW_UNSAID, "a.CR2 b.dng ");
}
END_TEST

START_TEST(another_word_for_raw_is_an_error)
{
    const struct tg_scan_rules rules = {.videos = true};
    struct tg_report report = {0};
    struct tg_site *site = NULL;

    tree_file(&t, "a.jpg");
    tree_text(&t, "album.md", "---\nraw: both\n---\n");
    check_ok(tg_site_scan(t.src, t.out, &rules, &report, &site));
    ck_assert_ptr_null(site);
    ck_assert_uint_eq(report.count[TG_ERROR], 1);
    tg_report_release(&report);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("scan");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, folders_become_albums);
    tcase_add_test(tc, folders_of_systems_are_passed_over);
    tcase_add_test(tc, hidden_files_are_passed_over);
    tcase_add_test(tc, special_files_are_noted);
    tcase_add_test(tc, a_raw_photo_and_its_picture_are_one);
    tcase_add_test(tc, album_md_says_what_becomes_of_raw_photos);
    tcase_add_test(tc, a_raw_photo_without_its_picture_is_shown);
    tcase_add_test(tc, another_word_for_raw_is_an_error);
    tcase_add_test(tc, every_suffix_is_found_in_any_case);
    tcase_add_test(tc, links_are_followed_and_loops_cut);
    tcase_add_test(tc, links_that_lead_out_are_failures);
    tcase_add_test(tc, front_matter_may_allow_links_to_lead_out);
    tcase_add_test(tc, folders_elsewhere_are_entered_once);
    tcase_add_test(tc, galleries_are_not_sources);
    tcase_add_test(tc, impossible_sources_are_refused);
    tcase_add_test(tc, names_of_our_files_are_reserved);
    tcase_add_test(tc, strange_names_are_kept);
    tcase_add_test(tc, depth_is_limited);
    tcase_add_test(tc, unreadable_folders_are_failures);
    return tg_suite_run("scan", tc);
}
