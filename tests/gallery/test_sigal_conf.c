/* test_sigal_conf.c - sigal.conf.py: what is read of it, what is not, and what is said of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/source/sigal_conf.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static struct tg_arena arena;
static struct tg_sigal_conf conf;
static struct tree t;
static struct tg_report report;
static struct tg_site *site;

static void setup(void)
{
    tree_make(&t);
    tree_file(&t, "a/1.jpg");
}

static void teardown(void)
{
    tg_site_free(site);
    site = NULL;
    tg_report_release(&report);
    tree_remove(&t);
    tg_arena_release(&arena);
}

static void read_conf(const char *text)
{
    ck_assert(tg_sigal_conf_read(&arena, text, strlen(text), &conf));
}

/* A value, as short as can be. */
static void put(struct tg_buf *out, const struct tg_literal *value)
{
    static const char *const open[] = {"", "", "", "", "[", "{"}, *const close[] = {"", "",  "",
                                                                                    "", "]", "}"};

    tg_buf_puts(out, open[value->kind]);
    if (value->kind == TG_LITERAL_BOOL)
        tg_buf_puts(out, value->truth ? "yes" : "no");
    else if (value->kind == TG_LITERAL_NONE)
        tg_buf_puts(out, "none");
    else if (value->text)
        tg_buf_puts(out, value->text);
    for (const struct tg_literal *item = value->first; item; item = item->next) {
        put(out, item);
        tg_buf_puts(out, item->next ? " " : "");
    }
    tg_buf_puts(out, close[value->kind]);
}

static const struct {
    const char *text, *value; /* NULL: it is not read */
} values[] = {
    {"x = 'a'", "a"},
    {"x='a';", "a"},
    {"x = \"it's\"  # why", "it's"},
    {"x = 'a' 'b' \\\n 'c'", "abc"},
    {"x = ('a'\n  # between\n  'b')", "ab"},
    {"x = '''one\ntwo'''", "one\ntwo"},
    {"x = \"\"\"a \"quoted\" b\"\"\"", "a \"quoted\" b"},
    {"x = u'\xC3\xA9\\'\\n\\\\'", "\xC3\xA9'\n\\"},
    {"x = r'raw'", "raw"},
    {"x = '# no comment'", "# no comment"},
    {"x = ''", ""},
    {"x = 640", "640"},
    {"x = -1.5", "-1.5"},
    {"x = True", "yes"},
    {"x = False # no", "no"},
    {"x = None", "none"},
    {"x = (800, 600)", "[800 600]"},
    {"x = 800, 600", "[800 600]"},
    {"x = 'a',", "[a]"},
    {"x = ('a',)", "[a]"},
    {"x = ('a')", "a"},
    {"x = ()", "[]"},
    {"x = []", "[]"},
    {"x = {}", "{}"},
    {"x = [\n 'a', # first\n\n 'b',\n]", "[a b]"},
    {"x = [('A', 'http://a'), ('B', 'http://b')]", "[[A http://a] [B http://b]]"},
    {"x = {'quality': 85,\r\n 'optimize': True}\r\n", "{quality 85 optimize yes}"},
    {"x = [[[['deep']]]]", "[[[[deep]]]]"},
    {"x = [[[[['too deep']]]]]", NULL},
    {"x = 'open", NULL},
    {"x = '''open", NULL},
    {"x = ['a'", NULL},
    {"x = ['a')", NULL},
    {"x = ['a' , , 'b']", NULL},
    {"x = {'a', 'b'}", NULL},
    {"x = {'a': }", NULL},
    {"x = f'{y}'", NULL},
    {"x = b'a'", NULL},
    {"x = 'a\\x41'", NULL},
    {"x = r'\\d'", NULL},
    {"x = 'a' + 'b'", NULL},
    {"x = 'a' % 1", NULL},
    {"x = 'a'.upper()", NULL},
    {"x = os.path.join('a')", NULL},
    {"x = y", NULL},
    {"x = 1e5", NULL},
    {"x = - 1", NULL},
    {"x = 'a' if y else 'b'", NULL},
    {"x == 'a'", NULL},
    {"x: str = 'a'", NULL},
    {"x = y = 'a'", NULL},
    {"x += 'a'", NULL},
    {"x =", NULL},
    {"  x = 'a'", NULL},
    {"x.y = 'a'", NULL},
    {"x[0] = 'a'", NULL},
    {"1x = 'a'", NULL},
};

