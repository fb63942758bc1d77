/* seccomp_tool.c - the system calls that another program may not make.
 *
 * They fail with EPERM, as where the user has no right to them.  Opening files is Landlock's
 * matter; here is what it does not see: sockets, processes, changes to files by name, memory that
 * limits do not count, and what only systems do to themselves.  A call that this libseccomp does
 * not know on this machine is skipped. */
#include <errno.h>
#include <linux/sched.h>
#include <stdint.h>
#include <sys/mman.h>

#include "core/sandbox/compile.h"

/* MAP_SHARED and what else may stand there. */
#define KIND_OF_MAP UINT64_C(0x0F)

static const char *const refused[] = {
    /* the network, and other processes' sockets */
    "socket", "socketcall", "socketpair", "connect", "bind", "listen", "accept", "accept4",
    "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg", "recvmmsg",
    /* processes */
    "fork", "vfork", "execveat", "ptrace", "process_vm_readv", "process_vm_writev",
    "process_madvise", "kcmp", "kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
    "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "setpriority", "ioprio_set", "setrlimit",
    "setpgid", "setsid", "unshare", "setns", "personality", "move_pages", "migrate_pages",
    /* what stands about files, which needs no open file */
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "chown32", "lchown", "lchown32", "fchown",
    "fchown32", "fchownat", "utime", "utimes", "utimensat", "utimensat_time64", "futimesat",
    "setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr",
    "fremovexattr", "removexattrat", "file_setattr", "inotify_init", "inotify_init1",
    "fanotify_init", "name_to_handle_at", "open_by_handle_at", "quotactl", "quotactl_fd",
    /* memory */
    "memfd_create", "memfd_secret", "shmget", "shmat", "shmctl", "shmdt", "msgget", "msgsnd",
    "msgrcv", "msgctl", "semget", "semop", "semctl", "semtimedop", "ipc", "mq_open",
    "remap_file_pages", "userfaultfd", "mlockall",
    /* the kernel itself */
    "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup", "bpf", "perf_event_open",
    "add_key", "request_key", "keyctl", "mount", "umount", "umount2", "mount_setattr", "fsopen",
    "fsconfig", "fsmount", "fspick", "move_mount", "open_tree", "pivot_root", "chroot", "swapon",
    "swapoff", "reboot", "kexec_load", "kexec_file_load", "init_module", "finit_module",
    "delete_module", "sethostname", "setdomainname", "settimeofday", "stime", "clock_settime",
    "clock_settime64", "clock_adjtime", "clock_adjtime64", "adjtimex", "iopl", "ioperm", "acct",
    "syslog", "vhangup", "lookup_dcookie", "nfsservctl", "uselib", "modify_ldt"};

static int refuse_all(scmp_filter_ctx f)
{
    int failed = 0;

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]) && !failed; i++) {
        int call = seccomp_syscall_resolve_name(refused[i]);

        if (call != __NR_SCMP_ERROR)
            failed = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), call, 0);
        if (failed == -EDOM) /* another machine's */
            failed = 0;
    }
    return failed;
}

static int refuse_if(scmp_filter_ctx f, int call, struct scmp_arg_cmp condition)
{
    return seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), call, 1, condition);
}

/* Threads are made, of this process alone.  A C library that finds no clone3() calls clone(),
 * which has its flags where they can be seen. */
static int refuse_processes(scmp_filter_ctx f)
{
    static const scmp_datum_t spaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                       CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    int failed = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);

    if (!failed)
        failed = refuse_if(f, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
    for (unsigned bit = 0; bit < 32 && !failed; bit++)
        if (spaces >> bit & 1)
            failed = refuse_if(f, SCMP_SYS(clone),
                               SCMP_A0(SCMP_CMP_MASKED_EQ, UINT64_C(1) << bit, UINT64_C(1) << bit));
    return failed;
}

/* Memory that RLIMIT_DATA does not count: without a file and shared, and such that grows by itself.
 * Files may be mapped, as they are no larger than they are. */
static int refuse_memory(scmp_filter_ctx f)
{
    static const scmp_datum_t shared[] = {MAP_SHARED, MAP_SHARED_VALIDATE};
    const int calls[] = {SCMP_SYS(mmap), SCMP_SYS(mmap2)};
    int failed = 0;

    for (size_t i = 0; i < 4 && !failed; i++)
        failed = refuse_if(f, calls[i / 2],
                           SCMP_A3(SCMP_CMP_MASKED_EQ, KIND_OF_MAP | MAP_ANONYMOUS,
                                   shared[i % 2] | MAP_ANONYMOUS));
    for (size_t i = 0; i < 2 && !failed; i++)
        failed = refuse_if(f, calls[i], SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_GROWSDOWN, MAP_GROWSDOWN));
    return failed;
}

/* Limits are looked up with the call that sets them. */
static int refuse_limits(scmp_filter_ctx f)
{
    int failed = refuse_if(f, SCMP_SYS(prlimit64), SCMP_A0(SCMP_CMP_NE, 0, 0));

    return failed ? failed : refuse_if(f, SCMP_SYS(prlimit64), SCMP_A2(SCMP_CMP_NE, 0, 0));
}

static int tool_rules(scmp_filter_ctx f)
{
    int failed = refuse_all(f);

    if (!failed)
        failed = refuse_processes(f);
    if (!failed)
        failed = refuse_memory(f);
    return failed ? failed : refuse_limits(f);
}

struct tg_err *tg_filter_tool_new(struct tg_filter **filter)
{
    return tg_filter_new(SCMP_ACT_ALLOW, tool_rules, filter);
}
