/* test_shards.c - photos assigned to machines, and the notes of shards. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/shard/shard_note.h"
#include "core/shard/shares.h"
#include "tests/support/suite.h"

enum { PHOTOS = 1400, LONGEST = 40 };

static char paths[PHOTOS][LONGEST];
static struct tg_share_item items[PHOTOS];

/* Sizes of a library: 0 all alike, 1 phone and camera, 2 a few panoramas of 200 MB among
 * thumbnails, 3 one doubling from each to the next in runs of 16. */
static uint64_t size_of(int kind, uint64_t i, uint64_t r)
{
    switch (kind) {
    case 0:
        return 4000000;
    case 1:
        return i % 3 ? 1500000 + r % 3000000 : 8000000 + r % 9000000;
    case 2:
        return i % 50 ? 200000 + r % 400000 : 20000000 + r % 180000000;
    default:
        return UINT64_C(1000) << (i % 16);
    }
}

static void make_items(int kind)
{
    uint64_t r = 12345;

    for (size_t i = 0; i < PHOTOS; i++) {
        r = r * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        (void)snprintf(paths[i], LONGEST, "album %zu/photo %zu.jpg", i / 45, i);
        items[i] = (struct tg_share_item){paths[i], size_of(kind, i, r >> 33), 0};
    }
}

static struct tg_err *assign(struct tg_share_item *assigned, size_t len, uint32_t shares,
                             uint64_t *loads)
{
    struct tg_err *err = tg_shares(assigned, len, shares);

    memset(loads, 0, shares * sizeof(*loads));
    for (size_t i = 0; i < len && !err; i++) {
        ck_assert_uint_lt(assigned[i].share, shares);
        loads[assigned[i].share] += assigned[i].bytes;
    }
    return err;
}

/* Between the heaviest and the lightest of eight: at most three percent of a fair share. */
START_TEST(shares_are_balanced)
{
    uint64_t loads[8], least = UINT64_MAX, most = 0, sum = 0;

    make_items(_i);
    ck_assert_ptr_null(assign(items, PHOTOS, 8, loads));
    for (int k = 0; k < 8; k++) {
        least = loads[k] < least ? loads[k] : least;
        most = loads[k] > most ? loads[k] : most;
        sum += loads[k];
    }
    ck_assert_uint_le((most - least) * 100, sum / 8 * 3);
}
END_TEST

static int by_path_backwards(const void *a, const void *b)
{
    const struct tg_share_item *x = a, *y = b;

    return -strcmp(x->path, y->path);
}

START_TEST(order_does_not_matter)
{
    static struct tg_share_item again[PHOTOS];

    make_items(_i);
    memcpy(again, items, sizeof(items));
    qsort(again, PHOTOS, sizeof(*again), by_path_backwards);
    ck_assert_ptr_null(tg_shares(items, PHOTOS, 7));
    ck_assert_ptr_null(tg_shares(again, PHOTOS, 7));
    for (size_t i = 0; i < PHOTOS; i++)
        for (size_t k = 0; k < PHOTOS; k++)
            if (again[k].path == items[i].path)
                ck_assert_uint_eq(again[k].share, items[i].share);
}
END_TEST

/* As every version and machine must assign them. */
START_TEST(shares_are_these)
{
    struct tg_share_item few[] = {{"a", 5, 9}, {"b", 9, 9}, {"c", 5, 9}, {"d", 1, 9}, {"e", 0, 9}};
    static const uint32_t want[] = {1, 0, 2, 1, 2};
    struct tg_share_item none = {"", 0, 0};

    ck_assert_ptr_null(tg_shares(few, 5, 3));
    for (size_t i = 0; i < 5; i++)
        ck_assert_uint_eq(few[i].share, want[i]);
    ck_assert_ptr_null(tg_shares(few, 5, TG_SHARES_MAX));
    ck_assert_uint_eq(few[4].share, 4);
    ck_assert_ptr_null(tg_shares(&none, 0, 3));
}
END_TEST

START_TEST(tree_depends_on_paths_and_sizes)
{
    struct tg_share_item a[] = {{"a", 5, 0}, {"b", 9, 0}}, b[] = {{"a", 5, 1}, {"b", 9, 1}};
    struct tg_hash one, two;

    ck_assert_ptr_null(tg_shares_tree(a, 2, &one));
    ck_assert_ptr_null(tg_shares_tree(b, 2, &two));
    ck_assert(tg_hash_equal(&one, &two));
    b[1].bytes = UINT64_C(9) << 56;
    ck_assert_ptr_null(tg_shares_tree(b, 2, &two));
    ck_assert(!tg_hash_equal(&one, &two));
    b[1] = (struct tg_share_item){"bb", 9, 0};
    ck_assert_ptr_null(tg_shares_tree(b, 2, &two));
    ck_assert(!tg_hash_equal(&one, &two));
}
END_TEST

