/* test_keys.c - the table of keys: parsers know each where it may stand, and say of others where
 * they belong. */
#include <stdio.h>
#include <string.h>

#include <check.h>

#include "gallery/settings/key_table.h"
#include "gallery/source/album_file.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

enum file { PROJECT, GALLERY, FIRST, ALBUM };

/* What stands around a key of a place. */
static const struct {
    unsigned place;
    enum file file;
    const char *before, *after;
} around[] = {
    {TG_IN_PROJECT, PROJECT, "", ":\n"},
    {TG_IN_SETTINGS, PROJECT, "settings:\n  ", ":\n"},
    {TG_IN_GM, PROJECT, "settings:\n  gm:\n    ", ":\n"},
    {TG_IN_MEDIA, PROJECT, "settings:\n  ffmpeg_audio:\n    ", ":\n"},
    {TG_IN_DEPLOY, PROJECT, "settings:\n  deploy:\n    ", ":\n"},
    {TG_IN_LICENCE, PROJECT, "licence:\n  ", ":\n"},
    {TG_IN_GALLERY, GALLERY, "", ":\n"},
    {TG_IN_PICTURE, GALLERY, "cover:\n  ", ":\n"},
    {TG_IN_FULL, GALLERY, "sections:\n  - type: full-picture\n    ", ":\n"},
    {TG_IN_FULL_TEXT, GALLERY, "sections:\n  - type: full-picture\n    text:\n      ", ":\n"},
    {TG_IN_BORDERED, GALLERY, "sections:\n  - type: bordered-picture\n    ", ":\n"},
    {TG_IN_IFRAME, GALLERY, "sections:\n  - type: iframe\n    ", ":\n"},
    {TG_IN_FIRST, FIRST, "---\n", ":\n---\n"},
    {TG_IN_ALBUM, FIRST, "---\n", ":\n---\n"},
    {TG_IN_ALBUM, ALBUM, "---\n", ":\n---\n"},
    {TG_IN_ALBUMS, ALBUM, "---\nalbums:\n  ", ":\n---\n"},
};

static struct tg_report report;

static void parse_album(const char *text, bool is_first)
{
    struct tg_arena arena = {0};
    const struct tg_reader reader = {&arena, &report, "album.md", 0};
    struct tg_album_file file;

    tg_album_file_parse(&reader, text, strlen(text), is_first, &file);
    tg_arena_release(&arena);
}

static void parse(enum file file, const char *text)
{
    struct recitale r;

    if (file == FIRST || file == ALBUM) {
        parse_album(text, file == FIRST);
        return;
    }
    recitale_make(&r, file == PROJECT ? text : NULL, NULL);
    if (file == GALLERY)
        tree_text(&r.tree, "g/settings.yaml", text);
    recitale_load(&r, NULL);
    report = r.report;
    r.report = (struct tg_report){0};
    recitale_remove(&r);
}

static const struct tg_problem *find(const char *text)
{
    for (size_t i = 0; i < report.len; i++)
        if (strstr(report.problems[i].text, text))
            return &report.problems[i];
    return NULL;
}

START_TEST(names_are_in_order_and_each_place_is_in_one_row)
{
    const struct tg_key_row *before = NULL, *row;

    for (size_t i = 0; (row = tg_key_row_at(i)); i++) {
        ck_assert_msg(!before || strcmp(before->name, row->name) <= 0, "%s", row->name);
        for (unsigned bit = 1; bit <= TG_IN_LICENCE; bit <<= 1)
            if (row->places & bit)
                ck_assert_msg(tg_key_row_find(row->name, bit) == row, "%s %x", row->name, bit);
        before = row;
    }
    ck_assert_ptr_nonnull(before);
}
END_TEST

