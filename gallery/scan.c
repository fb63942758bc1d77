/* scan.c - from a source folder to albums and photos; see site.h.
 *
 * Folders wait in two queues, and one that is reached through a symlink is entered only when no other
 * is left: so a folder is always shown where it really is, however links and names sort. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/album_file.h"
#include "gallery/lock.h"
#include "gallery/model.h"
#include "gallery/page.h"
#include "gallery/plan.h"
#include "gallery/site.h"
#include "gallery/text.h"

enum {
    DEPTH_MAX = 64,   /* levels below SRC */
    PATH_LIMIT = 4096 /* PATH_MAX of Linux; longer ones cannot be opened by name */
};

/* Pictures and films that users may expect in a gallery, by suffix. */
static const char *const LATER[] = {".avif", ".bmp", ".cr2", ".cr3", ".dng", ".heic", ".heif",
                                    ".jxl",  ".nef", ".arw", ".orf", ".psd", ".raf",  ".rw2"};
enum { LATER_LEN = sizeof(LATER) / sizeof(LATER[0]) };

struct folder_id {
    dev_t dev;
    ino_t ino;
};

struct queue {
    struct tg_album **albums; /* borrowed from the site */
    size_t len, next;
};

struct names {
    char **items; /* owned */
    size_t len;
};

struct scan {
    struct tg_site *site;
    const struct tg_scan_rules *rules;
    struct tg_report *report;
    int src_fd;
    struct folder_id src, out;
    bool out_exists;
    struct folder_id *seen; /* folders entered and those above SRC, ascending */
    size_t seen_len;
    struct queue real, linked;
    size_t later[LATER_LEN]; /* how many files of each kind were left out */
    size_t films;            /* how many films were, for want of ffmpeg */
};

static struct folder_id id_of(const struct stat *st)
{
    return (struct folder_id){.dev = st->st_dev, .ino = st->st_ino};
}

static int id_cmp(const struct folder_id *a, const struct folder_id *b)
{
    if (a->dev != b->dev)
        return a->dev < b->dev ? -1 : 1;
    if (a->ino != b->ino)
        return a->ino < b->ino ? -1 : 1;
    return 0;
}

