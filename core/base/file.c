/* file.c - see file.h. */
#include "core/base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"

static bool is_dir(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_regular(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
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

bool tg_fd_is_regular(int fd, struct stat *st)
{
    return fstat(fd, st) == 0 && S_ISREG(st->st_mode);
}

struct tg_err *tg_fd_stat(int fd, const char *path, struct stat *st)
{
    if (fstat(fd, st) != 0)
        return tg_err_sys(errno, path, "cannot stat");
    return S_ISREG(st->st_mode) ? NULL
                                : tg_err_new(TG_E_UNSUPPORTED, path, "is not a regular file");
}

struct tg_err *tg_fd_read_up_to(int fd, const char *path, void *data, size_t len, size_t *got)
{
    char *to = data;
    size_t at = 0;

    while (at < len) {
        ssize_t n = read(fd, to + at, len - at);

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

struct tg_err *tg_fd_read(int fd, const char *path, size_t max, char **data, size_t *len)
{
    struct stat st;
    struct tg_err *err = tg_fd_stat(fd, path, &st);
    char *p = NULL;

    if (!err && (st.st_size < 0 || (uintmax_t)st.st_size > max))
        err = tg_err_new(TG_E_LIMIT, path, "is larger than %zu bytes", max);
    if (!err) {
        p = malloc((size_t)st.st_size + 1);
        err = p ? tg_fd_read_up_to(fd, path, p, (size_t)st.st_size, len) : tg_err_nomem();
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
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    return fd < 0 ? tg_err_sys(errno, path, "cannot open") : tg_fd_read(fd, path, max, data, len);
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
    if (fd >= 0 && !tg_fd_is_regular(fd, &st)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

struct tg_err *tg_file_read_below(const char *dir, const char *path, size_t max, char **data,
                                  size_t *len)
{
    int fd = tg_file_open_below(dir, path);

    return fd < 0 ? tg_err_sys(errno, path, "cannot open") : tg_fd_read(fd, path, max, data, len);
}

bool tg_fd_size(int fd, uint64_t *size)
{
    off_t at = lseek(fd, 0, SEEK_CUR), end = at < 0 ? -1 : lseek(fd, 0, SEEK_END);

    if (end < 0 || lseek(fd, at, SEEK_SET) != at)
        return false;
    *size = (uint64_t)end;
    return true;
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
    if (o->below)
        close(o->dir);
    free(o->temp);
    free(o->final);
    free(o->shown);
    *o = (struct tg_output){.fd = -1};
}

static void remove_temp(const struct tg_output *o)
{
    (void)unlinkat(o->below ? o->dir : AT_FDCWD, o->temp, 0);
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

/* Whether the name stands in a folder of the system's own names for open files, like
 * /dev/stdout. */
static bool is_in_dev(const char *path)
{
    char *folder = strndup(path, (size_t)(tg_path_base(path) - path));
    char *real = folder ? realpath(*folder ? folder : ".", NULL) : NULL;
    bool yes = real && (strcmp(real, "/dev") == 0 || strncmp(real, "/dev/", 5) == 0 ||
                        strncmp(real, "/proc/", 6) == 0);

    free(folder);
    free(real);
    return yes;
}

static bool is_stdout(const struct stat *st)
{
    struct stat out;

    return fstat(STDOUT_FILENO, &out) == 0 && out.st_dev == st->st_dev && out.st_ino == st->st_ino;
}

/* What an output would replace. */
static struct tg_err *check_target(const char *path, bool tree, bool *through)
{
    const char *kind = "a pipe or a device";
    struct stat st;
    bool link;

    *through = false;
    if (lstat(path, &st) != 0 || S_ISREG(st.st_mode))
        return NULL;
    link = S_ISLNK(st.st_mode) && is_in_dev(path);
    if (S_ISLNK(st.st_mode) && (stat(path, &st) != 0 || (S_ISREG(st.st_mode) && !link)))
        return link ? tg_err_new(TG_E_USAGE, path, "leads nowhere") : NULL;
    *through = S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode) ||
               (link && (S_ISREG(st.st_mode) || S_ISSOCK(st.st_mode)) && is_stdout(&st));
    if (*through && !tree)
        return NULL;
    if (S_ISREG(st.st_mode))
        return tg_err_new(TG_E_USAGE, path, "is a link of the system's to a file: name the file");
    if (S_ISDIR(st.st_mode))
        kind = "a folder";
    else if (S_ISSOCK(st.st_mode))
        kind = "a socket";
    else if (S_ISBLK(st.st_mode))
        kind = "a block device";
    return tg_err_new(TG_E_USAGE, path,
                      "is %s, and no output takes its place: choose another name, or move it away",
                      kind);
}

/* For what is written through and has no folder for its temporary file: the memory. */
static struct tg_err *open_memory(struct tg_output *o, const char *path)
{
    o->final = strdup(path);
    o->fd = o->final ? memfd_create("tirage", MFD_CLOEXEC) : -1;
    if (o->fd < 0) {
        struct tg_err *err =
            o->final ? tg_err_sys(errno, path, "cannot keep the output") : tg_err_nomem();

        output_release(o);
        return err;
    }
    return NULL;
}

struct tg_err *tg_output_open(struct tg_output *o, const char *path, const char *tmpdir)
{
    const char *base = tg_path_base(path);
    struct tg_err *err = tg_dir_make_parent(path);
    struct tg_buf name;
    bool through = false;

    *o = (struct tg_output){.fd = -1};
    if (!err)
        err = check_target(path, tmpdir != NULL, &through);
    if (err)
        return err;
    if (strlen(base) > NAME_MAX)
        return tg_err_new(TG_E_LIMIT, path,
                          "the name of the output is too long; shorten the photo's");
    if (through)
        return open_memory(o, path);
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

/* A new file with an unused name, which has the mode that the umask leaves; -1 with errno. */
static int create_temp_in(int dir, char **name)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    const int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    char temp[] = ".tirage-XXXXXXXXXXXX";
    uint8_t random[12];
    int fd = -1;

    for (int tries = 0; fd < 0 && tries < 100; tries++) {
        if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
            return -1;
        for (size_t i = 0; i < sizeof(random); i++)
            temp[strlen(".tirage-") + i] = digits[random[i] % 36];
        fd = openat(dir, temp, flags, 0666);
        if (fd < 0 && errno != EEXIST)
            return -1;
    }
    if (fd >= 0)
        *name = strdup(temp);
    return fd;
}

static struct tg_err *check_target_in(int dir, const char *name, const char *shown)
{
    struct stat st;

    if (strlen(name) > NAME_MAX)
        return tg_err_new(TG_E_LIMIT, shown, "the name of the output is too long");
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || S_ISREG(st.st_mode))
        return NULL;
    if (S_ISLNK(st.st_mode) && (fstatat(dir, name, &st, 0) != 0 || S_ISREG(st.st_mode)))
        return NULL;
    return tg_err_new(
        TG_E_USAGE, shown,
        "is a folder, a pipe or a device, and no output takes its place: choose another name");
}

struct tg_err *tg_output_open_in(struct tg_output *o, int dir, const char *name, const char *shown)
{
    struct tg_err *err;

    *o = (struct tg_output){.fd = -1, .below = true, .dir = dir};
    err = check_target_in(dir, name, shown);
    if (!err) {
        o->final = strdup(name);
        o->shown = strdup(shown);
        o->fd = create_temp_in(dir, &o->temp);
        if (o->fd < 0)
            err = tg_err_sys(errno, shown, "cannot create a temporary file in its folder");
        else if (!o->final || !o->shown || !o->temp)
            err = tg_err_nomem();
    }
    if (err)
        tg_output_abort(o);
    return err;
}

bool tg_output_is_refused(const struct tg_err *err)
{
    return tg_err_code(err) == TG_E_LIMIT || tg_err_code(err) == TG_E_USAGE;
}

/* The reader of a pipe may come later. */
static struct tg_err *open_through(const char *path, int *fd)
{
    struct tg_err *err = NULL;
    struct stat st;

    if (stat(path, &st) == 0 && (S_ISREG(st.st_mode) || S_ISSOCK(st.st_mode)) && is_stdout(&st)) {
        /* a file where it is, and without emptying it; a socket cannot be opened */
        *fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
        return *fd < 0 ? tg_err_sys(errno, path, "cannot open") : NULL;
    }
    *fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (*fd < 0)
        return tg_err_sys(errno, path, "cannot open");
    if (fstat(*fd, &st) != 0 || !(S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))) {
        err = tg_err_new(TG_E_USAGE, path, "is no longer the pipe or device that it was");
        close(*fd);
    }
    return err;
}

static struct tg_err *write_through(const struct tg_output *o)
{
    int to = -1;
    struct tg_err *err = open_through(o->final, &to);

    if (err)
        return err;
    if (lseek(o->fd, 0, SEEK_SET) != 0)
        err = tg_err_sys(errno, o->final, "cannot read what was written");
    else
        err = tg_fd_copy(o->fd, o->final, to, o->final);
    if (close(to) != 0 && !err)
        err = tg_err_sys(errno, o->final, "cannot write");
    return err;
}

struct tg_err *tg_output_commit(struct tg_output *o)
{
    const char *shown = o->below ? o->shown : o->final;
    struct tg_err *err = NULL;
    bool renamed;

    assert(o->final);
    if (!o->temp) {
        err = write_through(o);
        tg_output_abort(o);
        return err;
    }
    if (close(o->fd) != 0)
        err = tg_err_sys(errno, shown, "cannot write");
    o->fd = -1;
    renamed = !err && (o->below ? renameat(o->dir, o->temp, o->dir, o->final)
                                : rename(o->temp, o->final)) == 0;
    if (!err && !renamed)
        err = errno == EXDEV && !o->below
                  ? tg_file_copy_from(o->temp, o->final, NULL)
                  : tg_err_sys(errno, shown, "cannot rename the finished file into place");
    if (!renamed)
        remove_temp(o);
    output_release(o);
    return err;
}

void tg_output_abort(struct tg_output *o)
{
    if (o->temp)
        remove_temp(o);
    else if (!o->final && !o->below) /* zeroed: 0 is no descriptor of ours */
        o->fd = -1;
    output_release(o);
}

struct tg_err *tg_file_put(const char *path, const char *tmpdir, const void *data, size_t len)
{
    struct tg_output o;
    struct tg_err *err;
    char *old = NULL;
    size_t old_len = 0;

    err = is_regular(path) ? tg_file_read(path, len, &old, &old_len) : NULL;
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
