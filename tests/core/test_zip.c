/* test_zip.c - ZIP files, field by field; check_zip.py knows what other programs read of them.
 * With the arguments `write FILE NAME...` it makes a file of members of a few bytes each, whose
 * times are those of 2020, and with `many FILE` one of 70,000. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/base/file.h"
#include "core/base/zip.h"
#include "tests/support/suite.h"

enum { MANY = 70000, END = 22, END_64 = 56 + 20 };

static const uint64_t gib = UINT64_C(1) << 30;

static void check_ok(struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    if (err)
        tg_err_text(err, &text);
    ck_assert_msg(!err, "%s", tg_buf_str(&text));
    tg_buf_release(&text);
}

static int file_of(const char *text)
{
    int fd = tg_file_in_memory("member");

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq((int)write(fd, text, strlen(text)), (int)strlen(text));
    return fd;
}

static uint64_t number(const char *at, int bytes)
{
    uint64_t n = 0;

    while (bytes--)
        n = n << 8 | (unsigned char)at[bytes];
    return n;
}

static struct tg_err *add(struct tg_zip *zip, const char *name, const char *text)
{
    int in = file_of(text);
    struct tg_err *err =
        tg_zip_add(zip, name, tg_zip_time("2020-05-17T13:45:31"), strlen(text), in, name);

    close(in);
    return err;
}

START_TEST(times_are_those_of_the_place_to_two_seconds)
{
    ck_assert_uint_eq(tg_zip_time("2020-05-17T13:45:31"),
                      40u << 25 | 5u << 21 | 17u << 16 | 13u << 11 | 45u << 5 | 15u);
    ck_assert_uint_eq(tg_zip_time("2107-12-31"), 127u << 25 | 12u << 21 | 31u << 16);
    ck_assert_uint_eq(tg_zip_time("1980-01-01"), 1u << 21 | 1u << 16);
}
END_TEST

START_TEST(times_that_they_cannot_have_are_1980)
{
    static const char *const none[] = {
        "",           "1979-12-31", "2108-01-01", "2020-13-01", "2020-00-01",
        "2020-01-32", "2020-01-00", "20x0-01-01", "2020-05",    "0000-00-00T00:00:00"};

    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        ck_assert_uint_eq(tg_zip_time(none[i]), 1u << 21 | 1u << 16);
    ck_assert_uint_eq(tg_zip_time("2020-05-17T25:00:00"), 40u << 25 | 5u << 21 | 17u << 16);
    ck_assert_uint_eq(tg_zip_time("2020-05-17T13:4"), 40u << 25 | 5u << 21 | 17u << 16);
}
END_TEST

START_TEST(members_are_stored_and_listed)
{
    int out = tg_file_in_memory("zip");
    char data[512];
    struct tg_zip zip;

    ck_assert_int_ge(out, 0);
    tg_zip_init(&zip, out, "zip");
    check_ok(add(&zip, "a.jpg", "123456789"));
    check_ok(add(&zip, "\xC3\xA9", ""));
    check_ok(tg_zip_end(&zip));
    ck_assert_int_eq((int)pread(out, data, sizeof(data), 0), (int)zip.at);
    ck_assert_uint_eq(number(data, 4), 0x04034b50);
    ck_assert_uint_eq(number(data + 6, 2), 1 << 11);
    ck_assert_uint_eq(number(data + 8, 2), 0);
    ck_assert_uint_eq(number(data + 14, 4), 0xCBF43926u);
    ck_assert_uint_eq(number(data + 18, 4), 9);
    ck_assert_uint_eq(number(data + 22, 4), 9);
    ck_assert_int_eq(memcmp(data + 30, "a.jpg123456789", 14), 0);
    ck_assert_uint_eq(number(data + zip.at - END, 4), 0x06054b50);
    ck_assert_uint_eq(number(data + zip.at - END + 10, 2), 2);
    ck_assert_uint_eq(number(data + zip.at - END + 16, 4), 30 + 5 + 9 + 30 + 2);
    tg_zip_release(&zip);
    close(out);
}
END_TEST

START_TEST(a_count_gives_the_size_of_the_file)
{
    int out = tg_file_in_memory("zip");
    struct tg_zip zip, count;

    tg_zip_init(&zip, out, "zip");
    tg_zip_init(&count, -1, NULL);
    check_ok(add(&zip, "some name", "some bytes"));
    check_ok(tg_zip_add(&count, "some name", 0, 10, -1, NULL));
    check_ok(tg_zip_end(&zip));
    check_ok(tg_zip_end(&count));
    ck_assert_uint_eq(zip.at, count.at);
    ck_assert_int_eq((int)lseek(out, 0, SEEK_END), (int)zip.at);
    tg_zip_release(&zip);
    tg_zip_release(&count);
    close(out);
}
END_TEST

START_TEST(a_member_that_changed_is_an_error)
{
    for (int i = 0; i < 2; i++) {
        int out = tg_file_in_memory("zip"), in = file_of("12345");
        struct tg_zip zip;
        struct tg_err *err;

        tg_zip_init(&zip, out, "zip");
        err = tg_zip_add(&zip, "a", 0, i ? 4 : 6, in, "a");
        ck_assert_ptr_nonnull(err);
        ck_assert_int_eq(tg_err_code(err), TG_E_CORRUPT);
        ck_assert_uint_eq(zip.members, 0);
        tg_err_free(err);
        tg_zip_release(&zip);
        close(in);
        close(out);
    }
}
END_TEST

START_TEST(a_full_disk_is_an_error)
{
    int out = tg_file_in_memory("zip"), in = file_of("12345");
    int full = open("/dev/full", O_WRONLY);
    struct tg_zip zip;
    struct tg_err *err;

    ck_assert_int_ge(full, 0);
    tg_zip_init(&zip, full, "zip");
    err = tg_zip_add(&zip, "a", 0, 5, in, "a");
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_SYS);
    tg_err_free(err);
    tg_zip_release(&zip);
    close(full);
    close(in);
    close(out);
}
END_TEST

/* The directory's entry of one member of that size at that place; the extra field from byte 47. */
static void check_entry(uint64_t at, uint64_t bytes, unsigned extra)
{
    struct tg_zip zip;
    const char *entry;

    tg_zip_init(&zip, -1, NULL);
    zip.at = at;
    check_ok(tg_zip_add(&zip, "a", 0, bytes, -1, NULL));
    entry = tg_buf_str(&zip.directory);
    ck_assert_uint_eq(zip.directory.len, 47 + extra);
    ck_assert_uint_eq(number(entry + 6, 2), extra ? 45 : 20);
    ck_assert_uint_eq(number(entry + 24, 4), bytes < UINT32_MAX ? bytes : UINT32_MAX);
    ck_assert_uint_eq(number(entry + 42, 4), at < UINT32_MAX ? at : UINT32_MAX);
    ck_assert_uint_eq(number(entry + 30, 2), extra);
    if (extra) {
        ck_assert_uint_eq(number(entry + 47, 2), 1);
        ck_assert_uint_eq(number(entry + 49, 2), extra - 4);
    }
    if (bytes >= UINT32_MAX) {
        ck_assert_uint_eq(number(entry + 51, 8), bytes);
        ck_assert_uint_eq(number(entry + 59, 8), bytes);
    }
    if (at >= UINT32_MAX)
        ck_assert_uint_eq(number(entry + 47 + extra - 8, 8), at);
    ck_assert_uint_eq(zip.at, at + 31 + (bytes >= UINT32_MAX ? 20 : 0) + bytes);
    tg_zip_release(&zip);
}

