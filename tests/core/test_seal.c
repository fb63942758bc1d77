/* test_seal.c - sealed files: what is opened is what was sealed, and nothing else is opened. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/base/file.h"
#include "core/crypt/seal.h"
#include "core/run/outputs.h"
#include "tests/support/suite.h"

enum { TAG = TG_SECRET_TAG, CHUNK = TG_SEAL_CHUNK, SEALED_CHUNK = CHUNK + TAG };

static const char type[] = "image/jpeg";
enum { HEAD = 8 + 1 + sizeof(type) - 1 };

static struct tg_secret secret, other;

static void derive(void)
{
    uint8_t key[TG_SECRET_KEY] = {1, 2, 3};

    tg_secret_use(&secret, key);
    key[31] = 1;
    tg_secret_use(&other, key);
}

static uint8_t *content_of(size_t len)
{
    uint8_t *data = malloc(len + 1);

    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < len; i++)
        data[i] = (uint8_t)(i * 2654435761u >> 13);
    return data;
}

static int file_of(const uint8_t *data, size_t len)
{
    int fd = tg_file_in_memory("test");

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, data, len), (ssize_t)len);
    return fd;
}

static int seal_as(const uint8_t *data, size_t len, const char *as, struct tg_hash *hash)
{
    struct tg_seal_source in = {file_of(data, len), len, as, "content"};
    int out = tg_file_in_memory("sealed");

    ck_assert_ptr_null(tg_seal(&secret, &in, out, "sealed", hash));
    close(in.fd);
    return out;
}

static int seal(const uint8_t *data, size_t len)
{
    struct tg_hash hash, now;
    int fd = seal_as(data, len, type, &hash);

    ck_assert_ptr_null(tg_hash_file(fd, "sealed", &now));
    ck_assert(tg_hash_equal(&hash, &now));
    return fd;
}

static size_t size_of(int fd)
{
    struct stat st;

    ck_assert_int_eq(fstat(fd, &st), 0);
    return (size_t)st.st_size;
}

/* Whether all of it can be read, as what it is. */
static bool opens(int fd, const struct tg_secret *by, const uint8_t *data, size_t len)
{
    struct tg_unsealer *u = NULL;
    struct tg_err *err = tg_unseal_open(by, fd, "sealed", &u);
    uint8_t *got = malloc(len + 2);
    size_t n = 0;
    bool ok;

    if (!err)
        err = tg_unseal_read(u, 0, got, len + 2, &n);
    ok = !err;
    if (ok) {
        ck_assert_uint_eq(tg_unseal_bytes(u), len);
        ck_assert_str_eq(tg_unseal_type(u), type);
        ck_assert_uint_eq(n, len);
        ck_assert_int_eq(memcmp(got, data, len), 0);
    } else {
        ck_assert_int_eq(tg_err_code(err), TG_E_CORRUPT);
        tg_err_free(err);
    }
    free(got);
    tg_unseal_free(u);
    return ok;
}

/* Sizes around the ends of chunks, by the stream and by the content. */
static const size_t sizes[] = {0,
                               1,
                               2,
                               100,
                               5000,
                               CHUNK - HEAD - 1,
                               CHUNK - HEAD,
                               CHUNK - HEAD + 1,
                               CHUNK - 1,
                               CHUNK,
                               CHUNK + 1,
                               2 * CHUNK - HEAD - 1,
                               2 * CHUNK - HEAD,
                               2 * CHUNK - HEAD + 1,
                               7 * CHUNK - HEAD,
                               7 * CHUNK,
                               1000003};
enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };

START_TEST(every_size_comes_back)
{
    size_t len = sizes[_i], stream = tg_seal_padded(HEAD + len);
    uint8_t *data = content_of(len);
    int fd = seal(data, len);

    ck_assert_uint_eq(size_of(fd), tg_seal_size(stream));
    ck_assert(opens(fd, &secret, data, len));
    close(fd);
    free(data);
}
END_TEST

