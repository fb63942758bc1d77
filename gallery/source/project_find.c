/* project_find.c - the files that a project's galleries name: photos of the site, and includes. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/source/project_load.h"

/* A use of a picture whose file was found. */
struct find {
    char *path; /* relative to SRC; owned */
    uint64_t bytes;
    struct tg_ref *ref;
    bool is_still; /* of a video nothing but its first frame is shown */
};

struct finder {
    struct tg_site *site;
    struct tg_report *report;
    const struct tg_paths *paths;
    struct find *finds; /* owned */
    size_t len;
};

static void add_find(struct finder *f, struct tg_ref *ref, bool is_still, char *path,
                     uint64_t bytes)
{
    struct find *finds = tg_grow(f->finds, f->len, sizeof(*finds));

    if (!finds) {
        free(path);
        f->report->nomem = true;
        return;
    }
    f->finds = finds;
    finds[f->len++] = (struct find){path, bytes, ref, is_still};
}

static void find_ref(struct finder *f, const struct tg_node *node, struct tg_ref *ref,
                     bool is_still)
{
    char *inside = NULL;
    struct stat st;
    enum tg_found found = tg_paths_find_file(f->paths, node->dir, ref->name, &inside, &st);

    if (found == TG_FOUND_OUTSIDE) { /* it fails when it is opened, and keeps its position */
        inside = tg_paths_plain(node->dir, ref->name);
        f->report->nomem |= !inside;
        if (inside)
            add_find(f, ref, is_still, inside, 0);
        return;
    }
    if (found != TG_FOUND) {
        tg_report_add(f->report, TG_ERROR, ref->position, "%s: %s", ref->name,
                      tg_found_text(found));
        return;
    }
    add_find(f, ref, is_still, inside, (uint64_t)st.st_size);
}

static void find_pictures(struct finder *f, struct tg_node *node)
{
    struct tg_ref_iter iter = {0};
    struct tg_ref *ref;

    if (node->cover.name)
        find_ref(f, node, &node->cover, !tg_node_cover_plays(node));
    while ((ref = tg_node_next_ref(node, &iter)))
        find_ref(f, node, ref, false);
    for (size_t i = 0; i < node->children_len; i++)
        find_pictures(f, node->children[i]);
}

static bool is_video(const struct tg_ref *ref)
{
    return ref->media && ref->media->video;
}

static int by_lock(const struct tg_lock *a, const struct tg_lock *b)
{
    size_t x = a ? a->index + 1 : 0, y = b ? b->index + 1 : 0;

    return (x > y) - (x < y);
}

/* Uses of the same file as a picture, or as video or audio made the same way behind the same lock,
 * come together. */
static int by_file(const void *a, const void *b)
{
    const struct find *x = a, *y = b;
    int order = strcmp(x->path, y->path);

    if (order)
        return order;
    if (!x->ref->media || !y->ref->media)
        return (x->ref->media != NULL) - (y->ref->media != NULL);
    order = strcmp(x->ref->media->json, y->ref->media->json);
    return order ? order : by_lock(x->ref->lock, y->ref->lock);
}

/* Only one way of making a picture can do without the checksum: the project's own one, or else the
 * one whose JSON comes first, whatever the order of the galleries. */
static void choose_unmarked(struct tg_photo *photo, const struct tg_picture_options *options,
                            const char *own)
{
    bool is_own = strcmp(options->json, own) == 0, same;
    int order = photo->unmarked ? strcmp(options->json, photo->unmarked) : -1;

    same = order == 0;
    if (same && options->resize > photo->unmarked_resize)
        photo->unmarked_resize = options->resize;
    if (same || (photo->unmarked && !is_own && (order > 0 || strcmp(photo->unmarked, own) == 0)))
        return;
    photo->unmarked = options->json;
    photo->unmarked_resize = options->resize;
}

/* One photo for all uses of a picture's file; for a video one photo, which is its first frame,
 * whatever is made of it. */
static struct tg_err *make_photos(struct finder *f, struct tg_site *site,
                                  const struct tg_project *project)
{
    struct tg_photo *photo = NULL;

    for (size_t i = 0; i < f->len; i++) {
        struct find *find = &f->finds[i];

        if (find->ref->media && !is_video(find->ref))
            continue;
        if (!photo || strcmp(photo->path, find->path) != 0 ||
            photo->is_frame != is_video(find->ref)) {
            photo = tg_photo_new(site, NULL, find->path, find->bytes);
            if (photo)
                photo->shown_behind = find->ref->lock;
        }
        if (!photo)
            return tg_err_nomem();
        photo->shown_behind_others |= photo->shown_behind != find->ref->lock;
        photo->is_frame = is_video(find->ref);
        find->ref->photo = photo;
        if (site->unmarked && !photo->is_frame)
            choose_unmarked(photo, find->ref->options, project->defaults.json);
    }
    return NULL;
}

