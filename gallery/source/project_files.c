/* project_files.c - files of a project that go to the site as they are: custom.css, custom.js, the
 * folder static/ and what `include` names. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/listing.h"
#include "core/base/path.h"
#include "gallery/source/project_load.h"

enum { DEPTH_MAX = 32 };

struct lister {
    struct tg_site *site;
    const struct tg_paths *paths;
};

static struct tg_err *refuse(const struct lister *l, const char *path, enum tg_found found)
{
    return found == TG_FOUND_OUTSIDE ? tg_site_refuse(l->site, path)
                                     : tg_site_fail(l->site, path, "%s", tg_found_text(found));
}

static struct tg_err *list_folder(const struct lister *l, const char *path, unsigned depth);

/* Neither what leads out of the project nor what is no file is copied. */
static struct tg_err *list_entry(const struct lister *l, const char *path, unsigned depth)
{
    char *inside = NULL;
    struct stat st;
    enum tg_found found = tg_paths_find(l->paths, "", path, &inside, &st);

    free(inside);
    if (found != TG_FOUND)
        return refuse(l, path, found);
    if (S_ISDIR(st.st_mode))
        return list_folder(l, path, depth + 1);
    return S_ISREG(st.st_mode) ? tg_site_add_file(l->site, path, path) : NULL;
}

static struct tg_err *list_folder(const struct lister *l, const char *path, unsigned depth)
{
    struct tg_listing names = {.len = 0};
    struct tg_err *err = NULL;
    struct stat st;
    int fd, errnum = 0;

    if (depth > DEPTH_MAX)
        return tg_err_new(TG_E_LIMIT, path, "too many folders inside each other");
    fd = tg_enclosure_find(l->paths->source, path, TG_WANT_FOLDER, &st, NULL);
    if (fd < 0)
        errnum = errno;
    else
        err = tg_listing_read(&names, fd, &errnum);
    if (!err && errnum)
        err = tg_err_sys(errnum, path, "cannot read the folder");
    for (size_t i = 0; i < names.len && !err; i++) {
        char *below = tg_path_join(path, names.names[i]);

        err = below ? list_entry(l, below, depth) : tg_err_nomem();
        free(below);
    }
    tg_listing_release(&names);
    return err;
}

static struct tg_err *list_includes(const struct lister *l, const struct tg_texts *include)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < include->len && !err; i++) {
        char *inside = NULL;
        struct stat st;

        /* A missing one was reported when the settings were read. */
        if (tg_paths_find(l->paths, "", include->items[i], &inside, &st) != TG_FOUND)
            continue;
        err = tg_site_add_file(l->site, inside, inside);
        free(inside);
    }
    return err;
}

/* The whole folder, for fonts and pictures that its style wants. */
static struct tg_err *list_theme(const struct lister *l, const char *name)
{
    char *path = tg_path_join(TG_THEMES_DIR, name);
    struct tg_err *err = path ? list_folder(l, path, 0) : tg_err_nomem();

    free(path);
    return err;
}

static struct tg_err *list_static(const struct lister *l)
{
    char *inside = NULL;
    struct stat st;
    enum tg_found found = tg_paths_find(l->paths, "", "static", &inside, &st);

    free(inside);
    if (found != TG_FOUND)
        return found == TG_FOUND_OUTSIDE ? refuse(l, "static", found) : NULL;
    return S_ISDIR(st.st_mode) ? list_folder(l, "static", 0) : NULL;
}

struct tg_err *tg_project_files(const struct tg_project *project, const struct tg_paths *paths,
                                struct tg_site *site)
{
    const struct lister l = {site, paths};
    const struct tg_look *look = &site->look;
    struct tg_err *err = list_includes(&l, &project->include);

    if (!err)
        err = list_static(&l);
    if (!err && look->own_theme)
        err = list_theme(&l, look->own_theme);
    if (!err && look->custom_css)
        err = tg_site_add_file(site, "custom.css", TG_CUSTOM_CSS);
    if (!err && look->custom_js)
        err = tg_site_add_file(site, "custom.js", TG_CUSTOM_JS);
    return err;
}
