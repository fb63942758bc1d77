/* settings_keys.c - the keys of the root's and of a gallery's settings. */
#include <stdlib.h>
#include <string.h>

#include "core/base/limits.h"
#include "gallery/settings/address.h"
#include "gallery/settings/choice.h"
#include "gallery/settings/project.h"

/* What the root's file fills. */
struct root_file {
    struct tg_look look;
    struct tg_project project;
    struct tg_gallery_file home;
    struct tg_deploy deploy;
    const char *url;

    const struct tg_yaml *menu;
    const char *date_locale, *original, *theme, *links, *state, *addresses, *hdr;
    struct tg_texts sizes, formats;
};

#define ROOT(name, type, field)    TG_KEY(name, type, struct root_file, field)
#define GALLERY(name, type, field) TG_KEY(name, type, struct tg_gallery_file, field)
#define MAP(name, schema)                                                                          \
    {                                                                                              \
        name, TG_KEY_MAP, 0, schema                                                                \
    }
#define UNUSED(name)                                                                               \
    {                                                                                              \
        name, TG_KEY_UNUSED, 0, NULL                                                               \
    }

static const struct tg_key gm_keys[] = {
    ROOT("quality", QUALITY, project.defaults.quality),
    ROOT("auto-orient", BOOL, project.defaults.auto_orient),
    ROOT("strip", BOOL, project.defaults.strip),
    ROOT("resize", PERCENT, project.defaults.resize),
    ROOT("progressive", BOOL, project.defaults.progressive),
};
static const struct tg_schema gm_schema = TG_SCHEMA(gm_keys, NULL);

static const struct tg_key deploy_keys[] = {
    ROOT("ssh", BOOL, deploy.ssh),           ROOT("username", TEXT, deploy.username),
    ROOT("hostname", TEXT, deploy.hostname), ROOT("port", TEXT, deploy.port),
    ROOT("dest", TEXT, deploy.dest),         ROOT("others", TEXT, deploy.others),
};
static const struct tg_schema deploy_schema = TG_SCHEMA(deploy_keys, NULL);

static const struct tg_key settings_keys[] = {
    ROOT("theme", TEXT, theme),
    ROOT("gm", NODE, project.gm),
    ROOT("ffmpeg", NODE, project.video_node),
    ROOT("ffmpeg_audio", NODE, project.audio_node),
    MAP("deploy", &deploy_schema),
    ROOT("light_mode", BOOL, home.node.basic_too),
    ROOT("night_mode", BOOL, look.night_mode),
    ROOT("og", BOOL, look.og),
    ROOT("reverse", BOOL, home.reverse),
    ROOT("date_locale", TEXT, date_locale),
    ROOT("addresses", TEXT, addresses),
    ROOT("original", TEXT, original),
    ROOT("sizes", TEXTS, sizes),
    ROOT("formats", TEXTS, formats),
    ROOT("hdr", TEXT, hdr),
    ROOT("exif", BOOL, look.exif),
    ROOT("map", BOOL, look.map),
    ROOT("download", BOOL, look.download),
    ROOT("links", TEXT, links),
    ROOT("state", TEXT, state),
};
static const struct tg_schema settings_schema = TG_SCHEMA(settings_keys, NULL);

static const struct tg_key licence_keys[] = {
    ROOT("name", SHOWN, look.licence_name),
    ROOT("url", TEXT, look.licence_url),
};
static const struct tg_schema licence_schema = TG_SCHEMA(licence_keys, NULL);

static const struct tg_key root_keys[] = {
    ROOT("title", SHOWN, home.node.title),
    ROOT("sub_title", SHOWN, home.node.sub_title),
    ROOT("description", SHOWN, home.node.description),
    ROOT("lang", TEXT, home.node.lang),
    ROOT("date", DATE, home.node.date),
    ROOT("password", TEXT, home.node.password),
    ROOT("theme", TEXT, home.theme),
    ROOT("url", TEXT, url),
    ROOT("rss", BOOL, look.rss),
    ROOT("share", BOOL, look.share),
    ROOT("show_date", BOOL, look.show_date),
    ROOT("menu", NODE, menu),
    ROOT("include", TEXTS, project.include),
    MAP("licence", &licence_schema),
    MAP("settings", &settings_schema),
    UNUSED("gm"),
    UNUSED("ffmpeg"),
    UNUSED("ffmpeg_audio"),
};
static const struct tg_schema root_schema = TG_SCHEMA(root_keys, NULL);

