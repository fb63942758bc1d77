/* project_files.c - files of a project that go to the site as they are: custom.css, custom.js, the
 * folder static/ and what `include` names. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/listing.h"
#include "core/base/path.h"
#include "gallery/model/model.h"
#include "gallery/pages/story.h"
#include "gallery/source/project_paths.h"

enum { DEPTH_MAX = 32 };

/* Goes twice: without `w`, when the project is loaded, it finds out what cannot be copied, and then copies the rest. */
struct copier {
    const struct tg_project *project;
    struct tg_site *failures; /* where the former is noted; NULL: it was */
    const struct tg_writer *w;
    const struct tg_paths *paths;
};

static struct tg_err *refuse(const struct copier *c, const char *path, const char *wrong)
{
    if (!c->failures)
        return NULL;
    return tg_paths_is_outside(wrong) ? tg_site_refuse(c->failures, path)
                                      : tg_site_fail(c->failures, path, "%s", wrong);
}

/* One file, `from` relative to SRC, `to` relative to OUT. */
static struct tg_err *copy_file(const struct copier *c, const char *from, const char *to)
{
    struct tg_err *err;
    struct stat st;
    int fd;

    if (!c->w)
        return NULL;
    fd = tg_enclosure_find(c->paths->source, from, TG_WANT_FILE, &st, NULL);
    if (fd < 0)
        return tg_enclosure_err(errno, from);
    err = tg_writer_copy(c->w, fd, from, to);
    close(fd);
    return err;
}

static struct tg_err *copy_folder(const struct copier *c, const char *path, unsigned depth);

/* Neither what leads out of the project nor what is no file is copied. */
static struct tg_err *copy_entry(const struct copier *c, const char *path, unsigned depth)
{
    char *inside = NULL;
    struct stat st;
    const char *wrong = tg_paths_find(c->paths, "", path, &inside, &st);

    free(inside);
    if (wrong)
        return refuse(c, path, wrong);
    if (S_ISDIR(st.st_mode))
        return copy_folder(c, path, depth + 1);
    return S_ISREG(st.st_mode) ? copy_file(c, path, path) : NULL;
}

static struct tg_err *copy_folder(const struct copier *c, const char *path, unsigned depth)
{
    struct tg_listing names = {.len = 0};
    struct tg_err *err = NULL;
    struct stat st;
    int fd, errnum = 0;

    if (depth > DEPTH_MAX)
        return tg_err_new(TG_E_LIMIT, path, "too many folders inside each other");
    fd = tg_enclosure_find(c->paths->source, path, TG_WANT_FOLDER, &st, NULL);
    if (fd < 0)
        errnum = errno;
    else
        err = tg_listing_read(&names, fd, &errnum);
    if (!err && errnum)
        err = tg_err_sys(errnum, path, "cannot read the folder");
    for (size_t i = 0; i < names.len && !err; i++) {
        char *below = tg_path_join(path, names.names[i]);

        err = below ? copy_entry(c, below, depth) : tg_err_nomem();
        free(below);
    }
    tg_listing_release(&names);
    return err;
}

static struct tg_err *copy_includes(const struct copier *c)
{
    const struct tg_texts *include = &c->project->root.include;
    struct tg_err *err = NULL;

    for (size_t i = 0; i < include->len && !err; i++) {
        char *inside = NULL;
        struct stat st;

        /* A missing one was reported when the settings were read. */
        if (tg_paths_find(c->paths, "", include->items[i], &inside, &st))
            continue;
        err = copy_file(c, inside, inside);
        free(inside);
    }
    return err;
}

/* The whole folder, for fonts and pictures that its style wants. */
static struct tg_err *copy_theme(const struct copier *c, const char *name)
{
    char *path = tg_path_join(TG_THEMES_DIR, name);
    struct tg_err *err = path ? copy_folder(c, path, 0) : tg_err_nomem();

    free(path);
    return err;
}

static struct tg_err *copy_static(const struct copier *c)
{
    char *inside = NULL;
    struct stat st;
    const char *wrong = tg_paths_find(c->paths, "", "static", &inside, &st);

    free(inside);
    if (wrong)
        return tg_paths_is_outside(wrong) ? refuse(c, "static", wrong) : NULL;
    return S_ISDIR(st.st_mode) ? copy_folder(c, "static", 0) : NULL;
}

static struct tg_err *copy_all(const struct copier *c)
{
    const struct tg_root *root = &c->project->root;
    struct tg_err *err = copy_includes(c);

    if (!err)
        err = copy_static(c);
    if (!err && root->own_theme)
        err = copy_theme(c, root->own_theme);
    if (!err && root->custom_css)
        err = copy_file(c, "custom.css", TG_CUSTOM_CSS);
    if (!err && root->custom_js)
        err = copy_file(c, "custom.js", TG_CUSTOM_JS);
    return err;
}

struct tg_err *tg_project_copy(const struct tg_site *site, const struct tg_writer *w)
{
    struct tg_paths paths;
    const struct copier c = {.project = site->project, .w = w, .paths = &paths};
    struct tg_err *err = tg_paths_init(&paths, &site->source, site->src, site->out);

    if (!err)
        err = copy_all(&c);
    tg_paths_release(&paths);
    return err;
}

struct tg_err *tg_project_check_files(const struct tg_paths *paths, struct tg_site *site)
{
    const struct copier c = {.project = site->project, .failures = site, .paths = paths};

    return copy_all(&c);
}
