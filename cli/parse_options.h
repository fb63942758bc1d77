/* parse_options.h - from arguments to options, by the tables of commands and options. */
#ifndef TG_CLI_PARSE_OPTIONS_H
#define TG_CLI_PARSE_OPTIONS_H

#include "cli/options.h"

/* Parses argv as cli_option_table says.  On a usage error prints one line and returns false: the
 * caller exits with 2. */
bool cli_options_parse(struct cli_options *o, int argc, char **argv);
void cli_options_release(struct cli_options *o);

#endif
