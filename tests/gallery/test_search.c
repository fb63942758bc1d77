/* test_search.c - the index of a search, as text: numbers, names, whose words are whose. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "gallery/pages/search_block.h"
#include "gallery/pages/search_index.h"
#include "gallery/pages/search_words.h"
#include "tests/gallery/tree.h"
#include "tests/support/suite.h"

static void check_buf(struct tg_buf *buf, const char *text)
{
    ck_assert(!buf->failed);
    ck_assert_str_eq(tg_buf_str(buf), text);
    tg_buf_clear(buf);
}

START_TEST(numbers_end_with_a_digit_of_the_second_alphabet)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_search_put_number(&out, 0);
    check_buf(&out, "Q");
    tg_search_put_number(&out, 44);
    check_buf(&out, "~");
    tg_search_put_number(&out, 45);
    check_buf(&out, "$Q");
    tg_search_put_number(&out, 45 * 45 + 1);
    check_buf(&out, "$#R");
    tg_search_put_number(&out, UINT64_MAX);
    ck_assert_uint_eq(out.len, 12);
    ck_assert_ptr_null(strpbrk(tg_buf_str(&out), "\"\\<"));
    tg_buf_clear(&out);
    tg_search_put_signed(&out, 0);
    tg_search_put_signed(&out, -1);
    tg_search_put_signed(&out, 1);
    tg_search_put_signed(&out, -2);
    check_buf(&out, "QRST");
    tg_buf_release(&out);
}
END_TEST

static void check_name(const char *last, const char *name, const char *text)
{
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_search_put_name(&out, last, name);
    check_buf(&out, text);
    tg_buf_release(&out);
}

START_TEST(names_that_count_up_take_no_room)
{
    check_name("IMG_0001.JPG", "IMG_0002.JPG", "");
    check_name("IMG_0099.JPG", "IMG_0100.JPG", "");
    check_name("IMG_0001.JPG", "IMG_0004.JPG", "!T");
    check_name("IMG_9999.JPG", "IMG_10000.JPG", "U10000.JPG");
    check_name("IMG_0002.JPG", "IMG_0001.JPG", "X1.JPG");
    check_name("IMG_0001.JPG", "IMG_0002.jpg", "X2.jpg");
    check_name("IMG_0001.JPG", "IMG_0001.JPG", "^");
    check_name("1.mp4", "2.mp4", "");
    check_name("a1b2.jpg", "a1b3.jpg", "");
    check_name("a1b2.jpg", "a2b2.jpg", "R2b2.jpg");
    check_name("12345678901234.jpg", "12345678901235.jpg", "");
    check_name("12345999999999.jpg", "12346000000000.jpg", "U6000000000.jpg");
    check_name("", "a%20b.jpg", "Qa%20b.jpg");
    check_name("a.jpg", "a.jpg:2", "V:2");
}
END_TEST

/* The words as one text: "KEYS / ITEMS". */
static void check_words(struct tg_search_words *words, const char *text)
{
    struct tg_buf keys, items;

    tg_buf_init(&keys, TG_BUF_MAX);
    tg_buf_init(&items, TG_BUF_MAX);
    tg_search_words_sort(words);
    ck_assert(!words->failed);
    ck_assert_uint_eq(tg_search_words_put(words, 0, TG_BUF_MAX, &keys, &items), words->len);
    tg_buf_puts(&keys, " / ");
    tg_buf_puts(&keys, tg_buf_str(&items));
    check_buf(&keys, text);
    tg_buf_release(&keys);
    tg_buf_release(&items);
    tg_search_words_release(words);
}

START_TEST(words_share_their_beginnings)
{
    struct tg_search_words words = {.len = 0};

    check_words(&words, " / ");
    tg_search_words_add(&words, "Paris PARIS, pärchen", 0);
    tg_search_words_add(&words, "Park", 1);
    tg_search_words_add(&words, NULL, 1);
    check_words(&words, "Qparchen Tis Tk / Q Q S");
}
END_TEST

