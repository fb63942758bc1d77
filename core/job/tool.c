/* tool.c - see tool.h. */
#include "core/job/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/buf.h"

enum { OUT, ERR, PIPES, LINE_MAX_BYTES = 512, NOT_FOUND = 127 };

/* A running program. */
struct child {
    size_t tool;
    pid_t pid; /* 0: none */
    int fd[PIPES];
    uint64_t heard_ms;
    char line[LINE_MAX_BYTES]; /* of standard output, begun */
    size_t line_len;
    char last[TG_TOOL_LAST]; /* of standard error */
    size_t last_len;
    bool overdue;
};

struct run {
    const struct tg_tools *t;
    struct child *children; /* t->jobs of them */
    unsigned slots;
    size_t next;
};

static uint64_t now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* In the child.  It dies with us, gains no rights and leaves no core. */
static _Noreturn void become(const struct tg_tool *tool, const int *ends, pid_t parent)
{
    static const struct rlimit none = {0, 0};
    int null = open("/dev/null", O_RDWR | O_CLOEXEC); /* copies of it stay open */
    sigset_t all;

    (void)setpgid(0, 0); /* Ctrl-C is for us to handle */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)signal(SIGPIPE, SIG_DFL);
    sigemptyset(&all);
    (void)sigprocmask(SIG_SETMASK, &all, NULL);
    if (getppid() == parent && null >= 0 && dup2(null, STDIN_FILENO) >= 0 &&
        dup2(ends[OUT], STDOUT_FILENO) >= 0 && dup2(ends[ERR], STDERR_FILENO) >= 0)
        (void)execvp(tool->argv[0], (char *const *)(uintptr_t)tool->argv);
    _exit(NOT_FOUND);
}

static struct tg_err *start(struct run *r, struct child *c)
{
    const struct tg_tool *tool = &r->t->tools[r->next];
    int out[2], err[2];
    pid_t parent = getpid();

    *c = (struct child){.tool = r->next++, .heard_ms = now_ms()};
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
    c->pid = fork();
    if (c->pid == 0)
        become(tool, (const int[]){out[1], err[1]}, parent);
    close(out[1]);
    close(err[1]);
    (void)fcntl(out[0], F_SETFL, O_NONBLOCK);
    (void)fcntl(err[0], F_SETFL, O_NONBLOCK);
    if (c->pid > 0)
        return NULL;
    close(out[0]);
    close(err[0]);
    c->pid = 0;
    return tg_err_sys(errno, tool->argv[0], "cannot start a program");
}

static void take_line(const struct run *r, struct child *c, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (data[i] != '\n' && c->line_len + 1 < sizeof(c->line)) {
            c->line[c->line_len++] = data[i];
            continue;
        }
        c->line[c->line_len] = '\0';
        c->line_len = 0;
        if (r->t->line)
            r->t->line(r->t->ctx, c->tool, c->line);
    }
}

static void keep_last(struct child *c, const char *data, size_t len)
{
    size_t drop;

    if (len > sizeof(c->last)) {
        data += len - sizeof(c->last);
        len = sizeof(c->last);
    }
    drop = c->last_len + len > sizeof(c->last) ? c->last_len + len - sizeof(c->last) : 0;
    memmove(c->last, c->last + drop, c->last_len - drop);
    memcpy(c->last + c->last_len - drop, data, len);
    c->last_len += len - drop;
}

/* Reads what is there; a pipe at its end is closed. */
static void hear(const struct run *r, struct child *c, int which)
{
    char data[4096];
    ssize_t n = read(c->fd[which], data, sizeof(data));

    if (n > 0) {
        c->heard_ms = now_ms();
        if (which == OUT)
            take_line(r, c, data, (size_t)n);
        else
            keep_last(c, data, (size_t)n);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(c->fd[which]);
        c->fd[which] = -1;
    }
}

/* Its own last lines behind ours, as one line. */
static struct tg_err *failure(const struct run *r, struct child *c, int status)
{
    const struct tg_tool *tool = &r->t->tools[c->tool];
    size_t len = c->last_len;

