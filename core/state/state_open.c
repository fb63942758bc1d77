/* state_open.c - states open and close: tables, damage, databases from elsewhere; see state.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/state/database.h"
#include "core/state/rows.h"
#include "core/state/state.h"

enum { SCHEMA = 2 }; /* user_version; later ones are set aside like a damaged file */

#define SOURCE_TABLE                                                                               \
    "CREATE TABLE source(path TEXT PRIMARY KEY, size, inode, mtime, ctime, side_size, "            \
    "side_inode, "                                                                                 \
    "side_mtime, side_ctime, seen, hash BLOB, format, width, height, orientation, samples, "       \
    "multiscan, date TEXT, title TEXT, description TEXT, camera TEXT, lens TEXT, exposure TEXT, "  \
    "placed, latitude, longitude) WITHOUT ROWID;"

/* All or nothing: a build that is killed here leaves an empty database. */
static const char schema[] =
    "BEGIN IMMEDIATE;" SOURCE_TABLE
    "CREATE TABLE output(path TEXT PRIMARY KEY, source TEXT, size, inode, mtime, ctime, plan BLOB, "
    "idx, hash BLOB, stale DEFAULT 0, tint BLOB) WITHOUT ROWID;"
    "CREATE TABLE root(id INTEGER PRIMARY KEY, path TEXT);"
    "CREATE INDEX output_plan ON output(plan, idx);"
    "CREATE INDEX output_source ON output(source);"
    "PRAGMA user_version = 2;"
    "COMMIT;";

/* The first version knew neither facts nor tints. */
static const char from_1[] =
    "BEGIN IMMEDIATE;"
    "DROP TABLE source;" SOURCE_TABLE "ALTER TABLE output ADD COLUMN tint BLOB;"
    "PRAGMA user_version = 2;"
    "COMMIT;";

static const char *const queries[TG_QUERIES] = {
    [TG_Q_GET_SOURCE] = "SELECT " TG_SOURCE_COLUMNS " FROM source WHERE path = ?1",
    [TG_Q_PUT_SOURCE] =
        "INSERT OR REPLACE INTO source(path, " TG_SOURCE_COLUMNS
        ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
        "?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
    [TG_Q_GET_OUTPUT] = "SELECT " TG_OUTPUT_COLUMNS " FROM output WHERE path = ?1",
    [TG_Q_PUT_OUTPUT] = "INSERT OR REPLACE INTO output(path, " TG_OUTPUT_COLUMNS
                        ", source) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [TG_Q_FORGET_OUTPUT] = "DELETE FROM output WHERE path = ?1",
    [TG_Q_FIND_PLAN] =
        "SELECT " TG_OUTPUT_COLUMNS ", path FROM output WHERE plan = ?1 AND idx = ?2 "
        "AND tint IS NOT NULL ORDER BY path",
    [TG_Q_WANT] = "INSERT OR IGNORE INTO wanted VALUES(?1)",
    [TG_Q_MARK_STALE] =
        "UPDATE output SET stale = 1 - stale "
        "WHERE stale = EXISTS(SELECT 1 FROM wanted WHERE wanted.path = output.path)",
    [TG_Q_COUNT_STALE] = "SELECT count(*) FROM output WHERE stale",
    [TG_Q_EACH_STALE] = "SELECT " TG_OUTPUT_COLUMNS ", path FROM output WHERE stale ORDER BY path",
    [TG_Q_SOURCE_OF] = "SELECT source FROM output WHERE path = ?1",
    [TG_Q_SET_ROOT] = "INSERT INTO root VALUES(1, ?1) ON CONFLICT(id) DO UPDATE SET path = ?1 "
                      "WHERE path <> ?1",
    [TG_Q_GET_ROOT] = "SELECT path FROM root",
    [TG_Q_EACH_OUTPUT] = "SELECT " TG_OUTPUT_COLUMNS ", path FROM output ORDER BY path",
    [TG_Q_EACH_OF] =
        "SELECT " TG_OUTPUT_COLUMNS ", path FROM output WHERE source = ?1 ORDER BY path",
};

