/* pool.h - forked worker processes that are handed one job at a time.
 *
 * A job is a request frame and some open descriptors; the answer is a reply frame.  A worker that dies,
 * hangs past its deadline or answers nonsense costs its current job and is replaced.  Workers are confined
 * (core/sandbox).  With no workers at all, jobs run in this process, one after another and unconfined: for
 * debuggers and fuzzers. */
#ifndef TG_POOL_POOL_H
#define TG_POOL_POOL_H

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/pool/frame.h"
#include "core/pool/tool.h"
#include "core/sandbox/sandbox.h"

/* Does one job: reads the fields of `request`, works on `fds` (which the pool closes), appends the
 * fields of the reply.  Runs in a worker process, or in the parent if there are no workers. */
typedef void tg_worker_fn(void *ctx, struct tg_frame *request, const int *fds, size_t nfds,
                          struct tg_buf *reply);

struct tg_pool_options {
    unsigned workers; /* 0: no processes */
    tg_worker_fn *fn;
    void *ctx; /* for fn; read-only: each worker has its own copy from the time it was forked */
    void (*warm_up)(void *ctx); /* called in a worker before it is confined; NULL: nothing to do */
    uint64_t max_memory;        /* of a worker, see struct tg_sandbox; 0: no limit */
    double
        max_load; /* while the load average of the last minute is above, one job at a time; 0: any */
    int stop_fd;  /* when readable, running stops; -1: never */
};

/* A job on its way to a worker. */
struct tg_task {
    uint64_t id;           /* the caller's; comes back in done() */
    struct tg_buf request; /* begun with tg_frame_begin(.., id); the pool releases it */
    int fds[TG_FRAME_FDS]; /* the pool closes them */
    size_t nfds;
    uint32_t timeout_ms; /* 0: none */
};

enum tg_next {
    TG_NEXT_TASK, /* here it is */
    TG_NEXT_WAIT, /* none until a running one is done; not to be said while none runs */
    TG_NEXT_NONE, /* there are no more */
};

struct tg_pool_client {
    void *ctx;
    /* Programs that run beside the jobs: both together never more than there are workers.  They go first, since
     * they take longest, but leave a worker for the jobs if there are two.  NULL: none; borrowed. */
    struct tg_tools *beside;
    /* Fills `task` with the next job (the task comes zeroed). */
    enum tg_next (*next)(void *ctx, struct tg_task *task);
    /* Job `id` ended: either `reply` holds its fields, or `err` (now the callee's) says why it failed. */
    void (*done)(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err);
};

struct tg_pool; /* opaque */

/* Forks the workers.  Call before any thread exists.  stdio must be flushed. */
struct tg_err *tg_pool_new(const struct tg_pool_options *options,
                           struct tg_pool **pool) TG_MUST_USE;

/* Kills what still runs and reaps every worker. */
void tg_pool_free(struct tg_pool *pool);

/* Runs jobs until next() has no more and all are done, programs too, or until stop_fd becomes readable: then
 * what runs is killed, and jobs are reported to done() with TG_E_STOPPED.  *stopped tells which. */
struct tg_err *tg_pool_run(struct tg_pool *pool, const struct tg_pool_client *client,
                           bool *stopped) TG_MUST_USE;

#endif
