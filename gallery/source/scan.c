/* scan.c - see scan.h.
 *
 * Folders wait in two queues, and one that is reached through a symlink is entered only when no
 * other is left: so a folder is always shown where it really is, however links and names sort. */
#include "gallery/source/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/formats.h"
#include "core/base/grow.h"
#include "core/base/listing.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/model/text.h"
#include "gallery/source/album_file.h"
#include "gallery/source/ignore_file.h"
#include "gallery/source/left_out.h"
#include "gallery/source/picasa.h"
#include "gallery/source/plain_site.h"
#include "gallery/source/raw_pairs.h"
#include "gallery/source/seen.h"
#include "gallery/source/sidecar_names.h"
#include "gallery/source/sigal.h"
#include "gallery/source/sigal_equals.h"
#include "gallery/words/words.h"

enum {
    DEPTH_MAX = 64,   /* levels below SRC */
    PATH_LIMIT = 4096 /* PATH_MAX of Linux; longer ones cannot be opened by name */
};

struct queue {
    struct tg_folder **albums; /* borrowed from the site */
    size_t len, next;
};

struct scan {
    struct tg_site *site;
    const struct tg_scan_rules *rules;
    struct tg_choice choice; /* of the rules */
    struct tg_plain_site plain;
    struct tg_report *report;
    struct stat src, out;
    bool out_exists;
    struct tg_seen seen; /* folders entered and those above SRC */
    struct queue real, linked;
    const struct tg_listing *names; /* of the folder that is looked at */
    struct tg_picasa picasa;        /* what its own file says, if there is one */
    size_t early;                   /* of its photos, those that others give way to */
    enum tg_raw_rule raw;
    struct tg_tally tally; /* of files that are left out */
    size_t videos;         /* how many videos are, for want of ffmpeg */
};

static struct tg_err *enqueue(struct queue *q, struct tg_folder *album)
{
    struct tg_folder **albums = tg_grow(q->albums, q->len, sizeof(struct tg_folder *));

    if (!albums)
        return tg_err_nomem();
    q->albums = albums;
    q->albums[q->len++] = album;
    return NULL;
}

static struct tg_folder *dequeue(struct queue *q)
{
    return q->next < q->len ? q->albums[q->next++] : NULL;
}

static bool has_suffix(const char *name, const char *suffix)
{
    return tg_text_casecmp(tg_path_ext(name), suffix) == 0;
}

static struct tg_err *take_file(struct scan *scan, struct tg_folder *album, const char *path,
                                const struct stat *st)
{
    bool video = tg_suffix_is(tg_suffix_of(path), TG_SUFFIX_VIDEO);
    struct tg_photo *photo;
    struct tg_err *err;
    const char *why;

    if (!video && !tg_format_of_suffix(path))
        return tg_tally_file(&scan->tally, scan->site, scan->names, path);
    if (video && !scan->rules->videos) {
        scan->videos++;
        return tg_site_leave_out(scan->site, path, "ffmpeg is not installed");
    }
    err = tg_picasa_refusal(&scan->picasa, path, &why);
    if (err)
        return err;
    album->emptied |= why != NULL;
    if (!why && !video)
        why = tg_raw_refusal(scan->raw, album->node.photos, scan->early, path);
    if (why)
        return tg_site_leave_out(scan->site, path, why);
    photo = tg_photo_new(scan->site, &album->node, path, (uint64_t)st->st_size);
    if (!photo)
        return tg_err_nomem();
    photo->is_frame = video;
    return NULL;
}

/* Why no album can be made of a folder; NULL if one can.  On a file system without upper and lower
 * case the other spellings of our names are the same folder. */
static const char *refuse_folder(const struct scan *scan, const struct tg_folder *parent,
                                 const char *path)
{
    const char *name = tg_path_base(path);

    if (tg_is_page_name(name))
        return "skipped: a page of the album may have that name; rename the folder";
    if (!parent->node.parent &&
        (tg_text_casecmp(name, "sitemap.xml") == 0 || tg_text_casecmp(name, "feed.xml") == 0 ||
         tg_text_casecmp(name, TG_WORKER_JS) == 0))
        return "skipped: the gallery may have a file of that name; rename the folder";
    if (!parent->node.parent && tg_text_casecmp(name, TG_ASSETS_DIR) == 0)
        return "skipped: the gallery's own files go to a folder of that name; rename it";
    if (tg_node_depth(&parent->node) >= DEPTH_MAX)
        return "skipped: too many folders inside each other";
    if (strlen(scan->site->src) + 1 + strlen(path) >= PATH_LIMIT)
        return "skipped: its path is too long";
    return NULL;
}

