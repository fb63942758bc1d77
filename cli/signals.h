/* signals.h - Ctrl-C and SIGTERM. */
#ifndef TG_CLI_SIGNALS_H
#define TG_CLI_SIGNALS_H

#include "core/base/err.h"

/* *stop_fd is a descriptor that becomes readable when one arrived; left alone by an error. */
struct tg_err *cli_signals_init(int *stop_fd) TG_MUST_USE;

/* 128 + the signal that has stopped the command, or 0. */
int cli_signal_exit(void);

#endif
