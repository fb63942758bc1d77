/* test_secret.c - keys, seals and names against those that Node.js (OpenSSL) computes. */
#include <stdio.h>
#include <string.h>

#include <check.h>

#include "core/crypt/secret.h"
#include "tests/support/suite.h"

static void check_hex(const uint8_t *bytes, size_t len, const char *want)
{
    char text[128];

    for (size_t i = 0; i < len; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    ck_assert_str_eq(text, want);
}

static struct tg_secret secret;

static void derive(void)
{
    uint8_t salt[TG_SECRET_SALT];

    tg_secret_salt("https://example.org", salt);
    tg_secret_derive(&secret, "p\xc3\xa4ssword", salt);
}

START_TEST(keys_are_those_of_other_libraries)
{
    char name[TG_SECRET_NAME + 1];
    struct tg_buf sealed;

    check_hex(secret.salt, TG_SECRET_SALT, "ce6debdd4c4dca6699916c77869f45c4");
    check_hex(secret.page, TG_SECRET_KEY,
              "57647180ff432d66da72c80e618d1659ee44649af5b1ba3b42a8064b74a6f12d");
    tg_secret_name(&secret, "g/a.jpg", name);
    ck_assert_str_eq(name, "bc44c74d40dc50eab2962cf4752b5715");
    tg_buf_init(&sealed, 1000);
    ck_assert(tg_secret_seal(&secret, "<p>secret</p>", 13, &sealed));
    ck_assert_str_eq(tg_buf_str(&sealed),
                     "OoWjqoG/j3yUOY59PP0FhZBM85xfbYDQyHmSh8AXDU5FZqY4r8v7gu8=");
    tg_buf_release(&sealed);
}
END_TEST

START_TEST(nonces_differ_with_the_data)
{
    struct tg_buf a, b;

    tg_buf_init(&a, 1000);
    tg_buf_init(&b, 1000);
    ck_assert(tg_secret_seal(&secret, "x", 1, &a));
    ck_assert(tg_secret_seal(&secret, "y", 1, &b));
    ck_assert_int_ne(memcmp(a.data, b.data, 16), 0);
    tg_buf_clear(&b);
    ck_assert(tg_secret_seal(&secret, "x", 1, &b));
    ck_assert_str_eq(tg_buf_str(&a), tg_buf_str(&b));
    tg_buf_release(&a);
    tg_buf_release(&b);
}
END_TEST

START_TEST(base64)
{
    static const char *const want[] = {"", "TQ==", "TWE=", "TWFu", "TWFuCg=="};
    struct tg_buf b;

    tg_buf_init(&b, 1000);
    for (size_t n = 0; n < 5; n++) {
        tg_buf_clear(&b);
        tg_base64(&b, (const uint8_t *)"Man\n", n);
        ck_assert_str_eq(tg_buf_str(&b), want[n]);
    }
    tg_buf_release(&b);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("secret");

    tcase_add_unchecked_fixture(tc, derive, NULL);
    tcase_add_test(tc, keys_are_those_of_other_libraries);
    tcase_add_test(tc, nonces_differ_with_the_data);
    tcase_add_test(tc, base64);
    return tg_suite_run("secret", tc);
}
