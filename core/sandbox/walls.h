/* walls.h - what another program that we start (ffmpeg) can do with what a file from a stranger
 * makes of it.
 *
 * It reads the file that it is about and what programs need to start (libraries, their loader,
 * facts about the processor), writes one file, executes nothing but itself and makes no process, no
 * socket, no memory beyond what is counted.  What it takes is limited.  Layers that the kernel
 * lacks are left out, as in sandbox.h.  The filter is a list of what is refused, as nobody knows
 * what every build of ffmpeg calls; docs/security.md tells what that leaves. */
#ifndef TG_SANDBOX_WALLS_H
#define TG_SANDBOX_WALLS_H

#include <stdint.h>

#include "core/base/err.h"
#include "core/sandbox/sandbox.h"

/* NULL if this kernel has the layer for other programs, else a phrase that says why not. */
const char *tg_walls_missing(enum tg_layer layer);

/* A program that can be confined: what is made ready once. */
struct tg_walls; /* opaque */

/* `program` is its path.  TG_E_UNSUPPORTED: a script, or one of another architecture, which nothing
 * is known of. */
struct tg_err *tg_walls_new(const char *program, struct tg_walls **walls) TG_MUST_USE;
void tg_walls_free(struct tg_walls *w); /* NULL is fine */
const char *tg_walls_program(const struct tg_walls *w);

/* What one run of it may touch and take.  All borrowed; 0 and NULL: nothing of the first two, no
 * limit. */
struct tg_room {
    const char *reads, *writes; /* files that exist; what it writes it may read, too */
    uint64_t max_memory;        /* bytes of private memory in all */
    uint64_t max_file;          /* bytes of a file that is written */
    uint32_t max_cpu_s;         /* seconds of processor time; SIGKILL ends it */
};

/* Confines the calling process and what it becomes by execv(tg_walls_program(), ...).  For between
 * fork() and exec(): takes no memory.  0, or an errno and what failed. */
int tg_walls_enter(const struct tg_walls *w, const struct tg_room *room, const char **what);

#endif