/* Where `id` is in scan->seen, or belongs. */
static size_t find_seen(const struct scan *scan, const struct folder_id *id, bool *found)
{
    size_t lo = 0, hi = scan->seen_len;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (id_cmp(&scan->seen[mid], id) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    *found = lo < scan->seen_len && id_cmp(&scan->seen[lo], id) == 0;
    return lo;
}

/* *fresh says whether it was new. */
static struct tg_err *remember(struct scan *scan, struct folder_id id, bool *fresh)
{
    struct folder_id *seen = tg_grow(scan->seen, scan->seen_len, sizeof(*seen));
    bool found;
    size_t at;

    if (!seen)
        return tg_err_nomem();
    scan->seen = seen;
    at = find_seen(scan, &id, &found);
    *fresh = !found;
    if (found)
        return NULL;
    memmove(seen + at + 1, seen + at, (scan->seen_len - at) * sizeof(*seen));
    seen[at] = id;
    scan->seen_len++;
    return NULL;
}

/* A link to a folder above SRC would lead back into SRC. */
static struct tg_err *remember_parents(struct scan *scan)
{
    static const char step[] = "../";
    struct folder_id below = scan->src, id;
    struct tg_err *err = NULL;
    char up[PATH_LIMIT];
    size_t len = 0;
    struct stat st;
    bool fresh;

    while (!err && len + sizeof(step) <= sizeof(up)) {
        memcpy(up + len, step, sizeof(step));
        len += strlen(step);
        if (fstatat(scan->src_fd, up, &st, 0) != 0)
            break;
        id = id_of(&st);
        if (id_cmp(&id, &below) == 0)
            break; /* the root is its own parent */
        below = id;
        err = remember(scan, id, &fresh);
    }
    return err;
}

static struct tg_err *enqueue(struct queue *q, struct tg_album *album)
{
    struct tg_album **albums = tg_grow(q->albums, q->len, sizeof(struct tg_album *));

    if (!albums)
        return tg_err_nomem();
    q->albums = albums;
    q->albums[q->len++] = album;
    return NULL;
}

static struct tg_album *dequeue(struct queue *q)
{
    return q->next < q->len ? q->albums[q->next++] : NULL;
}

static bool has_suffix(const char *name, const char *suffix)
{
    return tg_text_casecmp(tg_path_ext(name), suffix) == 0;
}

static bool has_one_of(const char *name, const char *const *suffixes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (has_suffix(name, suffixes[i]))
            return true;
    return false;
}

static bool is_picture(const char *name)
{
    static const char *const suffixes[] = {".jpg",  ".jpeg", ".jpe", ".png",
                                           ".webp", ".gif",  ".tif", ".tiff"};

    return has_one_of(name, suffixes, sizeof(suffixes) / sizeof(suffixes[0]));
}

static bool is_film(const char *name)
{
    static const char *const suffixes[] = {".mp4", ".m4v", ".mov", ".webm", ".mkv",
                                           ".avi", ".ogv", ".mts", ".3gp"};

    return has_one_of(name, suffixes, sizeof(suffixes) / sizeof(suffixes[0]));
}

static struct tg_err *take_file(struct scan *scan, struct tg_album *album, const char *path,
                                const struct stat *st)
{
    bool film = is_film(path);

    if (film && !scan->rules->films) {
        scan->films++;
    } else if (film || is_picture(path)) {
        struct tg_photo *photo = tg_photo_new(scan->site, album, path, (uint64_t)st->st_size);

        if (!photo)
            return tg_err_nomem();
        photo->is_frame = film;
    }
    for (size_t i = 0; i < LATER_LEN; i++)
        scan->later[i] += has_suffix(path, LATER[i]);
    return NULL;
}

static size_t depth_of(const struct tg_album *album)
{
    size_t depth = 0;

    for (; album->parent; album = album->parent)
        depth++;
    return depth;
}

/* Why no album can be made of a folder; NULL if one can.  On a file system without upper and lower
 * case the other spellings of our names are the same folder. */
static const char *refuse_folder(const struct scan *scan, const struct tg_album *parent,
                                 const char *path)
{
    const char *name = tg_path_base(path);

    if (tg_is_page_name(name))
        return "left out: a page of the album may have that name; rename the folder";
    if (!parent->parent &&
        (tg_text_casecmp(name, "sitemap.xml") == 0 || tg_text_casecmp(name, "feed.xml") == 0))
        return "left out: the gallery may have a file of that name; rename the folder";
    if (!parent->parent && tg_text_casecmp(name, TG_ASSETS_DIR) == 0)
        return "left out: the gallery's own files go to a folder of that name; rename it";
    if (depth_of(parent) >= DEPTH_MAX)
        return "left out: too many folders inside each other";
    if (strlen(scan->site->src) + 1 + strlen(path) >= PATH_LIMIT)
        return "left out: its path is too long";
    return NULL;
}

/* Folders of systems and programs, not of people: thumbnails of network drives, what macOS packs beside
 * files, recycle bins.  (Hidden ones, as .thumbnails, are not looked at in any case.) */
static bool is_junk(const char *name)
{
    static const char *const names[] = {"@eaDir",    "#recycle",     "@Recycle",
                                        "#snapshot", "$RECYCLE.BIN", "System Volume Information",
                                        "__MACOSX",  "lost+found"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static struct tg_err *take_folder(struct scan *scan, struct tg_album *parent, const char *path,
                                  struct queue *q)
{
    const char *why = refuse_folder(scan, parent, path), *name = tg_path_base(path);
    struct tg_album *album;

    if (why)
        return tg_site_note(scan->site, path, "%s", why);
    album = tg_album_new(parent, tg_text_title(name, strlen(name)), strdup(path));
    return album ? enqueue(q, album) : tg_err_nomem();
}

static struct tg_err *take_entry(struct scan *scan, struct tg_album *album, int dir_fd,
                                 const char *name)
{
    char *path = tg_path_join(album->dir, name);
    struct queue *q = &scan->real;
    struct tg_err *err;
    struct stat st;
    int result;

    if (!path)
        return tg_err_nomem();
    result = fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW);
    if (result == 0 && S_ISLNK(st.st_mode)) {
        q = &scan->linked;
        result = fstatat(dir_fd, name, &st, 0);
    }
    if (result != 0 && errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
        err = tg_site_fail(scan->site, path, "cannot be read: %s", strerror(errno));
    else if (result != 0)
        err = tg_site_note(scan->site, path, "left out: %s",
                           q == &scan->linked ? "a link that leads nowhere" : strerror(errno));
    else if ((S_ISDIR(st.st_mode) && is_junk(name)) ||
             tg_rules_leave_out(scan->rules, name, S_ISDIR(st.st_mode)) ||
             tg_album_leaves_out(album, name, S_ISDIR(st.st_mode)))
        err = NULL;
    else if (S_ISDIR(st.st_mode))
        err = take_folder(scan, album, path, q);
    else if (S_ISREG(st.st_mode))
        err = take_file(scan, album, path, &st);
    else
        err = tg_site_note(scan->site, path, "left out: neither a file nor a folder");
    free(path);
    return err;
}

static void names_release(struct names *names)
{
    for (size_t i = 0; i < names->len; i++)
        free(names->items[i]);
    free(names->items);
}

static struct tg_err *names_add(struct names *names, const char *name)
{
    char **items = tg_grow(names->items, names->len, sizeof(*items));
    char *copy = strdup(name);

    if (items)
        names->items = items;
    if (!items || !copy) {
        free(copy);
        return tg_err_nomem();
    }
    items[names->len++] = copy;
    return NULL;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder that are not hidden, sorted: the order of readdir() depends on the file
 * system.  *result is 0 or an errno value. */
static struct tg_err *read_names(DIR *dir, struct names *names, int *result)
{
    struct tg_err *err = NULL;
    const struct dirent *entry;

    for (;;) {
        errno = 0;
        entry = readdir(dir);
        if (!entry || err)
            break;
        if (entry->d_name[0] != '.')
            err = names_add(names, entry->d_name);
    }
    *result = err ? 0 : errno;
    if (names->len)
        qsort(names->items, names->len, sizeof(*names->items), by_bytes);
    return err;
}

/* Opens an album's folder and finds out whether it is one to be entered: *dir stays NULL if not. */
static struct tg_err *open_folder(struct scan *scan, const struct tg_album *album, DIR **dir)
{
    const char *path = *album->dir ? album->dir : ".";
    int fd = openat(scan->src_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct tg_err *err = NULL;
    struct folder_id id;
    struct stat st, mark;
    bool fresh = false;

    if (fd < 0 || fstat(fd, &st) != 0) {
        err =
            tg_site_fail(scan->site, album->dir, "the folder cannot be read: %s", strerror(errno));
        goto out;
    }
    id = id_of(&st);
    if (scan->out_exists && id_cmp(&id, &scan->out) == 0)
        goto out;
    if (fstatat(fd, ".tirage", &mark, AT_SYMLINK_NOFOLLOW) == 0) {
        err = tg_site_note(scan->site, album->dir, "left out: holds a gallery made by tirage");
        goto out;
    }
    if (errno == EACCES) { /* its names can be listed, but nothing in it can be reached */
        err =
            tg_site_fail(scan->site, album->dir, "the folder cannot be read: %s", strerror(errno));
        goto out;
    }
    err = remember(scan, id, &fresh);
    if (!err && !fresh)
        err =
            tg_site_note(scan->site, album->dir,
                         "left out: leads to a folder that is in the gallery already, or above it");
    if (err || !fresh)
        goto out;
    *dir = fdopendir(fd);
    if (!*dir)
        err = tg_err_nomem();
    else
        fd = -1;
out:
    if (fd >= 0)
        close(fd);
    return err;
}

/* The file of that name, in any case: some systems do not tell album.md from Album.md, and what it asks for must not
 * depend on the system. */
static const char *find_name(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++)
        if (tg_text_casecmp(names->items[i], name) == 0)
            return names->items[i];
    return NULL;
}

/* What album.md says decides which entries are taken. */
static struct tg_err *read_album_file(struct scan *scan, struct tg_album *album,
                                      const struct names *names)
{
    const char *main = find_name(names, "album.md"), *index = find_name(names, "index.md");
    struct tg_err *err = NULL;

    if (main || index)
        err = tg_album_file_load(scan->site, album, main ? main : index, scan->report);
    if (!err && main && index)
        tg_report_add(scan->report, TG_ERROR, (struct tg_place){album->file->path, 0, 0},
                      "%s is beside it: only one of them can count", index);
    return err;
}

static struct tg_err *enter_folder(struct scan *scan, struct tg_album *album)
{
    struct names names = {0};
    struct tg_err *err;
    DIR *dir = NULL;
    int result = 0;

    err = open_folder(scan, album, &dir);
    if (err || !dir)
        return err;
    err = read_names(dir, &names, &result);
    if (!err && result)
        err = tg_site_fail(scan->site, album->dir, "the folder cannot be read to its end: %s",
                           strerror(result));
    if (!err)
        err = read_album_file(scan, album, &names);
    for (size_t i = 0; i < names.len && !err; i++)
        err = take_entry(scan, album, dirfd(dir), names.items[i]);
    if (!err && find_name(&names, "captions.txt"))
        err = tg_captions_load(scan->site, album, find_name(&names, "captions.txt"), scan->report);
    names_release(&names);
    closedir(dir);
    return err;
}

static struct tg_err *enter_all(struct scan *scan)
{
    struct tg_err *err = enqueue(&scan->real, scan->site->root);

    while (!err) {
        struct tg_album *album = dequeue(&scan->real);

        if (!album)
            album = dequeue(&scan->linked);
        if (!album)
            break;
        err = enter_folder(scan, album);
    }
    return err;
}

/* Whether there are pictures in the album or below; sub-albums without any are dropped. */
static bool prune(struct tg_album *album)
{
    size_t kept = 0;

    for (size_t i = 0; i < album->albums_len; i++) {
        if (prune(album->albums[i]))
            album->albums[kept++] = album->albums[i];
        else
            tg_album_free(album->albums[i]);
    }
    album->albums_len = kept;
    return kept > 0 || album->photos_len > 0;
}

static bool is_hidden(const struct tg_album *album)
{
    return album->file && album->file->hidden;
}

/* Hidden ones last. */
static int by_name(const void *a, const void *b)
{
    const struct tg_album *const *x = a, *const *y = b;

    if (is_hidden(*x) != is_hidden(*y))
        return is_hidden(*x) ? 1 : -1;
    return tg_path_natural_cmp((*x)->dir, (*y)->dir);
}

static void sort_albums(struct tg_album *album)
{
    if (album->albums_len)
        qsort(album->albums, album->albums_len, sizeof(struct tg_album *), by_name);
    for (size_t i = 0; i < album->albums_len; i++) {
        album->listed_len += !is_hidden(album->albums[i]);
        sort_albums(album->albums[i]);
    }
}

static int by_path(const void *a, const void *b)
{
    const struct tg_photo *const *x = a, *const *y = b;

    return strcmp((*x)->path, (*y)->path);
}

static struct tg_err *note_later(struct scan *scan)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < LATER_LEN && !err; i++)
        if (scan->later[i])
            err =
                tg_site_note(scan->site, NULL,
                             "%zu %s %s left out: shown are JPEG, PNG, WebP, GIF and TIFF pictures",
                             scan->later[i], LATER[i], scan->later[i] == 1 ? "file" : "files");
    if (scan->films && !err)
        err = tg_site_note(scan->site, NULL, "%zu %s left out: ffmpeg is not installed",
                           scan->films, scan->films == 1 ? "film" : "films");
    return err;
}

/* The films among the photos, which are in order of path. */
static struct tg_err *list_films(struct tg_site *site)
{
    for (size_t i = 0; i < site->photos_len; i++) {
        struct tg_photo *photo = site->photos[i];

        if (!photo->is_frame)
            continue;
        photo->film = tg_medium_new(site, photo->path, &tg_plain_film, photo);
        if (!photo->film)
            return tg_err_nomem();
    }
    return NULL;
}

static struct tg_err *finish(struct scan *scan)
{
    struct tg_site *site = scan->site;
    struct tg_err *err = note_later(scan);

    if (err)
        return err;
    if (!prune(site->root)) {
        const char *hint = site->failures_len ? site->failures[0]
                           : site->notes_len  ? site->notes[0]
                                              : "put some there, or name another folder";

        return tg_err_new(TG_E_USAGE, site->src, "no pictures in this folder or below it (%s)",
                          hint);
    }
    sort_albums(site->root);
    qsort(site->photos, site->photos_len, sizeof(struct tg_photo *), by_path);
    err = list_films(site);
    if (!err && !tg_albums_lock(site))
        err = tg_err_nomem();
    if (!err)
        tg_album_file_find(site, site->root, scan->report);
    return err;
}

/* The folder's own name, also when SRC is "." or ends in a slash. */
static char *root_title(const char *src)
{
    char *real = realpath(src, NULL);
    const char *name = real ? tg_path_base(real) : "";
    char *title = tg_text_title(*name ? name : "Gallery", *name ? strlen(name) : strlen("Gallery"));

    free(real);
    return title;
}

static struct tg_err *check_out(struct scan *scan)
{
    const struct tg_site *site = scan->site;
    struct stat st;
    bool above;

    scan->out_exists = stat(site->out, &st) == 0;
    if (!scan->out_exists)
        return NULL;
    scan->out = id_of(&st);
    (void)find_seen(scan, &scan->out, &above);
    if (above || id_cmp(&scan->out, &scan->src) == 0)
        return tg_err_new(TG_E_USAGE, site->out,
                          "the gallery may not go into its source folder itself or above it");
    return NULL;
}

static struct tg_err *prepare(struct scan *scan, const char *src, const char *out)
{
    struct tg_site *site = scan->site = calloc(1, sizeof(*site));
    struct tg_err *err;
    struct stat st;

    if (!site)
        return tg_err_nomem();
    site->src = strdup(src);
    site->out = strdup(out);
    site->root = tg_album_new(NULL, root_title(src), strdup(""));
    if (!site->src || !site->out || !site->root)
        return tg_err_nomem();
    scan->src_fd = open(src, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (scan->src_fd < 0 || fstat(scan->src_fd, &st) != 0)
        return tg_err_sys(errno, src, "cannot read the folder of photos");
    if (fstatat(scan->src_fd, ".tirage", &(struct stat){0}, AT_SYMLINK_NOFOLLOW) == 0)
        return tg_err_new(TG_E_USAGE, src,
                          "holds a gallery made by tirage, not photos to make one");
    scan->src = id_of(&st);
    err = remember_parents(scan);
    return err ? err : check_out(scan);
}

struct tg_err *tg_site_scan(const char *src, const char *out, const struct tg_scan_rules *rules,
                            struct tg_report *report, struct tg_site **site)
{
    struct scan scan = {.src_fd = -1, .rules = rules, .report = report};
    struct tg_err *err = prepare(&scan, src, out);

    if (!err)
        err = enter_all(&scan);
    if (!err && report->count[TG_ERROR] == 0)
        err = finish(&scan);
    if (!err && report->nomem)
        err = tg_err_nomem();
    tg_report_sort(report);
    if (scan.src_fd >= 0)
        close(scan.src_fd);
    free(scan.seen);
    free(scan.real.albums);
    free(scan.linked.albums);
    if (err || report->count[TG_ERROR])
        tg_site_free(scan.site);
    else
        *site = scan.site;
    return err;
}
