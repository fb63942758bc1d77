/* clashes.h - outputs that would replace each other or a source, however their paths are spelled.
 */
#ifndef TG_PIPELINE_CLASHES_H
#define TG_PIPELINE_CLASHES_H

#include "core/run/run.h"

/* TG_E_USAGE if two outputs of the jobs would be the same file, or an output and a source. */
struct tg_err *tg_clashes_refuse(const struct tg_job *jobs, size_t jobs_len) TG_MUST_USE;

#endif
