/* test_syscalls.c - every system call that there is or may be, tried by a confined worker: which it
 * survives.  The list here is that of docs/security.md; what is neither in it nor ends the process
 * fails the test. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

#include "core/sandbox/sandbox.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { NUMBERS = 600, UNCONFINED = 99, X32 = 0x40000000 };

/* Arguments with which to try: nonsense, nothing, and such that memory is asked for or given
 * back. */
static const long arguments[][6] = {
    {-1, -1, -1, -1, -1, -1},
    {0, 0, 0, 0, 0, 0},
    {0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0},
    {0, 4096, MADV_DONTNEED, 0, 0, 0},
};
enum { TRIES = sizeof(arguments) / sizeof(arguments[0]) };

static const int survivors[] = {
    SYS_read,
    SYS_write,
    SYS_pread64,
    SYS_pwrite64,
    SYS_lseek,
    SYS_close,
    SYS_fstat,
    SYS_ftruncate,
    SYS_recvmsg,
    SYS_sendmsg,
    SYS_brk,
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    SYS_mprotect,
#ifdef SYS_mmap
    SYS_mmap,
#endif
#ifdef SYS_mmap2
    SYS_mmap2,
#endif
#ifdef SYS__llseek
    SYS__llseek,
#endif
#ifdef SYS_fstat64
    SYS_fstat64,
#endif
#ifdef SYS_ftruncate64
    SYS_ftruncate64,
#endif
    SYS_clock_gettime,
#ifdef SYS_clock_gettime64
    SYS_clock_gettime64,
#endif
    SYS_gettimeofday,
    SYS_getrandom,
    SYS_futex,
#ifdef SYS_futex_time64
    SYS_futex_time64,
#endif
    SYS_getpid,
    SYS_gettid,
    SYS_rt_sigprocmask,
    SYS_rt_sigaction,
    SYS_rt_sigreturn,
    SYS_restart_syscall,
    SYS_exit,
    SYS_exit_group,
    /* with EPERM */
    SYS_tkill,
    SYS_tgkill,
};

/* Newer kernels let these pass before they ask any filter, for their own probes.  Away from a probe
 * they do nothing: the first ends the process by SIGILL, the second fails. */
static bool is_beyond_filters(long number)
{
#ifdef __x86_64__
    return number == 335 || number == 336; /* uretprobe, uprobe */
#else
    (void)number;
    return false;
#endif
}

static bool is_survivor(long number)
{
    for (size_t i = 0; i < sizeof(survivors) / sizeof(survivors[0]); i++)
        if (survivors[i] == number)
            return true;
    return false;
}

/* In a child.  Any other exit is survival. */
static _Noreturn void attempt(const struct tg_sandbox_ready *ready, long number, const long *a)
{
    const struct tg_sandbox options = {.max_memory = 1 << 28, .max_fds = 70};
    struct tg_err *err = tg_sandbox_enter(ready, &options);

    if (err)
        _exit(UNCONFINED);
    (void)syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    _exit(0);
}

static bool survives(const struct tg_sandbox_ready *ready, long number, int try)
{
    pid_t child = fork();
    int status = 0;

    ck_assert_int_ge(child, 0);
    if (child == 0)
        attempt(ready, number, arguments[try]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(!WIFEXITED(status) || WEXITSTATUS(status) != UNCONFINED);
    return !WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS;
}

static bool is_seccomp_here(void)
{
    const char *missing = tg_layer_missing(TG_LAYER_SECCOMP);

    if (missing)
        printf("SKIPPED: %s\n", missing);
    return !missing;
}

START_TEST(only_these_survive)
{
    struct tg_sandbox_ready *ready;

    if (!is_seccomp_here())
        return;
    ck_ok(tg_sandbox_prepare(&ready));
    for (long number = 0; number < NUMBERS; number++) {
        bool survived = false;

        for (int try = 0; try < TRIES && !survived; try++)
            survived = survives(ready, number, try);
        if (!is_beyond_filters(number))
            ck_assert_msg(survived == is_survivor(number), "system call %ld %s", number,
                          survived ? "survives" : "is refused");
    }
    tg_sandbox_ready_free(ready);
}
END_TEST

/* The calls of other ways into the kernel. */
START_TEST(nothing_of_another_kind_survives)
{
#ifdef __x86_64__
    struct tg_sandbox_ready *ready;
    int status = 0;
    pid_t child;

    if (!is_seccomp_here())
        return;
    ck_ok(tg_sandbox_prepare(&ready));
    for (long number = 0; number < NUMBERS; number++)
        ck_assert_msg(!survives(ready, X32 + number, 0), "x32 system call %ld survives", number);
    child = fork();
    if (child == 0) {
        const struct tg_sandbox options = {.max_fds = 70};
        long number = 20, result; /* getpid() of 32 bits */

        if (tg_sandbox_enter(ready, &options))
            _exit(1);
        __asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory");
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status)); /* SIGSYS, or SIGSEGV where the kernel has no such way */
    tg_sandbox_ready_free(ready);
#endif
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("syscalls");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, only_these_survive);
    tcase_add_test(tc, nothing_of_another_kind_survives);
    return tg_suite_run("syscalls", tc);
}
