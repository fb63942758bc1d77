/* problems.c - errors as lines on stderr. */
#include <stdarg.h>
#include <stdio.h>

#include "cli/cli.h"

void cli_print_err(struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    fprintf(stderr, "tirage: %s\n", tg_buf_str(&text));
    tg_buf_release(&text);
    tg_err_free(err);
}

int cli_usage(const char *fmt, ...)
{
    va_list ap;

    (void)fputs("tirage: ", stderr);
    va_start(ap, fmt);
    (void)vfprintf(stderr, fmt, ap);
    va_end(ap);
    (void)fputs(" (tirage --help tells more)\n", stderr);
    return EXIT_USAGE;
}
