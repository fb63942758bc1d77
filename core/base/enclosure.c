/* enclosure.c - see enclosure.h.
 *
 * The kernel's openat2() is asked for the folder of a file, which it gives if no link is on the
 * way: so a file costs as few calls wherever it is.  All else is walked here, and everything is on
 * kernels that do not have it. */
#include "core/base/enclosure.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/nfc.h"
#include "core/base/path.h"

enum {
    TURNS_MAX = 64, /* links and steps up on one way */
    ON_THE_WAY = O_PATH | O_DIRECTORY | O_CLOEXEC,
};

struct walk {
    const struct tg_enclosure *e;
    bool by_nfc;
    int at;               /* the folder that is reached */
    bool outside;         /* which is not in the enclosure; else */
    struct tg_buf inside; /* the way to it, without links */
    char *rest;           /* what is still to go; owned */
    unsigned turns;
};

/* A part of the way that is no folder. */
struct entry {
    int fd; /* O_PATH; -1: none */
    struct stat st;
    char *name; /* owned */
};

static int fail(int errnum)
{
    errno = errnum;
    return -1;
}

/* Takes the descriptor, of a folder. */
static int move_to(struct walk *w, int fd)
{
    struct stat st;

    if (w->at >= 0)
        close(w->at);
    w->at = fd;
    if (fd < 0)
        return -1;
    if (w->outside && fstat(fd, &st) == 0 && st.st_dev == w->e->dev && st.st_ino == w->e->ino) {
        w->outside = false;
        tg_buf_clear(&w->inside);
    }
    return 0;
}

/* The way goes on with `first`, then with what was left of it. */
static int turn(struct walk *w, const char *first, size_t len)
{
    struct tg_buf way;
    char *rest;

    if (w->turns++ == TURNS_MAX)
        return fail(ELOOP);
    tg_buf_init(&way, (size_t)2 * PATH_MAX);
    tg_buf_put(&way, first, len);
    tg_buf_puts(&way, w->rest); /* which begins with a slash */
    rest = tg_buf_steal(&way);
    if (!rest)
        return fail(ENAMETOOLONG);
    free(w->rest);
    w->rest = rest;
    return 0;
}

/* Steps up.  In the enclosure the way to the folder above is gone again from its beginning, so that
 * a folder that is moved meanwhile leads nowhere else. */
static int go_up(struct walk *w)
{
    const char *inside = tg_buf_str(&w->inside), *slash = strrchr(inside, '/');

    if (!w->outside && *inside) {
        if (turn(w, inside, slash ? (size_t)(slash - inside) : 0) != 0)
            return -1;
        tg_buf_clear(&w->inside);
        return move_to(w, openat(w->e->fd, ".", ON_THE_WAY));
    }
    w->outside = true;
    return move_to(w, openat(w->at, "..", ON_THE_WAY));
}

static int take_link(struct walk *w, int link)
{
    char target[PATH_MAX];
    ssize_t len = readlinkat(link, "", target, sizeof(target));

    if (len <= 0 || (size_t)len == sizeof(target))
        return fail(len < 0 ? errno : ENAMETOOLONG);
    if (turn(w, target, (size_t)len) != 0)
        return -1;
    if (*target != '/')
        return 0;
    w->outside = true;
    return move_to(w, open("/", ON_THE_WAY));
}

