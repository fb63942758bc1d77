/* signals.h - Ctrl-C and SIGTERM as a readable descriptor. */
#ifndef TG_CLI_SIGNALS_H
#define TG_CLI_SIGNALS_H

#include <stdbool.h>

#include "core/base/err.h"

/* *stop_fd becomes readable when one arrived; left alone by an error. */
struct tg_err *cli_signals_init(int *stop_fd) TG_MUST_USE;

/* 128 + the signal that has stopped the command, or 0. */
int cli_signal_exit(void);

/* The exit code of a run over photos that ended with `err`, which is printed and freed, that was
 * stopped by a signal, or of whose photos some are no good. */
int cli_run_code(struct tg_err *err, bool stopped, bool failed);

#endif
