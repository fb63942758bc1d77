/* thumb_tree.c - see thumb_tree.h. */
#include "pipeline/thumb_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/formats.h"
#include "core/base/grow.h"
#include "core/base/listing.h"
#include "core/base/path.h"
#include "gallery/source/raw_pairs.h"
#include "gallery/source/suffixes.h"

enum { DEPTH_MAX = 64 }; /* levels below the folder */

struct walk {
    struct tg_tree *tree;
    const struct tg_tree_options *options;
    const struct tg_events *events;
};

static void tell(const struct walk *w, const char *path, const char *what)
{
    char *whole = tg_path_join(w->tree->folder, path);

    w->tree->failed++;
    tg_events_message(w->events, TG_EVENT_PROBLEM, "%s: %s",
                      !whole  ? path
                      : *path ? whole
                              : w->tree->folder,
                      what);
    free(whole);
}

static struct tg_err *add_file(struct tg_tree *tree, const char *path, const struct stat *st)
{
    struct tg_tree_file *files = tg_grow(tree->files, tree->len, sizeof(*files));

    if (!files)
        return tg_err_nomem();
    tree->files = files;
    files[tree->len] = (struct tg_tree_file){
        .path = strdup(path), .bytes = (uint64_t)st->st_size, .mtime_s = st->st_mtim.tv_sec};
    return files[tree->len++].path ? NULL : tg_err_nomem();
}

static struct tg_err *take_file(const struct walk *w, const char *path)
{
    struct stat st;
    int fd = tg_enclosure_find(&w->tree->enclosure, path, TG_WANT_ANY, &st, NULL);

    if (fd < 0 && errno == ENOENT) {
        tg_events_message(w->events, TG_EVENT_NOTE, "%s/%s: skipped: a link that leads nowhere",
                          w->tree->folder, path);
        return NULL;
    }
    if (fd < 0) {
        tell(w, path, tg_enclosure_why(errno));
        return NULL;
    }
    close(fd);
    return S_ISREG(st.st_mode) ? add_file(w->tree, path, &st) : NULL;
}

static struct tg_err *enter(const struct walk *w, const char *path, unsigned depth);

static struct tg_err *take(const struct walk *w, int dir, const char *path, const char *name,
                           unsigned depth)
{
    struct stat st;

    if (*name == '.' || fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return NULL;
    if (S_ISDIR(st.st_mode))
        return tg_is_system_folder(name) ? NULL : enter(w, path, depth + 1);
    return tg_format_of_suffix(name) ? take_file(w, path) : NULL;
}

/* Whether an open folder below the first is one to be entered. */
static bool is_wanted(const struct walk *w, int dir, const struct stat *st)
{
    const struct stat *out = w->options->out;
    struct stat mark;

    if (out && st->st_dev == out->st_dev && st->st_ino == out->st_ino)
        return false;
    return fstatat(dir, ".tirage", &mark, AT_SYMLINK_NOFOLLOW) != 0;
}

static struct tg_err *take_all(const struct walk *w, int dir, const char *path, unsigned depth)
{
    int errnum;
    struct tg_listing names = {.len = 0};
    struct tg_err *err = tg_listing_read_open(&names, dir, path, &errnum);

    if (!err && errnum)
        tell(w, path, tg_enclosure_why(errnum));
    for (size_t i = 0; !err && i < names.len; i++) {
        char *below;

        if (!w->options->raw_pairs && tg_raw_is_second(&names, names.names[i]))
            continue;
        below = tg_path_join(path, names.names[i]);
        err = below ? take(w, dir, below, names.names[i], depth) : tg_err_nomem();
        free(below);
    }
    tg_listing_release(&names);
    return err;
}

static struct tg_err *enter(const struct walk *w, const char *path, unsigned depth)
{
    struct stat st;
    struct tg_err *err = NULL;
    int dir;

    if (depth > DEPTH_MAX) {
        tell(w, path, "skipped: too many folders inside each other");
        return NULL;
    }
    dir = tg_enclosure_find(&w->tree->enclosure, path, TG_WANT_FOLDER, &st, NULL);
    if (dir < 0) {
        tell(w, path, tg_enclosure_why(errno));
        return NULL;
    }
    if (depth == 0 || is_wanted(w, dir, &st))
        err = take_all(w, dir, path, depth);
    close(dir);
    return err;
}

struct tg_err *tg_tree_find(struct tg_tree *tree, const char *folder,
                            const struct tg_tree_options *options, const struct tg_events *events)
{
    const struct walk w = {.tree = tree, .options = options, .events = events};
    struct tg_err *err;

    *tree = (struct tg_tree){.folder = folder, .enclosure = {.fd = -1}};
    err = tg_enclosure_open(&tree->enclosure, folder, options->follow_links);
    if (!err)
        err = enter(&w, "", 0);
    if (!err && !tree->len && !tree->failed)
        tell(&w, "", "no pictures in this folder or below it");
    return err;
}

void tg_tree_release(struct tg_tree *tree)
{
    for (size_t i = 0; i < tree->len; i++)
        free(tree->files[i].path);
    free(tree->files);
    if (tree->folder)
        tg_enclosure_close(&tree->enclosure);
}
