/* database.h - the SQLite database behind a state; for core/state/ only. */
#ifndef TG_STATE_DATABASE_H
#define TG_STATE_DATABASE_H

#include <stdbool.h>

#include <sqlite3.h>

#include "core/base/err.h"

/* What is asked; the texts are in state_open.c. */
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
    TG_QUERIES,
};

struct tg_state {
    sqlite3 *db;
    char *path; /* of the database, for messages */
    int dir;    /* on the file system that is made durable */
    sqlite3_stmt *query[TG_QUERIES];
    bool open;    /* a transaction */
    bool changed; /* something in it */
};

/* The error of SQLite's last call. */
struct tg_err *tg_state_failed(const struct tg_state *s) TG_MUST_USE;

/* Runs statements that return nothing. */
struct tg_err *tg_state_execute(const struct tg_state *s, const char *sql) TG_MUST_USE;

#endif