/* As Python's cryptography (OpenSSL) makes it. */
START_TEST(a_file_is_that_of_other_libraries)
{
    static const uint8_t want[] = {
        0x54, 0x47, 0x53, 0x45, 0x41, 0x4c, 0x31, 0x0a, 0x8e, 0x81, 0x9b, 0xa4, 0xc5, 0x7c,
        0x8e, 0x85, 0x6c, 0xad, 0x76, 0xf9, 0x2b, 0x13, 0x80, 0xef, 0xff, 0xf8, 0xd9, 0x7f,
        0x8d, 0xb6, 0x1d, 0xfe, 0x60, 0x21, 0x85, 0x33, 0x4a, 0xb9, 0xe5, 0x15, 0x5a, 0x83,
        0x55, 0x19, 0x17, 0xae, 0xe2, 0x35, 0x15, 0xf1, 0xae, 0xba, 0x93, 0x3a, 0xb4, 0xb2,
        0xbb, 0xe1, 0x92, 0x5b, 0x24, 0x06, 0xe9, 0xda, 0x49, 0xb9};
    uint8_t got[sizeof(want)];
    int fd = seal((const uint8_t *)"content", 7);

    ck_assert_uint_eq(size_of(fd), sizeof(want));
    ck_assert_int_eq(pread(fd, got, sizeof(got), 0), sizeof(got));
    ck_assert_int_eq(memcmp(got, want, sizeof(want)), 0);
    close(fd);
}
END_TEST

START_TEST(another_key_opens_nothing)
{
    uint8_t *data = content_of(100);
    int fd = seal(data, 100);

    ck_assert(!opens(fd, &other, data, 100));
    close(fd);
    free(data);
}
END_TEST

START_TEST(a_file_that_ends_early_is_refused)
{
    size_t len = 3 * CHUNK, full;
    uint8_t *data = content_of(len);
    int fd = seal(data, len);

    full = size_of(fd);
    for (size_t chunk = 0; chunk * SEALED_CHUNK < full; chunk++)
        for (int d = -20; d <= 20; d++) {
            size_t end = TG_SEAL_HEADER + chunk * SEALED_CHUNK + (size_t)(d + 20) - 20;
            int cut;
            uint8_t *bytes;

            if (end >= full || end > full + 100)
                continue;
            bytes = malloc(end + 1);
            ck_assert_int_eq(pread(fd, bytes, end, 0), (ssize_t)end);
            cut = file_of(bytes, end);
            ck_assert(!opens(cut, &secret, data, len));
            close(cut);
            free(bytes);
        }
    close(fd);
    free(data);
}
END_TEST

START_TEST(a_file_that_is_longer_is_refused)
{
    uint8_t *data = content_of(CHUNK);
    int fd = seal(data, CHUNK);
    size_t full = size_of(fd);

    for (size_t more = 1; more < 40; more++) {
        ck_assert_int_eq(ftruncate(fd, (off_t)(full + more)), 0);
        ck_assert(!opens(fd, &secret, data, CHUNK));
    }
    close(fd);
    free(data);
}
END_TEST

START_TEST(chunks_that_changed_places_are_refused)
{
    size_t len = 4 * CHUNK;
    uint8_t *data = content_of(len), a[SEALED_CHUNK], b[SEALED_CHUNK];
    int fd = seal(data, len);

    ck_assert_int_eq(pread(fd, a, sizeof(a), TG_SEAL_HEADER), sizeof(a));
    ck_assert_int_eq(pread(fd, b, sizeof(b), TG_SEAL_HEADER + SEALED_CHUNK), sizeof(b));
    ck_assert_int_eq(pwrite(fd, b, sizeof(b), TG_SEAL_HEADER), sizeof(b));
    ck_assert_int_eq(pwrite(fd, a, sizeof(a), TG_SEAL_HEADER + SEALED_CHUNK), sizeof(a));
    ck_assert(!opens(fd, &secret, data, len));
    close(fd);
    free(data);
}
END_TEST

/* Of another file with the same key. */
START_TEST(chunks_of_other_files_are_refused)
{
    size_t len = 2 * CHUNK;
    uint8_t *data = content_of(len), a[SEALED_CHUNK];
    int one = seal(data, len), two;

    data[len - 1] ^= 1;
    two = seal(data, len);
    ck_assert_int_eq(pread(one, a, sizeof(a), TG_SEAL_HEADER), sizeof(a));
    ck_assert_int_eq(pwrite(two, a, sizeof(a), TG_SEAL_HEADER), sizeof(a));
    ck_assert(!opens(two, &secret, data, len));
    close(one);
    close(two);
    free(data);
}
END_TEST

