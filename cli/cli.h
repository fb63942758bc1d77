/* cli.h - what the commands share. */
#ifndef TG_CLI_CLI_H
#define TG_CLI_CLI_H

#include <stdio.h>

#include "cli/options.h"
#include "core/run/run.h"
#include "pipeline/events.h"

/* Exit codes, the same for every command. */
enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,   /* could not be done or finished: settings, tool, disk full */
    EXIT_USAGE = 2,    /* the command line is wrong */
    EXIT_PICTURES = 3, /* finished, but some pictures failed */
};

/* Commands return an exit code. */
int cmd_build(const struct cli_options *o); /* and check, which ends before anything is written */
int cmd_autogen(const struct cli_options *o);
int cmd_thumb(const struct cli_options *o);
int cmd_cpu(const struct cli_options *o);
int cmd_doctor(const struct cli_options *o);
int cmd_example(const struct cli_options *o);
int cmd_gc(const struct cli_options *o);
int cmd_why(const struct cli_options *o);
int cmd_preview(const struct cli_options *o);
int cmd_deploy(const struct cli_options *o);
int cmd_bench(const struct cli_options *o);
int cmd_merge(const struct cli_options *o);

/* Print on stdout: levels and kernels; versions of tirage and of its libraries. */
void cli_print_cpu(const struct cli_options *o);
void cli_print_versions(void);

/* How many times as fast libjpeg decodes with SIMD as without; 0: it could not be measured. */
double cli_jpeg_speedup(void);

/* Prints the help of a command on stdout (CMD_HELP: the overview). */
void cli_help(enum cli_command command);

/* Prints a line, control characters of names in it as \xNN. */
void cli_print_line(FILE *to, const char *fmt, ...) TG_PRINTF(2, 3);

/* Prints "tirage: TEXT" on stderr and frees the error. */
void cli_print_err(struct tg_err *err);

/* Says, also with -q, which layers of the workers' confinement this system lacks, or that there is
 * none. */
void cli_note_sandbox(const struct cli_options *o);

/* EXIT_DONE, or what was printed about: --require-sandbox, and this system lacks a layer, or there
 * are no workers. */
int cli_require_sandbox(const struct cli_options *o);

/* Usage errors: "tirage: TEXT" and where to find help; returns EXIT_USAGE. */
int cli_usage(const char *fmt, ...) TG_PRINTF(1, 2);

/* The same of an error, which it frees. */
int cli_usage_err(struct tg_err *err);

/* Prints "tirage: TEXT" and the words, whose last is NULL, on stderr. */
void cli_say_choice(const char *const *words, const char *fmt, ...) TG_PRINTF(2, 3);

/* Ctrl-C and SIGTERM: a descriptor that becomes readable when one arrived.  -1 and an error if it
 * cannot be had. */
struct tg_err *cli_signals_init(int *stop_fd) TG_MUST_USE;

/* 128 + the signal that arrived, or 0. */
int cli_signal_exit(void);

/* Progress of a run on stderr: one line that renews itself on a terminal, a plain line every few
 * seconds elsewhere, nothing with -q.  With --json, one object per photo on stdout. */
struct cli_progress {
    const struct cli_options *options;
    const char *verb; /* "reading", "rendering" */
    size_t total, done, failed, damaged;
    uint64_t start_ms, shown_ms;
    bool terminal, report; /* report: say what became of each photo */
    char beside[96];       /* what is done beside the photos, "film 1/2: 00:00:07 of a.mp4" */
};
void cli_progress_init(struct cli_progress *p, const struct cli_options *o, const char *verb,
                       size_t total);
void cli_progress_step(void *progress, const struct tg_job *job);   /* for tg_runner_options */
void cli_progress_beside(struct cli_progress *p, const char *text); /* empty: nothing now */
void cli_progress_end(struct cli_progress *p);

/* What pipeline/ tells, printed as this command line wants it.  Initialises the progress, which
 * must outlive them. */
struct tg_events cli_events(struct cli_progress *p, const struct cli_options *o);

uint64_t cli_now_ms(void);

#endif
