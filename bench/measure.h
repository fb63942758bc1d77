/* measure.h - what the benchmarks of whole steps share. */
#ifndef TG_BENCH_MEASURE_H
#define TG_BENCH_MEASURE_H

#include <stddef.h>

#include "core/base/err.h"

/* CPU time of this process, user and system, in seconds. */
double measure_cpu_seconds(void);

/* Memory that was freed stays with the process, as in the program. */
void measure_keep_memory(void);

/* The upper median; sorts v. */
double measure_median(double *v, size_t n);

/* Ends the program with "what: error" unless err is NULL. */
void measure_check(struct tg_err *err, const char *what);

#endif
