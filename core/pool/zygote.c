/* zygote.c - see zygote.h.  Requests and answers are frames; the zygote believes the program. */
#include "core/pool/zygote.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/pool/worker.h"

enum order { ORDER_START, ORDER_END };

enum { PATIENCE_MS = 2000 };
enum { UNCONFINED = -1 }; /* the answer where errno says why else no worker was started */

struct tg_zygote {
    pid_t pid;
    int sock;
    int stop_fd;   /* when readable, answers are not waited for much longer; -1: none */
    bool lost;     /* it owes an answer, and is asked nothing more */
    uint8_t *data; /* one received frame */
};

/* ---- The zygote's side ------------------------------------------------------------------------------ */

struct nursery {
    const struct tg_pool_options *options;
    int sock;
    struct tg_sandbox_ready *ready; /* made for the first worker, after warming up */
    pid_t *workers;                 /* by slot; 0: there is none */
    uint8_t *data;
};

/* A terminal's signals reach the whole group; the program decides what then happens. */
static void ignore_signals(void)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction ignore = {.sa_handler = SIG_IGN}, plain = {.sa_handler = SIG_DFL};
    sigset_t none;

    for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
        (void)sigaction(ignored[i], &ignore, NULL);
    (void)sigaction(SIGCHLD, &plain, NULL);
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static int start(struct nursery *n, unsigned slot, const int *fds)
{
    pid_t pid, parent = getpid();

    assert(n->workers[slot] == 0);
    if (!n->ready) {
        struct tg_err *err;

        if (n->options->warm_up)
            n->options->warm_up(n->options->ctx);
        err = tg_sandbox_prepare(&n->ready);
        if (err) {
            tg_err_free(err);
            return UNCONFINED;
        }
    }
    pid = fork();
    if (pid == 0)
        tg_worker_main(n->options, n->ready, fds[0], fds[1], parent);
    n->workers[slot] = pid > 0 ? pid : 0;
    return pid < 0 ? errno : 0;
}

static int end(struct nursery *n, unsigned slot)
{
    pid_t pid = n->workers[slot];
    int status = -1;

    if (pid <= 0)
        return status;
    (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    n->workers[slot] = 0;
    return status;
}

/* False: the program has ended, or cannot be understood. */
static bool obey(struct nursery *n)
{
    int fds[TG_FRAME_FDS], result = 0;
    size_t len, nfds;
    struct tg_frame f;
    struct tg_buf answer;
    struct tg_err *err = tg_frame_recv(n->sock, n->data, &len, fds, &nfds);
    uint64_t slot = err || !len ? 0 : tg_frame_open(&f, n->data, len);
    uint32_t order = err || !len ? 0 : tg_frame_get_max(&f, ORDER_END);
    bool good = !err && len && tg_frame_end(&f) && slot < n->options->workers &&
                nfds == (order == ORDER_START ? 2 : 0);

    if (good)
        result = order == ORDER_START ? start(n, (unsigned)slot, fds) : end(n, (unsigned)slot);
    for (size_t i = 0; i < nfds; i++)
        close(fds[i]);
    if (good) {
        tg_frame_begin(&answer, slot);
        tg_frame_u32(&answer, (uint32_t)result);
        err = tg_frame_send(n->sock, &answer, NULL, 0);
        tg_buf_release(&answer);
        good = !err;
    }
    tg_err_free(err);
    return good;
}

static _Noreturn void zygote_main(const struct tg_pool_options *options, int sock, pid_t parent)
{
    struct nursery n = {.options = options,
                        .sock = sock,
                        .workers = calloc(options->workers, sizeof(pid_t)),
                        .data = malloc(TG_FRAME_MAX)};

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before it could be watched */
        _exit(0);
    ignore_signals();
    tg_worker_close_others(sock);
    while (n.workers && n.data && obey(&n))
        ;
    for (unsigned i = 0; n.workers && i < options->workers; i++)
        (void)end(&n, i);
    _exit(0);
}

/* ---- The program's side ----------------------------------------------------------------------------- */

struct tg_err *tg_zygote_new(const struct tg_pool_options *options, struct tg_zygote **zygote)
{
    struct tg_zygote *z = calloc(1, sizeof(*z));
    pid_t parent = getpid();
    struct tg_err *err = NULL;
    int pair[2];

    if (!z)
        return tg_err_nomem();
    z->data = malloc(TG_FRAME_MAX);
    if (!z->data || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        err =
            z->data ? tg_err_sys(errno, NULL, "cannot make a socket for workers") : tg_err_nomem();
        free(z->data);
        free(z);
        return err;
    }
    z->sock = pair[0];
    z->stop_fd = options->stop_fd;
    z->pid = fork();
    if (z->pid == 0)
        zygote_main(options, pair[1], parent);
    if (z->pid < 0)
        err = tg_err_sys(errno, NULL, "cannot start the process that workers come from");
    close(pair[1]);
    if (err)
        tg_zygote_free(z);
    else
        *zygote = z;
    return err;
}

void tg_zygote_free(struct tg_zygote *z)
{
    if (!z)
        return;
    close(z->sock); /* it ends its workers, and itself */
    if (z->lost && z->pid > 0)
        (void)kill(z->pid, SIGKILL); /* its workers die with it */
    while (z->pid > 0 && waitpid(z->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    free(z->data);
    free(z);
}

void tg_zygote_stop_by(struct tg_zygote *z, int stop_fd)
{
    z->stop_fd = stop_fd;
}

/* Somebody may have stopped it; whoever wants to stop us need not wait for that to end. */
static bool is_answered(struct tg_zygote *z)
{
    struct pollfd polled[2] = {{.fd = z->sock, .events = POLLIN},
                               {.fd = z->stop_fd, .events = POLLIN}};

    while (poll(polled, 2, -1) < 0 && errno == EINTR)
        ;
    if (!polled[0].revents)
        z->lost = poll(polled, 1, PATIENCE_MS) <= 0;
    return !z->lost;
}

static struct tg_err *ask(struct tg_zygote *z, unsigned slot, enum order order, const int *give,
                          size_t given, int *result)
{
    int fds[TG_FRAME_FDS];
    size_t len = 0, nfds = 0;
    struct tg_frame f;
    struct tg_buf request;
    struct tg_err *err;

    if (z->lost)
        return tg_err_new(TG_E_STOPPED, NULL, "stopped");
    tg_frame_begin(&request, slot);
    tg_frame_u32(&request, order);
    err = tg_frame_send(z->sock, &request, give, given);
    tg_buf_release(&request);
    if (!err && !is_answered(z))
        return tg_err_new(TG_E_STOPPED, NULL, "stopped");
    if (!err)
        err = tg_frame_recv(z->sock, z->data, &len, fds, &nfds);
    if (err)
        return err;
    if (len == 0 || tg_frame_open(&f, z->data, len) != slot)
        return tg_err_new(TG_E_WORKER, NULL, "the process that workers come from is gone");
    *result = (int)tg_frame_get_u32(&f);
    return NULL;
}

struct tg_err *tg_zygote_start(struct tg_zygote *z, unsigned slot, int sock, int text)
{
    int failed = 0;
    struct tg_err *err = ask(z, slot, ORDER_START, (const int[]){sock, text}, 2, &failed);

    if (err || !failed)
        return err;
    return failed == UNCONFINED ? tg_worker_unconfined()
                                : tg_err_sys(failed, NULL, "cannot start a worker");
}

struct tg_err *tg_zygote_end(struct tg_zygote *z, unsigned slot, int *status)
{
    return ask(z, slot, ORDER_END, NULL, 0, status);
}
