/* outdir.h - the output folder, our ownership of it, and where its state is.
 *
 * A folder OUT/.tirage (mode 0700) makes OUT ours.  It holds the lock of all that work on OUT, and
 * temporary files, which can be renamed to their places from there.  The state is in it too, unless
 * OUT is published as it lies: then it is next to OUT, and .tirage tells nothing. */
#ifndef TG_INCREMENTAL_OUTDIR_H
#define TG_INCREMENTAL_OUTDIR_H

#include <stdbool.h>

#include "core/base/err.h"
#include "core/state/state.h"

enum tg_outdir_mode {
    TG_OUTDIR_OWN,   /* refuse a non-empty folder that is not ours */
    TG_OUTDIR_FORCE, /* take it */
    TG_OUTDIR_CHECK, /* only say whether TG_OUTDIR_OWN would be refused: write nothing */
};

struct tg_outdir {
    char *mark; /* OUT/.tirage */
    /* Where state.db is: the mark, or outside of OUT; of a shard a folder in one of them. */
    char *state;
    char *tmp;  /* into which outputs are written; NULL until a claimed one is locked */
    char *part; /* of a shard: its name; NULL */
    bool outside, claimed;
    int locks[2]; /* of OUT and of the state; -1: not locked */
    /* Set by the caller; may be NULL.  As in struct tg_state_location; and called with OUT before a
     * lock is waited for. */
    tg_state_aside_fn *aside;
    void (*waiting)(void *ctx, const char *out);
    void *ctx; /* of both */
};

/* Where the state of OUT is to be: `given` or, if that is NULL, next to OUT as .NAME.tirage where
 * OUT is in a git work tree or is named public or docs, and the folder above can be written to;
 * else OUT/.tirage.  The caller frees *dir. */
struct tg_err *tg_outdir_locate(const char *out, const char *given, char **dir) TG_MUST_USE;

/* The same for looking: *d has mark and state, the state where it is now.  Released in any case. */
struct tg_err *tg_outdir_find(struct tg_outdir *d, const char *out, const char *given) TG_MUST_USE;

/* Makes OUT ours.  OUT must not be `src` or a folder above it, and the folder of the state must be
 * outside of OUT and empty, or have been one before, not of another OUT that is still there.
 * `part`: NULL or the name of a shard.  Released in any case. */
struct tg_err *tg_outdir_claim(struct tg_outdir *d, const char *out, const char *src,
                               const char *given, const char *part,
                               enum tg_outdir_mode mode) TG_MUST_USE;

/* Waits until no other process works on OUT, or on the shard, whatever state it uses, nor on the
 * state, and keeps others out.  Before it waits it calls d->waiting.  Of a claimed one, what an
 * interrupted run left in tmp is removed, and a state that is still in OUT/.tirage is moved to
 * where it is to be. */
struct tg_err *tg_outdir_lock(struct tg_outdir *d, const char *out) TG_MUST_USE;

/* The same for OUT alone. */
struct tg_err *tg_outdir_lock_out(struct tg_outdir *d, const char *out) TG_MUST_USE;

/* Removes what is left in tmp, and ends the locks.  A zeroed one is fine. */
void tg_outdir_release(struct tg_outdir *d);

/* Whether a service that publishes folders of git work trees may publish OUT. */
bool tg_outdir_is_pages(const char *out);

#endif
