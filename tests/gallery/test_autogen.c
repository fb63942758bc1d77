/* test_autogen.c - récitale's checklist for autogen (73, 74): what is written, and that the rest
 * stays. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/settings/yaml.h"
#include "gallery/source/autogen.h"
#include "tests/support/suite.h"

static struct tg_report report;
static struct tg_buf out;

static void setup(void)
{
    report = (struct tg_report){0};
    tg_buf_init(&out, TG_BUF_MAX);
}

static void teardown(void)
{
    tg_report_release(&report);
    tg_buf_release(&out);
}

static enum tg_autogen_end check_text(const char *text, bool force)
{
    return tg_autogen_check("g/settings.yaml", text, strlen(text), force, &report);
}

static enum tg_autogen_end write_text(const char *text, struct tg_autogen_photo *photos, size_t n)
{
    return tg_autogen_write("g/settings.yaml", text, strlen(text), photos, n, &out, &report);
}

static struct tg_autogen_photo photo(const char *name, const char *date)
{
    struct tg_autogen_photo p = {.name = name, .width = 3000, .height = 2000};

    (void)snprintf(p.date, sizeof(p.date), "%s", date);
    return p;
}

START_TEST(recitale_73_takes_jpeg_and_png)
{
    ck_assert(tg_autogen_takes("a.jpg") && tg_autogen_takes("a.JPG") && tg_autogen_takes("a.jpeg"));
    ck_assert(tg_autogen_takes("a.JPEG") && tg_autogen_takes("a.png") && tg_autogen_takes("é.PNG"));
    ck_assert(!tg_autogen_takes("a.gif") && !tg_autogen_takes("a.mp4") &&
              !tg_autogen_takes(".jpg"));
    ck_assert(!tg_autogen_takes("\xFF.jpg"));
}
END_TEST

START_TEST(recitale_73_skips)
{
    ck_assert_int_eq(check_text("title: x\n", false), TG_AUTOGEN_DONE);
    ck_assert_int_eq(check_text("title: x\nstatic: true\n", true), TG_AUTOGEN_STATIC);
    ck_assert_int_eq(check_text("title: x\nstatic: false\n", true), TG_AUTOGEN_STATIC);
    ck_assert_int_eq(check_text("title: x\nsections:\n", false), TG_AUTOGEN_SECTIONS);
    ck_assert_int_eq(check_text("title: x\nsections:\n", true), TG_AUTOGEN_DONE);
    ck_assert_uint_eq(report.len, 0);
}
END_TEST

static const char *const bad[] = {"name: x\n",           "", "- a\n", "title: [\n", "{title: x}\n",
                                  "title: x\ntitle: y\n"};

START_TEST(bad_settings_are_reported)
{
    ck_assert_int_eq(check_text(bad[_i], true), TG_AUTOGEN_BAD);
    ck_assert_uint_ge(report.count[TG_ERROR], 1);
}
END_TEST

START_TEST(recitale_73_everything_else_stays)
{
    struct tg_autogen_photo photos[] = {photo("a.jpg", "2020-01-02T03:04:05")};

    ck_assert_int_eq(
        write_text("# mine\r\ntitle: \"a: b\" # so\nsections: # old\n- x\n- y\n\n# tags\n"
                   "tags: [one,  two]\ndate:   # none yet\nsub_title: 'it''s'",
                   photos, 1),
        TG_AUTOGEN_DONE);
    ck_assert_str_eq(
        tg_buf_str(&out),
        "# mine\r\ntitle: \"a: b\" # so\n\n# tags\ntags: [one,  two]\nsub_title: 'it''s'\n"
        "date: 2020-01-02\ncover: \"a.jpg\"\nsections:\n  - type: pictures-group\n"
        "    images:\n      - - \"a.jpg\"\n");
}
END_TEST

START_TEST(recitale_73_cover_and_date_are_kept)
{
    struct tg_autogen_photo photos[] = {photo("a.jpg", "2020-01-02T03:04:05")};

    ck_assert_int_eq(write_text("title: x\ncover: {name: b.jpg}\ndate: 2001-01-01\n", photos, 1),
                     TG_AUTOGEN_DONE);
    ck_assert_ptr_nonnull(strstr(out.data, "cover: {name: b.jpg}\ndate: 2001-01-01\nsections:"));
    ck_assert_ptr_null(strstr(out.data, "2020"));
}
END_TEST

START_TEST(recitale_73_names_are_quoted)
{
    static const char *const names[] = {"a: b #c.jpg",      "\"q\"\\.jpg",     "- x.jpg",
                                        "\001\n\t\177.jpg", "é日𝄞.jpg",        "yes.jpg",
                                        "{[*&!.jpg",        "\xEF\xBB\xBF.jpg"};
    enum { N = sizeof(names) / sizeof(names[0]) };
    struct tg_autogen_photo photos[N];
    const struct tg_yaml *map, *rows;
    struct tg_arena arena = {0};
    size_t at = 0;

    for (size_t i = 0; i < N; i++) {
        char date[20];

        (void)snprintf(date, sizeof(date), "2020-01-0%zuT00:00:00", i + 1);
        photos[i] = photo(names[i], date);
    }
    ck_assert_int_eq(write_text("title: x\n", photos, N), TG_AUTOGEN_DONE);
    map = tg_yaml_parse(&arena, "x", out.data, out.len, &report);
    ck_assert_ptr_nonnull(map);
    ck_assert_str_eq(tg_yaml_get(map, "cover")->text, names[0]);
    rows = tg_yaml_get(tg_yaml_get(map, "sections")->items[0], "images");
    for (size_t i = 0; i < rows->len; i++)
        for (size_t k = 0; k < rows->items[i]->len; k++)
            ck_assert_str_eq(rows->items[i]->items[k]->text, names[at++]);
    ck_assert_uint_eq(at, N);
    tg_arena_release(&arena);
}
END_TEST

START_TEST(recitale_74_order_by_date_then_name)
{
    struct tg_autogen_photo photos[] = {
        photo("p10.jpg", "2020-01-01T00:00:00"), photo("p9.jpg", "2020-01-01T00:00:00"),
        photo("a.jpg", "2021-01-01T00:00:00"), photo("z.jpg", "2019-12-31T23:59:59")};

    ck_assert_int_eq(write_text("title: x\n", photos, 4), TG_AUTOGEN_DONE);
    ck_assert_str_eq(photos[0].name, "z.jpg");
    ck_assert_str_eq(photos[1].name, "p9.jpg");
    ck_assert_str_eq(photos[2].name, "p10.jpg");
    ck_assert_str_eq(photos[3].name, "a.jpg");
    ck_assert_ptr_nonnull(strstr(out.data, "date: 2019-12-31\n"));
}
END_TEST

/* Every number of photos, landscape, portrait and panorama mixed. */
START_TEST(recitale_74_rows_of_three_to_five)
{
    size_t n = (size_t)_i + 1, row = 0, seen = 0;
    struct tg_autogen_photo *photos = calloc(n, sizeof(*photos));

    ck_assert_ptr_nonnull(photos);
    for (size_t i = 0; i < n; i++) {
        photos[i] = photo("a.jpg", "2020-01-01T00:00:00");
        photos[i].height = i % 4 == 0 ? 4500 : i % 7 == 0 ? 100 : 2000;
    }
    ck_assert_int_eq(write_text("title: x\n", photos, n), TG_AUTOGEN_DONE);
    for (const char *at = strstr(out.data, "images:\n"); (at = strstr(at, "- \"a.jpg\"")); at++) {
        bool starts = strncmp(at - 2, "- ", 2) == 0;

        ck_assert(!starts || seen == 0 || (row >= 3 && row <= 5));
        row = starts ? 1 : row + 1;
        seen++;
    }
    ck_assert_uint_eq(seen, n);
    ck_assert(row <= 5 && (row >= 3 || n < 3));
    free(photos);
}
END_TEST

