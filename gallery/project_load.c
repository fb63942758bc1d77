/* project_load.c - from the settings files below SRC to galleries, and from those to photos.
 *
 * A gallery is a folder with settings.yaml whose parent is one too.  Those reached through a symlink
 * are entered when no other is left, so that a folder is always shown where it really is. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/lock.h"
#include "gallery/model.h"
#include "gallery/project.h"
#include "gallery/project_paths.h"
#include "gallery/text.h"

enum {
    PARTIAL_MAX = 1 << 20, /* bytes */
    DEPTH_MAX = 64,        /* of galleries inside each other */
};

struct folder_id {
    dev_t dev;
    ino_t ino;
};

struct link {
    struct tg_gallery *parent;
    char *path; /* owned */
};

struct loader {
    struct tg_site *site;
    struct tg_project *project;
    struct tg_report *report;
    struct tg_paths paths;
    struct folder_id *seen; /* real folders of galleries */
    size_t seen_len;
    struct link *links;
    size_t links_len;
};

static void no_memory(struct loader *l)
{
    l->report->nomem = true;
}

static void problem(struct loader *l, enum tg_severity severity, const char *file, const char *text)
{
    tg_report_add(l->report, severity, (struct tg_place){file, 0, 0}, "%s", text);
}

static struct tg_reader reader_of(struct loader *l, const char *file)
{
    return (struct tg_reader){&l->project->arena, l->report, file, 0};
}

/* A copy in the arena of a path that is freed. */
static const char *keep(struct loader *l, char *path)
{
    const char *copy = path ? tg_arena_copy(&l->project->arena, path, strlen(path)) : NULL;

    free(path);
    if (!copy)
        no_memory(l);
    return copy;
}

/* The mapping of a settings file; NULL after a report. */
static const struct tg_yaml *read_file(struct loader *l, const char *file)
{
    size_t errors = l->report->count[TG_ERROR], len = 0;
    const struct tg_yaml *map = NULL;
    char *inside = NULL, *data = NULL;
    struct tg_err *err = NULL;
    struct stat st;
    const char *wrong = tg_paths_find(&l->paths, "", file, &inside, &st);

    if (wrong) {
        problem(l, TG_ERROR, file, wrong);
        return NULL;
    }
    free(inside);
    inside = tg_path_join(l->paths.src, file);
    err = inside ? tg_file_read(inside, TG_YAML_BYTES, &data, &len) : tg_err_nomem();
    free(inside);
    if (err) {
        struct tg_buf text;

        tg_buf_init(&text, TG_BUF_MAX);
        tg_err_text(err, &text);
        problem(l, TG_ERROR, file, tg_buf_str(&text));
        tg_buf_release(&text);
        tg_err_free(err);
        return NULL;
    }
    map = tg_yaml_parse(&l->project->arena, file, data, len, l->report);
    free(data);
    if (map && map->kind != TG_YAML_MAP) {
        tg_report_add(l->report, TG_ERROR, (struct tg_place){file, map->line, map->column},
                      "not a mapping of keys to values");
        return NULL;
    }
    if (!map && l->report->count[TG_ERROR] == errors)
        problem(l, TG_ERROR, file, "is empty");
    return map;
}

static void set_title(struct loader *l, struct tg_gallery *gallery, const char *folder)
{
    if (!gallery->title || !*gallery->title)
        gallery->title = keep(l, tg_text_title(folder, strlen(folder)));
}

static struct tg_gallery *gallery_new(struct loader *l, struct tg_gallery *parent, const char *dir)
{
    const struct tg_gallery *home = l->project->home;
    struct tg_gallery *gallery = tg_arena_alloc(&l->project->arena, 1, sizeof(*gallery));

    if (!gallery) {
        no_memory(l);
        return NULL;
    }
    *gallery = (struct tg_gallery){.parent = parent, .is_public = true};
    if (home) {
        gallery->lang = home->lang;
        gallery->light_mode = home->light_mode;
        gallery->light = parent->light;
        gallery->reverse = home->reverse;
    }
    gallery->dir = keep(l, strdup(dir));
    gallery->file = keep(l, tg_path_join(dir, "settings.yaml"));
    return gallery->dir && gallery->file ? gallery : NULL;
}