static void make_note(struct tg_buf *text)
{
    char source[] = "/photos\nof \"mine\"";
    struct tg_shard_note note = {.version = "0.1.0",
                                 .index = 2,
                                 .count = 3,
                                 .photos = 467,
                                 .failed = 1,
                                 .tree_photos = 1400,
                                 .tree_bytes = UINT64_MAX,
                                 .tree = {{1, 0xAB}},
                                 .state = {{0xFF}},
                                 .options = {2, true, false, true, {1, 2, 255}},
                                 .source = source};

    tg_buf_init(text, 1 << 16);
    tg_shard_note_write(&note, text);
}

START_TEST(notes_travel)
{
    struct tg_shard_note note;
    struct tg_buf text;

    make_note(&text);
    ck_assert(tg_shard_note_parse(tg_buf_str(&text), text.len, &note));
    ck_assert_str_eq(note.version, "0.1.0");
    ck_assert_str_eq(note.source, "/photos\nof \"mine\"");
    ck_assert_uint_eq(note.index, 2);
    ck_assert_uint_eq(note.tree_bytes, UINT64_MAX);
    ck_assert_uint_eq(note.tree.bytes[1], 0xAB);
    ck_assert_uint_eq(note.options.background[2], 255);
    ck_assert(note.options.original && !note.options.srgb);
    tg_shard_note_release(&note);
    tg_buf_release(&text);
}
END_TEST

START_TEST(notes_cut_short_are_none)
{
    struct tg_shard_note note;
    struct tg_buf text;
    size_t source;

    make_note(&text);
    source = (size_t)(strchr(tg_buf_str(&text), '"') - tg_buf_str(&text));
    for (size_t len = 0; len < text.len; len++)
        if (len != source - 3) /* where the path has its own line feed */
            ck_assert(!tg_shard_note_parse(tg_buf_str(&text), len, &note));
    tg_buf_release(&text);
}
END_TEST

START_TEST(foreign_notes_are_none)
{
    static const char *const words[][2] = {
        {"tirage shard 1", "tirage shard 2"},
        {"shard 2/3", "shard 4/3"},
        {"shard 2/3", "shard 0/3"},
        {"shard 2/3", "shard 2/100001"},
        {"photos 467", "photos -1"},
        {"failed 1", "failed 18446744073709551616"},
        {"options 2 ", "options 3 "},
        {"source /photos", "source photos"},
        {"0102ff", "0102fg"},
        {"0.1.0", ""},
    };
    struct tg_shard_note note;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct tg_buf text, other;
        const char *at;

        make_note(&text);
        tg_buf_init(&other, 1 << 16);
        at = strstr(tg_buf_str(&text), words[i][0]);
        ck_assert_ptr_nonnull(at);
        tg_buf_put(&other, tg_buf_str(&text), (size_t)(at - tg_buf_str(&text)));
        tg_buf_puts(&other, words[i][1]);
        tg_buf_puts(&other, at + strlen(words[i][0]));
        ck_assert_msg(!tg_shard_note_parse(tg_buf_str(&other), other.len, &note), "%s",
                      words[i][1]);
        tg_buf_release(&text);
        tg_buf_release(&other);
    }
}
END_TEST

START_TEST(names_of_shards)
{
    static const char *const bad[] = {"shard-0-of-3",  "shard-4-of-3",  "shard-01-of-3",
                                      "shard-1-of-3x", "shard-1-of-",   "shard-1-of-100001",
                                      "state.db",      "shard--1-of-3", ""};
    char name[TG_SHARD_NAME];
    uint32_t index, count;

    tg_shard_name(TG_SHARES_MAX, TG_SHARES_MAX, name);
    ck_assert(tg_shard_name_parse(name, &index, &count));
    ck_assert_uint_eq(index, TG_SHARES_MAX);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_msg(!tg_shard_name_parse(bad[i], &index, &count), "%s", bad[i]);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("shards");

    tcase_add_loop_test(tc, shares_are_balanced, 0, 4);
    tcase_add_loop_test(tc, order_does_not_matter, 0, 4);
    tcase_add_test(tc, shares_are_these);
    tcase_add_test(tc, tree_depends_on_paths_and_sizes);
    tcase_add_test(tc, notes_travel);
    tcase_add_test(tc, notes_cut_short_are_none);
    tcase_add_test(tc, foreign_notes_are_none);
    tcase_add_test(tc, names_of_shards);
    return tg_suite_run("shards", tc);
}
