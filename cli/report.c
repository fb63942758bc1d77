/* report.c - see report.h. */
#include "cli/report.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli/exit_code.h"

enum { LINE_MAX_BYTES = 16384 }; /* sentences and paths */

void cli_print_err(struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    fprintf(stderr, "tirage: %s\n", tg_buf_str(&text));
    tg_buf_release(&text);
    tg_err_free(err);
}

/* Control characters of the text become visible. */
static void print_line(FILE *to, const char *prefix, const char *text, const char *suffix)
{
    struct tg_buf line;

    tg_buf_init(&line, TG_BUF_MAX);
    tg_buf_puts(&line, prefix);
    tg_buf_put_printable(&line, text);
    tg_buf_puts(&line, suffix);
    (void)fprintf(to, "%s\n", tg_buf_str(&line));
    tg_buf_release(&line);
}

void cli_print_line(FILE *to, const char *fmt, ...)
{
    char text[LINE_MAX_BYTES];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    print_line(to, "", text, "");
}

const char *cli_plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

static int print_usage(const struct cli_options *o, const char *text)
{
    char hint[64];

    if (o->mistake) {
        tg_buf_put_printable(o->mistake, text);
        return EXIT_USAGE;
    }
    (void)snprintf(hint, sizeof(hint), " (see tirage %s%s--help)", o->name ? o->name : "",
                   o->name ? " " : "");
    print_line(stderr, "tirage: ", text, hint);
    return EXIT_USAGE;
}

int cli_usage(const struct cli_options *o, const char *fmt, ...)
{
    char text[LINE_MAX_BYTES];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    return print_usage(o, text);
}

int cli_usage_err(const struct cli_options *o, struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    tg_err_free(err);
    (void)print_usage(o, tg_buf_str(&text));
    tg_buf_release(&text);
    return EXIT_USAGE;
}

int cli_exit_code(struct tg_err *err, int code)
{
    if (!err)
        return code;
    cli_print_err(err);
    return EXIT_FAILED;
}
