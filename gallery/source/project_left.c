/* project_left.c - pictures, videos and audio in a project's folders that no settings.yaml names.
 *
 * Nothing is opened but folders, and no link is followed: what is behind one is not missed. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/listing.h"
#include "core/base/path.h"
#include "gallery/source/ignore_file.h"
#include "gallery/source/project_load.h"
#include "gallery/source/seen.h"
#include "gallery/source/suffixes.h"

enum { DEPTH_MAX = 32 };

struct walk {
    const struct tg_project *project;
    const struct tg_paths *paths;
    struct tg_site *site;
    struct stat out;
    bool out_exists;
};

static int photo_by_path(const void *path, const void *photo)
{
    return strcmp(path, (*(const struct tg_photo *const *)photo)->path);
}

static int medium_by_path(const void *path, const void *medium)
{
    return strcmp(path, (*(const struct tg_medium *const *)medium)->path);
}

/* Whether the site has it: both lists are in order of path. */
static bool is_named(const struct walk *w, const char *path)
{
    const struct tg_site *site = w->site;
    const struct tg_texts *include = &w->project->include;

    if (site->photos_len &&
        bsearch(path, site->photos, site->photos_len, sizeof(site->photos[0]), photo_by_path))
        return true;
    if (site->media_len &&
        bsearch(path, site->media, site->media_len, sizeof(site->media[0]), medium_by_path))
        return true;
    for (size_t i = 0; i < include->len; i++)
        if (strcmp(include->items[i], path) == 0)
            return true;
    for (size_t i = 0; i < w->project->files.len; i++)
        if (strcmp(w->project->files.items[i], path) == 0)
            return true;
    return false;
}

/* Folders that go to the site as they are, or hold what makes its pages. */
static bool is_for_pages(const char *path)
{
    static const char *const names[] = {"static", TG_THEMES_DIR, "partials", "templates"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(path, names[i]) == 0)
            return true;
    return false;
}

static struct tg_err *walk_folder(const struct walk *w, const char *dir, unsigned depth);

static struct tg_err *look(const struct walk *w, int fd, const char *name, const char *path,
                           unsigned depth)
{
    struct stat st;

    if (is_named(w, path) || fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return NULL;
    if (S_ISREG(st.st_mode) && tg_is_media(name))
        return tg_site_leave_out(w->site, path, "no settings.yaml names it");
    if (!S_ISDIR(st.st_mode) || depth >= DEPTH_MAX || tg_is_system_folder(name) ||
        is_for_pages(path) || (w->out_exists && tg_is_same_folder(&st, &w->out)))
        return NULL;
    return walk_folder(w, path, depth + 1);
}

/* What other programs are told to skip, and other galleries. */
static bool is_skipped(const struct tg_listing *names)
{
    for (size_t i = 0; i < names->len; i++)
        if (tg_is_ignore_file(names->names[i]) || strcmp(names->names[i], ".tirage") == 0)
            return true;
    return false;
}

/* One that cannot be read is of no interest here: it fails where it is needed. */
static struct tg_err *walk_folder(const struct walk *w, const char *dir, unsigned depth)
{
    struct tg_listing names = {.len = 0};
    struct stat st;
    int fd = tg_enclosure_find(w->paths->source, dir, TG_WANT_FOLDER, &st, NULL), errnum;
    struct tg_err *err = fd < 0 ? NULL : tg_listing_read_open(&names, fd, dir, &errnum);
    bool skipped = is_skipped(&names);

    for (size_t i = 0; i < names.len && !skipped && !err; i++) {
        char *path = tg_path_join(dir, names.names[i]);

        if (!path)
            err = tg_err_nomem();
        else if (*names.names[i] != '.')
            err = look(w, fd, names.names[i], path, depth);
        free(path);
    }
    tg_listing_release(&names);
    if (fd >= 0)
        close(fd);
    return err;
}

struct tg_err *tg_project_left(const struct tg_project *project, const struct tg_paths *paths,
                               struct tg_site *site)
{
    struct walk w = {.project = project, .paths = paths, .site = site};

    w.out_exists = stat(site->out, &w.out) == 0;
    return walk_folder(&w, "", 0);
}
