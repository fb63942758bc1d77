/* report.h - errors and notes as lines on stderr. */
#ifndef TG_CLI_REPORT_H
#define TG_CLI_REPORT_H

#include <stdint.h>
#include <stdio.h>

#include "cli/options.h"
#include "core/base/err.h"

/* Prints a line, control characters of names in it as \xNN. */
void cli_print_line(FILE *to, const char *fmt, ...) TG_PRINTF(2, 3);

/* "" of one, "s" of any other number. */
const char *cli_plural(uint64_t n);

/* Prints "tirage: TEXT" on stderr and frees the error. */
void cli_print_err(struct tg_err *err);

/* The exit code of a command that ended with `err`, which is printed and freed; `code` if that is
 * NULL. */
int cli_exit_code(struct tg_err *err, int code);

/* Usage errors: "tirage: TEXT" and where to find help, that of the command if one was named.
 * Where o->mistake is set the text alone goes there.  Returns EXIT_USAGE. */
int cli_usage(const struct cli_options *o, const char *fmt, ...) TG_PRINTF(2, 3);

/* The same of an error, which it frees. */
int cli_usage_err(const struct cli_options *o, struct tg_err *err);

#endif
