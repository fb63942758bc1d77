/* test_state.c - damage that shows while a state is in use; what a foreign one may do. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/state/database.h"
#include "core/state/rows.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { ROWS = 400, PATH_ROOM = 128 };

static char dir[] = "/tmp/test_state.XXXXXX";
static int asides;

static void aside(void *ctx, const char *path, const char *to, bool later)
{
    (void)ctx;
    (void)path;
    (void)to;
    ck_assert(!later);
    asides++;
}

static const struct tg_state_location location = {.dir = dir, .out = dir, .aside = aside};

static void set_up(void)
{
    (void)snprintf(dir, sizeof(dir), "/tmp/test_state.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    asides = 0;
}

static void tear_down(void)
{
    char command[PATH_ROOM];

    (void)snprintf(command, sizeof(command), "rm -r %s", dir);
    ck_assert_int_eq(system(command), 0); /* NOLINT(cert-env33-c): our own folder */
}

static void name_row(char *name, int i)
{
    (void)snprintf(name, PATH_ROOM, "album/a picture with a name of some length %03d.jpg", i);
}

static struct tg_output_state output_row(int i)
{
    return (struct tg_output_state){.stamp = {(uint64_t)i + 1, 2, 3, 0},
                                    .plan = {{1, (uint8_t)i, (uint8_t)(i >> 8)}},
                                    .hash = {{(uint8_t)i}},
                                    .placeholder.known = true};
}

/* A saved state of many rows, opened again by whoever asks. */
static void fill(void)
{
    struct tg_state *s = NULL;
    char name[PATH_ROOM];
    uint64_t stale = 0;

    ck_ok(tg_state_open(&location, &s));
    for (int i = 0; i < ROWS; i++) {
        struct tg_output_state row = output_row(i);
        struct tg_source_state source = {.stamp = {1, 2, 3, 4}, .hash = {{(uint8_t)i}}};

        name_row(name, i);
        ck_ok(tg_state_put_output(s, name, name, &row));
        ck_ok(tg_state_put_source(s, name, &source));
    }
    ck_ok(tg_state_end_build(s, &stale));
    ck_assert_uint_eq(stale, ROWS); /* none was wanted */
    tg_state_free(s);
}

/* Bytes of the file below an open database. */
static void scribble(off_t from)
{
    char path[PATH_ROOM];
    static char noise[1 << 20];
    struct stat st;
    int fd;

    memset(noise, 0x5A, sizeof(noise));
    (void)snprintf(path, sizeof(path), "%s/state.db", dir);
    fd = open(path, O_WRONLY | O_CLOEXEC);
    ck_assert(fd >= 0 && fstat(fd, &st) == 0 && st.st_size > from);
    ck_assert_int_eq(pwrite(fd, noise, (size_t)(st.st_size - from), from), st.st_size - from);
    close(fd);
}

static bool is_there(const char *name)
{
    char path[PATH_ROOM];

    (void)snprintf(path, sizeof(path), "%s/%s", dir, name);
    return access(path, F_OK) == 0;
}

static struct tg_err *count(void *ctx, const char *path, const struct tg_output_state *row)
{
    (void)row;
    ck_assert(*path != '/' && !strstr(path, ".."));
    ++*(int *)ctx;
    return NULL;
}

static bool count_plan(void *ctx, const char *path, const struct tg_output_state *row)
{
    return count(ctx, path, row) != NULL;
}

