/* site_files.c - see site_files.h. */
#include "gallery/source/site_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/listing.h"
#include "core/base/path.h"

enum {
    PARTIAL_MAX = 1 << 20, /* bytes */
    DEPTH_MAX = 32
};

static const char *const partials[TG_PARTIALS] = {"partials/head.html", "partials/header.html",
                                                  "partials/footer.html"};

/* What became of looking for a file of that name. */
static enum tg_found find(const struct tg_paths *paths, const char *name)
{
    char *inside = NULL;
    struct stat st;
    enum tg_found found = tg_paths_find_file(paths, "", name, &inside, &st);

    free(inside);
    return found;
}

/* Whether there is anything of that name, be it a link that leads nowhere. */
static bool is_there(const struct tg_paths *paths, const char *name)
{
    struct stat st;

    return fstatat(paths->source->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

bool tg_site_has_partials(const struct tg_paths *paths)
{
    for (size_t i = 0; i < TG_PARTIALS; i++)
        if (is_there(paths, partials[i]))
            return true;
    return false;
}

static void problem(struct tg_report *report, const char *file, const char *text)
{
    tg_report_add(report, TG_ERROR, (struct tg_position){file, 0, 0}, "%s", text);
}

/* HTML of the site's owner, for every page. */
static struct tg_err *read_partial(const struct tg_paths *paths, const char *name,
                                   struct tg_site *site, struct tg_report *report,
                                   const char **text)
{
    char *data = NULL;
    size_t len = 0;
    struct tg_err *err = tg_enclosure_read(paths->source, name, PARTIAL_MAX, &data, &len), *fatal;
    size_t mark = err ? 0 : tg_text_mark(data, len);

    fatal = err && tg_err_code(err) == TG_E_OUTSIDE ? tg_site_refuse(site, name) : NULL;
    if (err && tg_err_code(err) == TG_E_UNSUPPORTED)
        problem(report, name, "is not a file");
    else if (err && tg_err_code(err) != TG_E_OUTSIDE)
        problem(report, name, "cannot be read, or has more than a megabyte");
    else if (!err)
        *text = tg_arena_copy(&site->arena, data + mark, len - mark);
    report->nomem |= !err && !*text;
    tg_err_free(err);
    free(data);
    return fatal;
}

static struct tg_err *has_file(const struct tg_paths *paths, const char *name, struct tg_site *site,
                               bool *has)
{
    enum tg_found found = find(paths, name);

    *has = found == TG_FOUND;
    return found == TG_FOUND_OUTSIDE ? tg_site_refuse(site, name) : NULL;
}

struct tg_err *tg_site_files_find(const struct tg_paths *paths, struct tg_site *site,
                                  struct tg_report *report)
{
    struct tg_look *look = &site->look;
    struct tg_err *err = NULL;
    bool style = false;

    for (size_t i = 0; i < TG_PARTIALS && !err; i++)
        if (is_there(paths, partials[i]))
            err = read_partial(paths, partials[i], site, report, &look->partials[i]);
    if (!err)
        err = has_file(paths, "custom.css", site, &look->custom_css);
    if (!err && !look->story)
        err = has_file(paths, "style.css", site, &style);
    if (!err)
        err = has_file(paths, "custom.js", site, &look->custom_js);
    if (style && look->custom_css)
        problem(report, "style.css", "is next to custom.css: only one of them can count");
    look->custom_css |= style;
    return err;
}

static struct tg_err *refuse(struct tg_site *site, const char *path, enum tg_found found)
{
    return found == TG_FOUND_OUTSIDE ? tg_site_refuse(site, path)
                                     : tg_site_fail(site, path, "%s", tg_found_text(found));
}

static struct tg_err *list_folder(const struct tg_paths *paths, struct tg_site *site,
                                  const char *path, unsigned depth);

/* Nothing hidden is copied of a theme: many come as a clone, whose .git is nobody's business.  What
 * `static` has, such as .well-known, is meant. */
static bool is_of_theme(const char *path)
{
    static const char dir[] = TG_THEMES_DIR "/";

    return strncmp(path, dir, strlen(dir)) == 0;
}

/* Neither what leads out of SRC nor what is no file is copied. */
static struct tg_err *list_entry(const struct tg_paths *paths, struct tg_site *site,
                                 const char *path, unsigned depth)
{
    char *inside = NULL;
    struct stat st;
    enum tg_found found = tg_paths_find(paths, "", path, &inside, &st);

    free(inside);
    if (found != TG_FOUND)
        return refuse(site, path, found);
    if (S_ISDIR(st.st_mode))
        return list_folder(paths, site, path, depth + 1);
    return S_ISREG(st.st_mode) ? tg_site_add_file(site, path, path) : NULL;
}

static struct tg_err *list_folder(const struct tg_paths *paths, struct tg_site *site,
                                  const char *path, unsigned depth)
{
    struct tg_listing names = {.len = 0};
    struct tg_err *err = NULL;
    struct stat st;
    int fd, errnum = 0;

    if (depth > DEPTH_MAX)
        return tg_err_new(TG_E_LIMIT, path, "too many folders inside each other");
    fd = tg_enclosure_find(paths->source, path, TG_WANT_FOLDER, &st, NULL);
    if (fd < 0)
        errnum = errno;
    else
        err = tg_listing_read(&names, fd, &errnum);
    if (!err && errnum)
        err = tg_err_sys(errnum, path, "cannot read the folder");
    for (size_t i = 0; i < names.len && !err; i++) {
        char *below;

        if (*names.names[i] == '.' && is_of_theme(path))
            continue;
        below = tg_path_join(path, names.names[i]);
        err = below ? list_entry(paths, site, below, depth) : tg_err_nomem();
        free(below);
    }
    tg_listing_release(&names);
    return err;
}

struct tg_err *tg_site_folder_add(const struct tg_paths *paths, struct tg_site *site,
                                  const char *path)
{
    char *inside = NULL;
    struct stat st;
    enum tg_found found = tg_paths_find(paths, "", path, &inside, &st);

    free(inside);
    if (found != TG_FOUND)
        return found == TG_FOUND_OUTSIDE ? refuse(site, path, found) : NULL;
    return S_ISDIR(st.st_mode) ? list_folder(paths, site, path, 0) : NULL;
}

/* The whole folder, for fonts and pictures that its style wants. */
static struct tg_err *add_theme(const struct tg_paths *paths, struct tg_site *site)
{
    char *path = tg_path_join(TG_THEMES_DIR, site->look.own_theme);
    struct tg_err *err = path ? list_folder(paths, site, path, 0) : tg_err_nomem();

    free(path);
    return err;
}

/* In the place of one that `static` or `files` has there: each is written once. */
static struct tg_err *add_instead(struct tg_site *site, const char *from, const char *to)
{
    for (size_t i = 0; i < site->files_len; i++)
        if (strcmp(site->files[i].to, to) == 0) {
            site->files[i].from = from;
            return NULL;
        }
    return tg_site_add_file(site, from, to);
}

struct tg_err *tg_site_files_add(const struct tg_paths *paths, struct tg_site *site)
{
    const struct tg_look *look = &site->look;
    struct tg_err *err = look->own_theme ? add_theme(paths, site) : NULL;

    if (!err && look->custom_css)
        err = add_instead(site, find(paths, "custom.css") == TG_FOUND ? "custom.css" : "style.css",
                          TG_CUSTOM_CSS);
    if (!err && look->custom_js)
        err = add_instead(site, "custom.js", TG_CUSTOM_JS);
    return err;
}
