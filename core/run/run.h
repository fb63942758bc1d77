/* run.h - the parent's side: many photos through the pool, outputs to their locations.
 *
 * Parts: run_parts.h, run_render.c, run_stream.c. */
#ifndef TG_RUN_RUN_H
#define TG_RUN_RUN_H

#include "core/base/enclosure.h"
#include "core/pool/pool.h"
#include "core/run/job.h"

enum { TG_JOBS_EACH = 64 };

struct tg_runner_options {
    unsigned workers;                  /* 0: in process */
    int stop_fd;                       /* readable: stop; -1: never */
    bool strict;                       /* stop at the first failed photo */
    const char *tmpdir;                /* for outputs; NULL: next to each one */
    const struct tg_enclosure *source; /* SRC, where keys lead to photos; NULL: paths alone do */
    uint32_t timeout_ms;               /* for one photo; 0: by its size, minutes for large ones */
    unsigned jobs_each; /* how many photos of a group one process handles; 0: TG_JOBS_EACH */
    /* Bytes that all running jobs together may take by their estimates, and any worker by itself;
     * 0: no limit.  Jobs wait until they fit; one that never can fails with TG_E_LIMIT. */
    uint64_t memory;
    double max_load; /* as in struct tg_pool_options */
    struct tg_limits limits;
    const struct tg_kernels *kernels;
    /* Called when the outputs of a photo have their final names; NULL: nobody records it.  An error
     * ends the run. */
    struct tg_err *(*rendered)(void *ctx, const struct tg_job *job);
    void *rendered_ctx;
    /* Called when a photo that changed while it was rendered has been probed again, before it is
     * rendered once more; NULL: nobody records it.  An error ends the run. */
    struct tg_err *(*changed)(void *ctx, struct tg_job *job);
    /* Called after each photo; NULL if nobody watches. */
    void (*progress)(void *ctx, const struct tg_job *job);
    void *progress_ctx;
};

struct tg_runner; /* opaque: a pool and what it is doing */

/* `options` is copied, what it points to must outlive the runner.  See tg_pool_new() for when to
 * call it: workers are not forked before there is something for them to do. */
struct tg_err *tg_runner_new(const struct tg_runner_options *options,
                             struct tg_runner **runner) TG_MUST_USE;
void tg_runner_free(struct tg_runner *runner); /* NULL is fine */

/* Replaces options, for a runner that is older than what they are about; all is
 * borrowed. */
void tg_runner_ready(struct tg_runner *runner, int stop_fd, const struct tg_enclosure *source,
                     const char *tmpdir);

/* What is run from now on gives way to everything else on the machine: its processes have a low
 * priority, and while the load average is above max_load nothing is begun. */
struct tg_err *tg_runner_yield(struct tg_runner *runner) TG_MUST_USE;

/* How a run ended. */
enum tg_run_end {
    TG_RUN_DONE,    /* every job was tried */
    TG_RUN_STOPPED, /* by stop_fd */
    TG_RUN_STRICT,  /* by the first that failed, photo or program */
};

/* Probes every job that has no error yet; failures are recorded in the jobs.  `tools`: as in
 * struct tg_pool_client; if they end by their strictness, so does the run. */
struct tg_err *tg_runner_probe(struct tg_runner *r, struct tg_job *jobs, size_t n,
                               struct tg_tools *tools, enum tg_run_end *end) TG_MUST_USE;

/* Renders every job that has outputs and no error yet, the largest files first (core/run/order.h).
 * A photo that cannot be made is recorded in its job; an output that cannot be written (full disk)
 * ends the run with an error.  All outputs of a photo and a group appear under their final names,
 * or none.  A photo that is not as it was probed, before or after it was rendered, is probed and
 * rendered once more; then it fails, as it does if it has other dimensions. */
struct tg_err *tg_runner_render(struct tg_runner *r, struct tg_job *jobs, size_t n,
                                struct tg_tools *tools, enum tg_run_end *end) TG_MUST_USE;

/* Jobs that come while others are worked on. */
struct tg_stream {
    struct tg_job *jobs; /* room for `len` of them; borrowed, and the caller's to fill and empty */
    size_t len;
    void *ctx;
    /* The next one: its index in `jobs`.  It is the runner's until done().  TG_NEXT_WAIT: not yet;
     * TG_NEXT_NONE: there will be none any more. */
    enum tg_next (*next)(void *ctx, size_t *i);
    /* Job i was tried: it has its results. */
    void (*done)(void *ctx, size_t i);
    struct tg_pool_watch watch; /* with `ctx` */
};

/* Probes and renders, those that came first first, until next() says that there are no more and all
 * are done, or until stop_fd becomes readable.  Nothing that is about one job alone ends it, be it
 * a full disk.  A photo that changes is tried once more, from its beginning.  Jobs without outputs
 * are probed alone.  After an error or a stop some jobs are not done. */
struct tg_err *tg_runner_stream(struct tg_runner *r, const struct tg_stream *stream,
                                enum tg_run_end *end) TG_MUST_USE;

#endif
