/* state.c - see state.h. */
#include "core/state/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/path.h"
#include "core/state/rows.h"

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

enum query {
    GET_SOURCE,
    PUT_SOURCE,
    GET_OUTPUT,
    PUT_OUTPUT,
    FORGET_OUTPUT,
    FIND_PLAN,
    WANT,
    MARK_STALE,
    COUNT_STALE,
    EACH_STALE,
    SOURCE_OF,
    EACH_OF,
    EACH_OUTPUT,
    SET_ROOT,
    GET_ROOT,
    QUERIES,
};

static const char *const queries[QUERIES] = {
    [GET_SOURCE] = "SELECT " TG_SOURCE_COLUMNS " FROM source WHERE path = ?1",
    [PUT_SOURCE] =
        "INSERT OR REPLACE INTO source(path, " TG_SOURCE_COLUMNS
        ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
        "?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
    [GET_OUTPUT] = "SELECT " TG_OUTPUT_COLUMNS " FROM output WHERE path = ?1",
    [PUT_OUTPUT] = "INSERT OR REPLACE INTO output(path, " TG_OUTPUT_COLUMNS
                   ", source) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [FORGET_OUTPUT] = "DELETE FROM output WHERE path = ?1",
    [FIND_PLAN] = "SELECT " TG_OUTPUT_COLUMNS ", path FROM output WHERE plan = ?1 AND idx = ?2 "
                  "AND tint IS NOT NULL ORDER BY path",
    [WANT] = "INSERT OR IGNORE INTO wanted VALUES(?1)",
    [MARK_STALE] = "UPDATE output SET stale = 1 - stale "
                   "WHERE stale = EXISTS(SELECT 1 FROM wanted WHERE wanted.path = output.path)",
    [COUNT_STALE] = "SELECT count(*) FROM output WHERE stale",
    [EACH_STALE] = "SELECT " TG_OUTPUT_COLUMNS ", path FROM output WHERE stale ORDER BY path",
    [SOURCE_OF] = "SELECT source FROM output WHERE path = ?1",
    [SET_ROOT] = "INSERT INTO root VALUES(1, ?1) ON CONFLICT(id) DO UPDATE SET path = ?1 "
                 "WHERE path <> ?1",
    [GET_ROOT] = "SELECT path FROM root",
    [EACH_OUTPUT] = "SELECT " TG_OUTPUT_COLUMNS ", path FROM output ORDER BY path",
    [EACH_OF] = "SELECT " TG_OUTPUT_COLUMNS ", path FROM output WHERE source = ?1 ORDER BY path",
};

struct tg_state {
    sqlite3 *db;
    char *path; /* of the database, for messages */
    int dir;    /* on the file system that is made durable */
    sqlite3_stmt *query[QUERIES];
    bool open;    /* a transaction */
    bool changed; /* something in it */
};

struct tg_stamp tg_stamp_of(const struct stat *st)
{
    return (struct tg_stamp){
        .size = (uint64_t)st->st_size,
        .inode = (uint64_t)st->st_ino,
        .mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
        .ctime_ns = (int64_t)st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec};
}

bool tg_stamp_equal(const struct tg_stamp *a, const struct tg_stamp *b)
{
    return a->size == b->size && a->inode == b->inode && a->mtime_ns == b->mtime_ns &&
           a->ctime_ns == b->ctime_ns;
}

static struct tg_err *failed(const struct tg_state *s)
{
    return tg_err_new(TG_E_SYS, s->path, "cannot keep the state of the build: %s",
                      sqlite3_errmsg(s->db));
}

static struct tg_err *execute(const struct tg_state *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL : failed(s);
}

