/* outdir_move.c - see outdir_move.h.  Whatever ends it, the next build goes on: each file is moved
 * whole. */
#include "core/incremental/outdir_move.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/path.h"

/* To another file system as a copy, which takes its place when it is complete. */
static struct tg_err *move_file(const char *from, const char *to)
{
    struct tg_err *err;

    if (rename(from, to) == 0)
        return NULL;
    if (errno != EXDEV)
        return tg_err_sys(errno, from, "cannot move the state to %s", to);
    err = tg_file_copy_from(from, to, NULL);
    if (!err && unlink(from) != 0)
        err = tg_err_sys(errno, from, "cannot remove what was copied");
    return err;
}

/* Calls `each` with the names in a folder, which it may remove. */
static struct tg_err *each_name(const char *dir,
                                struct tg_err *(*each)(void *ctx, const char *name), void *ctx)
{
    struct dirent **names = NULL;
    int n = scandir(dir, &names, NULL, alphasort);
    struct tg_err *err = n < 0 ? tg_err_sys(errno, dir, "cannot read") : NULL;

    for (int i = 0; i < n; i++) {
        if (!err && names[i]->d_name[0] != '.')
            err = each(ctx, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return err;
}

struct way {
    const char *from, *to;
};

/* Of a folder of a folder, such as the tmp of a shard, nothing is needed. */
static struct tg_err *move_inner(void *ctx, const char *name)
{
    const struct way *way = ctx;
    char *from = tg_path_join(way->from, name), *to = tg_path_join(way->to, name);
    struct tg_err *err = from && to ? NULL : tg_err_nomem();
    struct stat st;

    if (!err && lstat(from, &st) == 0 && S_ISREG(st.st_mode))
        err = move_file(from, to);
    else if (!err)
        (void)remove(from);
    free(from);
    free(to);
    return err;
}

static struct tg_err *move_folder(const char *from, const char *to)
{
    struct way way = {from, to};
    struct tg_err *err = NULL;

    if (rename(from, to) == 0)
        return NULL;
    if (errno != EXDEV && errno != ENOTEMPTY && errno != EEXIST)
        return tg_err_sys(errno, from, "cannot move the state to %s", to);
    if (mkdir(to, 0700) != 0 && errno != EEXIST)
        err = tg_err_sys(errno, to, "cannot make the folder");
    if (!err)
        err = each_name(from, move_inner, &way);
    if (!err)
        (void)rmdir(from);
    return err;
}

/* A shard that works in it keeps it until later. */
static bool is_busy(const char *shard)
{
    char *path = tg_path_join(shard, "lock");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW) : -1;
    bool busy = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;

    if (fd >= 0)
        close(fd);
    free(path);
    return busy;
}

/* The database in one file: opened and closed, it has no journal any more.  One in its new place is
 * older. */
static struct tg_err *settle(const struct tg_state_location *from, const char *to)
{
    static const char *const rest[] = {"state.db-wal", "state.db-shm", "state.db-journal"};
    struct tg_state *state = NULL;
    struct tg_err *err = tg_state_open(from, &state);

    tg_state_free(state);
    for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]) && !err; i++) {
        char *path = tg_path_join(to, rest[i]);

        if (!path)
            err = tg_err_nomem();
        else if (unlink(path) != 0 && errno != ENOENT)
            err = tg_err_sys(errno, path, "cannot remove");
        free(path);
    }
    return err;
}

static bool begins(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0;
}

static struct tg_err *move_entry(void *ctx, const char *name)
{
    const struct way *way = ctx;
    char *from = tg_path_join(way->from, name), *to = tg_path_join(way->to, name);
    struct tg_err *err = from && to ? NULL : tg_err_nomem();
    struct stat st;

    if (!err && !begins(name, "lock") && !begins(name, "tmp") && lstat(from, &st) == 0 &&
        !is_busy(from))
        err = S_ISDIR(st.st_mode) ? move_folder(from, to) : move_file(from, to);
    free(from);
    free(to);
    return err;
}

struct tg_err *tg_outdir_move(const struct tg_state_location *from, const char *to)
{
    struct way way = {from->dir, to};
    char *old = tg_path_join(from->dir, "state.db");
    struct tg_err *err = old ? NULL : tg_err_nomem();
    struct stat st;

    if (!err && lstat(old, &st) == 0)
        err = settle(from, to);
    free(old);
    return err ? err : each_name(from->dir, move_entry, &way);
}
