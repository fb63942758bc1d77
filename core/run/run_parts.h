/* run_parts.h (private to core/run) - what run.c (runners, hashing, probing) and run_render.c
 * (rendering) and
 * run_stream.c (jobs that come meanwhile) share. */
#ifndef TG_RUN_RUN_PARTS_H
#define TG_RUN_RUN_PARTS_H

#include "core/image/geometry.h"
#include "core/pool/pool.h"
#include "core/run/message.h"
#include "core/run/order.h"
#include "core/run/run.h"

/* A unit that a worker is rendering. */
struct tg_open_unit {
    int *files; /* one per output of the job, -1 for those of other groups; NULL: not running */
    uint64_t memory; /* its estimate, while it runs */
};

struct tg_runner {
    struct tg_runner_options options;
    struct tg_kernels kernels; /* a copy that the pool's context can point to */
    struct tg_pool *pool;

    /* The current run. */
    struct tg_job *jobs;
    size_t n;
    struct tg_order order;
    struct tg_open_unit *open; /* one per unit; NULL unless rendering */
    unsigned *left;            /* units of each job that are not done; NULL unless rendering */
    bool *changed;             /* jobs to be done again; NULL unless rendering */
    bool again;                /* what changed meanwhile is being done again: no third time */
    struct tg_tools *tools;
    uint64_t memory;      /* of all that run */
    size_t held;          /* the unit that waits for memory, before all others; SIZE_MAX: none */
    bool streams;         /* no output's error ends the run */
    struct tg_err *fatal; /* ends the run */
    bool strict_stop;
};

/* Runs the units of r->order through the pool. */
struct tg_err *tg_run_units(struct tg_runner *r, const struct tg_pool_client *client,
                            enum tg_run_end *end) TG_MUST_USE;

/* Whether no unit is to be started any more. */
bool tg_run_ended(const struct tg_runner *r);

/* The task of unit `id`, begun; `fd` is its first descriptor. */
void tg_run_begin_request(const struct tg_runner *r, size_t id, enum tg_request_kind kind, int fd,
                          struct tg_task *task);
void tg_run_drop_request(struct tg_task *task);

/* Records how job i ended; takes ownership of err. */
void tg_run_finish(struct tg_runner *r, size_t i, struct tg_err *err);

/* The first fatal error ends the run; what follows from it is dropped. */
void tg_run_note_fatal(struct tg_runner *r, struct tg_err *err);

/* The text of a worker's error already names the photo; errors of the pool do not. */
struct tg_err *tg_run_about(const struct tg_job *job, struct tg_err *err);
struct tg_err *tg_run_malformed(const struct tg_job *job);
/* The pool's error `err`, or the one that a worker sent, said of this photo whatever it says; NULL:
 * neither, and the fields of the reply follow.  Takes ownership of `err`. */
struct tg_err *tg_run_reply_err(const struct tg_job *job, struct tg_frame *reply,
                                struct tg_err *err);
struct tg_err *tg_run_changed(const struct tg_job *job);

/* Opens what probing a unit's job needs and writes its request. */
struct tg_err *tg_run_begin_probe(struct tg_runner *r, size_t id, struct tg_task *task) TG_MUST_USE;
/* What a worker answered, or the pool's error, of job i. */
struct tg_err *tg_run_read_probe(struct tg_runner *r, size_t i, struct tg_frame *reply,
                                 struct tg_err *err) TG_MUST_USE;

/* Whether a unit may join those that run, by the memory that it will take. */
bool tg_run_fits(const struct tg_runner *r, size_t id);
/* Starts to render a unit that fits; false: it cannot be, and is done with, or has changed. */
bool tg_run_begin_render(struct tg_runner *r, size_t id, struct tg_task *task);
/* As struct tg_pool_client's. */
bool tg_run_render_done(void *ctx, uint64_t id, struct tg_frame *reply, struct tg_err *err);

/* Hashes and probes what needs it.  `quiet`: without a word to progress(). */
struct tg_err *tg_run_probe(struct tg_runner *r, struct tg_tools *tools, bool quiet,
                            enum tg_run_end *end) TG_MUST_USE;

#endif
