/* test_recitale_requests.c - récitale's checklist for what is made of pictures (35-40, 42, 43):
 * names, sizes, each once. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

/* The renditions of g/a.jpg, each as WxH of its request, C before full-size copies, in order. */
static void expect_sizes(const char *photo, const char *want)
{
    const struct tg_photo *p = find_photo(r.site, photo);
    char got[512] = "";

    for (size_t i = 0; i < p->renditions_len; i++) {
        const struct tg_rendition *rendition = &p->renditions[i];
        size_t len = strlen(got);

        (void)snprintf(got + len, sizeof(got) - len, "%s%s%" PRIu32 "x%" PRIu32, len ? " " : "",
                       rendition->percent ? "C" : "", rendition->req_w, rendition->req_h);
    }
    ck_assert_str_eq(got, want);
}

/* The gallery's cover is b.jpg, so that only the section asks for a.jpg. */
static void plan_section(const char *settings, const char *section)
{
    char root[512], more[2048];

    (void)snprintf(root, sizeof(root), "title: x\nrss: false\nsettings: {%s}\n", settings);
    recitale_make(&r, root, NULL);
    tree_file(&r.tree, "g/b.jpg");
    (void)snprintf(more, sizeof(more), "cover: b.jpg\nsections:\n%s", section);
    recitale_gallery(&r, "g", more);
    recitale_plan(&r);
}

#define VIEWER "C3000x2000 0x450 0x800 0x1366 0x1920"

static const struct {
    const char *section, *sizes;
} sections[] = {
    {"  - {type: full-picture, image: a.jpg}\n", "0x2000"},
    {"  - {type: bordered-picture, image: a.jpg}\n", VIEWER},
    {"  - {type: pictures-group, images: [[a.jpg]]}\n", VIEWER},
    {"  - {type: pictures-group, images: [[a.jpg, b.jpg]]}\n", VIEWER " 0x600"},
    {"  - {type: paragraph, image: a.jpg}\n", VIEWER " 0x600"},
    {"  - {type: panorama, image: a.jpg}\n", "0x800"},
    {"  - {type: author, image: a.jpg}\n", "400x400"},
    {"  - {type: author, image: a.jpg}\n  - {type: panorama, image: a.jpg}\n"
     "  - {type: bordered-picture, image: a.jpg}\n",
     "400x400 0x800 C3000x2000 0x450 0x1366 0x1920"},
};

START_TEST(recitale_42_43_each_section_asks_for_its_sizes)
{
    plan_section("", sections[_i].section);
    expect_sizes("g/a.jpg", sections[_i].sizes);
}
END_TEST

START_TEST(recitale_42_covers)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "h", "date: 2020-01-01\n");
    recitale_gallery(&r, "i", "date: 2020-01-02\npublic: false\n");
    recitale_gallery(&r, "j", "date: 2019-01-02\n");
    recitale_gallery(&r, "k", "date: 2018-01-02\n");
    recitale_plan(&r);
    expect_sizes("h/a.jpg", "0x900 0x1366"); /* alone in the first row of 1 + 3 */
    expect_sizes("i/a.jpg", "");
    expect_sizes("j/a.jpg", "0x900 0x150");
    expect_sizes("g/a.jpg", "0x900 0x150");
}
END_TEST

START_TEST(recitale_42_open_graph_adds_nothing_to_a_cover)
{
    recitale_make(&r, "title: x\nurl: http://x.org\nsettings: {og: true}\n", NULL);
    recitale_gallery(&r, "i", "public: false\n");
    recitale_plan(&r);
    expect_sizes("g/a.jpg", "0x900 0x1366");
    expect_sizes("i/a.jpg", "0x900");
}
END_TEST

static const struct {
    const char *settings, *sizes;
} settings[] = {
    {"original: none", "0x450 0x800 0x1366 0x1920"},
    {"original: reencode", VIEWER},
    {"sizes: [480, x960, 1920x]", "C3000x2000 0x480 0x960 1920x0"},
    {"sizes: 480, original: none", "0x480"},
};

