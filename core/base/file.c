/* file.c - see file.h. */
#include "core/base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"

static bool is_dir(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static struct tg_err *make_one(const char *path)
{
    int e;

    if (mkdir(path, 0777) == 0)
        return NULL;
    e = errno;
    return is_dir(path) ? NULL
                        : tg_err_sys(e == EEXIST ? ENOTDIR : e, path, "cannot make the folder");
}

struct tg_err *tg_dir_make(const char *path)
{
    char *p = strdup(path);
    struct tg_err *err = NULL;
    size_t i = 0;

    if (!p)
        return tg_err_nomem();
    while (!err && p[i]) {
        char c;

        while (p[i] == '/')
            i++;
        while (p[i] && p[i] != '/')
            i++;
        c = p[i];
        p[i] = '\0';
        err = make_one(p);
        p[i] = c;
    }
    free(p);
    return err;
}

struct tg_err *tg_dir_make_new(const char *path)
{
    /* An existing folder that can be removed was empty. */
    if (rmdir(path) != 0 && errno != ENOENT)
        return tg_err_sys(errno == ENOTEMPTY ? EEXIST : errno, path, "cannot make the folder");
    return tg_dir_make(path);
}

struct tg_err *tg_dir_make_parent(const char *path)
{
    const char *base = tg_path_base(path);
    struct tg_err *err;
    char *dir;

    if (base == path)
        return NULL;
    dir = strndup(path, (size_t)(base - path));
    if (!dir)
        return tg_err_nomem();
    err = is_dir(dir) ? NULL : tg_dir_make(dir);
    free(dir);
    return err;
}

static struct tg_err *read_all(int fd, const char *path, char *data, size_t len, size_t *got)
{
    size_t at = 0;

    while (at < len) {
        ssize_t n = read(fd, data + at, len - at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return tg_err_sys(errno, path, "cannot read");
        if (n == 0)
            break;
        at += (size_t)n;
    }
    *got = at;
    return NULL;
}

/* Closes `fd`. */
static struct tg_err *read_and_close(int fd, const char *path, size_t max, char **data, size_t *len)
{
    struct tg_err *err = NULL;
    struct stat st;
    char *p = NULL;

    if (fd < 0)
        return tg_err_sys(errno, path, "cannot open");
    if (fstat(fd, &st) != 0)
        err = tg_err_sys(errno, path, "cannot stat");
    else if (!S_ISREG(st.st_mode))
        err = tg_err_new(TG_E_UNSUPPORTED, path, "is not a regular file");
    else if (st.st_size < 0 || (uintmax_t)st.st_size > max)
        err = tg_err_new(TG_E_LIMIT, path, "is larger than %zu bytes", max);
    if (!err) {
        p = malloc((size_t)st.st_size + 1);
        err = p ? read_all(fd, path, p, (size_t)st.st_size, len) : tg_err_nomem();
    }
    close(fd);
    if (err) {
        free(p);
        return err;
    }
    p[*len] = '\0';
    *data = p;
    return NULL;
}

struct tg_err *tg_file_read(const char *path, size_t max, char **data, size_t *len)
{
    return read_and_close(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), path, max, data, len);
}

int tg_file_open_below(const char *dir, const char *path)
{
    enum { FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC };
    int at = open(dir, FOLDER), fd = -1;
    const char *part = path;
    struct stat st;

    for (const char *slash = strchr(part, '/'); at >= 0 && slash; slash = strchr(part, '/')) {
        char *name = strndup(part, (size_t)(slash - part));
        int next = name && strcmp(name, "..") != 0 ? openat(at, name, FOLDER | O_NOFOLLOW) : -1;

        free(name);
        close(at);
        at = next;
        part = slash + 1;
    }
    if (at >= 0) {
        fd = openat(at, part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        close(at);
    }
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        fd = -1;
    }
    return fd;
}

struct tg_err *tg_file_read_below(const char *dir, const char *path, size_t max, char **data,
                                  size_t *len)
{
    return read_and_close(tg_file_open_below(dir, path), path, max, data, len);
}

struct tg_err *tg_fd_write(int fd, const char *path, const void *data, size_t len)
{
    const char *p = data;

    while (len) {
        ssize_t n = write(fd, p, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return tg_err_sys(errno, path, "cannot write");
        p += n;
        len -= (size_t)n;
    }
    return NULL;
}

static void output_release(struct tg_output *o)
{
    if (o->fd >= 0)
        close(o->fd);
    free(o->temp);
    free(o->final);
    *o = (struct tg_output){.fd = -1};
}

/* mkstemp() makes files of mode 0600; outputs are meant to be served. */
static int create_temp(char *name)
{
    int fd = mkstemp(name);
    mode_t mask = umask(0);

    (void)umask(mask);
    if (fd >= 0) {
        (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
        (void)fchmod(fd, 0666 & ~mask);
    }
    return fd;
}

struct tg_err *tg_output_open(struct tg_output *o, const char *path, const char *tmpdir)
{
    const char *base = tg_path_base(path);
    struct tg_err *err = tg_dir_make_parent(path);
    struct tg_buf name;

    *o = (struct tg_output){.fd = -1};
    if (err)
        return err;
    if (strlen(base) > NAME_MAX)
        return tg_err_new(TG_E_LIMIT, path,
                          "the name of the output is too long; shorten the photo's");
    tg_buf_init(&name, TG_BUF_MAX);
    if (tmpdir)
        tg_buf_printf(&name, "%s/XXXXXX", tmpdir);
    else
        tg_buf_printf(&name, "%.*s.tirage-XXXXXX", (int)(base - path), path);
    o->temp = tg_buf_steal(&name);
    o->final = strdup(path);
    if (!o->temp || !o->final) {
        output_release(o);
        return tg_err_nomem();
    }
    o->fd = create_temp(o->temp);
    if (o->fd < 0) {
        err = tg_err_sys(errno, path, "cannot create a temporary file in its folder");
        output_release(o);
    }
    return err;
}

struct tg_err *tg_output_commit(struct tg_output *o)
{
    struct tg_err *err = NULL;
    bool renamed;

    assert(o->temp && o->final);
    if (close(o->fd) != 0)
        err = tg_err_sys(errno, o->final, "cannot write");
    o->fd = -1;
    renamed = !err && rename(o->temp, o->final) == 0;
    if (!err && !renamed)
        err = errno == EXDEV
                  ? tg_file_copy(o->temp, o->final, NULL)
                  : tg_err_sys(errno, o->final, "cannot rename the finished file into place");
    if (!renamed)
        (void)unlink(o->temp);
    output_release(o);
    return err;
}

void tg_output_abort(struct tg_output *o)
{
    if (o->temp)
        (void)unlink(o->temp);
    else
        o->fd = -1;
    output_release(o);
}

struct tg_err *tg_file_put(const char *path, const char *tmpdir, const void *data, size_t len)
{
    struct tg_output o;
    struct tg_err *err;
    char *old = NULL;
    size_t old_len = 0;

    err = tg_file_read(path, len, &old, &old_len);
    if (old && old_len == len && memcmp(old, data, len) == 0) {
        free(old);
        return NULL;
    }
    tg_err_free(err); /* absent or different: replaced below */
    free(old);
    err = tg_output_open(&o, path, tmpdir);
    if (err)
        return err;
    err = tg_fd_write(o.fd, path, data, len);
    if (err) {
        tg_output_abort(&o);
        return err;
    }
    return tg_output_commit(&o);
}
