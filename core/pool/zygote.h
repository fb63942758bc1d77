/* zygote.h (private to core/pool) - the process that workers are forked from.
 *
 * It is forked before the program has read anything: what a worker finds in its memory is what the
 * zygote had, no password, no name and no byte of a photo.  It does nothing until the first worker
 * is asked for, then warms up once for all.  It alone knows, signals and reaps its children; the
 * program names them by their slots. */
#ifndef TG_POOL_ZYGOTE_H
#define TG_POOL_ZYGOTE_H

#include "core/pool/worker.h"

struct tg_zygote; /* opaque: the program's end */

enum { TG_YIELD_NICE = 10 }; /* of processes that give way, as nice(1) has it */

/* TG_E_STOPPED from any of these: it did not answer, and the caller is to stop. */

/* Forks it, for workers in `slots`.  `options` is copied; what it points to is the zygote's as it
 * is now. */
struct tg_err *tg_zygote_new(const struct tg_worker_options *options, unsigned slots,
                             struct tg_zygote **zygote) TG_MUST_USE;
void tg_zygote_free(struct tg_zygote *z); /* kills and reaps it and its workers; NULL is fine */

/* Gives it, and the workers that it forks from now on, a low priority. */
void tg_zygote_yield(const struct tg_zygote *z);

/* When this is readable, answers are not waited for much longer; -1, as at first: never. */
void tg_zygote_stop_by(struct tg_zygote *z, int stop_fd);

/* Forks a worker that serves jobs on `sock` and has `text` as standard error; both stay the
 * caller's. */
struct tg_err *tg_zygote_start(struct tg_zygote *z, unsigned slot, int sock, int text) TG_MUST_USE;

/* Kills the worker of a slot, if it still lives, and reaps it.  *status is waitpid()'s. */
struct tg_err *tg_zygote_end(struct tg_zygote *z, unsigned slot, int *status) TG_MUST_USE;

#endif
