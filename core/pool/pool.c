/* pool.c - see pool.h. */
#include "core/pool/pool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/pool/zygote.h"

enum { LOAD_MS = 5000 /* between looks at the load, while it keeps everything waiting */ };

enum { LAST_WORDS = 1000 /* bytes kept of what a worker that died wrote to standard error */ };

enum slot_state {
    SLOT_EMPTY, /* no process */
    SLOT_IDLE,
    SLOT_BUSY,
};

struct slot {
    enum slot_state state;
    int sock, text;       /* -1 when empty; the reading end of its standard error */
    bool ready;           /* it is confined, as it said before its first job */
    uint64_t group;       /* of the jobs that the process has done */
    unsigned jobs;        /* how many, of that group */
    uint64_t id;          /* of the running job */
    uint64_t deadline_ms; /* monotonic; 0: none */
};

struct tg_pool {
    struct tg_pool_options options;
    struct tg_zygote *zygote; /* NULL without workers */
    struct slot *slots;       /* options.workers of them */
    struct pollfd *polled;    /* one per slot, one for stop_fd, those of watch and client->tools */
    uint8_t *data;            /* one received frame */
    bool yields;              /* see tg_pool_yield() */
};

static struct tg_err *start_worker(struct tg_pool *pool, struct slot *slot)
{
    int pair[2] = {-1, -1}, text[2] = {-1, -1};
    struct tg_err *err;

    assert(slot->state == SLOT_EMPTY);
    /* A worker that writes more than a pipe holds loses it, and does not wait for us to read. */
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0 ||
        pipe2(text, O_CLOEXEC | O_NONBLOCK) != 0)
        err = tg_err_sys(errno, NULL, "cannot make a socket for a worker");
    else
        err = tg_zygote_start(pool->zygote, (unsigned)(slot - pool->slots), pair[1], text[1]);
    if (pair[1] >= 0)
        close(pair[1]);
    if (text[1] >= 0)
        close(text[1]);
    if (!err) {
        *slot = (struct slot){.state = SLOT_IDLE, .sock = pair[0], .text = text[0]};
        return NULL;
    }
    if (pair[0] >= 0)
        close(pair[0]);
    if (text[0] >= 0)
        close(text[0]);
    return err;
}

/* Ends a worker, whatever it does; *status is its exit status, -1 if that is unknown.  What it
 * wrote last goes to `text`, which may be NULL. */
static struct tg_err *end_worker(struct tg_pool *pool, struct slot *slot, int *status, char *text)
{
    struct tg_err *err;
    ssize_t n = 0;

    assert(slot->state != SLOT_EMPTY);
    *status = -1;
    err = tg_zygote_end(pool->zygote, (unsigned)(slot - pool->slots), status);
    if (text)
        n = read(slot->text, text, LAST_WORDS);
    if (text)
        text[n > 0 ? n : 0] = '\0';
    close(slot->sock);
    close(slot->text);
    *slot = (struct slot){.state = SLOT_EMPTY, .sock = -1, .text = -1};
    return err;
}

static struct tg_err *retire(struct tg_pool *pool, struct slot *slot)
{
    int status;

    return end_worker(pool, slot, &status, NULL);
}

struct tg_err *tg_pool_new(const struct tg_pool_options *options, struct tg_pool **pool)
{
    struct tg_pool *p = calloc(1, sizeof(*p));
    struct tg_err *err = NULL;

    if (!p)
        return tg_err_nomem();
    p->options = *options;
    p->slots = calloc(options->workers + 1, sizeof(*p->slots));
    p->polled = calloc(options->workers + 1, sizeof(*p->polled));
    p->data = malloc(TG_FRAME_MAX);
    if (!p->slots || !p->polled || !p->data)
        err = tg_err_nomem();
    for (unsigned i = 0; !err && i < options->workers; i++)
        p->slots[i] = (struct slot){.state = SLOT_EMPTY, .sock = -1, .text = -1};
    if (!err && options->workers)
        err = tg_zygote_new(&p->options.worker, options->workers, &p->zygote);
    if (err) {
        tg_pool_free(p);
        return err;
    }
    tg_pool_stop_by(p, options->stop_fd);
    *pool = p;
    return NULL;
}

