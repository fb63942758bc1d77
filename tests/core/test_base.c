/* test_base.c - errors, buffers, paths, files, fitting. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/file.h"
#include "core/base/fit.h"
#include "core/base/path.h"
#include "core/base/size.h"
#include "core/base/utf8.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

START_TEST(control_characters_are_made_visible)
{
    struct tg_buf b;

    tg_buf_init(&b, 1000);
    tg_buf_put_printable(&b, "a\nb\x1b[2J\x7f\xc2\x9b\xc2");
    ck_assert_str_eq(tg_buf_str(&b), "a\\x0ab\\x1b[2J\\x7f\\xc2\\x9b\\xc2");
    tg_buf_clear(&b);
    tg_buf_put_printable(&b, "\xc3\x9f\xc2\xa0\xe2\x82\xac\\"); /* not those of text */
    ck_assert_str_eq(tg_buf_str(&b), "\xc3\x9f\xc2\xa0\xe2\x82\xac\\");
    tg_buf_release(&b);
}
END_TEST

START_TEST(what_acts_on_a_terminal_is_escaped)
{
    /* C0, DEL, C1 in UTF-8 and alone, directions, line separators, no UTF-8: stray, overlong,
     * surrogate */
    static const char *const bad[] = {
        "\x01",         "\t",           "\n",           "\r",
        "\x1b",         "\x7f",         "\xc2\x80",     "\xc2\x9b",
        "\xc2\x9f",     "\x9b",         "\xd8\x9c",     "\xe2\x80\x8e",
        "\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaa",
        "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa9", "\xc0\x8a",
        "\xed\xa0\x80", "\xff",         "\xe2\x80",     "\xf4\x90\x80\x80",
    };
    static const char *const good[] = {"",
                                       " ",
                                       "~",
                                       "\xc2\xa0",
                                       "\xd9\x85\xd8\xb1", /* letters that run to the left */
                                       "\xe2\x80\x8d",     /* joins emoji */
                                       "\xe2\x80\xa7\xe2\x80\xaf", /* alongside those above */
                                       "\xef\xbf\xbd",
                                       "\xf4\x8f\xbf\xbf"};
    struct tg_buf b;

    tg_buf_init(&b, 1000);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ck_assert_msg(!tg_text_is_clean(bad[i]), "%zu", i);
        tg_buf_clear(&b);
        tg_buf_put_printable(&b, bad[i]);
        ck_assert_uint_eq(b.len, 4 * strlen(bad[i]));
        ck_assert(tg_text_is_clean(tg_buf_str(&b)));
    }
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        ck_assert_msg(tg_text_is_clean(good[i]), "%zu", i);
        tg_buf_clear(&b);
        tg_buf_put_printable(&b, good[i]);
        ck_assert_str_eq(tg_buf_str(&b), good[i]);
    }
    tg_buf_release(&b);
}
END_TEST

START_TEST(error_text_names_each_path_once)
{
    struct tg_err *e = tg_err_new(TG_E_CORRUPT, "a.jpg", "DHT marker: needs %d bytes", 84);
    struct tg_buf b;

    e = tg_err_wrap(e, "a.jpg", "cannot decode");
    e = tg_err_wrap(e, "album", "cannot build");
    tg_buf_init(&b, 1000);
    tg_err_text(e, &b);
    ck_assert_str_eq(tg_buf_str(&b),
                     "album: cannot build: a.jpg: cannot decode: DHT marker: needs 84 bytes");
    ck_assert_int_eq(tg_err_code(e), TG_E_CORRUPT);
    ck_assert_str_eq(tg_err_path(e), "album");
    tg_buf_release(&b);
    tg_err_free(e);
}
END_TEST

START_TEST(error_text_is_one_line)
{
    struct tg_err *e = tg_err_sys(ENOENT, "a\nb\033[31m", "cannot open");
    struct tg_buf b;

    tg_buf_init(&b, 1000);
    tg_err_text(e, &b);
    ck_assert_str_eq(tg_buf_str(&b), "a\\x0ab\\x1b[31m: cannot open: No such file or directory");
    tg_buf_release(&b);
    tg_err_free(e);
}
END_TEST