struct tg_err *tg_state_failed(const struct tg_state *s)
{
    return tg_err_new(TG_E_SYS, s->path, "cannot keep the state of the build: %s",
                      sqlite3_errmsg(s->db));
}

struct tg_err *tg_state_execute(const struct tg_state *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL : tg_state_failed(s);
}

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

static bool is_whole(sqlite3 *db)
{
    return read_int(db, "SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'") == 0;
}

/* Makes the tables of a new database and brings those of an earlier version up to date; what is there must
 * be ours and whole. */
static bool check(struct tg_state *s)
{
    int version = read_int(s->db, "PRAGMA user_version");
    const char *sql = version == 1 ? from_1 : NULL;

    if (version < 0)
        return false;
    if (version == 0) {
        int tables = read_int(s->db, "SELECT count(*) FROM sqlite_schema");

        if (tables < 0)
            return false;
        sql = tables == 0 ? schema : NULL;
    }
    if (sql && sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    return read_int(s->db, "PRAGMA user_version") == SCHEMA && is_whole(s->db);
}

enum connection { CONNECTED, DAMAGED, REFUSED };

/* REFUSED: the system's fault, not the file's.  Write-ahead logging needs shared memory, which network file
 * systems lack: then there is a rollback journal. */
static enum connection connect(struct tg_state *s, bool readonly, enum tg_state_journal journal)
{
    int flags = readonly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(s->path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);

    if (code != SQLITE_OK)
        return REFUSED;
    (void)sqlite3_busy_timeout(s->db, 10000);
    if (!readonly)
        (void)sqlite3_exec(s->db,
                           journal == TG_STATE_AHEAD ? "PRAGMA journal_mode = WAL"
                                                     : "PRAGMA journal_mode = DELETE",
                           NULL, NULL, NULL);
    if (sqlite3_exec(s->db, "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY", NULL, NULL,
                     NULL) == SQLITE_OK &&
        (readonly ? read_int(s->db, "PRAGMA user_version") == SCHEMA : check(s)))
        return CONNECTED;
    code = sqlite3_errcode(s->db) & 0xFF;
    return code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW ||
                   code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR
               ? DAMAGED
               : REFUSED;
}

static void disconnect(struct tg_state *s)
{
    for (int q = 0; q < TG_QUERIES; q++) {
        (void)sqlite3_finalize(s->query[q]);
        s->query[q] = NULL;
    }
    (void)sqlite3_close(s->db);
    s->db = NULL;
}

/* Renames the file and what belongs to it out of the way. */
static struct tg_err *set_aside(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char *from = NULL, *to = NULL;
        int done = asprintf(&from, "%s%s", path, suffixes[i]) < 0 ||
                           asprintf(&to, "%s.broken%s", path, suffixes[i]) < 0
                       ? -1
                       : rename(from, to);
        int why = errno;

        free(from);
        free(to);
        if (done != 0 && why != ENOENT)
            return tg_err_sys(why, path, "cannot set the damaged state aside");
    }
    return NULL;
}

static struct tg_err *prepare(struct tg_state *s)
{
    struct tg_err *err =
        tg_state_execute(s, "CREATE TEMP TABLE wanted(path TEXT PRIMARY KEY) WITHOUT ROWID");

    for (int q = 0; !err && q < TG_QUERIES; q++)
        if (sqlite3_prepare_v3(s->db, queries[q], -1, SQLITE_PREPARE_PERSISTENT, &s->query[q],
                               NULL) != SQLITE_OK)
            err = tg_state_failed(s);
    return err;
}

static struct tg_err *new_state(const char *dir, struct tg_state **state)
{
    struct tg_state *s = calloc(1, sizeof(*s));

