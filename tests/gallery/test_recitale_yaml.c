/* test_recitale_yaml.c - what people write in settings: merge keys, marks of encodings, hashtags,
 * HTML, and mistakes, each with a hint. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/buf.h"
#include "tests/gallery/recitale.h"
#include "tests/support/suite.h"

static struct recitale r;

static void teardown(void)
{
    recitale_remove(&r);
}

/* The project with that as the settings of its gallery g. */
static void load(const char *text)
{
    recitale_make(&r, NULL, NULL);
    tree_text(&r.tree, "g/settings.yaml", text);
    recitale_load(&r, NULL);
}

/* One without a gallery of its own, for what is bounded. */
static void load_freed(char *text)
{
    ck_assert_ptr_nonnull(text);
    load(text);
    free(text);
}

START_TEST(merge_keys_add_what_is_not_there)
{
    recitale_make(&r, NULL,
                  "  - type: pictures-group\n"
                  "    images:\n"
                  "      - - &d {name: a.jpg, quality: 80}\n"
                  "        - {<<: *d, text: again}\n"
                  "        - {text: own, quality: 0, <<: [{text: merged}, *d]}\n");
    recitale_plan(&r);
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-1141083414-x600.jpg"));
    ck_assert(recitale_makes(&r, "g/a.jpg", "a-3376296961-x600.jpg"));
    ck_assert_str_eq(recitale_find(&r, "g")->sections[0].rows[0].refs[1].text, "again");
    ck_assert_str_eq(recitale_find(&r, "g")->sections[0].rows[0].refs[2].text, "own");
    ck_assert_uint_eq(r.report.len, 0);
}
END_TEST

START_TEST(merged_mappings_may_be_merged)
{
    load("title: g\ncover: {<<: &c {<<: &b {name: a.jpg, quality: 0}, quality: 80}}\n"
         "sections:\n- {type: bordered-picture, image: {<<: [*c, *b]}}\n");
    recitale_find(&r, "g");
    check_ok(tg_site_plan(r.site));
    ck_assert_uint_eq(recitale_find(&r, "g")->cover.options->quality, 80);
    ck_assert_uint_eq(recitale_find(&r, "g")->sections[0].rows[0].refs[0].options->quality, 80);
}
END_TEST

START_TEST(merge_keys_want_mappings)
{
    load("title: g\ncover: {name: a.jpg, <<: b.jpg}\n");
    ck_assert(recitale_has(&r, TG_ERROR, "g/settings.yaml:2:26", "<<: expected a mapping"));
    recitale_remove(&r);
    load("title: g\ncover: {name: a.jpg, '<<': b.jpg}\n"); /* in quotes it is a key like others */
    ck_assert(recitale_has(&r, TG_WARNING, "g/settings.yaml:2:22", "unknown key '<<'"));
    recitale_remove(&r);
    load("title: g\ncover: &c {name: a.jpg, <<: *c}\n");
    ck_assert(recitale_has(&r, TG_ERROR, "g/settings.yaml:2:29", "inside what it names"));
}
END_TEST

/* Each has the keys of the one before it, often. */
START_TEST(hostile_merges_are_bounded)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_puts(&text, "title: x\na0: &a0 {k0: v}\n");
    for (int i = 1; i < 900; i++)
        tg_buf_printf(&text, "a%d: &a%d {<<: [*a%d, *a%d, *a%d], k%d: v}\n", i, i, i - 1, i - 1,
                      i - 1, i);
    load_freed(tg_buf_steal(&text));
    ck_assert(recitale_has(&r, TG_ERROR, "g/settings.yaml", "too many values"));
}
END_TEST