/* ---- Open and close --------------------------------------------------------------------------------- */

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
    for (int q = 0; q < QUERIES; q++) {
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
        execute(s, "CREATE TEMP TABLE wanted(path TEXT PRIMARY KEY) WITHOUT ROWID");

    for (int q = 0; !err && q < QUERIES; q++)
        if (sqlite3_prepare_v3(s->db, queries[q], -1, SQLITE_PREPARE_PERSISTENT, &s->query[q],
                               NULL) != SQLITE_OK)
            err = failed(s);
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
        err = failed(s);
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
        err = execute(s, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
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

/* ---- Rows ------------------------------------------------------------------------------------------- */

/* Steps a query that returns nothing, in the transaction. */
static struct tg_err *change(struct tg_state *s, sqlite3_stmt *q)
{
    struct tg_err *err = s->open ? NULL : execute(s, "BEGIN IMMEDIATE");

    if (!err) {
        s->open = true;
        if (sqlite3_step(q) != SQLITE_DONE)
            err = failed(s);
        else if (q != s->query[WANT] && sqlite3_changes(s->db) > 0)
            s->changed = true;
    }
    (void)sqlite3_reset(q);
    (void)sqlite3_clear_bindings(q);
    return err;
}

/* Steps a query that returns at most one row; *found: it did.  The caller reads it and resets. */
static struct tg_err *look_up(const struct tg_state *s, sqlite3_stmt *q, bool *found)
{
    int result = sqlite3_step(q);

    *found = result == SQLITE_ROW;
    return *found || result == SQLITE_DONE ? NULL : failed(s);
}

struct tg_err *tg_state_get_source(struct tg_state *s, const char *path,
                                   struct tg_source_state *row, bool *found)
{
    sqlite3_stmt *q = s->query[GET_SOURCE];
    struct tg_err *err;

    tg_row_bind_text(q, 1, path);
    err = look_up(s, q, found);
    if (*found) {
        err = tg_row_source(q, row);
        if (err)
            tg_facts_release(&row->facts);
    }
    (void)sqlite3_reset(q);
    return err;
}

struct tg_err *tg_state_get_output(struct tg_state *s, const char *path,
                                   struct tg_output_state *row, bool *found)
{
    sqlite3_stmt *q = s->query[GET_OUTPUT];
    struct tg_err *err;

    tg_row_bind_text(q, 1, path);
    err = look_up(s, q, found);
    if (*found)
        *row = tg_row_output(q);
    (void)sqlite3_reset(q);
    return err;
}

struct tg_err *tg_state_put_source(struct tg_state *s, const char *path,
                                   const struct tg_source_state *row)
{
    sqlite3_stmt *q = s->query[PUT_SOURCE];

    tg_row_bind_text(q, 1, path);
    tg_row_bind_source(q, row);
    return change(s, q);
}

struct tg_err *tg_state_put_output(struct tg_state *s, const char *path, const char *source,
                                   const struct tg_output_state *row)
{
    sqlite3_stmt *q = s->query[PUT_OUTPUT];

    tg_row_bind_text(q, 1, path);
    tg_row_bind_output(q, row);
    tg_row_bind_text(q, 10, source);
    return change(s, q);
}

struct tg_err *tg_state_forget_output(struct tg_state *s, const char *path)
{
    tg_row_bind_text(s->query[FORGET_OUTPUT], 1, path);
    return change(s, s->query[FORGET_OUTPUT]);
}

struct tg_err *tg_state_find_plan(struct tg_state *s, const struct tg_hash *plan, uint32_t index,
                                  bool (*each)(void *ctx, const char *path,
                                               const struct tg_output_state *row),
                                  void *ctx)
{
    sqlite3_stmt *q = s->query[FIND_PLAN];
    bool found = true, enough = false;
    struct tg_err *err = NULL;

    tg_row_bind_hash(q, 1, plan);
    (void)sqlite3_bind_int64(q, 2, index);
    while (!err && found && !enough) {
        err = look_up(s, q, &found);
        if (found) {
            struct tg_output_state row = tg_row_output(q);

            enough = each(ctx, (const char *)sqlite3_column_text(q, 8), &row);
        }
    }
    (void)sqlite3_reset(q);
    return err;
}

struct tg_err *tg_state_want(struct tg_state *s, const char *path)
{
    tg_row_bind_text(s->query[WANT], 1, path);
    return change(s, s->query[WANT]);
}

struct tg_err *tg_state_end_build(struct tg_state *s, uint64_t *stale)
{
    sqlite3_stmt *q = s->query[COUNT_STALE];
    struct tg_err *err = change(s, s->query[MARK_STALE]);
    bool found;

    *stale = 0;
    if (!err)
        err = look_up(s, q, &found);
    if (!err)
        *stale = (uint64_t)sqlite3_column_int64(q, 0);
    (void)sqlite3_reset(q);
    return err ? err : tg_state_save(s);
}

static struct tg_err *visit(const struct tg_state *s, sqlite3_stmt *q,
                            struct tg_err *(*each)(void *ctx, const char *path,
                                                   const struct tg_output_state *row),
                            void *ctx)
{
    struct tg_err *err = NULL;
    bool found = true;

    while (!err && found) {
        err = look_up(s, q, &found);
        if (found) {
            struct tg_output_state row = tg_row_output(q);

            err = each(ctx, (const char *)sqlite3_column_text(q, 8), &row);
        }
    }
    (void)sqlite3_reset(q);
    return err;
}

struct tg_err *tg_state_each_stale(struct tg_state *s,
                                   struct tg_err *(*each)(void *ctx, const char *path,
                                                          const struct tg_output_state *row),
                                   void *ctx)
{
    return visit(s, s->query[EACH_STALE], each, ctx);
}

struct tg_err *tg_state_each_of(struct tg_state *s, const char *source,
                                struct tg_err *(*each)(void *ctx, const char *path,
                                                       const struct tg_output_state *row),
                                void *ctx)
{
    tg_row_bind_text(s->query[EACH_OF], 1, source);
    return visit(s, s->query[EACH_OF], each, ctx);
}

struct tg_err *tg_state_each_output(struct tg_state *s,
                                    struct tg_err *(*each)(void *ctx, const char *path,
                                                           const struct tg_output_state *row),
                                    void *ctx)
{
    return visit(s, s->query[EACH_OUTPUT], each, ctx);
}

/* The text that a query finds, or NULL. */
static struct tg_err *look_up_text(const struct tg_state *s, sqlite3_stmt *q, char **text)
{
    struct tg_err *err;
    bool found;

    *text = NULL;
    err = look_up(s, q, &found);
    if (found && sqlite3_column_type(q, 0) == SQLITE_TEXT) {
        *text = strdup((const char *)sqlite3_column_text(q, 0));
        if (!*text)
            err = tg_err_nomem();
    }
    (void)sqlite3_reset(q);
    return err;
}

struct tg_err *tg_state_source_of(struct tg_state *s, const char *output, char **source)
{
    tg_row_bind_text(s->query[SOURCE_OF], 1, output);
    return look_up_text(s, s->query[SOURCE_OF], source);
}

struct tg_err *tg_state_set_root(struct tg_state *s, const char *path)
{
    tg_row_bind_text(s->query[SET_ROOT], 1, path);
    return change(s, s->query[SET_ROOT]);
}

struct tg_err *tg_state_get_root(struct tg_state *s, char **path)
{
    return look_up_text(s, s->query[GET_ROOT], path);
}

struct tg_err *tg_state_save(struct tg_state *s)
{
    struct tg_err *err;

    if (!s->open)
        return NULL;
    if (s->changed && syncfs(s->dir) != 0) /* a record must never be older than what it speaks of */
        return tg_err_sys(errno, s->path, "cannot make the outputs durable");
    err = execute(s, "COMMIT");
    if (!err)
        s->open = s->changed = false;
    return err;
}
