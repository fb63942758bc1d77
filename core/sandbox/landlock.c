/* landlock.c - a ruleset that handles every right to files and TCP ports, and grants what its rules
 * say.  Raw system calls and numbers of the kernel's interface: C libraries have no wrappers. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/sandbox/layers.h"

#ifdef SYS_landlock_create_ruleset

enum { GET_VERSION = 1 << 0, PATH_BENEATH = 1 };

#define RIGHT(n)   (UINT64_C(1) << (n))
#define EXECUTE    RIGHT(0)
#define WRITE_FILE RIGHT(1)
#define READ_FILE  RIGHT(2)
#define READ_DIR   RIGHT(3)
#define TRUNCATE   RIGHT(14)

struct ruleset { /* struct landlock_ruleset_attr; older kernels know only its beginning */
    uint64_t handled_fs, handled_net, scoped;
};

struct path_beneath { /* struct landlock_path_beneath_attr */
    uint64_t allowed;
    int32_t parent_fd;
} __attribute__((packed));

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

/* A rule of which nothing can come about, the path being away, is none. */
static int add(int ruleset, uint64_t handled, const struct tg_landlock_rule *rule)
{
    struct path_beneath beneath = {.parent_fd =
                                       rule->path ? open(rule->path, O_PATH | O_CLOEXEC) : -1};
    struct stat st;
    int failed = 0;

    if (beneath.parent_fd < 0)
        return 0;
    if (rule->read)
        beneath.allowed |= READ_FILE | READ_DIR;
    if (rule->write)
        beneath.allowed |= WRITE_FILE | TRUNCATE;
    if (rule->execute)
        beneath.allowed |= EXECUTE;
    beneath.allowed &= handled;
    if (fstat(beneath.parent_fd, &st) != 0)
        failed = errno;
    else if (!S_ISDIR(st.st_mode))
        beneath.allowed &= ~READ_DIR; /* which the kernel takes for folders alone */
    if (!failed && syscall(SYS_landlock_add_rule, ruleset, PATH_BENEATH, &beneath, 0) != 0)
        failed = errno;
    close(beneath.parent_fd);
    return failed;
}

int tg_landlock_enter(const struct tg_landlock_rule *rules, size_t n)
{
    /* Rights that each version of the interface knows, from version 1 on. */
    static const int fs_rights[] = {13, 14, 15, 15, 16};
    int v = version(), known = sizeof(fs_rights) / sizeof(fs_rights[0]);
    struct ruleset r = {.handled_fs = RIGHT(fs_rights[v > known ? known - 1 : v - 1]) - 1,
                        .handled_net = v >= 4 ? 3 : 0, /* bind, connect */
                        .scoped = v >= 6 ? 3 : 0};     /* abstract sockets, signals */
    size_t size = v >= 6 ? sizeof(r) : v >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
    long fd = syscall(SYS_landlock_create_ruleset, &r, size, 0);
    int failed = 0;

    if (fd < 0)
        return errno;
    for (size_t i = 0; i < n && !failed; i++)
        failed = add((int)fd, r.handled_fs, &rules[i]);
    if (!failed && syscall(SYS_landlock_restrict_self, (int)fd, 0) != 0)
        failed = errno;
    close((int)fd);
    return failed;
}

#else

const char *tg_landlock_missing(void)
{
    return "this build has no Landlock";
}

int tg_landlock_enter(const struct tg_landlock_rule *rules, size_t n)
{
    (void)rules;
    (void)n;
    return 0;
}

#endif
