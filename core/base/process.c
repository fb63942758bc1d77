/* process.c - see process.h.  Between fork() and exec() nothing allocates: other threads may have
 * held a lock. */
#include "core/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int tg_process_unready(const char *what, int errnum)
{
    const char *const parts[] = {what, ": ", strerror(errnum)};

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        (void)!write(STDERR_FILENO, parts[i], strlen(parts[i]));
    return TG_PROCESS_UNREADY;
}

/* A parent that died before it could be watched sends no signal. */
static bool watch_parent(const struct tg_process *p, pid_t parent)
{
    if (!p->death_signal)
        return true;
    (void)prctl(PR_SET_PDEATHSIG, (unsigned long)p->death_signal);
    return getppid() == parent;
}

static void set_signals(const struct tg_process *p)
{
    const struct sigaction plain = {.sa_handler = SIG_DFL};

    for (const int *sig = p->defaults; sig && *sig; sig++)
        (void)sigaction(*sig, &plain, NULL);
    if (p->mask)
        (void)sigprocmask(SIG_SETMASK, p->mask, NULL);
}

static bool set_streams(const struct tg_process *p)
{
    for (int i = 0; i < 3; i++) {
        int fd = p->stream[i];

        if (fd == TG_STREAM_INHERITED)
            continue;
        if (fd == TG_STREAM_NULL)
            fd = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (fd < 0 || (fd == i ? fcntl(fd, F_SETFD, 0) : dup2(fd, i)) < 0)
            return false;
    }
    return true;
}

/* Where a search of PATH fails, an error number says more of its folders than of the program. */
static int execute(const struct tg_process *p)
{
    char *const *argv = (char *const *)(uintptr_t)p->argv;

    if (!p->program)
        (void)execvp(argv[0], argv);
    else if (execv(p->program, argv) != 0 && errno != ENOENT)
        return tg_process_unready("the program does not start", errno);
    return TG_PROCESS_NOT_FOUND;
}

static _Noreturn void become(const struct tg_process *p, pid_t parent)
{
    const struct rlimit none = {0, 0};
    int status;

    if (p->own_group)
        (void)setpgid(0, 0);
    if (!watch_parent(p, parent))
        _exit(TG_PROCESS_UNREADY);
    if (p->no_privileges) {
        (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        (void)setrlimit(RLIMIT_CORE, &none);
    }
    set_signals(p);
    if (!set_streams(p))
        _exit(TG_PROCESS_UNREADY);
    status = p->run ? p->run(p->ctx) : 0;
    if (status == 0 && p->argv)
        status = execute(p);
    _exit(status);
}

pid_t tg_process_start(const struct tg_process *p)
{
    pid_t parent = getpid(), pid = fork();

    if (pid == 0)
        become(p, parent);
    return pid;
}

int tg_process_wait(pid_t pid)
{
    int status = -1;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}
