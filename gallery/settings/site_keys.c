/* site_keys.c - see site_keys.h. */
#include "gallery/settings/site_keys.h"

#include <string.h>

#include "gallery/model/album_pattern.h"
#include "gallery/settings/address.h"
#include "gallery/settings/settings_covers.h"

#define DEPLOY(name, field) TG_KEY(name, struct tg_site_keys, deploy.field)
#define KEY(name, field)    TG_KEY(name, struct tg_site_keys, field)

static const struct tg_key deploy_keys[] = {
    DEPLOY("ssh", ssh),   DEPLOY("username", username), DEPLOY("hostname", hostname),
    DEPLOY("port", port), DEPLOY("dest", dest),         DEPLOY("others", others),
};
static const struct tg_schema deploy_schema = TG_SCHEMA(TG_IN_DEPLOY, deploy_keys, NULL);

static const struct tg_key licence_keys[] = {
    KEY("name", licence_name),
    KEY("url", licence_url),
};
static const struct tg_schema licence_schema = TG_SCHEMA(TG_IN_LICENCE, licence_keys, NULL);

static const struct tg_key keys_of_sites[] = {
    KEY("albums_from", albums_from),
    KEY("rss", rss),
    KEY("share", share),
    KEY("og", og),
    KEY("night_mode", night_mode),
    KEY("search", search),
    KEY("keywords", keywords),
    KEY("people", people),
    KEY("places", places),
    KEY("footer", footer),
    KEY("copyright", copyright),
    KEY("date_locale", date_locale),
    KEY("front", front),
    KEY("fonts", fonts),
    KEY("menu", menu),
    KEY("files", files),
    TG_KEY_OF_MAP("licence", &licence_schema),
    TG_KEY_OF_MAP("deploy", &deploy_schema),
};
const struct tg_schema tg_site_schema = TG_SCHEMA(0, keys_of_sites, NULL);

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

/* Where a key stands, in one of the two mappings. */
static const struct tg_yaml *find(const struct tg_yaml *map, const struct tg_yaml *settings,
                                  const char *key)
{
    const struct tg_yaml *node = tg_yaml_get(map, key);

    return node ? node : tg_yaml_get(settings, key);
}

static bool is_said(const struct tg_yaml *map, const char *key)
{
    const struct tg_yaml *node = tg_yaml_get(map, key);

    return node && node->kind != TG_YAML_NULL;
}

static void check_fonts(const struct tg_reader *reader, const struct tg_yaml *at, const char *word,
                        struct tg_look *look)
{
    look->system_fonts = word && strcmp(word, "system") == 0;
    if (word && !look->system_fonts && strcmp(word, "theme") != 0)
        tg_settings_problem(reader, TG_ERROR, at, "fonts: '%s' is neither theme nor system", word);
}

/* What is to be read of photos for the pattern. */
static unsigned asks_of(const struct tg_album_pattern *pattern)
{
    return (tg_album_pattern_has(pattern, TG_SEGMENT_KEYWORDS) ? TG_ASKS_KEYWORDS : 0U) |
           (tg_album_pattern_has(pattern, TG_SEGMENT_PEOPLE) ? TG_ASKS_PEOPLE : 0U) |
           (tg_album_pattern_has(pattern, TG_SEGMENT_PLACE) ? TG_ASKS_PLACE : 0U);
}

/* Virtual albums. */
static void read_patterns(const struct tg_reader *reader, const struct tg_yaml *at,
                          const struct tg_texts *texts, struct tg_look *look)
{
    size_t len = texts->len < TG_ALBUM_PATTERNS ? texts->len : TG_ALBUM_PATTERNS;
    struct tg_album_pattern *patterns = tg_arena_alloc(reader->arena, len + 1, sizeof(*patterns));

    reader->report->nomem |= !patterns;
    if (texts->len > len)
        tg_settings_problem(reader, TG_ERROR, at, "albums_from: more than %d patterns",
                            TG_ALBUM_PATTERNS);
    for (size_t i = 0; i < len && patterns; i++) {
        const char *why = tg_album_pattern_parse(texts->items[i], &patterns[i]);

        if (why)
            tg_settings_problem(reader, TG_ERROR, at && i < at->len ? at->items[i] : at,
                                "albums_from: '%s': %s", texts->items[i], why);
        else
            look->asks |= asks_of(&patterns[i]);
    }
    look->albums_from = patterns;
    look->albums_from_len = patterns ? len : 0;
}

void tg_site_keys_settle(const struct tg_reader *reader, const struct tg_yaml *map,
                         const struct tg_yaml *settings, const struct tg_site_keys *keys,
                         struct tg_look *look)
{
    const struct tg_yaml *licence =
        tg_settings_get(map, "licence", TG_IN_PROJECT | TG_IN_FIRST | TG_IN_ALBUM);
    bool own = licence && licence->kind == TG_YAML_MAP;
    const struct tg_locale *locale = keys->date_locale ? tg_locale_find(keys->date_locale) : NULL;

    look->rss = keys->rss;
    look->share = keys->share;
    look->og = keys->og;
    look->night_mode = keys->night_mode;
    look->search = keys->search;
    look->keywords = keys->keywords;
    look->people = keys->people;
    look->places = keys->places;
    look->asks |= (keys->keywords ? TG_ASKS_KEYWORDS : 0) | (keys->people ? TG_ASKS_PEOPLE : 0) |
                  (keys->places ? TG_ASKS_PLACE : 0);
    look->front = tg_settings_front(reader, find(map, settings, "front"), keys->front);
    look->footer = keys->footer;
    look->copyright = keys->copyright;
    /* One that is said replaces all of the usual one. */
    look->licence_name = !own || is_said(licence, "name") ? keys->licence_name : "";
    look->licence_url = !own || is_said(licence, "url") ? keys->licence_url : "";
    if (licence)
        tg_address_check(reader, tg_yaml_get(licence, "url"), "licence: url", look->licence_url);
    read_menu(reader, keys->menu, look);
    read_patterns(reader, find(map, settings, "albums_from"), &keys->albums_from, look);
    check_fonts(reader, find(map, settings, "fonts"), keys->fonts, look);
    look->locale_said = locale != NULL;
    if (locale)
        look->locale = locale;
    else if (keys->date_locale)
        tg_settings_problem(reader, TG_ERROR, find(map, settings, "date_locale"),
                            "date_locale: '%s' is not known", keys->date_locale);
}

void tg_site_keys_need_url(const struct tg_reader *reader, const char *url, bool asked,
                           struct tg_look *look)
{
    if (url || !(look->rss || look->share || look->og))
        return;
    if (asked)
        tg_settings_problem(reader, TG_WARNING, NULL,
                            "without 'url' there is no feed (rss), share link or OpenGraph tag "
                            "(og); 'rss: false' silences this");
    look->rss = look->share = look->og = false;
}