START_TEST(settings_change_the_sizes)
{
    plan_section(settings[_i].settings, "  - {type: bordered-picture, image: a.jpg}\n");
    expect_sizes("g/a.jpg", settings[_i].sizes);
}
END_TEST

START_TEST(recitale_35_resize_names_and_scales_the_copy)
{
    const struct tg_rendition *copy;

    plan_section("", "  - {type: bordered-picture, image: {name: a.jpg, resize: 33%}}\n");
    copy = &find_photo(r.site, "g/a.jpg")->renditions[0];
    ck_assert_str_eq(copy->name, "a-1188218354-990x660.jpg");
    ck_assert_uint_eq(copy->percent, 33);
}
END_TEST

/* The name has the size in the file's header, the picture the upright one. */
START_TEST(recitale_38_copies_of_turned_photos)
{
    struct tg_photo *photo;

    recitale_make(&r, NULL,
                  "  - {type: bordered-picture, image: a.jpg}\n"
                  "  - {type: bordered-picture, image: {name: a.jpg, auto-orient: false}}\n");
    recitale_load(&r, NULL);
    photo = find_photo(r.site, "g/a.jpg");
    photo->width = 2000;
    photo->height = 3000;
    photo->turned = true;
    check_ok(tg_site_plan(r.site));
    ck_assert_str_eq(photo->renditions[2].name, "a-1188218354-3000x2000.jpg");
    ck_assert_uint_eq(photo->renditions[2].width, 2000);
    ck_assert_uint_eq(photo->renditions[3].width, 300);
    ck_assert_uint_eq(photo->renditions[6].width, 3000);
    ck_assert_uint_eq(photo->renditions[7].width, 3000 * 450 / 2000);
}
END_TEST

static const struct {
    const char *gm, *picture;
    uint32_t crc;
} vectors[] = {
    {"", "", 1188218354},
    {"quality: 80", "", 1141083414},
    {"", "quality: 80", 1141083414},
    {"quality: 0", "", 3376296961},
    {"", "strip: false", 1908191925},
    {"auto-orient: false", "progressive: false", 1713890567},
    {"auto-orient: false, strip: false, quality: 80", "quality: 90", 3764628184},
    {"auto-orient: false, strip: false, quality: 95", "", 77187903},
    {"quality: 90, strip: false", "quality: 75, strip: true", 1188218354},
    {"", "text: x, float: left, size: 10px, resize: 100%, type: image, exif: 1", 1188218354},
    {"a: \"x\\ty\"", "\"é\\\"ü𝄞\": [1, null, {b: false}]", 1523901493},
};

START_TEST(recitale_12_37_38_names_have_the_checksum_of_the_options)
{
    char text[256], gm[256], name[64];

    (void)snprintf(gm, sizeof(gm), "gm: {%s}", vectors[_i].gm);
    (void)snprintf(text, sizeof(text), "  - {type: panorama, image: {name: a.jpg%s%s}}\n",
                   *vectors[_i].picture ? ", " : "", vectors[_i].picture);
    plan_section(gm, text);
    (void)snprintf(name, sizeof(name), "a-%" PRIu32 "-x800.jpg", vectors[_i].crc);
    ck_assert(recitale_makes(&r, "g/a.jpg", name));
}
END_TEST