/* Each way of asking meets the damage first. */
static void use(struct tg_state *s, int how)
{
    struct tg_output_state row = output_row(7);
    struct tg_source_state source = {.stamp = {1, 2, 3, 4}};
    char name[PATH_ROOM], *text = NULL;
    bool found = true;
    uint64_t stale = 1;
    int n = 0;

    name_row(name, 7);
    switch (how) {
    case 0:
        ck_ok(tg_state_get_output(s, name, &row, &found));
        ck_assert(!found);
        break;
    case 1:
        ck_ok(tg_state_get_source(s, name, &source, &found));
        ck_assert(!found);
        break;
    case 2:
        ck_ok(tg_state_put_output(s, name, name, &row));
        ck_ok(tg_state_save(s));
        break;
    case 3:
        ck_ok(tg_state_put_source(s, name, &source));
        ck_ok(tg_state_save(s));
        break;
    case 4:
        ck_ok(tg_state_find_plan(s, &row.plan, 0, count_plan, &n));
        break;
    case 5:
        ck_ok(tg_state_each_stale(s, count, &n));
        break;
    case 6:
        ck_ok(tg_state_each_of(s, name, count, &n));
        break;
    case 7:
        ck_ok(tg_state_source_of(s, name, &text));
        ck_assert_ptr_null(text);
        break;
    case 8:
        ck_ok(tg_state_want(s, name));
        ck_ok(tg_state_end_build(s, &stale));
        ck_assert_uint_eq(stale, 0);
        break;
    default:
        ck_ok(tg_state_forget_output(s, name));
        ck_ok(tg_state_save(s));
        break;
    }
}

START_TEST(damage_in_use_sets_the_state_aside)
{
    struct tg_output_state row = output_row(1);
    struct tg_state *s = NULL;
    bool found = true;
    uint64_t stale = 9;
    int n = 0;

    fill();
    ck_ok(tg_state_open(&location, &s));
    (void)sqlite3_db_release_memory(s->db);
    ck_ok(tg_state_execute(s, "PRAGMA cache_size = 1"));
    scribble(4096);
    use(s, _i);
    ck_assert_int_eq(asides, 1);
    ck_assert(is_there("state.db.broken") && is_there("state.db"));
    /* What goes on is an empty one, which remembers what it is told now and takes nothing for
     * stale. */
    ck_ok(tg_state_get_output(s, "index.html", &row, &found));
    ck_assert(!found);
    ck_ok(tg_state_put_output(s, "index.html", NULL, &row));
    ck_ok(tg_state_end_build(s, &stale));
    ck_assert_uint_eq(stale, 0);
    tg_state_free(s);
    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_get_output(s, "index.html", &row, &found));
    ck_assert(found);
    ck_ok(tg_state_each_stale(s, count, &n));
    ck_assert_int_eq(n, 0);
    tg_state_free(s);
    ck_assert_int_eq(asides, 1);
}
END_TEST

START_TEST(a_wrong_row_is_damage)
{
    static const char *const changes[] = {
        "UPDATE output SET size = size + 1 WHERE path LIKE '%007.jpg'",
        "UPDATE output SET stale = 0 WHERE path LIKE '%007.jpg'",
        "UPDATE output SET source = 'x' WHERE path LIKE '%007.jpg'",
        "UPDATE output SET tint = x'00', sum = row_sum(path, source, size, inode, mtime, ctime, "
        "plan, "
        "idx, hash, x'00', stale) WHERE path LIKE '%007.jpg'",
    };
    struct tg_output_state row;
    struct tg_state *s = NULL;
    char name[PATH_ROOM];
    bool found = true;

    fill();
    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_execute(s, changes[_i]));
    name_row(name, 8);
    ck_ok(tg_state_get_output(s, name, &row, &found));
    ck_assert(found);
    name_row(name, 7);
    ck_ok(tg_state_get_output(s, name, &row, &found));
    ck_assert(!found);
    ck_assert_int_eq(asides, 1);
    tg_state_free(s);
}
END_TEST

/* A row that is wrong must not get a checksum that makes it right. */
START_TEST(a_wrong_row_does_not_become_stale)
{
    struct tg_state *s = NULL;
    char name[PATH_ROOM];
    uint64_t stale = 0;
    int n = 0;

    fill();
    ck_ok(tg_state_open(&location, &s));
    for (int i = 0; i < ROWS; i++) {
        name_row(name, i);
        ck_ok(tg_state_want(s, name));
    }
    ck_ok(tg_state_end_build(s, &stale));
    ck_assert_uint_eq(stale, 0);
    ck_ok(tg_state_execute(s, "UPDATE output SET path = 'of the user' WHERE path LIKE '%007.jpg'"));
    ck_ok(tg_state_execute(s, "DELETE FROM wanted WHERE path LIKE '%007.jpg'"));
    ck_ok(tg_state_end_build(s, &stale));
    ck_ok(tg_state_each_stale(s, count, &n));
    ck_assert_int_eq(n, 0);
    tg_state_free(s);
    ck_ok(tg_state_open(&location, &s));
    ck_assert_int_eq(asides, 1);
    tg_state_free(s);
}
END_TEST

