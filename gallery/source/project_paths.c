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

const char *tg_found_text(enum tg_found found)
{
    static const char *const texts[] = {
        [TG_FOUND] = "is there",
        [TG_FOUND_NOTHING] = "does not exist",
        [TG_FOUND_ABSOLUTE] = "is an absolute path, which would be another file elsewhere",
        [TG_FOUND_ABOVE] = "leads out of the project",
        [TG_FOUND_OUTPUT] = "is in the folder that the gallery is written to",
        [TG_FOUND_NO_FILE] = "is not a file",
        [TG_FOUND_PASSWORD] = "has a password in it, and would be published",
        [TG_FOUND_TWICE] = "leads to a folder that is a gallery already",
        [TG_FOUND_RESERVED] = "tirage's own files go to a folder of that name; rename this one",
        [TG_FOUND_DEEP] = "too many galleries inside each other",
        [TG_FOUND_SKIP] = "is not used",
        [TG_FOUND_NOMEM] = "cannot be looked for: memory is short",
    };

    if (found == TG_FOUND_OUTSIDE || found == TG_FOUND_UNREADABLE)
        return tg_enclosure_why(found == TG_FOUND_OUTSIDE ? EXDEV : errno);
    return texts[found];
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

/* Of what was found as `fd`; `errnum` is why it was not.  `plain` is NULL if the name itself leads
 * out: links may, where they are allowed to, names may not. */
static enum tg_found judge(const struct tg_paths *paths, int fd, int errnum, const char *way,
                           const char *plain, const char *real)
{
    if (!plain && (fd < 0 ? errnum == EXDEV : strcmp(real, way) == 0))
        return TG_FOUND_ABOVE;
    if (fd < 0 && errnum == EXDEV)
        return TG_FOUND_OUTSIDE;
    if (fd < 0)
        return errnum == ENOENT || errnum == ENOTDIR ? TG_FOUND_NOTHING : TG_FOUND_UNREADABLE;
    return is_in_out(paths, real) ? TG_FOUND_OUTPUT : TG_FOUND;
}

enum tg_found tg_paths_find(const struct tg_paths *paths, const char *dir, const char *name,
                            char **inside, struct stat *st)
{
    char *way, *plain, *real = NULL;
    enum tg_found found;
    int fd, errnum;

    if (*name == '/')
        return TG_FOUND_ABSOLUTE;
    way = tg_path_join(dir, name);
    if (!way)
        return TG_FOUND_NOMEM;
    plain = tg_paths_plain(dir, name);
    fd = tg_enclosure_find(paths->source, way, TG_WANT_ANY | TG_WANT_NFC, st, &real);
    errnum = errno;
    if (fd >= 0)
        close(fd);
    found = judge(paths, fd, errnum, way, plain, real);
    if (found == TG_FOUND)
        *inside = strcmp(real, way) == 0 ? plain : real;
    if (found != TG_FOUND || *inside != plain)
        free(plain);
    if (found != TG_FOUND || *inside != real)
        free(real);
    free(way);
    errno = errnum;
    return found;
}

enum tg_found tg_paths_find_file(const struct tg_paths *paths, const char *dir, const char *name,
                                 char **inside, struct stat *st)
{
    enum tg_found found = tg_paths_find(paths, dir, name, inside, st);

    if (found != TG_FOUND || S_ISREG(st->st_mode))
        return found;
    free(*inside);
    *inside = NULL;
    return TG_FOUND_NO_FILE;
}