/* Portraits are narrow: five fit where three panoramas would be stripes. */
START_TEST(recitale_74_rows_suit_the_ratios)
{
    struct tg_autogen_photo photos[10];

    for (size_t i = 0; i < 10; i++) {
        photos[i] = photo("a.jpg", "2020-01-01T00:00:00");
        photos[i].height = 4500;
    }
    ck_assert_int_eq(write_text("title: x\n", photos, 10), TG_AUTOGEN_DONE);
    ck_assert_uint_eq(out.len, strlen("title: x\ndate: 2020-01-01\ncover: \"a.jpg\"\nsections:\n"
                                      "  - type: pictures-group\n    images:\n") +
                                   10 * strlen("        - \"a.jpg\"\n"));
    ck_assert_ptr_eq(strstr(strstr(out.data, "- - ") + 1, "- - "),
                     strstr(out.data, "- - ") + 5 * strlen("        - \"a.jpg\"\n"));
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("autogen");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, recitale_73_takes_jpeg_and_png);
    tcase_add_test(tc, recitale_73_skips);
    tcase_add_loop_test(tc, bad_settings_are_reported, 0, sizeof(bad) / sizeof(bad[0]));
    tcase_add_test(tc, recitale_73_everything_else_stays);
    tcase_add_test(tc, recitale_73_cover_and_date_are_kept);
    tcase_add_test(tc, recitale_73_names_are_quoted);
    tcase_add_test(tc, recitale_74_order_by_date_then_name);
    tcase_add_loop_test(tc, recitale_74_rows_of_three_to_five, 0, 40);
    tcase_add_test(tc, recitale_74_rows_suit_the_ratios);
    return tg_suite_run("autogen", tc);
}