START_TEST(error_without_memory_is_safe_to_free)
{
    struct tg_err *e = tg_err_wrap(tg_err_nomem(), "a.jpg", "cannot decode");

    ck_assert_int_eq(tg_err_code(e), TG_E_NOMEM);
    tg_err_free(e);
    tg_err_free(tg_err_nomem());
    tg_err_free(NULL);
}
END_TEST

START_TEST(buffer_stops_at_its_limit)
{
    struct tg_buf b;
    char *s;

    tg_buf_init(&b, 10);
    tg_buf_puts(&b, "0123456");
    tg_buf_printf(&b, "%d", 789);
    ck_assert(!b.failed);
    tg_buf_putc(&b, 'x');
    ck_assert(b.failed);
    tg_buf_puts(&b, "later");
    ck_assert_str_eq(tg_buf_str(&b), "0123456789");
    s = tg_buf_steal(&b);
    ck_assert_ptr_null(s);
    tg_buf_release(&b);
}
END_TEST

START_TEST(stolen_empty_buffer_is_an_empty_string)
{
    struct tg_buf b;
    char *s;

    tg_buf_init(&b, 10);
    s = tg_buf_steal(&b);
    ck_assert_ptr_nonnull(s);
    ck_assert_str_eq(s, "");
    free(s);
}
END_TEST

START_TEST(sizes_do_not_wrap)
{
    size_t r = 7;

    ck_assert(!tg_size_mul(SIZE_MAX / 2 + 1, 2, &r));
    ck_assert(!tg_size_add(SIZE_MAX, 1, &r));
    ck_assert_uint_eq(r, 7);
    ck_assert(tg_size_mul(6, 7, &r));
    ck_assert_uint_eq(r, 42);
}
END_TEST

START_TEST(natural_order_compares_numbers_by_value)
{
    static const char *const sorted[] = {"",        "IMG_2.jpg", "IMG_10.jpg", "IMG_10b.jpg",
                                         "IMG_100", "a",         "a01",        "a1",
                                         "a01b",    "a2",        "a\xff"};
    size_t n = sizeof(sorted) / sizeof(sorted[0]);

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int c = tg_path_natural_cmp(sorted[i], sorted[j]);

            ck_assert_msg((c < 0) == (i < j) && (c > 0) == (i > j), "%s %s", sorted[i], sorted[j]);
        }
}
END_TEST

START_TEST(suffix_starts_at_the_last_dot)
{
    ck_assert_str_eq(tg_path_ext("a/b.c/d.tar.JPG"), ".JPG");
    ck_assert_str_eq(tg_path_ext("a/b.c/d"), "");
    ck_assert_str_eq(tg_path_ext("a/.hidden"), "");
    ck_assert_str_eq(tg_path_base("a/b"), "b");
}
END_TEST

START_TEST(join_drops_the_current_folder)
{
    static const struct {
        const char *a, *b, *want;
    } cases[] = {
        {"", "b", "b"}, {".", "b", "b"}, {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *p = tg_path_join(cases[i].a, cases[i].b);

        ck_assert_str_eq(p, cases[i].want);
        free(p);
    }
}
END_TEST

static char *temp_dir(void)
{
    static char name[64];

    (void)snprintf(name, sizeof(name), "/tmp/tirage-base-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(name));
    return name;
}

START_TEST(output_appears_only_when_committed)
{
    char *dir = temp_dir(), path[128];
    struct tg_output o;
    struct stat st;
    mode_t mask = umask(022);

    (void)snprintf(path, sizeof(path), "%s/new/a.txt", dir);
    ck_ok(tg_output_open(&o, path, NULL));
    ck_ok(tg_fd_write(o.fd, path, "abc", 3));
    ck_assert_int_ne(stat(path, &st), 0);
    ck_ok(tg_output_commit(&o));
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0644);
    ck_assert_int_eq(st.st_size, 3);
    ck_ok(tg_output_open(&o, path, NULL));
    tg_output_abort(&o);
    ck_assert_int_eq(unlink(path), 0);
    (void)snprintf(path, sizeof(path), "%s/new", dir);
    ck_assert_int_eq(rmdir(path), 0); /* no temporary file was left */
    ck_assert_int_eq(rmdir(dir), 0);
    (void)umask(mask);
}
END_TEST

START_TEST(only_files_give_way_to_an_output)
{
    char *dir = temp_dir(), path[128], got[4] = "";
    struct tg_output o;
    struct stat st;
    int reader;

    (void)snprintf(path, sizeof(path), "%s/pipe", dir);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    reader = open(path, O_RDONLY | O_NONBLOCK);
    ck_assert_int_ge(reader, 0);
    ck_ok(tg_output_open(&o, path, NULL));
    ck_ok(tg_fd_write(o.fd, path, "no", 2));
    tg_output_abort(&o);
    ck_assert_int_le(read(reader, got, 1), 0); /* nothing came of what was given up */
    ck_ok(tg_file_put(path, NULL, "abc", 3));
    ck_assert_int_eq(read(reader, got, 4), 3);
    ck_assert_str_eq(got, "abc");
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert(S_ISFIFO(st.st_mode));
    ck_fails(tg_output_open(&o, path, dir), TG_E_USAGE); /* in a tree of ours */
    ck_fails(tg_output_open(&o, dir, NULL), TG_E_USAGE);
    close(reader);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(dir), 0); /* no temporary file was left */
}
END_TEST

