/* worker.h (private to core/pool) - the child's side. */
#ifndef TG_POOL_WORKER_H
#define TG_POOL_WORKER_H

#include "core/pool/pool.h"

/* Serves jobs that arrive on `sock` until it is closed.  Every other descriptor but stderr is closed
 * first.  Never returns. */
_Noreturn void tg_worker_main(const struct tg_pool_options *options, int sock);

#endif
