/* settings_pictures.c - pictures in settings: a file name, or a mapping with options. */
#include <string.h>

#include "gallery/settings/project.h"

/* What a picture's mapping says. */
struct picture {
    const char *name, *type;
    const char *text, *side, *size;
    struct tg_picture_options options;
};

#define KEY(name, field) TG_KEY(name, struct picture, field)
static const struct tg_key keys[] = {
    KEY("name", name),
    KEY("type", type),
    KEY("text", text),
    KEY("float", side),
    KEY("size", size),
    KEY("quality", options.quality),
    KEY("auto-orient", options.auto_orient),
    KEY("strip", options.strip),
    KEY("progressive", options.progressive),
    KEY("resize", options.resize),
};
/* And what is of videos. */
static const struct tg_schema schema =
    TG_SCHEMA(TG_IN_PICTURE, keys,
              " exif controls binary loglevel format resolution vbitrate "
              "abitrate audio video other extension ");
static const struct tg_key album_keys[] = {KEY("name", name), KEY("text", text)};
static const struct tg_schema album_schema = TG_SCHEMA(TG_IN_PICTURE, album_keys, NULL);

/* Whether a mapping changes how the file is made. */
static bool has_options(const struct tg_yaml *map)
{
    static const char *const other[] = {"name", "type", "text", "float", "size", "exif"};
    size_t left = map->len;

    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
        left -= tg_yaml_get(map, other[i]) != NULL;
    return left > 0;
}

/* Options of its own, which begin as `values`; NULL when memory is short. */
static struct tg_picture_options *own_options(const struct tg_reader *reader,
                                              const struct tg_picture_options *values,
                                              struct tg_ref *ref)
{
    struct tg_picture_options *options = tg_arena_alloc(reader->arena, 1, sizeof(*options));

    reader->report->nomem |= !options;
    if (options)
        *options = *values;
    ref->options = options;
    return options;
}

static bool set_options(const struct tg_reader *reader, const struct tg_yaml *map,
                        const struct tg_project *project, const struct tg_picture_options *values,
                        struct tg_ref *ref)
{
    struct tg_picture_options *options = own_options(reader, values, ref);

    if (!options)
        return false;
    options->json = tg_options_json(reader->arena, values, project->gm, map);
    if (!options->json)
        tg_settings_problem(reader, TG_ERROR, map, "too many options for one picture");
    return options->json;
}

/* Its first frame is a picture like others, but for the checksum in the names. */
static bool set_video(const struct tg_reader *reader, const struct tg_yaml *node,
                      const struct tg_project *project, struct tg_ref *ref)
{
    struct tg_picture_options *options = own_options(reader, &project->defaults, ref);

    ref->media = tg_media_read_video(reader, node, project);
    if (!options || !ref->media)
        return false;
    options->json = ref->media->json;
    return true;
}

bool tg_ref_read(const struct tg_reader *reader, const struct tg_yaml *node,
                 const struct tg_project *project, struct tg_ref *ref)
{
    struct picture picture = {.name = NULL};

    if (project)
        picture.options = project->defaults;
    if (node->kind == TG_YAML_MAP)
        tg_settings_read(reader, node, project ? &schema : &album_schema, &picture);
    else if (node->kind != TG_YAML_LIST && node->kind != TG_YAML_NULL)
        picture.name = node->text;
    if (!picture.name || !*picture.name) {
        tg_settings_problem(reader, TG_ERROR, node,
                            "a picture is the name of a file, or a mapping with a 'name'");
        return false;
    }
    if (picture.type && strcmp(picture.type, "video") != 0 && strcmp(picture.type, "image") != 0) {
        tg_settings_problem(reader, TG_ERROR, tg_yaml_get(node, "type"),
                            "type: expected image or video, got '%s'", picture.type);
        return false;
    }
    *ref = (struct tg_ref){
        .position = {reader->file, node->line, node->column},
        .name = picture.name,
        .options = project ? &project->defaults : NULL,
        .text = picture.text,
        .side = picture.side,
        .size = picture.size,
    };
    if (picture.type && strcmp(picture.type, "video") == 0)
        return set_video(reader, node, project, ref);
    return !project || node->kind != TG_YAML_MAP || !has_options(node) ||
           set_options(reader, node, project, &picture.options, ref);
}
