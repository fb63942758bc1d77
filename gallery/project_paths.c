/* project_paths.c - see project_paths.h. */
#include "gallery/project_paths.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
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

struct tg_err *tg_paths_init(struct tg_paths *paths, const struct tg_enclosure *source,
                             const char *src, const char *out)
{
    paths->source = source;
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

bool tg_paths_is_outside(const char *wrong)
{
    return wrong && strcmp(wrong, tg_enclosure_why(EXDEV)) == 0;
}

char *tg_paths_plain(const char *dir, const char *name)
{
    char *way = tg_path_join(dir, name), *save = NULL;
    struct tg_buf plain;
    bool below = way != NULL;

    tg_buf_init(&plain, TG_BUF_MAX);
    for (char *part = way ? strtok_r(way, "/", &save) : NULL; part && below;
         part = strtok_r(NULL, "/", &save)) {
        char *slash = plain.len ? strrchr(plain.data, '/') : NULL;

        if (strcmp(part, ".") == 0)
            continue;
        if (strcmp(part, "..") == 0) {
            below = plain.len > 0;
            plain.len = slash ? (size_t)(slash - plain.data) : 0;
            if (plain.data)
                plain.data[plain.len] = '\0';
            continue;
        }
        if (plain.len)
            tg_buf_putc(&plain, '/');
        tg_buf_puts(&plain, part);
    }
    free(way);
    if (below)
        return tg_buf_steal(&plain);
    tg_buf_release(&plain);
    return NULL;
}

/* Where a file really is, `way` from SRC, may be in the folder that we write to. */
static bool is_in_out(const struct tg_paths *paths, const char *way)
{
    char *real = paths->out ? tg_path_join(paths->src, way) : NULL;
    bool in_out = real && below(paths->out, real);

    free(real);
    return in_out;
}

const char *tg_paths_find(const struct tg_paths *paths, const char *dir, const char *name,
                          char **inside, struct stat *st)
{
    char *way, *plain, *real = NULL;
    const char *wrong = NULL;
    int fd;

    if (*name == '/')
        return "is an absolute path, which would be another file elsewhere";
    way = tg_path_join(dir, name);
    plain = tg_paths_plain(dir, name);
    if (!way)
        return "cannot be looked for: memory is short";
    fd = tg_enclosure_find(paths->source, way, TG_WANT_ANY | TG_WANT_NFC, st, &real);
    if (fd >= 0)
        close(fd);
    if (fd < 0 && errno == EXDEV && !plain)
        wrong = "leads out of the project";
    else if (fd < 0)
        wrong = errno == ENOENT || errno == ENOTDIR ? "does not exist" : tg_enclosure_why(errno);
    else if (strcmp(real, way) == 0 && !plain)
        wrong = "leads out of the project"; /* links may, names may not */
    else if (is_in_out(paths, real))
        wrong = "is in the folder that the gallery is written to";
    if (!wrong && strcmp(real, way) == 0) {
        free(real);
        real = plain;
        plain = NULL;
    }
    free(way);
    free(plain);
    if (wrong)
        free(real);
    else
        *inside = real;
    return wrong;
}
