/* signals.c - see signals.h. */
#include "cli/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cli/exit_code.h"
#include "cli/report.h"

static int pipe_end = -1; /* a signal handler has no other way to reach its pipe */
static volatile sig_atomic_t received;

static void on_signal(int sig)
{
    int saved = errno;

    if (received) /* the second time means now; workers die with us */
        _exit(128 + sig);
    received = sig;
    (void)!write(pipe_end, "", 1);
    errno = saved;
}

/* A program started with nohup or in the background of a script is to go on. */
static void catch_unless_ignored(int sig, const struct sigaction *act)
{
    struct sigaction now;

    if (sigaction(sig, NULL, &now) != 0 || now.sa_handler != SIG_IGN)
        (void)sigaction(sig, act, NULL);
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
    catch_unless_ignored(SIGINT, &act);
    catch_unless_ignored(SIGTERM, &act);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    *stop_fd = ends[0];
    return NULL;
}

int cli_signal_exit(void)
{
    return received ? 128 + received : 0;
}

int cli_run_code(struct tg_err *err, bool stopped, bool failed)
{
    return cli_exit_code(err, stopped ? cli_signal_exit() : failed ? EXIT_PICTURES : EXIT_DONE);
}
