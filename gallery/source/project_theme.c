/* project_theme.c - a look of the project's own: the folder themes/NAME with a style.css, and
 * perhaps a theme.js. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/listing.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/source/site_files.h"

static bool is_name(const char *name)
{
    return *name && *name != '.' && !strchr(name, '/');
}

/* Whether themes/NAME/FILE is a file of the project. */
static bool has_file(const struct tg_paths *paths, const char *name, const char *file)
{
    struct tg_buf path;
    char *inside = NULL;
    struct stat st;
    bool found;

    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_printf(&path, TG_THEMES_DIR "/%s/%s", name, file);
    found =
        !path.failed && tg_paths_find_file(paths, "", tg_buf_str(&path), &inside, &st) == TG_FOUND;
    free(inside);
    tg_buf_release(&path);
    return found;
}

/* ", a, b": the themes that the project has. */
static void list_themes(const struct tg_paths *paths, struct tg_buf *out)
{
    struct tg_listing names = {.len = 0};
    struct stat st;
    int errnum, fd = tg_enclosure_find(paths->source, TG_THEMES_DIR, TG_WANT_FOLDER, &st, NULL);
    struct tg_err *err = fd < 0 ? NULL : tg_listing_read(&names, fd, &errnum);

    out->failed |= err != NULL;
    tg_err_free(err);
    for (size_t i = 0; i < names.len; i++)
        if (is_name(names.names[i]) && has_file(paths, names.names[i], "style.css"))
            tg_buf_printf(out, ", %s", names.names[i]);
    tg_listing_release(&names);
}

bool tg_site_has_themes(const struct tg_paths *paths)
{
    struct tg_buf names;
    bool any;

    tg_buf_init(&names, TG_BUF_MAX);
    list_themes(paths, &names);
    any = names.len > 0;
    tg_buf_release(&names);
    return any;
}

/* A theme as its folder is spelled on disk, unless that is a link to another one. */
static const char *spelling(const struct tg_reader *reader, const struct tg_paths *paths,
                            const char *name)
{
    char *inside = NULL;
    struct stat st;
    const char *found;

    if (tg_paths_find(paths, TG_THEMES_DIR, name, &inside, &st) != TG_FOUND)
        return name;
    found = tg_path_base(inside);
    if (tg_nfc_equal(found, name)) {
        name = tg_arena_copy(reader->arena, found, strlen(found));
        reader->report->nomem |= !name;
    }
    free(inside);
    return name;
}

void tg_project_theme(const struct tg_reader *reader, const struct tg_paths *paths,
                      const struct tg_yaml *node, struct tg_look *look)
{
    const char *name = look->own_theme;
    struct tg_buf others;

    if (!name)
        return;
    if (is_name(name) && has_file(paths, name, "style.css")) {
        look->own_theme = spelling(reader, paths, name);
        look->theme_js = has_file(paths, name, "theme.js");
        return;
    }
    tg_buf_init(&others, TG_BUF_MAX);
    list_themes(paths, &others);
    tg_settings_problem(reader, TG_ERROR, node,
                        "theme: there is no " TG_THEMES_DIR
                        "/%s/style.css; there are exposure, light, material%s",
                        name, tg_buf_str(&others));
    if (others.failed)
        reader->report->nomem = true;
    tg_buf_release(&others);
    look->own_theme = NULL;
}