    if (!s)
        return tg_err_nomem();
    s->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    s->path = tg_path_join(dir, "state.db");
    *state = s;
    if (s->dir < 0)
        return tg_err_sys(errno, dir, "cannot open the folder");
    return s->path ? NULL : tg_err_nomem();
}

/* Prepares one that was opened without the error `err`, or gives it up. */
static struct tg_err *finish_open(struct tg_state *s, struct tg_err *err, struct tg_state **state)
{
    if (!err)
        err = prepare(s);
    if (err) {
        tg_state_free(s);
        return err;
    }
    *state = s;
    return NULL;
}

struct tg_err *tg_state_open(const char *dir, enum tg_state_journal journal,
                             struct tg_state **state, bool *broken)
{
    struct tg_state *s = NULL;
    struct tg_err *err = new_state(dir, &s);
    enum connection connection = REFUSED;

    *broken = false;
    if (!err)
        connection = connect(s, false, journal);
    if (!err && connection == DAMAGED) {
        *broken = true;
        disconnect(s);
        err = set_aside(s->path);
        connection = err ? REFUSED : connect(s, false, journal);
    }
    if (!err && connection != CONNECTED)
        err = tg_state_failed(s);
    return finish_open(s, err, state);
}

struct tg_err *tg_state_open_readonly(const char *dir, struct tg_state **state)
{
    struct tg_state *s = NULL;
    struct tg_err *err;

    *state = NULL;
    if (access(dir, F_OK) != 0)
        return NULL;
    err = new_state(dir, &s);
    if (!err && access(s->path, F_OK) == 0) {
        if (connect(s, true, TG_STATE_AHEAD) != CONNECTED)
            err = tg_err_new(TG_E_CORRUPT, s->path, "cannot be read; the next build mends it");
        if (!err)
            err = prepare(s);
        if (!err) {
            *state = s;
            return NULL;
        }
    }
    tg_state_free(s);
    return err;
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
        err = tg_err_new(TG_E_CORRUPT, s->path, "is no state of a build: %s", sqlite3_errmsg(db));
    }
    (void)sqlite3_finalize(q);
    return err;
}

/* Views, triggers and computed columns would run what others wrote; then there are none. */
static struct tg_err *check_schema(const struct tg_state *s)
{
    char *ours = NULL, *theirs = NULL;
    sqlite3 *db = NULL;
    struct tg_err *err = NULL;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db, schema, NULL, NULL, NULL) != SQLITE_OK)
        err = tg_err_nomem();
    if (!err)
        err = read_schema(s, db, &ours);
    if (!err)
        err = read_schema(s, s->db, &theirs);
    if (!err && strcmp(ours, theirs) != 0)
        err = tg_err_new(TG_E_CORRUPT, s->path, "is no state of a build: it has other tables");
    free(ours);
    free(theirs);
    (void)sqlite3_close(db);
    return err;
}

struct tg_err *tg_state_open_foreign(const char *dir, struct tg_state **state)
{
    enum { LONGEST_VALUE = 1 << 20 };
    struct tg_state *s = NULL;
    struct tg_err *err = new_state(dir, &s);

    if (!err && connect(s, true, TG_STATE_ROLLBACK) != CONNECTED)
        err = tg_err_new(TG_E_CORRUPT, s->path, "cannot be read");
    if (!err) {
        (void)sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
        err = tg_state_execute(s, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    }
    if (!err)
        err = check_schema(s);
    if (!err && !is_whole(s->db))
        err = tg_err_new(TG_E_CORRUPT, s->path, "is damaged");
    return finish_open(s, err, state);
}

void tg_state_free(struct tg_state *state)
{
    if (!state)
        return;
    if (state->open)
        (void)sqlite3_exec(state->db, "ROLLBACK", NULL, NULL, NULL);
    disconnect(state);
    if (state->dir >= 0)
        close(state->dir);
    free(state->path);
    free(state);
}