static const struct tg_key gallery_keys[] = {
    GALLERY("title", SHOWN, node.title),
    GALLERY("sub_title", SHOWN, node.sub_title),
    GALLERY("description", SHOWN, node.description),
    GALLERY("lang", TEXT, node.lang),
    GALLERY("name", SHOWN, node.name),
    GALLERY("tags", TEXTS, node.tags),
    GALLERY("date", DATE, node.date),
    GALLERY("cover", NODE, cover),
    GALLERY("public", BOOL, is_public),
    GALLERY("static", BOOL, node.is_static),
    GALLERY("pages", BOOL, paged),
    GALLERY("days", BOOL, by_days),
    GALLERY("light_mode", BOOL, node.basic_too),
    GALLERY("reverse", BOOL, reverse),
    GALLERY("password", TEXT, node.password),
    GALLERY("theme", TEXT, theme),
    GALLERY("sections", NODE, sections),
};
static const struct tg_schema gallery_schema = TG_SCHEMA(gallery_keys, NULL);

static bool is_built_in(const char *theme)
{
    return strcmp(theme, "exposure") == 0 || strcmp(theme, "material") == 0 ||
           strcmp(theme, "light") == 0;
}

static void check_theme(const struct tg_reader *reader, const char *theme,
                        const struct tg_yaml *node)
{
    if (!theme)
        return;
    if (strcmp(theme, "material") == 0)
        tg_settings_problem(reader, TG_WARNING, node,
                            "theme: 'material' is built with tirage's own theme");
    if (!is_built_in(theme))
        tg_settings_problem(reader, TG_ERROR, node,
                            "theme: expected exposure, material or light, got '%s'", theme);
}

/* Of the gallery and, unless they say otherwise, of all below it. */
static void set_theme(struct tg_node *node, const char *theme)
{
    if (theme)
        node->basic = strcmp(theme, "light") == 0;
}