START_TEST(folders_are_compared_by_what_they_are)
{
    char *dir = temp_dir(), *real = tg_path_absolute(dir), path[128], link[128], other[128];

    ck_assert_ptr_nonnull(real);
    (void)snprintf(path, sizeof(path), "%s/a", real);
    (void)snprintf(other, sizeof(other), "%s/ab", real);
    (void)snprintf(link, sizeof(link), "%s/link", real);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(mkdir(other, 0700), 0);
    ck_assert_int_eq(symlink("a", link), 0);
    ck_assert(tg_path_lies_in(path, path));
    ck_assert(tg_path_lies_in(path, real));
    ck_assert(tg_path_lies_in(path, "/"));
    ck_assert(tg_path_lies_in("/", "/"));
    ck_assert(tg_path_lies_in(path, link));
    ck_assert(!tg_path_lies_in(real, path));
    ck_assert(!tg_path_lies_in("/", path));
    ck_assert(!tg_path_lies_in(other, path)); /* its name only begins alike */
    ck_assert(!tg_path_lies_in(path, other));
    ck_assert_int_eq(unlink(link), 0);
    ck_assert_int_eq(rmdir(other), 0);
    ck_assert(!tg_path_lies_in(path, other));
    (void)snprintf(other, sizeof(other), "%s/a/not/yet", real);
    ck_assert(tg_path_lies_in(other, path));
    ck_assert_int_eq(rmdir(path), 0);
    ck_assert_int_eq(rmdir(dir), 0);
    free(real);
}
END_TEST

START_TEST(same_bytes_leave_the_file_alone)
{
    char *dir = temp_dir(), path[128];
    struct stat before, after;

    (void)snprintf(path, sizeof(path), "%s/a.html", dir);
    ck_ok(tg_file_put(path, NULL, "abc", 3));
    ck_assert_int_eq(stat(path, &before), 0);
    ck_ok(tg_file_put(path, NULL, "abc", 3));
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    ck_ok(tg_file_put(path, NULL, "abcd", 4));
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert_int_eq(after.st_size, 4);
    ck_ok(tg_file_put(path, NULL, "ab", 2));
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert_int_eq(after.st_size, 2);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

START_TEST(reading_refuses_what_is_too_large_or_no_file)
{
    char *data = NULL;
    size_t len = 0;

    ck_fails(tg_file_read("/dev/null", 10, &data, &len), TG_E_UNSUPPORTED);
    ck_fails(tg_file_read("/nonexistent/file", 10, &data, &len), TG_E_SYS);
    ck_fails(tg_file_read("/bin/sh", 10, &data, &len), TG_E_LIMIT);
    ck_assert_ptr_null(data);
}
END_TEST

/* recitale-spec 4.1 and the symmetric cases for widths. */
/* What it tells, without fstat(): workers may not look at files by name, which that is to the
 * kernel. */
START_TEST(size_of_an_open_file)
{
    char path[] = "/tmp/tirage-size.XXXXXX";
    int fd = mkstemp(path), ends[2];
    uint64_t size = 0;

    ck_assert_int_ge(fd, 0);
    (void)unlink(path);
    ck_assert_int_eq(write(fd, "0123456789", 10), 10);
    ck_assert_int_eq(lseek(fd, 3, SEEK_SET), 3);
    ck_assert(tg_fd_size(fd, &size));
    ck_assert_uint_eq(size, 10);
    ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 3);
    close(fd);
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert(!tg_fd_size(ends[0], &size));
    close(ends[0]);
    close(ends[1]);
}
END_TEST