START_TEST(paths_that_lead_out_are_not_handed_on)
{
    static const char *const paths[] = {"../x", "/etc/passwd", "a/../../x", "",
                                        "a//b", "./a",         "a/."};
    struct tg_state *s = NULL;
    struct tg_output_state row = output_row(0);
    int n = 0;

    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_put_output(s, paths[_i], NULL, &row));
    ck_ok(tg_state_each_output(s, count, &n));
    ck_assert_int_eq(n, 0);
    ck_assert_int_eq(asides, 1);
    tg_state_free(s);
}
END_TEST

static void run_there(const char *script)
{
    char command[4 * PATH_ROOM];

    (void)snprintf(command, sizeof(command), "cd %s && %s", dir, script);
    ck_assert_int_eq(system(command), 0); /* NOLINT(cert-env33-c): our own folder */
}

START_TEST(a_foreign_state_is_only_read)
{
    struct tg_state *s = NULL;
    struct tg_output_state row;
    char name[PATH_ROOM];
    bool found = false;
    int n = 0;

    fill(); /* with a header that promises a log ahead */
    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_execute(s, "UPDATE output SET size = 9 WHERE path LIKE '%007.jpg'"));
    tg_state_free(s);
    run_there("touch -d 2020-01-01 .");
    ck_ok(tg_state_open_foreign(dir, &s));
    name_row(name, 7);
    ck_ok(tg_state_get_output(s, name, &row, &found));
    ck_assert(!found); /* a wrong row is none */
    name_row(name, 8);
    ck_ok(tg_state_get_output(s, name, &row, &found));
    ck_assert(found);
    ck_ok(tg_state_each_output(s, count, &n));
    ck_assert_int_eq(n, ROWS - 1);
    tg_state_free(s);
    ck_assert_int_eq(asides, 0);
    run_there("[ -z \"$(find . -newermt 2020-01-02 -type d)\" ]");
}
END_TEST

/* As builds of versions that knew fewer of them have left them. */
START_TEST(standing_texts_of_earlier_builds_are_forgotten)
{
    char junk[] = "sdr_HDRB", title[] = "Anna";
    struct tg_source_state row = {.stamp = {1, 2, 3, 4},
                                  .metadata = {.title = title, .description = junk}};
    struct tg_state *s = NULL;
    bool found = false;

    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_put_source(s, "a.jpg", &row));
    ck_ok(tg_state_get_source(s, "a.jpg", &row, &found));
    ck_assert(found);
    ck_assert_str_eq(row.metadata.title, "Anna");
    ck_assert_ptr_null(row.metadata.description);
    tg_metadata_release(&row.metadata);
    tg_state_free(s);
}
END_TEST

