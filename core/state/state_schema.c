/* state_schema.c - the tables of a state, those of earlier versions, and what is asked; see
 * database.h. */
#include <stdlib.h>
#include <string.h>

#include "core/state/database.h"
#include "core/state/rows.h"

#define OLD_COLUMNS           TG_SOURCE_COLUMNS_WITH("", "placed", "")
#define SOURCE_SUM            "row_sum(path, " TG_SOURCE_COLUMNS ")"
#define IF_ASKED(bit, column) "CASE WHEN ?1 & " bit " THEN " column " END"
/* With no more than ?1 asks for; bits of enum tg_metadata_ask. */
#define KEPT_SUM                                                                                   \
    "row_sum(path, " TG_SOURCE_COLUMNS_WITH(                                                       \
        IF_ASKED("2", "keywords") ", " IF_ASKED("4", "people") ", " IF_ASKED(                      \
            "8", "place") ", motion, faces, ",                                                     \
        "asks & ?1", ", gain_map, rating, labels") ")"
#define OUTPUT_SUM(stale) "row_sum(path, source, " TG_OUTPUT_COLUMNS ", " stale ")"
#define KEY_SUM           "row_sum(folders, key)"
/* Of earlier versions. */
#define OLD_OUTPUT_COLUMNS TG_OUTPUT_COLUMNS_WITH("")
#define OLD_OUTPUT_SUM     "row_sum(path, source, " OLD_OUTPUT_COLUMNS ", stale)"
#define EARLIER_SUM(ours, gain_map)                                                                \
    "row_sum(path, " TG_SOURCE_COLUMNS_WITH(ours, "placed", gain_map) ")"

#define TABLES(ours, asks, more, content, sum)                                                     \
    "CREATE TABLE source(path TEXT PRIMARY KEY, size, inode, mtime, ctime, side_size, "            \
    "side_inode, side_mtime, side_ctime, seen, hash BLOB, format, width, height, orientation, "    \
    "samples, multiscan, date TEXT, title TEXT, description TEXT, camera TEXT, lens TEXT, "        \
    "exposure TEXT, " ours asks ", latitude, longitude" more sum ") WITHOUT ROWID;"                \
    "CREATE TABLE output(path TEXT PRIMARY KEY, source TEXT, size, inode, mtime, ctime, plan "     \
    "BLOB, idx, hash BLOB, stale DEFAULT 0, tint BLOB" content sum ") WITHOUT ROWID;"              \
    "CREATE TABLE root(id INTEGER PRIMARY KEY, path TEXT" sum ");"                                 \
    "CREATE INDEX output_plan ON output(plan, idx);"                                               \
    "CREATE INDEX output_source ON output(source);"

static const char schema[] = TABLES(
    "keywords TEXT, people TEXT, place TEXT, motion TEXT, faces TEXT, ", "asks",
    ", gain_map, rating, labels", ", content",
    ", sum BLOB") "CREATE TABLE key(folders TEXT PRIMARY KEY, key BLOB, sum BLOB) WITHOUT ROWID;"
                  "PRAGMA user_version = 7;";

/* tirage 0.1.0, which had no checksums, and versions that knew nothing of motion photos, of gain
 * maps, of faces or of keywords and sealed files: their photos are all looked at again. */
enum { OLDEST = 2, OLD };
#define EARLIER(ours, gain_map) TABLES(ours, "placed", gain_map, "", ", sum BLOB")
static const char *const old_schemas[] = {
    TABLES("", "placed", "", "", ""), EARLIER("", ""), EARLIER("motion TEXT, ", ""),
    EARLIER("motion TEXT, ", ", gain_map"), EARLIER("motion TEXT, faces TEXT, ", ", gain_map")};
static const char put_aside[] =
    "DROP INDEX output_plan; DROP INDEX output_source;"
    "ALTER TABLE output RENAME TO old_output; ALTER TABLE source RENAME TO old_source;"
    "ALTER TABLE root RENAME TO old_root;";
static const char take_over[] = "INSERT INTO source(path, " TG_SOURCE_COLUMNS_WITH(
    "", "asks",
    "") ") SELECT path, " OLD_COLUMNS " FROM old_source;"
        "UPDATE source SET sum = " SOURCE_SUM ";"
        "INSERT INTO output(path, source, " OLD_OUTPUT_COLUMNS
        ", stale) SELECT path, source, " OLD_OUTPUT_COLUMNS
        ", stale FROM old_output; UPDATE output SET sum = " OUTPUT_SUM(
            "stale") ";"
                     "INSERT INTO root SELECT id, path, row_sum(path) FROM old_root;"
                     "DROP TABLE old_output; DROP TABLE old_source; DROP TABLE old_root;";