START_TEST(parsers_know_each_key_where_it_may_stand)
{
    static const char *const complaints[] = {"unknown key", "belongs", "is for ", "another type"};
    const struct tg_key_row *row;
    char text[200];

    for (size_t i = 0; (row = tg_key_row_at(i)); i++) {
        if (!(row->places & around[_i].place))
            continue;
        (void)snprintf(text, sizeof(text), "%s%s%s", around[_i].before, row->name,
                       around[_i].after);
        parse(around[_i].file, text);
        for (size_t k = 0; k < sizeof(complaints) / sizeof(complaints[0]); k++)
            ck_assert_msg(!find(complaints[k]), "%s: %s", text, find(complaints[k])->text);
        tg_report_release(&report);
    }
}
END_TEST

static const struct {
    enum file file;
    const char *text;
    enum tg_severity severity;
    const char *message;
} misplaced[] = {
    {ALBUM, "---\nurl: https://a.example\n---\n", TG_ERROR,
     "album.md:2:1: url: belongs in the first folder's album.md"},
    {ALBUM, "---\nname: a\n---\n", TG_WARNING,
     "album.md:2:1: name: is for projects, which have a settings.yaml"},
    {FIRST, "---\nname: a\n---\n", TG_WARNING,
     "album.md:2:1: name: is for projects, which have a settings.yaml"},
    {FIRST, "---\nulr: a\n---\n", TG_WARNING, "unknown key 'ulr'; did you mean 'url'?"},
    {ALBUM, "---\nulr: a\n---\n", TG_WARNING, "unknown key 'ulr'"},
    {PROJECT, "title: x\ngm: {}\n", TG_WARNING, "settings.yaml:2:1: gm: belongs under 'settings:'"},
    {PROJECT, "title: x\ncover: a.jpg\n", TG_WARNING,
     "cover: belongs in a gallery's settings.yaml"},
    {PROJECT, "title: x\nrows: large\n", TG_WARNING,
     "rows: is for album.md, in folders without settings.yaml"},
    {PROJECT, "title: x\nsettings: {rss: true}\n", TG_WARNING,
     "rss: belongs at the top of the file, not under 'settings:'"},
    {GALLERY, "title: x\nmenu: []\n", TG_WARNING,
     "menu: belongs in the first folder's settings.yaml"},
    {GALLERY, "title: x\nexif: true\n", TG_WARNING,
     "exif: belongs under 'settings:' in the first folder's settings.yaml"},
};

START_TEST(keys_elsewhere_are_named_with_their_place)
{
    const struct tg_problem *problem;

    parse(misplaced[_i].file, misplaced[_i].text);
    problem = find(misplaced[_i].message);
    ck_assert_msg(problem, "%s: %s", misplaced[_i].message,
                  report.len ? report.problems[0].text : "none");
    ck_assert_int_eq(problem->severity, misplaced[_i].severity);
    tg_report_release(&report);
}
END_TEST

/* A typing error in a file of an album does not lead to a key that may not stand there. */
START_TEST(what_may_have_been_meant_may_stand_there)
{
    parse(ALBUM, "---\nlinsk: follow\n---\n");
    ck_assert_ptr_nonnull(find("unknown key 'linsk'"));
    ck_assert_ptr_null(find("did you mean"));
    tg_report_release(&report);
}
END_TEST

START_TEST(other_spellings)
{
    struct recitale r;

    recitale_make(&r, "title: x\nrss: false\nsubtitle: under it\nlicense: {name: CC0, url: ''}\n",
                  NULL);
    recitale_load(&r, NULL);
    ck_assert_uint_eq(r.report.len, 0);
    ck_assert_str_eq(r.site->root->sub_title, "under it");
    ck_assert_str_eq(r.site->look.licence_name, "CC0");
    ck_assert_str_eq(r.site->look.licence_url, "");
    recitale_remove(&r);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("keys");

    tcase_add_test(tc, names_are_in_order_and_each_place_is_in_one_row);
    tcase_add_loop_test(tc, parsers_know_each_key_where_it_may_stand, 0,
                        sizeof(around) / sizeof(around[0]));
    tcase_add_loop_test(tc, keys_elsewhere_are_named_with_their_place, 0,
                        sizeof(misplaced) / sizeof(misplaced[0]));
    tcase_add_test(tc, what_may_have_been_meant_may_stand_there);
    tcase_add_test(tc, other_spellings);
    return tg_suite_run("keys", tc);
}
