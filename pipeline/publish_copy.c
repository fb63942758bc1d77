/* publish_copy.c - a site goes to a folder of this machine, by copies; see publish_parts.h.
 *
 * A file takes its place when it is complete; until then it is in TEMP, which no other deploy sends
 * or removes.  Links in the target are never followed: they may lead anywhere. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/listing.h"
#include "core/base/path.h"
#include "pipeline/publish_parts.h"

#define TEMP ".tirage-tmp"

enum { DEPTH_MAX = 200 };

struct copier {
    const struct tg_publish_options *o;
    const struct tg_publish_target *t;
    const struct tg_events *events;
    struct tg_publish_result *result;
    char *temp; /* owned */
    int stop_fd;
    enum tg_publish_pass pass;
};

static struct tg_err *names_of(const char *path, struct tg_listing *names)
{
    int errnum = 0, fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct tg_err *err = fd < 0 ? tg_err_sys(errno, path, "cannot open the folder")
                                : tg_listing_read(names, fd, &errnum);

    return err || !errnum ? err : tg_err_sys(errnum, path, "cannot read the folder to its end");
}

/* ---- Whose the target is --------------------------------------------------------------------- */

struct tg_err *tg_publish_copy_look(const struct tg_publish_target *t, enum tg_publish_owner *owner)
{
    struct tg_listing names = {.len = 0};
    char *mark = tg_path_join(t->dest, TG_PUBLISH_MARK);
    struct stat st;
    struct tg_err *err = NULL;

    *owner = TG_OWNER_NONE;
    if (!mark)
        err = tg_err_nomem();
    else if (lstat(mark, &st) == 0 && S_ISREG(st.st_mode))
        *owner = TG_OWNER_US;
    else if (lstat(t->dest, &st) == 0)
        err = names_of(t->dest, &names);
    if (names.len)
        *owner = TG_OWNER_ANOTHER;
    tg_listing_release(&names);
    free(mark);
    return err;
}

struct tg_err *tg_publish_copy_mark(const struct tg_publish_target *t, const char *text)
{
    char *mark = tg_path_join(t->dest, TG_PUBLISH_MARK);
    struct tg_err *err = mark ? tg_dir_make(t->dest) : tg_err_nomem();

    if (!err)
        err = tg_file_put(mark, NULL, text, strlen(text));
    free(mark);
    return err;
}

/* ---- Files ----------------------------------------------------------------------------------- */

static struct tg_err *check_stop(const struct copier *c)
{
    struct pollfd stop = {.fd = c->stop_fd, .events = POLLIN};

    return poll(&stop, 1, 0) > 0 ? tg_err_new(TG_E_STOPPED, NULL, "stopped; deploy again to go on")
                                 : NULL;
}

/* Whether two files of the same size have the same bytes; false if one cannot be read. */
static bool same_bytes(int in, const char *to)
{
    int out = open(to, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    struct tg_hash a, b;
    struct tg_err *err = out < 0 ? NULL : tg_hash_file(in, to, &a);
    bool same = false;

    if (out >= 0 && !err) {
        err = tg_hash_file(out, to, &b);
        same = !err && tg_hash_equal(&a, &b);
    }
    tg_err_free(err);
    if (out >= 0)
        close(out);
    return same && lseek(in, 0, SEEK_SET) == 0;
}

/* The target's file is as good as the site's: of the same size, and of the same time or bytes. */
static bool is_there(const struct copier *c, int in, const struct stat *from, const char *to,
                     const struct stat *is)
{
    const struct timespec times[] = {from->st_atim, from->st_mtim};

    if (!S_ISREG(is->st_mode) || is->st_size != from->st_size)
        return false;
    if (is->st_mtim.tv_sec == from->st_mtim.tv_sec)
        return true;
    if (!same_bytes(in, to))
        return false;
    if (!c->o->dry_run)
        (void)utimensat(AT_FDCWD, to, times, AT_SYMLINK_NOFOLLOW); /* else read again next time */
    return true;
}

static struct tg_err *send_file(struct copier *c, const char *from, const char *to,
                                const char *path)
{
    struct stat st, is;
    int fd = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool there = lstat(to, &is) == 0;
    struct tg_err *err = NULL;

    if (fd < 0 || fstat(fd, &st) != 0) {
        err = tg_err_sys(errno, from, "cannot open");
    } else if (there && is_there(c, fd, &st, to, &is)) {
        c->result->unchanged++;
    } else if (there && S_ISDIR(is.st_mode)) {
        err = tg_err_new(TG_E_USAGE, to, "is a folder, where the site has a file: remove it");
    } else {
        if (!c->o->dry_run)
            err = tg_file_copy(fd, from, to, c->temp);
        if (!err)
            tg_publish_tell(c->result, c->events, there ? TG_PUBLISH_CHANGED : TG_PUBLISH_NEW,
                            path);
        if (!err)
            c->result->bytes += (uint64_t)st.st_size;
    }
    if (fd >= 0)
        close(fd);
    return err;
}

static struct tg_err *make_folder(const struct copier *c, const char *to)
{
    struct stat st;

    if (lstat(to, &st) != 0)
        return c->o->dry_run ? NULL : tg_dir_make(to);
    return S_ISDIR(st.st_mode)
               ? NULL
               : tg_err_new(TG_E_USAGE, to,
                            "is not a folder, but the site has one here: remove it");
}

static struct tg_err *send_folder(struct copier *c, const char *path, unsigned depth);

static struct tg_err *send_entry(struct copier *c, const char *path, unsigned depth)
{
    char *from = tg_path_join(c->o->out, path), *to = tg_path_join(c->t->dest, path);
    struct tg_err *err = from && to ? check_stop(c) : tg_err_nomem();
    struct stat st;

    if (!err && lstat(from, &st) != 0)
        err = tg_err_sys(errno, from, "cannot look at");
    if (!err && !tg_publish_keeps(path, S_ISDIR(st.st_mode))) {
        if (S_ISDIR(st.st_mode))
            err = make_folder(c, to);
        if (!err && S_ISDIR(st.st_mode))
            err = send_folder(c, path, depth + 1);
        else if (S_ISREG(st.st_mode) && tg_publish_is_page(path) == (c->pass == TG_PUBLISH_PAGES))
            err = send_file(c, from, to, path);
    }
    free(from);
    free(to);
    return err;
}

static struct tg_err *send_folder(struct copier *c, const char *path, unsigned depth)
{
    struct tg_listing names = {.len = 0};
    char *from = tg_path_join(c->o->out, path);
    struct tg_err *err = from ? NULL : tg_err_nomem();

    if (!err && depth > DEPTH_MAX)
        err = tg_err_new(TG_E_LIMIT, from, "too many folders inside each other");
    if (!err)
        err = names_of(from, &names);
    for (size_t i = 0; i < names.len && !err; i++) {
        char *below = tg_path_join(path, names.names[i]);

        err = below ? send_entry(c, below, depth) : tg_err_nomem();
        free(below);
    }
    tg_listing_release(&names);
    free(from);
    return err;
}

/* ---- What the site does not have ------------------------------------------------------------- */

/* What the site has there: nothing, or something of that kind that is sent. */
static bool site_has(const struct copier *c, const char *path, bool is_folder)
{
    char *from = tg_path_join(c->o->out, path);
    struct stat st;
    bool has =
        from && lstat(from, &st) == 0 && (is_folder ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode));

    free(from);
    return has;
}

