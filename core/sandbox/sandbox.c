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

enum {
    STACK = 8 << 20,
    /* Of address space beyond memory that is counted: stacks, and pages that nobody may write. */
    UNCOUNTED = 64 << 20,
};

struct tg_sandbox_ready {
    struct tg_filter *filter; /* NULL: the layer is missing */
};

const char *tg_layer_name(enum tg_layer layer)
{
    static const char *const names[TG_LAYERS] = {"limits", "seccomp", "landlock"};

    return names[layer];
}

const char *tg_layer_missing(enum tg_layer layer)
{
    switch (layer) {
    case TG_LAYER_SECCOMP:
        return SANITIZED ? "sanitizers make system calls of their own" : tg_seccomp_missing();
    case TG_LAYER_LANDLOCK:
        return tg_landlock_missing();
    case TG_LAYER_LIMITS:
    case TG_LAYERS:
        break;
    }
    return NULL;
}

int tg_limit_set(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit l = {soft, hard}, old;

    if (getrlimit(resource, &old) == 0 && old.rlim_max < hard) /* the user's own limit is lower */
        l.rlim_max = old.rlim_max;
    if (l.rlim_cur > l.rlim_max)
        l.rlim_cur = l.rlim_max;
    return setrlimit(resource, &l) == 0 ? 0 : errno;
}

static struct tg_err *limit(int resource, rlim_t value, const char *name)
{
    int failed = tg_limit_set(resource, value, value);

    return failed ? tg_err_sys(failed, NULL, "cannot set the limit on %s", name) : NULL;
}

bool tg_sandbox_sanitized(void)
{
    return SANITIZED;
}

/* In bytes: all that is mapped, and of it what is private, the first and the sixth figure of
 * statm. */
static void memory_in_use(uint64_t *mapped, uint64_t *data)
{
    unsigned long long all = 0, own = 0;
    FILE *f = fopen("/proc/self/statm", "re");

    if (f) {
        if (fscanf(f, "%llu %*s %*s %*s %*s %llu", &all, &own) != 2)
            all = own = 0;
        (void)fclose(f);
    }
    *mapped = all * (uint64_t)sysconf(_SC_PAGESIZE);
    *data = own * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* RLIMIT_DATA counts what is private and writable; but the kernel has tables for all that is
 * mapped. */
static struct tg_err *limit_memory(uint64_t max)
{
    uint64_t mapped, data;
    struct tg_err *err;

    memory_in_use(&mapped, &data);
    err = limit(RLIMIT_DATA, (rlim_t)(data + max), "memory");
    if (!err && mapped)
        err = limit(RLIMIT_AS, (rlim_t)(mapped + max + UNCOUNTED), "address space");
    return err ? err : limit(RLIMIT_STACK, STACK, "the stack");
}

static struct tg_err *set_limits(const struct tg_sandbox *o)
{
    struct tg_err *err = limit(RLIMIT_CORE, 0, "core dumps");

    if (!err)
        err = limit(RLIMIT_NPROC, 0, "processes");
    if (!err)
        err = limit(RLIMIT_NOFILE, o->max_fds, "open files");
    if (!err && o->max_file)
        err = limit(RLIMIT_FSIZE, (rlim_t)o->max_file, "file sizes");
    if (!err && o->max_cpu_s)
        err = limit(RLIMIT_CPU, o->max_cpu_s, "processor time");
    if (!err && o->max_memory && !SANITIZED)
        err = limit_memory(o->max_memory);
    return err;
}

struct tg_err *tg_sandbox_prepare(struct tg_sandbox_ready **ready)
{
    struct tg_sandbox_ready *r = calloc(1, sizeof(*r));
    struct tg_err *err = NULL;

    if (!r)
        return tg_err_nomem();
    if (!tg_layer_missing(TG_LAYER_SECCOMP))
        err = tg_filter_worker_new(&r->filter);
    if (err)
        tg_sandbox_ready_free(r);
    else
        *ready = r;
    return err;
}

void tg_sandbox_ready_free(struct tg_sandbox_ready *ready)
{
    if (!ready)
        return;
    tg_filter_free(ready->filter);
    free(ready);
}

struct tg_err *tg_sandbox_enter(const struct tg_sandbox_ready *ready, const struct tg_sandbox *o)
{
    struct tg_err *err;
    int failed = 0;

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return tg_err_sys(errno, NULL, "cannot give up new privileges");
    err = set_limits(o);
    if (!err && !tg_layer_missing(TG_LAYER_LANDLOCK))
        failed = tg_landlock_enter(NULL, 0);
    if (failed)
        err = tg_err_sys(failed, NULL, "cannot enter the Landlock ruleset");
    if (!err && ready->filter)
        failed = tg_filter_install(ready->filter);
    if (!err && failed)
        err = tg_err_sys(failed, NULL, "cannot install the system call filter");
    return err;
}
