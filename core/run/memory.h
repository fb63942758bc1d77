/* memory.h - how much memory a run may take, and how much a photo will. */
#ifndef TG_RUN_MEMORY_H
#define TG_RUN_MEMORY_H

#include "core/run/job.h"

/* Three quarters of the memory that is free for new work, or of what the control groups of this
 * process leave, whichever is less.  Bytes; 0 if neither can be found out. */
uint64_t tg_memory_available(void);

/* The most memory that making the outputs of a probed job takes, in bytes: planes, progressive
 * coefficients, the worst case of the encoders, and finished outputs until they are committed. */
uint64_t tg_memory_estimate(const struct tg_job *job);

#endif
