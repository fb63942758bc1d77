/* worker.c - see worker.h. */
#include "core/pool/worker.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void close_range_or_each(unsigned first, unsigned last)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, last, 0) == 0)
        return;
#endif
    if (last > 65535)
        last = 65535;
    for (unsigned fd = first; fd <= last; fd++)
        (void)close((int)fd);
}

/* Other workers' sockets must not be held: a leaked end would hide that its owner has died. */
void tg_worker_close_others(int sock)
{
    int ends[2];

    close_range_or_each(0, STDERR_FILENO - 1);
    if (sock > STDERR_FILENO + 1)
        close_range_or_each(STDERR_FILENO + 1, (unsigned)sock - 1);
    close_range_or_each((unsigned)sock + 1, ~0U);
    /* The lowest that is free is 0.  In a root without devices a pipe takes both places: nothing
     * that comes later may have them, since they are closed without a look. */
    if (open("/dev/null", O_RDWR) == STDIN_FILENO)
        (void)dup(STDIN_FILENO);
    else
        (void)!pipe(ends);
}

struct tg_err *tg_worker_unconfined(void)
{
    return tg_err_new(TG_E_WORKER, NULL,
                      "workers cannot be confined on this system: 'tirage doctor' says why; "
                      "-j 0 does everything in one process, unconfined");
}

static struct tg_err *say_ready(int sock)
{
    struct tg_buf ready;
    struct tg_err *err;

    tg_frame_begin(&ready, TG_WORKER_READY);
    err = tg_frame_send(sock, &ready, NULL, 0);
    tg_buf_release(&ready);
    return err;
}

static struct tg_err *serve_one(const struct tg_worker_options *options, int sock, uint8_t *data,
                                bool *again)
{
    int fds[TG_FRAME_FDS];
    size_t len, nfds;
    struct tg_frame request;
    struct tg_buf reply;
    struct tg_err *err = tg_frame_recv(sock, data, &len, fds, &nfds);

    *again = !err && len > 0;
    if (!*again)
        return err;
    tg_frame_begin(&reply, tg_frame_open(&request, data, len));
    options->fn(options->ctx, &request, fds, nfds, &reply);
    for (size_t i = 0; i < nfds; i++)
        close(fds[i]);
    err = tg_frame_send(sock, &reply, NULL, 0);
    tg_buf_release(&reply);
    return err;
}

/* Replies and descriptors of jobs come in through `sock`, however high its number is. */
static struct tg_err *confine(const struct tg_worker_options *options,
                              const struct tg_sandbox_ready *ready, int sock)
{
    struct tg_sandbox sandbox = {.max_memory = options->max_memory,
                                 .max_file = options->max_file,
                                 .max_fds = (unsigned)sock + 2 + TG_FRAME_FDS};

    return tg_sandbox_enter(ready, &sandbox);
}

int tg_worker_main(const struct tg_worker_options *options, const struct tg_sandbox_ready *ready,
                   int sock)
{
    uint8_t *data = malloc(TG_FRAME_MAX);
    bool again = data != NULL;
    struct tg_err *err;

    tg_worker_close_others(sock);
    err = confine(options, ready, sock);
    if (err)
        return TG_WORKER_UNCONFINED;
    err = say_ready(sock);
    while (again && !err)
        err = serve_one(options, sock, data, &again);
    tg_err_free(err);
    free(data);
    return 0;
}
