/* outdir_move.h (private to core/incremental) - a state moves out of OUT/.tirage. */
#ifndef TG_INCREMENTAL_OUTDIR_MOVE_H
#define TG_INCREMENTAL_OUTDIR_MOVE_H

#include "core/state/state.h"

/* Moves what is of the state in the folder from->dir to the folder `to`; both are locked.  A state
 * there is older, and is replaced. */
struct tg_err *tg_outdir_move(const struct tg_state_location *from, const char *to) TG_MUST_USE;

#endif
