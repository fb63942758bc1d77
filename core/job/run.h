/* run.h - the parent's side: many photos through the pool, outputs into their places. */
#ifndef TG_JOB_RUN_H
#define TG_JOB_RUN_H

#include "core/base/enclosure.h"
#include "core/job/job.h"
#include "core/pool/tool.h"
#include "core/state/state.h"

/* One output of a photo. */
struct tg_job_output {
    char *path;      /* final name; owned */
    const char *key; /* the same relative to OUT, for the state; borrowed */
    struct tg_output_spec spec;
    struct tg_output_result result; /* set when the job succeeded */
};

/* The film that a job's source is a frame of: what the state knows and outputs depend on. */
struct tg_origin {
    char *path; /* owned */
    struct tg_stamp stamp;
    struct tg_hash hash;
};

/* One photo. */
struct tg_job {
    char *src;                /* path to open; owned */
    const char *key;          /* relative to SRC, for the state; NULL: there is none; borrowed */
    uint64_t bytes;           /* its size, for ordering and progress */
    struct tg_origin *origin; /* owned; NULL: src itself */
    struct tg_job_output *outputs; /* owned; at most TG_JOB_OUTPUTS */
    size_t outputs_len;

    /* What core/job/update.h knows.  With a key, probing fills stamps, hash and facts, rendering the tint,
     * and a photo that no longer has this stamp when it is rendered fails. */
    bool probed;                    /* info, stamps, hash and facts are there: needs no probing */
    bool fresh;                     /* the outputs are there: needs no rendering */
    struct tg_stamp stamp, sidecar; /* the latter all zero: there is none */
    struct tg_hash hash, plan;
    struct tg_facts facts; /* owned */
    struct tg_tint tint;

    /* Results. */
    struct tg_info info;     /* after tg_runner_probe() */
    struct tg_err *err;      /* owned; why it failed, NULL if it did not */
    struct tg_damage damage; /* count > 0: recovered from damaged data */
    bool done;               /* false: not reached before the run stopped */
};

void tg_jobs_free(struct tg_job *jobs, size_t n);

struct tg_runner_options {
    unsigned workers;                  /* 0: in process */
    int stop_fd;                       /* readable: stop; -1: never */
    bool strict;                       /* stop at the first failed photo */
    const char *tmpdir;                /* for outputs; NULL: beside each one */
    const struct tg_enclosure *source; /* SRC, where keys lead to photos; NULL: paths alone do */
    uint32_t timeout_ms;               /* for one photo; 0: by its size, minutes for large ones */
    /* Bytes that all running jobs together may take by their estimates, and any worker by itself; 0: no
     * limit.  Jobs wait until they fit; one that never can fails with TG_E_LIMIT. */
    uint64_t memory;
    double max_load; /* as in struct tg_pool_options */
    struct tg_limits limits;
    const struct tg_kernels *kernels;
    /* Called when the outputs of a photo have their final names; NULL: nobody records it.  An error ends
     * the run. */
    struct tg_err *(*rendered)(void *ctx, const struct tg_job *job);
    void *rendered_ctx;
    /* Called after each photo; NULL if nobody watches. */
    void (*progress)(void *ctx, const struct tg_job *job);
    void *progress_ctx;
};

struct tg_runner; /* opaque: a pool and what it is doing */

/* Forks the workers; `options` is copied, what it points to must outlive the runner. */
struct tg_err *tg_runner_new(const struct tg_runner_options *options,
                             struct tg_runner **runner) TG_MUST_USE;
void tg_runner_free(struct tg_runner *runner); /* NULL is fine */

/* How a run ended. */
enum tg_run_end {
    TG_RUN_DONE,    /* every job was tried */
    TG_RUN_STOPPED, /* by stop_fd */
    TG_RUN_STRICT,  /* by the first that failed, photo or program */
};

/* Probes every job that has no error yet; failures are recorded in the jobs.  `beside`: as in struct
 * tg_pool_client; if they end by their strictness, so does the run. */
struct tg_err *tg_runner_probe(struct tg_runner *r, struct tg_job *jobs, size_t n,
                               struct tg_tools *beside, enum tg_run_end *end) TG_MUST_USE;

/* Renders every job that has outputs and no error yet, the largest files first.  A photo that cannot be
 * made is recorded in its job; an output that cannot be written (full disk) ends the run with an
 * error.  All outputs of a photo appear under their final names, or none. */
struct tg_err *tg_runner_render(struct tg_runner *r, struct tg_job *jobs, size_t n,
                                struct tg_tools *beside, enum tg_run_end *end) TG_MUST_USE;

#endif
