/* database.h - the SQLite database behind a state; for core/state/ only. */
#ifndef TG_STATE_DATABASE_H
#define TG_STATE_DATABASE_H

#include <stdbool.h>

#include <sqlite3.h>

#include "core/base/err.h"
#include "core/state/state.h"

/* What is asked; the texts are in state_schema.c.  The last column of every row tells whether the
 * row has the checksum of its fields. */
enum tg_query {
    TG_Q_GET_SOURCE,
    TG_Q_PUT_SOURCE,
    TG_Q_GET_OUTPUT,
    TG_Q_PUT_OUTPUT,
    TG_Q_FORGET_OUTPUT,
    TG_Q_FIND_PLAN,
    TG_Q_WANT,
    TG_Q_MARK_STALE,
    TG_Q_COUNT_STALE,
    TG_Q_EACH_STALE,
    TG_Q_SOURCE_OF,
    TG_Q_EACH_OF,
    TG_Q_EACH_OUTPUT,
    TG_Q_SET_ROOT,
    TG_Q_GET_ROOT,
    TG_Q_GET_KEY,
    TG_Q_PUT_KEY,
    TG_Q_COUNT_KEYS,
    TG_Q_DROP_KEYS,
    TG_Q_ASKED_MORE,
    TG_Q_FORGET_TAGS,
    TG_QUERIES,
};

enum tg_state_kind {
    TG_STATE_OWN,      /* set aside when damage shows */
    TG_STATE_READONLY, /* damage is an error */
    TG_STATE_FOREIGN,  /* wrong rows are as if they were not there */
};

struct tg_state {
    sqlite3 *db;
    char *path; /* of the database, for messages */
    int out;    /* on the file system that is made durable */
    enum tg_state_kind kind;
    enum tg_state_journal journal;
    tg_state_aside_fn *aside; /* NULL: nobody wants to know */
    void *ctx;
    sqlite3_stmt *query[TG_QUERIES];
    bool open;    /* a transaction */
    bool changed; /* something in it */
    bool lost;    /* what was known at the beginning is not known any more */
};

/* The error of SQLite's last call: TG_E_CORRUPT where the file is to blame, TG_E_SYS where the
 * system is. */
struct tg_err *tg_state_failed(const struct tg_state *s) TG_MUST_USE;

/* Runs statements that return nothing. */
struct tg_err *tg_state_execute(const struct tg_state *s, const char *sql) TG_MUST_USE;

/* After an error: of damage to a state of ours NULL, since it has been set aside and an empty one
 * is open in its place; else the error itself. */
struct tg_err *tg_state_lose(struct tg_state *s, struct tg_err *err) TG_MUST_USE;

/* state_schema.c: the version of the tables, 0 for an empty database, -1 for none. */
enum { TG_STATE_SCHEMA = 7 };
int tg_state_version(sqlite3 *db);

/* Makes the tables of an empty database, and brings those of an earlier version up to date. */
struct tg_err *tg_state_make_tables(const struct tg_state *s) TG_MUST_USE;

/* An error unless the tables are of today's version, exactly ours, whole, and `rows`: every row has
 * its checksum. */
struct tg_err *tg_state_check_tables(const struct tg_state *s, bool rows) TG_MUST_USE;

/* Prepares the queries. */
struct tg_err *tg_state_prepare(struct tg_state *s) TG_MUST_USE;

#endif
