/* state.c - what builds ask their state and tell it; see state.h. */
#include "core/state/state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/state/database.h"
#include "core/state/rows.h"

/* Steps a query that returns nothing, in the transaction. */
static struct tg_err *change(struct tg_state *s, enum tg_query id)
{
    struct tg_err *err = s->open ? NULL : tg_state_execute(s, "BEGIN IMMEDIATE");

    if (!err) {
        s->open = true;
        if (sqlite3_step(s->query[id]) != SQLITE_DONE)
            err = tg_state_failed(s);
        else if (id != TG_Q_WANT && sqlite3_changes(s->db) > 0)
            s->changed = true;
    }
    if (err)
        err = tg_state_lose(s, err);
    (void)sqlite3_reset(s->query[id]);
    (void)sqlite3_clear_bindings(s->query[id]);
    return err;
}

/* A row that is found, but that no build wrote. */
static struct tg_err *reject(struct tg_state *s, bool *found)
{
    *found = false;
    return s->kind == TG_STATE_FOREIGN
               ? NULL
               : tg_state_lose(s, tg_err_new(TG_E_CORRUPT, s->path, "has a damaged record"));
}

/* Steps a query; *found: to a row, which the caller reads, and resets the query. */
static struct tg_err *look_up(struct tg_state *s, enum tg_query id, bool *found)
{
    int result;

    do
        result = sqlite3_step(s->query[id]);
    while (result == SQLITE_ROW && s->kind == TG_STATE_FOREIGN && !tg_row_is_intact(s->query[id]));
    *found = result == SQLITE_ROW;
    if (*found && !tg_row_is_intact(s->query[id]))
        return reject(s, found);
    return *found || result == SQLITE_DONE ? NULL : tg_state_lose(s, tg_state_failed(s));
}

struct tg_err *tg_state_get_source(struct tg_state *s, const char *path,
                                   struct tg_source_state *row, bool *found)
{
    bool possible = true;
    struct tg_err *err;

    tg_row_bind_text(s->query[TG_Q_GET_SOURCE], 1, path);
    err = look_up(s, TG_Q_GET_SOURCE, found);
    if (*found) {
        err = tg_row_source(s->query[TG_Q_GET_SOURCE], row, &possible);
        if (err || !possible)
            tg_metadata_release(&row->metadata);
        if (!err && !possible)
            err = reject(s, found);
    }
    (void)sqlite3_reset(s->query[TG_Q_GET_SOURCE]);
    return err;
}

struct tg_err *tg_state_get_output(struct tg_state *s, const char *path,
                                   struct tg_output_state *row, bool *found)
{
    struct tg_err *err;

    tg_row_bind_text(s->query[TG_Q_GET_OUTPUT], 1, path);
    err = look_up(s, TG_Q_GET_OUTPUT, found);
    if (*found && !tg_row_output(s->query[TG_Q_GET_OUTPUT], row))
        err = reject(s, found);
    (void)sqlite3_reset(s->query[TG_Q_GET_OUTPUT]);
    return err;
}

struct tg_err *tg_state_put_source(struct tg_state *s, const char *path,
                                   const struct tg_source_state *row)
{
    tg_row_bind_text(s->query[TG_Q_PUT_SOURCE], 1, path);
    tg_row_bind_source(s->query[TG_Q_PUT_SOURCE], row);
    return change(s, TG_Q_PUT_SOURCE);
}

struct tg_err *tg_state_forget_tags(struct tg_state *s, unsigned asks)
{
    struct tg_err *err;
    bool found = false;

    asks |= TG_ASKS_LOCATION;
    (void)sqlite3_bind_int(s->query[TG_Q_ASKED_MORE], 1, (int)asks);
    err = look_up(s, TG_Q_ASKED_MORE, &found);
    found = found && sqlite3_column_int(s->query[TG_Q_ASKED_MORE], 0) != 0;
    (void)sqlite3_reset(s->query[TG_Q_ASKED_MORE]);
    if (err || !found)
        return err;
    (void)sqlite3_bind_int(s->query[TG_Q_FORGET_TAGS], 1, (int)asks);
    return change(s, TG_Q_FORGET_TAGS);
}