/* The name in the folder that is the same text as *name, which is replaced. */
static int respell(const struct walk *w, char **name)
{
    int fd = openat(w->at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    char *found = NULL;

    if (!dir && fd >= 0)
        close(fd);
    while (dir && (entry = readdir(dir)))
        if (tg_nfc_equal(entry->d_name, *name) && (!found || strcmp(entry->d_name, found) < 0)) {
            free(found);
            found = strdup(entry->d_name);
        }
    if (dir)
        closedir(dir);
    if (!found)
        return fail(ENOENT);
    free(*name);
    *name = found;
    return 0;
}

static int open_part(const struct walk *w, char **name)
{
    int fd = openat(w->at, *name, O_PATH | O_NOFOLLOW | O_CLOEXEC);

    if (fd < 0 && errno == ENOENT && w->by_nfc && !w->outside && !tg_nfc_is_ascii(*name) &&
        respell(w, name) == 0)
        fd = openat(w->at, *name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    return fd;
}

static void put_part(struct walk *w, const char *name)
{
    if (w->outside)
        return;
    if (w->inside.len)
        tg_buf_putc(&w->inside, '/');
    tg_buf_puts(&w->inside, name);
}

/* One part of the way.  What is no folder goes to `entry`, and must be the last. */
static int step(struct walk *w, char **name, struct entry *entry)
{
    struct stat st;
    int fd;

    if (strcmp(*name, ".") == 0)
        return 0;
    if (strcmp(*name, "..") == 0)
        return go_up(w);
    fd = open_part(w, name);
    if (fd < 0)
        return -1;
    if (fstat(fd, &st) != 0) {
        int errnum = errno;

        close(fd);
        return fail(errnum);
    }
    if (S_ISDIR(st.st_mode)) {
        put_part(w, *name);
        return move_to(w, fd);
    }
    if (S_ISLNK(st.st_mode)) {
        int result = take_link(w, fd);

        close(fd);
        return result;
    }
    put_part(w, *name);
    *entry = (struct entry){fd, st, *name};
    *name = NULL;
    return *w->rest ? fail(ENOTDIR) : 0;
}

static int walk(struct walk *w, struct entry *entry)
{
    int result = 0;

    while (result == 0 && entry->fd < 0 && w->rest[strspn(w->rest, "/")]) {
        const char *part = w->rest + strspn(w->rest, "/");
        size_t len = strcspn(part, "/");
        char *name = strndup(part, len), *rest = strdup(part + len);

        if (name && rest) {
            free(w->rest);
            w->rest = rest;
            result = step(w, &name, entry);
        } else {
            free(rest);
            result = fail(ENOMEM);
        }
        free(name);
    }
    return result == 0 && (w->inside.failed || w->outside) ? fail(w->outside ? EXDEV : ENOMEM)
                                                           : result;
}

/* The folder of `path` at once; -1 where the kernel cannot or will not. */
static int leap(const struct tg_enclosure *e, const char *path, size_t len)
{
#ifdef SYS_openat2
    enum { NO_MAGICLINKS = 2, NO_SYMLINKS = 4, BENEATH = 8 };
    /* struct open_how of <linux/openat2.h>, which old headers come without */
    const uint64_t how[3] = {ON_THE_WAY, 0, NO_MAGICLINKS | NO_SYMLINKS | BENEATH};
    char *folder = strndup(path, len);
    int fd = folder ? (int)syscall(SYS_openat2, e->fd, folder, how, sizeof(how)) : -1;

    free(folder);
    return fd;
#else
    (void)e;
    (void)path;
    (void)len;
    return -1;
#endif
}

static int begin(struct walk *w, const char *path)
{
    size_t len = tg_path_is_below(path) ? (size_t)(tg_path_base(path) - path) : 0;
    int fd;

    tg_buf_init(&w->inside, PATH_MAX);
    w->at = -1;
    fd = len > 1 ? leap(w->e, path, len - 1) : -1;
    if (fd >= 0)
        tg_buf_put(&w->inside, path, len - 1);
    else
        fd = openat(w->e->fd, ".", ON_THE_WAY);
    w->rest = strdup(w->inside.len ? path + len : path);
    if (!w->rest)
        errno = ENOMEM;
    if (*path == '/' && fd >= 0) {
        close(fd);
        w->outside = true;
        fd = open("/", ON_THE_WAY);
    }
    return move_to(w, fd) == 0 && w->rest ? 0 : -1;
}

/* For reading: what was looked at in the folder `at`, and nothing that has taken its name since. */
static int open_entry(int at, const char *name, unsigned want, struct stat *st)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    struct stat now;
    int fd;

    if (S_ISDIR(st->st_mode) ? want == TG_WANT_FILE : want == TG_WANT_FOLDER)
        return fail(want == TG_WANT_FILE ? EISDIR : ENOTDIR);
    if (!S_ISDIR(st->st_mode) && !S_ISREG(st->st_mode))
        return fail(ENOTSUP);
    fd = openat(at, name, want == TG_WANT_FOLDER ? flags | O_DIRECTORY : flags);
    if (fd >= 0 && (fstat(fd, &now) != 0 || now.st_dev != st->st_dev || now.st_ino != st->st_ino ||
                    (now.st_mode & S_IFMT) != (st->st_mode & S_IFMT))) {
        close(fd);
        return fail(EAGAIN);
    }
    if (fd >= 0)
        *st = now;
    return fd;
}

/* What the walk has found, as it is wanted. */
static int end(struct walk *w, struct entry *entry, unsigned want, struct stat *st)
{
    int fd;

    if (entry->fd < 0 && fstat(w->at, st) != 0)
        return -1;
    if (entry->fd >= 0)
        *st = entry->st;
    if (want != TG_WANT_ANY)
        return open_entry(w->at, entry->fd < 0 ? "." : entry->name, want, st);
    fd = entry->fd < 0 ? w->at : entry->fd;
    *(entry->fd < 0 ? &w->at : &entry->fd) = -1;
    return fd;
}

/* Links lead where they lead. */
static int follow(const struct tg_enclosure *e, const char *path, unsigned want, struct stat *st)
{
    int fd = openat(e->fd, path, O_PATH | O_CLOEXEC), result = fd;
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    struct stat now;

    if (fd < 0 || fstat(fd, st) != 0)
        result = -1;
    else if (want != TG_WANT_ANY && !S_ISDIR(st->st_mode) && !S_ISREG(st->st_mode))
        result = fail(ENOTSUP);
    else if (want != TG_WANT_ANY && S_ISDIR(st->st_mode) != (want == TG_WANT_FOLDER))
        result = fail(want == TG_WANT_FILE ? EISDIR : ENOTDIR);
    else if (want != TG_WANT_ANY)
        result = openat(e->fd, path, flags);
    if (fd >= 0 && result != fd)
        close(fd);
    if (result < 0 || want == TG_WANT_ANY)
        return result;
    if (fstat(result, &now) != 0 || (now.st_mode & S_IFMT) != (st->st_mode & S_IFMT)) {
        close(result);
        return fail(EAGAIN);
    }
    *st = now;
    return result;
}

int tg_enclosure_find(const struct tg_enclosure *e, const char *path, unsigned want,
                      struct stat *st, char **inside)
{
    struct walk w = {.e = e, .by_nfc = want & TG_WANT_NFC};
    struct entry entry = {.fd = -1};
    char *real = NULL;
    int fd = -1, errnum;

    want &= TG_WANT_KIND;
    if (begin(&w, path) == 0 && walk(&w, &entry) == 0)
        fd = end(&w, &entry, want, st);
    errnum = w.outside ? EXDEV : errno;
    if (fd < 0 && w.outside && e->follow) {
        fd = follow(e, path, want, st);
        errnum = errno;
    }
    if (fd >= 0 && inside) {
        real = strdup(w.outside ? path : tg_buf_str(&w.inside));
        if (!real) {
            close(fd);
            fd = -1;
            errnum = ENOMEM;
        }
        *inside = real;
    }
    if (entry.fd >= 0)
        close(entry.fd);
    if (w.at >= 0)
        close(w.at);
    tg_buf_release(&w.inside);
    free(entry.name);
    free(w.rest);
    errno = errnum;
    return fd;
}

struct tg_err *tg_enclosure_open(struct tg_enclosure *e, const char *path, bool follow_links)
{
    struct stat st;

    *e = (struct tg_enclosure){.fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                               .follow = follow_links};
    if (e->fd < 0)
        return tg_err_sys(errno, path, "cannot open the folder");
    if (fstat(e->fd, &st) != 0) {
        int errnum = errno;

        tg_enclosure_close(e);
        return tg_err_sys(errnum, path, "cannot open the folder");
    }
    e->dev = st.st_dev;
    e->ino = st.st_ino;
    return NULL;
}

void tg_enclosure_close(struct tg_enclosure *e)
{
    if (e->fd >= 0)
        close(e->fd);
    e->fd = -1;
}

static int find_folder(const struct tg_enclosure *e, const char *path)
{
    struct stat st;
    int fd = tg_enclosure_find(e, path, TG_WANT_ANY, &st, NULL);

    if (fd >= 0 && !S_ISDIR(st.st_mode)) {
        close(fd);
        return fail(ENOTDIR);
    }
    return fd;
}

/* Makes the folder whose name is the `name_len` bytes behind the first `len` of `path`, in the one
 * that these lead to; it may be there. */
static int make_part(const struct tg_enclosure *e, const char *path, size_t len, size_t name_len)
{
    char *folder = strndup(path, len), *name = strndup(path + len, name_len);
    int above = folder && name ? find_folder(e, folder) : fail(ENOMEM);
    bool made = above >= 0 && (mkdirat(above, name, 0777) == 0 || errno == EEXIST);
    int errnum = errno;

    if (above >= 0)
        close(above);
    free(folder);
    free(name);
    return made ? 0 : fail(errnum);
}

int tg_enclosure_folder(const struct tg_enclosure *e, const char *path, bool make)
{
    int fd = find_folder(e, path);

    if (fd >= 0 || !make || errno != ENOENT)
        return fd;
    for (size_t at = 0, len; path[at]; at += len) {
        at += strspn(path + at, "/");
        len = strcspn(path + at, "/");
        if (len && make_part(e, path, at, len) != 0)
            return -1;
    }
    return find_folder(e, path);
}

bool tg_enclosure_leads_out(const struct tg_enclosure *e, const char *path)
{
    struct stat st;
    int fd = tg_enclosure_find(e, path, TG_WANT_ANY, &st, NULL);

    if (fd >= 0)
        close(fd);
    return fd < 0 && errno == EXDEV;
}

const char *tg_enclosure_why(int errnum)
{
    if (errnum == EXDEV)
        return "a link that leads out of the folder of photos: refused; put the file or folder "
               "itself "
               "there, or allow it with --follow-links";
    return errnum == ENOTSUP ? "is not a regular file" : strerror(errnum);
}

struct tg_err *tg_enclosure_err(int errnum, const char *path)
{
    if (errnum == EXDEV)
        return tg_err_new(TG_E_OUTSIDE, path, "%s", tg_enclosure_why(errnum));
    if (errnum == ENOTSUP || errnum == EISDIR)
        return tg_err_new(TG_E_UNSUPPORTED, path, "is not a regular file");
    return tg_err_sys(errnum, path, "cannot open");
}

struct tg_err *tg_enclosure_read(const struct tg_enclosure *e, const char *path, size_t max,
                                 char **data, size_t *len)
{
    struct stat st;
    int fd = tg_enclosure_find(e, path, TG_WANT_FILE, &st, NULL);

    return fd < 0 ? tg_enclosure_err(errno, path) : tg_fd_read(fd, path, max, data, len);
}
