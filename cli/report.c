/* report.c - errors as lines on stderr. */
#include <stdarg.h>
#include <stdio.h>

#include "cli/cli.h"
#include "core/sandbox/sandbox.h"

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

void cli_say_waiting(const char *out)
{
    fprintf(stderr, "tirage: note: another tirage works on %s; waiting until it is done\n", out);
}

void cli_note_sandbox(const struct cli_options *o)
{
    for (int layer = 0; !o->quiet && o->jobs && layer < TG_LAYERS; layer++) {
        const char *missing = tg_layer_missing((enum tg_layer)layer);

        if (missing)
            fprintf(stderr, "tirage: note: workers are confined without %s: %s\n",
                    tg_layer_name((enum tg_layer)layer), missing);
    }
}
