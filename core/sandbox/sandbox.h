/* sandbox.h - what a worker gives up before it sees the first byte of a picture.
 *
 * A confined process keeps the descriptors it has and those that are sent to it, memory, and
 * nothing else: it opens no file, makes no socket and no process, and signals nobody.  Layers that
 * the kernel lacks are left out; one that is there and cannot be had is an error.  docs/security.md
 * says what each is for; walls.h confines other programs. */
#ifndef TG_SANDBOX_SANDBOX_H
#define TG_SANDBOX_SANDBOX_H

#include <stdint.h>

#include "core/base/err.h"

enum tg_layer {
    TG_LAYER_LIMITS,   /* no new privileges, resource limits, death with the parent */
    TG_LAYER_SECCOMP,  /* system calls by allow-list; any other kills the process */
    TG_LAYER_LANDLOCK, /* no file can be opened even if a call for it is forgotten above */
    TG_LAYERS,
};

/* NULL if this kernel and this build have the layer, else a phrase that says why not. */
const char *tg_layer_missing(enum tg_layer layer);
const char *tg_layer_name(enum tg_layer layer);

struct tg_sandbox {
    uint64_t max_memory; /* bytes of private memory beyond what is in use now; 0: no limit */
    uint64_t max_file;   /* bytes of each file that is written; 0: no limit */
    uint32_t max_cpu_s;  /* seconds of processor time in all; 0: no limit */
    unsigned max_fds;    /* descriptors from 0 up */
};

/* What can be made ready once for all the processes that are forked afterwards. */
struct tg_sandbox_ready; /* opaque */

struct tg_err *tg_sandbox_prepare(struct tg_sandbox_ready **ready) TG_MUST_USE;
void tg_sandbox_ready_free(struct tg_sandbox_ready *ready); /* NULL is fine */

/* Confines the calling process, for good.  It must have one thread.  Standard error stays
 * usable. */
struct tg_err *tg_sandbox_enter(const struct tg_sandbox_ready *ready,
                                const struct tg_sandbox *options) TG_MUST_USE;

#endif
