/* settings_media.c - how video and audio are made: ffmpeg's options in settings.
 *
 * Settings may come with a project that somebody else made, and ffmpeg can write any file: what is
 * let through are codecs, rates and containers, and of `other` the options that change an encoder
 * alone. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "gallery/settings/project.h"

enum { ARGUMENTS_MAX = 32, SIDE_MAX = 16384, EXTENSION_MAX = 8 };

static const char video_defaults[] =
    "{binary: ffmpeg, loglevel: error, format: webm, resolution: 1280x720, vbitrate: 3900k, "
    "abitrate: 100k, audio: libvorbis, video: libvpx, "
    "other: -qmin 10 -qmax 42 -maxrate 500k -bufsize 1500k, extension: webm}";
static const char audio_defaults[] =
    "{binary: ffmpeg, loglevel: error, audio: libmp3lame, extension: mp3}";

#define KEY(name, field) TG_KEY(name, struct tg_media_options, field)
static const struct tg_key keys[] = {
    KEY("binary", binary),     KEY("format", format),     KEY("resolution", resolution),
    KEY("vbitrate", vbitrate), KEY("abitrate", abitrate), KEY("audio", audio),
    KEY("video", video),       KEY("other", other),       KEY("extension", extension),
    KEY("controls", controls),
};
/* And what is of the picture that a video stands for, read with it. */
static const struct tg_schema schema = TG_SCHEMA(TG_IN_MEDIA, keys,
                                                 " loglevel name type text float size exif quality "
                                                 "auto-orient strip progressive resize ");

/* Containers that are one file. */
static const char formats[] = " webm matroska mp4 mov ogg ogv oga opus mp3 wav flac adts ipod ";

/* ffmpeg's container of audio, by its suffix. */
static const struct {
    const char *extension, *format;
} audio[] = {{"mp3", "mp3"},  {"ogg", "ogg"},   {"oga", "oga"}, {"opus", "opus"}, {"m4a", "ipod"},
             {"aac", "adts"}, {"flac", "flac"}, {"wav", "wav"}, {"webm", "webm"}};

/* Options of encoders, and those that take no value. */
static const char encoder_words[] =
    " -qmin -qmax -maxrate -minrate -bufsize -crf -preset -tune -profile:v -profile:a "
    "-level -g -keyint_min -r -pix_fmt -threads -deadline -quality -cpu-used "
    "-auto-alt-ref -speed -lag-in-frames -row-mt -tile-columns -movflags -ac -ar -q:v "
    "-q:a -aq -b:v -b:a -sc_threshold -bf -static-thresh -compression_level -vbr -t "
    "-ss ";
static const char lone_words[] = " -an -shortest ";

static bool read_box(const char *text, uint32_t *w, uint32_t *h)
{
    char *end;
    unsigned long width = strtoul(text, &end, 10), height = 0;

    if (isdigit((unsigned char)*text) && *end == 'x' && isdigit((unsigned char)end[1]))
        height = strtoul(end + 1, &end, 10);
    if (*end || width < 2 || height < 2 || width > SIDE_MAX || height > SIDE_MAX)
        return false;
    *w = (uint32_t)width;
    *h = (uint32_t)height;
    return true;
}

static bool is_extension(const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)text[i]))
            return false;
    return len > 0 && len <= EXTENSION_MAX;
}

static void set_audio_format(struct tg_media_options *o)
{
    for (size_t i = 0; i < sizeof(audio) / sizeof(audio[0]); i++)
        if (strcmp(o->extension, audio[i].extension) == 0)
            o->format = audio[i].format;
}

/* Splits `other` at spaces; false with the word that is not let through. */
static bool read_arguments(const struct tg_reader *reader, struct tg_media_options *o,
                           const char **wrong)
{
    char *rest = tg_arena_copy(reader->arena, o->other, strlen(o->other)), *word;
    bool value = false;

    o->arguments =
        (struct tg_texts){.items = tg_arena_alloc(reader->arena, ARGUMENTS_MAX, sizeof(char *))};
    if (!rest || !o->arguments.items) {
        reader->report->nomem = true;
        return true;
    }
    while ((word = strtok_r(rest, " \t", &rest))) {
        *wrong = word;
        if (o->arguments.len == ARGUMENTS_MAX || (!value && !tg_text_has_word(lone_words, word) &&
                                                  !tg_text_has_word(encoder_words, word)))
            return false;
        value = !value && !tg_text_has_word(lone_words, word);
        o->arguments.items[o->arguments.len++] = word;
    }
    return !value;
}

