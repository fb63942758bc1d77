/* exit_code.h - exit codes, the same for every command. */
#ifndef TG_CLI_EXIT_CODE_H
#define TG_CLI_EXIT_CODE_H

struct tg_err;

enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,   /* could not be done or finished: settings, tool, disk full */
    EXIT_USAGE = 2,    /* the command line is wrong; see cli_usage() */
    EXIT_PICTURES = 3, /* finished, but some pictures failed */
};

/* The exit code of a command that ended with `err`, which is printed and freed; `code` if that is NULL. */
int cli_exit_code(struct tg_err *err, int code);

/* 128 + the signal that has stopped the command, or 0. */
int cli_signal_exit(void);

#endif
