/* worker.h (private to core/pool) - the child's side. */
#ifndef TG_POOL_WORKER_H
#define TG_POOL_WORKER_H

#include <sys/types.h>

#include "core/pool/pool.h"

/* Exit status of a worker that could not be confined: it did no job. */
enum { TG_WORKER_UNCONFINED = 125 };

/* Serves jobs that arrive on `sock` until it is closed.  Every other descriptor but stderr is closed
 * first.  `parent` is the process that forked this one, in whose absence it ends.  Never returns. */
_Noreturn void tg_worker_main(const struct tg_pool_options *options, int sock, pid_t parent);

#endif