static struct tg_err *clean_folder(struct copier *c, const char *path, const char *to, bool gone,
                                   unsigned depth);

/* `gone`: the site has nothing below the folder that it is in. */
static struct tg_err *clean_entry(struct copier *c, const char *path, bool gone, unsigned depth)
{
    char *to = tg_path_join(c->t->dest, path);
    struct tg_err *err = to ? check_stop(c) : tg_err_nomem();
    struct stat st;
    bool is_folder;

    if (err || lstat(to, &st) != 0) {
        free(to);
        return err;
    }
    is_folder = S_ISDIR(st.st_mode);
    gone = gone || !site_has(c, path, is_folder);
    if (tg_publish_keeps(path, is_folder))
        ;
    else if (is_folder)
        err = clean_folder(c, path, to, gone, depth + 1);
    else if (gone && !c->o->dry_run && unlink(to) != 0)
        err = tg_err_sys(errno, to, "cannot remove");
    else if (gone)
        tg_publish_tell(c->result, c->events, TG_PUBLISH_REMOVED, path);
    free(to);
    return err;
}

static struct tg_err *clean_folder(struct copier *c, const char *path, const char *to, bool gone,
                                   unsigned depth)
{
    struct tg_listing names = {.len = 0};
    struct tg_err *err = depth > DEPTH_MAX
                             ? tg_err_new(TG_E_LIMIT, to, "too many folders inside each other")
                             : names_of(to, &names);

    for (size_t i = 0; i < names.len && !err; i++) {
        char *below = tg_path_join(path, names.names[i]);

        err = below ? clean_entry(c, below, gone, depth) : tg_err_nomem();
        free(below);
    }
    tg_listing_release(&names);
    if (!err && gone && !c->o->dry_run)
        (void)rmdir(to); /* what is never removed keeps it */
    return err;
}

/* ---- All of it ------------------------------------------------------------------------------- */

/* Also what a deploy that was killed left there. */
static void empty_temp(const char *temp)
{
    struct tg_listing names = {.len = 0};
    struct tg_err *err = names_of(temp, &names);

    for (size_t i = 0; i < names.len; i++) {
        char *path = tg_path_join(temp, names.names[i]);

        if (path)
            (void)unlink(path);
        free(path);
    }
    tg_listing_release(&names);
    tg_err_free(err);
    (void)rmdir(temp);
}

static struct tg_err *copy(struct copier *c)
{
    static const enum tg_publish_pass passes[] = {TG_PUBLISH_MEDIA, TG_PUBLISH_PAGES};
    struct tg_err *err = c->o->dry_run ? NULL : tg_dir_make(c->temp);
    struct stat st;

    if (!err && !c->o->dry_run && (lstat(c->temp, &st) != 0 || !S_ISDIR(st.st_mode)))
        err = tg_err_new(TG_E_USAGE, c->temp, "is not a folder: remove it");
    for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]) && !err; i++) {
        c->pass = passes[i];
        err = send_folder(c, "", 0);
    }
    if (!err && c->o->delete_files && lstat(c->t->dest, &st) == 0)
        err = clean_folder(c, "", c->t->dest, false, 0);
    return err;
}

struct tg_err *tg_publish_copy(const struct tg_publish_options *o,
                               const struct tg_publish_target *t, const struct tg_events *events,
                               struct tg_publish_result *result)
{
    struct copier c = {.o = o,
                       .t = t,
                       .events = events,
                       .result = result,
                       .temp = tg_path_join(t->dest, TEMP),
                       .stop_fd = -1};
    struct tg_err *err = c.temp ? tg_events_ready(events, &c.stop_fd) : tg_err_nomem();

    if (!err && !o->dry_run)
        empty_temp(c.temp);
    if (!err)
        err = copy(&c);
    if (c.temp && !o->dry_run)
        empty_temp(c.temp);
    free(c.temp);
    return err;
}