static struct tg_err *take_folder(struct scan *scan, struct tg_folder *parent, const char *path,
                                  struct queue *q)
{
    const char *why = refuse_folder(scan, parent, path), *name = tg_path_base(path);
    struct tg_folder *album;

    if (why)
        return tg_site_note(scan->site, path, "%s", why);
    album = tg_node_new(&scan->site->arena, sizeof(*album), &parent->node, path);
    if (album)
        album->node.title = tg_site_keep(scan->site, tg_text_title(name, strlen(name)));
    return album && album->node.title ? enqueue(q, album) : tg_err_nomem();
}

/* Something in a folder, and what it is. */
struct entry {
    const char *name;
    char *path, *nfc; /* relative to SRC, as it is and in Unicode's form C; owned */
    bool linked;
    struct stat st; /* of what a link leads to */
};

/* Whether it is anything that would be read: most links of a user's are no concern of ours. */
static bool is_wanted(const struct entry *e)
{
    return S_ISDIR(e->st.st_mode) || tg_is_media(e->name) || has_suffix(e->name, ".xmp");
}

static bool is_left_out(struct scan *scan, const struct tg_folder *album, const struct entry *e)
{
    bool is_folder = S_ISDIR(e->st.st_mode);
    bool out = tg_choice_leaves_out(&scan->choice, tg_path_base(e->nfc), is_folder);

    out |= tg_album_leaves_out(album, e->nfc, is_folder);
    return out || (is_folder && tg_is_system_folder(e->name));
}

/* A picture, video or audio that nobody wants shown. */
static struct tg_err *leave_out(struct scan *scan, const char *path, const char *why)
{
    return tg_is_media(path) ? tg_site_leave_out(scan->site, path, why) : NULL;
}

/* A link is what it leads to, if that is in SRC; else *refused, which was noted. */
static struct tg_err *look_through(struct scan *scan, struct entry *e, bool *refused)
{
    int fd = tg_enclosure_find(&scan->site->source, e->path, TG_WANT_ANY, &e->st, NULL);

    *refused = fd < 0;
    if (fd < 0 && errno == EXDEV)
        return tg_site_refuse(scan->site, e->path);
    if (fd < 0)
        return tg_site_fail(scan->site, e->path, "cannot be read: %s", tg_enclosure_why(errno));
    close(fd);
    return NULL;
}

static struct tg_err *take(struct scan *scan, struct tg_folder *album, struct entry *e)
{
    struct tg_err *err = NULL;
    bool refused = false;

    if (tg_plain_site_has(&scan->plain, e->nfc))
        return NULL;
    if (is_left_out(scan, album, e)) {
        album->emptied |=
            tg_format_of_suffix(e->name) || tg_suffix_is(tg_suffix_of(e->name), TG_SUFFIX_VIDEO);
        return S_ISREG(e->st.st_mode) ? leave_out(scan, e->path, "by a pattern") : NULL;
    }
    if (e->linked && is_wanted(e))
        err = look_through(scan, e, &refused);
    if (err || refused)
        return err;
    if (S_ISDIR(e->st.st_mode))
        return take_folder(scan, album, e->path, e->linked ? &scan->linked : &scan->real);
    if (S_ISREG(e->st.st_mode))
        return take_file(scan, album, e->path, &e->st);
    return tg_site_note(scan->site, e->path, "skipped: neither a file nor a folder");
}

