/* project_find.c - the files that a project's galleries name: photos of the site, and includes. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"
#include "gallery/model.h"
#include "gallery/project.h"
#include "gallery/project_paths.h"

/* A use of a picture whose file was found. */
struct find {
    char *path; /* relative to SRC; owned */
    uint64_t bytes;
    struct tg_shot *shot;
};

struct finder {
    struct tg_report *report;
    const struct tg_paths *paths;
    struct find *finds; /* owned */
    size_t len;
    const struct tg_shot *first_medium; /* that is no picture */
    size_t media;
};

static void add_find(struct finder *f, struct tg_shot *shot, char *path, uint64_t bytes)
{
    struct find *finds = tg_grow(f->finds, f->len, sizeof(*finds));

    if (!finds) {
        free(path);
        f->report->nomem = true;
        return;
    }
    f->finds = finds;
    finds[f->len++] = (struct find){path, bytes, shot};
}

static void find_shot(struct finder *f, const struct tg_gallery *gallery, struct tg_shot *shot)
{
    char *inside = NULL;
    struct stat st;
    const char *wrong = tg_paths_find(f->paths, gallery->dir, shot->name, &inside, &st);

    if (!wrong && !S_ISREG(st.st_mode)) {
        free(inside);
        wrong = "is not a file";
    }
    if (wrong) {
        tg_report_add(f->report, TG_ERROR, shot->place, "%s: %s", shot->name, wrong);
        return;
    }
    if (shot->video) {
        f->first_medium = f->first_medium ? f->first_medium : shot;
        f->media++;
        free(inside);
        return;
    }
    add_find(f, shot, inside, (uint64_t)st.st_size);
}

static void find_in_section(struct finder *f, const struct tg_gallery *gallery,
                            struct tg_section *section)
{
    for (size_t i = 0; i < section->rows_len; i++)
        for (size_t k = 0; k < section->rows[i].len; k++) {
            struct tg_shot *shot = &section->rows[i].shots[k];

            shot->video |= section->type == TG_SECTION_AUDIO;
            find_shot(f, gallery, shot);
        }
}

static void find_pictures(struct finder *f, struct tg_gallery *gallery)
{
    if (gallery->cover)
        find_shot(f, gallery, gallery->cover);
    for (size_t i = 0; i < gallery->sections_len; i++)
        find_in_section(f, gallery, &gallery->sections[i]);
    for (size_t i = 0; i < gallery->children_len; i++)
        find_pictures(f, gallery->children[i]);
}

static int by_find_path(const void *a, const void *b)
{
    return strcmp(((const struct find *)a)->path, ((const struct find *)b)->path);
}

/* One photo for all uses of a file. */
static struct tg_err *make_photos(struct finder *f, struct tg_site *site)
{
    struct tg_photo *photo = NULL;

    if (f->len)
        qsort(f->finds, f->len, sizeof(*f->finds), by_find_path);
    for (size_t i = 0; i < f->len; i++) {
        struct find *find = &f->finds[i];

        if (!photo || strcmp(photo->path, find->path) != 0)
            photo = tg_photo_new(site, NULL, find->path, find->bytes);
        if (!photo)
            return tg_err_nomem();
        find->shot->photo = photo;
    }
    return NULL;
}

static void check_includes(const struct finder *f, const struct tg_project *project)
{
    const struct tg_texts *include = &project->root.include;

    for (size_t i = 0; i < include->len; i++) {
        char *inside = NULL;
        struct stat st;
        const char *wrong = tg_paths_find(f->paths, "", include->items[i], &inside, &st);
        bool missing = wrong && strcmp(wrong, "does not exist") == 0;

        free(inside);
        if (!wrong && !S_ISREG(st.st_mode))
            wrong = "is not a file";
        if (wrong)
            tg_report_add(f->report, missing ? TG_WARNING : TG_ERROR,
                          (struct tg_place){project->home->file, 0, 0}, "include: %s: %s",
                          include->items[i], wrong);
    }
}

struct tg_err *tg_project_find(struct tg_project *project, const struct tg_paths *paths,
                               struct tg_site *site, struct tg_report *report)
{
    struct finder f = {.report = report, .paths = paths};
    struct tg_err *err;

    check_includes(&f, project);
    find_pictures(&f, project->home);
    if (f.first_medium)
        tg_report_add(report, TG_WARNING, f.first_medium->place,
                      "%zu video or audio file%s left out: not part of this version", f.media,
                      f.media == 1 ? " is" : "s are");
    err = make_photos(&f, site);
    for (size_t i = 0; i < f.len; i++)
        free(f.finds[i].path);
    free(f.finds);
    return err;
}
