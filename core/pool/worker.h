/* worker.h (private to core/pool) - the child's side. */
#ifndef TG_POOL_WORKER_H
#define TG_POOL_WORKER_H

#include <sys/types.h>

#include "core/pool/pool.h"

/* Exit status of a worker that could not be confined: it did no job.  Only one that has not yet said that it is ready
 * is believed: later, a photo may be speaking. */
enum { TG_WORKER_UNCONFINED = 125 };

/* The id of a worker's first message, without fields: it is confined. */
#define TG_WORKER_READY UINT64_MAX

/* What to say of that. */
struct tg_err *tg_worker_unconfined(void) TG_MUST_USE;

/* Serves jobs that arrive on `sock` until it is closed.  Standard input and output become /dev/null, standard
 * error `text`, every other descriptor is closed.  `parent` is the process that forked this one, in whose absence it
 * ends.  Never returns. */
_Noreturn void tg_worker_main(const struct tg_pool_options *options,
                              const struct tg_sandbox_ready *ready, int sock, int text,
                              pid_t parent);

/* Closes everything but standard error and `sock`, and opens /dev/null as standard input and output. */
void tg_worker_close_others(int sock);

#endif