static void adopt(struct loader *l, struct tg_gallery *parent, struct tg_gallery *child)
{
    struct tg_gallery **children =
        tg_grow(parent->children, parent->children_len, sizeof(struct tg_gallery *));

    if (!children) {
        no_memory(l);
        return;
    }
    parent->children = children;
    children[parent->children_len++] = child;
}

/* Whether a real folder was entered already; remembers it. */
static bool was_seen(struct loader *l, const struct stat *st, bool search)
{
    struct folder_id id = {st->st_dev, st->st_ino}, *seen;

    for (size_t i = 0; search && i < l->seen_len; i++)
        if (l->seen[i].dev == id.dev && l->seen[i].ino == id.ino)
            return true;
    seen = tg_grow(l->seen, l->seen_len, sizeof(*seen));
    if (!seen) {
        no_memory(l);
        return true;
    }
    l->seen = seen;
    seen[l->seen_len++] = id;
    return false;
}

static void wait_for_others(struct loader *l, struct tg_gallery *parent, const char *path)
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

static void load_gallery(struct loader *l, struct tg_gallery *parent, const char *path,
                         bool by_link);

static bool exists(const struct loader *l, const char *path, const char *name, int flags)
{
    char *folder = tg_path_join(l->paths.src, path);
    char *full = folder ? tg_path_join(folder, name) : NULL;
    struct stat st;
    bool found = full && fstatat(AT_FDCWD, full, &st, flags) == 0;

    free(folder);
    free(full);
    return found;
}

static void take_entry(struct loader *l, struct tg_gallery *parent, const struct dirent *entry)
{
    char *path = tg_path_join(parent->dir, entry->d_name), *full = NULL;
    struct stat st;

    if (path)
        full = tg_path_join(l->paths.src, path);
    if (!path || !full)
        no_memory(l);
    else if (exists(l, path, "settings.yaml", AT_SYMLINK_NOFOLLOW) && lstat(full, &st) == 0) {
        if (S_ISLNK(st.st_mode))
            wait_for_others(l, parent, path);
        else
            load_gallery(l, parent, path, false);
    }
    free(path);
    free(full);
}

/* What cannot be a gallery, before anything is asked of the file system. */
static int may_be_folder(const struct dirent *entry)
{
    return entry->d_type != DT_REG && strcmp(entry->d_name, ".") != 0 &&
           strcmp(entry->d_name, "..") != 0;
}

static int by_natural_name(const struct dirent **a, const struct dirent **b)
{
    return tg_path_natural_cmp((*a)->d_name, (*b)->d_name);
}

static void load_children(struct loader *l, struct tg_gallery *parent)
{
    char *full = tg_path_join(l->paths.src, parent->dir);
    struct dirent **entries = NULL;
    int n = full ? scandir(full, &entries, may_be_folder, by_natural_name) : -1;

    if (!full)
        no_memory(l);
    else if (n < 0)
        problem(l, TG_ERROR, parent->file, "its folder cannot be read");
    free(full);
    for (int i = 0; i < n; i++) {
        /* récitale's output, wherever ours goes */
        if (parent->parent || strcmp(entries[i]->d_name, "build") != 0)
            take_entry(l, parent, entries[i]);
        free(entries[i]);
    }
    free(entries);
}

static size_t depth_of(const struct tg_gallery *gallery)
{
    size_t depth = 0;

    for (; gallery->parent; gallery = gallery->parent)
        depth++;
    return depth;
}

