/* sandbox_report.c - see sandbox_report.h. */
#include "cli/sandbox_report.h"

#include <stdio.h>

#include "cli/exit_code.h"
#include "cli/report.h"
#include "core/sandbox/sandbox.h"

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
        return cli_usage(o, "--require-sandbox: with -j 0 there is none");
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