/* Of media that are not pictures; the JSON is that of their default options. */
START_TEST(recitale_38_checksums_of_other_media)
{
    static const char video[] =
        "{\"abitrate\": \"100k\", \"audio\": \"libvorbis\", \"binary\": \"ffmpeg\", %s"
        "\"extension\": \"webm\", \"format\": \"webm\", \"loglevel\": \"error\", \"other\": "
        "\"-qmin 10 -qmax 42 -maxrate 500k -bufsize 1500k\", \"resolution\": \"1280x720\", "
        "\"vbitrate\": \"3900k\", \"video\": \"libvpx\"}";
    static const char audio[] = "{\"audio\": \"libmp3lame\", \"binary\": \"ffmpeg\", "
                                "\"extension\": \"mp3\", \"loglevel\": \"error\"}";
    char text[512];

    recitale_make(&r, NULL, NULL);
    (void)snprintf(text, sizeof(text), video, "");
    ck_assert_uint_eq(tg_crc32(text, strlen(text)), 3172955152);
    (void)snprintf(text, sizeof(text), video, "\"controls\": true, ");
    ck_assert_uint_eq(tg_crc32(text, strlen(text)), 3564659659);
    ck_assert_uint_eq(tg_crc32(audio, strlen(audio)), 2227007506);
}
END_TEST

START_TEST(recitale_40_each_is_made_once)
{
    recitale_make(&r, NULL,
                  "  - {type: pictures-group, images: [[a.jpg, a.jpg], [a.jpg]]}\n"
                  "  - {type: pictures-group, images: [[{name: a.jpg, quality: 75}, a.jpg]]}\n");
    recitale_gallery(&r, "h", "cover: ../g/a.jpg\n");
    recitale_plan(&r);
    expect_sizes("g/a.jpg", "0x900 0x150 " VIEWER " 0x600");
}
END_TEST

START_TEST(too_many_ways_of_one_photo_are_noted)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_puts(&text, "cover: a.jpg\nsections:\n");
    for (int i = 1; i <= 70; i++)
        tg_buf_printf(&text, "  - {type: panorama, image: {name: a.jpg, quality: %d}}\n", i);
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "g", tg_buf_str(&text));
    tg_buf_release(&text);
    recitale_plan(&r);
    ck_assert_uint_eq(find_photo(r.site, "g/a.jpg")->renditions_len, 60);
    ck_assert(has_note(r.site, "g/a.jpg", "60"));
}
END_TEST

enum { GALLERIES = 31, PHOTOS = 45, LONE_ROWS = 12 };

/* 45 photos in rows of three to five; in twelve galleries the last one is alone. */
static void big_gallery(unsigned number)
{
    struct tg_buf text;
    char dir[16], path[32];

    (void)snprintf(dir, sizeof(dir), "g%02u", number);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_printf(&text,
                  "date: 2020-01-%02u\ncover: p00.jpg\nsections:\n  - type: pictures-group\n"
                  "    images:\n",
                  number);
    for (unsigned i = 0; i < PHOTOS; i++) {
        bool starts = number <= LONE_ROWS ? i % 4 == 0 : i % 5 == 0;

        tg_buf_printf(&text, "%s        - p%02u.jpg\n", starts ? "      -\n" : "", i);
        (void)snprintf(path, sizeof(path), "%s/p%02u.jpg", dir, i);
        tree_file(&r.tree, path);
    }
    recitale_gallery(&r, dir, tg_buf_str(&text));
    tg_buf_release(&text);
}

START_TEST(recitale_42_the_workload_asks_for_8419_pictures)
{
    size_t n = 0;

    recitale_make(&r, NULL, NULL);
    tree_remove(&r.tree);
    tree_make(&r.tree);
    tree_text(&r.tree, "settings.yaml", "title: x\nrss: false\n");
    for (unsigned i = 1; i <= GALLERIES; i++)
        big_gallery(i);
    recitale_plan(&r);
    ck_assert_uint_eq(r.site->photos_len, GALLERIES * PHOTOS);
    for (size_t i = 0; i < r.site->photos_len; i++)
        n += r.site->photos[i]->renditions_len;
    ck_assert_uint_eq(n, 8419);
}
END_TEST

#define LOOP(tc, test, list) tcase_add_loop_test(tc, test, 0, sizeof(list) / sizeof((list)[0]))