START_TEST(marks_of_the_encoding_are_skipped)
{
    recitale_make(&r, "\xEF\xBB\xBFtitle: x\nrss: false\n", NULL);
    tree_text(&r.tree, "g/settings.yaml", "\xEF\xBB\xBFtitle: g\ncover: a.jpg\n");
    tree_text(&r.tree, "partials/header.html", "\xEF\xBB\xBF<p>Head</p>\n");
    recitale_write(&r);
    ck_assert_str_eq(recitale_find(&r, "g")->title, "g");
    recitale_page(&r, "g/index.html", ">\n<p>Head</p>");
    ck_assert_uint_eq(r.report.len, 0);
}
END_TEST

START_TEST(hashtags_need_quotes)
{
    load("title: g\ncover: a.jpg\ntags:\n  - #yolo\n  - sun\n  -\n  - \"#travel\"\n"
         "sub_title: #1 in town\n");
    recitale_find(&r, "g");
    check_ok(tg_site_plan(r.site));
    check_ok(tg_site_write(r.site, NULL, NULL, NULL));
    ck_assert(recitale_has(&r, TG_WARNING, "g/settings.yaml:4:4: tags:", "# begins a comment"));
    ck_assert(recitale_has(&r, TG_WARNING, "g/settings.yaml:6:4: tags:", "skipped"));
    ck_assert(recitale_has(&r, TG_WARNING, "g/settings.yaml:8:11: sub_title: is empty",
                           "# begins a comment"));
    recitale_page(&r, "index.html", "in <bdi>sun</bdi>, <bdi>#travel</bdi></span>");
}
END_TEST

START_TEST(comments_are_no_hashtags)
{
    load("title: g # the title\ncover: a.jpg\ntags: # of it\n  - a # one\nsub_title: # none\n");
    recitale_find(&r, "g");
    ck_assert_uint_eq(r.report.len, 0);
}
END_TEST

static const struct {
    const char *yaml, *position, *hint;
} mistakes[] = {
    {"sub_title: 'Emmett's class'", ":3:20", "an apostrophe is written twice"},
    {"sections:\n- {type: text, text: 'Emmett's'}", ":4:30", "an apostrophe is written twice"},
    {"tags: ['a', 'b's']", ":3:16", "an apostrophe is written twice"},
    {"sub_title: \"say \"hi\" now\"", ":3:18", "a quote is written \\\""},
    {"sub_title: 'Tis the season", ":3:12", "a quote that is not closed"},
    {"sub_title: \"open\ntags: a", ":3:12", "a quote that is not closed"},
    {"sub_title: Italy: the south", ":3:17", "a colon and a space"},
    {"sub_title:Italy\ntags: a", ":3:1", "a key needs a colon and a space"},
    {"sub_title: @home", ":3:12", "begins with one of @"},
    {"sub_title: `x`", ":3:12", "begins with one of @"},
    {"sub_title: %x", ":3:12", "begins with one of @"},
    {"sub_title: *.jpg", ":3:13", "begins with one of @"},
    {"sub_title: *me", ":3:12", "begins with one of @"},
    {"sub_title: & Sons", ":3:13", "begins with one of @"},
    {"sub_title: !important", ":3:12", "begins with one of @"},
    {"sub_title: > 3", ":3:14", "begins with one of @"},
    {"sub_title: [Foo] bar", ":3:18", "begins with [ or {"},
    {"sections:\n- {type: text, text: Foo: bar}", ":4:", "begins with [ or {"},
    {"sections:\n\t- type: text", ":4:1", "indent with spaces"},
    {"sections:\n- type: text\n\ttext: x", ":5:1", "indent with spaces"},
    {"sections:\n  - type: text\n   text: x", ":5:4", "is it indented as"},
};

