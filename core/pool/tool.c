/* tool.c - see tool.h. */
#include "core/pool/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/process.h"

enum { OUT, ERR, PIPES, LINE_MAX_BYTES = 512 };

enum {
    LEAVING_MS = 2000 /* that a program may take to end when it has closed its output */
};

/* A running program. */
struct child {
    size_t tool;
    pid_t pid; /* 0: none */
    int fd[PIPES];
    uint64_t active_ms;
    char line[LINE_MAX_BYTES]; /* of standard output, begun */
    size_t line_len;
    char last[TG_TOOL_LAST + 1]; /* of standard error */
    size_t last_len;
    uint64_t cpu_ms; /* that it took, when it has ended */
    bool overdue;
    bool mute; /* it closed its output, and went on */
};

struct tg_tools {
    struct tg_tools_options options;
    struct child *children; /* options.slots of them */
    size_t next;            /* the first that waits */
    unsigned running;
    bool strict_end;
};

/* In the child.  Within walls the program is the one that they were made for.  A BLAS library that
 * ffmpeg may bring along takes 32 MiB for each processor, for threads that nobody asks for. */
static int prepare(void *ctx)
{
    const struct tg_tool *tool = ctx;
    const char *what;
    int failed = 0;

    (void)setenv("OPENBLAS_NUM_THREADS", "1", 1);
    if (tool->walls)
        failed = tg_walls_enter(tool->walls, &tool->room, &what);
    return failed ? tg_process_unready(what, failed) : 0;
}

/* It dies with us, gains no rights and leaves no core; Ctrl-C is for us to handle. */
static pid_t start_child(const struct tg_tool *tool, int out, int err)
{
    static const int defaults[] = {SIGPIPE, SIGXFSZ, 0};
    const char *program = tool->walls ? tg_walls_program(tool->walls) : NULL;
    sigset_t none;

    sigemptyset(&none);
    return tg_process_start(&(struct tg_process){.own_group = true,
                                                 .death_signal = SIGKILL,
                                                 .no_privileges = true,
                                                 .defaults = defaults,
                                                 .mask = &none,
                                                 .stream = {TG_STREAM_NULL, out, err},
                                                 .run = prepare,
                                                 .ctx = (void *)(uintptr_t)tool,
                                                 .program = program,
                                                 .argv = tool->argv});
}

static struct tg_err *start(struct tg_tools *t, struct child *c, size_t i)
{
    const struct tg_tool *tool = &t->options.tools[i];
    int out[2], err[2];

    *c = (struct child){.tool = i, .active_ms = tg_clock_ms()};
    if (pipe2(out, O_CLOEXEC) != 0)
        return tg_err_sys(errno, NULL, "cannot make a pipe");
    if (pipe2(err, O_CLOEXEC) != 0) {
        int why = errno;

        close(out[0]);
        close(out[1]);
        return tg_err_sys(why, NULL, "cannot make a pipe");
    }
    c->fd[OUT] = out[0];
    c->fd[ERR] = err[0];
    c->pid = start_child(tool, out[1], err[1]);
    close(out[1]);
    close(err[1]);
    (void)fcntl(out[0], F_SETFL, O_NONBLOCK);
    (void)fcntl(err[0], F_SETFL, O_NONBLOCK);
    if (c->pid > 0) {
        t->running++;
        return NULL;
    }
    close(out[0]);
    close(err[0]);
    c->pid = 0;
    return tg_err_sys(errno, tool->argv[0], "cannot start a program");
}

static void take_line(const struct tg_tools *t, struct child *c, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (data[i] != '\n' && c->line_len + 1 < sizeof(c->line)) {
            c->line[c->line_len++] = data[i];
            continue;
        }
        c->line[c->line_len] = '\0';
        c->line_len = 0;
        if (t->options.line)
            t->options.line(t->options.ctx, c->tool, c->line);
    }
}

static void keep_last(struct child *c, const char *data, size_t len)
{
    size_t drop;

    if (len > TG_TOOL_LAST) {
        data += len - TG_TOOL_LAST;
        len = TG_TOOL_LAST;
    }
    drop = c->last_len + len > TG_TOOL_LAST ? c->last_len + len - TG_TOOL_LAST : 0;
    memmove(c->last, c->last + drop, c->last_len - drop);
    memcpy(c->last + c->last_len - drop, data, len);
    c->last_len += len - drop;
}

