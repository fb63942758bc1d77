/* project_load.c - from the settings files below SRC to galleries, and from those to photos.
 *
 * A gallery is a folder with settings.yaml whose parent is one too.  Those reached through a
 * symlink are entered when no other is left, so that a folder is always shown where it really
 * is. */
#include "gallery/source/project_load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/grow.h"
#include "core/base/listing.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/model/names.h"
#include "gallery/model/text.h"
#include "gallery/source/ignore_file.h"
#include "gallery/source/seen.h"
#include "gallery/source/site_files.h"

enum {
    DEPTH_MAX = 64 /* of galleries inside each other */
};

struct link {
    struct tg_gallery_file *parent;
    char *path; /* owned */
};

struct loader {
    struct tg_site *site;
    struct tg_project *project;
    struct tg_report *report;
    struct tg_paths paths;
    struct tg_seen seen; /* folders of galleries */
    struct link *links;
    size_t links_len;
};

static void no_memory(struct loader *l)
{
    l->report->nomem = true;
}

/* An error that can only be want of memory; NULL is fine. */
static void take_err(struct loader *l, struct tg_err *err)
{
    l->report->nomem |= err != NULL;
    tg_err_free(err);
}

static void problem(struct loader *l, enum tg_severity severity, const char *file, const char *text)
{
    tg_report_add(l->report, severity, (struct tg_position){file, 0, 0}, "%s", text);
}

static struct tg_reader reader_of(struct loader *l, const char *file)
{
    return (struct tg_reader){&l->site->arena, l->report, file, 0};
}

/* A link is to be blamed, and not the settings. */
static void refuse_link(struct loader *l, const char *path)
{
    take_err(l, tg_site_refuse(l->site, path));
}

/* A copy in the arena of a text that is freed. */
static const char *keep(struct loader *l, char *text)
{
    const char *copy = tg_site_keep(l->site, text);

    if (!copy)
        no_memory(l);
    return copy;
}

/* The mapping of a settings file; NULL after a report. */
static const struct tg_yaml *read_file(struct loader *l, const char *file)
{
    size_t errors = l->report->count[TG_ERROR], len = 0;
    const struct tg_yaml *map = NULL;
    char *data = NULL;
    struct tg_err *err = tg_enclosure_read(l->paths.source, file, TG_YAML_BYTES, &data, &len);

    if (err) {
        tg_report_err(l->report, file, err);
        tg_err_free(err);
        return NULL;
    }
    map = tg_yaml_parse(&l->site->arena, file, data, len, l->report);
    free(data);
    if (map && map->kind != TG_YAML_MAP) {
        tg_report_add(l->report, TG_ERROR, (struct tg_position){file, map->line, map->column},
                      "not a mapping of keys to values");
        return NULL;
    }
    if (!map && l->report->count[TG_ERROR] == errors)
        problem(l, TG_ERROR, file, "is empty");
    return map;
}

static void set_title(struct loader *l, struct tg_node *node, const char *folder)
{
    if (!tg_text_is_set(node->title))
        node->title = keep(l, tg_text_title(folder, strlen(folder)));
}

static struct tg_gallery_file *gallery_new(struct loader *l, struct tg_gallery_file *parent,
                                           const char *dir)
{
    struct tg_gallery_file *gallery =
        tg_node_new(&l->site->arena, sizeof(*gallery), parent ? &parent->node : NULL, dir);

    if (!gallery) {
        no_memory(l);
        return NULL;
    }
    gallery->is_public = gallery->paged = gallery->by_days = true;
    if (parent) {
        gallery->node.lang = l->site->root->lang;
        gallery->node.basic_too = l->site->root->basic_too;
        gallery->node.basic = parent->node.basic;
        gallery->reverse = tg_gallery_file_of(l->site->root)->reverse;
    }
    gallery->path = keep(l, tg_path_join(dir, "settings.yaml"));
    return gallery->path ? gallery : NULL;
}

static void wait_for_others(struct loader *l, struct tg_gallery_file *parent, const char *path)
{
    struct link *links = tg_grow(l->links, l->links_len, sizeof(*links));
    char *copy = strdup(path);

    if (links)
        l->links = links;
    if (!links || !copy) {
        free(copy);
        no_memory(l);
        return;
    }
    links[l->links_len++] = (struct link){parent, copy};
}

