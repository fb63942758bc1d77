/* exit_code.c - see exit_code.h; cli_signal_exit() is in signals.c. */
#include "cli/exit_code.h"

#include "cli/report.h"

int cli_exit_code(struct tg_err *err, int code)
{
    if (!err)
        return code;
    cli_print_err(err);
    return EXIT_FAILED;
}