/* Reads what is there; a pipe at its end is closed. */
static void read_output(const struct tg_tools *t, struct child *c, int which)
{
    char data[4096];
    ssize_t n = read(c->fd[which], data, sizeof(data));

    if (n > 0) {
        c->active_ms = tg_clock_ms();
        if (which == OUT)
            take_line(t, c, data, (size_t)n);
        else
            keep_last(c, data, (size_t)n);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(c->fd[which]);
        c->fd[which] = -1;
    }
}

/* What it said last, as one line. */
static void end_last(struct child *c)
{
    size_t len = c->last_len;

    while (len && (c->last[len - 1] == '\n' || c->last[len - 1] == '\r'))
        len--;
    for (size_t i = 0; i < len; i++)
        if (c->last[i] == '\n' || c->last[i] == '\0')
            c->last[i] = ';';
    c->last[len] = '\0';
}

/* It was ended for a limit that ends by a signal; NULL: it was not.  That about time is SIGKILL,
 * which may have come from elsewhere; and the kernel counts time in two ways. */
static struct tg_err *beyond_limit(const struct tg_tool *tool, const struct child *c, int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && tool->room.max_cpu_s &&
        c->cpu_ms >= tool->room.max_cpu_s * UINT64_C(500))
        return tg_err_new(
            TG_E_LIMIT, tool->path,
            "%s took more than %u s of processor time, the limit for this file, and was "
            "ended: re-encode it in another way, or leave it out",
            tool->argv[0], tool->room.max_cpu_s);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
        return tg_err_new(
            TG_E_LIMIT, tool->path,
            "%s wrote more than %llu MiB, the limit for this file, and was ended: re-encode "
            "it in another way, or leave it out",
            tool->argv[0], (unsigned long long)tool->room.max_file >> 20);
    return NULL;
}

static struct tg_err *of_status(const struct tg_tool *tool, const struct child *c, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == TG_PROCESS_NOT_FOUND)
        return tg_err_new(TG_E_UNSUPPORTED, tool->path, "needs %s, which is not installed",
                          tool->argv[0]);
    if (tool->walls && WIFEXITED(status) && WEXITSTATUS(status) == TG_PROCESS_UNREADY)
        return tg_err_new(TG_E_SYS, tool->path,
                          "%s cannot be confined and did not run: %s ('tirage doctor' tells more)",
                          tool->argv[0], c->last);
    if (WIFSIGNALED(status))
        return tg_err_new(TG_E_WORKER, tool->path, "%s was killed by signal %d: %s", tool->argv[0],
                          WTERMSIG(status), c->last);
    return tg_err_new(TG_E_CORRUPT, tool->path, "%s failed: %s", tool->argv[0], c->last);
}

/* Its own last lines behind ours. */
static struct tg_err *failure(const struct tg_tools *t, struct child *c, int status)
{
    const struct tg_tool *tool = &t->options.tools[c->tool];
    struct tg_err *err = c->overdue ? NULL : beyond_limit(tool, c, status);

    if (err)
        return err;
    end_last(c);
    if (c->overdue)
        return tg_err_new(TG_E_WORKER, tool->path, "%s made no progress for %u s and was ended",
                          tool->argv[0], t->options.quiet_ms / 1000);
    if (c->mute)
        return tg_err_new(TG_E_WORKER, tool->path, "%s closed its output, went on and was ended",
                          tool->argv[0]);
    for (const struct tg_tool_hint *h = tool->hints; h && h->says; h++)
        if (strstr(c->last, h->says))
            return tg_err_new(TG_E_LIMIT, tool->path, "%s (%s: %s)", h->means, tool->argv[0],
                              c->last);
    return of_status(tool, c, status);
}

static void kill_child(struct child *c)
{
    (void)kill(-c->pid, SIGKILL); /* what it has started, too */
    (void)kill(c->pid, SIGKILL);
}