/* Whether any row has another checksum than its values. */
#define WRONG(source_sum, output_sum)                                                              \
    "SELECT EXISTS(SELECT 1 FROM output WHERE sum IS NOT " output_sum ") OR "                      \
    "EXISTS(SELECT 1 FROM source WHERE sum IS NOT " source_sum ") OR "                             \
    "EXISTS(SELECT 1 FROM root WHERE sum IS NOT row_sum(path))"
#define WRONG_KEYS " OR EXISTS(SELECT 1 FROM key WHERE sum IS NOT " KEY_SUM ")"

static const char *const old_wrong[] = {
    WRONG(EARLIER_SUM("", ""), OLD_OUTPUT_SUM), WRONG(EARLIER_SUM("motion, ", ""), OLD_OUTPUT_SUM),
    WRONG(EARLIER_SUM("motion, ", ", gain_map"), OLD_OUTPUT_SUM),
    WRONG(EARLIER_SUM("motion, faces, ", ", gain_map"), OLD_OUTPUT_SUM)};

#define OUTPUT_IS_INTACT "sum IS " OUTPUT_SUM("stale")
#define SELECT_OUTPUTS   "SELECT " TG_OUTPUT_COLUMNS ", path, " OUTPUT_IS_INTACT " FROM output "

static const char *const queries[TG_QUERIES] = {
    [TG_Q_GET_SOURCE] =
        "SELECT " TG_SOURCE_COLUMNS ", sum IS " SOURCE_SUM " FROM source WHERE path = ?1",
    [TG_Q_PUT_SOURCE] =
        "INSERT OR REPLACE INTO source(path, " TG_SOURCE_COLUMNS
        ", sum) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
        "?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, "
        "row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
        "?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34))",
    [TG_Q_GET_OUTPUT] = SELECT_OUTPUTS "WHERE path = ?1",
    [TG_Q_PUT_OUTPUT] = "INSERT OR REPLACE INTO output(path, " TG_OUTPUT_COLUMNS
                        ", source, stale, sum) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
                        "?11, 0, row_sum(?1, ?11, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0))",
    [TG_Q_FORGET_OUTPUT] = "DELETE FROM output WHERE path = ?1",
    [TG_Q_FIND_PLAN] =
        SELECT_OUTPUTS "WHERE plan = ?1 AND idx = ?2 AND tint IS NOT NULL ORDER BY path",
    [TG_Q_WANT] = "INSERT OR IGNORE INTO wanted VALUES(?1)",
    /* A wrong row must not become a right one; only of the few that change is the checksum looked
     * at. */
    [TG_Q_MARK_STALE] = "UPDATE output SET stale = 1 - stale, sum = " OUTPUT_SUM(
        "1 - stale") " WHERE CASE WHEN "
                     "stale = EXISTS(SELECT 1 FROM wanted WHERE wanted.path = output.path) "
                     "THEN " OUTPUT_IS_INTACT " END",
    [TG_Q_COUNT_STALE] = "SELECT count(*), 1 FROM output WHERE stale",
    [TG_Q_EACH_STALE] = SELECT_OUTPUTS "WHERE stale ORDER BY path",
    [TG_Q_SOURCE_OF] = "SELECT source, " OUTPUT_IS_INTACT " FROM output WHERE path = ?1",
    [TG_Q_SET_ROOT] = ("INSERT INTO root VALUES(1, ?1, row_sum(?1)) ON CONFLICT(id) DO UPDATE "
                       "SET path = ?1, sum = row_sum(?1) WHERE path IS NOT ?1"),
    [TG_Q_GET_ROOT] = "SELECT path, sum IS row_sum(path) FROM root",
    [TG_Q_ASKED_MORE] = "SELECT EXISTS(SELECT 1 FROM source WHERE asks & ~?1), 1",
    /* What is wrong stays wrong. */
    [TG_Q_FORGET_TAGS] =
        "UPDATE source SET keywords = " IF_ASKED("2", "keywords") ", people = " IF_ASKED(
            "4", "people") ", place = " IF_ASKED("8", "place") ", asks = asks & ?1, "
                                                               "sum = CASE WHEN sum IS " SOURCE_SUM
                                                               " THEN " KEPT_SUM " END "
                                                               "WHERE asks & ~?1",
    [TG_Q_EACH_OUTPUT] = SELECT_OUTPUTS "ORDER BY path",
    [TG_Q_GET_KEY] = "SELECT key, sum IS " KEY_SUM " FROM key WHERE folders = ?1",
    [TG_Q_PUT_KEY] =
        "INSERT OR REPLACE INTO key(folders, key, sum) VALUES(?1, ?2, row_sum(?1, ?2))",
    [TG_Q_COUNT_KEYS] = "SELECT count(*), 1 FROM key",
    [TG_Q_DROP_KEYS] = "DELETE FROM key",
    [TG_Q_EACH_OF] = SELECT_OUTPUTS "WHERE source = ?1 ORDER BY path",
};

