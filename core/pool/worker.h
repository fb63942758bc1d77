/* worker.h - what a worker process is for, and its own side (private to core/pool). */
#ifndef TG_POOL_WORKER_H
#define TG_POOL_WORKER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/pool/frame.h"
#include "core/sandbox/sandbox.h"

/* Does one job: reads the fields of `request`, works on `fds` (which the pool closes), appends the
 * fields of the reply.  Runs in a worker process, or in the parent if there are no workers. */
typedef void tg_worker_fn(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                          struct tg_buf *reply);

struct tg_worker_options {
    tg_worker_fn *fn;
    void *ctx; /* for both; read-only: workers have a copy from the time of tg_pool_new() */
    /* Called once, in the process that workers are forked from, before the first; NULL: nothing to
     * do. */
    void (*warm_up)(void *ctx);
    uint64_t max_memory; /* see struct tg_sandbox; 0: no limit */
    uint64_t max_file;   /* the same */
};

/* Exit status of a worker that could not be confined: it did no job.  Only one that has not yet
 * said that it is ready is believed: later, a photo may be speaking. */
enum { TG_WORKER_UNCONFINED = 125 };

/* The id of a worker's first message, without fields: it is confined. */
#define TG_WORKER_READY UINT64_MAX

/* What to say of that. */
struct tg_err *tg_worker_unconfined(void) TG_MUST_USE;

/* Serves jobs that arrive on `sock` until it is closed; returns the exit status.  Standard input
 * and output become /dev/null, and every descriptor but standard error and `sock` is closed. */
int tg_worker_main(const struct tg_worker_options *options, const struct tg_sandbox_ready *ready,
                   int sock);

/* Closes everything but standard error and `sock`, and opens /dev/null as standard input and
 * output. */
void tg_worker_close_others(int sock);

#endif
