/* intruder.c - a program that plays an ffmpeg which a file has taken over: tries one deed and says
 * on standard output whether it was "done" or "refused".  Built without sanitizers, whose memory
 * has no limits. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE = 1 << 20, SOME = 512, MANY = 2048 };

static bool can_open(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);

    return fd >= 0 && close(fd) == 0;
}

static bool can_list(const char *path)
{
    DIR *d = opendir(path);

    return d && closedir(d) == 0;
}

static bool can_connect(int domain, int type)
{
    return socket(domain, type, 0) >= 0;
}

static bool can_execute(const char *path)
{
    char *const argv[] = {(char *)(uintptr_t) "x", NULL};

    (void)execv(path, argv); /* whose success says nothing, which is not "refused" */
    return false;
}

static bool can_fork(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    return child > 0 && waitpid(child, NULL, 0) == child;
}

/* fork() of the kernel, whatever the library makes of it; a process that shares everything, too. */
static bool can_clone(unsigned long flags)
{
    long child = syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, NULL);

    if (child == 0)
        _exit(0);
    return child > 0;
}

static void *nothing(void *arg)
{
    return arg;
}

static bool can_thread(void)
{
    pthread_t thread;

    return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

/* Memory up to the first refusal; of a piece that nobody may write any longer only a page is
 * used. */
static bool can_eat(int flags, bool hide)
{
    for (int i = 0; i < (hide ? MANY : SOME); i++) {
        char *p = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);

        if (p == MAP_FAILED)
            return false;
        p[0] = 1;
        if (hide && mprotect(p, PIECE, PROT_READ) != 0)
            return false;
    }
    return true;
}

static bool can_raise_limit(void)
{
    struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};

    return setrlimit(RLIMIT_CORE, &none) == 0 ||
           syscall(SYS_prlimit64, getppid(), RLIMIT_CORE, NULL, &none) == 0;
}

static bool can_fill(const char *path)
{
    static const char piece[PIECE];
    int fd = open(path, O_WRONLY);

    for (int i = 0; fd >= 0 && i < MANY; i++)
        if (write(fd, piece, PIECE) != PIECE)
            return false;
    return fd >= 0;
}

static bool about_file(const char *deed, const char *path)
{
    if (strcmp(deed, "read") == 0)
        return can_open(path, O_RDONLY);
    if (strcmp(deed, "write") == 0)
        return can_open(path, O_RDWR | O_CREAT | O_TRUNC);
    if (strcmp(deed, "list") == 0)
        return can_list(path);
    if (strcmp(deed, "execute") == 0)
        return can_execute(path);
    if (strcmp(deed, "chmod") == 0)
        return chmod(path, 0600) == 0;
    if (strcmp(deed, "touch") == 0)
        return utimensat(AT_FDCWD, path, NULL, 0) == 0;
    if (strcmp(deed, "remove") == 0)
        return unlink(path) == 0;
    if (strcmp(deed, "fill") == 0)
        return can_fill(path);
    exit(2);
}

static bool about_memory(const char *deed)
{
    if (strcmp(deed, "eat") == 0)
        return can_eat(MAP_PRIVATE, false);
    if (strcmp(deed, "eat-shared") == 0)
        return can_eat(MAP_SHARED, false);
    if (strcmp(deed, "eat-growing") == 0)
        return can_eat(MAP_PRIVATE | MAP_GROWSDOWN, false);
    if (strcmp(deed, "eat-hidden") == 0)
        return can_eat(MAP_PRIVATE, true);
    if (strcmp(deed, "memfd") == 0)
        return memfd_create("x", 0) >= 0;
    exit(2);
}

/* As ffmpeg does. */
static void leave(int signal)
{
    (void)signal;
    _exit(255);
}

static bool alone(const char *deed)
{
    if (strcmp(deed, "inet") == 0)
        return can_connect(AF_INET, SOCK_STREAM);
    if (strcmp(deed, "udp") == 0)
        return can_connect(AF_INET, SOCK_DGRAM);
    if (strcmp(deed, "unix") == 0)
        return can_connect(AF_UNIX, SOCK_STREAM);
    if (strcmp(deed, "fork") == 0)
        return can_fork();
    if (strcmp(deed, "clone") == 0)
        return can_clone(0) || can_clone(0x10000000); /* CLONE_NEWUSER */
    if (strcmp(deed, "thread") == 0)
        return can_thread();
    if (strcmp(deed, "signal") == 0)
        return kill(getppid(), 0) == 0 || syscall(SYS_tgkill, getppid(), getppid(), 0) == 0;
    if (strcmp(deed, "limit") == 0)
        return can_raise_limit();
    if (strcmp(deed, "root") == 0)
        return chroot("/") == 0 || setpriority(PRIO_PROCESS, 0, -1) == 0;
    if (strcmp(deed, "stay") == 0 && close(STDOUT_FILENO) == 0 && close(STDERR_FILENO) == 0)
        (void)pause(); /* where nobody hears it any more */
    if (strcmp(deed, "spin-to-the-signal") == 0)
        (void)signal(SIGXCPU, leave);
    for (volatile bool on = strncmp(deed, "spin", 4) == 0; on;)
        ;
    return about_memory(deed);
}

int main(int argc, char **argv)
{
    bool done = argc > 2 ? about_file(argv[1], argv[2]) : argc > 1 && alone(argv[1]);

    puts(done ? "done" : "refused");
    return 0;
}
