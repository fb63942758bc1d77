/* seccomp.c - the system calls that a worker may make, through libseccomp. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <seccomp.h>

#include "core/sandbox/layers.h"

const char *tg_seccomp_missing(void)
{
    if (tg_sandbox_sanitized())
        return "sanitizers make system calls of their own";
    if (seccomp_api_get() < 3) /* killing the process, not the thread: Linux 4.14 */
        return "this kernel or emulator has no seccomp filters";
    return NULL;
}

/* Without conditions. */
static int allow_plain(scmp_filter_ctx f)
{
    static const int calls[] = {
        /* the job, and the files that came with it */
        SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(pread64),
        SCMP_SYS(pwrite64), SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(close), SCMP_SYS(fstat),
        SCMP_SYS(fstat64), SCMP_SYS(ftruncate), SCMP_SYS(ftruncate64),
        /* memory */
        SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
        /* what C libraries do now and then */
        SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64), SCMP_SYS(gettimeofday),
        SCMP_SYS(getrandom), SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(getpid),
        SCMP_SYS(gettid), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn),
        SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)};
    int failed = 0;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]) && !failed; i++)
        failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
    return failed;
}

/* Memory without code in it, the state of a descriptor but of no path, and signals to oneself (abort()). */
static int allow_conditional(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    int failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_code);

    if (!failed)
        failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap2), 1, no_code);
    if (!failed)
        failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code);
    if (!failed)
        failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
                                  SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
    if (!failed)
        failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                                  SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
    return failed;
}

struct tg_err *tg_seccomp_enter(void)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int failed;

    if (!f)
        return tg_err_nomem();
    failed = allow_plain(f);
    if (!failed)
        failed = allow_conditional(f);
    if (!failed)
        failed = seccomp_load(f);
    seccomp_release(f);
    return failed ? tg_err_sys(-failed, NULL, "cannot install the system call filter") : NULL;
}
