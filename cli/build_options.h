/* build_options.h - the command line as options of pipeline/. */
#ifndef TG_CLI_BUILD_OPTIONS_H
#define TG_CLI_BUILD_OPTIONS_H

#include "cli/options.h"
#include "pipeline/build.h"

/* What the options say about how photos are worked on, and about a build; src and out are left to
 * the command. */
struct tg_engine_options cli_engine_options(const struct cli_options *o);
struct tg_build_options cli_build_options(const struct cli_options *o);

/* The language of dates that the environment asks for; NULL: none. */
const char *cli_locale(void);

/* OUT: as -o says, or SRC/build; NULL: memory is short.  The caller frees it. */
char *cli_output(const struct cli_options *o, const char *src);

#endif
