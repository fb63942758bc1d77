/* project_files.c - files of a project that go to the site as they are: custom.css, custom.js, the
 * folder static/ and what `include` names. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/model.h"
#include "gallery/project_paths.h"
#include "gallery/story.h"

enum { DEPTH_MAX = 32 };

struct copier {
    const struct tg_site *site;
    const struct tg_writer *w;
    struct tg_paths paths;
};

/* One file, `from` relative to SRC, `to` relative to OUT. */
static struct tg_err *copy_file(const struct copier *c, const char *from, const char *to)
{
    char *source = tg_path_join(c->paths.src, from);
    struct tg_err *err = source ? tg_writer_copy(c->w, source, to) : tg_err_nomem();

    free(source);
    return err;
}

static int not_dots(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static struct tg_err *copy_folder(const struct copier *c, const char *path, unsigned depth);

/* Neither what leads out of the project nor what is no file is copied. */
static struct tg_err *copy_entry(const struct copier *c, const char *path, unsigned depth)
{
    char *inside = NULL;
    struct stat st;
    const char *wrong = tg_paths_find(&c->paths, "", path, &inside, &st);

    free(inside);
    if (wrong)
        return tg_err_new(TG_E_USAGE, path, "%s", wrong);
    if (S_ISDIR(st.st_mode))
        return copy_folder(c, path, depth + 1);
    return S_ISREG(st.st_mode) ? copy_file(c, path, path) : NULL;
}

static struct tg_err *copy_folder(const struct copier *c, const char *path, unsigned depth)
{
    char *full = tg_path_join(c->paths.src, path);
    struct dirent **entries = NULL;
    struct tg_err *err = NULL;
    int n;

    if (depth > DEPTH_MAX) {
        free(full);
        return tg_err_new(TG_E_LIMIT, path, "too many folders inside each other");
    }
    n = full ? scandir(full, &entries, not_dots, by_name) : 0;
    if (!full)
        err = tg_err_nomem();
    else if (n < 0)
        err = tg_err_sys(errno, full, "cannot read the folder");
    free(full);
    for (int i = 0; i < n; i++) {
        char *below = tg_path_join(path, entries[i]->d_name);

        if (!err)
            err = below ? copy_entry(c, below, depth) : tg_err_nomem();
        free(below);
        free(entries[i]);
    }
    free(entries);
    return err;
}

static struct tg_err *copy_includes(const struct copier *c)
{
    const struct tg_texts *include = &c->site->project->root.include;
    struct tg_err *err = NULL;

    for (size_t i = 0; i < include->len && !err; i++) {
        char *inside = NULL;
        struct stat st;

        /* A missing one was reported when the settings were read. */
        if (tg_paths_find(&c->paths, "", include->items[i], &inside, &st))
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

static struct tg_err *copy_all(const struct copier *c)
{
    const struct tg_root *root = &c->site->project->root;
    struct tg_err *err = copy_includes(c);
    char *inside = NULL;
    struct stat st;

    if (!err && !tg_paths_find(&c->paths, "", "static", &inside, &st)) {
        free(inside);
        err = S_ISDIR(st.st_mode) ? copy_folder(c, "static", 0) : NULL;
    }
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
    struct copier c = {.site = site, .w = w};
    struct tg_err *err = tg_paths_init(&c.paths, site->src, site->out);

    if (!err)
        err = copy_all(&c);
    tg_paths_release(&c.paths);
    return err;
}
