/* bench.h - google-benchmark for C: bench_gbench.cc. */
#ifndef TG_BENCH_H
#define TG_BENCH_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bench; /* one running benchmark; valid only inside its function */
typedef void bench_fn(struct bench *b, const void *arg);

/* Copies name, borrows arg until the program ends. */
void bench_add(const char *name, bench_fn *fn, const void *arg);

/* Loop on this around what is timed. */
bool bench_next(struct bench *b);

/* After the loop: bytes worked on per iteration, for the bytes per second column. */
void bench_bytes(struct bench *b, uint64_t per_iteration);

/* Keeps the compiler from dropping work whose result is at p. */
void bench_use(const void *p);

/* Instead of the loop: shown as an error line with the reason. */
void bench_skip(struct bench *b, const char *why);

/* Runs what was added, as google-benchmark's options in the arguments say; returns the exit
 * code. */
int bench_run(int argc, char **argv);

#ifdef __cplusplus
}
#endif

#endif