static const char unmarked[] =
    "title: x\nrss: false\nsettings: {addresses: prosopopee, gm: {quality: 80}}\n";

START_TEST(addresses_of_prosopopee_have_no_checksums)
{
    recitale_make(&r, unmarked, "  - {type: bordered-picture, image: a.jpg}\n");
    recitale_write(&r);
    ck_assert(recitale_makes(&r, "g/a.jpg", "a.jpg"));
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-x450.jpg"));
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-x1920.jpg"));
    recitale_page(&r, "g/index.html", "<a href=\"a.jpg\"");
    recitale_page(&r, "g/index.html", "a-x800.jpg 1200w");
}
END_TEST

/* The project's own options have the names, whatever comes first; of copies the larger. */
START_TEST(one_way_of_making_a_picture_does_without_a_checksum)
{
    recitale_make(&r, unmarked,
                  "  - {type: bordered-picture, image: {name: a.jpg, quality: 20}}\n"
                  "  - {type: bordered-picture, image: {name: a.jpg, resize: 50%}}\n"
                  "  - {type: bordered-picture, image: a.jpg}\n"
                  "  - {type: bordered-picture, image: {name: b.jpg, quality: 20}}\n"
                  "  - {type: bordered-picture, image: {name: b.jpg, quality: 10}}\n"
                  "  - {type: bordered-picture, image: {name: c.jpg, resize: 50%}}\n");
    tree_file(&r.tree, "g/b.jpg");
    tree_file(&r.tree, "g/c.jpg");
    recitale_plan(&r);
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-x450.jpg"));
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-1141083414-1500x1000.jpg"));
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-1451640985-x450.jpg"));
    ck_assert(recitale_makes(&r, "g/a.jpg", "a.jpg"));
    ck_assert(recitale_makes(&r, "g/b.jpg", "b-x450.jpg"));
    ck_assert(recitale_makes(&r, "g/b.jpg", "b.jpg"));
    ck_assert(recitale_makes(&r, "g/b.jpg", "b-1451640985-x450.jpg"));
    ck_assert(recitale_makes(&r, "g/c.jpg", "c.jpg"));
}
END_TEST

static void check_clash(const char *root, const char *image)
{
    char text[128];
    struct tg_err *err;

    (void)snprintf(text, sizeof(text), "  - {type: pictures-group, images: [[a.jpg, %s]]}\n",
                   image);
    recitale_make(&r, root, text);
    tree_file(&r.tree, "g/a-x450.jpg");
    recitale_load(&r, NULL);
    ck_assert_msg(r.site != NULL, "%s", r.report.problems[0].text);
    for (size_t i = 0; i < r.site->photos_len; i++)
        r.site->photos[i]->width = r.site->photos[i]->height = 2000;
    err = tg_site_plan(r.site);
    ck_assert_int_eq(tg_err_code(err), TG_E_USAGE);
    tg_err_free(err);
}

START_TEST(names_without_checksums_may_not_clash)
{
    check_clash(unmarked, "a-x450.jpg");
    recitale_remove(&r);
    check_clash("title: x\nrss: false\ninclude: [g/a.jpg]\nsettings: {addresses: prosopopee}\n",
                "a.jpg");
}
END_TEST

/* Scaled GIFs are PNG inside. */
START_TEST(recitale_38_gifs_keep_their_suffix)
{
    recitale_make(&r, NULL, "  - {type: bordered-picture, image: a.gif}\n");
    tree_file(&r.tree, "g/a.gif");
    recitale_load(&r, NULL);
    for (size_t i = 0; i < r.site->photos_len; i++) {
        r.site->photos[i]->width = r.site->photos[i]->height = 2000;
        r.site->photos[i]->new_ext = ".png";
    }
    check_ok(tg_site_plan(r.site));
    ck_assert(recitale_makes(&r, "g/a.gif", "a-1188218354-x450.gif"));
    ck_assert(recitale_makes(&r, "g/a.gif", "a-1188218354-2000x2000.gif"));
}
END_TEST

