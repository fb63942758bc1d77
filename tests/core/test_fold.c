/* test_fold.c - words as a search compares them.  With an argument: what every character of the
 * Basic Multilingual Plane, and each emoji, becomes, for check_fold.mjs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "tests/support/suite.h"

static void check_fold(const char *text, const char *folded)
{
    char *got = tg_fold(text);

    ck_assert_ptr_nonnull(got);
    ck_assert_str_eq(got, folded);
    free(got);
}

START_TEST(case_accents_and_width_are_no_difference)
{
    check_fold("Café PARIS", "cafe paris");
    check_fold("Cafe\xCC\x81", "cafe");
    check_fold("Łódź Straße ÆRØ ﬁn İstanbul ı", "lodz strasse aero fin istanbul i");
    check_fold("ΟΔΟΣ οδός", "οδοσ οδοσ");
    check_fold("Ёлка Йод", "елка иод");
    check_fold("ＡＢＣ１２ ｶﾞ ガ", "abc12 カ カ");
    check_fold("٢٠٢٤ ۲۰۲۴", "2024 2024");
    check_fold("שָׁלוֹם", "שלום");
}
END_TEST

START_TEST(what_is_no_letter_divides)
{
    check_fold("", "");
    check_fold(" - ... ", "");
    check_fold("  IMG_1234 (1).x", "img 1234 1 x");
    check_fold("a\tb\nc\"d'e\\f</script>g\xE2\x80\xA8h", "a b c d e f script g h");
    check_fold("\xFF\xFEz\xC3", "z");
    check_fold("soft\xC2\xADhyphen zero\xE2\x80\x8Dwidth", "softhyphen zerowidth");
}
END_TEST

START_TEST(scripts_without_spaces_stand_apart)
{
    check_fold("東京tower東京", "東京 tower 東京");
    check_fold("party\xF0\x9F\x8E\x89", "party \xF0\x9F\x8E\x89");
}
END_TEST

static void check_words(const char *folded, const char *words)
{
    struct tg_fold_word word;
    char got[200] = "";
    size_t len = 0;

    while (tg_fold_next(&folded, &word)) {
        memcpy(got + len, word.text, word.len);
        len += word.len;
        got[len++] = ' ';
    }
    ck_assert_str_eq(got, words);
}

START_TEST(dense_scripts_are_given_in_pairs)
{
    check_words("", "");
    check_words("lake como 2", "lake como 2 ");
    check_words("東京タ tower 京", "東京 京タ タ tower 京 ");
    check_words("abcdefghijklmnopqrstuvwxyz0 x", "abcdefghijklmnopqrstuvwx x ");
}
END_TEST

START_TEST(characters_are_encoded_as_they_are_read)
{
    static const uint32_t all[] = {1,      0x7F,   0x80,    0x7FF,    0x800,
                                   0xD7FF, 0xFFFD, 0x10000, 0x10FFFF, 0x1F389};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        char bytes[TG_TEXT_BYTES + 1] = "";
        const char *s = bytes;

        bytes[tg_text_encode(all[i], bytes)] = '\0';
        ck_assert_uint_eq(tg_text_next(&s), all[i]);
        ck_assert_int_eq(*s, '\0');
    }
}
END_TEST

static void print_all(void)
{
    for (uint32_t cp = 1; cp <= 0x1FAFF; cp++) {
        char text[3 * TG_TEXT_BYTES] = "x", *folded;
        size_t len;

        if ((cp >= 0xD800 && cp < 0xE000) || (cp >= 0x10000 && cp < 0x1F000))
            continue;
        len = 1 + tg_text_encode(cp, text + 1);
        memcpy(text + len, "y", 2);
        folded = tg_fold(text);
        if (!folded)
            abort();
        printf("%x\t%s\n", (unsigned)cp, folded);
        free(folded);
    }
}

int main(int argc, char **argv)
{
    TCase *tc;

    (void)argv;
    if (argc > 1) {
        print_all();
        return 0;
    }
    tc = tcase_create("fold");
    tcase_add_test(tc, case_accents_and_width_are_no_difference);
    tcase_add_test(tc, what_is_no_letter_divides);
    tcase_add_test(tc, scripts_without_spaces_stand_apart);
    tcase_add_test(tc, dense_scripts_are_given_in_pairs);
    tcase_add_test(tc, characters_are_encoded_as_they_are_read);
    return tg_suite_run("fold", tc);
}