void tg_pool_free(struct tg_pool *pool)
{
    if (!pool)
        return;
    for (unsigned i = 0; pool->slots && i < pool->options.workers; i++)
        if (pool->slots[i].state != SLOT_EMPTY)
            tg_err_free(retire(pool, &pool->slots[i]));
    tg_zygote_free(pool->zygote);
    free(pool->slots);
    free(pool->polled);
    free(pool->data);
    free(pool);
}

void tg_pool_stop_by(struct tg_pool *pool, int stop_fd)
{
    pool->options.stop_fd = stop_fd;
    if (pool->zygote)
        tg_zygote_stop_by(pool->zygote, stop_fd);
}

struct tg_err *tg_pool_yield(struct tg_pool *pool)
{
    struct tg_err *err = NULL;

    pool->yields = true;
    if (pool->zygote)
        tg_zygote_yield(pool->zygote);
    else
        (void)setpriority(PRIO_PROCESS, 0, TG_YIELD_NICE);
    for (unsigned i = 0; !err && i < pool->options.workers; i++)
        if (pool->slots[i].state == SLOT_IDLE)
            err = retire(pool, &pool->slots[i]);
    return err;
}

static void task_release(struct tg_task *task)
{
    for (size_t i = 0; i < task->nfds; i++)
        close(task->fds[i]);
    tg_buf_release(&task->request);
}

static void run_in_process(struct tg_pool *pool, const struct tg_pool_client *client,
                           struct tg_task *task)
{
    struct tg_frame request, reply;
    struct tg_buf out;

    tg_frame_begin(&out, task->id);
    if (tg_frame_finish(&task->request)) {
        (void)tg_frame_open(&request, task->request.data, task->request.len);
        pool->options.worker.fn(pool->options.worker.ctx, &request, task->fds, task->nfds, &out);
    }
    if (task->request.failed || !tg_frame_finish(&out)) {
        (void)client->done(client->ctx, task->id, NULL,
                           tg_err_new(TG_E_LIMIT, NULL, "the request or its reply is too large"));
    } else {
        (void)tg_frame_open(&reply, out.data, out.len);
        (void)client->done(client->ctx, task->id, &reply, NULL);
    }
    tg_buf_release(&out);
}

/* Bytes of a process that may have been taken over, as one line of plain ASCII. */
static void clean(char *text)
{
    for (char *p = text; *p; p++)
        if ((unsigned char)*p < ' ' || (unsigned char)*p > '~')
            *p = ' ';
}

static struct tg_err *death(int status, char *text)
{
    const char *said = *text ? "; it wrote: " : "";

    clean(text);
    if (WIFSIGNALED(status))
        return tg_err_new(TG_E_WORKER, NULL, "the worker was killed by signal %d (%s)%s%s",
                          WTERMSIG(status), strsignal(WTERMSIG(status)), said, text);
    return tg_err_new(TG_E_WORKER, NULL, "the worker left with status %d%s%s",
                      WIFEXITED(status) ? WEXITSTATUS(status) : -1, said, text);
}

static struct tg_err *stopped_err(void)
{
    return tg_err_new(TG_E_STOPPED, NULL, "stopped");
}

/* The worker is gone, or has to go, and its job with it.  `why` NULL: its death tells. */
static struct tg_err *fail(struct tg_pool *pool, const struct tg_pool_client *client,
                           struct slot *slot, struct tg_err *why)
{
    struct slot old = *slot;
    char text[LAST_WORDS + 1];
    int status;
    struct tg_err *err = end_worker(pool, slot, &status, text);

    if (!err && !why && !old.ready && WIFEXITED(status) &&
        WEXITSTATUS(status) == TG_WORKER_UNCONFINED)
        err = tg_worker_unconfined();
    if (old.state != SLOT_BUSY) {
        tg_err_free(why);
    } else if (err) {
        tg_err_free(why);
        (void)client->done(client->ctx, old.id, NULL, stopped_err());
    } else {
        (void)client->done(client->ctx, old.id, NULL, why ? why : death(status, text));
    }
    return err;
}

/* Whether an idle worker has sent something, or has left: the next job must not pay for that. */
static bool said_too_much(const struct slot *slot)
{
    struct pollfd p = {.fd = slot->sock, .events = POLLIN};

    return poll(&p, 1, 0) > 0;
}

static unsigned busy_slots(const struct tg_pool *pool)
{
    unsigned n = 0;

    for (unsigned i = 0; i < pool->options.workers; i++)
        n += pool->slots[i].state == SLOT_BUSY;
    return n;
}