/* Why a folder may not be a gallery; "" if nobody needs to hear of it, NULL if it may. */
static const char *refuse(struct loader *l, const struct tg_gallery *parent, const char *path,
                          bool by_link)
{
    char *inside = NULL;
    struct stat st;
    const char *wrong = tg_paths_find(&l->paths, "", path, &inside, &st);
    bool in_out = wrong && l->paths.out && strstr(wrong, "written to");

    free(inside);
    if (in_out || exists(l, path, ".tirage", AT_SYMLINK_NOFOLLOW))
        return "";
    if (wrong)
        return wrong;
    if (was_seen(l, &st, by_link))
        return "leads to a folder that is a gallery already";
    if (!parent->parent && tg_text_casecmp(path, TG_ASSETS_DIR) == 0)
        return "tirage's own files go to a folder of that name; rename this one";
    return depth_of(parent) < DEPTH_MAX ? NULL : "too many galleries inside each other";
}

static void check_gallery(struct loader *l, const struct tg_gallery *gallery)
{
    if (!gallery->is_public) {
        if (gallery->children_len)
            problem(l, TG_WARNING, gallery->file,
                    "not public: the galleries in its folder are left out too");
        return;
    }
    if (gallery->children_len && gallery->sections_node)
        problem(l, TG_ERROR, gallery->file,
                "has sections, and other galleries in its folder; it can have only one of them");
    if (!gallery->cover_node)
        problem(l, TG_ERROR, gallery->file, "has no cover; one that is not public needs none");
}

static void drop_children(struct tg_gallery *gallery)
{
    for (size_t i = 0; i < gallery->children_len; i++)
        drop_children(gallery->children[i]);
    free(gallery->children);
    gallery->children = NULL;
    gallery->children_len = 0;
}

static void load_gallery(struct loader *l, struct tg_gallery *parent, const char *path,
                         bool by_link)
{
    const char *wrong = refuse(l, parent, path, by_link);
    struct tg_gallery *gallery;
    const struct tg_yaml *map;
    struct tg_reader reader;

    if (wrong) {
        if (*wrong)
            tg_report_add(l->report, TG_ERROR, (struct tg_place){parent->file, 0, 0}, "%s: %s",
                          path, wrong);
        return;
    }
    gallery = gallery_new(l, parent, path);
    map = gallery ? read_file(l, gallery->file) : NULL;
    if (!gallery)
        return;
    adopt(l, parent, gallery);
    if (!map)
        return;
    reader = reader_of(l, gallery->file);
    tg_gallery_read(&reader, map, l->project, gallery);
    set_title(l, gallery, tg_path_base(path));
    load_children(l, gallery);
    check_gallery(l, gallery);
    if (!gallery->is_public)
        drop_children(gallery);
}

static int by_day(const struct tg_date *a, const struct tg_date *b)
{
    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    if (a->month != b->month)
        return a->month < b->month ? -1 : 1;
    return (a->day > b->day) - (a->day < b->day);
}

int tg_gallery_newest_first(const struct tg_gallery *a, const struct tg_gallery *b)
{
    int order = by_day(&b->date, &a->date);

    return order ? order : tg_path_natural_cmp(a->dir, b->dir);
}

static int newest_first(const void *a, const void *b)
{
    return tg_gallery_newest_first(*(const struct tg_gallery *const *)a,
                                   *(const struct tg_gallery *const *)b);
}

/* Those without a date stay last. */
static int oldest_first(const void *a, const void *b)
{
    const struct tg_gallery *x = *(const struct tg_gallery *const *)a;
    const struct tg_gallery *y = *(const struct tg_gallery *const *)b;
    int order = by_day(&x->date, &y->date);

    if (!x->date.year != !y->date.year)
        return x->date.year ? -1 : 1;
    return order ? order : tg_path_natural_cmp(x->dir, y->dir);
}

static void sort_galleries(struct tg_gallery *gallery)
{
    if (gallery->children_len)
        qsort(gallery->children, gallery->children_len, sizeof(struct tg_gallery *),
              gallery->reverse ? oldest_first : newest_first);
    for (size_t i = 0; i < gallery->children_len; i++)
        sort_galleries(gallery->children[i]);
}

