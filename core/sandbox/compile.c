/* compile.c - see compile.h.  libseccomp compiles at each load; so the program is taken out of it
 * and kept, and the kernel gets that. */
#include "core/sandbox/compile.h"

#include <errno.h>
#include <linux/filter.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { MODE_FILTER = 2 }; /* SECCOMP_MODE_FILTER */

struct tg_filter {
    struct sock_fprog program;
};

/* What was written to `fd`. */
static int take(int fd, struct tg_filter *f)
{
    off_t size = lseek(fd, 0, SEEK_END);

    if (size <= 0 || size / (off_t)sizeof(struct sock_filter) > BPF_MAXINSNS)
        return E2BIG;
    f->program.len = (unsigned short)((size_t)size / sizeof(struct sock_filter));
    f->program.filter = malloc((size_t)size);
    if (!f->program.filter)
        return ENOMEM;
    return pread(fd, f->program.filter, (size_t)size, 0) == size ? 0 : EIO;
}

static int compile(uint32_t otherwise, int (*add)(scmp_filter_ctx ctx), struct tg_filter *f)
{
    scmp_filter_ctx ctx = seccomp_init(otherwise);
    int fd = memfd_create("filter", MFD_CLOEXEC), failed = fd < 0 ? errno : 0;

    if (!ctx)
        failed = ENOMEM;
    if (!failed)
        failed = -seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (!failed)
        failed = -add(ctx);
    if (!failed)
        failed = -seccomp_export_bpf(ctx, fd);
    if (!failed)
        failed = take(fd, f);
    if (fd >= 0)
        close(fd);
    if (ctx)
        seccomp_release(ctx);
    return failed;
}

struct tg_err *tg_filter_new(uint32_t otherwise, int (*add)(scmp_filter_ctx ctx),
                             struct tg_filter **filter)
{
    struct tg_filter *f = calloc(1, sizeof(*f));
    int failed;

    if (!f)
        return tg_err_nomem();
    failed = compile(otherwise, add, f);
    if (failed) {
        tg_filter_free(f);
        return tg_err_sys(failed, NULL, "cannot compile the system call filter");
    }
    *filter = f;
    return NULL;
}

void tg_filter_free(struct tg_filter *f)
{
    if (!f)
        return;
    free(f->program.filter);
    free(f);
}

int tg_filter_install(const struct tg_filter *f)
{
    return prctl(PR_SET_SECCOMP, MODE_FILTER, &f->program, 0, 0) == 0 ? 0 : errno;
}
