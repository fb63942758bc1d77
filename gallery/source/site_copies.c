/* site_copies.c - what the key `files` names, copied as it is; see site_files.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/listing.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/source/ignore_file.h"
#include "gallery/source/site_files.h"

enum { DEPTH_MAX = 32 };

struct copier {
    const struct tg_paths *paths;
    struct tg_site *site;
};

/* Files of ours may have passwords in them. */
static bool is_ours(const char *name)
{
    static const char *const names[] = {"settings.yaml", "album.md", "index.md", "captions.txt",
                                        "picasa.ini"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (tg_text_casecmp(name, names[i]) == 0)
            return true;
    return tg_is_ignore_file(name);
}

/* Opens what `path` names itself, without any link on the way; errno is ELOOP if there is one.
 * *inside: as it is spelled there, perhaps in another form of Unicode; the caller frees. */
static int open_plain(const struct copier *c, const char *path, unsigned want, struct stat *st,
                      char **inside)
{
    int fd = tg_enclosure_find(c->paths->source, path, want | TG_WANT_NFC, st, inside);

    if (fd < 0 || tg_nfc_equal(*inside, path))
        return fd;
    close(fd);
    free(*inside);
    *inside = NULL;
    errno = ELOOP;
    return -1;
}

static struct tg_err *copy_folder(const struct copier *c, const char *path, unsigned depth);

static struct tg_err *copy_entry(const struct copier *c, int dir_fd, const char *dir,
                                 const char *name, unsigned depth)
{
    char *path = tg_path_join(dir, name);
    struct tg_err *err = NULL;
    struct stat st;

    if (!path)
        err = tg_err_nomem();
    else if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        err = tg_site_fail(c->site, path, "cannot be read: %s", strerror(errno));
    else if (S_ISLNK(st.st_mode))
        err = tg_site_note(c->site, path, "skipped: a link, which 'files' does not follow");
    else if (S_ISDIR(st.st_mode))
        err = copy_folder(c, path, depth + 1);
    else if (S_ISREG(st.st_mode))
        err = tg_site_add_file(c->site, path, path);
    else
        err = tg_site_note(c->site, path, "skipped: neither a file nor a folder");
    free(path);
    return err;
}

static struct tg_err *copy_names(const struct copier *c, int fd, const char *path,
                                 const struct tg_listing *names, unsigned depth)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < names->len && !err; i++)
        if (*names->names[i] != '.' && !is_ours(names->names[i]))
            err = copy_entry(c, fd, path, names->names[i], depth);
    return err;
}

static struct tg_err *copy_folder(const struct copier *c, const char *path, unsigned depth)
{
    struct tg_listing names = {.len = 0};
    struct stat st;
    char *inside = NULL;
    int errnum = 0, fd = open_plain(c, path, TG_WANT_FOLDER, &st, &inside);
    struct tg_err *err;

    errnum = fd < 0 ? errno : depth > DEPTH_MAX ? ELOOP : 0;
    free(inside);
    if (errnum) {
        if (fd >= 0)
            close(fd);
        return tg_site_fail(c->site, path, "cannot be copied: %s", strerror(errnum));
    }
    err = tg_listing_read_open(&names, fd, path, &errnum);
    if (!err && errnum)
        err = tg_site_fail(c->site, path, "cannot be read to its end: %s", strerror(errnum));
    if (!err)
        err = copy_names(c, fd, path, &names, depth);
    tg_listing_release(&names);
    close(fd);
    return err;
}

/* Whether OUT is the folder, in it or above it. */
static bool meets_out(const struct tg_paths *paths, const char *path)
{
    char *real = paths->out ? tg_path_join(paths->src, path) : NULL;
    size_t len = real ? strlen(real) : 0, out = real ? strlen(paths->out) : 0;
    bool meets = real && strncmp(real, paths->out, len < out ? len : out) == 0 &&
                 (len == out || (len < out ? paths->out[len] : real[out]) == '/');

    free(real);
    return meets;
}

/* Why an entry cannot be copied to the place that it has; NULL if it can. */
static const char *refuse(const struct tg_paths *paths, const char *path)
{
    static const char *const taken[] = {TG_ASSETS_DIR, TG_WORKER_JS, "feed.xml", "sitemap.xml"};
    const char *base = tg_path_base(path);
    size_t first = strcspn(path, "/");

    if (!*path)
        return "is the gallery's own folder";
    if (*base == '.' || strstr(path, "/."))
        return "is hidden: its name begins with a dot";
    if (is_ours(base))
        return "is read by tirage, and may have a password in it";
    if (tg_is_page_name(base))
        return "a page of the gallery may have that name; rename it";
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
        if (strlen(taken[i]) == first && strncasecmp(path, taken[i], first) == 0)
            return "the gallery has something of that name; rename it";
    return meets_out(paths, path) ? "is where the gallery is written to" : NULL;
}

/* *good: the path as it is spelled there. */
static struct tg_err *copy(const struct copier *c, const struct tg_reader *reader,
                           const struct tg_yaml *node, const char *path, const char **good)
{
    struct stat st;
    char *inside = NULL;
    int fd = open_plain(c, path, TG_WANT_ANY, &st, &inside), errnum = errno;

    if (fd >= 0)
        close(fd);
    path = inside ? tg_site_keep(c->site, inside) : path;
    if (!path)
        return tg_err_nomem();
    if (fd >= 0 && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode))) {
        *good = path;
        return S_ISDIR(st.st_mode) ? copy_folder(c, path, 0)
                                   : tg_site_add_file(c->site, path, path);
    }
    if (fd < 0 && errnum == EXDEV)
        return tg_site_refuse(c->site, path);
    tg_settings_problem(reader, TG_ERROR, node, "files: '%s' %s", path,
                        fd >= 0            ? "is neither a file nor a folder"
                        : errnum == ELOOP  ? "is a link, or behind one, which is not followed"
                        : errnum == ENOENT ? "does not exist"
                                           : strerror(errnum));
    return NULL;
}

struct tg_err *tg_site_copies_add(const struct tg_reader *reader, const struct tg_paths *paths,
                                  const struct tg_yaml *node, struct tg_texts files,
                                  struct tg_site *site, struct tg_texts *good)
{
    const struct copier c = {paths, site};
    const char **items = tg_arena_alloc(&site->arena, files.len + 1, sizeof(*items));
    struct tg_err *err = items ? NULL : tg_err_nomem();

    *good = (struct tg_texts){items, 0};
    for (size_t i = 0; i < files.len && !err; i++) {
        const struct tg_yaml *item = node && node->len > i ? node->items[i] : node;
        bool absolute = *files.items[i] == '/';
        const char *path = absolute ? NULL : tg_site_keep(site, tg_paths_plain("", files.items[i]));
        const char *copied = NULL, *why = "is an absolute path";

        if (!absolute)
            why = path ? refuse(paths, path) : "leads out of the gallery's folder";
        if (why)
            tg_settings_problem(reader, TG_ERROR, item, "files: '%s' %s", files.items[i], why);
        else
            err = copy(&c, reader, item, path, &copied);
        if (copied)
            items[good->len++] = copied;
    }
    return err;
}
