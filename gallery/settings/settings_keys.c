/* settings_keys.c - the keys of the root's and of a gallery's settings. */
#include <stdlib.h>
#include <string.h>

#include "core/base/limits.h"
#include "gallery/settings/address.h"
#include "gallery/settings/project.h"

/* What the root's file fills. */
struct root_file {
    struct tg_root root;
    struct tg_picture_options gm;
    struct tg_gallery home;
};

#define ROOT(name, type, field)                                                                    \
    {                                                                                              \
        name, TG_KEY_##type, offsetof(struct root_file, field), NULL                               \
    }
#define GALLERY(name, type, field)                                                                 \
    {                                                                                              \
        name, TG_KEY_##type, offsetof(struct tg_gallery, field), NULL                              \
    }
#define MAP(name, schema)                                                                          \
    {                                                                                              \
        name, TG_KEY_MAP, 0, schema                                                                \
    }
#define UNUSED(name)                                                                               \
    {                                                                                              \
        name, TG_KEY_UNUSED, 0, NULL                                                               \
    }
#define SCHEMA(keys)                                                                               \
    {                                                                                              \
        keys, sizeof(keys) / sizeof((keys)[0])                                                     \
    }

static const struct tg_key gm_keys[] = {
    ROOT("quality", QUALITY, gm.quality),
    ROOT("auto-orient", BOOL, gm.auto_orient),
    ROOT("strip", BOOL, gm.strip),
    ROOT("resize", PERCENT, gm.resize),
    ROOT("progressive", BOOL, gm.progressive),
};
static const struct tg_schema gm_schema = SCHEMA(gm_keys);

static const struct tg_key deploy_keys[] = {
    ROOT("ssh", BOOL, root.deploy.ssh),           ROOT("username", TEXT, root.deploy.username),
    ROOT("hostname", TEXT, root.deploy.hostname), ROOT("port", TEXT, root.deploy.port),
    ROOT("dest", TEXT, root.deploy.dest),         ROOT("others", TEXT, root.deploy.others),
};
static const struct tg_schema deploy_schema = SCHEMA(deploy_keys);

static const struct tg_key settings_keys[] = {
    ROOT("theme", TEXT, root.theme),
    ROOT("gm", NODE, root.gm_node),
    ROOT("ffmpeg", NODE, root.film_node),
    ROOT("ffmpeg_audio", NODE, root.sound_node),
    MAP("deploy", &deploy_schema),
    ROOT("light_mode", BOOL, home.light_mode),
    ROOT("night_mode", BOOL, root.night_mode),
    ROOT("og", BOOL, root.og),
    ROOT("reverse", BOOL, home.reverse),
    ROOT("date_locale", TEXT, root.date_locale),
    ROOT("original", TEXT, root.original_word),
    ROOT("sizes", TEXTS, root.size_words),
    ROOT("formats", TEXTS, root.format_words),
    ROOT("exif", BOOL, root.look.exif),
    ROOT("map", BOOL, root.look.map),
    ROOT("download", BOOL, root.look.download),
    ROOT("links", TEXT, root.links),
    ROOT("state", TEXT, root.state),
};
static const struct tg_schema settings_schema = SCHEMA(settings_keys);

static const struct tg_key licence_keys[] = {
    ROOT("name", TEXT, root.licence_name),
    ROOT("url", TEXT, root.licence_url),
};
static const struct tg_schema licence_schema = SCHEMA(licence_keys);

static const struct tg_key root_keys[] = {
    ROOT("title", TEXT, home.title),
    ROOT("sub_title", TEXT, home.sub_title),
    ROOT("description", TEXT, home.description),
    ROOT("lang", TEXT, home.lang),
    ROOT("date", DATE, home.date),
    ROOT("password", TEXT, home.password),
    ROOT("theme", TEXT, home.theme),
    ROOT("url", TEXT, root.url),
    ROOT("rss", BOOL, root.rss),
    ROOT("share", BOOL, root.share),
    ROOT("show_date", BOOL, root.show_date),
    ROOT("menu", NODE, root.menu_node),
    ROOT("include", TEXTS, root.include),
    MAP("licence", &licence_schema),
    MAP("settings", &settings_schema),
    UNUSED("gm"),
    UNUSED("ffmpeg"),
    UNUSED("ffmpeg_audio"),
};
static const struct tg_schema root_schema = SCHEMA(root_keys);

