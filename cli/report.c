/* report.c - errors as lines on stderr. */
#include <stdarg.h>
#include <stdio.h>

#include "cli/cli.h"

enum { USAGE_MAX = 8192 }; /* a sentence and a path */

void cli_print_err(struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    fprintf(stderr, "tirage: %s\n", tg_buf_str(&text));
    tg_buf_release(&text);
    tg_err_free(err);
}

void cli_print_line(FILE *to, const char *text)
{
    struct tg_buf line;

    tg_buf_init(&line, TG_BUF_MAX);
    tg_buf_put_printable(&line, text);
    (void)fprintf(to, "%s\n", tg_buf_str(&line));
    tg_buf_release(&line);
}

int cli_usage(const char *fmt, ...)
{
    char text[USAGE_MAX];
    struct tg_buf line;
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    tg_buf_init(&line, TG_BUF_MAX);
    tg_buf_printf(&line, "tirage: %s (tirage --help tells more)", text);
    cli_print_line(stderr, tg_buf_str(&line));
    tg_buf_release(&line);
    return EXIT_USAGE;
}
