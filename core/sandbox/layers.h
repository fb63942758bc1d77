/* layers.h (private to core/sandbox) - the layers that kernels may lack.
 *
 * Parts: compile.c, compile.h, landlock.c, seccomp.c, seccomp_tool.c. */
#ifndef TG_SANDBOX_LAYERS_H
#define TG_SANDBOX_LAYERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include "core/base/err.h"

/* NULL, or why the layer is not to be had. */
const char *tg_seccomp_missing(void);
const char *tg_landlock_missing(void);

/* A filter of system calls, compiled. */
struct tg_filter; /* opaque */

/* What a worker may do: an allow-list. */
struct tg_err *tg_filter_worker_new(struct tg_filter **filter) TG_MUST_USE;
/* What another program may do: everything but a list; see walls.h. */
struct tg_err *tg_filter_tool_new(struct tg_filter **filter) TG_MUST_USE;
void tg_filter_free(struct tg_filter *f); /* NULL is fine */

/* What a process under Landlock may do below a path, or with the file that it names. */
struct tg_landlock_rule {
    const char *path;          /* NULL, or one that is not there: no rule */
    bool read, write, execute; /* reading includes listing folders */
};

/* These take no memory, for they run between fork() and exec(), and confine the calling thread for
 * good, which must have given up new privileges.  0 or an errno. */
int tg_filter_install(const struct tg_filter *f);
int tg_landlock_enter(const struct tg_landlock_rule *rules, size_t n);
/* Not above what the user has set. */
int tg_limit_set(int resource, rlim_t soft, rlim_t hard);

/* A build with sanitizers. */
bool tg_sandbox_sanitized(void);

#endif
