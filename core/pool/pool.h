/* pool.h - forked worker processes that are handed one job at a time.
 *
 * A job is a request frame and some open descriptors; the answer is a reply frame.  A worker that
 * dies, hangs past its deadline or answers nonsense costs its current job and is replaced.  Workers
 * are confined (core/sandbox), and a process does jobs of one group only, a few of them: what one
 * that was taken over can reach is the handful of photos that it was given.  With no workers at
 * all, jobs run in this process, one after another and unconfined: for debuggers and fuzzers. */
#ifndef TG_POOL_POOL_H
#define TG_POOL_POOL_H

#include <poll.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/pool/frame.h"
#include "core/pool/tool.h"
#include "core/pool/worker.h"

struct tg_pool_options {
    unsigned workers; /* 0: no processes */
    struct tg_worker_options worker;
    unsigned jobs_each; /* a process does at most so many jobs of a group; 0: any number */
    /* While the load average of the last minute is above, one job at a time; 0: any. */
    double max_load;
    int stop_fd; /* when readable, running stops; -1: never; see tg_pool_stop_by() */
};

/* The group of jobs that cannot take their process over, such as hashing: it is as good as new
 * after them. */
enum { TG_GROUP_CLEAN = 0 };

/* A job on its way to a worker. */
struct tg_task {
    uint64_t id;           /* the caller's; comes back in done() */
    uint64_t group;        /* the caller's; a process with TG_GROUP_CLEAN may change to any other */
    struct tg_buf request; /* begun with tg_frame_begin(.., id); the pool releases it */
    int fds[TG_FRAME_FDS]; /* the pool closes them */
    size_t nfds;
    uint32_t timeout_ms; /* 0: none */
};

enum tg_next {
    TG_NEXT_TASK, /* here it is */
    /* None until a running one is done, or until watched descriptors bring one; without these it is
     * not to be said while none runs. */
    TG_NEXT_WAIT,
    TG_NEXT_NONE, /* there are no more */
};

/* Descriptors that are waited for alongside the workers, of a client whose jobs come meanwhile. */
enum { TG_POOL_WATCHED = 4 };

struct tg_pool_watch {
    /* Fills `fds`, whose descriptors are -1; returns how long to wait at most, in ms, or -1. */
    int (*prepare)(void *ctx, struct pollfd fds[TG_POOL_WATCHED]);
    /* Called after each wait, when the replies that came were handed to done().  An error ends the
     * run. */
    struct tg_err *(*attend)(void *ctx, const struct pollfd fds[TG_POOL_WATCHED]);
};

struct tg_pool_client {
    void *ctx;
    /* Programs that run alongside the jobs: both together never more than there are workers.  They
     * go first, since they take longest, but leave a worker for the jobs if there are two.  NULL:
     * none; borrowed. */
    struct tg_tools *tools;
    /* Fills `task` with the next job (the task comes zeroed).  `group` is that of the process which
     * is free, and may do one more; any other costs a new process. */
    enum tg_next (*next)(void *ctx, uint64_t group, struct tg_task *task);
    /* Job `id` ended: either `reply` holds its fields, or `err` (now the callee's) says why it
     * failed.  False: the process is not to be used again. */
    bool (*done)(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err);
    const struct tg_pool_watch *watch; /* with `ctx`; NULL: all jobs are there; borrowed */
};

struct tg_pool; /* opaque */

/* Forks one small process; workers are forked from it when there is something for them to do, and
 * know of this process what there was by now.  Call before any thread exists and before anything
 * secret is read. */
struct tg_err *tg_pool_new(const struct tg_pool_options *options,
                           struct tg_pool **pool) TG_MUST_USE;

/* Jobs of later runs give way to everything else on the machine: their processes have a low
 * priority, and none begins while the load average is above max_load. */
struct tg_err *tg_pool_yield(struct tg_pool *pool) TG_MUST_USE;

/* Replaces the option. */
void tg_pool_stop_by(struct tg_pool *pool, int stop_fd);

/* Kills what still runs and reaps every worker. */
void tg_pool_free(struct tg_pool *pool);

/* Runs jobs until next() has no more and all are done, programs too, or until stop_fd becomes
 * readable: then what runs is killed, and jobs are reported to done() with TG_E_STOPPED.  *stopped
 * tells which. */
struct tg_err *tg_pool_run(struct tg_pool *pool, const struct tg_pool_client *client,
                           bool *stopped) TG_MUST_USE;

#endif