struct tg_err *tg_state_put_output(struct tg_state *s, const char *path, const char *source,
                                   const struct tg_output_state *row)
{
    tg_row_bind_text(s->query[TG_Q_PUT_OUTPUT], 1, path);
    tg_row_bind_output(s->query[TG_Q_PUT_OUTPUT], row);
    tg_row_bind_text(s->query[TG_Q_PUT_OUTPUT], 11, source);
    return change(s, TG_Q_PUT_OUTPUT);
}

struct tg_err *tg_state_forget_output(struct tg_state *s, const char *path)
{
    tg_row_bind_text(s->query[TG_Q_FORGET_OUTPUT], 1, path);
    return change(s, TG_Q_FORGET_OUTPUT);
}

/* The next output of a listing; its path is in column 9. */
static struct tg_err *next_output(struct tg_state *s, enum tg_query id, const char **path,
                                  struct tg_output_state *row)
{
    bool found = true, good = false;
    struct tg_err *err = NULL;

    *path = NULL;
    while (!err && found && !good) {
        err = look_up(s, id, &found);
        if (!found)
            break;
        *path = tg_row_path(s->query[id], 9);
        good = *path && tg_row_output(s->query[id], row);
        if (!good && s->kind != TG_STATE_FOREIGN)
            err = reject(s, &found);
    }
    if (!good)
        *path = NULL;
    return err;
}

struct tg_err *tg_state_find_plan(struct tg_state *s, const struct tg_hash *plan, uint32_t index,
                                  bool (*each)(void *ctx, const char *path,
                                               const struct tg_output_state *row),
                                  void *ctx)
{
    struct tg_output_state row;
    bool enough = false;
    struct tg_err *err;
    const char *path;

    tg_row_bind_hash(s->query[TG_Q_FIND_PLAN], 1, plan);
    (void)sqlite3_bind_int64(s->query[TG_Q_FIND_PLAN], 2, index);
    do {
        err = next_output(s, TG_Q_FIND_PLAN, &path, &row);
        enough = path && each(ctx, path, &row);
    } while (path && !enough);
    (void)sqlite3_reset(s->query[TG_Q_FIND_PLAN]);
    return err;
}

struct tg_err *tg_state_want(struct tg_state *s, const char *path)
{
    tg_row_bind_text(s->query[TG_Q_WANT], 1, path);
    return change(s, TG_Q_WANT);
}

struct tg_err *tg_state_end_build(struct tg_state *s, uint64_t *stale)
{
    struct tg_err *err = NULL;
    bool found = false;

    *stale = 0;
    if (!s->lost) /* else some of what is wanted was forgotten with the rest */
        err = change(s, TG_Q_MARK_STALE);
    if (!err && !s->lost)
        err = look_up(s, TG_Q_COUNT_STALE, &found);
    if (found)
        *stale = (uint64_t)sqlite3_column_int64(s->query[TG_Q_COUNT_STALE], 0);
    (void)sqlite3_reset(s->query[TG_Q_COUNT_STALE]);
    return err ? err : tg_state_save(s);
}

static struct tg_err *visit(struct tg_state *s, enum tg_query id,
                            struct tg_err *(*each)(void *ctx, const char *path,
                                                   const struct tg_output_state *row),
                            void *ctx)
{
    struct tg_output_state row;
    struct tg_err *err;
    const char *path;

    do {
        err = next_output(s, id, &path, &row);
        if (path)
            err = each(ctx, path, &row);
    } while (path && !err);
    (void)sqlite3_reset(s->query[id]);
    return err;
}

struct tg_err *tg_state_each_stale(struct tg_state *s,
                                   struct tg_err *(*each)(void *ctx, const char *path,
                                                          const struct tg_output_state *row),
                                   void *ctx)
{
    return visit(s, TG_Q_EACH_STALE, each, ctx);
}