START_TEST(every_bit_counts)
{
    size_t len = 300, full;
    uint8_t *data = content_of(len), byte, flipped;
    int fd = seal(data, len);

    full = size_of(fd);
    for (size_t i = 0; i < full; i++)
        for (int bit = 0; bit < 8; bit++) {
            ck_assert_int_eq(pread(fd, &byte, 1, (off_t)i), 1);
            flipped = (uint8_t)(byte ^ 1 << bit);
            ck_assert_int_eq(pwrite(fd, &flipped, 1, (off_t)i), 1);
            ck_assert(!opens(fd, &secret, data, len));
            ck_assert_int_eq(pwrite(fd, &byte, 1, (off_t)i), 1);
        }
    ck_assert(opens(fd, &secret, data, len));
    close(fd);
    free(data);
}
END_TEST

START_TEST(parts_are_read_as_they_are_asked_for)
{
    size_t len = 5 * CHUNK + 77, got;
    uint8_t *data = content_of(len), *part = malloc(3 * CHUNK);
    int fd = seal(data, len);
    struct tg_unsealer *u;
    const size_t ats[] = {0,       1,   CHUNK - HEAD - 1, CHUNK - HEAD, CHUNK, 3 * CHUNK + 5,
                          len - 1, len, len + 1};
    const size_t lens[] = {0, 1, HEAD, CHUNK, 2 * CHUNK + 1};

    ck_assert_ptr_null(tg_unseal_open(&secret, fd, "sealed", &u));
    for (size_t i = 0; i < sizeof(ats) / sizeof(ats[0]); i++)
        for (size_t k = 0; k < sizeof(lens) / sizeof(lens[0]); k++) {
            size_t left = ats[i] < len ? len - ats[i] : 0, want = left < lens[k] ? left : lens[k];

            ck_assert_ptr_null(tg_unseal_read(u, ats[i], part, lens[k], &got));
            ck_assert_uint_eq(got, want);
            if (want)
                ck_assert_int_eq(memcmp(part, data + ats[i], want), 0);
        }
    tg_unseal_free(u);
    close(fd);
    free(part);
    free(data);
}
END_TEST

/* What is good of a damaged file can still be read: a video of which one chunk is lost. */
START_TEST(only_what_is_read_is_judged)
{
    size_t len = 4 * CHUNK, got;
    uint8_t *data = content_of(len), byte = 0;
    int fd = seal(data, len);
    struct tg_unsealer *u;
    struct tg_err *err;

    ck_assert_int_eq(pwrite(fd, &byte, 1, TG_SEAL_HEADER + SEALED_CHUNK + 9), 1);
    ck_assert_ptr_null(tg_unseal_open(&secret, fd, "sealed", &u));
    err = tg_unseal_read(u, CHUNK, &byte, 1, &got);
    ck_assert_ptr_nonnull(err);
    tg_err_free(err);
    ck_assert_ptr_null(tg_unseal_read(u, 3 * CHUNK, &byte, 1, &got));
    ck_assert_uint_eq(byte, data[3 * CHUNK]);
    tg_unseal_free(u);
    close(fd);
    free(data);
}
END_TEST

/* The same content comes out the same, other content or another type is another file. */
START_TEST(bytes_follow_from_content_and_type)
{
    uint8_t *data = content_of(1000);
    struct tg_hash a, b;

    close(seal_as(data, 1000, type, &a));
    close(seal_as(data, 1000, type, &b));
    ck_assert(tg_hash_equal(&a, &b));
    close(seal_as(data, 1000, "image/webp", &b));
    ck_assert(!tg_hash_equal(&a, &b));
    close(seal_as(data, 999, type, &b));
    ck_assert(!tg_hash_equal(&a, &b));
    free(data);
}
END_TEST

/* Against a table of the paper's formula, computed by Python. */
START_TEST(lengths_are_padded)
{
    static const struct {
        uint64_t len, padded;
    } want[] = {{9, 10},
                {19, 20},
                {99, 104},
                {1000, 1024},
                {65536, 65536},
                {65537, 67584},
                {100000, 100352},
                {1000000, 1015808},
                {(uint64_t)5 << 30, (uint64_t)5 << 30},
                {((uint64_t)5 << 30) + 1, ((uint64_t)5 << 30) + (1 << 26)}};

    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
        ck_assert_uint_eq(tg_seal_padded(want[i].len), want[i].padded);
    for (uint64_t len = 9; len < 100000; len++) {
        ck_assert_uint_ge(tg_seal_padded(len), len);
        ck_assert_uint_le((tg_seal_padded(len) - len) * 100, 12 * len);
    }
}
END_TEST