static const char cover[] = "cover: {name: v.mp4, type: video}\n";

START_TEST(a_video_as_cover_plays_on_the_tile)
{
    recitale_make(&r, NULL, NULL);
    tree_file(&r.tree, "m/v.mp4");
    recitale_gallery(&r, "m", cover);
    recitale_write(&r);
    ck_assert_uint_eq(r.site->media_len, 1);
    recitale_page(&r, "index.html", "<video poster=\"m/v-3172955152-x900.jpg\"");
    recitale_page(&r, "index.html",
                  "autoplay muted loop playsinline><source src=\"m/v-3172955152-"
                  "1280x720.webm\" media=\"(prefers-reduced-motion: "
                  "no-preference)\"></video>");
}
END_TEST

/* On basic pages, behind a password and where it is hidden. */
START_TEST(a_video_that_plays_nowhere_is_not_encoded)
{
    recitale_make(&r, NULL, NULL);
    recitale_gallery(&r, "light", "theme: light\n");
    tree_file(&r.tree, "light/m/v.mp4");
    recitale_gallery(&r, "light/m", cover);
    tree_file(&r.tree, "locked/v.mp4");
    recitale_gallery(&r, "locked", "password: pw\ncover: {name: v.mp4, type: video}\n");
    tree_file(&r.tree, "hidden/v.mp4");
    recitale_gallery(&r, "hidden", "public: false\ncover: {name: v.mp4, type: video}\n");
    recitale_write(&r);
    ck_assert_uint_eq(r.site->media_len, 0);
    recitale_page(&r, "light/index.html", "<img src=\"m/v-3172955152-x900.jpg\"");
    recitale_page_lacks(&r, "light/index.html", "<video");
}
END_TEST

START_TEST(a_cover_that_a_section_plays_is_encoded_once)
{
    recitale_make(&r, NULL, NULL);
    tree_file(&r.tree, "m/v.mp4");
    recitale_gallery(&r, "m",
                     "public: false\ncover: {name: v.mp4, type: video}\nsections:\n"
                     "- {type: bordered-picture, image: {name: v.mp4, type: video}}\n");
    recitale_plan(&r);
    ck_assert_uint_eq(r.site->media_len, 1);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("recitale_requests");

    tcase_add_checked_fixture(tc, NULL, teardown);
    LOOP(tc, recitale_42_43_each_section_asks_for_its_sizes, sections);
    tcase_add_test(tc, recitale_42_covers);
    tcase_add_test(tc, recitale_42_open_graph_adds_nothing_to_a_cover);
    LOOP(tc, settings_change_the_sizes, settings);
    tcase_add_test(tc, recitale_35_resize_names_and_scales_the_copy);
    tcase_add_test(tc, recitale_38_copies_of_turned_photos);
    LOOP(tc, recitale_12_37_38_names_have_the_checksum_of_the_options, vectors);
    tcase_add_test(tc, recitale_38_checksums_of_other_media);
    tcase_add_test(tc, recitale_40_each_is_made_once);
    tcase_add_test(tc, too_many_ways_of_one_photo_are_noted);
    tcase_add_test(tc, recitale_42_the_workload_asks_for_8419_pictures);
    tcase_add_test(tc, a_video_as_cover_plays_on_the_tile);
    tcase_add_test(tc, a_video_that_plays_nowhere_is_not_encoded);
    tcase_add_test(tc, a_cover_that_a_section_plays_is_encoded_once);
    tcase_add_test(tc, addresses_of_prosopopee_have_no_checksums);
    tcase_add_test(tc, one_way_of_making_a_picture_does_without_a_checksum);
    tcase_add_test(tc, names_without_checksums_may_not_clash);
    tcase_add_test(tc, recitale_38_gifs_keep_their_suffix);
    return tg_suite_run("recitale_requests", tc);
}