/* The raw text of a column, and whether the row is right. */
static char *column(const struct tg_state *s, const char *path, const char *name, bool *right)
{
    char sql[1024], *text;
    sqlite3_stmt *q = NULL;

    (void)snprintf(sql, sizeof(sql),
                   "SELECT %s, sum IS row_sum(path, " TG_SOURCE_COLUMNS ") FROM source "
                   "WHERE path = '%s'",
                   name, path);
    ck_assert_int_eq(sqlite3_prepare_v2(s->db, sql, -1, &q, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
    text = sqlite3_column_text(q, 0) ? strdup((const char *)sqlite3_column_text(q, 0)) : NULL;
    *right = sqlite3_column_int(q, 1) != 0;
    (void)sqlite3_finalize(q);
    return text;
}

static void ck_column(const struct tg_state *s, const char *path, const char *name,
                      const char *text, bool right)
{
    bool is_right;
    char *got = column(s, path, name, &is_right);

    ck_assert_pstr_eq(got, text);
    ck_assert(is_right == right);
    free(got);
}

START_TEST(dates_that_are_too_far_away_are_the_last_ones)
{
    const struct stat far = {.st_mtim = {INT64_MAX, 999999999}, .st_ctim = {INT64_MIN, 0}};
    const struct stat late = {.st_mtim = {9223372036, 0}, .st_ctim = {9223372035, 999999999}};
    const struct stat early = {.st_mtim = {-9223372037, 0}, .st_ctim = {-9223372036, 1}};
    struct tg_stamp stamp = tg_stamp_of(&far);

    ck_assert(stamp.mtime_ns == INT64_MAX && stamp.ctime_ns == INT64_MIN);
    ck_assert(tg_stamp_is_copy(&stamp, &stamp));
    stamp = tg_stamp_of(&late);
    ck_assert(stamp.mtime_ns == INT64_MAX && stamp.ctime_ns == 9223372035999999999);
    stamp = tg_stamp_of(&early);
    ck_assert(stamp.mtime_ns == INT64_MIN && stamp.ctime_ns == -9223372035999999999);
}
END_TEST

/* Of what nobody asks for any more no row keeps anything; a wrong one stays wrong. */
START_TEST(tags_that_nobody_asks_for_are_forgotten)
{
    char keywords[] = "sea\nsun", people[] = "Anna", place[] = "Bern";
    const struct tg_source_state row = {
        .stamp = {1, 2, 3, 4},
        .asks = TG_ASKS_ALL,
        .metadata = {
            .keywords = keywords, .people = people, .place = place, .located = true, .rating = 3}};
    const struct tg_source_state less = {
        .stamp = {1, 2, 3, 4}, .asks = TG_ASKS_KEYWORDS, .metadata = row.metadata};
    struct tg_state *s = NULL;

    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_put_source(s, "a.jpg", &row));
    ck_ok(tg_state_put_source(s, "b.jpg", &row));
    ck_ok(tg_state_put_source(s, "c.jpg", &less));
    ck_column(s, "c.jpg", "people", NULL, true); /* it is not even written */
    ck_ok(tg_state_execute(s, "UPDATE source SET title = 'wrong' WHERE path = 'b.jpg'"));
    ck_ok(tg_state_forget_tags(s, TG_ASKS_ALL));
    ck_column(s, "a.jpg", "people", "Anna", true);
    ck_ok(tg_state_forget_tags(s, TG_ASKS_KEYWORDS));
    ck_column(s, "a.jpg", "keywords", "sea\nsun", true);
    ck_column(s, "a.jpg", "people", NULL, true);
    ck_column(s, "a.jpg", "place", NULL, true);
    ck_column(s, "a.jpg", "latitude", "0", true);
    ck_column(s, "a.jpg", "asks", "3", true);
    ck_column(s, "b.jpg", "people", NULL, false);
    ck_column(s, "c.jpg", "keywords", "sea\nsun", true);
    ck_ok(tg_state_forget_tags(s, 0));
    ck_column(s, "a.jpg", "keywords", NULL, true);
    ck_column(s, "a.jpg", "rating", "3", true);
    ck_column(s, "c.jpg", "keywords", NULL, true);
    tg_state_free(s);
}
END_TEST

#define OLD_COLUMNS(motion, gain_map)                                                              \
    "size, inode, mtime, ctime, side_size, side_inode, side_mtime, side_ctime, seen, hash, "       \
    "format, width, height, orientation, samples, multiscan, date, title, description, camera, "   \
    "lens, exposure, " motion "placed, latitude, longitude" gain_map

#define OLD_TABLES(motion, gain_map)                                                               \
    "DROP TABLE source; DROP TABLE output; DROP TABLE root; DROP TABLE key;"                       \
    "CREATE TABLE source(path TEXT PRIMARY KEY, size, inode, mtime, ctime, side_size, "            \
    "side_inode, side_mtime, side_ctime, seen, hash BLOB, format, width, height, orientation, "    \
    "samples, multiscan, date TEXT, title TEXT, description TEXT, camera TEXT, lens TEXT, "        \
    "exposure TEXT, " motion "placed, latitude, longitude" gain_map ", sum BLOB) WITHOUT ROWID;"   \
    "CREATE TABLE output(path TEXT PRIMARY KEY, source TEXT, size, inode, mtime, ctime, plan "     \
    "BLOB, idx, hash BLOB, stale DEFAULT 0, tint BLOB, sum BLOB) WITHOUT ROWID;"                   \
    "CREATE TABLE root(id INTEGER PRIMARY KEY, path TEXT, sum BLOB);"                              \
    "CREATE INDEX output_plan ON output(plan, idx);"                                               \
    "CREATE INDEX output_source ON output(source);"

#define OLD_ROW(version, motion, gain_map, none, no_map)                                           \
    "INSERT INTO source(path, " OLD_COLUMNS(                                                       \
        motion,                                                                                    \
        gain_map) ") VALUES('a.jpg', 1, 2, 3, 4, 0, 0, 0, 0, 5, "                                  \
                  "zeroblob(16), 1, 30, 20, 1, 0, 0, '', 'Anna', NULL, NULL, NULL, NULL, " none    \
                  "0, NULL, NULL" no_map ");"                                                      \
                  "UPDATE source SET sum = row_sum(path, " OLD_COLUMNS(                            \
                      motion, gain_map) "); PRAGMA user_version = " version ";"

/* Versions 3 to 6.  What is wrong there must not become right, and all photos are looked at
 * again. */
START_TEST(a_state_that_knows_less_of_photos_is_taken_over)
{
    static const char *const old[] = {
        OLD_TABLES("", "") OLD_ROW("3", "", "", "", ""),
        OLD_TABLES("motion TEXT, ", "") OLD_ROW("4", "motion, ", "", "'', ", ""),
        OLD_TABLES("motion TEXT, ", ", gain_map")
            OLD_ROW("5", "motion, ", ", gain_map", "'', ", ", 1"),
        OLD_TABLES("motion TEXT, faces TEXT, ", ", gain_map")
            OLD_ROW("6", "motion, faces, ", ", gain_map", "'', NULL, ", ", 1")};
    static const char *const changes[] = {"", "UPDATE source SET title = 'Berta'"};
    bool wrong = _i % 2;
    struct tg_source_state row;
    struct tg_state *s = NULL;
    bool found = true;

    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_execute(s, old[_i / 2]));
    ck_ok(tg_state_execute(s, changes[wrong]));
    tg_state_free(s);
    ck_ok(tg_state_open(&location, &s));
    ck_assert_int_eq(asides, wrong);
    ck_ok(tg_state_get_source(s, "a.jpg", &row, &found));
    ck_assert(found == !wrong);
    if (found) {
        ck_assert_str_eq(row.metadata.title, "Anna");
        ck_assert(!row.motion_known && !row.info.gain_map);
        row.info.gain_map = true;
        row.metadata.faces = strdup("1,2,3,4");
        ck_ok(tg_state_put_source(s, "b.jpg", &row));
        tg_metadata_release(&row.metadata);
        ck_ok(tg_state_get_source(s, "b.jpg", &row, &found));
        ck_assert(found && row.motion_known && !row.metadata.motion && row.info.gain_map);
        ck_assert_str_eq(row.metadata.faces, "1,2,3,4");
        tg_metadata_release(&row.metadata);
    }
    tg_state_free(s);
}
END_TEST