/* Outputs are named after the file less its suffix: two files that differ in it alone would have
 * one. */
static void check_stem(struct finder *f, size_t i)
{
    const struct find *find = &f->finds[i];
    size_t len = (size_t)(tg_path_ext(find->path) - find->path);

    while (i-- > 0 && strncmp(f->finds[i].path, find->path, len) == 0) {
        const struct find *other = &f->finds[i];

        if ((size_t)(tg_path_ext(other->path) - other->path) == len && other->ref->media &&
            strcmp(other->path, find->path) != 0 &&
            strcmp(other->ref->media->json, find->ref->media->json) == 0) {
            tg_report_add(f->report, TG_ERROR, find->ref->position,
                          "%s: would get the same name in the site as %s; rename one",
                          find->ref->name, other->ref->name);
            return;
        }
    }
}

static struct tg_err *make_media(struct finder *f, struct tg_site *site)
{
    struct tg_medium *medium = NULL;
    const struct find *made = NULL;

    for (size_t i = 0; i < f->len; i++) {
        struct find *find = &f->finds[i];

        if (!find->ref->media || find->is_still)
            continue;
        if (!made || by_file(find, made) != 0) {
            check_stem(f, i);
            made = find;
            medium = tg_medium_new(site, find->path, find->ref->media, find->ref->photo);
        }
        if (!medium)
            return tg_err_nomem();
        medium->lock = find->ref->lock;
        find->ref->medium = medium;
    }
    return NULL;
}

static enum tg_found find_include(const struct finder *f, const char *name)
{
    char *inside = NULL;
    struct stat st;
    enum tg_found found = tg_paths_find_file(f->paths, "", name, &inside, &st);

    free(inside);
    if (found == TG_FOUND && f->site->locks && strcmp(tg_path_base(name), "settings.yaml") == 0)
        return TG_FOUND_PASSWORD;
    return found;
}

static struct tg_err *check_includes(const struct finder *f, const struct tg_project *project)
{
    const struct tg_position position = {tg_gallery_file_of(f->site->root)->path, 0, 0};
    const struct tg_texts *include = &project->include;
    struct tg_err *err = NULL;

    for (size_t i = 0; i < include->len && !err; i++) {
        enum tg_found found = find_include(f, include->items[i]);

        if (found == TG_FOUND_OUTSIDE)
            err = tg_site_refuse(f->site, include->items[i]);
        else if (found != TG_FOUND)
            tg_report_add(f->report, found == TG_FOUND_NOTHING ? TG_WARNING : TG_ERROR, position,
                          "include: %s: %s", include->items[i], tg_found_text(found));
    }
    return err;
}

/* XMP files alongside photos count as absent if they lead out, which is said. */
static struct tg_err *check_sidecars(const struct finder *f)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < 2 * f->site->photos_len && !err; i++) {
        const char *photo = f->site->photos[i / 2]->path;
        const char *end = i % 2 ? tg_path_ext(photo) : photo + strlen(photo);
        struct tg_buf path;

        tg_buf_init(&path, TG_BUF_MAX);
        tg_buf_put(&path, photo, (size_t)(end - photo));
        tg_buf_puts(&path, ".xmp");
        if (path.failed)
            err = tg_err_nomem();
        else if (tg_enclosure_leads_out(f->paths->source, path.data) &&
                 !tg_enclosure_leads_out(f->paths->source, photo))
            err = tg_site_refuse(f->site, path.data);
        tg_buf_release(&path);
    }
    return err;
}

struct tg_err *tg_project_find(const struct tg_project *project, const struct tg_paths *paths,
                               struct tg_site *site, struct tg_report *report)
{
    struct finder f = {.site = site, .report = report, .paths = paths};
    struct tg_err *err = check_includes(&f, project);

    find_pictures(&f, site->root);
    if (f.len)
        qsort(f.finds, f.len, sizeof(*f.finds), by_file);
    if (!err)
        err = make_photos(&f, site, project);
    if (!err)
        err = check_sidecars(&f);
    if (!err)
        err = make_media(&f, site);
    for (size_t i = 0; i < f.len; i++)
        free(f.finds[i].path);
    free(f.finds);
    return err;
}
