/* settings_keys.c - the keys of the root's and of a gallery's settings. */
#include <stdlib.h>
#include <string.h>

#include "core/base/limits.h"
#include "gallery/settings/address.h"
#include "gallery/settings/choice.h"
#include "gallery/settings/project.h"
#include "gallery/words/words.h"

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

static const struct tg_key deploy_keys[] = {
    ROOT("ssh", deploy.ssh),   ROOT("username", deploy.username), ROOT("hostname", deploy.hostname),
    ROOT("port", deploy.port), ROOT("dest", deploy.dest),         ROOT("others", deploy.others),
};
static const struct tg_schema deploy_schema = TG_SCHEMA(TG_IN_DEPLOY, deploy_keys, NULL);

static const struct tg_key settings_keys[] = {
    ROOT("theme", theme),
    ROOT("gm", project.gm),
    ROOT("ffmpeg", project.video_node),
    ROOT("ffmpeg_audio", project.audio_node),
    TG_KEY_OF_MAP("deploy", &deploy_schema),
    ROOT("light_mode", home.node.basic_too),
    ROOT("night_mode", look.night_mode),
    ROOT("og", look.og),
    ROOT("reverse", home.reverse),
    ROOT("date_locale", date_locale),
    ROOT("addresses", addresses),
    ROOT("original", original),
    ROOT("sizes", sizes),
    ROOT("formats", formats),
    ROOT("hdr", hdr),
    ROOT("exif", look.exif),
    ROOT("map", look.map),
    ROOT("download", look.download),
    ROOT("links", links),
    ROOT("state", state),
};
static const struct tg_schema settings_schema = TG_SCHEMA(TG_IN_SETTINGS, settings_keys, NULL);

static const struct tg_key licence_keys[] = {
    ROOT("name", look.licence_name),
    ROOT("url", look.licence_url),
};
static const struct tg_schema licence_schema = TG_SCHEMA(TG_IN_LICENCE, licence_keys, NULL);

static const struct tg_key root_keys[] = {
    ROOT("title", home.node.title),
    ROOT("sub_title", home.node.sub_title),
    ROOT("description", home.node.description),
    ROOT("lang", home.node.lang),
    ROOT("date", home.node.date),
    ROOT("password", home.node.password),
    ROOT("theme", home.theme),
    ROOT("url", url),
    ROOT("rss", look.rss),
    ROOT("share", look.share),
    ROOT("show_date", look.show_date),
    ROOT("menu", menu),
    ROOT("include", project.include),
    TG_KEY_OF_MAP("licence", &licence_schema),
    TG_KEY_OF_MAP("settings", &settings_schema),
};
static const struct tg_schema root_schema = TG_SCHEMA(TG_IN_PROJECT, root_keys, NULL);

static const struct tg_key gallery_keys[] = {
    GALLERY("title", node.title),
    GALLERY("sub_title", node.sub_title),
    GALLERY("description", node.description),
    GALLERY("lang", node.lang),
    GALLERY("name", node.name),
    GALLERY("tags", node.tags),
    GALLERY("date", node.date),
    GALLERY("cover", cover),
    GALLERY("public", is_public),
    GALLERY("static", node.is_static),
    GALLERY("pages", paged),
    GALLERY("days", by_days),
    GALLERY("light_mode", node.basic_too),
    GALLERY("reverse", reverse),
    GALLERY("password", node.password),
    GALLERY("theme", theme),
    GALLERY("sections", sections),
};
static const struct tg_schema gallery_schema = TG_SCHEMA(TG_IN_GALLERY, gallery_keys, NULL);

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

/* Of dates in stories: as `date_locale` says, or else `lang`, or else the environment. */
static const struct tg_locale *read_locale(const struct tg_reader *reader,
                                           const struct tg_yaml *node, const char *own,
                                           const char *lang, const char *locale)
{
    const struct tg_locale *found;

    if (!own && lang && tg_words_find(lang))
        return NULL; /* as pages in that language write them */
    found = tg_locale_find(own ? own : lang ? lang : locale ? locale : "C");
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
    const struct tg_yaml *licence = tg_settings_get(map, "licence", TG_IN_PROJECT);
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
    file.look.locale = read_locale(reader, settings, file.date_locale, file.home.node.lang, locale);
    tg_settings_lang(reader, map, file.home.node.lang);
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
    tg_settings_lang(reader, map, node->lang);
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
