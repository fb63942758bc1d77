/* report.h - errors and notes as lines on stderr. */
#ifndef TG_CLI_REPORT_H
#define TG_CLI_REPORT_H

#include <stdio.h>

#include "cli/options.h"

/* Prints a line, control characters of names in it as \xNN. */
void cli_print_line(FILE *to, const char *fmt, ...) TG_PRINTF(2, 3);

/* Prints "tirage: TEXT" on stderr and frees the error. */
void cli_print_err(struct tg_err *err);

/* Says, also with -q, which layers of the workers' confinement this system lacks, or that there is
 * none. */
void cli_note_sandbox(const struct cli_options *o);

/* EXIT_DONE, or what was printed about: --require-sandbox, and this system lacks a layer, or there
 * are no workers. */
int cli_require_sandbox(const struct cli_options *o);

/* Usage errors: "tirage: TEXT" and where to find help; returns EXIT_USAGE. */
int cli_usage(const char *fmt, ...) TG_PRINTF(1, 2);

/* The same of an error, which it frees. */
int cli_usage_err(struct tg_err *err);

/* The exit code of a command that ended with `err`, which is printed and freed; `code` if that is
 * NULL. */
int cli_exit_code(struct tg_err *err, int code);

#endif
