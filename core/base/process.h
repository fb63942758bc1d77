/* process.h - child processes: the one place that forks, runs programs and ends children. */
#ifndef TG_BASE_PROCESS_H
#define TG_BASE_PROCESS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "core/base/attr.h"

/* How children end that could not do what they were made for.  Others may end so too. */
enum {
    /* It did not get what it was to have, and says why on its standard error. */
    TG_PROCESS_UNREADY = 126,
    TG_PROCESS_NOT_FOUND = 127, /* there is no such program */
};

/* What becomes one of the standard streams, instead of a descriptor of ours. */
enum { TG_STREAM_INHERITED = -1, TG_STREAM_NULL = -2 /* /dev/null */ };

#define TG_STREAMS_INHERITED                                                                       \
    {                                                                                              \
        TG_STREAM_INHERITED, TG_STREAM_INHERITED, TG_STREAM_INHERITED                              \
    }

/* A child.  All borrowed; what it does not name is as in the process that starts it.  In this
 * order, the child: */
struct tg_process {
    bool own_group; /* leaves the group that a terminal sends signals to */
    /* Is sent this when its parent ends, and ends if it has ended already; 0: nothing. */
    int death_signal;
    bool no_privileges;   /* gains no rights from files that it runs, and leaves no core */
    const int *defaults;  /* handles these signals as new processes do; ended by 0; NULL: none */
    const sigset_t *mask; /* blocks these signals; NULL: those that are blocked now */
    int stream[3];        /* has these as standard input, output and error */
    /* Calls this, which allocates nothing if there are threads, and ends with the result unless it
     * is 0; NULL: nothing. */
    int (*run)(void *ctx);
    void *ctx;
    /* Becomes this program; ends with 0 if argv is NULL. */
    const char *program;     /* its path; NULL: argv[0] is looked for in PATH */
    const char *const *argv; /* ended by NULL */
};

/* Its id; -1: there is none, and errno says why. */
pid_t tg_process_start(const struct tg_process *p) TG_MUST_USE;

/* Waits until it ends; its status as of waitpid(), -1 if that is unknown. */
int tg_process_wait(pid_t pid);

/* In a child, before it ends with TG_PROCESS_UNREADY: writes "what: " and the text of an error
 * number to standard error. */
int tg_process_unready(const char *what, int errnum);

#endif
