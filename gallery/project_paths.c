/* project_paths.c - see project_paths.h. */
#include "gallery/project_paths.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"

/* What is left of `path` below `folder`, "" for the folder itself; NULL if it is not below. */
static const char *below(const char *folder, const char *path)
{
    size_t len = strlen(folder);

    if (strcmp(folder, "/") == 0)
        return path + 1;
    if (strncmp(folder, path, len) != 0)
        return NULL;
    if (path[len] == '/')
        return path + len + 1;
    return path[len] ? NULL : path + len;
}

struct tg_err *tg_paths_init(struct tg_paths *paths, const char *src, const char *out)
{
    paths->src = realpath(src, NULL);
    paths->out = realpath(out, NULL);
    if (!paths->src)
        return tg_err_sys(errno, src, "cannot open the folder of the project");
    if (paths->out && below(paths->out, paths->src))
        return tg_err_new(TG_E_USAGE, out,
                          "the gallery may not go into its source folder itself or above it");
    return NULL;
}

void tg_paths_release(struct tg_paths *paths)
{
    free(paths->src);
    free(paths->out);
}

static const char *check_inside(const struct tg_paths *paths, const char *real, char **inside)
{
    const char *rest = below(paths->src, real);

    if (!rest)
        return "leads out of the project";
    if (paths->out && below(paths->out, real))
        return "is in the folder that the gallery is written to";
    *inside = strdup(rest);
    return *inside ? NULL : "cannot be looked for: memory is short";
}

const char *tg_paths_find(const struct tg_paths *paths, const char *dir, const char *name,
                          char **inside, struct stat *st)
{
    char *folder, *path, *real = NULL;
    const char *wrong;

    if (*name == '/')
        return "is an absolute path, which would be another file elsewhere";
    folder = tg_path_join(paths->src, dir);
    path = folder ? tg_path_join(folder, name) : NULL;
    free(folder);
    real = path ? realpath(path, NULL) : NULL;
    if (!path || (!real && errno == ENOMEM))
        wrong = "cannot be looked for: memory is short";
    else if (!real)
        wrong = errno == ENOENT || errno == ENOTDIR ? "does not exist" : strerror(errno);
    else
        wrong = check_inside(paths, real, inside);
    if (!wrong && stat(real, st) != 0) {
        wrong = strerror(errno);
        free(*inside);
    }
    free(path);
    free(real);
    return wrong;
}