/* HTML of the project's author, for every page. */
static void load_partials(struct loader *l)
{
    static const char *const names[] = {"partials/head.html", "partials/header.html",
                                        "partials/footer.html"};

    for (size_t i = 0; i < TG_PARTIALS; i++) {
        char *inside = NULL, *full = NULL, *data = NULL;
        struct tg_err *err = NULL;
        struct stat st;
        size_t len = 0;

        if (!exists(l, "", names[i], AT_SYMLINK_NOFOLLOW))
            continue;
        if (tg_paths_find(&l->paths, "", names[i], &inside, &st) || !S_ISREG(st.st_mode)) {
            problem(l, TG_ERROR, names[i], "is no file of this project");
        } else {
            full = tg_path_join(l->paths.src, inside);
            err = full ? tg_file_read(full, PARTIAL_MAX, &data, &len) : tg_err_nomem();
            if (err)
                problem(l, TG_ERROR, names[i], "cannot be read, or has more than a megabyte");
            else
                l->project->root.partials[i] = tg_arena_copy(&l->project->arena, data, len);
        }
        tg_err_free(err);
        free(inside);
        free(full);
        free(data);
    }
}

static void check_rest(struct loader *l)
{
    const char *file = l->project->home->file;

    if (l->project->home->children_len == 0)
        problem(l, TG_ERROR, file, "no gallery: no folder beside it has a settings.yaml");
    if (exists(l, "", "templates", 0))
        problem(l, TG_WARNING, file,
                "the folder templates is not used: templates for Jinja2 have no effect; "
                "partials/head.html, header.html and footer.html can take their place");
    load_partials(l);
    l->project->root.custom_css = exists(l, "", "custom.css", 0);
    l->project->root.custom_js = exists(l, "", "custom.js", 0);
}

static struct tg_err *load(struct loader *l, const char *locale)
{
    const struct tg_yaml *map;
    struct tg_gallery *home = gallery_new(l, NULL, "");
    struct tg_reader reader;

    if (!home)
        return tg_err_nomem();
    l->project->home = home;
    map = read_file(l, home->file);
    if (!map)
        return NULL;
    reader = reader_of(l, home->file);
    tg_root_read(&reader, map, locale, l->project);
    l->site->deploy = l->project->root.deploy;
    l->site->look = l->project->root.look;
    tg_project_theme(&reader, &l->paths, &l->project->root);
    set_title(l, home, tg_path_base(l->paths.src));
    load_children(l, home);
    for (size_t i = 0; i < l->links_len; i++)
        load_gallery(l, l->links[i].parent, l->links[i].path, true);
    check_rest(l);
    sort_galleries(home);
    /* Keys take their time, and are of no use in a project that cannot be built. */
    if (l->report->count[TG_ERROR] == 0 && !tg_project_lock(l->project))
        return tg_err_nomem();
    l->project->root.rss = l->project->root.rss && !home->lock;
    return tg_project_find(l->project, &l->paths, l->site, l->report);
}

static struct tg_err *prepare(struct loader *l, const char *src, const char *out)
{
    l->site = calloc(1, sizeof(*l->site));
    l->project = calloc(1, sizeof(*l->project));
    if (!l->site || !l->project) {
        free(l->project);
        return tg_err_nomem();
    }
    l->site->project = l->project;
    l->site->src = strdup(src);
    l->site->out = strdup(out);
    l->site->root = tg_album_new(NULL, strdup(""), strdup(""));
    if (!l->site->src || !l->site->out || !l->site->root)
        return tg_err_nomem();
    return tg_paths_init(&l->paths, src, out);
}

static void loader_release(struct loader *l)
{
    for (size_t i = 0; i < l->links_len; i++)
        free(l->links[i].path);
    free(l->links);
    free(l->seen);
    tg_paths_release(&l->paths);
}

struct tg_err *tg_project_load(const char *src, const char *out, const char *locale,
                               struct tg_report *report, struct tg_site **site)
{
    struct loader l = {.report = report};
    struct tg_err *err = prepare(&l, src, out);

    if (!err)
        err = load(&l, locale);
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

void tg_project_free(struct tg_project *project)
{
    if (!project)
        return;
    if (project->home)
        drop_children(project->home);
    tg_arena_release(&project->arena);
    free(project);
}
