/* mistakes.h - usage errors that say what was probably meant.  Each prints one line; those that
 * return a bool return false. */
#ifndef TG_CLI_MISTAKES_H
#define TG_CLI_MISTAKES_H

#include "cli/option_table.h"

/* The command of that name or alias; CMD_COUNT: there is none. */
enum cli_command cli_find_command(const char *name);

/* There is no `what` of that name: "command", or that and what else it could have been. */
int cli_refuse_command(const struct cli_options *o, const char *what, const char *word);

/* An option that there is not, or that is short for several: a letter, or if that is 0 a word as it
 * was typed, with its dashes. */
bool cli_refuse_option(const struct cli_options *o, char letter, const char *word);

/* An option that o->command does not take. */
bool cli_refuse_foreign(const struct cli_options *o, const struct cli_option *option);

/* A flag was given a value. */
bool cli_refuse_value(const struct cli_options *o, const struct cli_option *option,
                      const char *value);

/* An argument that looks like an option but is misspelled so that it would be read as another one:
 * "-size", "-q85".  True if it is none of these. */
bool cli_check_dashes(const struct cli_options *o, const char *argument);

/* What vipsthumbnail takes for the names of outputs, and thumb does not; true if it is nothing of
 * that. */
bool cli_check_names(const struct cli_options *o, const char *names);

#endif