START_TEST(sizes_and_places_beyond_32_bits_are_zip64)
{
    check_entry(0, 1, 0);
    check_entry(0, UINT32_MAX - 1, 0);
    check_entry(0, UINT32_MAX, 20);
    check_entry(0, 5 * gib, 20);
    check_entry(UINT32_MAX - 1, 1, 0);
    check_entry(UINT32_MAX, 1, 12);
    check_entry(7 * gib, 5 * gib, 28);
}
END_TEST

static void check_end(uint64_t at, uint64_t members, bool is_64)
{
    struct tg_zip zip;
    const char *end;

    tg_zip_init(&zip, -1, NULL);
    zip.at = at;
    zip.members = members;
    check_ok(tg_zip_end(&zip));
    ck_assert_uint_eq(zip.directory.len, END + (is_64 ? END_64 : 0));
    end = tg_buf_str(&zip.directory) + zip.directory.len - END;
    ck_assert_uint_eq(number(end, 4), 0x06054b50);
    ck_assert_uint_eq(number(end + 10, 2), members < UINT16_MAX ? members : UINT16_MAX);
    ck_assert_uint_eq(number(end + 16, 4), at < UINT32_MAX ? at : UINT32_MAX);
    if (is_64) {
        ck_assert_uint_eq(number(end - 20, 4), 0x07064b50);
        ck_assert_uint_eq(number(end - 12, 8), at);
        ck_assert_uint_eq(number(end - END_64, 4), 0x06064b50);
        ck_assert_uint_eq(number(end - END_64 + 32, 8), members);
        ck_assert_uint_eq(number(end - END_64 + 48, 8), at);
    }
    tg_zip_release(&zip);
}