static struct tg_err *take_entry(struct scan *scan, struct tg_folder *album, int dir_fd,
                                 const char *name)
{
    struct entry e = {.name = name, .path = tg_path_join(album->node.dir, name)};
    struct tg_err *err;
    int result;

    e.nfc = e.path ? tg_nfc(e.path) : NULL;
    if (!e.nfc) {
        free(e.path);
        return tg_err_nomem();
    }
    result = fstatat(dir_fd, name, &e.st, AT_SYMLINK_NOFOLLOW);
    e.linked = result == 0 && S_ISLNK(e.st.st_mode);
    if (e.linked)
        result = fstatat(dir_fd, name, &e.st, 0);
    if (result != 0 && errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
        err = tg_site_fail(scan->site, e.path, "cannot be read: %s", strerror(errno));
    else if (result != 0)
        err = tg_site_note(scan->site, e.path, "skipped: %s",
                           e.linked ? "a link that leads nowhere" : strerror(errno));
    else
        err = take(scan, album, &e);
    free(e.path);
    free(e.nfc);
    return err;
}

static struct tg_err *fail_folder(struct scan *scan, const struct tg_folder *album, int errnum)
{
    if (errnum == EXDEV)
        return tg_site_refuse(scan->site, album->node.dir);
    return tg_site_fail(scan->site, album->node.dir, "the folder cannot be read: %s",
                        strerror(errnum));
}

/* Opens an album's folder and finds out whether it is one to be entered: *dir stays -1 if not. */
static struct tg_err *open_folder(struct scan *scan, const struct tg_folder *album, int *dir)
{
    struct stat st, mark;
    int fd = tg_enclosure_find(&scan->site->source, album->node.dir, TG_WANT_FOLDER, &st, NULL);
    struct tg_err *err = NULL;
    bool fresh = false;

    if (fd < 0)
        return fail_folder(scan, album, errno);
    if (scan->out_exists && tg_is_same_folder(&st, &scan->out))
        goto out;
    if (fstatat(fd, ".tirage", &mark, AT_SYMLINK_NOFOLLOW) == 0) {
        err = tg_site_note(scan->site, album->node.dir, "skipped: holds a gallery made by tirage");
        goto out;
    }
    if (errno == EACCES) { /* its names can be listed, but nothing in it can be reached */
        err = fail_folder(scan, album, errno);
        goto out;
    }
    err = tg_seen_add(&scan->seen, &st, &fresh);
    if (!err && !fresh)
        err =
            tg_site_note(scan->site, album->node.dir,
                         "skipped: leads to a folder that is in the gallery already, or above it");
    if (!err && fresh) {
        *dir = fd;
        return NULL;
    }
out:
    close(fd);
    return err;
}

/* The file of that name, in any case: some systems do not tell album.md from Album.md, and what it
 * asks for must not depend on the system. */
static const char *find_name(const struct tg_listing *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++)
        if (tg_text_casecmp(names->names[i], name) == 0)
            return names->names[i];
    return NULL;
}

/* What album.md and its like say decides which entries are taken.  *skip: none are. */
static struct tg_err *read_album_files(struct scan *scan, struct tg_folder *album,
                                       const struct tg_listing *names, bool *skip)
{
    const char *main = find_name(names, "album.md"), *index = find_name(names, "index.md");
    const char *picasa = tg_picasa_name(names);
    struct tg_err *err = NULL;

    if (main || index)
        err = tg_album_file_load(scan->site, album, main ? main : index, scan->report, skip);
    if (!err && main && index)
        tg_report_add(scan->report, TG_ERROR,
                      (struct tg_position){album->file ? album->file->path : index, 0, 0},
                      "%s is in the same folder: only one of them can count", index);
    for (size_t i = 0; i < names->len && !err; i++)
        if (tg_is_ignore_file(names->names[i]))
            err = tg_album_ignore_load(scan->site, album, names->names[i], scan->report, skip);
    scan->picasa = (struct tg_picasa){.photos_len = 0};
    if (picasa && !err && !*skip)
        err = tg_picasa_load(scan->site, album, picasa, scan->report, &scan->picasa, skip);
    return err;
}

/* The "._a.jpg" of macOS are attributes of another file. */
static struct tg_err *take_hidden(struct scan *scan, const struct tg_folder *album,
                                  const char *name)
{
    char *path = strncmp(name, "._", 2) == 0 ? NULL : tg_path_join(album->node.dir, name);
    struct tg_err *err = NULL;

    if (path)
        err = leave_out(scan, path, "its name begins with a dot, which hides it");
    else if (name[1] != '_')
        err = tg_err_nomem();
    free(path);
    return err;
}

