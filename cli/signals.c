/* signals.c - Ctrl-C and SIGTERM as a readable descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cli/cli.h"

static int pipe_end = -1; /* a signal handler has no other way to reach its pipe */
static volatile sig_atomic_t received;

static void on_signal(int sig)
{
    int saved = errno;

    received = sig;
    (void)!write(pipe_end, "", 1);
    errno = saved;
}

struct tg_err *cli_signals_init(int *stop_fd)
{
    struct sigaction act = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    int ends[2];

    if (pipe(ends) != 0)
        return tg_err_sys(errno, NULL, "cannot make a pipe");
    for (int i = 0; i < 2; i++) {
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    pipe_end = ends[1];
    sigemptyset(&act.sa_mask);
    (void)sigaction(SIGINT, &act, NULL);
    (void)sigaction(SIGTERM, &act, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    *stop_fd = ends[0];
    return NULL;
}

int cli_signal_exit(void)
{
    return received ? 128 + received : 0;
}
