/* settings_keys.c - the keys of the root's and of a gallery's settings. */
#include <stdlib.h>
#include <string.h>

#include "core/base/limits.h"
#include "gallery/settings/choice.h"
#include "gallery/settings/project.h"
#include "gallery/settings/settings_covers.h"
#include "gallery/settings/site_keys.h"
#include "gallery/words/words.h"

/* What the root's file fills. */
struct root_file {
    struct tg_look look;
    struct tg_project project;
    struct tg_gallery_file home;
    struct tg_site_keys site;
    const char *url;

    const char *original, *theme, *links, *state, *addresses, *hdr, *effort;
    struct tg_texts sizes, formats;
    struct tg_download_words downloads;
};

#define ROOT(name, field)    TG_KEY(name, struct root_file, field)
#define GALLERY(name, field) TG_KEY(name, struct tg_gallery_file, field)

static const struct tg_key gm_keys[] = {
    ROOT("quality", project.defaults.quality),
    ROOT("auto-orient", project.defaults.auto_orient),
    ROOT("strip", project.defaults.strip),
    ROOT("resize", project.defaults.resize),
    ROOT("progressive", project.defaults.progressive),
};
static const struct tg_schema gm_schema = TG_SCHEMA(TG_IN_GM, gm_keys, NULL);

static const struct tg_key settings_keys[] = {
    ROOT("theme", theme),
    ROOT("gm", project.gm),
    ROOT("ffmpeg", project.video_node),
    ROOT("ffmpeg_audio", project.audio_node),
    ROOT("light_mode", home.node.basic_too),
    ROOT("reverse", home.reverse),
    ROOT("addresses", addresses),
    ROOT("original", original),
    ROOT("sizes", sizes),
    ROOT("formats", formats),
    ROOT("hdr", hdr),
    ROOT("effort", effort),
    ROOT("exif", look.exif),
    ROOT("map", look.map),
    ROOT("album_map", home.node.album_map),
    ROOT("timeline", home.node.timeline),
    ROOT("download", downloads.download),
    ROOT("download_size", downloads.size),
    ROOT("proofing", downloads.proofing),
    ROOT("links", links),
    ROOT("state", state),
};
static const struct tg_schema settings_schema =
    TG_SCHEMA_AND(TG_IN_SETTINGS, settings_keys, &tg_site_schema, struct root_file, site);

static const struct tg_key root_keys[] = {
    ROOT("title", home.node.title),
    ROOT("sub_title", home.node.sub_title),
    ROOT("description", home.node.description),
    ROOT("lang", home.node.lang),
    ROOT("date", home.node.date),
    ROOT("password", home.node.password),
    ROOT("theme", home.theme),
    ROOT("url", url),
    ROOT("show_date", look.show_date),
    ROOT("include", project.include),
    TG_KEY_OF_MAP("settings", &settings_schema),
};
static const struct tg_schema root_schema =
    TG_SCHEMA_AND(TG_IN_PROJECT, root_keys, &tg_site_schema, struct root_file, site);

static const struct tg_key gallery_keys[] = {
    GALLERY("title", node.title),
    GALLERY("sub_title", node.sub_title),
    GALLERY("description", node.description),
    GALLERY("lang", node.lang),
    GALLERY("name", node.name),
    GALLERY("tags", node.tags),
    GALLERY("date", node.date),
    GALLERY("cover", cover),
    GALLERY("cover_position", cover_position),
    GALLERY("public", is_public),
    GALLERY("static", node.is_static),
    GALLERY("pages", paged),
    GALLERY("days", by_days),
    GALLERY("light_mode", node.basic_too),
    GALLERY("reverse", reverse),
    GALLERY("password", node.password),
    GALLERY("theme", theme),
    GALLERY("sections", sections),
    GALLERY("download", downloads.download),
    GALLERY("download_size", downloads.size),
    GALLERY("proofing", downloads.proofing),
    GALLERY("album_map", node.album_map),
    GALLERY("timeline", node.timeline),
};
static const struct tg_schema gallery_schema = TG_SCHEMA(TG_IN_GALLERY, gallery_keys, NULL);

/* The one of the key `settings` goes before that of récitale's older place. */
static void read_root_theme(const struct tg_reader *reader, const struct tg_yaml *map,
                            const struct tg_yaml *settings, const char *override,
                            struct root_file *file)
{
    const struct tg_reader line = {reader->arena, reader->report, TG_COMMAND_LINE, 0};

    file->project.theme_node = override      ? NULL
                               : file->theme ? tg_yaml_get(settings, "theme")
                                             : tg_yaml_get(map, "theme");
    tg_settings_theme(override ? &line : reader, file->project.theme_node,
                      override      ? override
                      : file->theme ? file->theme
                                    : file->home.theme,
                      &file->home.node, &file->look);
}

static void check_title(const struct tg_reader *reader, const struct tg_yaml *map)
{
    if (!tg_yaml_get(map, "title"))
        tg_settings_problem(reader, TG_ERROR, NULL, "has no title");
}