static int by_path(const void *a, const void *b)
{
    const struct tg_photo *const *x = a, *const *y = b;

    return strcmp((*x)->path, (*y)->path);
}

/* Names are in order of bytes, and so are photos in the end. */
static struct tg_err *take_names(struct scan *scan, struct tg_folder *album, int dir, bool late)
{
    const struct tg_listing *names = scan->names;
    struct tg_node *node = &album->node;
    struct tg_err *err = NULL;

    scan->early = late ? node->photos_len : 0;
    for (size_t i = 0; i < names->len && !err; i++) {
        const char *name = names->names[i];

        if (tg_raw_is_late(scan->raw, name) == late)
            err =
                *name == '.' ? take_hidden(scan, album, name) : take_entry(scan, album, dir, name);
    }
    if (node->photos_len > scan->early && scan->early)
        qsort(node->photos, node->photos_len, sizeof(struct tg_photo *), by_path);
    return err;
}

static struct tg_err *take_entries(struct scan *scan, struct tg_folder *album, int dir,
                                   const struct tg_listing *names)
{
    const char *captions = find_name(names, "captions.txt");
    bool skip = false;
    struct tg_err *err = read_album_files(scan, album, names, &skip);

    if (err || skip)
        return err;
    scan->names = names;
    if (!album->node.parent) {
        scan->raw = scan->rules->raw || !album->file ? scan->rules->raw : album->file->raw;
        err = tg_plain_site_begin(&scan->plain, scan->site, album->file, &scan->rules->override,
                                  scan->report);
        if (!err)
            err = tg_sigal_tell(scan->site, album, names, scan->rules->tell_sigal);
    }
    if (!err)
        err = take_names(scan, album, dir, false);
    if (!err)
        err = take_names(scan, album, dir, true);
    if (!err)
        err = tg_sidecars_find(scan->site, album, names);
    if (!err)
        err = tg_tally_folder(&scan->tally, scan->site, album->node.dir);
    if (!err && captions)
        err = tg_captions_load(scan->site, album, captions, scan->report);
    if (!err)
        err = tg_sigal_photos(scan->site, album, names, scan->report);
    if (!err)
        err = tg_picasa_apply(&scan->picasa, album);
    return err ? err : tg_album_give_tags(album);
}

static struct tg_err *enter_folder(struct scan *scan, struct tg_folder *album)
{
    struct tg_listing names = {.len = 0};
    int dir = -1, errnum;
    struct tg_err *err = open_folder(scan, album, &dir);

    if (err || dir < 0)
        return err;
    err = tg_listing_read_open(&names, dir, album->node.dir, &errnum);
    if (!err && errnum)
        err = tg_site_fail(scan->site, album->node.dir, "the folder cannot be read to its end: %s",
                           strerror(errnum));
    if (!err)
        err = take_entries(scan, album, dir, &names);
    tg_listing_release(&names);
    close(dir);
    return err;
}

static struct tg_err *enter_all(struct scan *scan)
{
    struct tg_err *err = enqueue(&scan->real, tg_folder_of(scan->site->root));

    while (!err) {
        struct tg_folder *album = dequeue(&scan->real);

        if (!album)
            album = dequeue(&scan->linked);
        if (!album)
            break;
        err = enter_folder(scan, album);
    }
    return err;
}

static struct tg_err *note_rest(struct scan *scan)
{
    struct tg_err *err = tg_tally_end(&scan->tally, scan->site);

    if (scan->videos && !err)
        err = tg_site_note(scan->site, NULL, "%zu %s skipped: ffmpeg is not installed",
                           scan->videos, scan->videos == 1 ? "video" : "videos");
    return err;
}

/* The videos among the photos, which are in order of path. */
static struct tg_err *list_videos(struct tg_site *site)
{
    for (size_t i = 0; i < site->photos_len; i++) {
        struct tg_photo *photo = site->photos[i];

        if (!photo->is_frame)
            continue;
        photo->video = tg_medium_new(site, photo->path, &tg_plain_video, photo);
        if (!photo->video)
            return tg_err_nomem();
    }
    return NULL;
}