/* Not for longer than it takes to leave: a program that a file has taken over may stay. */
static void end_child(struct tg_tools *t, struct child *c, int *status)
{
    struct rusage used = {0};
    unsigned waited_ms = 0;
    pid_t ended;

    for (int i = 0; i < PIPES; i++)
        if (c->fd[i] >= 0)
            close(c->fd[i]);
    while ((ended = wait4(c->pid, status, waited_ms < LEAVING_MS ? WNOHANG : 0, &used)) <= 0 &&
           (ended == 0 || errno == EINTR)) {
        (void)poll(NULL, 0, 1);
        if (++waited_ms == LEAVING_MS) {
            c->mute = true;
            kill_child(c);
        }
    }
    c->cpu_ms = (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
                (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
    c->pid = 0;
    t->running--;
}

void tg_tools_halt(struct tg_tools *t)
{
    int status;

    if (!t)
        return;
    t->next = t->options.len;
    for (unsigned i = 0; i < t->options.slots; i++)
        if (t->children[i].pid > 0) {
            kill_child(&t->children[i]);
            end_child(t, &t->children[i], &status);
        }
}

static struct tg_err *reap(struct tg_tools *t, struct child *c)
{
    struct tg_tool *tool = &t->options.tools[c->tool];
    int status = 0;
    struct tg_err *err;

    end_child(t, c, &status);
    if (c->overdue || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        tool->err = failure(t, c, status);
    t->strict_end |= tool->err && t->options.strict && !tool->may_fail;
    tool->again = false;
    err = t->options.ended ? t->options.ended(t->options.ctx, c->tool) : NULL;
    if (t->strict_end)
        tg_tools_halt(t);
    else if (!err && tool->again)
        err = start(t, c, c->tool);
    return err;
}

struct tg_err *tg_tools_new(const struct tg_tools_options *options, struct tg_tools **tools)
{
    struct tg_tools *t = calloc(1, sizeof(*t));

    if (!t)
        return tg_err_nomem();
    t->options = *options;
    t->options.slots = options->slots ? options->slots : 1;
    t->children = calloc(t->options.slots, sizeof(*t->children));
    if (!t->children) {
        free(t);
        return tg_err_nomem();
    }
    *tools = t;
    return NULL;
}

void tg_tools_free(struct tg_tools *t)
{
    if (!t)
        return;
    tg_tools_halt(t);
    free(t->children);
    free(t);
}

struct tg_err *tg_tools_start(struct tg_tools *t, unsigned at_once)
{
    struct tg_err *err = NULL;

    for (unsigned i = 0; i < t->options.slots && t->running < at_once && !err; i++)
        if (!t->children[i].pid && t->next < t->options.len)
            err = start(t, &t->children[i], t->next++);
    return err;
}

unsigned tg_tools_running(const struct tg_tools *t)
{
    return t->running;
}

bool tg_tools_strict_end(const struct tg_tools *t)
{
    return t && t->strict_end;
}

size_t tg_tools_polled(const struct tg_tools *t)
{
    return (size_t)t->options.slots * PIPES;
}

void tg_tools_poll(const struct tg_tools *t, struct pollfd *polled)
{
    for (size_t i = 0; i < tg_tools_polled(t); i++) {
        const struct child *c = &t->children[i / PIPES];

        polled[i] = (struct pollfd){c->pid ? c->fd[i % PIPES] : -1, POLLIN, 0};
    }
}

/* Takes the news of a child, kills one that has been quiet for too long, reaps one that has
 * ended. */
static struct tg_err *attend(struct tg_tools *t, struct child *c, const struct pollfd *polled)
{
    if (!c->pid)
        return NULL;
    for (int k = 0; k < PIPES; k++)
        if (c->fd[k] >= 0 && polled[k].revents)
            read_output(t, c, k);
    if (t->options.quiet_ms && tg_clock_ms() - c->active_ms > t->options.quiet_ms) {
        c->overdue = true;
        kill_child(c);
    }
    return c->overdue || (c->fd[OUT] < 0 && c->fd[ERR] < 0) ? reap(t, c) : NULL;
}

struct tg_err *tg_tools_attend(struct tg_tools *t, const struct pollfd *polled)
{
    struct tg_err *err = NULL;

    for (unsigned i = 0; i < t->options.slots && !err; i++)
        err = attend(t, &t->children[i], &polled[(size_t)i * PIPES]);
    return err;
}

struct tg_err *tg_tools_run(struct tg_tools *t, unsigned at_once, int stop_fd, bool *stopped)
{
    size_t n = tg_tools_polled(t);
    struct pollfd *polled = calloc(n + 1, sizeof(*polled));
    struct tg_err *err = polled ? tg_tools_start(t, at_once ? at_once : 1) : tg_err_nomem();

    *stopped = false;
    while (!err && t->running && !*stopped) {
        tg_tools_poll(t, polled);
        polled[n] = (struct pollfd){stop_fd, POLLIN, 0};
        if (poll(polled, n + 1, TG_TOOLS_POLL_MS) < 0 && errno != EINTR)
            err = tg_err_sys(errno, NULL, "cannot wait for programs");
        *stopped = polled[n].revents != 0;
        if (!err && !*stopped)
            err = tg_tools_attend(t, polled);
        if (!err && !*stopped)
            err = tg_tools_start(t, at_once ? at_once : 1);
    }
    if (err || *stopped)
        tg_tools_halt(t);
    free(polled);
    return err;
}