START_TEST(literals_are_read_and_nothing_else)
{
    const struct tg_sigal_setting *x;
    struct tg_buf out;

    read_conf(values[_i].text);
    x = tg_sigal_conf_get(&conf, "x");
    tg_buf_init(&out, TG_BUF_MAX);
    if (x)
        put(&out, &x->value);
    ck_assert_msg(!x == !values[_i].value, "%s", values[_i].text);
    ck_assert_str_eq(tg_buf_str(&out), values[_i].value ? values[_i].value : "");
    ck_assert_uint_eq(conf.unread_len, values[_i].value ? 0 : 1);
    tg_buf_release(&out);
}
END_TEST

/* Python is what it is told last; what is done to a name otherwise makes its value unknown. */
START_TEST(the_last_value_of_a_name_counts)
{
    read_conf("a = 1\nb = 1\nc = 1\nd = 1\na = 2; d = 3\nb = f()\nif c:\n    c = 5\nc += 1\n");
    ck_assert_uint_eq(conf.len, 2);
    ck_assert_str_eq(tg_sigal_conf_get(&conf, "a")->value.text, "2");
    ck_assert_uint_eq(tg_sigal_conf_get(&conf, "a")->line, 5);
    ck_assert_str_eq(tg_sigal_conf_get(&conf, "d")->value.text, "3");
    ck_assert_ptr_null(tg_sigal_conf_get(&conf, "b"));
    ck_assert_ptr_null(tg_sigal_conf_get(&conf, "c"));
}
END_TEST

START_TEST(what_is_not_read_is_named_by_its_lines)
{
    read_conf(
        "\xEF\xBB\xBF# -*- coding: utf-8 -*-\n'''A text\nabout it'''\nimport os, \\\n  sys\n"
        "from a import (b,\n  c)\n"
        "x = f(\n  'a)',\n  # )\n  '''\n)''')\n\nif y:\n    z = '('\n\n    w = 1\nv = 1\nlast()");
    ck_assert_uint_eq(conf.len, 1);
    ck_assert_uint_eq(tg_sigal_conf_get(&conf, "v")->line, 18);
    ck_assert_uint_eq(conf.unread_len, 4);
    ck_assert_uint_eq(conf.unread[0].first, 8);
    ck_assert_uint_eq(conf.unread[0].last, 12);
    ck_assert_uint_eq(conf.unread[1].first, 14);
    ck_assert_uint_eq(conf.unread[1].last, 15);
    ck_assert_uint_eq(conf.unread[2].first, 17);
    ck_assert_uint_eq(conf.unread[3].first, 19);
    ck_assert_uint_eq(conf.unread[3].last, 19);
}
END_TEST

START_TEST(hostile_settings_are_bounded)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    for (int i = 0; i < 2 * TG_SIGAL_SETTINGS; i++)
        tg_buf_printf(&text, "x%d = %d\n\n", i, i);
    tg_buf_puts(&text, "y = [");
    for (int i = 0; i < 2 * TG_SIGAL_VALUES; i++)
        tg_buf_puts(&text, "1,");
    tg_buf_puts(&text, "]\n");
    for (int i = 0; i < 2 * TG_SIGAL_UNREAD; i++)
        tg_buf_puts(&text, "f()\n\n");
    for (int i = 0; i < 1000; i++)
        tg_buf_puts(&text, "((((");
    read_conf(tg_buf_str(&text));
    ck_assert_uint_eq(conf.len, TG_SIGAL_SETTINGS);
    ck_assert_ptr_null(tg_sigal_conf_get(&conf, "y"));
    ck_assert_uint_le(conf.unread_len, TG_SIGAL_UNREAD);
    tg_buf_release(&text);
}
END_TEST

