/* outdir.c - see outdir.h. */
#include "core/incremental/outdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "core/incremental/outdir_move.h"

/* Ignored by git whole, or but for itself: then a copy of OUT that comes from git is ours too. */
static const char ignore_all[] = "*\n", ignore_rest[] = "*\n!.gitignore\n";

/* A file of this name marks folders of states outside of OUT, and holds the path of OUT.  Folders
 * that hold it are no albums. */
static const char marker[] = ".tirage";

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

static bool is_folder(const char *path)
{
    struct stat s;

    return lstat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool holds(const char *dir, const char *name, mode_t type)
{
    char *path = tg_path_join(dir, name);
    struct stat s;
    bool yes = path && lstat(path, &s) == 0 && (!type || (s.st_mode & S_IFMT) == type);

    free(path);
    return yes;
}

static struct tg_err *refuse_foreign(const char *out, const char *mark)
{
    int found;

    if (is_folder(mark))
        return NULL;
    found = holds_files(out);
    if (found < 0)
        return tg_err_sys(errno, out, "cannot read the output folder");
    if (found && !is_folder(mark)) /* again: another shard may have begun in between */
        return tg_err_new(TG_E_USAGE, out,
                          "is not empty and was not made by tirage; choose another -o, or use "
                          "--force to write into it");
    return NULL;
}

/* A symlink in place of our folder could send what we write anywhere. */
static struct tg_err *make_private(const char *path)
{
    if (mkdir(path, 0700) == 0)
        return NULL;
    if (errno == EEXIST && is_folder(path))
        return NULL;
    return tg_err_sys(errno == EEXIST ? ENOTDIR : errno, path, "cannot make the folder");
}

/* ---- Where the state is ---------------------------------------------------------------------- */

/* Without links, as far as it exists.  Caller frees; NULL when memory is short. */
static char *real_path(const char *path)
{
    char *real = realpath(path, NULL), *copy = real ? NULL : strdup(path), *slash, *up, *joined;

    if (!copy || strcmp(copy, ".") == 0) {
        free(copy);
        return real;
    }
    for (size_t len = strlen(copy); len > 1 && copy[len - 1] == '/';)
        copy[--len] = '\0';
    slash = strrchr(copy, '/');
    if (slash)
        *slash = '\0';
    up = real_path(!slash ? "." : slash == copy ? "/" : copy);
    joined = up ? tg_path_join(up, slash ? slash + 1 : copy) : NULL;
    free(up);
    free(copy);
    return joined;
}

static bool in_git(const char *real)
{
    char *dir = strdup(real);
    bool yes = false;

    for (size_t len = dir ? strlen(dir) : 0; len && !yes;) {
        dir[len] = '\0';
        yes = holds(dir, ".git", 0);
        while (len && dir[--len] != '/')
            ;
    }
    free(dir);
    return yes || holds("/", ".git", 0);
}

bool tg_outdir_is_pages(const char *out)
{
    char *real = real_path(out);
    bool yes = real && (in_git(real) || strcmp(tg_path_base(real), "docs") == 0);

    free(real);
    return yes;
}

/* The folder next to OUT; NULL where there can or need be none. */
static char *sibling(const char *real)
{
    const char *base = tg_path_base(real);
    char *up = strndup(real, (size_t)(base - real)), *path = NULL;
    bool published = in_git(real) || strcmp(base, "public") == 0 || strcmp(base, "docs") == 0;

    if (up && *base && published && strlen(base) + sizeof("..tirage") <= NAME_MAX &&
        asprintf(&path, "%s.%s.tirage", up, base) < 0)
        path = NULL;
    if (path && !is_folder(path) && access(up, W_OK) != 0 && errno != ENOENT) {
        free(path);
        path = NULL;
    }
    free(up);
    return path;
}

struct tg_err *tg_outdir_locate(const char *out, const char *given, char **dir)
{
    char *mark = tg_path_join(out, ".tirage"), *real_mark = mark ? real_path(mark) : NULL;
    char *real_out = real_path(out), *real = given ? real_path(given) : NULL;
    struct tg_err *err = real_mark && real_out && (real || !given) ? NULL : tg_err_nomem();

    *dir = NULL;
    if (!err && given && strcmp(real, real_mark) != 0)
        *dir = strdup(real);
    else if (!err && !given)
        *dir = sibling(real_out);
    if (!err && !*dir)
        *dir = strdup(mark);
    if (!err && !*dir)
        err = tg_err_nomem();
    free(mark);
    free(real_mark);
    free(real_out);
    free(real);
    return err;
}

/* Fills mark and state. */
static struct tg_err *locate(struct tg_outdir *d, const char *out, const char *given)
{
    struct tg_err *err = tg_outdir_locate(out, given, &d->state);

    d->locks[0] = d->locks[1] = -1;
    d->mark = tg_path_join(out, ".tirage");
    if (!err && !d->mark)
        err = tg_err_nomem();
    d->outside = !err && strcmp(d->state, d->mark) != 0;
    return err;
}

struct tg_err *tg_outdir_find(struct tg_outdir *d, const char *out, const char *given)
{
    struct tg_err *err = locate(d, out, given);

    if (!err && d->outside && !holds(d->state, "state.db", 0) && holds(d->mark, "state.db", 0)) {
        free(d->state); /* of an earlier version: the next build moves it */
        d->state = strdup(d->mark);
        d->outside = false;
        err = d->state ? NULL : tg_err_nomem();
    }
    return err;
}

/* ---- Taking it ------------------------------------------------------------------------------- */

/* What is published must not hold the state, and what is not ours is left alone. */
static struct tg_err *refuse_state(const char *state, const char *out)
{
    char *real = real_path(state), *real_out = real_path(out);
    size_t len = real_out ? strlen(real_out) : 0;
    struct tg_err *err = real && real_out ? NULL : tg_err_nomem();
    int found;

    if (!err && strncmp(real, real_out, len) == 0 && (real[len] == '/' || !real[len]))
        err = tg_err_new(TG_E_USAGE, state,
                         "the state must not be in the site, which is published: choose a folder "
                         "outside of %s",
                         out);
    free(real);
    free(real_out);
    if (err || holds(state, marker, S_IFREG))
        return err;
    found = holds_files(state);
    if (found < 0)
        return tg_err_sys(errno, state, "cannot read the folder of the state");
    if (found && !holds(state, marker, S_IFREG)) /* again, as above */
        return tg_err_new(
            TG_E_USAGE, state,
            "is not empty and holds no state of tirage; choose another folder for it");
    return NULL;
}

/* A state that two sites share would take the files of each for what the other no longer wants.  Of
 * a site that is gone, or was moved, it may be taken over. */
static struct tg_err *refuse_shared(const char *state, const char *out)
{
    char *path = tg_path_join(state, marker), *real = real_path(out), *other = NULL;
    struct tg_err *err = path && real ? NULL : tg_err_nomem();
    struct stat theirs, ours;
    size_t len;

    if (!err)
        tg_err_free(tg_file_read(path, PATH_MAX, &other, &len));
    if (other && strcmp(other, real) != 0 && holds(other, ".tirage", S_IFDIR) &&
        stat(other, &theirs) == 0 && (stat(real, &ours) != 0 || !same_file(&theirs, &ours)))
        err = tg_err_new(TG_E_USAGE, state, "holds the state of %s: choose another folder for %s",
                         other, out);
    free(path);
    free(real);
    free(other);
    return err;
}

/* In one go and without a temporary file, which would be left there by whoever kills us.  A text
 * that was cut short is written again. */
static struct tg_err *put_in(const char *dir, const char *name, const char *text)
{
    char *path = tg_path_join(dir, name), *old = NULL;
    size_t len = 0;
    int fd = -1;
    struct tg_err *err = path ? tg_file_read(path, strlen(text), &old, &len) : tg_err_nomem();
    bool same = !err && len == strlen(text) && memcmp(old, text, len) == 0;

    free(old);
    tg_err_free(err);
    err = path ? NULL : tg_err_nomem();
    if (!err && !same) {
        fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
        err = fd < 0 ? tg_err_sys(errno, path, "cannot write")
                     : tg_fd_write(fd, path, text, strlen(text));
    }
    if (fd >= 0)
        close(fd);
    free(path);
    return err;
}

/* Shards have parts of it, whatever their OUTs. */
static struct tg_err *make_outside(const char *state, const char *out, bool in_part)
{
    char *real = real_path(out);
    struct tg_err *err = real ? tg_dir_make_parent(state) : tg_err_nomem();

    if (!err)
        err = make_private(state);
    if (!err && !in_part)
        err = put_in(state, marker, real);
    else if (!err && !holds(state, marker, S_IFREG))
        err = put_in(state, marker, "");
    free(real);
    return err ? err : put_in(state, ".gitignore", ignore_all);
}

static struct tg_err *refuse(const struct tg_outdir *d, const char *out, const char *src,
                             enum tg_outdir_mode mode)
{
    struct tg_err *err = refuse_above(out, src);

    if (!err && mode != TG_OUTDIR_FORCE)
        err = refuse_foreign(out, d->mark);
    return err || !d->outside ? err : refuse_state(d->state, out);
}

struct tg_err *tg_outdir_claim(struct tg_outdir *d, const char *out, const char *src,
                               const char *given, const char *part, enum tg_outdir_mode mode)
{
    struct tg_err *err = locate(d, out, given);

    if (!err)
        err = refuse(d, out, src, mode);
    if (!err && d->outside && !part)
        err = refuse_shared(d->state, out);
    if (err || mode == TG_OUTDIR_CHECK)
        return err;
    d->claimed = true;
    d->part = part ? strdup(part) : NULL;
    err = part && !d->part ? tg_err_nomem() : tg_dir_make(out);
    if (!err)
        err = make_private(d->mark);
    if (!err)
        err = put_in(d->mark, ".gitignore", d->outside ? ignore_rest : ignore_all);
    return err || !d->outside ? err : make_outside(d->state, out, part != NULL);
}

/* ---- Locks ----------------------------------------------------------------------------------- */

static struct tg_err *lock_file(const struct tg_outdir *d, const char *dir, const char *name,
                                const char *out, int *lock)
{
    char *path = tg_path_join(dir, name);
    struct tg_err *err = NULL;

    if (!path)
        return tg_err_nomem();
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*lock >= 0 && flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        if (d->waiting)
            d->waiting(d->ctx, out);
        while (flock(*lock, LOCK_EX) != 0 && errno == EINTR)
            ;
    }
    if (*lock < 0)
        err = tg_err_sys(errno, path, "cannot lock the output folder");
    free(path);
    return err;
}