static unsigned programs(const struct tg_pool_client *client)
{
    return client->tools ? tg_tools_running(client->tools) : 0;
}

static bool is_loaded(const struct tg_pool *pool)
{
    double load;

    return pool->options.max_load > 0 && getloadavg(&load, 1) == 1 && load > pool->options.max_load;
}

/* How many jobs and programs may join those that run; one may always run, unless all give way. */
static unsigned room(const struct tg_pool *pool, const struct tg_pool_client *client)
{
    unsigned running = busy_slots(pool) + programs(client);

    return (running || pool->yields) && is_loaded(pool) ? 0 : pool->options.workers - running;
}

/* Starts the programs that there is room for alongside the jobs, of which there are `more`. */
static struct tg_err *start_programs(struct tg_pool *pool, const struct tg_pool_client *client,
                                     bool more)
{
    unsigned before = 0, kept = more && busy_slots(pool) == 0 && pool->options.workers > 1;
    struct tg_err *err = NULL;

    do {
        before = programs(client);
        if (client->tools && room(pool, client) > kept)
            err = tg_tools_start(client->tools, before + 1);
    } while (!err && programs(client) > before);
    return err;
}

/* Whether its process has had as many jobs of a group as one may. */
static bool is_full(const struct tg_pool *pool, const struct slot *slot)
{
    return pool->options.jobs_each && slot->jobs >= pool->options.jobs_each;
}

/* A process for this task: the one that is there, unless it has seen others' photos. */
static struct tg_err *suit(struct tg_pool *pool, struct slot *slot, const struct tg_task *task)
{
    struct tg_err *err = NULL;

    if (slot->state == SLOT_IDLE && slot->group != TG_GROUP_CLEAN &&
        (slot->group != task->group || is_full(pool, slot)))
        err = retire(pool, slot);
    if (!err && slot->state == SLOT_EMPTY)
        err = start_worker(pool, slot);
    if (!err && slot->group != task->group)
        slot->jobs = 0;
    return err;
}

static struct tg_err *give(struct tg_pool *pool, const struct tg_pool_client *client,
                           struct slot *slot, struct tg_task *task)
{
    struct tg_err *refused, *err = suit(pool, slot, task);

    if (err) {
        (void)client->done(client->ctx, task->id, NULL, stopped_err());
        return err;
    }
    refused = tg_frame_send(slot->sock, &task->request, task->fds, task->nfds);
    slot->state = SLOT_BUSY;
    slot->id = task->id;
    slot->group = task->group;
    slot->jobs++;
    slot->deadline_ms = task->timeout_ms ? tg_clock_ms() + task->timeout_ms : 0;
    if (!refused)
        return NULL;
    if (tg_err_code(refused) != TG_E_LIMIT) { /* the worker died while it was idle, and tells why */
        tg_err_free(refused);
        refused = NULL;
    }
    return fail(pool, client, slot, refused);
}

/* Gives an idle slot its next job, if there is one. */
static struct tg_err *feed(struct tg_pool *pool, const struct tg_pool_client *client,
                           struct slot *slot, bool *more)
{
    struct tg_err *err = NULL;

    while (!err && *more && slot->state != SLOT_BUSY) {
        struct tg_task task = {0};
        enum tg_next next;

        if (slot->state == SLOT_IDLE && said_too_much(slot)) {
            err = fail(pool, client, slot, NULL);
            continue;
        }
        next = client->next(client->ctx, is_full(pool, slot) ? TG_GROUP_CLEAN : slot->group, &task);
        *more = next != TG_NEXT_NONE;
        if (next != TG_NEXT_TASK)
            break;
        err = give(pool, client, slot, &task);
        task_release(&task);
    }
    return err;
}

/* Reads what a worker sent: a reply to its job, or the end of its life. */
static struct tg_err *read_reply(struct tg_pool *pool, const struct tg_pool_client *client,
                                 struct slot *slot)
{
    int fds[TG_FRAME_FDS];
    size_t len, nfds;
    struct tg_frame reply;
    struct tg_err *err = tg_frame_recv(slot->sock, pool->data, &len, fds, &nfds);
    uint64_t id;