static const struct tg_key gallery_keys[] = {
    GALLERY("title", TEXT, title),
    GALLERY("sub_title", TEXT, sub_title),
    GALLERY("description", TEXT, description),
    GALLERY("lang", TEXT, lang),
    GALLERY("name", TEXT, name),
    GALLERY("tags", TEXTS, tags),
    GALLERY("date", DATE, date),
    GALLERY("cover", NODE, cover_node),
    GALLERY("public", BOOL, is_public),
    GALLERY("static", BOOL, is_static),
    GALLERY("light_mode", BOOL, light_mode),
    GALLERY("reverse", BOOL, reverse),
    GALLERY("password", TEXT, password),
    GALLERY("theme", TEXT, theme),
    GALLERY("sections", NODE, sections_node),
};
static const struct tg_schema gallery_schema = SCHEMA(gallery_keys);

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
                            "theme: '%s' is none of exposure, material and light", theme);
}

/* Any other name is that of a folder of the project. */
static void read_root_theme(const struct tg_reader *reader, const struct tg_yaml *map,
                            const struct tg_yaml *settings, struct root_file *file)
{
    const char *name = file->root.theme ? file->root.theme : file->home.theme;

    file->root.theme_node = file->root.theme ? settings : tg_yaml_get(map, "theme");
    if (name && !is_built_in(name))
        file->root.own_theme = name;
    else
        check_theme(reader, name, file->root.theme_node);
}

/* Of the gallery and, unless they say otherwise, of all below it. */
static void set_theme(struct tg_gallery *gallery, const char *theme)
{
    if (theme)
        gallery->light = strcmp(theme, "light") == 0;
}

static void check_password(const struct tg_reader *reader, const struct tg_yaml *map,
                           const char *password)
{
    if (tg_yaml_get(map, "password") && !(password && *password))
        tg_settings_problem(reader, TG_ERROR, tg_yaml_get(map, "password"),
                            "password: is empty: anybody could open the pages");
}

static void check_title(const struct tg_reader *reader, const struct tg_yaml *map)
{
    if (!tg_yaml_get(map, "title"))
        tg_settings_problem(reader, TG_ERROR, NULL, "has no title");
}

static void read_gm(const struct tg_reader *reader, struct root_file *file)
{
    const struct tg_yaml *node = file->root.gm_node;

    if (!node)
        return;
    if (node->kind == TG_YAML_MAP) {
        tg_settings_read(reader, node, &gm_schema, file);
        return;
    }
    tg_settings_problem(reader, TG_ERROR, node, "gm: not a mapping");
    file->root.gm_node = NULL;
}

static void read_menu(const struct tg_reader *reader, struct tg_root *root)
{
    const struct tg_yaml *list = root->menu_node;

    if (!list)
        return;
    if (list->kind == TG_YAML_LIST)
        root->menu = tg_arena_alloc(reader->arena, list->len, sizeof(*root->menu));
    for (size_t i = 0; root->menu && i < list->len; i++) {
        const struct tg_yaml *entry = list->items[i];

        if (entry->kind == TG_YAML_MAP && entry->len == 1 && entry->pairs->value->text) {
            tg_address_check(reader, entry->pairs->key, "menu", entry->pairs->key->text);
            root->menu[root->menu_len++] =
                (struct tg_menu_entry){entry->pairs->key->text, entry->pairs->value->text};
        } else
            tg_settings_problem(reader, TG_ERROR, entry, "menu: not of the form 'target: label'");
    }
    if (list->kind != TG_YAML_LIST)
        tg_settings_problem(reader, TG_ERROR, list, "menu: not a list of 'target: label'");
    else if (!root->menu)
        reader->report->nomem = true;
}

/* "450" or "x450" is a height, "1200x" a width. */
static bool read_size(const char *word, struct tg_size *size)
{
    bool is_height = *word == 'x';
    char *end;
    unsigned long n;

    word += is_height;
    if (*word < '1' || *word > '9')
        return false;
    n = strtoul(word, &end, 10);
    if (n > TG_MAX_SIDE || (*end && (is_height || strcmp(end, "x") != 0)))
        return false;
    *size = *end ? (struct tg_size){(uint32_t)n, 0} : (struct tg_size){0, (uint32_t)n};
    return true;
}

static void read_sizes(const struct tg_reader *reader, const struct tg_yaml *node,
                       struct tg_root *root)
{
    for (size_t i = 0; i < root->size_words.len; i++) {
        if (root->sizes_len == TG_SIZES_MAX) {
            tg_settings_problem(reader, TG_ERROR, node, "sizes: more than %d", TG_SIZES_MAX);
            return;
        }
        if (!read_size(root->size_words.items[i], &root->sizes[root->sizes_len]))
            tg_settings_problem(reader, TG_ERROR, node,
                                "sizes: '%s' is neither a height like 450 nor a width like 1200x",
                                root->size_words.items[i]);
        else
            root->sizes_len++;
    }
}

