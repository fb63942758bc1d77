/* file_copy.c - copies of files; see file.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"

enum { CHUNK = 64 << 10 };

/* FICLONE of <linux/fs.h>, which C libraries come without. */
#define TG_CLONE _IOW(0x94, 9, int)

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL                                                                            \
    8u /* Linux 6.3, where a system may insist on it; older ones do not know it */
#endif

/* Whether `path` has the bytes of `in`, which is read to its end or to the first difference. */
static bool is_same(int in, const struct stat *st, const char *path)
{
    char a[CHUNK], b[CHUNK];
    size_t a_len = 0, b_len = 0;
    struct stat old;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool same = fd >= 0 && tg_fd_is_regular(fd, &old) && old.st_size == st->st_size;

    do {
        struct tg_err *err = same ? tg_fd_read_up_to(in, path, a, CHUNK, &a_len) : NULL;

        if (same && !err)
            err = tg_fd_read_up_to(fd, path, b, CHUNK, &b_len);
        same = same && !err && a_len == b_len && memcmp(a, b, a_len) == 0;
        tg_err_free(err);
    } while (same && a_len == CHUNK);
    if (fd >= 0)
        close(fd);
    return same;
}

struct tg_err *tg_fd_copy(int in, const char *source, int out, const char *path)
{
    char chunk[CHUNK];
    size_t len = CHUNK;
    struct tg_err *err = NULL;

    while (!err && len == CHUNK) {
        err = tg_fd_read_up_to(in, source, chunk, CHUNK, &len);
        if (!err)
            err = tg_fd_write(out, path, chunk, len);
    }
    return err;
}

struct tg_err *tg_fd_reserve(int fd, const char *path, uint64_t bytes)
{
    if (fallocate(fd, 0, 0, (off_t)bytes) == 0 ||
        (errno != ENOSPC && errno != EDQUOT && errno != EFBIG))
        return NULL;
    return tg_err_sys(errno, path, "cannot write");
}

int tg_file_in_memory(const char *name)
{
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);

    if (fd < 0 && errno == EINVAL)
        fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return fd;
}

static struct tg_err *keep(int in, const char *source, uint64_t max, int out)
{
    char chunk[CHUNK];
    size_t len = CHUNK;
    uint64_t all = 0;
    struct tg_err *err = NULL;

    while (!err && len == CHUNK) {
        err = tg_fd_read_up_to(in, source, chunk, CHUNK, &len);
        all += err ? 0 : len;
        if (!err && all > max)
            err = tg_err_new(TG_E_LIMIT, source, "is larger than %llu MiB, the limit",
                             (unsigned long long)(max >> 20));
        if (!err)
            err = tg_fd_write(out, source, chunk, len);
    }
    if (!err &&
        (lseek(out, 0, SEEK_SET) != 0 ||
         fcntl(out, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0))
        err = tg_err_sys(errno, source, "cannot be kept in memory");
    return err;
}

struct tg_err *tg_fd_keep(int in, const char *source, uint64_t max, int *fd)
{
    int out = tg_file_in_memory("photo");
    struct tg_err *err;

    if (out < 0)
        return tg_err_sys(errno, source, "cannot be kept in memory");
    err = keep(in, source, max, out);
    if (err)
        close(out);
    else
        *fd = out;
    return err;
}

struct tg_err *tg_file_copy(int in, const char *source, const char *path, const char *tmpdir)
{
    struct tg_output o;
    struct stat st;
    struct tg_err *err = tg_fd_stat(in, source, &st);

    if (err || is_same(in, &st, path))
        return err;
    if (lseek(in, 0, SEEK_SET) != 0)
        return tg_err_sys(errno, source, "cannot read");
    err = tg_output_open(&o, path, tmpdir);
    if (err)
        return err;
    err = tg_fd_copy(in, source, o.fd, path);
    if (!err) {
        const struct timespec times[2] = {st.st_atim, st.st_mtim};

        (void)futimens(o.fd, times);
        if (tmpdir || fsync(o.fd) == 0)
            return tg_output_commit(&o);
        err = tg_err_sys(errno, path, "cannot write");
    }
    tg_output_abort(&o);
    return err;
}

struct tg_err *tg_file_copy_from(const char *source, const char *path, const char *tmpdir)
{
    int in = open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct tg_err *err =
        in < 0 ? tg_err_sys(errno, source, "cannot open") : tg_file_copy(in, source, path, tmpdir);

    if (in >= 0)
        close(in);
    return err;
}

struct tg_err *tg_file_take(int in, const char *source, const struct tg_hash *hash,
                            const char *path, const char *tmpdir, bool *same)
{
    struct tg_hash now = {{0}};
    struct tg_output o;
    struct tg_err *err = tg_output_open(&o, path, tmpdir);

    *same = false;
    if (!err && ioctl(o.fd, TG_CLONE, in) != 0)
        err = tg_fd_copy(in, source, o.fd, path);
    if (!err)
        err = tg_hash_file(o.fd, path, &now);
    *same = !err && tg_hash_equal(&now, hash);
    if (*same)
        return tg_output_commit(&o);
    tg_output_abort(&o);
    return err;
}