START_TEST(a_content_that_is_shorter_than_it_says_is_named)
{
    uint8_t *data = content_of(100);
    struct tg_seal_source in = {file_of(data, 100), 101, type, "content"};
    int out = tg_file_in_memory("sealed");
    struct tg_hash hash;
    struct tg_err *err = tg_seal(&secret, &in, out, "sealed", &hash);

    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_CORRUPT);
    ck_assert_str_eq(tg_err_path(err), "content");
    tg_err_free(err);
    close(in.fd);
    close(out);
    free(data);
}
END_TEST

static const struct tg_job_output to = {.path = (char[]){"/tmp/test_seal.output"}};

/* What a worker could still write to it would come under the same id as what was read for that. */
START_TEST(a_worker_cannot_change_what_is_sealed)
{
    static const uint8_t picture[] = {0xff, 0xd8, 0xff, 0xe0, 0, 0};
    struct tg_outbox box = {.fd = -1, .bytes = sizeof(picture), .format = TG_JPEG, .seal = &secret};
    struct tg_output o = {.fd = -1};
    struct tg_hash hash;
    struct tg_err *err;
    void *shared;

    ck_assert_ptr_null(tg_outbox_new(sizeof(picture), &box.fd));
    ck_assert_int_eq(pwrite(box.fd, picture, sizeof(picture), 0), sizeof(picture));
    shared = mmap(NULL, sizeof(picture), PROT_READ | PROT_WRITE, MAP_SHARED, box.fd, 0);
    ck_assert(shared != MAP_FAILED);
    err = tg_outbox_take(&box, &to, NULL, &o, &hash);
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_WORKER);
    tg_err_free(err);
    ck_assert_int_eq(munmap(shared, sizeof(picture)), 0);
    ck_assert_ptr_null(tg_outbox_take(&box, &to, NULL, &o, &hash));
    ck_assert(opens(o.fd, &secret, picture, sizeof(picture)));
    ck_assert_int_lt(pwrite(box.fd, picture, 1, 0), 0);
    ck_assert_int_ne(ftruncate(box.fd, 1), 0);
    tg_output_abort(&o);
    close(box.fd);
}
END_TEST

/* Nor does one that is none of its format come under the password. */
START_TEST(what_is_no_picture_is_not_sealed)
{
    struct tg_outbox box = {.fd = -1, .bytes = 6, .format = TG_JPEG, .seal = &secret};
    struct tg_output o = {.fd = -1};
    struct tg_hash hash;
    struct tg_err *err;

    ck_assert_ptr_null(tg_outbox_new(6, &box.fd));
    ck_assert_int_eq(pwrite(box.fd, "<html>", 6, 0), 6);
    err = tg_outbox_take(&box, &to, NULL, &o, &hash);
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(tg_err_code(err), TG_E_WORKER);
    tg_err_free(err);
    close(box.fd);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("seal");

    tcase_add_unchecked_fixture(tc, derive, NULL);
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, every_size_comes_back, 0, SIZES);
    tcase_add_test(tc, a_file_is_that_of_other_libraries);
    tcase_add_test(tc, another_key_opens_nothing);
    tcase_add_test(tc, a_file_that_ends_early_is_refused);
    tcase_add_test(tc, a_file_that_is_longer_is_refused);
    tcase_add_test(tc, chunks_that_changed_places_are_refused);
    tcase_add_test(tc, chunks_of_other_files_are_refused);
    tcase_add_test(tc, every_bit_counts);
    tcase_add_test(tc, parts_are_read_as_they_are_asked_for);
    tcase_add_test(tc, only_what_is_read_is_judged);
    tcase_add_test(tc, bytes_follow_from_content_and_type);
    tcase_add_test(tc, lengths_are_padded);
    tcase_add_test(tc, a_content_that_is_shorter_than_it_says_is_named);
    tcase_add_test(tc, a_worker_cannot_change_what_is_sealed);
    tcase_add_test(tc, what_is_no_picture_is_not_sealed);
    return tg_suite_run("seal", tc);
}
