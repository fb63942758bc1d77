/* outdir.h - the output folder and our ownership of it. */
#ifndef TG_JOB_OUTDIR_H
#define TG_JOB_OUTDIR_H

#include "core/base/err.h"

enum tg_outdir_mode {
    TG_OUTDIR_OWN,   /* refuse a non-empty folder that is not ours */
    TG_OUTDIR_FORCE, /* take it */
    TG_OUTDIR_CHECK, /* only say whether TG_OUTDIR_OWN would be refused: write nothing */
};

/* Makes OUT ours: creates OUT/.tirage (mode 0700, never served) with a folder tmp/ in it, into
 * which outputs are written before they are renamed.  *tmpdir is its path; the caller frees it.  OUT must
 * not be `src` or a folder above it. */
struct tg_err *tg_outdir_claim(const char *out, const char *src, enum tg_outdir_mode mode,
                               char **tmpdir) TG_MUST_USE;

/* The same for a part of OUT/.tirage that has its own state, lock and tmp/: OUT/.tirage/NAME, once OUT is
 * ours.  The caller frees *dir and *tmpdir. */
struct tg_err *tg_outdir_claim_part(const char *out, const char *name, char **dir,
                                    char **tmpdir) TG_MUST_USE;

/* Waits until no other process works on `dir`, OUT/.tirage or a part of it, and keeps others out until *lock
 * is closed.  Before it waits it calls `waiting` with `out`.  Belongs between claiming and writing. */
struct tg_err *tg_outdir_lock(const char *dir, const char *out, void (*waiting)(const char *out),
                              int *lock) TG_MUST_USE;

/* Removes what an interrupted run left in tmp/. */
void tg_outdir_clean(const char *tmpdir);

#endif
