/* plain_site.c - see plain_site.h. */
#include "gallery/source/plain_site.h"

#include <stdio.h>
#include <string.h>

#include "core/base/nfc.h"
#include "gallery/settings/project.h"
#include "gallery/source/site_files.h"

/* The checksum of these is in the names of pictures. */
static const char *options_of(struct tg_site *site, uint8_t quality)
{
    char json[sizeof("100") + 128];
    int len = snprintf(json, sizeof(json), TG_PLAIN_OPTIONS("%u"), quality);

    return tg_arena_copy(&site->arena, json, (size_t)len);
}

/* The theme is that of the command line, if it names one. */
static void set_theme(const struct tg_plain_site *plain, const struct tg_reader *reader,
                      const struct tg_album_file *file, const struct tg_override *override)
{
    struct tg_site *site = plain->site;
    const struct tg_yaml *node = file && !override->theme ? tg_yaml_get(file->map, "theme") : NULL;
    const struct tg_reader line = {reader->arena, reader->report, TG_COMMAND_LINE, 0};

    if (override->theme)
        reader = &line;
    tg_settings_theme(reader, node,
                      override->theme ? override->theme
                      : file          ? file->theme
                                      : NULL,
                      site->root, &site->look);
    tg_project_theme(reader, &plain->paths, node, &site->look);
}

struct tg_err *tg_plain_site_begin(struct tg_plain_site *plain, struct tg_site *site,
                                   const struct tg_album_file *file,
                                   const struct tg_override *override, struct tg_report *report)
{
    const struct tg_reader reader = {&site->arena, report, file ? file->path : "album.md", 0};
    struct tg_err *err;

    plain->site = site;
    plain->report = report;
    err = tg_paths_init(&plain->paths, &site->source, site->src, site->out);
    if (err)
        return err;
    if (override->title)
        site->root->title = override->title;
    plain->themes = tg_site_has_themes(&plain->paths);
    plain->partials = tg_site_has_partials(&plain->paths);
    set_theme(plain, &reader, file, override);
    tg_site_footer(&reader, &site->look);
    if (file && file->quality && !(site->plain_options = options_of(site, file->quality)))
        return tg_err_nomem();
    site->quality = file ? file->quality : 0;
    err = tg_site_files_find(&plain->paths, site, report);
    if (!err && file)
        err = tg_site_copies_add(&reader, &plain->paths, tg_yaml_get(file->map, "files"),
                                 file->files, site, &plain->files);
    return err ? err : tg_site_files_add(&plain->paths, site);
}

bool tg_plain_site_has(const struct tg_plain_site *plain, const char *path)
{
    if ((plain->themes && strcmp(path, TG_THEMES_DIR) == 0) ||
        (plain->partials && strcmp(path, "partials") == 0))
        return true;
    for (size_t i = 0; i < plain->files.len; i++)
        if (tg_nfc_equal(plain->files.items[i], path))
            return true;
    return false;
}

void tg_plain_site_end(struct tg_plain_site *plain)
{
    tg_site_menu(plain->site, plain->report);
}

void tg_plain_site_release(struct tg_plain_site *plain)
{
    tg_paths_release(&plain->paths);
}