struct tg_err *tg_outdir_lock_out(struct tg_outdir *d, const char *out)
{
    char name[NAME_MAX + 1];

    (void)snprintf(name, sizeof(name), "lock%s%s", d->part ? "-" : "", d->part ? d->part : "");
    return lock_file(d, d->mark, name, out, &d->locks[0]);
}

/* The shard's folder of the state; one that is still in OUT/.tirage moves there as it is, if it
 * can. */
static struct tg_err *enter_part(struct tg_outdir *d)
{
    char *old = tg_path_join(d->mark, d->part), *part = tg_path_join(d->state, d->part);
    struct tg_err *err = old && part ? NULL : tg_err_nomem();

    if (!err && d->outside && is_folder(old))
        (void)rename(old, part);
    if (!err)
        err = make_private(part);
    free(old);
    if (err) {
        free(part);
        return err;
    }
    free(d->state);
    d->state = part;
    return NULL;
}

static void clean(const char *tmpdir)
{
    DIR *d = opendir(tmpdir);

    if (!d)
        return;
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            (void)unlinkat(dirfd(d), e->d_name, 0);
    closedir(d);
}

static struct tg_err *make_tmp(struct tg_outdir *d)
{
    char name[NAME_MAX + 1];
    struct tg_err *err;

    (void)snprintf(name, sizeof(name), "tmp%s%s", d->part ? "-" : "", d->part ? d->part : "");
    d->tmp = tg_path_join(d->mark, name);
    err = d->tmp ? make_private(d->tmp) : tg_err_nomem();
    if (!err)
        clean(d->tmp);
    return err;
}

