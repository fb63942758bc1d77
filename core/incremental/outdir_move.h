/* outdir_move.h (private to core/incremental) - a state moves out of OUT/.tirage. */
#ifndef TG_JOB_OUTDIR_MOVE_H
#define TG_JOB_OUTDIR_MOVE_H

#include "core/incremental/outdir.h"

/* Moves what is in d->mark of the state to d->state; both are locked.  A state there is older, and is replaced. */
struct tg_err *tg_outdir_move(const struct tg_outdir *d) TG_MUST_USE;

#endif