    while (len && (c->last[len - 1] == '\n' || c->last[len - 1] == '\r'))
        len--;
    for (size_t i = 0; i < len; i++)
        if (c->last[i] == '\n')
            c->last[i] = ';';
    if (c->overdue)
        return tg_err_new(TG_E_WORKER, tool->path, "%s made no progress for %u s and was ended",
                          tool->argv[0], r->t->quiet_ms / 1000);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
        return tg_err_new(TG_E_UNSUPPORTED, tool->path, "needs %s, which is not installed",
                          tool->argv[0]);
    if (WIFSIGNALED(status))
        return tg_err_new(TG_E_WORKER, tool->path, "%s was killed by signal %d: %.*s",
                          tool->argv[0], WTERMSIG(status), (int)len, c->last);
    return tg_err_new(TG_E_CORRUPT, tool->path, "%s failed: %.*s", tool->argv[0], (int)len,
                      c->last);
}

static void end_child(struct child *c, int *status)
{
    for (int i = 0; i < PIPES; i++)
        if (c->fd[i] >= 0)
            close(c->fd[i]);
    while (waitpid(c->pid, status, 0) < 0 && errno == EINTR)
        ;
    c->pid = 0;
}

static void kill_child(struct child *c)
{
    (void)kill(-c->pid, SIGKILL); /* what it has started, too */
    (void)kill(c->pid, SIGKILL);
}

static struct tg_err *reap(const struct run *r, struct child *c)
{
    int status = 0;

    end_child(c, &status);
    if (c->overdue || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        r->t->tools[c->tool].err = failure(r, c, status);
    return r->t->ended ? r->t->ended(r->t->ctx, c->tool) : NULL;
}

static struct tg_err *start_more(struct run *r, bool *busy)
{
    struct tg_err *err = NULL;

    *busy = false;
    for (unsigned i = 0; i < r->slots && !err; i++) {
        if (!r->children[i].pid && r->next < r->t->len)
            err = start(r, &r->children[i]);
        *busy = *busy || r->children[i].pid > 0;
    }
    return err;
}

/* Takes the news of a child, kills one that has been quiet for too long, reaps one that has ended. */
static struct tg_err *attend(struct run *r, struct child *c, const struct pollfd *polled)
{
    if (!c->pid)
        return NULL;
    for (int k = 0; k < PIPES; k++)
        if (c->fd[k] >= 0 && polled[k].revents)
            hear(r, c, k);
    if (r->t->quiet_ms && now_ms() - c->heard_ms > r->t->quiet_ms) {
        c->overdue = true;
        kill_child(c);
    }
    return c->overdue || (c->fd[OUT] < 0 && c->fd[ERR] < 0) ? reap(r, c) : NULL;
}

/* Waits up to a second for news of any child. */
static struct tg_err *wait_once(struct run *r, struct pollfd *polled, bool *stopped)
{
    size_t n = (size_t)r->slots * PIPES;
    struct tg_err *err = NULL;

    for (size_t i = 0; i < n; i++) {
        const struct child *c = &r->children[i / PIPES];

        polled[i] = (struct pollfd){c->pid ? c->fd[i % PIPES] : -1, POLLIN, 0};
    }
    polled[n] = (struct pollfd){r->t->stop_fd, POLLIN, 0};
    if (poll(polled, n + 1, 1000) < 0 && errno != EINTR)
        return tg_err_sys(errno, NULL, "cannot wait for programs");
    *stopped = polled[n].revents != 0;
    for (unsigned i = 0; i < r->slots && !*stopped && !err; i++)
        err = attend(r, &r->children[i], &polled[(size_t)i * PIPES]);
    return err;
}

struct tg_err *tg_tools_run(const struct tg_tools *t, bool *stopped)
{
    struct run r = {.t = t, .slots = t->jobs ? t->jobs : 1};
    struct pollfd *polled = calloc((size_t)r.slots * PIPES + 1, sizeof(*polled));
    struct tg_err *err = NULL;
    bool busy = true;

    *stopped = false;
    r.children = calloc(r.slots, sizeof(*r.children));
    if (!polled || !r.children)
        err = tg_err_nomem();
    while (!err && busy && !*stopped) {
        err = start_more(&r, &busy);
        if (!err && busy)
            err = wait_once(&r, polled, stopped);
    }
    for (unsigned i = 0; r.children && i < r.slots; i++)
        if (r.children[i].pid > 0) {
            int status;

            kill_child(&r.children[i]);
            end_child(&r.children[i], &status);
        }
    free(polled);
    free(r.children);
    return err;
}

void tg_tools_release(struct tg_tool *tools, size_t len)
{
    for (size_t i = 0; i < len; i++)
        tg_err_free(tools[i].err);
}