START_TEST(mistakes_have_a_hint_and_their_line)
{
    const char *line = strrchr(mistakes[_i].yaml, '\n');
    char text[256], quoted[256];

    (void)snprintf(text, sizeof(text), "title: g\ncover: a.jpg\n%s\n", mistakes[_i].yaml);
    load(text);
    (void)snprintf(text, sizeof(text), "g/settings.yaml%s", mistakes[_i].position);
    ck_assert(recitale_has(&r, TG_ERROR, text, mistakes[_i].hint));
    line = line && strncmp(line, "\ntags", 5) != 0 ? line + 1 : mistakes[_i].yaml;
    line += strspn(line, " \t");
    (void)snprintf(quoted, sizeof(quoted), ": %.*s", (int)strcspn(line, "\n"), line);
    ck_assert(recitale_has(&r, TG_ERROR, text, quoted));
}
END_TEST

START_TEST(hints_tell_no_password)
{
    load("title: g\ncover: a.jpg\npassword: 'it's mine'\n");
    ck_assert(recitale_has(&r, TG_ERROR, ":3:15", "an apostrophe is written twice"));
    ck_assert(!strstr(r.report.problems[0].text, "mine"));
}
END_TEST

START_TEST(a_text_that_is_an_anchor_is_a_warning)
{
    load("title: &Co\ncover: &c a.jpg\nsections:\n- {type: bordered-picture, image: *c}\n");
    ck_assert(recitale_has(&r, TG_WARNING, "g/settings.yaml:1:8", "'&Co' is used nowhere"));
    ck_assert_uint_eq(r.report.len, 1);
}
END_TEST

START_TEST(html_in_titles_and_captions_is_a_warning)
{
    recitale_make(&r, "title: Tom &amp; Ann\nrss: false\nmenu: [g: <b>G</b>]\n",
                  "  - {type: author, name: <i>Ann</i>, image: a.jpg, text: I am <b>Ann</b>}\n"
                  "  - {type: bordered-picture, image: a.jpg, text: <br>}\n"
                  "  - {type: bordered-picture, image: {name: a.jpg, text: <br>}}\n"
                  "  - {type: full-picture, image: a.jpg, text: {title: <br>}}\n"
                  "  - {type: paragraph, title: <br>, text: <br>}\n");
    recitale_write(&r);
    ck_assert(recitale_has(&r, TG_WARNING, "settings.yaml:1:8: title:", "looks like HTML"));
    ck_assert(recitale_has(&r, TG_WARNING, "settings.yaml:3:8: menu:", "looks like HTML"));
    ck_assert(recitale_has(&r, TG_WARNING, "section 1: name:", "looks like HTML"));
    ck_assert(recitale_has(&r, TG_WARNING, "section 2: text:", "looks like HTML"));
    ck_assert(recitale_has(&r, TG_WARNING, "section 3: text:", "looks like HTML"));
    ck_assert(recitale_has(&r, TG_WARNING, "section 4: title:", "looks like HTML"));
    ck_assert(recitale_has(&r, TG_WARNING, "section 5: title:", "looks like HTML"));
    ck_assert_uint_eq(r.report.len, 7);
    recitale_page(&r, "index.html", "Tom &amp;amp; Ann");
    recitale_page(&r, "g/index.html", "<p>I am <b>Ann</b></p>");
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("recitale_yaml");

    tcase_add_checked_fixture(tc, NULL, teardown);
    tcase_add_test(tc, merge_keys_add_what_is_not_there);
    tcase_add_test(tc, merged_mappings_may_be_merged);
    tcase_add_test(tc, merge_keys_want_mappings);
    tcase_add_test(tc, hostile_merges_are_bounded);
    tcase_add_test(tc, marks_of_the_encoding_are_skipped);
    tcase_add_test(tc, hashtags_need_quotes);
    tcase_add_test(tc, comments_are_no_hashtags);
    tcase_add_loop_test(tc, mistakes_have_a_hint_and_their_line, 0,
                        sizeof(mistakes) / sizeof(mistakes[0]));
    tcase_add_test(tc, hints_tell_no_password);
    tcase_add_test(tc, a_text_that_is_an_anchor_is_a_warning);
    tcase_add_test(tc, html_in_titles_and_captions_is_a_warning);
    return tg_suite_run("recitale_yaml", tc);
}