/* ---- What is said of it ---------------------------------------------------------------------- */

static void scan(bool all)
{
    check_ok(
        tg_site_scan(t.src, t.out, &(struct tg_scan_rules){.tell_sigal = all}, &report, &site));
    ck_assert_msg(report.len == 0, "%s", report.len ? report.problems[0].text : "");
}

static const struct {
    const char *text, *note; /* NULL: nothing is said */
} answers[] = {
    {"title = 'My \"photos\"'", "title: write into album.md: title: \"My \\\"photos\\\"\""},
    {"author = 'Jo'", "copyright: \"Jo\" ("},
    {"copyright = '\xC2\xA9 Jo'", "copyright: \"\xC2\xA9 Jo\""},
    {"html_language = 'de'", "lang: \"de\""},
    {"locale = 'fr_FR.UTF-8'", "lang: \"fr\""},
    {"locale = 'C'", NULL},
    {"theme = 'galleria'", "theme: \"night\""},
    {"theme = 'photoswipe'", "theme: paper, the default theme"},
    {"theme = '/home/me/mine'", "theme: a theme of your own"},
    {"medias_sort_attr = 'filename'", "sort: name (in each album"},
    {"medias_sort_attr = 'date'", NULL},
    {"medias_sort_attr = 'meta.n'", "order: [...]"},
    {"medias_sort_reverse = True", "reverse: true"},
    {"medias_sort_reverse = False", NULL},
    {"albums_sort_attr = 'name'", "albums: {sort: name} ("},
    {"albums_sort_attr = 'date'", "albums: {sort: date, reverse: true} ("},
    {"albums_sort_attr = 'date'\nalbums_sort_reverse = True", "albums: {sort: date} ("},
    {"albums_sort_reverse = True", "albums: {sort: name, reverse: true} ("},
    {"albums_sort_attr = 'meta.order'", "'Order: 3' in an album's index.md counts"},
    {"albums_sort_attr = 'medias'", "albums: {order: [...]}"},
    {"ignore_files = ['*.png', '*_raw*']", "exclude: [\"*.png\", \"*_raw*\"]"},
    {"ignore_directories = ['drafts', '*/x']", "a line each: /drafts/ and **/x/"},
    {"ignore_directories = ['*old']\nignore_files = ['a/b.jpg']",
     "exclude: [\"*old\"] (in a file .ignore beside album.md, a line each: a/b.jpg)"},
    {"ignore_files = []", NULL},
    {"keep_orig = True", "original: link ("},
    {"use_orig = True", "original: link ("},
    {"zip_gallery = 'archive.zip'", "download: zip"},
    {"zip_gallery = False", NULL},
    {"zip_media_format = 'orig'\nzip_gallery = 'a.zip'", "download_size: original"},
    {"links = [('A', 'http://a/'), ('B', 'http://b/')]",
     "menu: [{\"http://a/\": \"A\"}, {\"http://b/\": \"B\"}]"},
    {"links = ''", NULL},
    {"files_to_copy = (('x/a.txt', 'a.txt'),)", "files: [\"a.txt\"] ("},
    {"files_to_copy = ('x/a.txt', 'a.txt')", "files: [\"a.txt\"] ("},
    {"jpg_options = {'quality': 85}", "quality: 85 ("},
    {"jpg_options = {'quality': 85, 'quality': 90}", "quality: 90 ("},
    {"jpg_options = {'optimize': True}", NULL},
    {"img_size = (800, 600)", "sizes: [800x]"},
    {"img_format = 'WEBP'", "formats: [jpeg, webp]"},
    {"img_format = 'JPEG'", NULL},
    {"show_map = True", "album_map: true"},
    {"copy_exif_data = True", "exif: true ("},
    {"rss_feed = {'feed_url': 'https://e.org/p/feed.rss', 'nb_items': 10}",
     "url: \"https://e.org/p\""},
    {"rss_feed = {'feed_url': 'https://'}", NULL},
    {"plugins = ['sigal.plugins.nomedia', 'mine']",
     "nomedia (counts as it is), mine (unknown here)"},
    {"encrypt_options = {'password': 'SECRET'}", "password: TEXT"},
    {"write_html = False", "tirage thumb -r"},
    {"write_html = True", NULL},
    {"user_css = 'a.css'", "custom.css"},
    {"destination = '_build'", "-o site"},
    {"thumb_size = (1, 2)\nvideo_format = 'mp4'", "not needed: thumb_size, video_format:"},
    {"f()\n\ng()\nh()", "line 1, 3-4;"},
};

