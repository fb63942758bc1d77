/* tool.h - other programs (ffmpeg) as children: several at once, watched, never through a shell. */
#ifndef TG_JOB_TOOL_H
#define TG_JOB_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

enum { TG_TOOL_LAST = 2000 /* bytes kept of what a program says last on standard error */ };

/* One run of a program. */
struct tg_tool {
    const char *const *argv; /* ended by NULL; argv[0] without a slash is looked for in PATH */
    const char *path;        /* the file that it is about, for messages */
    struct tg_err *err;      /* result, owned: NULL if it ended with status 0 */
};

struct tg_tools {
    struct tg_tool *tools;
    size_t len;
    unsigned jobs;     /* at once; 0 is 1 */
    uint32_t quiet_ms; /* a program that writes nothing for so long is killed; 0: never */
    int stop_fd;       /* readable: stop; -1: never */
    /* Called with each line on a program's standard output; may be NULL. */
    void (*line)(void *ctx, size_t i, const char *line);
    /* Called when a program has ended; may be NULL.  An error ends the run. */
    struct tg_err *(*ended)(void *ctx, size_t i);
    void *ctx;
};

/* Runs them all.  *stopped: by stop_fd, and the programs that ran were killed.  A program that cannot be
 * started or fails has its error in its struct, with its last lines. */
struct tg_err *tg_tools_run(const struct tg_tools *t, bool *stopped) TG_MUST_USE;

void tg_tools_release(struct tg_tool *tools, size_t len);

#endif
