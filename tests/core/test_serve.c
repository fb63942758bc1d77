/* test_serve.c - what strangers write into requests; watching folders. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/base/media_type.h"
#include "core/serve/request.h"
#include "core/serve/watch.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static void check_path(const char *raw, const char *path, bool folder)
{
    struct tg_buf b;
    bool got = !folder;

    tg_buf_init(&b, 1000);
    ck_assert_msg(tg_request_path(raw, &b, &got), "%s", raw);
    ck_assert_str_eq(tg_buf_str(&b), path);
    ck_assert_int_eq(got, folder);
    tg_buf_release(&b);
}

START_TEST(paths_are_decoded_once)
{
    check_path("/", "", true);
    check_path("/a.jpg", "a.jpg", false);
    check_path("/a%20b/c%2ejpg", "a b/c.jpg", false);
    check_path("/%E2%98%83/", "\xe2\x98\x83", true);
    check_path("/a%2fb", "a/b", false);
    check_path("/a%252e", "a%2e", false);
    check_path("/\xff?", "\xff?", false);
}
END_TEST

START_TEST(paths_stay_below_the_root)
{
    static const char *const bad[] = {"",      "a",         "//a",      "/..",
                                      "/../x", "/a/../b",   "/a/%2e.",  "/%2e%2e/x",
                                      "/.",    "/.tirage",  "/a/.git",  "/%2etirage/state.db",
                                      "/a//b", "/a%00.jpg", "/a%2f..",  "/%",
                                      "/%4",   "/%zz",      "/a%2f%2fb"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct tg_buf b;
        bool folder;

        tg_buf_init(&b, 1000);
        ck_assert_msg(!tg_request_path(bad[i], &b, &folder), "%s", bad[i]);
        tg_buf_release(&b);
    }
}
END_TEST

static void check_range(const char *header, uint64_t size, enum tg_range want, uint64_t first,
                        uint64_t last)
{
    uint64_t a = 0, b = 0;

    ck_assert_msg(tg_request_range(header, size, &a, &b) == want, "%s", header ? header : "none");
    if (want != TG_RANGE_PART)
        return;
    ck_assert_uint_eq(a, first);
    ck_assert_uint_eq(b, last);
}

START_TEST(ranges)
{
    check_range(NULL, 100, TG_RANGE_ALL, 0, 0);
    check_range("bytes=0-0", 100, TG_RANGE_PART, 0, 0);
    check_range("Bytes=10-", 100, TG_RANGE_PART, 10, 99);
    check_range("bytes=10-19", 100, TG_RANGE_PART, 10, 19);
    check_range("bytes=90-1000", 100, TG_RANGE_PART, 90, 99);
    check_range("bytes=-10", 100, TG_RANGE_PART, 90, 99);
    check_range("bytes=-1000", 100, TG_RANGE_PART, 0, 99);
    check_range("bytes=99999999999999999999-", 100, TG_RANGE_NONE, 0, 0);
    check_range("bytes=0-99999999999999999999", 100, TG_RANGE_PART, 0, 99);
    check_range("bytes=100-", 100, TG_RANGE_NONE, 0, 0);
    check_range("bytes=-0", 100, TG_RANGE_NONE, 0, 0);
    check_range("bytes=0-", 0, TG_RANGE_NONE, 0, 0);
    check_range("bytes=-5", 0, TG_RANGE_NONE, 0, 0);
    check_range("bytes=5-4", 100, TG_RANGE_ALL, 0, 0);
    check_range("bytes=0-1,5-6", 100, TG_RANGE_ALL, 0, 0);
    check_range("bytes=", 100, TG_RANGE_ALL, 0, 0);
    check_range("bytes=a-b", 100, TG_RANGE_ALL, 0, 0);
    check_range("lines=0-1", 100, TG_RANGE_ALL, 0, 0);
}
END_TEST

static void check_hosts(const struct tg_hosts *hosts, bool fits, const char *const *names)
{
    for (; *names; names++)
        ck_assert_msg(tg_request_host_fits(*names, hosts) == fits, "%s at %s", *names,
                      hosts->address);
}

START_TEST(hosts)
{
    static const struct tg_hosts at[] = {
        {"127.0.0.1", NULL},   {"127.0.0.2", NULL}, {"::1", NULL}, {"192.0.2.7", "pi"},
        {"2001:db8::7", "pi"}, {"0.0.0.0", "pi"},   {"::", "pi"}};
    static const char *const always[] = {
        "localhost", "LocalHost:9000", "127.0.0.1:80", "127.0.0.2", "[::1]:9000", "[0:0::1]", NULL};
    static const char *const never[] = {"",
                                        ":9000",
                                        "localhost.example",
                                        "127.0.0.1.example:9000",
                                        "localhost:9000@example",
                                        "localhost:x",
                                        "127.1",
                                        "[::1",
                                        "[::1]x",
                                        "[::1]:x",
                                        "[127.0.0.1]",
                                        "::1",
                                        "[]",
                                        "example",
                                        "pi.example",
                                        "pi.local.example",
                                        "localhost.",
                                        NULL};
    static const char *const v4[] = {"192.0.2.7", "192.0.2.7:9000", NULL};
    static const char *const v6[] = {"[2001:db8::7]", "[2001:DB8:0::7]:9000", NULL};
    static const char *const other[] = {"192.0.2.8", "[2001:db8::8]", NULL};
    static const char *const machine[] = {"pi", "PI:9000", "pi.local", "Pi.Local:80", NULL};

    for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
        ck_assert(!tg_request_host_fits(NULL, &at[i]));
        check_hosts(&at[i], true, always);
        check_hosts(&at[i], false, never);
        check_hosts(&at[i], i >= 3, machine);
        check_hosts(&at[i], i == 3 || i >= 5, v4);
        check_hosts(&at[i], i == 4 || i == 6, v6);
    }
    for (size_t i = 0; i < 5; i++)
        check_hosts(&at[i], false, other);
    check_hosts(&at[6], true, other);
}
END_TEST

START_TEST(types)
{
    ck_assert_str_eq(tg_media_type("a/index.html"), "text/html; charset=utf-8");
    ck_assert_str_eq(tg_media_type("x.JPG"), "image/jpeg");
    ck_assert_str_eq(tg_media_type("x"), "application/octet-stream");
    ck_assert_str_eq(tg_media_type("g/0123.sealed"),
                     "application/octet-stream"); /* tells nothing */
}
END_TEST