    for (size_t i = 0; i < nfds; i++) /* a worker has nothing to give */
        close(fds[i]);
    if (err || len == 0)
        return fail(pool, client, slot, err);
    id = tg_frame_open(&reply, pool->data, len);
    if (!slot->ready && id == TG_WORKER_READY && tg_frame_end(&reply) && !nfds) {
        slot->ready = true;
        return NULL;
    }
    if (reply.bad || !slot->ready || slot->state != SLOT_BUSY || id != slot->id || nfds)
        return fail(pool, client, slot,
                    tg_err_new(TG_E_WORKER, NULL, "a worker sent a malformed reply"));
    slot->state = SLOT_IDLE;
    return client->done(client->ctx, id, &reply, NULL) ? NULL : retire(pool, slot);
}

/* Fills pool->polled; returns how long poll() may wait, in ms, or -1. */
static int prepare_poll(struct tg_pool *pool)
{
    uint64_t now = tg_clock_ms(), next = UINT64_MAX;

    for (unsigned i = 0; i < pool->options.workers; i++) {
        const struct slot *s = &pool->slots[i];

        pool->polled[i] = (struct pollfd){.fd = s->sock, .events = POLLIN};
        if (s->state == SLOT_BUSY && s->deadline_ms && s->deadline_ms < next)
            next = s->deadline_ms;
    }
    pool->polled[pool->options.workers] =
        (struct pollfd){.fd = pool->options.stop_fd, .events = POLLIN};
    if (next == UINT64_MAX)
        return -1;
    return next <= now ? 0 : next - now > 60000 ? 60000 : (int)(next - now);
}

/* Does not wait for the socket to close: a worker's child may hold it open. */
static struct tg_err *end_overdue(struct tg_pool *pool, const struct tg_pool_client *client)
{
    uint64_t now = tg_clock_ms();
    struct tg_err *err = NULL;

    for (unsigned i = 0; !err && i < pool->options.workers; i++) {
        struct slot *s = &pool->slots[i];

        if (s->state == SLOT_BUSY && s->deadline_ms && s->deadline_ms <= now)
            err = fail(
                pool, client, s,
                tg_err_new(TG_E_LIMIT, NULL, "took longer than its time limit (see --timeout)"));
    }
    return err;
}

static bool stop_requested(const struct tg_pool *pool)
{
    struct pollfd p = {.fd = pool->options.stop_fd, .events = POLLIN};

    return p.fd >= 0 && poll(&p, 1, 0) > 0;
}

static void fail_running(struct tg_pool *pool, const struct tg_pool_client *client)
{
    for (unsigned i = 0; i < pool->options.workers; i++)
        if (pool->slots[i].state == SLOT_BUSY)
            tg_err_free(fail(pool, client, &pool->slots[i], stopped_err()));
}

/* Waits for what the client watches, or only looks at it. */
static struct tg_err *watch_serially(struct tg_pool *pool, const struct tg_pool_client *client,
                                     bool wait)
{
    struct pollfd fds[TG_POOL_WATCHED + 1]; /* the last is for stop_fd */
    int wait_ms;

    for (unsigned i = 0; i < TG_POOL_WATCHED; i++)
        fds[i] = (struct pollfd){.fd = -1};
    fds[TG_POOL_WATCHED] = (struct pollfd){.fd = pool->options.stop_fd, .events = POLLIN};
    wait_ms = client->watch->prepare(client->ctx, fds);
    if (poll(fds, TG_POOL_WATCHED + 1, wait ? wait_ms : 0) < 0 && errno != EINTR)
        return tg_err_sys(errno, NULL, "cannot wait for jobs");
    return client->watch->attend(client->ctx, fds);
}

/* Without workers: the programs one after another, then the jobs. */
static struct tg_err *run_serially(struct tg_pool *pool, const struct tg_pool_client *client,
                                   bool *stopped)
{
    struct tg_err *err =
        client->tools ? tg_tools_run(client->tools, 1, pool->options.stop_fd, stopped) : NULL;

    while (!err && !*stopped) {
        struct tg_task task = {0};
        enum tg_next next;

        *stopped = stop_requested(pool);
        if (!*stopped && pool->yields && is_loaded(pool)) {
            struct pollfd p = {.fd = pool->options.stop_fd, .events = POLLIN};

            (void)poll(&p, 1, LOAD_MS);
            continue;
        }
        next = *stopped ? TG_NEXT_NONE : client->next(client->ctx, TG_GROUP_CLEAN, &task);
        if (next == TG_NEXT_NONE || (next == TG_NEXT_WAIT && !client->watch))
            break;
        if (next == TG_NEXT_TASK)
            run_in_process(pool, client, &task);
        if (client->watch)
            err = watch_serially(pool, client, next == TG_NEXT_WAIT);
        task_release(&task);
    }
    return err;
}

