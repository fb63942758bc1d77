/* project_paths.c - see project_paths.h. */
#include "gallery/source/project_paths.h"

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

/* Without its last part. */
static void go_up(struct tg_buf *way)
{
    char *slash = way->len ? strrchr(way->data, '/') : NULL;

    way->len = slash ? (size_t)(slash - way->data) : 0;
    if (way->data)
        way->data[way->len] = '\0';
}

char *tg_paths_plain(const char *dir, const char *name)
{
    char *way = tg_path_join(dir, name), *save = NULL;
    struct tg_buf plain;
    bool below = way != NULL;

    tg_buf_init(&plain, TG_BUF_MAX);
    for (char *part = way ? strtok_r(way, "/", &save) : NULL; part && below;
         part = strtok_r(NULL, "/", &save)) {
        if (strcmp(part, "..") == 0) {
            below = plain.len > 0;
            go_up(&plain);
        } else if (strcmp(part, ".") != 0) {
            tg_buf_puts(&plain, plain.len ? "/" : "");
            tg_buf_puts(&plain, part);
        }
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

/* What is wrong with what was found as `fd`; `errnum` is why it was not.  `plain` is NULL if the name itself leads out:
 * links may, where they are allowed to, names may not. */
static const char *judge(const struct tg_paths *paths, int fd, int errnum, const char *way,
                         const char *plain, const char *real)
{
    if (!plain && (fd < 0 ? errnum == EXDEV : strcmp(real, way) == 0))
        return "leads out of the project";
    if (fd < 0)
        return errnum == ENOENT || errnum == ENOTDIR ? "does not exist" : tg_enclosure_why(errnum);
    return is_in_out(paths, real) ? "is in the folder that the gallery is written to" : NULL;
}

const char *tg_paths_find(const struct tg_paths *paths, const char *dir, const char *name,
                          char **inside, struct stat *st)
{
    char *way, *plain, *real = NULL;
    const char *wrong;
    int fd, errnum;

    if (*name == '/')
        return "is an absolute path, which would be another file elsewhere";
    way = tg_path_join(dir, name);
    if (!way)
        return "cannot be looked for: memory is short";
    plain = tg_paths_plain(dir, name);
    fd = tg_enclosure_find(paths->source, way, TG_WANT_ANY | TG_WANT_NFC, st, &real);
    errnum = errno;
    if (fd >= 0)
        close(fd);
    wrong = judge(paths, fd, errnum, way, plain, real);
    if (!wrong)
        *inside = strcmp(real, way) == 0 ? plain : real;
    if (wrong || *inside != plain)
        free(plain);
    if (wrong || *inside != real)
        free(real);
    free(way);
    return wrong;
}