START_TEST(each_setting_has_an_answer)
{
    tree_text(&t, "sigal.conf.py", answers[_i].text);
    scan(true);
    ck_assert_msg(answers[_i].note ? has_note(site, "sigal.conf.py", answers[_i].note)
                                   : site->notes_len == 0,
                  "%s: %s", answers[_i].text, site->notes_len ? site->notes[0] : "nothing");
    ck_assert(!has_note(site, "", "SECRET"));
}
END_TEST

/* The lines that are said are those of an album.md without errors and warnings. */
START_TEST(its_lines_can_be_written_into_album_md)
{
    struct tg_buf text;

    tree_file(&t, "0.jpg"); /* the order of pictures is that of pictures here */
    tree_file(&t, "0.png");
    tree_file(&t, "0x.jpg");
    tree_text(&t, "a.txt", "a");
    tree_text(
        &t, "sigal.conf.py",
        "title = 'My \"photos\" – 100 %: # [a]'\nauthor = 'Jo: {x}'\nlocale = 'de_DE'\n"
        "theme = 'galleria'\nmedias_sort_attr = 'filename'\nmedias_sort_reverse = True\n"
        "albums_sort_attr = 'date'\nignore_files = ['*.png', '*[0-9]x.jpg']\nkeep_orig = True\n"
        "zip_gallery = 'a.zip'\nlinks = [('A: b', 'https://e.org/?a=b#c')]\n"
        "files_to_copy = [('x', 'a.txt')]\njpg_options = {'quality': 80}\n"
        "img_format = 'WEBP'\nshow_map = True\ncopy_exif_data = True\n"
        "rss_feed = {'feed_url': 'https://e.org/p/f.rss'}\n");
    scan(true);
    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_puts(&text, "---\n");
    for (size_t i = 0; i < site->notes_len; i++) {
        const char *line = strstr(site->notes[i], "write into album.md: ");
        const char *end = line ? strstr(line, " (") : NULL;

        if (line)
            line += strlen("write into album.md: ");
        if (line)
            tg_buf_printf(&text, "%.*s\n", (int)(end ? (size_t)(end - line) : strlen(line)), line);
    }
    tg_buf_puts(&text, "---\n");
    ck_assert_uint_eq(site->notes_len, 17);
    tree_text(&t, "album.md", tg_buf_str(&text));
    tg_buf_release(&text);
    tg_site_free(site);
    site = NULL;
    scan(false);
    ck_assert_str_eq(site->root->title, "My \"photos\" – 100 %: # [a]");
    ck_assert_str_eq(site->url, "https://e.org/p");
    ck_assert_uint_eq(site->look.menu_len, 1);
    ck_assert(!has_note(site, "sigal.conf.py", "an equal"));
}
END_TEST