/* Any other name is that of a folder of the project. */
static void read_root_theme(const struct tg_reader *reader, const struct tg_yaml *map,
                            const struct tg_yaml *settings, struct root_file *file)
{
    const char *name = file->theme ? file->theme : file->home.theme;

    file->project.theme_node = file->theme ? settings : tg_yaml_get(map, "theme");
    if (name && !is_built_in(name))
        file->look.own_theme = name;
    else
        check_theme(reader, name, file->project.theme_node);
    set_theme(&file->home.node, name);
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

static void read_menu(const struct tg_reader *reader, const struct tg_yaml *list,
                      struct tg_look *look)
{
    if (!list)
        return;
    if (list->kind == TG_YAML_LIST)
        look->menu = tg_arena_alloc(reader->arena, list->len, sizeof(*look->menu));
    for (size_t i = 0; look->menu && i < list->len; i++) {
        const struct tg_yaml *entry = list->items[i];

        if (entry->kind == TG_YAML_MAP && entry->len == 1 && entry->pairs->value->text) {
            tg_address_check(reader, entry->pairs->key, "menu", entry->pairs->key->text);
            tg_settings_warn_html(reader, entry, "menu", entry->pairs->value->text);
            look->menu[look->menu_len++] = (struct tg_menu_entry){
                .target = entry->pairs->key->text, .label = entry->pairs->value->text};
        } else
            tg_settings_problem(reader, TG_ERROR, entry, "menu: not of the form 'target: label'");
    }
    if (list->kind != TG_YAML_LIST)
        tg_settings_problem(reader, TG_ERROR, list, "menu: not a list of 'target: label'");
    else if (!look->menu)
        reader->report->nomem = true;
}

static const struct tg_locale *read_locale(const struct tg_reader *reader,
                                           const struct tg_yaml *node, const char *own,
                                           const char *locale)
{
    const struct tg_locale *found = tg_locale_find(own ? own : locale ? locale : "C");

    if (!found && own)
        tg_settings_problem(reader, TG_ERROR, node, "date_locale: '%s' is not known", own);
    return found ? found : tg_locale_find("C");
}

/* Without an address of the site there can be neither a feed nor links for others. */
static void check_url(const struct tg_reader *reader, const char *url, struct tg_look *look)
{
    if (url || !(look->rss || look->share || look->og))
        return;
    tg_settings_problem(reader, TG_WARNING, NULL,
                        "without 'url' there is no feed (rss), share link or OpenGraph tag (og); "
                        "'rss: false' silences this");
    look->rss = look->share = look->og = false;
}

void tg_root_read(const struct tg_reader *reader, const struct tg_yaml *map, const char *locale,
                  struct tg_site *site, struct tg_project *project)
{
    static const char *const originals[] = {"reencode", "link", "none"}; /* as in the enum */
    static const char *const addresses[] = {"recitale", "prosopopee", "prosopopée"};
    static const struct root_file defaults = {
        .look = {.story = true,
                 .rss = true,
                 .show_date = true,
                 .licence_name = "CC-BY-SA",
                 .licence_url = "https://creativecommons.org/licenses/by-sa/3.0/"},
        .project.defaults =
            {.quality = 75, .auto_orient = true, .strip = true, .progressive = true, .resize = 100},
    };
    struct root_file file = defaults;
    struct tg_gallery_file *home = tg_gallery_file_of(site->root);
    const struct tg_yaml *licence = tg_yaml_get(map, "licence");
    const struct tg_yaml *settings = tg_yaml_get(map, "settings");

    file.home = *home;
    if (licence && licence->kind == TG_YAML_MAP)
        file.look.licence_name = file.look.licence_url = "";
    tg_settings_read(reader, map, &root_schema, &file);
    if (licence)
        tg_address_check(reader, tg_yaml_get(licence, "url"), "licence: url",
                         file.look.licence_url);
    check_title(reader, map);
    read_root_theme(reader, map, settings, &file);
    tg_settings_password(reader, map, file.home.node.password);
    read_gm(reader, &file);
    read_menu(reader, file.menu, &file.look);
    tg_settings_sizes(reader, tg_yaml_get(settings, "sizes"), &file.sizes, &site->sizes);
    tg_settings_formats(reader, tg_yaml_get(settings, "formats"), &file.formats, &file.look);
    site->hdr = tg_settings_hdr(reader, tg_yaml_get(settings, "hdr"), file.hdr);
    site->original = (enum tg_original)tg_settings_choose(reader, settings, "original",
                                                          file.original, originals);
    site->unmarked =
        tg_settings_choose(reader, settings, "addresses", file.addresses, addresses) > 0;
    file.look.locale = read_locale(reader, settings, file.date_locale, locale);
    site->url = tg_settings_url(reader, map, file.url);
    check_url(reader, site->url, &file.look);
    file.project.follow_links = tg_settings_links(reader, settings, file.links);
    tg_media_read_root(reader, &file.project);
    site->look = file.look;
    site->deploy = file.deploy;
    *project = file.project;
    *home = file.home;
}

void tg_gallery_read(struct tg_reader *reader, const struct tg_yaml *map,
                     const struct tg_project *project, struct tg_gallery_file *gallery)
{
    struct tg_node *node = &gallery->node;

    tg_settings_read(reader, map, &gallery_schema, gallery);
    node->hidden = !gallery->is_public;
    node->unpaged = !gallery->paged;
    node->undivided = !gallery->by_days;
    check_title(reader, map);
    gallery->theme_node = tg_yaml_get(map, "theme");
    set_theme(node, gallery->theme);
    tg_settings_password(reader, map, node->password);
    for (size_t i = 0; i < node->tags.len; i++)
        tg_settings_warn_html(reader, tg_yaml_get(map, "tags"), "tags", node->tags.items[i]);
    if (gallery->cover && !tg_ref_read(reader, gallery->cover, project, &node->cover))
        node->cover = (struct tg_ref){.name = NULL};
    if (gallery->sections)
        tg_sections_read(reader, gallery->sections, project, node);
}

void tg_gallery_settle_theme(const struct tg_reader *reader, struct tg_gallery_file *gallery)
{
    if (gallery->node.children_len) {
        check_theme(reader, gallery->theme, gallery->theme_node);
    } else if (gallery->theme) {
        tg_settings_problem(reader, TG_WARNING, gallery->theme_node,
                            "theme: has no effect in a gallery without galleries inside it");
        gallery->node.basic = gallery->node.parent->basic;
    }
}
