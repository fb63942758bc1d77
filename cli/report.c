/* report.c - see report.h. */
#include "cli/report.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli/exit_code.h"
#include "core/sandbox/sandbox.h"

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

int cli_usage(const char *fmt, ...)
{
    char text[LINE_MAX_BYTES];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    print_line(stderr, "tirage: ", text, " (see tirage --help)");
    return EXIT_USAGE;
}

int cli_usage_err(struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    tg_err_free(err);
    print_line(stderr, "tirage: ", tg_buf_str(&text), " (see tirage --help)");
    tg_buf_release(&text);
    return EXIT_USAGE;
}

void cli_note_sandbox(const struct cli_options *o)
{
    if (!o->jobs)
        fprintf(stderr, "tirage: note: -j 0: photos are decoded without a sandbox\n");
    for (int layer = 0; o->jobs && layer < TG_LAYERS; layer++) {
        const char *missing = tg_layer_missing((enum tg_layer)layer);

        if (missing)
            cli_print_line(stderr, "tirage: note: workers are confined without %s: %s",
                           tg_layer_name((enum tg_layer)layer), missing);
    }
}

int cli_require_sandbox(const struct cli_options *o)
{
    int code = EXIT_DONE;
    struct tg_buf text;

    if (!o->require_sandbox)
        return EXIT_DONE;
    if (!o->jobs)
        return cli_usage("--require-sandbox: with -j 0 there is none");
    tg_buf_init(&text, TG_BUF_MAX);
    for (int layer = 0; layer < TG_LAYERS; layer++) {
        const char *missing = tg_layer_missing((enum tg_layer)layer);

        if (!missing)
            continue;
        tg_buf_printf(&text, "%s%s: %s", code == EXIT_DONE ? "" : "; ",
                      tg_layer_name((enum tg_layer)layer), missing);
        code = EXIT_FAILED;
    }
    if (code != EXIT_DONE)
        fprintf(stderr,
                "tirage: --require-sandbox: workers cannot be confined by %s (see tirage "
                "doctor)\n",
                tg_buf_str(&text));
    tg_buf_release(&text);
    return code;
}

int cli_exit_code(struct tg_err *err, int code)
{
    if (!err)
        return code;
    cli_print_err(err);
    return EXIT_FAILED;
}
