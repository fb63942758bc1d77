/* exit_code.h - exit codes, the same for every command; cli_exit_code() in report.h chooses one. */
#ifndef TG_CLI_EXIT_CODE_H
#define TG_CLI_EXIT_CODE_H

enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,   /* could not be done or finished: settings, tool, disk full */
    EXIT_USAGE = 2,    /* the command line is wrong; see cli_usage() */
    EXIT_PICTURES = 3, /* finished, but some pictures, folders or ZIP files failed */
    /* 128 + a signal that stopped it: cli_signal_exit() */
};

#endif
