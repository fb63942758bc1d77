/* settings_sections.c - the sections of a gallery. */
#include <string.h>

#include "gallery/settings/address.h"
#include "gallery/settings/project.h"

/* A section while it is read. */
struct draft {
    struct tg_section section;
    const struct tg_yaml *image, *images, *type, *text;
};

#define KEY(name, field)   TG_KEY(name, struct draft, field)
#define KEYS(places, keys) TG_SCHEMA(TG_IN_SECTION | TG_IN_##places, keys, NULL)
#define TYPE               KEY("type", type)
#define IMAGE              KEY("image", image)
#define BACKGROUND         KEY("background", section.background)
#define COLOR              KEY("color", section.color)

static const struct tg_key full_keys[] = {
    TYPE,
    IMAGE,
    KEY("text", text),
    KEY("fixed", section.fixed),
    KEY("background_position", section.background_position),
};
static const struct tg_key full_text_keys[] = {
    KEY("title", section.title),
    KEY("sub_title", section.sub_title),
    KEY("date", section.date),
    KEY("date_end", section.date_end),
};
static const struct tg_key bordered_keys[] = {TYPE, IMAGE, KEY("text", section.text), BACKGROUND};
static const struct tg_key group_keys[] = {TYPE, KEY("images", images), BACKGROUND,
                                           KEY("css", section.css)};
static const struct tg_key paragraph_keys[] = {
    TYPE, IMAGE, KEY("title", section.title), KEY("text", section.text), BACKGROUND, COLOR,
};
static const struct tg_key panorama_keys[] = {TYPE, IMAGE};
static const struct tg_key author_keys[] = {
    TYPE,
    IMAGE,
    KEY("name", section.name),
    KEY("text", section.text),
    KEY("twitter", section.twitter),
    KEY("facebook", section.facebook),
    KEY("website", section.website),
};
static const struct tg_key audio_keys[] = {TYPE, IMAGE, KEY("title", section.title), COLOR};
static const struct tg_key text_keys[] = {TYPE, KEY("text", section.text), BACKGROUND, COLOR};
static const struct tg_key html_keys[] = {TYPE, KEY("html", section.text), BACKGROUND, COLOR};
static const struct tg_key iframe_keys[] = {TYPE, KEY("name", section.name)};

enum need { NOTHING, ONE_IMAGE, IMAGES };

static const struct tg_schema full_text_schema = TG_SCHEMA(TG_IN_FULL_TEXT, full_text_keys, NULL);

static const struct {
    const char *name;
    struct tg_schema schema;
    enum need need;
    bool in_albums;
} types[TG_SECTION_TYPES] = {
    [TG_SECTION_FULL_PICTURE] = {"full-picture", KEYS(FULL, full_keys), ONE_IMAGE, true},
    [TG_SECTION_BORDERED_PICTURE] = {"bordered-picture", KEYS(BORDERED, bordered_keys), ONE_IMAGE,
                                     true},
    [TG_SECTION_PICTURES_GROUP] = {"pictures-group", KEYS(WORDS, group_keys), IMAGES, true},
    [TG_SECTION_PARAGRAPH] = {"paragraph", KEYS(WORDS, paragraph_keys), NOTHING, true},
    [TG_SECTION_PANORAMA] = {"panorama", KEYS(WORDS, panorama_keys), ONE_IMAGE, true},
    [TG_SECTION_AUTHOR] = {"author", KEYS(WORDS, author_keys), ONE_IMAGE, true},
    [TG_SECTION_AUDIO] = {"audio", KEYS(WORDS, audio_keys), ONE_IMAGE, false},
    [TG_SECTION_TEXT] = {"text", KEYS(WORDS, text_keys), NOTHING, true},
    [TG_SECTION_QUOTE] = {"quote", KEYS(WORDS, text_keys), NOTHING, true},
    [TG_SECTION_HTML] = {"html", KEYS(WORDS, html_keys), NOTHING, false},
    [TG_SECTION_IFRAME] = {"iframe", KEYS(IFRAME, iframe_keys), NOTHING, false},
};

static bool find_type(const struct tg_reader *reader, const struct tg_yaml *map,
                      enum tg_section_type *type)
{
    const struct tg_yaml *node = tg_yaml_get(map, "type");
    const char *names[TG_SECTION_TYPES], *nearest;

    if (!node || !node->text) {
        tg_settings_problem(reader, TG_ERROR, node ? node : map, "has no 'type'");
        return false;
    }
    for (size_t i = 0; i < TG_SECTION_TYPES; i++) {
        names[i] = types[i].name;
        if (strcmp(node->text, names[i]) == 0) {
            *type = (enum tg_section_type)i;
            return true;
        }
    }
    nearest = tg_settings_nearest(node->text, names, TG_SECTION_TYPES);
    tg_settings_problem(reader, TG_ERROR, node, "unknown section type '%s'" TG_MEANT, node->text,
                        TG_MEANT_ARGS(nearest));
    return false;
}

static void read_full_text(const struct tg_reader *reader, struct draft *draft)
{
    const struct tg_yaml *node = draft->text;
    struct tg_section *section = &draft->section;

    if (!node)
        return;
    if (node->kind == TG_YAML_MAP)
        tg_settings_read(reader, node, &full_text_schema, draft);
    else
        tg_settings_problem(reader, TG_WARNING, node,
                            "text: has no effect here unless it is a mapping with title, "
                            "sub_title, date or date_end");
    if (section->date_end.year && !section->date.year) {
        tg_settings_problem(reader, TG_WARNING, node, "date_end: has no effect without date");
        section->date_end = (struct tg_date){0};
    }
}