struct tg_err *tg_outdir_lock(struct tg_outdir *d, const char *out)
{
    const struct tg_state_location from = {.dir = d->mark, .aside = d->aside, .ctx = d->ctx};
    struct tg_err *err = tg_outdir_lock_out(d, out);

    if (!err && d->outside && !d->claimed && !holds(d->state, marker, S_IFREG))
        err = tg_err_new(TG_E_USAGE, d->state,
                         "holds no state of a build; name the folder that does with --state");
    if (!err && d->outside && !d->claimed)
        err = refuse_shared(d->state, out);
    if (!err && d->part)
        err = enter_part(d);
    if (!err && (d->outside || d->part))
        err = lock_file(d, d->state, "lock", out, &d->locks[1]);
    if (!err && d->claimed)
        err = make_tmp(d);
    return err || !d->outside || d->part || !d->claimed ? err : tg_outdir_move(&from, d->state);
}

void tg_outdir_release(struct tg_outdir *d)
{
    if (d->tmp) {
        clean(d->tmp);
        if (d->outside || d->part)
            (void)rmdir(d->tmp);
    }
    for (int i = 0; i < 2; i++)
        if (d->mark && d->locks[i] >= 0)
            close(d->locks[i]);
    free(d->mark);
    free(d->state);
    free(d->tmp);
    free(d->part);
    *d = (struct tg_outdir){.locks = {-1, -1}};
}
