/* layers.h (private to core/sandbox) - the layers that kernels may lack. */
#ifndef TG_SANDBOX_LAYERS_H
#define TG_SANDBOX_LAYERS_H

#include <stdbool.h>

#include "core/base/err.h"

/* NULL, or why the layer is not to be had. */
const char *tg_seccomp_missing(void);
const char *tg_landlock_missing(void);

struct tg_err *tg_seccomp_enter(void) TG_MUST_USE;
struct tg_err *tg_landlock_enter(void) TG_MUST_USE;

/* A build with sanitizers. */
bool tg_sandbox_sanitized(void);

#endif
