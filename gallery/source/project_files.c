/* project_files.c - files of a project that go to the site as they are: custom.css, custom.js, the
 * folder static/ and what `include` and `files` name. */
#include <stdlib.h>

#include "gallery/source/project_load.h"
#include "gallery/source/site_files.h"

static struct tg_err *list_includes(const struct tg_paths *paths, const struct tg_texts *include,
                                    struct tg_site *site)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < include->len && !err; i++) {
        char *inside = NULL;
        struct stat st;

        /* A missing one was reported when the settings were read. */
        if (tg_paths_find(paths, "", include->items[i], &inside, &st) != TG_FOUND)
            continue;
        err = tg_site_add_file(site, inside, inside);
        free(inside);
    }
    return err;
}

struct tg_err *tg_project_files(const struct tg_reader *reader, struct tg_project *project,
                                const struct tg_yaml *files, const struct tg_paths *paths,
                                struct tg_site *site)
{
    struct tg_err *err = list_includes(paths, &project->include, site);

    if (!err)
        err = tg_site_folder_add(paths, site, "static");
    if (!err)
        err = tg_site_copies_add(reader, paths, files, project->files, site, &project->files);
    return err ? err : tg_site_files_add(paths, site);
}