static void load_gallery(struct loader *l, struct tg_gallery_file *parent, const char *path,
                         bool by_link);

/* Whether there is anything of that name, be it a link that leads nowhere.  Nothing is opened,
 * and errno stays. */
static bool exists(const struct loader *l, const char *path, const char *name)
{
    char *folder = tg_path_join(l->paths.src, path);
    char *full = folder ? tg_path_join(folder, name) : NULL;
    int errnum = errno;
    struct stat st;
    bool found = full && lstat(full, &st) == 0;

    free(folder);
    free(full);
    errno = errnum;
    return found;
}

static void take_entry(struct loader *l, struct tg_gallery_file *parent, const char *name)
{
    char *path = tg_path_join(parent->node.dir, name), *full = NULL;
    struct stat st;

    if (path)
        full = tg_path_join(l->paths.src, path);
    if (!path || !full)
        no_memory(l);
    else if (exists(l, path, "settings.yaml") && lstat(full, &st) == 0) {
        if (S_ISLNK(st.st_mode))
            wait_for_others(l, parent, path);
        else
            load_gallery(l, parent, path, false);
    }
    free(path);
    free(full);
}

static int by_natural_name(const void *a, const void *b)
{
    return tg_path_natural_cmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a gallery's folder.  False if it cannot be read. */
static bool list(struct loader *l, const char *dir, struct tg_listing *names)
{
    struct stat st;
    int fd = tg_enclosure_find(l->paths.source, dir, TG_WANT_FOLDER, &st, NULL), errnum = 0;

    if (fd >= 0)
        take_err(l, tg_listing_read(names, fd, &errnum));
    return fd >= 0 && !errnum;
}

static void load_children(struct loader *l, struct tg_gallery_file *parent)
{
    struct tg_listing names = {.len = 0};

    if (!list(l, parent->node.dir, &names))
        problem(l, TG_ERROR, parent->path, "its folder cannot be read");
    if (names.len)
        qsort(names.names, names.len, sizeof(*names.names), by_natural_name);
    for (size_t i = 0; i < names.len; i++)
        /* récitale's output, wherever ours goes */
        if (parent->node.parent || strcmp(names.names[i], "build") != 0)
            take_entry(l, parent, names.names[i]);
    tg_listing_release(&names);
}

/* Whether a folder may be a gallery. */
static enum tg_found judge(struct loader *l, const struct tg_gallery_file *parent, const char *path,
                           bool by_link)
{
    char *inside = NULL;
    struct stat st;
    enum tg_found found = tg_paths_find(&l->paths, "", path, &inside, &st);

    free(inside);
    if (found == TG_FOUND_OUTPUT || exists(l, path, ".tirage"))
        return TG_FOUND_SKIP;
    if (found != TG_FOUND)
        return found;
    if (by_link && tg_seen_has(&l->seen, &st))
        return TG_FOUND_TWICE;
    take_err(l, tg_seen_add(&l->seen, &st, NULL));
    if (!parent->node.parent && tg_text_casecmp(path, TG_ASSETS_DIR) == 0)
        return TG_FOUND_RESERVED;
    return tg_node_depth(&parent->node) < DEPTH_MAX ? TG_FOUND : TG_FOUND_DEEP;
}

static void check_gallery(struct loader *l, const struct tg_gallery_file *gallery)
{
    if (!gallery->is_public) {
        if (gallery->node.children_len)
            problem(l, TG_WARNING, gallery->path,
                    "not public: the galleries in its folder are skipped too");
        return;
    }
    if (gallery->node.children_len && gallery->sections)
        problem(l, TG_ERROR, gallery->path,
                "has sections, and other galleries in its folder; it can have only one of them");
    if (!gallery->cover)
        problem(l, TG_ERROR, gallery->path, "has no cover; one that is not public needs none");
}

static bool is_empty(struct loader *l, const char *dir, const char *name)
{
    char *path = tg_path_join(dir, name), *data = NULL;
    size_t len = 0;
    struct tg_err *err =
        path ? tg_enclosure_read(l->paths.source, path, TG_IGNORE_MAX, &data, &len) : NULL;
    bool empty = data && tg_ignore_is_empty(data, len);

    tg_err_free(err);
    if (empty)
        take_err(l, tg_site_note(l->site, dir, "skipped: an empty %s is in it", name));
    if (!path)
        no_memory(l);
    free(path);
    free(data);
    return empty;
}

/* Whether an empty .nomedia or so says that nothing of the folder is to be published; its patterns
 * have no effect where settings name each picture.  Settings that lead out leave the gallery out
 * too. */
static bool is_ignored(struct loader *l, const char *path)
{
    struct tg_listing names = {.len = 0};
    char *settings = tg_path_join(path, "settings.yaml");
    bool ignored = settings && tg_enclosure_leads_out(l->paths.source, settings);

    if (ignored)
        refuse_link(l, settings);
    free(settings);
    if (!ignored && list(l, path, &names))
        for (size_t i = 0; i < names.len && !ignored; i++)
            ignored = tg_is_ignore_file(names.names[i]) && is_empty(l, path, names.names[i]);
    tg_listing_release(&names);
    return ignored;
}

static void load_gallery(struct loader *l, struct tg_gallery_file *parent, const char *path,
                         bool by_link)
{
    enum tg_found found = judge(l, parent, path, by_link);
    struct tg_gallery_file *gallery;
    const struct tg_yaml *map;
    struct tg_reader reader;

    if (found == TG_FOUND_OUTSIDE)
        refuse_link(l, path);
    else if (found != TG_FOUND && found != TG_FOUND_SKIP)
        tg_report_add(l->report, TG_ERROR, (struct tg_position){parent->path, 0, 0}, "%s: %s", path,
                      tg_found_text(found));
    if (found != TG_FOUND || is_ignored(l, path))
        return;
    gallery = gallery_new(l, parent, path);
    map = gallery ? read_file(l, gallery->path) : NULL;
    if (!gallery)
        return;
    if (!map)
        return;
    reader = reader_of(l, gallery->path);
    tg_gallery_read(&reader, map, l->project, gallery);
    set_title(l, &gallery->node, tg_path_base(path));
    load_children(l, gallery);
    check_gallery(l, gallery);
    if (!gallery->is_public)
        tg_node_drop_children(&gallery->node);
}

static int newest_first(const void *a, const void *b)
{
    const struct tg_node *x = *(const struct tg_node *const *)a;
    const struct tg_node *y = *(const struct tg_node *const *)b;
    int order = tg_date_cmp(y->date, x->date);

    return order ? order : tg_path_natural_cmp(x->dir, y->dir);
}

/* Those without a date stay last. */
static int oldest_first(const void *a, const void *b)
{
    const struct tg_node *x = *(const struct tg_node *const *)a;
    const struct tg_node *y = *(const struct tg_node *const *)b;
    int order = tg_date_cmp(x->date, y->date);

    if (!x->date.year != !y->date.year)
        return x->date.year ? -1 : 1;
    return order ? order : tg_path_natural_cmp(x->dir, y->dir);
}

static void sort_galleries(struct tg_node *node)
{
    if (node->children_len)
        qsort(node->children, node->children_len, sizeof(struct tg_node *),
              tg_gallery_file_of(node)->reverse ? oldest_first : newest_first);
    for (size_t i = 0; i < node->children_len; i++)
        sort_galleries(node->children[i]);
}

/* Files of `include` and static/ whose names pages of galleries may have stay away. */
static void check_files(struct loader *l)
{
    size_t kept = 0;

    for (size_t i = 0; i < l->site->files_len; i++) {
        const struct tg_site_file file = l->site->files[i];
        const char *base = tg_path_base(file.to), *dir = NULL;
        const struct tg_node *node = NULL;

        if (tg_is_page_name(base))
            dir = tg_arena_copy(&l->site->arena, file.to,
                                base > file.to ? (size_t)(base - file.to) - 1 : 0);
        if (dir)
            node = tg_site_node(l->site->root, dir);
        if (node && node->sections_len)
            problem(l, TG_WARNING, file.to,
                    "skipped: a page of the gallery may have that name; rename the file");
        else
            l->site->files[kept++] = file;
    }
    l->site->files_len = kept;
}

static void check_rest(struct loader *l)
{
    const char *file = tg_gallery_file_of(l->site->root)->path;

    if (l->site->root->children_len == 0)
        problem(l, TG_ERROR, file, "no gallery: no folder next to it has a settings.yaml");
    if (exists(l, "", "templates"))
        problem(l, TG_WARNING, file,
                "the folder templates is not used: templates for Jinja2 have no effect; "
                "partials/head.html, header.html and footer.html can take their place");
}

static void settle_themes(struct loader *l, struct tg_node *parent)
{
    for (size_t i = 0; i < parent->children_len; i++) {
        struct tg_gallery_file *gallery = tg_gallery_file_of(parent->children[i]);
        const struct tg_reader reader = reader_of(l, gallery->path);

        tg_gallery_settle_theme(&reader, gallery);
        settle_themes(l, &gallery->node);
    }
}

static struct tg_err *load(struct loader *l, const char *locale, const struct tg_override *override)
{
    struct tg_gallery_file *home = gallery_new(l, NULL, "");
    struct tg_site *site = l->site;
    const struct tg_yaml *map;
    struct tg_reader reader, line;
    struct tg_err *err;

    if (!home)
        return tg_err_nomem();
    site->root = &home->node;
    map = read_file(l, home->path);
    if (!map)
        return NULL;
    reader = reader_of(l, home->path);
    line = reader_of(l, TG_COMMAND_LINE);
    tg_root_read(&reader, map, locale, override, site, l->project);
    site->source.follow |= l->project->follow_links;
    tg_project_theme(override->theme ? &line : &reader, &l->paths, l->project->theme_node,
                     &site->look);
    set_title(l, site->root, tg_path_base(l->paths.src));
    load_children(l, home);
    for (size_t i = 0; i < l->links_len; i++)
        load_gallery(l, l->links[i].parent, l->links[i].path, true);
    settle_themes(l, site->root);
    check_rest(l);
    tg_site_footer(&reader, &site->look);
    err = tg_site_files_find(&l->paths, site, l->report);
    if (!err)
        err = tg_project_files(&reader, l->project, tg_yaml_get(map, "files"), &l->paths, site);
    if (err)
        return err;
    check_files(l);
    sort_galleries(site->root);
    tg_site_menu(site, l->report);
    /* Keys take their time, and are of no use in a project that cannot be built. */
    if (l->report->count[TG_ERROR] == 0 && !tg_site_lock(site))
        return tg_err_nomem();
    err = tg_project_find(l->project, &l->paths, site, l->report);
    return err ? err : tg_project_left(l->project, &l->paths, site);
}

static struct tg_err *prepare(struct loader *l, const char *src, const char *out, bool follow_links)
{
    struct tg_err *err = tg_site_new(src, out, follow_links, &l->site);

    if (err)
        return err;
    l->project = tg_arena_alloc(&l->site->arena, 1, sizeof(*l->project));
    if (!l->project)
        return tg_err_nomem();
    return tg_paths_init(&l->paths, &l->site->source, src, out);
}

static void loader_release(struct loader *l)
{
    for (size_t i = 0; i < l->links_len; i++)
        free(l->links[i].path);
    free(l->links);
    tg_seen_release(&l->seen);
    tg_paths_release(&l->paths);
}

struct tg_err *tg_project_load(const char *src, const char *out, const char *locale,
                               bool follow_links, const struct tg_override *override,
                               struct tg_report *report, struct tg_site **site)
{
    static const struct tg_override none = {.title = NULL};
    struct loader l = {.report = report};
    struct tg_err *err = prepare(&l, src, out, follow_links);

    if (!err)
        err = load(&l, locale, override ? override : &none);
    if (!err && report->nomem)
        err = tg_err_nomem();
    tg_report_sort(report);
    loader_release(&l);
    if (err || report->count[TG_ERROR])
        tg_site_free(l.site);
    else
        *site = l.site;
    return err;
}