START_TEST(a_build_says_one_line_until_album_md_has_all)
{
    tree_text(&t, "sigal.conf.py", "title = 'x'\nlocale = 'de_DE'\nimg_size = (1, 1)\nf()\n");
    scan(false);
    ck_assert_uint_eq(site->notes_len, 1);
    ck_assert(has_note(site, "sigal.conf.py: 2 of sigal's settings have", "tirage check"));
    tg_site_free(site);
    tree_text(&t, "album.md", "---\ntitle: y\n---\n");
    scan(false);
    ck_assert(has_note(site, "sigal.conf.py: 1 of sigal's settings has", "tirage check"));
    tg_site_free(site);
    tree_text(&t, "album.md", "---\ntitle: y\nlang: en\n---\n");
    scan(false);
    ck_assert_uint_eq(site->notes_len, 0);
}
END_TEST

/* Beside SRC, as sigal's users have it: with `source`, which may be another folder. */
START_TEST(settings_above_count_for_their_source)
{
    char *other;

    tree_text(&t, "sigal.conf.py", "source = 'a'\ntitle = 'x'\n");
    scan(true);
    ck_assert_uint_eq(site->notes_len, 1);
    ck_assert(has_note(site, "sigal.conf.py:1: source", "in the folder 'a'"));
    tg_site_free(site);
    other = strdup(t.src);
    ck_assert_ptr_nonnull(other);
    (void)snprintf(t.src, sizeof(t.src), "%s/a/", other);
    scan(true);
    ck_assert(has_note(site, "../sigal.conf.py:2: title", "title: \"x\""));
    tg_site_free(site);
    (void)snprintf(t.src, sizeof(t.src), "%s", other);
    tree_text(&t, "sigal.conf.py", "source = '../other'\ntitle = 'x'\n");
    (void)snprintf(t.src, sizeof(t.src), "%s/a", other);
    scan(true);
    ck_assert_uint_eq(site->notes_len, 0);
    tg_site_free(site);
    (void)snprintf(t.src, sizeof(t.src), "%s", other);
    tree_text(&t, "sigal.conf.py", "title = 'x'\n");
    (void)snprintf(t.src, sizeof(t.src), "%s/a", other);
    scan(true);
    ck_assert(has_note(site, "../sigal.conf.py:1: title", "title: \"x\""));
    (void)snprintf(t.src, sizeof(t.src), "%s", other);
    free(other);
}
END_TEST

START_TEST(other_things_of_that_name_are_passed_over)
{
    size_t len = strlen(t.src);

    tree_dir(&t, "sigal.conf.py");
    scan(true);
    ck_assert(!has_note(site, "sigal.conf.py:", "album.md"));
    tg_site_free(site);
    tree_fifo(&t, "b/sigal.conf.py");
    tree_file(&t, "b/c/1.jpg");
    memcpy(t.src + len, "/b", sizeof("/b"));
    scan(true);
    tg_site_free(site);
    memcpy(t.src + len, "/b/c", sizeof("/b/c"));
    scan(true); /* and above SRC, where nobody waits for it either */
    ck_assert_uint_eq(site->notes_len, 0);
    t.src[len] = '\0';
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("sigal_conf");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, literals_are_read_and_nothing_else, 0,
                        sizeof(values) / sizeof(values[0]));
    tcase_add_test(tc, the_last_value_of_a_name_counts);
    tcase_add_test(tc, what_is_not_read_is_named_by_its_lines);
    tcase_add_test(tc, hostile_settings_are_bounded);
    tcase_add_loop_test(tc, each_setting_has_an_answer, 0, sizeof(answers) / sizeof(answers[0]));
    tcase_add_test(tc, its_lines_can_be_written_into_album_md);
    tcase_add_test(tc, a_build_says_one_line_until_album_md_has_all);
    tcase_add_test(tc, settings_above_count_for_their_source);
    tcase_add_test(tc, other_things_of_that_name_are_passed_over);
    return tg_suite_run("sigal_conf", tc);
}
