/* compile.h (private to core/sandbox) - from rules to a compiled filter. */
#ifndef TG_SANDBOX_COMPILE_H
#define TG_SANDBOX_COMPILE_H

#include <seccomp.h>

#include "core/sandbox/layers.h"

/* A filter of the rules that `add` makes; calls of other architectures end the process. */
struct tg_err *tg_filter_new(uint32_t otherwise, int (*add)(scmp_filter_ctx ctx),
                             struct tg_filter **filter) TG_MUST_USE;

#endif
