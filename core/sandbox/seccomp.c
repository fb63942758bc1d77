/* seccomp.c - the system calls that a worker may make. */
#include <errno.h>
#include <linux/futex.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "core/sandbox/compile.h"

/* MAP_SHARED, MAP_PRIVATE and what else may stand there. */
#define KIND_OF_MAP UINT64_C(0x0F)
#define INT_BITS    UINT64_C(0xFFFFFFFF)

const char *tg_seccomp_missing(void)
{
    if (seccomp_api_get() < 3) /* killing the process, not the thread: Linux 4.14 */
        return "this kernel or emulator has no seccomp filters";
    return NULL;
}

/* Without conditions. */
static int allow_plain(scmp_filter_ctx f)
{
    static const int calls[] = {
        /* the job, and the files that came with it */
        SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(pread64), SCMP_SYS(pwrite64), SCMP_SYS(lseek),
        SCMP_SYS(_llseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(fstat64), SCMP_SYS(ftruncate),
        SCMP_SYS(ftruncate64),
        /* memory */
        SCMP_SYS(brk), SCMP_SYS(munmap),
        /* what C libraries do now and then */
        SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64), SCMP_SYS(gettimeofday),
        SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
        SCMP_SYS(exit_group)};
    int failed = 0;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]) && !failed; i++)
        failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 0);
    return failed;
}

/* One argument decides. */
static int allow_if(scmp_filter_ctx f, int call, struct scmp_arg_cmp condition)
{
    return seccomp_rule_add(f, SCMP_ACT_ALLOW, call, 1, condition);
}

/* Memory without code in it that RLIMIT_DATA counts: private, not growing by itself, not moved
 * while its old place stays, and never made unwritable, for what was written and is then protected
 * is no longer counted. */
static int allow_memory(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    const struct scmp_arg_cmp counted =
        SCMP_A3(SCMP_CMP_MASKED_EQ, KIND_OF_MAP | MAP_GROWSDOWN, MAP_PRIVATE);
    int failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, no_code, counted);

    if (!failed)
        failed = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap2), 2, no_code, counted);
    if (!failed)
        failed = allow_if(f, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_EQ, PROT_READ | PROT_WRITE, 0));
    if (!failed)
        failed = allow_if(f, SCMP_SYS(mremap),
                          SCMP_A3(SCMP_CMP_MASKED_EQ, INT_BITS & ~(uint64_t)MREMAP_MAYMOVE, 0));
    return failed;
}

/* What C libraries and we say about memory that is in use; the rest reaches into the kernel's
 * accounts, of root even into the machine's. */
static int allow_advice(scmp_filter_ctx f)
{
    static const scmp_datum_t advice[] = {MADV_DONTNEED, MADV_FREE, MADV_HUGEPAGE, MADV_NOHUGEPAGE};
    int failed = 0;

    for (size_t i = 0; i < sizeof(advice) / sizeof(advice[0]) && !failed; i++)
        failed = allow_if(f, SCMP_SYS(madvise), SCMP_A2(SCMP_CMP_EQ, advice[i], 0));
    return failed;
}

/* Locks of C libraries wait and wake, no more.  Out-of-band data has been a way into the kernel. */
static int allow_narrow(scmp_filter_ctx f)
{
    static const int futex[] = {SCMP_SYS(futex), SCMP_SYS(futex_time64)};
    static const int message[] = {SCMP_SYS(recvmsg), SCMP_SYS(sendmsg)};
    static const scmp_datum_t op[] = {FUTEX_WAIT, FUTEX_WAKE};
    int failed = 0;

    for (size_t i = 0; i < 4 && !failed; i++)
        failed = allow_if(
            f, futex[i / 2],
            SCMP_A1(SCMP_CMP_MASKED_EQ, INT_BITS & ~(uint64_t)FUTEX_PRIVATE_FLAG, op[i % 2]));
    for (size_t i = 0; i < 2 && !failed; i++)
        failed = allow_if(f, message[i], SCMP_A2(SCMP_CMP_MASKED_EQ, MSG_OOB, 0));
    return failed;
}

/* abort() raises a signal, and dies in another way if it may not. */
static int refuse_signals(scmp_filter_ctx f)
{
    int failed = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 0);

    return failed ? failed : seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tkill), 0);
}

static int worker_rules(scmp_filter_ctx f)
{
    int failed = allow_plain(f);

    if (!failed)
        failed = allow_memory(f);
    if (!failed)
        failed = allow_advice(f);
    if (!failed)
        failed = allow_narrow(f);
    return failed ? failed : refuse_signals(f);
}

struct tg_err *tg_filter_worker_new(struct tg_filter **filter)
{
    return tg_filter_new(SCMP_ACT_KILL_PROCESS, worker_rules, filter);
}