struct tg_err *tg_state_each_of(struct tg_state *s, const char *source,
                                struct tg_err *(*each)(void *ctx, const char *path,
                                                       const struct tg_output_state *row),
                                void *ctx)
{
    tg_row_bind_text(s->query[TG_Q_EACH_OF], 1, source);
    return visit(s, TG_Q_EACH_OF, each, ctx);
}

struct tg_err *tg_state_each_output(struct tg_state *s,
                                    struct tg_err *(*each)(void *ctx, const char *path,
                                                           const struct tg_output_state *row),
                                    void *ctx)
{
    return visit(s, TG_Q_EACH_OUTPUT, each, ctx);
}

/* The text that a query finds, or NULL. */
static struct tg_err *look_up_text(struct tg_state *s, enum tg_query id, char **text)
{
    struct tg_err *err;
    bool found;

    *text = NULL;
    err = look_up(s, id, &found);
    if (found && sqlite3_column_type(s->query[id], 0) == SQLITE_TEXT) {
        *text = strdup((const char *)sqlite3_column_text(s->query[id], 0));
        if (!*text)
            err = tg_err_nomem();
    }
    (void)sqlite3_reset(s->query[id]);
    return err;
}

struct tg_err *tg_state_source_of(struct tg_state *s, const char *output, char **source)
{
    struct tg_err *err;

    tg_row_bind_text(s->query[TG_Q_SOURCE_OF], 1, output);
    err = look_up_text(s, TG_Q_SOURCE_OF, source);
    if (*source && !tg_path_is_below(*source)) {
        free(*source);
        *source = NULL;
    }
    return err;
}

struct tg_err *tg_state_set_root(struct tg_state *s, const char *path)
{
    tg_row_bind_text(s->query[TG_Q_SET_ROOT], 1, path);
    return change(s, TG_Q_SET_ROOT);
}

struct tg_err *tg_state_get_root(struct tg_state *s, char **path)
{
    return look_up_text(s, TG_Q_GET_ROOT, path);
}

struct tg_err *tg_state_get_key(struct tg_state *s, const char *folders, uint8_t key[TG_STATE_KEY],
                                bool *found)
{
    struct tg_err *err;

    tg_row_bind_text(s->query[TG_Q_GET_KEY], 1, folders);
    err = look_up(s, TG_Q_GET_KEY, found);
    if (*found && !tg_row_key(s->query[TG_Q_GET_KEY], key))
        err = reject(s, found);
    (void)sqlite3_reset(s->query[TG_Q_GET_KEY]);
    return err;
}

struct tg_err *tg_state_put_key(struct tg_state *s, const char *folders,
                                const uint8_t key[TG_STATE_KEY])
{
    tg_row_bind_text(s->query[TG_Q_PUT_KEY], 1, folders);
    (void)sqlite3_bind_blob(s->query[TG_Q_PUT_KEY], 2, key, TG_STATE_KEY, SQLITE_STATIC);
    return change(s, TG_Q_PUT_KEY);
}

struct tg_err *tg_state_count_keys(struct tg_state *s, size_t *n)
{
    bool found;
    struct tg_err *err = look_up(s, TG_Q_COUNT_KEYS, &found);

    *n = found ? (size_t)sqlite3_column_int64(s->query[TG_Q_COUNT_KEYS], 0) : 0;
    (void)sqlite3_reset(s->query[TG_Q_COUNT_KEYS]);
    return err;
}

struct tg_err *tg_state_drop_keys(struct tg_state *s)
{
    return change(s, TG_Q_DROP_KEYS);
}

struct tg_err *tg_state_save(struct tg_state *s)
{
    struct tg_err *err;

    if (!s->open)
        return NULL;
    if (s->changed && s->out >= 0 && syncfs(s->out) != 0)
        /* a record must never be older than what it speaks of */
        return tg_err_sys(errno, s->path, "cannot make the outputs durable");
    err = tg_state_execute(s, "COMMIT");
    if (err)
        return tg_state_lose(s, err);
    s->open = s->changed = false;
    return NULL;
}
