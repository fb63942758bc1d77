/* signals.h - Ctrl-C and SIGTERM as a readable descriptor; which of them came: exit_code.h. */
#ifndef TG_CLI_SIGNALS_H
#define TG_CLI_SIGNALS_H

#include "core/base/err.h"

/* *stop_fd becomes readable when one arrived; left alone by an error. */
struct tg_err *cli_signals_init(int *stop_fd) TG_MUST_USE;

#endif