START_TEST(content_keys_are_kept_by_their_folders)
{
    const uint8_t one[TG_STATE_KEY] = {1}, two[TG_STATE_KEY] = {2};
    uint8_t key[TG_STATE_KEY];
    struct tg_state *s = NULL;
    bool found = true;
    size_t n;

    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_get_key(s, "a//b", key, &found));
    ck_assert(!found);
    ck_ok(tg_state_put_key(s, "a//b", one));
    ck_ok(tg_state_put_key(s, "", two));
    ck_ok(tg_state_save(s));
    tg_state_free(s);
    ck_ok(tg_state_open_readonly(dir, &s));
    ck_ok(tg_state_count_keys(s, &n));
    ck_assert_uint_eq(n, 2);
    ck_ok(tg_state_get_key(s, "a//b", key, &found));
    ck_assert(found && memcmp(key, one, sizeof(key)) == 0);
    ck_ok(tg_state_get_key(s, "", key, &found));
    ck_assert(found && memcmp(key, two, sizeof(key)) == 0);
    tg_state_free(s);
    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_drop_keys(s));
    ck_ok(tg_state_get_key(s, "", key, &found));
    ck_assert(!found);
    tg_state_free(s);
}
END_TEST

/* Then a key is not believed, and the state is set aside. */
START_TEST(a_damaged_content_key_is_not_used)
{
    const uint8_t one[TG_STATE_KEY] = {1};
    uint8_t key[TG_STATE_KEY];
    struct tg_state *s = NULL;
    bool found = true;

    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_put_key(s, "a", one));
    ck_ok(tg_state_execute(s, "UPDATE key SET key = zeroblob(32)"));
    ck_ok(tg_state_save(s));
    ck_ok(tg_state_get_key(s, "a", key, &found));
    ck_assert(!found);
    ck_assert_int_eq(asides, 1);
    tg_state_free(s);
}
END_TEST