/* False if something is wrong, which is reported at `node`. */
static bool check(const struct tg_reader *reader, const struct tg_yaml *node,
                  struct tg_media_options *o)
{
    const char *wrong = "";

    if (strcmp(o->binary, "ffmpeg") != 0)
        tg_settings_problem(reader, TG_WARNING, node,
                            "binary: has no effect: the ffmpeg in PATH is used, not '%s'",
                            o->binary);
    if (o->format && !tg_text_has_word(formats, o->format)) {
        tg_settings_problem(reader, TG_ERROR, node,
                            "format: expected webm, mp4, matroska, mov, ogg, mp3, opus, wav or "
                            "flac, got '%s'",
                            o->format);
        return false;
    }
    if (!is_extension(o->extension)) {
        tg_settings_problem(reader, TG_ERROR, node,
                            "extension: expected one such as webm, got '%s'", o->extension);
        return false;
    }
    if (!o->video && !o->format)
        set_audio_format(o);
    if (!o->format) {
        tg_settings_problem(reader, TG_ERROR, node,
                            "extension: expected mp3, ogg, oga, opus, m4a, aac, flac, wav or webm, "
                            "or a 'format' too, got '%s'",
                            o->extension);
        return false;
    }
    if (o->video && !read_box(o->resolution, &o->box_w, &o->box_h)) {
        tg_settings_problem(reader, TG_ERROR, node,
                            "resolution: expected a box such as 1280x720, got '%s'", o->resolution);
        return false;
    }
    if (o->other && !read_arguments(reader, o, &wrong)) {
        tg_settings_problem(reader, TG_ERROR, node,
                            "other: '%s' is not an encoder option with its value", wrong);
        return false;
    }
    return true;
}

static const struct tg_yaml *parse(const struct tg_reader *reader, const char *text)
{
    return tg_yaml_parse(reader->arena, "built-in", text, strlen(text), reader->report);
}

static void read_one(const struct tg_reader *reader, const char *defaults,
                     const struct tg_yaml **map, const struct tg_yaml **node,
                     struct tg_media_options *o)
{
    *o = (struct tg_media_options){.controls = true};
    *map = parse(reader, defaults);
    tg_settings_read(reader, *map, &schema, o);
    if (*node && (*node)->kind != TG_YAML_MAP && (*node)->kind != TG_YAML_NULL) {
        tg_settings_problem(reader, TG_ERROR, *node, "ffmpeg: not a mapping");
        *node = NULL;
    }
    tg_settings_read(reader, *node, &schema, o);
    if (reader->report->nomem)
        return;
    (void)check(reader, *node, o);
    o->json = tg_media_json(reader->arena, *map, *node, NULL);
    if (!o->json)
        tg_settings_problem(reader, TG_ERROR, *node, "ffmpeg: too many options");
}

void tg_media_read_root(const struct tg_reader *reader, struct tg_project *project)
{
    read_one(reader, video_defaults, &project->video_defaults, &project->video_node,
             &project->video);
    read_one(reader, audio_defaults, &project->audio_defaults, &project->audio_node,
             &project->audio);
}

const struct tg_media_options *tg_media_read_video(const struct tg_reader *reader,
                                                   const struct tg_yaml *node,
                                                   const struct tg_project *project)
{
    struct tg_media_options *o = tg_arena_alloc(reader->arena, 1, sizeof(*o));

    if (!o) {
        reader->report->nomem = true;
        return NULL;
    }
    *o = project->video;
    tg_settings_read(reader, node, &schema, o);
    if (!check(reader, node, o))
        return NULL;
    o->json = tg_media_json(reader->arena, project->video_defaults, project->video_node, node);
    if (!o->json)
        tg_settings_problem(reader, TG_ERROR, node, "too many options for one video");
    return o->json ? o : NULL;
}