static void put(const char *dir, const char *name, const char *text)
{
    char path[256];
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/%s", dir, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}

/* Out of the folder, unless that is asked for. */
static void links_are_not_followed(const char *dir, const char *out)
{
    char elsewhere[] = "/tmp/tirage-watch.XXXXXX", link[64], file[64];
    uint64_t inside, everywhere;

    ck_assert_ptr_nonnull(mkdtemp(elsewhere));
    (void)snprintf(link, sizeof(link), "%s/away", dir);
    ck_assert_int_eq(symlink(elsewhere, link), 0);
    inside = tg_watch_look(dir, out, false, NULL);
    everywhere = tg_watch_look(dir, out, true, NULL);
    put(elsewhere, "c.jpg", "123");
    ck_assert_uint_eq(inside, tg_watch_look(dir, out, false, NULL));
    ck_assert_uint_ne(everywhere, tg_watch_look(dir, out, true, NULL));
    (void)snprintf(file, sizeof(file), "%s/c.jpg", elsewhere);
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(rmdir(elsewhere), 0);
}

START_TEST(changes_are_seen)
{
    char dir[] = "/tmp/tirage-watch.XXXXXX", out[64], sub[64], command[128];
    struct tg_watch last;
    uint64_t was, now;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    (void)snprintf(out, sizeof(out), "%s/build", dir);
    (void)snprintf(sub, sizeof(sub), "%s/album", dir);
    ck_assert_int_eq(mkdir(out, 0755), 0);
    ck_assert_int_eq(mkdir(sub, 0755), 0);
    put(sub, "a.jpg", "1");
    was = tg_watch_look(dir, out, false, NULL);
    ck_assert_uint_eq(was, tg_watch_look(dir, out, false, NULL));
    put(out, "index.html", "x"); /* what is built is no source */
    put(dir, ".hidden", "x");
    ck_assert_uint_eq(was, tg_watch_look(dir, out, false, NULL));
    put(sub, "a.jpg", "12");
    now = tg_watch_look(dir, out, false, NULL);
    ck_assert_uint_ne(was, now);
    (void)usleep(50000); /* more than a tick of the file system's clock */
    put(sub, "b.jpg", "");
    ck_assert_uint_ne(now, tg_watch_look(dir, out, false, NULL));
    (void)usleep(50000); /* or its folder could be the younger one, by a tick */
    put(sub, "b.jpg", "1");
    ck_assert_uint_ne(now, tg_watch_look(dir, out, false, &last));
    ck_assert_str_eq(last.path, "album/b.jpg");
    links_are_not_followed(dir, out);
    (void)snprintf(command, sizeof(command), "rm -rf %s", dir);
    ck_assert_int_eq(system(command), 0);
    ck_assert_uint_eq(tg_watch_look(dir, out, false, NULL), 0);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("serve");

    tcase_add_test(tc, paths_are_decoded_once);
    tcase_add_test(tc, paths_stay_below_the_root);
    tcase_add_test(tc, ranges);
    tcase_add_test(tc, hosts);
    tcase_add_test(tc, types);
    tcase_add_test(tc, changes_are_seen);
    return tg_suite_run("serve", tc);
}