static void read_gm(const struct tg_reader *reader, struct root_file *file)
{
    struct tg_project *project = &file->project;

    if (project->gm && project->gm->kind == TG_YAML_MAP) {
        tg_settings_read(reader, project->gm, &gm_schema, file);
    } else if (project->gm) {
        tg_settings_problem(reader, TG_ERROR, project->gm, "gm: not a mapping");
        project->gm = NULL;
    }
    project->defaults.json = tg_options_json(reader->arena, &project->defaults, project->gm, NULL);
    if (!project->defaults.json)
        tg_settings_problem(reader, TG_ERROR, project->gm, "gm: too many options");
}

/* Of dates in stories, unless `date_locale` says otherwise: that of `lang`, or else of the
 * environment. */
static const struct tg_locale *find_locale(const char *lang, const char *locale)
{
    const struct tg_locale *found = tg_locale_find(lang ? lang : locale ? locale : "C");

    return found ? found : tg_locale_find("C");
}

void tg_root_read(const struct tg_reader *reader, const struct tg_yaml *map, const char *locale,
                  const struct tg_override *override, struct tg_site *site,
                  struct tg_project *project)
{
    static const char *const originals[] = {"reencode", "link", "none"}; /* as in the enum */
    static const char *const addresses[] = {"recitale", "prosopopee", "prosopopée"};
    static const struct root_file defaults = {
        .look = {.story = true, .show_date = true},
        .site = {.rss = true,
                 .licence_name = "CC-BY-SA",
                 .licence_url = "https://creativecommons.org/licenses/by-sa/3.0/"},
        .project.defaults =
            {.quality = 75, .auto_orient = true, .strip = true, .progressive = true, .resize = 100},
    };
    struct root_file file = defaults;
    struct tg_gallery_file *home = tg_gallery_file_of(site->root);
    const struct tg_yaml *settings = tg_yaml_get(map, "settings");

    file.home = *home;
    file.home.node.theme = TG_THEME_EXPOSURE;
    tg_settings_read(reader, map, &root_schema, &file);
    file.look.locale = find_locale(file.home.node.lang, locale);
    tg_site_keys_settle(reader, map, settings, &file.site, &file.look);
    if (override->title)
        file.home.node.title = override->title;
    else
        check_title(reader, map);
    read_root_theme(reader, map, settings, override->theme, &file);
    tg_settings_password(reader, map, file.home.node.password);
    read_gm(reader, &file);
    tg_settings_sizes(reader, tg_yaml_get(settings, "sizes"), &file.sizes, &site->sizes);
    tg_settings_formats(reader, tg_yaml_get(settings, "formats"), &file.formats, &file.look);
    site->hdr = tg_settings_hdr(reader, tg_yaml_get(settings, "hdr"), file.hdr);
    site->effort = tg_settings_effort(reader, tg_yaml_get(settings, "effort"), file.effort);
    site->original = (enum tg_original)tg_settings_choose(reader, settings, "original",
                                                          file.original, originals);
    site->unmarked =
        tg_settings_choose(reader, settings, "addresses", file.addresses, addresses) > 0;
    tg_settings_lang(reader, map, file.home.node.lang);
    site->url = tg_settings_url(reader, map, file.url);
    tg_settings_downloads(reader, settings, &file.downloads, &file.home.node);
    tg_site_keys_need_url(reader, site->url, true, &file.look);
    file.project.follow_links = tg_settings_links(reader, settings, file.links);
    tg_media_read_root(reader, &file.project);
    site->look = file.look;
    site->deploy = file.site.deploy;
    file.project.files = file.site.files;
    *project = file.project;
    *home = file.home;
}

void tg_gallery_read(struct tg_reader *reader, const struct tg_yaml *map,
                     const struct tg_project *project, struct tg_gallery_file *gallery)
{
    struct tg_node *node = &gallery->node;

    tg_settings_read(reader, map, &gallery_schema, gallery);
    tg_settings_downloads(reader, map, &gallery->downloads, node);
    tg_settings_lang(reader, map, node->lang);
    node->hidden = !gallery->is_public;
    node->unpaged = !gallery->paged;
    node->undivided = !gallery->by_days;
    node->cover_focus =
        tg_settings_position(reader, tg_yaml_get(map, "cover_position"), gallery->cover_position);
    check_title(reader, map);
    gallery->theme_node = tg_yaml_get(map, "theme");
    tg_gallery_theme(gallery);
    tg_settings_password(reader, map, node->password);
    for (size_t i = 0; i < node->tags.len; i++)
        tg_settings_warn_html(reader, tg_yaml_get(map, "tags"), "tags", node->tags.items[i]);
    if (gallery->cover && !tg_ref_read(reader, gallery->cover, project, &node->cover))
        node->cover = (struct tg_ref){.name = NULL};
    if (gallery->sections)
        tg_sections_read(reader, gallery->sections, project, node);
}
