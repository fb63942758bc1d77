/* test_thumbnail.c - URIs as GLib writes them, their MD5, and texts in PNG files. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/file_uri.h"
#include "core/codec/png_text.h"
#include "core/crypt/md5.h"
#include "tests/support/suite.h"

static void check_uri(const char *path, const char *want)
{
    char *uri = tg_file_uri(path), *back = uri ? tg_file_uri_path(uri) : NULL;

    ck_assert_str_eq(uri, want);
    ck_assert_str_eq(back, path);
    free(back);
    free(uri);
}

/* What g_filename_to_uri() of GLib 2.74 makes of these paths. */
START_TEST(uris_are_those_of_glib)
{
    check_uri("/home/jens/photos/me.png", "file:///home/jens/photos/me.png");
    check_uri("/!\"#$%&'()*+,-.", "file:///!%22%23$%25&'()*+,-.");
    check_uri("/:;<=>?@[\\]^_`{|}~", "file:///:%3B%3C=%3E%3F@%5B%5C%5D%5E_%60%7B%7C%7D~");
    check_uri("/a b\n\t\x7f", "file:///a%20b%0A%09%7F");
    check_uri("/\xc3\xa4/\xff\x80", "file:///%C3%A4/%FF%80");
    check_uri("/", "file:///");
}
END_TEST

START_TEST(every_byte_comes_back)
{
    char path[300] = "/";
    char *uri, *back;

    for (int c = 1; c < 256; c++)
        path[c] = (char)c;
    uri = tg_file_uri(path);
    back = tg_file_uri_path(uri);
    ck_assert_str_eq(back, path);
    free(back);
    free(uri);
}
END_TEST

START_TEST(uris_of_other_programs_are_read)
{
    static const char *const none[] = {
        "http://example.org/a", "file://example.org/a", "file:a",     "file:////a",
        "file:///a%00b",        "file:///a%2",          "file:///a%", "file:///a%zz",
        "file:///a?b",          "file:///a#b",          "file:",      ""};
    static const char *const same[] = {"file:///a%5b", "file:///a[", "FILE:///a%5B", "file:/a[",
                                       "file://localhost/a["};

    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char *path = tg_file_uri_path(same[i]);

        ck_assert_str_eq(path, "/a[");
        free(path);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_msg(!tg_file_uri_path(none[i]), "%s", none[i]);
}
END_TEST

START_TEST(paths_are_walked_by_their_names)
{
    static const char *const cases[][3] = {
        {"/a/b", "c", "/a/b/c"},
        {"/a/b", ".", "/a/b"},
        {"/a/b", "./c//d/", "/a/b/c/d"},
        {"/a/b", "../c", "/a/c"},
        {"/a/b", "../..", "/"},
        {"/a/b", "../../../x", "/x"},
        {"/a/b", "/c/./d", "/c/d"},
        {"/a/b", "..c/...", "/a/b/..c/..."},
        {"/", "", "/"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = tg_path_walked(cases[i][0], cases[i][1]);

        ck_assert_str_eq(path, cases[i][2]);
        free(path);
    }
    ck_assert(tg_walked_is_in("/a/b", "/a") && tg_walked_is_in("/a", "/a"));
    ck_assert(tg_walked_is_in("/a", "/") && !tg_walked_is_in("/ab", "/a"));
    ck_assert(!tg_walked_is_in("/a", "/a/b"));
}
END_TEST

/* The example of the standard, and RFC 1321's. */
START_TEST(names_are_those_of_the_standard)
{
    char digits[TG_MD5_TEXT];

    tg_md5_text("file:///home/jens/photos/me.png", digits);
    ck_assert_str_eq(digits, "c6ee772d9e49320e97ec29a7eb5b1697");
    tg_md5_text("", digits);
    ck_assert_str_eq(digits, "d41d8cd98f00b204e9800998ecf8427e");
}
END_TEST

static void check_text(const struct tg_buf *file, const char *key, const char *want)
{
    size_t len;
    const char *text = tg_png_text_get((const uint8_t *)file->data, file->len, key, &len);

    ck_assert_msg(text && len == strlen(want) && memcmp(text, want, len) == 0, "%s", key);
}

START_TEST(texts_are_found_whole_or_not_at_all)
{
    struct tg_buf chunks, file;
    size_t len, end;

    tg_buf_init(&chunks, 1000);
    tg_buf_init(&file, 1000);
    tg_png_text_put(&chunks, "Thumb::URI", "file:///a");
    tg_png_text_put(&chunks, "Thumb::MTime", "-12");
    tg_png_text_put(&chunks, "Empty", "");
    tg_png_text_alone(&file, &chunks);
    check_text(&file, "Thumb::URI", "file:///a");
    check_text(&file, "Thumb::MTime", "-12");
    check_text(&file, "Empty", "");
    end = TG_PNG_TEXT_AT + chunks.len;
    for (size_t n = 0; n < end; n++) /* cut anywhere, the last text is not there */
        ck_assert(!tg_png_text_get((const uint8_t *)file.data, n, "Empty", &len));
    ck_assert(!tg_png_text_get((const uint8_t *)file.data, file.len, "Thumb", &len));
    ck_assert(!tg_png_text_get((const uint8_t *)file.data, file.len, "Thumb::Size", &len));
    memcpy(file.data + TG_PNG_TEXT_AT, "\xff\xff\xff\xff",
           4); /* a chunk longer than all there is */
    ck_assert(!tg_png_text_get((const uint8_t *)file.data, file.len, "Thumb::URI", &len));
    tg_buf_release(&chunks);
    tg_buf_release(&file);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("thumbnail");

    tcase_add_test(tc, uris_are_those_of_glib);
    tcase_add_test(tc, every_byte_comes_back);
    tcase_add_test(tc, uris_of_other_programs_are_read);
    tcase_add_test(tc, paths_are_walked_by_their_names);
    tcase_add_test(tc, names_are_those_of_the_standard);
    tcase_add_test(tc, texts_are_found_whole_or_not_at_all);
    return tg_suite_run("thumbnail", tc);
}