/* The first number of the first row; -1 and an error code in db if there is none. */
static int read_int(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q = NULL;
    int v = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
        v = sqlite3_column_int(q, 0);
    (void)sqlite3_finalize(q); /* keeps the error code of what failed */
    return v;
}

int tg_state_version(sqlite3 *db)
{
    int version = read_int(db, "PRAGMA user_version");

    if (version == 0 && read_int(db, "SELECT count(*) FROM sqlite_schema") != 0)
        return -1;
    return version;
}

/* Names the error of the file, unless it is the system's. */
static struct tg_err *blame(const struct tg_state *s, const char *what)
{
    struct tg_err *err;
    int code = sqlite3_errcode(s->db);

    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return tg_err_new(TG_E_CORRUPT, s->path, "%s", what);
    err = tg_state_failed(s);
    return tg_err_code(err) == TG_E_CORRUPT ? tg_err_wrap(err, s->path, "%s", what) : err;
}

static struct tg_err *check_pages(const struct tg_state *s)
{
    return read_int(s->db, "SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'") == 0
               ? NULL
               : blame(s, "is damaged");
}

/* The statements that made what is in the database, in one text. */
static struct tg_err *read_schema(const struct tg_state *s, sqlite3 *db, char **text)
{
    sqlite3_stmt *q = NULL;
    struct tg_err *err = NULL;

    *text = NULL;
    if (sqlite3_prepare_v2(db,
                           "SELECT group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), "
                           "';') FROM (SELECT * FROM sqlite_schema ORDER BY name)",
                           -1, &q, NULL) == SQLITE_OK &&
        sqlite3_step(q) == SQLITE_ROW && sqlite3_column_type(q, 0) == SQLITE_TEXT) {
        *text = strdup((const char *)sqlite3_column_text(q, 0));
        err = *text ? NULL : tg_err_nomem();
    } else {
        err = blame(s, "is not the state of a build");
    }
    (void)sqlite3_finalize(q);
    return err;
}

/* Views, triggers and computed columns would run what others wrote; then there are none. */
static struct tg_err *check_schema(const struct tg_state *s, const char *sql)
{
    char *ours = NULL, *theirs = NULL;
    sqlite3 *db = NULL;
    struct tg_err *err = NULL;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        err = tg_err_nomem();
    if (!err)
        err = read_schema(s, db, &ours);
    if (!err)
        err = read_schema(s, s->db, &theirs);
    if (!err && ours && theirs && strcmp(ours, theirs) != 0)
        err = tg_err_new(TG_E_CORRUPT, s->path, "is not the state of a build: it has other tables");
    free(ours);
    free(theirs);
    (void)sqlite3_close(db);
    return err;
}

struct tg_err *tg_state_make_tables(const struct tg_state *s)
{
    int version = tg_state_version(s->db);
    bool old = version >= OLDEST && version < TG_STATE_SCHEMA;
    const char *const steps[] = {"BEGIN IMMEDIATE", old ? put_aside : "", schema,
                                 old ? take_over : "", "COMMIT"}; /* all, whoever kills it */
    struct tg_err *err = NULL;

    if (version != 0 && !old)
        return NULL;
    if (old)
        err = check_schema(s, old_schemas[version - OLDEST]);
    if (old && !err)
        err = check_pages(s);
    if (!err && old && version >= OLD && read_int(s->db, old_wrong[version - OLD]) != 0)
        err = blame(s, "has damaged records");
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && !err; i++)
        err = tg_state_execute(s, steps[i]);
    return err;
}

struct tg_err *tg_state_check_tables(const struct tg_state *s, bool rows)
{
    struct tg_err *err = tg_state_version(s->db) == TG_STATE_SCHEMA
                             ? check_schema(s, schema)
                             : blame(s, "is of another version of tirage, or damaged");

    if (!err)
        err = check_pages(s);
    if (!err && rows && read_int(s->db, WRONG(SOURCE_SUM, OUTPUT_SUM("stale")) WRONG_KEYS) != 0)
        err = blame(s, "has damaged records");
    return err;
}

struct tg_err *tg_state_prepare(struct tg_state *s)
{
    struct tg_err *err =
        tg_state_execute(s, "CREATE TEMP TABLE wanted(path TEXT PRIMARY KEY) WITHOUT ROWID");

    for (int q = 0; !err && q < TG_QUERIES; q++)
        if (sqlite3_prepare_v3(s->db, queries[q], -1, SQLITE_PREPARE_PERSISTENT, &s->query[q],
                               NULL) != SQLITE_OK)
            err = tg_state_failed(s);
    return err;
}
