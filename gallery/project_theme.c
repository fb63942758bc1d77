/* project_theme.c - a look of the project's own: the folder themes/NAME with a style.css, and perhaps a
 * theme.js. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gallery/project.h"
#include "gallery/project_paths.h"

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
    found = !path.failed && !tg_paths_find(paths, "", tg_buf_str(&path), &inside, &st) &&
            S_ISREG(st.st_mode);
    free(inside);
    tg_buf_release(&path);
    return found;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* ", a, b": the themes that the project has. */
static void list_themes(const struct tg_paths *paths, struct tg_buf *out)
{
    struct dirent **entries = NULL;
    struct tg_buf folder;
    int n;

    tg_buf_init(&folder, TG_BUF_MAX);
    tg_buf_printf(&folder, "%s/" TG_THEMES_DIR, paths->src);
    n = folder.failed ? 0 : scandir(tg_buf_str(&folder), &entries, NULL, by_name);
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;

        if (is_name(name) && has_file(paths, name, "style.css"))
            tg_buf_printf(out, ", %s", name);
        free(entries[i]);
    }
    free(entries);
    tg_buf_release(&folder);
}

void tg_project_theme(const struct tg_reader *reader, const struct tg_paths *paths,
                      struct tg_root *root)
{
    const char *name = root->own_theme;
    struct tg_buf others;

    if (!name)
        return;
    if (is_name(name) && has_file(paths, name, "style.css")) {
        root->theme_js = has_file(paths, name, "theme.js");
        return;
    }
    tg_buf_init(&others, TG_BUF_MAX);
    list_themes(paths, &others);
    tg_settings_problem(reader, TG_ERROR, root->theme_node,
                        "theme: there is no " TG_THEMES_DIR
                        "/%s/style.css; there are exposure, light, material%s",
                        name, tg_buf_str(&others));
    if (others.failed)
        reader->report->nomem = true;
    tg_buf_release(&others);
    root->own_theme = NULL;
}