/* Room for the descriptors of the client and of the programs. */
static struct tg_err *reserve_polled(struct tg_pool *pool, const struct tg_pool_client *client)
{
    size_t n = pool->options.workers + 1 + (client->watch ? TG_POOL_WATCHED : 0) +
               (client->tools ? tg_tools_polled(client->tools) : 0);
    struct pollfd *grown = realloc(pool->polled, n * sizeof(*grown));

    if (!grown)
        return tg_err_nomem();
    pool->polled = grown;
    return NULL;
}

/* Waits for a worker, a program, a deadline or the end; what came is in pool->polled. */
static struct tg_err *wait_for_events(struct tg_pool *pool, const struct tg_pool_client *client)
{
    int wait_ms = prepare_poll(pool);
    nfds_t n = pool->options.workers + 1;

    if (client->watch) {
        int most_ms;

        for (unsigned i = 0; i < TG_POOL_WATCHED; i++)
            pool->polled[n + i] = (struct pollfd){.fd = -1};
        most_ms = client->watch->prepare(client->ctx, pool->polled + n);
        n += TG_POOL_WATCHED;
        if (most_ms >= 0 && (wait_ms < 0 || wait_ms > most_ms))
            wait_ms = most_ms;
    }
    if (client->tools) {
        tg_tools_poll(client->tools, pool->polled + n);
        n += tg_tools_polled(client->tools);
        if (wait_ms < 0 || wait_ms > TG_TOOLS_POLL_MS)
            wait_ms = TG_TOOLS_POLL_MS;
    }
    if (pool->yields && pool->options.max_load > 0 && (wait_ms < 0 || wait_ms > LOAD_MS))
        wait_ms = LOAD_MS;
    return poll(pool->polled, n, wait_ms) < 0 && errno != EINTR
               ? tg_err_sys(errno, NULL, "cannot wait for workers")
               : NULL;
}

/* Gives the client and its programs what came for them. */
static struct tg_err *attend(struct tg_pool *pool, const struct tg_pool_client *client)
{
    const struct pollfd *polled = pool->polled + pool->options.workers + 1;
    struct tg_err *err = client->watch ? client->watch->attend(client->ctx, polled) : NULL;

    polled += client->watch ? TG_POOL_WATCHED : 0;
    return err || !client->tools ? err : tg_tools_attend(client->tools, polled);
}

/* Until nothing is left to do: starts what there is room for, waits, takes what came. */
static struct tg_err *run_workers(struct tg_pool *pool, const struct tg_pool_client *client,
                                  bool *stopped)
{
    unsigned workers = pool->options.workers;
    struct tg_err *err = reserve_polled(pool, client);
    bool more = true;

    while (!err) {
        err = start_programs(pool, client, more);
        for (unsigned i = 0; !err && more && i < workers; i++)
            if (pool->slots[i].state != SLOT_BUSY && room(pool, client) > 0)
                err = feed(pool, client, &pool->slots[i], &more);
        if (err || (busy_slots(pool) + programs(client) == 0 &&
                    !(more && (pool->yields || client->watch))))
            break;

        err = wait_for_events(pool, client);
        *stopped = !err && pool->polled[workers].revents != 0;
        if (*stopped)
            break;

        for (unsigned i = 0; !err && i < workers; i++)
            if (pool->polled[i].revents)
                err = read_reply(pool, client, &pool->slots[i]);
        if (!err)
            err = attend(pool, client);
        if (!err)
            err = end_overdue(pool, client);
    }
    return err;
}

struct tg_err *tg_pool_run(struct tg_pool *pool, const struct tg_pool_client *client, bool *stopped)
{
    struct tg_err *err;

    *stopped = false;
    if (pool->options.workers == 0)
        return run_serially(pool, client, stopped);
    err = run_workers(pool, client, stopped);
    if (err && tg_err_code(err) == TG_E_STOPPED) {
        tg_err_free(err);
        err = NULL;
        *stopped = true;
    }
    if (err || *stopped) {
        fail_running(pool, client);
        tg_tools_halt(client->tools);
    }
    return err;
}
