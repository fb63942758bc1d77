/* zygote.c - see zygote.h.  Requests and answers are frames; the zygote believes the program. */
#include "core/pool/zygote.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/process.h"

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

/* ---- The zygote's side ----------------------------------------------------------------------- */

struct nursery {
    const struct tg_worker_options *options;
    unsigned slots;
    int sock;
    struct tg_sandbox_ready *ready; /* made for the first worker, after warming up */
    pid_t *workers;                 /* by slot; 0: there is none */
    uint8_t *data;
};

/* A terminal's signals reach the whole group; the program decides what then happens. */
static void ignore_signals(void)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
        (void)sigaction(ignored[i], &ignore, NULL);
}

struct cradle {
    const struct nursery *nursery;
    int sock;
};

static int serve(void *ctx)
{
    const struct cradle *c = ctx;

    return tg_worker_main(c->nursery->options, c->nursery->ready, c->sock);
}

/* The zygote ignores what a terminal sends to the whole group, and the program more; a worker may
 * be told to end. */
static pid_t start_worker(const struct nursery *n, int sock, int text)
{
    static const int defaults[] = {SIGTERM, SIGPIPE, SIGXFSZ, 0};
    struct cradle cradle = {n, sock};

    return tg_process_start(
        &(struct tg_process){.death_signal = SIGKILL,
                             .defaults = defaults,
                             .stream = {TG_STREAM_INHERITED, TG_STREAM_INHERITED, text},
                             .run = serve,
                             .ctx = &cradle});
}

static int start(struct nursery *n, unsigned slot, const int *fds)
{
    pid_t pid;

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
    pid = start_worker(n, fds[0], fds[1]);
    n->workers[slot] = pid > 0 ? pid : 0;
    return pid < 0 ? errno : 0;
}

static int end(struct nursery *n, unsigned slot)
{
    pid_t pid = n->workers[slot];

    if (pid <= 0)
        return -1;
    (void)kill(pid, SIGKILL);
    n->workers[slot] = 0;
    return tg_process_wait(pid);
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
    bool good = !err && len && tg_frame_end(&f) && slot < n->slots &&
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

static int zygote_main(void *ctx)
{
    struct nursery *n = ctx;

    ignore_signals();
    tg_worker_close_others(n->sock);
    n->workers = calloc(n->slots, sizeof(*n->workers));
    n->data = malloc(TG_FRAME_MAX);
    while (n->workers && n->data && obey(n))
        ;
    for (unsigned i = 0; n->workers && i < n->slots; i++)
        (void)end(n, i);
    return 0;
}

/* ---- The program's side ---------------------------------------------------------------------- */

static pid_t start_zygote(const struct tg_worker_options *options, unsigned slots, int sock)
{
    static const int defaults[] = {SIGCHLD, 0};
    struct nursery n = {.options = options, .slots = slots, .sock = sock};
    sigset_t none;

    sigemptyset(&none);
    return tg_process_start(&(struct tg_process){.death_signal = SIGKILL,
                                                 .defaults = defaults,
                                                 .mask = &none,
                                                 .stream = TG_STREAMS_INHERITED,
                                                 .run = zygote_main,
                                                 .ctx = &n});
}

struct tg_err *tg_zygote_new(const struct tg_worker_options *options, unsigned slots,
                             struct tg_zygote **zygote)
{
    struct tg_zygote *z = calloc(1, sizeof(*z));
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
    z->stop_fd = -1;
    z->pid = start_zygote(options, slots, pair[1]);
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
    if (z->pid > 0)
        (void)tg_process_wait(z->pid);
    free(z->data);
    free(z);
}

void tg_zygote_yield(const struct tg_zygote *z)
{
    (void)setpriority(PRIO_PROCESS, (id_t)z->pid, TG_YIELD_NICE);
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