START_TEST(items_one_after_another_are_a_run)
{
    struct tg_search_words words = {.len = 0};

    for (uint32_t i = 0; i < 50; i++)
        if (i != 30)
            tg_search_words_add(&words, "img img", i);
    tg_search_words_add(&words, "zoo", 3);
    tg_search_words_add(&words, "zoo", 5);
    tg_search_words_add(&words, "zoo", 6);
    check_words(&words, "Qimg Qzoo / QQoSQd WSR");
}
END_TEST

/* As JavaScript compares: U+1F389 before U+FB50, and none of it is shared. */
START_TEST(words_are_in_the_order_of_utf16)
{
    struct tg_search_words words = {.len = 0};

    tg_search_words_add(&words, "\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89 \xEF\xAD\x90", 0);
    check_words(&words,
                "Q\xF0\x9F\x8E\x89 Q\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89 Q\xEF\xAD\x90 / Q Q Q");
}
END_TEST

START_TEST(files_end_where_a_word_does)
{
    struct tg_search_words words = {.len = 0};
    struct tg_buf keys, items;
    size_t at;

    for (uint32_t i = 0; i < 100; i++)
        tg_search_words_add(&words, i < 60 ? "aa" : "bb", 2 * i);
    tg_search_words_sort(&words);
    tg_buf_init(&keys, TG_BUF_MAX);
    tg_buf_init(&items, TG_BUF_MAX);
    at = tg_search_words_put(&words, 0, 1, &keys, &items);
    ck_assert_uint_eq(at, 60);
    check_buf(&keys, "Qaa");
    tg_buf_clear(&items);
    ck_assert_uint_eq(tg_search_words_put(&words, at, 1, &keys, &items), 100);
    check_buf(&keys, "Qbb");
    tg_buf_release(&keys);
    tg_buf_release(&items);
    tg_search_words_release(&words);
}
END_TEST

/* Titles of files are anybody's. */
START_TEST(hostile_titles_stay_texts)
{
    struct tg_report report = {0};
    struct tg_search_item item = {.page = 1};
    struct tg_buf out;
    struct tg_site *site;
    struct tree t;
    char text[500];

    tree_make(&t);
    tree_file(&t, "a.jpg");
    site = tree_scan(&t);
    memset(text, 'x', sizeof(text));
    memcpy(text + 90, "\xE6\x9D\xB1\xE4\xBA\xAC\xE6\x9D\xB1\xE4\xBA\xAC", 12);
    text[sizeof(text) - 1] = '\0';
    tg_buf_init(&out, TG_BUF_MAX);
    for (size_t i = 0; i < 2; i++) {
        const struct tg_page page = {.site = site, .node = site->root};

        item.node = site->root;
        item.own = tg_ref_of(site->photos[0]);
        item.own.text = i ? text : "\"</script>\\\n\xE2\x80\xA8\x01\xFF&'";
        tg_search_block_put(&page, &item, 1, &out);
        ck_assert(!out.failed);
        ck_assert_ptr_null(strchr(tg_buf_str(&out), '<'));
        ck_assert_ptr_null(strchr(tg_buf_str(&out), '\n'));
        ck_assert_ptr_nonnull(
            strstr(tg_buf_str(&out), i ? "xx\xE6\x9D\xB1\xE4\xBA\xAC\xE6\x9D\xB1\xE4\xBA\xAC…\"]"
                                       : "[\"\\u0022\\u003c/script\\u003e\\u005c "
                                         "\xE2\x80\xA8\xEF\xBF\xBD\xEF\xBF\xBD\\u0026'\"]"));
        tg_buf_clear(&out);
    }
    tg_buf_release(&out);
    tg_report_release(&report);
    tg_site_free(site);
    tree_remove(&t);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("search");

    tcase_add_test(tc, numbers_end_with_a_digit_of_the_second_alphabet);
    tcase_add_test(tc, names_that_count_up_take_no_room);
    tcase_add_test(tc, words_share_their_beginnings);
    tcase_add_test(tc, items_one_after_another_are_a_run);
    tcase_add_test(tc, words_are_in_the_order_of_utf16);
    tcase_add_test(tc, files_end_where_a_word_does);
    tcase_add_test(tc, hostile_titles_stay_texts);
    return tg_suite_run("search", tc);
}
