/* test_secret.c - keys, seals and names against those that OpenSSL computes. */
#include <stdio.h>
#include <string.h>

#include <check.h>

#include "core/crypt/secret.h"
#include "tests/support/suite.h"

static void check_hex(const uint8_t *bytes, size_t len, const char *want)
{
    char text[256];

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
    check_hex(secret.content, TG_SECRET_KEY,
              "70c3197cce0f54f6a86a30a1c6556170cd7311a6bd6f46d96d528c59c23a3ffa");
    check_hex(secret.page, TG_SECRET_KEY,
              "711d7bb6dd1eb32a9a5e02555b44e4b5e9838aad504cbb5e7ebf95ea1b48a6cb");
    tg_secret_name(&secret, "g/a.jpg", name);
    ck_assert_str_eq(name, "fdc19f22ae47e4691ff8d4814fcb6fed");
    ck_assert_uint_eq(tg_secret_mark(&secret), 0x4aaa97112029a08f);
    tg_buf_init(&sealed, 1000);
    ck_assert(tg_secret_seal(&secret, "<p>secret</p>", 13, &sealed));
    ck_assert_str_eq(tg_buf_str(&sealed),
                     "nakaC2yoAB8zbGStaUPURob7TBMHC0mOWV3eoP9DFAv9dI3wNj7dMiM=");
    tg_buf_release(&sealed);
}
END_TEST

START_TEST(a_content_key_is_wrapped_for_who_knows_the_password)
{
    struct tg_secret changed = secret;
    uint8_t wrapped[TG_SECRET_WRAPPED], key[TG_SECRET_KEY];

    tg_secret_wrap(&secret, wrapped);
    check_hex(wrapped, sizeof(wrapped),
              "3f628648265f308e20c6b2778c29225eec53704735c1df733dc058b60b1dcd8c"
              "7c348098c2121a7f890791b2bc49a5a6bfb03a71f7dcd07cdf8fe308");
    tg_secret_content(&secret, 2, key);
    check_hex(key, sizeof(key), "7bfea27ca313ae4a162a7807e1704f88ed1da06802475f26be5878fad83f1149");
    tg_secret_use(&changed, key);
    ck_assert_int_ne(memcmp(changed.page, secret.page, TG_SECRET_KEY), 0);
    ck_assert_uint_ne(tg_secret_mark(&changed), tg_secret_mark(&secret));
    tg_secret_use(&changed, secret.content);
    ck_assert_int_eq(memcmp(&changed, &secret, sizeof(secret)), 0);
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
    tcase_add_test(tc, a_content_key_is_wrapped_for_who_knows_the_password);
    tcase_add_test(tc, nonces_differ_with_the_data);
    tcase_add_test(tc, base64);
    return tg_suite_run("secret", tc);
}