START_TEST(sealed_files_have_the_size_of_what_is_in_them)
{
    struct tg_output_state row = output_row(1);
    struct tg_state *s = NULL;
    bool found;

    row.content = 12345;
    ck_ok(tg_state_open(&location, &s));
    ck_ok(tg_state_put_output(s, "a.sealed", "a.jpg", &row));
    row.content = 0;
    ck_ok(tg_state_put_output(s, "b.jpg", "b.jpg", &row));
    ck_ok(tg_state_get_output(s, "a.sealed", &row, &found));
    ck_assert(found && row.content == 12345);
    ck_ok(tg_state_get_output(s, "b.jpg", &row, &found));
    ck_assert(found && row.content == 0);
    tg_state_free(s);
}
END_TEST

START_TEST(a_name_for_uris_is_no_uri)
{
    char odd[] = "%3f?immutable=0#", path[PATH_ROOM];
    struct tg_state_location there = {.dir = path};
    struct tg_state *s = NULL;

    (void)snprintf(path, sizeof(path), "%s/%s", dir, odd);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_ok(tg_state_open(&there, &s));
    tg_state_free(s);
    ck_ok(tg_state_open_foreign(path, &s));
    tg_state_free(s);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("state");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, damage_in_use_sets_the_state_aside, 0, 10);
    tcase_add_loop_test(tc, a_wrong_row_is_damage, 0, 4);
    tcase_add_test(tc, a_wrong_row_does_not_become_stale);
    tcase_add_loop_test(tc, paths_that_lead_out_are_not_handed_on, 0, 7);
    tcase_add_test(tc, a_foreign_state_is_only_read);
    tcase_add_test(tc, standing_texts_of_earlier_builds_are_forgotten);
    tcase_add_loop_test(tc, a_state_that_knows_less_of_photos_is_taken_over, 0, 8);
    tcase_add_test(tc, content_keys_are_kept_by_their_folders);
    tcase_add_test(tc, a_damaged_content_key_is_not_used);
    tcase_add_test(tc, sealed_files_have_the_size_of_what_is_in_them);
    tcase_add_test(tc, dates_that_are_too_far_away_are_the_last_ones);
    tcase_add_test(tc, tags_that_nobody_asks_for_are_forgotten);
    tcase_add_test(tc, a_name_for_uris_is_no_uri);
    return tg_suite_run("state", tc);
}
