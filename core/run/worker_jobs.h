/* worker_jobs.h (private to core/run) - what a worker does with a request. */
#ifndef TG_RUN_WORKER_JOBS_H
#define TG_RUN_WORKER_JOBS_H

#include "core/pool/pool.h"

/* A tg_worker_fn; ctx is the const struct tg_kernels * to use. */
tg_worker_fn tg_worker_jobs;

#endif