static struct tg_err *tell_patterns(struct scan *scan)
{
    const struct tg_reader reader = {&scan->site->arena, scan->report, TG_COMMAND_LINE, 0};

    tg_choice_warn(&reader, NULL, &scan->choice);
    return tg_album_tell_patterns(scan->site, tg_folder_of(scan->site->root), scan->report);
}

static struct tg_err *finish(struct scan *scan)
{
    struct tg_site *site = scan->site;
    struct tg_err *err = note_rest(scan);
    bool any;

    if (!err)
        err = tell_patterns(scan);
    if (err)
        return err;
    err = tg_folders_prune(site, site->root, &any);
    if (err)
        return err;
    if (!any || !site->photos_len) {
        const char *hint = site->failures_len ? site->failures[0]
                           : site->notes_len  ? site->notes[0]
                                              : "put some there, or name another folder";

        return tg_err_new(TG_E_USAGE, site->src, "no pictures in this folder or below it (%s)",
                          hint);
    }
    tg_folders_sort(site->root);
    tg_plain_site_end(&scan->plain);
    if (!site->look.locale && site->root->lang && !tg_words_find(site->root->lang))
        site->look.locale = tg_locale_find(site->root->lang);
    qsort(site->photos, site->photos_len, sizeof(struct tg_photo *), by_path);
    err = list_videos(site);
    if (!err && !tg_site_lock(site))
        err = tg_err_nomem();
    if (!err)
        tg_album_file_find(site, tg_folder_of(site->root), scan->report);
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

    scan->out_exists = stat(site->out, &scan->out) == 0;
    if (scan->out_exists &&
        (tg_seen_has(&scan->seen, &scan->out) || tg_is_same_folder(&scan->out, &scan->src)))
        return tg_err_new(TG_E_USAGE, site->out,
                          "the gallery may not go into its source folder itself or above it");
    return NULL;
}

/* The command line's patterns, as ours of album.md. */
static void read_rules(struct scan *scan)
{
    const struct tg_scan_rules *rules = scan->rules;

    scan->choice.include = (struct tg_texts){rules->include, rules->include_len};
    scan->choice.exclude = (struct tg_texts){rules->exclude, rules->exclude_len};
    tg_choice_prepare(&scan->site->arena, scan->report, &scan->choice);
}

static struct tg_err *prepare(struct scan *scan, const char *src, const char *out)
{
    struct tg_err *err = tg_site_new(src, out, scan->rules->follow_links, &scan->site);

    if (err)
        return err;
    scan->site->root = tg_node_new(&scan->site->arena, sizeof(struct tg_folder), NULL, "");
    if (!scan->site->root || !(scan->site->root->title = tg_site_keep(scan->site, root_title(src))))
        return tg_err_nomem();
    scan->site->motion = scan->rules->videos;
    if (fstat(scan->site->source.fd, &scan->src) != 0)
        return tg_err_sys(errno, src, "cannot read the folder of photos");
    if (fstatat(scan->site->source.fd, ".tirage", &(struct stat){0}, AT_SYMLINK_NOFOLLOW) == 0)
        return tg_err_new(TG_E_USAGE, src,
                          "holds a gallery made by tirage, not photos to make one");
    read_rules(scan);
    err = tg_seen_add_parents(&scan->seen, scan->site->source.fd, &scan->src);
    return err ? err : check_out(scan);
}

struct tg_err *tg_site_scan(const char *src, const char *out, const struct tg_scan_rules *rules,
                            struct tg_report *report, struct tg_site **site)
{
    struct scan scan = {.rules = rules, .report = report};
    struct tg_err *err = prepare(&scan, src, out);

    if (!err)
        err = enter_all(&scan);
    if (!err && report->count[TG_ERROR] == 0)
        err = finish(&scan);
    if (!err && report->nomem)
        err = tg_err_nomem();
    tg_report_sort(report);
    tg_plain_site_release(&scan.plain);
    tg_seen_release(&scan.seen);
    free(scan.real.albums);
    free(scan.linked.albums);
    if (err || report->count[TG_ERROR])
        tg_site_free(scan.site);
    else
        *site = scan.site;
    return err;
}
