/* thumbnail_prune.c - see thumbnail_prune.h. */
#include "pipeline/thumbnail_prune.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/err.h"
#include "core/base/file_uri.h"
#include "core/base/listing.h"
#include "core/base/path.h"
#include "core/crypt/md5.h"
#include "core/run/thumbnail.h"

/* Of the folders in fail/ that are ours, of any version. */
static const char failures[] = "tirage-";

static bool is_empty(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    bool empty = true;

    if (!dir)
        return true; /* nothing is known of it */
    while (empty && (entry = readdir(dir)))
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    (void)closedir(dir);
    return empty;
}

/* Whether the file does not exist although the disk that it was on is there: the last folder above
 * it that exists has something in it.  `path` is cut. */
static bool is_gone(char *path)
{
    struct stat st;
    char *slash;

    if (lstat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR))
        return false;
    do {
        slash = strrchr(path, '/');
        if (!slash || slash == path)
            return false;
        *slash = '\0';
    } while (lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR));
    return !is_empty(path);
}

/* Whether it is a thumbnail of a file below one of the folders that is gone. */
static bool is_stale(const struct tg_prune *p, int folder, const char *name)
{
    char digits[TG_MD5_TEXT];
    char *uri = tg_thumbnail_uri(folder, name), *path = uri ? tg_file_uri_path(uri) : NULL;
    bool ours = false;

    if (path)
        tg_md5_text(uri, digits);
    for (size_t i = 0; path && i < p->folders_len; i++)
        ours = ours || (p->folders[i] && tg_walked_is_in(path, p->folders[i]));
    ours = ours && strncmp(name, digits, TG_MD5_TEXT - 1) == 0 && is_gone(path);
    free(path);
    free(uri);
    return ours;
}

static bool is_thumbnail(const char *name)
{
    return strlen(name) == TG_MD5_TEXT - 1 + strlen(".png") &&
           strspn(name, "0123456789abcdef") == TG_MD5_TEXT - 1 &&
           strcmp(name + TG_MD5_TEXT - 1, ".png") == 0;
}

static struct tg_err *remove_one(const struct tg_prune *p, const struct tg_events *events,
                                 int folder, const char *path, const char *name)
{
    char *whole = tg_path_join(path, name);
    struct tg_err *err = NULL;

    if (!whole)
        return tg_err_nomem();
    if (!p->dry_run && unlinkat(folder, name, 0) != 0 && errno != ENOENT)
        err = tg_err_sys(errno, whole, "cannot remove");
    if (!err)
        tg_events_send(events,
                       &(struct tg_event){.kind = TG_EVENT_FILE, .path = whole, .text = "removed"});
    free(whole);
    return err;
}

/* All in one folder, which need not exist. */
static struct tg_err *prune_folder(const struct tg_prune *p, const struct tg_events *events,
                                   const char *path, size_t *pruned)
{
    struct tg_listing names = {.len = 0};
    int errnum, folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct tg_err *err;

    if (folder < 0)
        return errno == ENOENT || errno == ENOTDIR ? NULL : tg_err_sys(errno, path, "cannot read");
    err = tg_listing_read_open(&names, folder, path, &errnum);
    for (size_t i = 0; !err && i < names.len; i++) {
        if (!is_thumbnail(names.names[i]) || !is_stale(p, folder, names.names[i]))
            continue;
        err = remove_one(p, events, folder, path, names.names[i]);
        *pruned += !err;
    }
    tg_listing_release(&names);
    close(folder);
    return err;
}

static struct tg_err *prune_below(const struct tg_prune *p, const struct tg_events *events,
                                  const char *folder, const char *name, size_t *pruned)
{
    char *path = tg_path_join(folder, name);
    struct tg_err *err = path ? prune_folder(p, events, path, pruned) : tg_err_nomem();

    free(path);
    return err;
}

static struct tg_err *prune_failures(const struct tg_prune *p, const struct tg_events *events,
                                     size_t *pruned)
{
    struct tg_listing names = {.len = 0};
    struct tg_err *err = NULL;
    char *fail = tg_path_join(p->thumbnails, "fail");
    int errnum, folder = fail ? open(fail, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (folder >= 0)
        err = tg_listing_read(&names, folder, &errnum);
    else if (!fail)
        err = tg_err_nomem();
    for (size_t i = 0; !err && i < names.len; i++)
        if (strncmp(names.names[i], failures, sizeof(failures) - 1) == 0)
            err = prune_below(p, events, fail, names.names[i], pruned);
    tg_listing_release(&names);
    free(fail);
    return err;
}

struct tg_err *tg_prune(const struct tg_prune *prune, const struct tg_events *events,
                        size_t *pruned)
{
#define FOLDER_OF(name, side) name,
    static const char *const sizes[TG_CACHE_SIZES] = {TG_CACHE_SIZES_X(FOLDER_OF)};
#undef FOLDER_OF
    struct tg_err *err = NULL;

    for (size_t i = 0; !err && i < TG_CACHE_SIZES; i++)
        err = prune_below(prune, events, prune->thumbnails, sizes[i], pruned);
    return err ? err : prune_failures(prune, events, pruned);
}
