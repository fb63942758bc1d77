/* tool.h - other programs (ffmpeg) as children: watched, several at once, alone or alongside the
 * pool's workers, never through a shell. */
#ifndef TG_POOL_TOOL_H
#define TG_POOL_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/sandbox/walls.h"

struct pollfd;

enum {
    TG_TOOL_LAST = 2000,    /* bytes kept of what a program says last on standard error */
    TG_TOOLS_POLL_MS = 1000 /* how long a loop may wait before tg_tools_attend() */
};

/* Words of a program that fails, and what they come from in ours. */
struct tg_tool_hint {
    const char *says, *means;
};

/* One run of a program.  All borrowed but the result. */
struct tg_tool {
    const char *const *argv; /* ended by NULL; argv[0] without a slash is looked for in PATH */
    const char *path;        /* the file that it is about, for messages */
    struct tg_err *err;      /* result, owned: NULL if it ended with status 0 */
    bool may_fail;           /* which ends no strict run */
    bool again;              /* set by `ended`: it is run once more, as the struct is then */
    /* NULL: not confined; else the program that runs, whatever argv[0] is, within `room`. */
    const struct tg_walls *walls;
    struct tg_room room;
    /* The first that fits is told; ended by an empty one; may be NULL. */
    const struct tg_tool_hint *hints;
};

struct tg_tools_options {
    struct tg_tool *tools; /* borrowed; started in this order */
    size_t len;
    unsigned slots;    /* how many may ever run at once; 0 is 1 */
    bool strict;       /* after the first that fails, none is started and what runs is killed */
    uint32_t quiet_ms; /* a program that writes nothing for so long is killed; 0: never */
    /* Called with each line on a program's standard output; may be NULL. */
    void (*line)(void *ctx, size_t i, const char *line);
    /* Called when a program has ended by itself or for its silence; may be NULL.  An error ends
     * the run. */
    struct tg_err *(*ended)(void *ctx, size_t i);
    void *ctx;
};

struct tg_tools; /* opaque: programs that wait, that run, and that have ended */

/* Starts nothing.  `options` is copied, what it points to must outlive the tools. */
struct tg_err *tg_tools_new(const struct tg_tools_options *options,
                            struct tg_tools **tools) TG_MUST_USE;
void tg_tools_free(
    struct tg_tools *t); /* kills what runs; the errors stay the caller's; NULL is fine */

/* Runs them all, at most `at_once` (0 is 1) together.  *stopped: by stop_fd (-1: never), which
 * halts them.  A program that cannot be started or fails has its error in its struct, with its last
 * lines. */
struct tg_err *tg_tools_run(struct tg_tools *t, unsigned at_once, int stop_fd,
                            bool *stopped) TG_MUST_USE;

/* The steps of that, for a loop that waits for other things too. */
struct tg_err *tg_tools_start(struct tg_tools *t, unsigned at_once) TG_MUST_USE;
unsigned tg_tools_running(const struct tg_tools *t);
size_t tg_tools_polled(const struct tg_tools *t); /* how many descriptors, at most */
void tg_tools_poll(const struct tg_tools *t, struct pollfd *polled); /* fills so many */
/* After poll(), also if it ended by its time. */
struct tg_err *tg_tools_attend(struct tg_tools *t, const struct pollfd *polled) TG_MUST_USE;

/* Kills what runs and forgets what waits, without a word to anybody.  NULL is fine. */
void tg_tools_halt(struct tg_tools *t);

/* Whether one has failed and `strict` was asked for.  NULL is fine. */
bool tg_tools_strict_end(const struct tg_tools *t);

#endif
