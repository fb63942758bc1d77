/* outdir.c - see outdir.h. */
#include "core/job/outdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/path.h"

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Whether the folder `out` is `src` or lies above it, by identity: names can lie. */
static struct tg_err *refuse_above(const char *out, const char *src)
{
    struct tg_err *err = NULL;
    struct stat so, s, last = {0};
    char *p;

    if (stat(out, &so) != 0)
        return NULL; /* does not exist yet */
    p = realpath(src, NULL);
    if (!p)
        return tg_err_sys(errno, src, "cannot open the folder of photos");
    while (!err && stat(p, &s) == 0 && !same_file(&s, &last)) {
        char *up;

        if (same_file(&s, &so))
            err = tg_err_new(TG_E_USAGE, out,
                             "the output folder must not be the folder of photos or contain it");
        last = s;
        up = strrchr(p, '/');
        if (!up)
            break;
        up[up == p] = '\0';
    }
    free(p);
    return err;
}

/* 1 if the folder holds anything, 0 if not or if it does not exist, -1 on error. */
static int holds_files(const char *path)
{
    DIR *d = opendir(path);
    int found = 0;

    if (!d)
        return errno == ENOENT ? 0 : -1;
    for (struct dirent *e = readdir(d); e && !found; e = readdir(d))
        found = strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(d);
    return found;
}

static struct tg_err *refuse_foreign(const char *out, const char *mark)
{
    struct stat s;
    int found;

    if (lstat(mark, &s) == 0 && S_ISDIR(s.st_mode))
        return NULL;
    found = holds_files(out);
    if (found < 0)
        return tg_err_sys(errno, out, "cannot read the output folder");
    if (found)
        return tg_err_new(TG_E_USAGE, out,
                          "is not empty and was not made by tirage; choose another -o, or use "
                          "--force to write into it");
    return NULL;
}

/* A symlink in place of our folder could send what we write anywhere. */
static struct tg_err *make_private(const char *path)
{
    struct stat s;

    if (mkdir(path, 0700) == 0)
        return NULL;
    if (errno == EEXIST && lstat(path, &s) == 0 && S_ISDIR(s.st_mode))
        return NULL;
    return tg_err_sys(errno == EEXIST ? ENOTDIR : errno, path, "cannot make the folder");
}

void tg_outdir_clean(const char *tmpdir)
{
    DIR *d = opendir(tmpdir);

    if (!d)
        return;
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            (void)unlinkat(dirfd(d), e->d_name, 0);
    closedir(d);
}

struct tg_err *tg_outdir_claim(const char *out, const char *src, enum tg_outdir_mode mode,
                               char **tmpdir)
{
    char *mark = tg_path_join(out, ".tirage");
    char *tmp = mark ? tg_path_join(mark, "tmp") : NULL;
    struct tg_err *err = tmp ? refuse_above(out, src) : tg_err_nomem();

    if (!err && mode != TG_OUTDIR_FORCE)
        err = refuse_foreign(out, mark);
    if (!err && mode != TG_OUTDIR_CHECK) {
        err = tg_dir_make(out);
        if (!err)
            err = make_private(mark);
        if (!err)
            err = make_private(tmp);
    }
    free(mark);
    if (err) {
        free(tmp);
        return err;
    }
    *tmpdir = tmp;
    return NULL;
}

struct tg_err *tg_outdir_claim_part(const char *out, const char *name, char **dir, char **tmpdir)
{
    char *mark = tg_path_join(out, ".tirage");
    struct tg_err *err = NULL;

    *dir = mark ? tg_path_join(mark, name) : NULL;
    *tmpdir = *dir ? tg_path_join(*dir, "tmp") : NULL;
    free(mark);
    err = *tmpdir ? make_private(*dir) : tg_err_nomem();
    return err ? err : make_private(*tmpdir);
}

struct tg_err *tg_outdir_lock(const char *dir, const char *out, void (*waiting)(const char *out),
                              int *lock)
{
    char *path = tg_path_join(dir, "lock");
    struct tg_err *err = NULL;

    if (!path)
        return tg_err_nomem();
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*lock >= 0 && flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        waiting(out);
        while (flock(*lock, LOCK_EX) != 0 && errno == EINTR)
            ;
    }
    if (*lock < 0)
        err = tg_err_sys(errno, path, "cannot lock the output folder");
    free(path);
    return err;
}
