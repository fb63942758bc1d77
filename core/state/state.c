/* state.c - what builds ask their state and tell it; see state.h. */
#include "core/state/state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/state/database.h"
#include "core/state/rows.h"

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

/* Steps a query that returns nothing, in the transaction. */
static struct tg_err *change(struct tg_state *s, sqlite3_stmt *q)
{
    struct tg_err *err = s->open ? NULL : tg_state_execute(s, "BEGIN IMMEDIATE");

    if (!err) {
        s->open = true;
        if (sqlite3_step(q) != SQLITE_DONE)
            err = tg_state_failed(s);
        else if (q != s->query[TG_Q_WANT] && sqlite3_changes(s->db) > 0)
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
    return *found || result == SQLITE_DONE ? NULL : tg_state_failed(s);
}

struct tg_err *tg_state_get_source(struct tg_state *s, const char *path,
                                   struct tg_source_state *row, bool *found)
{
    sqlite3_stmt *q = s->query[TG_Q_GET_SOURCE];
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
    sqlite3_stmt *q = s->query[TG_Q_GET_OUTPUT];
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
    sqlite3_stmt *q = s->query[TG_Q_PUT_SOURCE];

    tg_row_bind_text(q, 1, path);
    tg_row_bind_source(q, row);
    return change(s, q);
}

struct tg_err *tg_state_put_output(struct tg_state *s, const char *path, const char *source,
                                   const struct tg_output_state *row)
{
    sqlite3_stmt *q = s->query[TG_Q_PUT_OUTPUT];

    tg_row_bind_text(q, 1, path);
    tg_row_bind_output(q, row);
    tg_row_bind_text(q, 10, source);
    return change(s, q);
}

struct tg_err *tg_state_forget_output(struct tg_state *s, const char *path)
{
    tg_row_bind_text(s->query[TG_Q_FORGET_OUTPUT], 1, path);
    return change(s, s->query[TG_Q_FORGET_OUTPUT]);
}

struct tg_err *tg_state_find_plan(struct tg_state *s, const struct tg_hash *plan, uint32_t index,
                                  bool (*each)(void *ctx, const char *path,
                                               const struct tg_output_state *row),
                                  void *ctx)
{
    sqlite3_stmt *q = s->query[TG_Q_FIND_PLAN];
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
    tg_row_bind_text(s->query[TG_Q_WANT], 1, path);
    return change(s, s->query[TG_Q_WANT]);
}

struct tg_err *tg_state_end_build(struct tg_state *s, uint64_t *stale)
{
    sqlite3_stmt *q = s->query[TG_Q_COUNT_STALE];
    struct tg_err *err = change(s, s->query[TG_Q_MARK_STALE]);
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
    return visit(s, s->query[TG_Q_EACH_STALE], each, ctx);
}

struct tg_err *tg_state_each_of(struct tg_state *s, const char *source,
                                struct tg_err *(*each)(void *ctx, const char *path,
                                                       const struct tg_output_state *row),
                                void *ctx)
{
    tg_row_bind_text(s->query[TG_Q_EACH_OF], 1, source);
    return visit(s, s->query[TG_Q_EACH_OF], each, ctx);
}

struct tg_err *tg_state_each_output(struct tg_state *s,
                                    struct tg_err *(*each)(void *ctx, const char *path,
                                                           const struct tg_output_state *row),
                                    void *ctx)
{
    return visit(s, s->query[TG_Q_EACH_OUTPUT], each, ctx);
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
    tg_row_bind_text(s->query[TG_Q_SOURCE_OF], 1, output);
    return look_up_text(s, s->query[TG_Q_SOURCE_OF], source);
}

struct tg_err *tg_state_set_root(struct tg_state *s, const char *path)
{
    tg_row_bind_text(s->query[TG_Q_SET_ROOT], 1, path);
    return change(s, s->query[TG_Q_SET_ROOT]);
}

struct tg_err *tg_state_get_root(struct tg_state *s, char **path)
{
    return look_up_text(s, s->query[TG_Q_GET_ROOT], path);
}

struct tg_err *tg_state_save(struct tg_state *s)
{
    struct tg_err *err;

    if (!s->open)
        return NULL;
    if (s->changed && syncfs(s->dir) != 0) /* a record must never be older than what it speaks of */
        return tg_err_sys(errno, s->path, "cannot make the outputs durable");
    err = tg_state_execute(s, "COMMIT");
    if (!err)
        s->open = s->changed = false;
    return err;
}
