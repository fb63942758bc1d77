/* landlock.c - a ruleset that handles every right to files and TCP ports, and grants none.  Raw system
 * calls and numbers of the kernel's interface: C libraries have no wrappers. */
#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/sandbox/layers.h"

#ifdef SYS_landlock_create_ruleset

enum { GET_VERSION = 1 << 0 };

struct ruleset { /* struct landlock_ruleset_attr; older kernels know only its beginning */
    uint64_t handled_fs, handled_net, scoped;
};

/* 0: none. */
static int version(void)
{
    long v = syscall(SYS_landlock_create_ruleset, NULL, 0, GET_VERSION);

    return v > 0 ? (int)v : 0;
}

const char *tg_landlock_missing(void)
{
    return version() ? NULL : "this kernel has no Landlock";
}

struct tg_err *tg_landlock_enter(void)
{
    /* Rights that each version of the interface knows, from version 1 on. */
    static const int fs_rights[] = {13, 14, 15, 15, 16};
    int v = version(), known = sizeof(fs_rights) / sizeof(fs_rights[0]);
    struct ruleset r = {.handled_fs = (UINT64_C(1) << fs_rights[v > known ? known - 1 : v - 1]) - 1,
                        .handled_net = v >= 4 ? 3 : 0, /* bind, connect */
                        .scoped = v >= 6 ? 3 : 0};     /* abstract sockets, signals */
    size_t size = v >= 6 ? sizeof(r) : v >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
    long fd = syscall(SYS_landlock_create_ruleset, &r, size, 0);
    int failed;

    if (fd < 0)
        return tg_err_sys(errno, NULL, "cannot make a Landlock ruleset");
    failed = syscall(SYS_landlock_restrict_self, (int)fd, 0) != 0 ? errno : 0;
    close((int)fd);
    return failed ? tg_err_sys(failed, NULL, "cannot enter the Landlock ruleset") : NULL;
}

#else

const char *tg_landlock_missing(void)
{
    return "this build has no Landlock";
}

struct tg_err *tg_landlock_enter(void)
{
    return NULL;
}

#endif