static void *reserve(const struct tg_reader *reader, size_t count, size_t size)
{
    void *items = tg_arena_alloc(reader->arena, count, size);

    if (!items)
        reader->report->nomem = true;
    return items;
}

static void read_row(const struct tg_reader *reader, const struct tg_yaml *const *items, size_t len,
                     const struct tg_project *project, struct tg_row *row)
{
    row->refs = reserve(reader, len, sizeof(*row->refs));
    for (size_t i = 0; i < len && row->refs; i++)
        row->len += tg_ref_read(reader, items[i], project, &row->refs[row->len]);
}

static void read_images(const struct tg_reader *reader, const struct tg_yaml *list,
                        const struct tg_project *project, struct tg_section *section)
{
    if (list->kind != TG_YAML_LIST) {
        tg_settings_problem(reader, TG_ERROR, list, "images: not a list of rows");
        return;
    }
    section->rows = reserve(reader, list->len, sizeof(*section->rows));
    for (size_t i = 0; i < list->len && section->rows; i++) {
        const struct tg_yaml *row = list->items[i];

        if (row->kind != TG_YAML_LIST)
            tg_settings_problem(
                reader, TG_ERROR, row,
                "images: a row must be a list of pictures, also if it has one only");
        else
            read_row(reader, row->items, row->len, project, &section->rows[section->rows_len++]);
    }
}

static void read_pictures(const struct tg_reader *reader, const struct tg_yaml *map,
                          const struct tg_project *project, struct draft *draft)
{
    struct tg_section *section = &draft->section;
    enum need need = types[section->type].need;

    if (need == IMAGES && draft->images) {
        read_images(reader, draft->images, project, section);
    } else if (draft->image) {
        section->rows = reserve(reader, 1, sizeof(*section->rows));
        section->rows_len = section->rows != NULL;
        if (section->rows)
            read_row(reader, &draft->image, 1, project, section->rows);
    } else if (need != NOTHING) {
        tg_settings_problem(reader, TG_ERROR, map, "%s needs '%s'", types[section->type].name,
                            need == IMAGES ? "images" : "image");
    }
}

/* What a style attribute says can ask for files from anywhere. */
static void drop_styles(const struct tg_reader *reader, const struct tg_yaml *map,
                        struct tg_section *section)
{
    static const char *const keys[] = {"background", "color", "css", "background_position"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (tg_yaml_get(map, keys[i]))
            tg_settings_problem(reader, TG_WARNING, tg_yaml_get(map, keys[i]),
                                "%s: has no effect in an album", keys[i]);
    section->background = section->color = section->css = section->background_position = NULL;
}

/* Of names, pages make addresses; what has :// is one, and stays as it is. */
static void check_account(const struct tg_reader *reader, const struct tg_yaml *node,
                          const char *key, const char *account)
{
    if (account && strstr(account, "://"))
        tg_address_check(reader, node, key, account);
}

static void read_section(const struct tg_reader *reader, const struct tg_yaml *map,
                         const struct tg_project *project, struct tg_node *node)
{
    struct draft draft = {.image = NULL};
    struct tg_section *section = &draft.section;

    if (map->kind != TG_YAML_MAP) {
        tg_settings_problem(reader, TG_ERROR, map, "expected a mapping with a 'type'");
        return;
    }
    if (!find_type(reader, map, &section->type))
        return;
    if (!project && !types[section->type].in_albums) {
        tg_settings_problem(reader, TG_ERROR, tg_yaml_get(map, "type"),
                            "type: '%s' is of projects alone, and not of albums",
                            types[section->type].name);
        return;
    }
    tg_settings_read(reader, map, &types[section->type].schema, &draft);
    if (!project)
        drop_styles(reader, map, section);
    if (!project && section->type == TG_SECTION_AUTHOR)
        tg_settings_warn_html(reader, tg_yaml_get(map, "text"), "text", section->text);
    if (section->type == TG_SECTION_FULL_PICTURE)
        read_full_text(reader, &draft);
    check_account(reader, tg_yaml_get(map, "twitter"), "twitter", section->twitter);
    check_account(reader, tg_yaml_get(map, "facebook"), "facebook", section->facebook);
    check_account(reader, tg_yaml_get(map, "website"), "website", section->website);
    read_pictures(reader, map, project, &draft);
    if (section->type == TG_SECTION_AUDIO && section->rows_len && section->rows->len)
        section->rows->refs->media = &project->audio;
    node->sections[node->sections_len++] = *section;
}

void tg_sections_read(struct tg_reader *reader, const struct tg_yaml *list,
                      const struct tg_project *project, struct tg_node *node)
{
    if (list->kind != TG_YAML_LIST) {
        tg_settings_problem(reader, TG_ERROR, list, "sections: not a list");
        return;
    }
    node->sections = reserve(reader, list->len, sizeof(*node->sections));
    for (size_t i = 0; i < list->len && node->sections; i++) {
        reader->section = i + 1;
        read_section(reader, list->items[i], project, node);
    }
    reader->section = 0;
}