/* Renditions are JPEG at least, since there are still browsers without WebP. */
static void read_formats(const struct tg_reader *reader, const struct tg_yaml *node,
                         struct tg_root *root)
{
    for (size_t i = 0; i < root->format_words.len; i++) {
        const char *word = root->format_words.items[i];

        if (strcmp(word, "webp") == 0)
            root->look.webp = true;
        else if (strcmp(word, "jpeg") != 0)
            tg_settings_problem(reader, TG_ERROR, node, "formats: '%s' is neither jpeg nor webp",
                                word);
    }
}

static void read_original(const struct tg_reader *reader, const struct tg_yaml *node,
                          struct tg_root *root)
{
    static const char *const words[] = {"reencode", "link", "none"};

    for (unsigned i = 0; root->original_word && i < 3; i++)
        if (strcmp(root->original_word, words[i]) == 0) {
            root->original = (enum tg_original)i;
            return;
        }
    if (root->original_word)
        tg_settings_problem(reader, TG_ERROR, node,
                            "original: '%s' is none of reencode, link and none",
                            root->original_word);
}

static void read_locale(const struct tg_reader *reader, const struct tg_yaml *node,
                        const char *locale, struct tg_root *root)
{
    root->locale = tg_locale_find(root->date_locale ? root->date_locale : locale ? locale : "C");
    if (!root->locale && root->date_locale)
        tg_settings_problem(reader, TG_ERROR, node, "date_locale: '%s' is not known",
                            root->date_locale);
    if (!root->locale)
        root->locale = tg_locale_find("C");
}

/* Without an address of the site there can be neither a feed nor links for others. */
static void read_url(const struct tg_reader *reader, const struct tg_yaml *map,
                     struct tg_root *root)
{
    root->url = tg_settings_url(reader, map, root->url);
    if (root->url || !(root->rss || root->share || root->og))
        return;
    tg_settings_problem(reader, TG_WARNING, NULL,
                        "without 'url' there is no feed (rss), share link or OpenGraph tag (og); "
                        "'rss: false' silences this");
    root->rss = root->share = root->og = false;
}

void tg_root_read(const struct tg_reader *reader, const struct tg_yaml *map, const char *locale,
                  struct tg_project *project)
{
    static const struct root_file defaults = {
        .root = {.rss = true,
                 .show_date = true,
                 .licence_name = "CC-BY-SA",
                 .licence_url = "https://creativecommons.org/licenses/by-sa/3.0/"},
        .gm =
            {.quality = 75, .auto_orient = true, .strip = true, .progressive = true, .resize = 100},
    };
    struct root_file file = defaults;
    const struct tg_yaml *licence = tg_yaml_get(map, "licence");
    const struct tg_yaml *settings = tg_yaml_get(map, "settings");

    file.home = *project->home;
    if (licence && licence->kind == TG_YAML_MAP)
        file.root.licence_name = file.root.licence_url = "";
    tg_settings_read(reader, map, &root_schema, &file);
    if (licence)
        tg_address_check(reader, tg_yaml_get(licence, "url"), "licence: url",
                         file.root.licence_url);
    check_title(reader, map);
    read_root_theme(reader, map, settings, &file);
    set_theme(&file.home, file.root.theme ? file.root.theme : file.home.theme);
    check_password(reader, map, file.home.password);
    read_gm(reader, &file);
    read_menu(reader, &file.root);
    read_sizes(reader, settings, &file.root);
    read_formats(reader, settings, &file.root);
    read_original(reader, settings, &file.root);
    read_locale(reader, settings, locale, &file.root);
    read_url(reader, map, &file.root);
    file.root.follow_links = tg_settings_links(reader, settings, file.root.links);
    project->root = file.root;
    project->defaults = file.gm;
    *project->home = file.home;
    project->defaults.json = tg_options_json(reader->arena, &file.gm, file.root.gm_node, NULL);
    if (!project->defaults.json)
        tg_settings_problem(reader, TG_ERROR, file.root.gm_node, "gm: too many options");
    tg_media_read_root(reader, project);
}

void tg_gallery_read(struct tg_reader *reader, const struct tg_yaml *map,
                     const struct tg_project *project, struct tg_gallery *gallery)
{
    tg_settings_read(reader, map, &gallery_schema, gallery);
    check_title(reader, map);
    check_theme(reader, gallery->theme, tg_yaml_get(map, "theme"));
    set_theme(gallery, gallery->theme);
    check_password(reader, map, gallery->password);
    if (gallery->cover_node) {
        gallery->cover = tg_arena_alloc(reader->arena, 1, sizeof(*gallery->cover));
        if (!gallery->cover)
            reader->report->nomem = true;
        else if (!tg_shot_read(reader, gallery->cover_node, project, gallery->cover))
            gallery->cover = NULL;
    }
    if (gallery->sections_node)
        tg_sections_read(reader, gallery->sections_node, project, gallery);
}