START_TEST(ends_beyond_16_and_32_bits_are_zip64)
{
    check_end(0, 0, false);
    check_end(100, UINT16_MAX - 1, false);
    check_end(100, UINT16_MAX, true);
    check_end(UINT32_MAX - 1, 1, false);
    check_end(UINT32_MAX, 1, true);
    check_end(9 * gib, MANY, true);
}
END_TEST

START_TEST(sizes_that_no_file_has_are_refused)
{
    struct tg_zip zip;
    struct tg_err *err;

    tg_zip_init(&zip, -1, NULL);
    err = tg_zip_add(&zip, "a", 0, UINT64_MAX, -1, "a");
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_LIMIT);
    tg_err_free(err);
    tg_zip_release(&zip);
}
END_TEST

/* For check_zip.py. */
static struct tg_err *put_members(struct tg_zip *zip, int argc, char **argv)
{
    int fd = tg_file_in_memory("member");
    struct tg_err *err = NULL;
    char name[32];

    for (int i = 3; i < argc && !err; i++) {
        size_t len = strlen(argv[i]);

        if (ftruncate(fd, 0) != 0 || pwrite(fd, argv[i], len, 0) != (ssize_t)len)
            return tg_err_nomem();
        err = tg_zip_add(zip, argv[i], tg_zip_time("2020-05-17T13:45:31"), len, fd, argv[i]);
    }
    for (int i = 0; strcmp(argv[1], "many") == 0 && i < MANY && !err; i++) {
        (void)snprintf(name, sizeof(name), "%d", i);
        err = tg_zip_add(zip, name, tg_zip_time(""), 0, fd, name);
    }
    close(fd);
    return err ? err : tg_zip_end(zip);
}

static int make_file(int argc, char **argv)
{
    int fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0666);
    struct tg_err *err;
    struct tg_zip zip;

    tg_zip_init(&zip, fd, argv[2]);
    err = fd >= 0 ? put_members(&zip, argc, argv) : tg_err_nomem();
    tg_zip_release(&zip);
    if (err) {
        tg_err_free(err);
        return EXIT_FAILURE;
    }
    return close(fd);
}

int main(int argc, char **argv)
{
    TCase *tc;

    if (argc > 2)
        return make_file(argc, argv);
    tc = tcase_create("zip");
    tcase_add_test(tc, times_are_those_of_the_place_to_two_seconds);
    tcase_add_test(tc, times_that_they_cannot_have_are_1980);
    tcase_add_test(tc, members_are_stored_and_listed);
    tcase_add_test(tc, a_count_gives_the_size_of_the_file);
    tcase_add_test(tc, a_member_that_changed_is_an_error);
    tcase_add_test(tc, a_full_disk_is_an_error);
    tcase_add_test(tc, sizes_and_places_beyond_32_bits_are_zip64);
    tcase_add_test(tc, ends_beyond_16_and_32_bits_are_zip64);
    tcase_add_test(tc, sizes_that_no_file_has_are_refused);
    return tg_suite_run("zip", tc);
}