START_TEST(fit_vectors)
{
    static const uint32_t v[][6] = {
        {3000, 2000, 0, 450, 675, 450},    {3000, 2000, 0, 1366, 2049, 1366},
        {3000, 2000, 0, 1920, 2880, 1920}, {900, 1200, 0, 450, 337, 450},
        {3, 2000, 0, 450, 1, 450},         {300, 200, 0, 450, 300, 200},
        {3000, 2000, 480, 0, 480, 320},    {2000, 3, 480, 0, 480, 1},
        {4000, 3000, 400, 400, 400, 300},  {3000, 4000, 400, 400, 300, 400},
        {65500, 1, 0, 450, 65500, 1},      {1, 65500, 0, 450, 1, 450},
        {65500, 65500, 100, 7, 7, 7},      {1, 1, 1, 1, 1, 1},
    };

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        uint32_t w, h;

        tg_fit_inside(v[i][0], v[i][1], v[i][2], v[i][3], &w, &h);
        ck_assert_msg(w == v[i][4] && h == v[i][5], "%ux%u into %ux%u: %ux%u", v[i][0], v[i][1],
                      v[i][2], v[i][3], w, h);
    }
}
END_TEST

static bool fits(uint32_t w, uint32_t h, uint32_t bw, uint32_t bh)
{
    uint32_t ow, oh;

    tg_fit_inside(w, h, bw, bh, &ow, &oh);
    return ow >= 1 && oh >= 1 && ow <= w && oh <= h && (!bw || ow <= bw) && (!bh || oh <= bh);
}

START_TEST(fit_never_enlarges_and_stays_in_the_box)
{
    for (uint32_t w = 1; w < 40; w++)
        for (uint32_t h = 1; h < 40; h++)
            for (uint32_t bw = 0; bw < 20; bw++)
                for (uint32_t bh = bw == 0; bh < 20; bh += 3)
                    if (!fits(w, h, bw, bh)) /* a check each would take seconds */
                        ck_abort_msg("%ux%u into %ux%u", w, h, bw, bh);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("base");

    tcase_add_test(tc, control_characters_are_made_visible);
    tcase_add_test(tc, what_acts_on_a_terminal_is_escaped);
    tcase_add_test(tc, error_text_names_each_path_once);
    tcase_add_test(tc, error_text_is_one_line);
    tcase_add_test(tc, error_without_memory_is_safe_to_free);
    tcase_add_test(tc, buffer_stops_at_its_limit);
    tcase_add_test(tc, stolen_empty_buffer_is_an_empty_string);
    tcase_add_test(tc, sizes_do_not_wrap);
    tcase_add_test(tc, natural_order_compares_numbers_by_value);
    tcase_add_test(tc, suffix_starts_at_the_last_dot);
    tcase_add_test(tc, join_drops_the_current_folder);
    tcase_add_test(tc, output_appears_only_when_committed);
    tcase_add_test(tc, only_files_give_way_to_an_output);
    tcase_add_test(tc, folders_are_compared_by_what_they_are);
    tcase_add_test(tc, same_bytes_leave_the_file_alone);
    tcase_add_test(tc, size_of_an_open_file);
    tcase_add_test(tc, reading_refuses_what_is_too_large_or_no_file);
    tcase_add_test(tc, fit_vectors);
    tcase_add_test(tc, fit_never_enlarges_and_stays_in_the_box);
    return tg_suite_run("base", tc);
}
