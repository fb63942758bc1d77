/* build_print.h - what build, check and merge say at their end. */
#ifndef TG_CLI_BUILD_PRINT_H
#define TG_CLI_BUILD_PRINT_H

#include "cli/options.h"
#include "pipeline/build.h"

/* Prints what came of a build in `out` that took so long; returns the exit code. */
int cli_build_conclude(const struct cli_options *o, const struct tg_build_result *r,
                       const char *out, uint64_t ms);

#endif
