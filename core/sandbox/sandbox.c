/* sandbox.c - see sandbox.h. */
#include "core/sandbox/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/sandbox/layers.h"

/* Larger than any picture we write; stops a worker that writes without end. */
static const rlim_t max_file = (rlim_t)16 << 30;

const char *tg_layer_name(enum tg_layer layer)
{
    static const char *const names[TG_LAYERS] = {"limits", "seccomp", "landlock"};

    return names[layer];
}

const char *tg_layer_missing(enum tg_layer layer)
{
    switch (layer) {
    case TG_LAYER_SECCOMP:
        return tg_seccomp_missing();
    case TG_LAYER_LANDLOCK:
        return tg_landlock_missing();
    case TG_LAYER_LIMITS:
    case TG_LAYERS:
        break;
    }
    return NULL;
}

static struct tg_err *limit(int what, rlim_t value, const char *name)
{
    struct rlimit l = {value, value}, old;

    if (getrlimit(what, &old) == 0 && old.rlim_max < value) /* the user's own limit is lower */
        l.rlim_cur = l.rlim_max = old.rlim_max;
    if (setrlimit(what, &l) != 0)
        return tg_err_sys(errno, NULL, "cannot set the limit on %s", name);
    return NULL;
}

/* Sanitizers reserve terabytes of address space and want to write reports. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

bool tg_sandbox_sanitized(void)
{
    return SANITIZED;
}

/* Private memory in use, in bytes: the sixth figure of statm counts data and stack. */
static uint64_t memory_in_use(void)
{
    unsigned long long data = 0;
    FILE *f = fopen("/proc/self/statm", "re");

    if (f) {
        if (fscanf(f, "%*s %*s %*s %*s %*s %llu", &data) != 1)
            data = 0;
        (void)fclose(f);
    }
    return data * (uint64_t)sysconf(_SC_PAGESIZE);
}

static struct tg_err *set_limits(const struct tg_sandbox *o)
{
    struct tg_err *err = limit(RLIMIT_CORE, 0, "core dumps");

    if (!err)
        err = limit(RLIMIT_FSIZE, max_file, "file sizes");
    if (!err)
        err = limit(RLIMIT_NOFILE, o->max_fds, "open files");
    /* RLIMIT_DATA counts what is private and writable, RLIMIT_AS shared libraries too. */
    if (!err && o->max_memory && !SANITIZED)
        err = limit(RLIMIT_DATA, (rlim_t)(memory_in_use() + o->max_memory), "memory");
    return err;
}

struct tg_err *tg_sandbox_enter(const struct tg_sandbox *o)
{
    struct tg_err *err;

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return tg_err_sys(errno, NULL, "cannot give up new privileges");
    err = set_limits(o);
    if (!err && !tg_layer_missing(TG_LAYER_LANDLOCK))
        err = tg_landlock_enter();
    if (!err && !tg_layer_missing(TG_LAYER_SECCOMP))
        err = tg_seccomp_enter();
    return err;
}
